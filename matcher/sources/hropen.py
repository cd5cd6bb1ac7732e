"""HR Open: position openings as recruitment systems hand them to others (HR Open Standards 4, JSON).

https://www.hropenstandards.org: an array of ``PositionOpening``, each with a ``positionProfiles`` entry for a posting;
it may stand in an envelope with ``next`` and ``since`` (``matcher.sources.walk.token_pages``), and the address may hold
``{since}``. Codes are free text in the standard, so those of pay, schedule and status are read as systems write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.json_pages import json_walk, rows_under
from matcher.sources.source import Source
from matcher.sources.source_id import as_id
from matcher.sources.walk import token_pages
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.text import fold, plain

_PERIODS = {"hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year", "": "month"}
_TYPES = {
    "fulltime": "full_time",
    "parttime": "part_time",
    "contract": "contract",
    "contractor": "contract",
    "temporary": "contract",
    "internship": "internship",
    "intern": "internship",
    "freelance": "freelance",
    "daily": "daily",
}
_CLOSED = frozenset({"closed", "filled", "cancelled", "canceled", "inactive", "deleted", "expired"})


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    profile = _first(raw, "positionProfiles")
    instruction = _first(profile, "postingInstructions")
    categories = (_words(item.get("code")) for item in _objects(profile, "jobCategories"))
    schedules = (
        fold(_words(code)).replace("-", "").replace(" ", "") for code in _many(profile, "positionScheduleTypeCodes")
    )
    return {
        "id": _identifier(raw, profile),
        "title": plain(_words(profile.get("positionTitle"))),
        "description": "\n".join(
            text
            for item in _objects(profile, "positionFormattedDescriptions")
            if (text := plain(_words(item.get("content"))))
        ),
        "hint": ", ".join(text for text in categories if text),
        "employer": _employer(profile),
        "places": [place for item in _objects(profile, "positionLocation") if (place := _place(item))],
        **_pay(profile),
        "employment_type": next((_TYPES[code] for code in schedules if code in _TYPES), ""),
        "level": plain(_words(_first(profile, "careerLevels").get("code"))),
        "openings": profile.get("positionOpenQuantity"),
        "posted_on": instruction.get("start"),
        "closes_on": instruction.get("end"),
        "is_closed": fold(_words(raw.get("statusCode"))) in _CLOSED,
        "url": _words(_object(_first(instruction, "applicationMethods").get("applicationUri")).get("url")),
    }


def _many(raw: Mapping[str, Any], name: str) -> list[Any]:
    value = raw.get(name)
    if value is None:
        return []
    if not is_list(value):
        raise InputError(wanted="a list", found=value, where=f"field {name}")
    return value


def _objects(raw: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for item in _many(raw, name) if is_object(item)]


def _first(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = _objects(raw, name)
    return found[0] if found else {}


def _object(value: Any) -> dict[str, Any]:
    return value if is_object(value) else {}


def _words(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def _identifier(raw: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """The position's id in its scheme, else the document's: systems make a new document at every export."""
    for found in (_object(profile.get("positionId")), _object(raw.get("documentId"))):
        parts = [text for name in ("schemeAgencyId", "value") if (text := _words(found.get(name)).strip())]
        if _words(found.get("value")).strip():
            return as_id(*parts)
    return ""


def _employer(profile: Mapping[str, Any]) -> str:
    """Who hires; a department is no employer."""
    for item in _objects(profile, "positionOrganizations"):
        if fold(_words(item.get("responsibilityCode"))) not in {"department", "division", "team"}:
            return named_employer(_words(item.get("name")))
    return ""


def _place(location: Mapping[str, Any]) -> str:
    parts = [location.get("city"), *(item.get("value") for item in _objects(location, "countrySubDivisions"))]
    return ", ".join(text for part in (*parts, location.get("countryCode")) if (text := plain(_words(part))))


def _pay(profile: Mapping[str, Any]) -> Mapping[str, object]:
    """The least and the most of the base pay, in one currency and period."""
    package = _object(profile.get("offeredRemunerationPackage"))
    found: dict[str, object] = {}
    for item in _objects(package, "ranges"):
        amount = _object(item.get("referenceAmount"))
        kind, period = fold(_words(item.get("typeCode"))), fold(_words(item.get("intervalCode")))
        bound = "pay_low" if kind.startswith("minimum") else "pay_high" if kind.startswith("maximum") else ""
        if bound and amount.get("value") is not None:
            if period not in _PERIODS:
                raise InputError(
                    wanted=f"one of {', '.join(filter(None, _PERIODS))}", found=period, where="field intervalCode"
                )
            found |= {bound: amount["value"], "pay_period": _PERIODS[period]}
            found["pay_currency"] = _words(amount.get("currency")) or "IDR"
    return found


HROPEN = Source(
    name="hropen",
    kind=Kind.POSTING,
    rows=rows_under("positionOpenings", "items", "data"),
    to_fields=_fields,
    describes="HR Open position openings (JSON), whole or as a stream since a token",
    suffix=".json",
    walk=json_walk(token_pages),
    is_listing=False,
    first_mark="2020-01-01T00:00:00Z",
)
"""HR Open Standards."""
