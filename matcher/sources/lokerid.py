"""Loker.id: full ads in Bahasa Indonesia, CSV (2025 layout)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.source import Source
from matcher.sources.table import csv_rows
from taxonomy.text import plain

_EDUCATION = ("SMA/SMK/STM", "Diploma/D1/D2/D3", "Sarjana/S1", "Master/S2", "Doctor/S3")
_COLUMNS = (
    *("Job ID", "Title", "Company", "Location", "Category", "Subcategory", "Function", "Type", "Level", "Min Salary"),
    *("Max Salary", "Min Experience", "Max Experience", "Fresh Graduate", "Posted Date", "Description"),
    *_EDUCATION,
)
_TYPES = {
    "full time": "full_time",
    "contract": "contract",
    "part time": "part_time",
    "freelance": "freelance",
    "internship": "internship",
}


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return csv_rows(path, _COLUMNS, tell)


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    path = [plain(raw[name]) for name in ("Category", "Subcategory", "Function") if raw[name]]
    level = plain(raw["Level"])
    return {
        "id": raw["Job ID"],
        "title": plain(raw["Title"]),
        "description": plain(raw["Description"]),
        "hint": " / ".join([*path, level] if level else path),
        "employer": named_employer(raw["Company"]),
        "places": [place for place in (plain(part) for part in raw["Location"].split(",")) if place],
        "education": [name for name in _EDUCATION if raw[name].strip() == "1"],
        # The least band on offer is "1-2 years"; an ad that also takes fresh graduates asks for none.
        "experience_months_min": 0 if raw["Fresh Graduate"].strip() == "1" else _months(raw["Min Experience"]),
        "experience_months_max": _months(raw["Max Experience"]),
        "pay_low": raw["Min Salary"] or None,
        "pay_high": raw["Max Salary"] or None,
        "employment_type": _TYPES.get(raw["Type"].strip().casefold(), ""),
        "level": level,
        "posted_on": raw["Posted Date"][:10],
    }


def _months(years: str) -> int | None:
    return round(float(years) * 12) if years.strip() else None


LOKERID = Source(
    name="lokerid", kind=Kind.POSTING, rows=_rows, to_fields=_fields, describes="Loker.id ads, CSV or CSV.gz (2025)"
)
"""Loker.id. Its ``Skill_Set`` column is machine-made English and is not read."""
