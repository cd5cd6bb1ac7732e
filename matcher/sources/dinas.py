"""Tables of vacancies of district manpower offices (Dinas Tenaga Kerja): XLSX or CSV with headings of their own.

Which heading means which field is guessed (``matcher.sources.headings``), shown when the source is added, and kept
with it. Rows of titles may stand above the headings. A running number (``No``) is no id: without a column of ids a
vacancy is told apart by title, employer, place and education, so that the next edition of the table finds it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from matcher.filling import raw_hash
from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.headings import FIELDS, SKIPPED, guess
from matcher.sources.office_table import cell_count, cell_list, cell_text, office_headings, office_rows
from matcher.sources.source import Columns, Source
from matcher.sources.words import day_in_words, employment_type
from taxonomy.durations import SPAN, months_of, number_of
from taxonomy.errors import InputError
from taxonomy.pay import read_pay
from taxonomy.text import fold, plain

_WANTED = "Jabatan, Perusahaan, Lokasi"


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return office_rows(path, guess, _WANTED, tell)


def headings(path: Path) -> list[str]:
    """The headings of a file; see ``matcher.sources.office_table``."""
    return office_headings(path, guess, _WANTED)


def _guessed_fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return _fields(guess(tuple(raw)), raw)


def _fields(columns: Mapping[str, str], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    missing = [heading for heading, field in columns.items() if field != SKIPPED and heading not in raw]
    if missing:
        found = ", ".join(map(str, raw)) or "nothing"
        raise InputError(wanted=f"the columns {', '.join(missing)}", found=found, where="header")
    told = {field: raw[heading] for heading, field in columns.items() if field != SKIPPED}
    if "title" not in told:
        raise InputError(wanted="a column of job titles", found=", ".join(map(str, raw)), where="header")
    body = [plain(cell_text(told.get(name))) for name in ("description", "requirements")]
    low, high, period, said = _pay(told)
    return {
        "id": cell_text(told.get("id")) or _made_id(told),
        "title": plain(cell_text(told["title"])),
        "description": "\n".join(part for part in (*body, said) if part),
        "employer": named_employer(cell_text(told.get("employer"))),
        "places": cell_list(told.get("places"), r"[;|\n]"),
        "skills": cell_list(told.get("skills"), r"[;|\n,]"),
        "education": cell_list(told.get("education"), r"[;|\n]"),
        "study_programmes": cell_list(told.get("study_programmes"), r"[;|\n,]"),
        "experience_months_min": _months(cell_text(told.get("experience"))),
        "pay_low": low,
        "pay_high": high,
        "pay_period": period,
        "employment_type": employment_type(cell_text(told.get("employment_type"))),
        "openings": cell_count(told.get("openings")),
        "posted_on": day_in_words(cell_text(told.get("posted_on"))),
        "closes_on": day_in_words(cell_text(told.get("closes_on"))),
        "url": cell_text(told.get("url")),
    }


def _made_id(told: Mapping[str, Any]) -> str:
    parts = [fold(plain(cell_text(told.get(name)))) for name in ("title", "employer", "places", "education")]
    return raw_hash(parts)[:24]


def _months(text: str) -> int | None:
    """``2 tahun``, ``6 bulan``, ``tanpa pengalaman``; a bare number counts as years, as offices mean it.

    Raises:
        InputError: Words that say no length.
    """
    words = fold(text)
    if not words:
        return None
    if any(word in words for word in ("tanpa", "tidak", "fresh", "non")):
        return 0
    if re.fullmatch(r"\d{1,2}(?:[.,]\d)?", words):
        return round(float(words.replace(",", ".")) * 12)
    span = SPAN.search(words)
    if span is None:
        raise InputError(wanted="years or months of experience", found=text, where="column of experience")
    if span["one"]:
        return 12
    return round(number_of(span["low"]) * months_of(span["unit_low"] or span["unit"]))


def _pay(told: Mapping[str, Any]) -> tuple[object, object, str, str]:
    """Low, high and period of the pay; what one column says in words is read, or kept in words."""
    low, high = (cell_text(told.get(name)) or None for name in ("pay_low", "pay_high"))
    text = plain(cell_text(told.get("pay")))
    if low or high or not text:
        return low, high, "month", f"Gaji: {text}" if text else ""
    found = read_pay(f"Gaji: Rp {text}" if text[0].isdigit() else f"Gaji: {text}")
    if found is None or found.currency != "IDR" or found.low is None:
        return None, None, "month", f"Gaji: {text}"
    return found.low, found.high, found.period, ""


def _apply(columns: Mapping[str, str]) -> Source:
    return Source(
        name=DINAS.name,
        kind=DINAS.kind,
        rows=_rows,
        to_fields=partial(_fields, dict(columns)),
        describes=DINAS.describes,
        columns=DINAS.columns,
    )


DINAS = Source(
    name="dinas",
    kind=Kind.POSTING,
    rows=_rows,
    to_fields=_guessed_fields,
    describes="Vacancies of a district office: XLSX or CSV with headings of its own, guessed and remembered",
    columns=Columns(guess=guess, apply=_apply, headings=headings, fields=FIELDS),
)
"""Tables of district offices."""
