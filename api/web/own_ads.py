"""Ads of an employer's own: which they are, under which source they are posted, and how they are written."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date

from api.access.caller import Caller
from api.etags import PreconditionError, check_preconditions, etag_of
from api.routes.record_contents import whole_answer
from api.serving import Serving
from indexes.record_rows import Hashes
from matcher.filling import raw_hash
from matcher.records import Kind, Posting
from taxonomy.errors import UnknownIdError
from taxonomy.pay import minimum_wage

LOCAL_SOURCE = "laman"
"""Source of ads that are posted on a server which asks nobody for credentials."""


def floor_at(serving: Serving, place: str) -> int | None:
    """Minimum wage of a place of work, rupiah a month; None where the place, or its wage, is not known."""
    codes = [region.code for region in serving.engine.coder.gazetteer.read(place[:100]).regions]
    known = [wage.idr_month for code in codes if (wage := minimum_wage(code, serving.today().year))]
    return min(known, default=None)


def write_ad(serving: Serving, record: Posting, etag: str) -> None:
    """Insert a new ad, or replace the one that was read; the same ad sent twice is written once.

    Raises:
        PreconditionError: Another wrote meanwhile.
    """
    engine, key = serving.engine, record.key
    before = engine.store.get(Kind.POSTING, key)
    if before is not None and not etag and before.raw_hash == record.provenance.raw_hash:
        return
    found = None if before is None else etag_of(whole_answer(serving, Kind.POSTING, key))
    check_preconditions(etag or None, None if etag else "*", found)
    was = None if before is None else (before.raw_hash, before.content_hash)

    def guard(known: Hashes) -> None:
        """Nobody may have written between the look and the write."""
        if known.get((Kind.POSTING, key)) != was:
            raise PreconditionError("wanted the ad as it was read, found another")

    engine.upsert([record], guard)


def is_open(posting: Posting, today: date) -> bool:
    """Whether one can apply to an ad today."""
    return not posting.is_closed and (posting.closes_on is None or posting.closes_on >= today)


def next_month(day: date | None, today: date) -> date | None:
    """The last day of a copy: a month after that of the ad, where it is still to come.

    Args:
        day: Last day of the ad that is copied.
        today: A day before it is no last day.
    """
    if day is None:
        return None
    year, month = day.year + day.month // 12, day.month % 12 + 1
    later = date(year, month, min(day.day, monthrange(year, month)[1]))
    return later if later >= today else None


def closed(record: Posting) -> Posting:
    """The ad closed; its hash says so too."""
    provenance = record.provenance
    told = raw_hash({"of": provenance.raw_hash, "is_closed": True})
    return replace(record, is_closed=True, provenance=replace(provenance, raw_hash=told))


def own_ad_of(serving: Serving, caller: Caller, key: str) -> Posting:
    """A stored ad of the caller's own.

    Raises:
        UnknownIdError: There is none of this key among them.
    """
    if not caller.may_write(key):
        raise UnknownIdError(wanted="the id of an ad of yours", found=key, where="id")
    posting = serving.engine.get(Kind.POSTING, key)
    assert isinstance(posting, Posting)
    return posting


def sources_of(caller: Caller) -> list[str]:
    """Sources that the caller may post under, by name."""
    if caller.principal.sources is None:
        return [LOCAL_SOURCE]
    return sorted(caller.principal.sources)


def source_of(caller: Caller, wanted: str) -> str:
    """Source that an ad is posted under: the only one, or the one chosen."""
    sources = sources_of(caller)
    return wanted if wanted in sources else sources[0]
