"""Inspection of the postings of a store, kept up with what changes there.

Flags hang on a posting's words, places and pay alone: each posting is inspected once, and again when it changes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from indexes.changes import changed_page
from indexes.store import Store
from matcher.ad_inspection.flags import Ad, Flag, find_flags
from matcher.ad_inspection.promised_pay import LATEST
from matcher.ad_inspection.rules import load_rules
from matcher.codec import from_json
from matcher.records import Kind, Posting
from taxonomy.pay import minimum_wage_idr
from taxonomy.places import load_gazetteer

PAY_FIELD = "pay"
"""Where a flag stands that rests on the pay that a source gives beside the text."""

_WHOLE_JOBS = frozenset({"", "full_time", "contract"})
"""Employment types that the monthly minimum wage holds for."""

PAGE = 10_000
"""Changed keys looked up at a time."""

Tell = Callable[[int, int], None]
"""Called with (postings inspected, postings to inspect)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the inspection found in a posting.

    Attributes:
        key: ``source:source_id``.
        title: As advertised.
        employer: As advertised, or empty.
        provinces: Codes of the provinces of its places, in order, none twice.
        flags: Of title, text and pay.
        is_closed: By its source.
        closes_on: Last day on which one can apply.
        posted_on: When it was advertised; None where the source does not say.
    """

    key: str
    title: str
    employer: str
    provinces: tuple[str, ...]
    flags: tuple[Flag, ...]
    is_closed: bool
    closes_on: date | None
    posted_on: date | None = None

    @property
    def source(self) -> str:
        """Short name of its source."""
        return self.key.partition(":")[0]

    def is_open(self, today: date) -> bool:
        """Whether one can apply to it."""
        return not self.is_closed and (self.closes_on is None or self.closes_on >= today)


class Inspector:
    """Flags of all postings of a store. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Look after a store; nothing is read yet."""
        self._store = store
        self._lock = threading.Lock()
        self._seen = self._upto = 0
        self._after = ""
        self._due: dict[str, None] = {}
        self._found: dict[str, Inspected] = {}
        self._listed: Sequence[Inspected] = ()

    @property
    def last(self) -> tuple[Sequence[Inspected], int]:
        """What the last refresh gave; nothing is read, nobody waited for. One at least is due while a call inspects."""
        return self._listed, max(len(self._due), int(self._lock.locked()))

    def refresh(self, at_most: int | None = None, tell: Tell | None = None) -> tuple[Sequence[Inspected], int]:
        """Inspect what is new or changed.

        Args:
            at_most: Postings to inspect in this call, which then waits for no other; all when None.
            tell: Told of progress.

        Returns:
            All that are inspected, by key, and the number of those known to be due: at least one while there are any.
            While another call inspects, ``last``.

        Raises:
            StoreError: The store cannot be read.
        """
        if not self._lock.acquire(blocking=at_most is None):
            return self.last
        try:
            self._look(at_most)
            keys = list(self._due)[:at_most]
            for done, key in enumerate(keys, 1):
                self._inspect(key)
                if tell is not None:
                    tell(done, len(keys))
            self._listed = [self._found[key] for key in sorted(self._found)]
            return self._listed, len(self._due)
        finally:
            self._lock.release()

    def _look(self, at_most: int | None) -> None:
        """Note keys that changed, a page at a time, until there are more than are wanted now."""
        while at_most is None or len(self._due) <= at_most:
            if self._upto == self._seen:
                self._upto, self._after = self._store.revision(), ""
            if self._upto == self._seen:
                return
            with self._store.snapshot() as connection:
                keys = changed_page(connection, Kind.POSTING, self._seen, self._upto, self._after, PAGE)
            self._due.update(dict.fromkeys(keys))
            if len(keys) < PAGE:
                self._seen = self._upto
            else:
                self._after = keys[-1]

    def _inspect(self, key: str) -> None:
        del self._due[key]
        self._found.pop(key, None)
        stored = self._store.get(Kind.POSTING, key)
        record = None if stored is None else from_json(Kind.POSTING, stored.payload)
        if isinstance(record, Posting):
            self._found[key] = inspect_posting(record)


def inspect_posting(posting: Posting) -> Inspected:
    """Flags of one posting, with the minimum wage of its place where that is known."""
    regions = _regions(posting)
    year = posting.posted_on.year if posting.posted_on else LATEST
    wages = [wage for code in regions if (wage := minimum_wage_idr(code, year)) is not None]
    floor = min(wages, default=None)
    ad = Ad(title=posting.title, text=posting.description, company=posting.employer, floor_idr_month=floor)
    return Inspected(
        key=posting.key,
        title=posting.title,
        employer=posting.employer,
        provinces=tuple(dict.fromkeys(code[:2] for code in regions)),
        flags=(*find_flags(ad), *_pay_flags(posting, floor)),
        is_closed=posting.is_closed,
        closes_on=posting.closes_on,
        posted_on=posting.posted_on,
    )


def _regions(posting: Posting) -> tuple[str, ...]:
    """Of the source, where the gazetteer knows them (regencies come and go); else of the places."""
    gazetteer = load_gazetteer()
    known = tuple(gazetteer.get(code).code for code in posting.region_codes if gazetteer.knows(code))
    if known:
        return known
    return tuple(region.code for place in posting.places for region in gazetteer.read(place).regions)


def _pay_flags(posting: Posting, floor: int | None) -> list[Flag]:
    """A flag where all of the pay that the source gives is below the lowest minimum wage of the posting's places."""
    pay = posting.pay
    most = pay.high or pay.low
    if floor is None or not most or (pay.currency, pay.period) != ("IDR", "month") or most >= floor:
        return []
    if posting.employment_type not in _WHOLE_JOBS:
        return []
    rule = load_rules().by_id["pay-below-minimum"]
    surface = f"{pay.low or most:.0f}-{most:.0f} IDR"
    return [
        Flag(
            kind=rule.kind,
            where=PAY_FIELD,
            start=0,
            end=len(surface),
            surface=surface,
            rule=rule.id,
            source=rule.source,
        )
    ]
