"""A stream of postings since a token, in the shape of JobTech's JobStream (Arbetsförmedlingen, CC0, 2021).

https://jobstream.api.jobtechdev.se: ``GET /v2/stream?updated-after=...`` (before: ``/stream?date=...``) answers with
every ad that is new, changed or removed since then; a removed one has ``removed: true`` and little else. The address
holds ``{since}`` where the token goes. The same ads may stand in an envelope: ``{"items": [...], "next": address of the
next page or null, "since": next token}``. A stream tells changes and is no listing: what it does not name stays open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from matcher.day import day_in_wib
from matcher.records import Kind
from matcher.sources.documents import items_of
from matcher.sources.employer import named_employer
from matcher.sources.json_pages import json_walk, rows_under
from matcher.sources.source import Source
from matcher.sources.source_id import as_id
from matcher.sources.walk import Onward, Page, token_pages
from taxonomy.errors import InputError
from taxonomy.json_values import is_object
from taxonomy.text import fold, plain

_LISTS = ("items", "ads", "hits")
_TYPES = {
    "full time": "full_time",
    "heltid": "full_time",
    "penuh waktu": "full_time",
    "part time": "part_time",
    "deltid": "part_time",
    "paruh waktu": "part_time",
}


def _onward(page: Page, document: Any) -> Onward:
    onward = token_pages(page, document)
    if onward.mark:
        return onward
    return replace(onward, mark=_latest(items_of(document, _LISTS, page.url), page.at))


def _latest(ads: list[Any], now: datetime) -> str:
    """The latest ``timestamp`` (milliseconds since 1970) as ISO 8601 in UTC; empty when no ad has one.

    An ad stamped ahead of the upstream's clock is passed over, however little: by its stamp the next pull would miss
    what changes until then. It comes again, and is found unchanged.
    """
    stamps = [ad.get("timestamp") for ad in ads if is_object(ad)]
    limit = now.timestamp() * 1000
    known = [stamp for stamp in stamps if isinstance(stamp, int) and not isinstance(stamp, bool) and 0 < stamp <= limit]
    return datetime.fromtimestamp(max(known) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S") if known else ""


def _withdrawn(raw: Mapping[str, Any]) -> str | None:
    return as_id(str(raw["id"])) if raw.get("removed") is True and raw.get("id") is not None else None


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    if raw.get("removed") is True:
        raise InputError(wanted="a posting", found="the removal of one", where="field removed")
    description, address = _part(raw, "description"), _part(raw, "workplace_address")
    texts = (description.get("text"), description.get("requirements"), raw.get("salary_description"))
    place = [plain(str(address.get(name) or "")) for name in ("municipality", "region", "country")]
    hours = str(_part(raw, "working_hours_type").get("label") or "")
    return {
        "id": as_id(str(raw["id"])),
        "title": plain(str(raw.get("headline") or "")),
        "description": "\n".join(part for text in texts if (part := plain(str(text or "")))),
        "hint": plain(str(_part(raw, "occupation").get("label") or "")),
        "employer": named_employer(str(_part(raw, "employer").get("name") or "")),
        "places": [", ".join(part for part in place if part)] if any(place) else [],
        "skills": _labels(_part(raw, "must_have"), "skills"),
        "education": _labels(_part(raw, "must_have"), "education_level"),
        "employment_type": _TYPES.get(fold(hours), ""),
        "openings": raw.get("number_of_vacancies"),
        "posted_on": _day(raw, "publication_date"),
        "closes_on": _day(raw, "application_deadline") or _day(raw, "last_publication_date"),
        "url": str(raw.get("webpage_url") or ""),
    }


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    if value is None:
        return {}
    if not is_object(value):
        raise InputError(wanted="an object", found=value, where=f"field {name}")
    return value


def _labels(part: Mapping[str, Any], name: str) -> list[str]:
    items: list[Any] = part.get(name) or []
    return [plain(str(item["label"])) for item in items if is_object(item) and item.get("label")]


def _day(raw: Mapping[str, Any], name: str) -> object:
    """A time with a zone counts by its day in western Indonesia; one without stands as it is."""
    value = raw.get(name)
    if isinstance(value, str) and len(value) > 10:
        moment = datetime.fromisoformat(value)
        return day_in_wib(moment) if moment.tzinfo else moment.date()
    return value


JOBSTREAM = Source(
    name="jobstream",
    kind=Kind.POSTING,
    rows=rows_under(*_LISTS),
    to_fields=_fields,
    describes="JobTech-style stream of new, changed and removed ads since a token, JSON or JSONL",
    suffix=".json",
    walk=json_walk(_onward),
    is_listing=False,
    first_mark="2020-01-01T00:00:00",
    withdrawn=_withdrawn,
)
"""JobStream."""
