"""JobStreet Indonesia: titles with descriptions cut after about 150 characters, CSV (December 2021 layout)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from matcher.day import day_in_wib
from matcher.fields import as_utc
from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.source import Source
from matcher.sources.table import csv_rows
from taxonomy.text import plain

_COLUMNS = (
    *("id", "jobTitle", "categoriesName", "companyName", "companyPrivate", "description", "employment", "locations"),
    *("postedAt", "salarycurrency", "salaryMin", "salaryMax", "salaryPeriod", "sellingPoints"),
)
_TYPES = {"full_time": "full_time", "contract": "contract", "part_time": "part_time", "internship": "internship"}
_PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return csv_rows(path, _COLUMNS, tell)


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    description = "\n".join(part for part in (plain(raw["description"]), plain(raw["sellingPoints"])) if part)
    first_type = raw["employment"].split(",")[0].strip()
    return {
        "id": raw["id"],
        "title": plain(raw["jobTitle"]),
        "description": description,
        "hint": plain(raw["categoriesName"]),
        "employer": "" if raw["companyPrivate"] == "true" else named_employer(raw["companyName"]),
        "places": [place for place in (plain(part) for part in raw["locations"].split(",")) if place],
        "pay_low": raw["salaryMin"] or None,
        "pay_high": raw["salaryMax"] or None,
        "pay_currency": raw["salarycurrency"] or "IDR",
        "pay_period": _PERIODS.get(raw["salaryPeriod"], "month"),
        "employment_type": "contract" if first_type == "temporary" else _TYPES.get(first_type, ""),
        "posted_on": _day_in_jakarta(raw["postedAt"]),
    }


def _day_in_jakarta(moment: str) -> date | None:
    """The day where the portal posts; a time without a zone is UTC here."""
    return day_in_wib(as_utc(datetime.fromisoformat(moment))) if moment.strip() else None


JOBSTREET = Source(
    name="jobstreet", kind=Kind.POSTING, rows=_rows, to_fields=_fields, describes="JobStreet ads, CSV or CSV.gz (2021)"
)
"""JobStreet Indonesia."""
