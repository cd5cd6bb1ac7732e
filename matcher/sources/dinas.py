"""Tables of vacancies of district manpower offices (Dinas Tenaga Kerja): XLSX or CSV with headings of their own.

Which heading means which field is guessed (``matcher.sources.headings``), shown when the source is added, and kept
with it. Rows of titles may stand above the headings. A running number (``No``) is no id: without a column of ids a
vacancy is told apart by title, employer, place and education, so that the next edition of the table finds it again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from matcher.filling import raw_hash
from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.headings import FIELDS, SKIPPED, guess
from matcher.sources.source import Columns, Source
from matcher.sources.table import csv_rows
from matcher.sources.words import day_in_words, employment_type
from matcher.sources.workbook import sheet_cells
from taxonomy.durations import SPAN, months_of, number_of
from taxonomy.errors import InputError
from taxonomy.pay import read_pay
from taxonomy.text import fold, plain

MAX_ROWS_ABOVE = 20
"""Rows of titles that may stand above the headings of a workbook."""


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    if _is_workbook(path):
        yield from _sheet_rows(path, tell)
    else:
        yield from csv_rows(path, (), tell)


def _is_workbook(path: Path) -> bool:
    return ".xlsx" in {suffix.casefold() for suffix in path.suffixes}


def _sheet_rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    sheet = sheet_cells(path)
    above = list(itertools.islice(sheet, MAX_ROWS_ABOVE))
    at = _header_at(above, path)
    header = [" ".join(str(name).split()) for name in above[at]]
    number = 0
    for cells in itertools.chain(above[at + 1 :], sheet):
        if all(cell == "" for cell in cells):
            continue
        number += 1
        value = {name: None if cell == "" else cell for name, cell in zip(header, cells, strict=False) if name}
        yield RawRow(number=number, value=value, raw=value)
    if not number:
        raise InputError(wanted="at least one row", found="a header only", where=str(path))
    if tell:
        tell(path.stat().st_size)


def _header_at(rows: Sequence[Sequence[Any]], path: Path) -> int:
    """The row that names most columns; the first of those that name as many."""
    known = [len(guess([str(cell) for cell in row])) for row in rows]
    if not known or max(known) < 2:
        wanted = f"a row of headings among the first {MAX_ROWS_ABOVE}, such as Jabatan, Perusahaan, Lokasi"
        raise InputError(wanted=wanted, found="none", where=f"{path} header")
    return known.index(max(known))


def headings(path: Path) -> list[str]:
    """The headings of a file.

    Raises:
        InputError: It cannot be read, or has no row.
    """
    for row in _rows(path, None):
        if row.value is not None:
            return list(row.value)
    raise InputError(wanted="a row that can be read", found="none", where=str(path))


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
    body = [plain(_text(told.get(name))) for name in ("description", "requirements")]
    low, high, period, said = _pay(told)
    return {
        "id": _text(told.get("id")) or _made_id(told),
        "title": plain(_text(told["title"])),
        "description": "\n".join(part for part in (*body, said) if part),
        "employer": named_employer(_text(told.get("employer"))),
        "places": _list(told.get("places"), r"[;|\n]"),
        "skills": _list(told.get("skills"), r"[;|\n,]"),
        "education": _list(told.get("education"), r"[;|\n]"),
        "study_programmes": _list(told.get("study_programmes"), r"[;|\n,]"),
        "experience_months_min": _months(_text(told.get("experience"))),
        "pay_low": low,
        "pay_high": high,
        "pay_period": period,
        "employment_type": employment_type(_text(told.get("employment_type"))),
        "openings": _count(told.get("openings")),
        "posted_on": day_in_words(_text(told.get("posted_on"))),
        "closes_on": day_in_words(_text(told.get("closes_on"))),
        "url": _text(told.get("url")),
    }


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():  # workbooks hold whole numbers so
        value = int(value)
    text = "" if value is None else str(value).strip()
    return "" if text in {"-", "--", "—"} else text


def _made_id(told: Mapping[str, Any]) -> str:
    parts = [fold(plain(_text(told.get(name)))) for name in ("title", "employer", "places", "education")]
    return raw_hash(parts)[:24]


def _list(value: object, between: str) -> list[str]:
    return [part for text in re.split(between, _text(value)) if (part := plain(text))]


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
    low, high = (_text(told.get(name)) or None for name in ("pay_low", "pay_high"))
    text = plain(_text(told.get("pay")))
    if low or high or not text:
        return low, high, "month", f"Gaji: {text}" if text else ""
    found = read_pay(f"Gaji: Rp {text}" if text[0].isdigit() else f"Gaji: {text}")
    if found is None or found.currency != "IDR" or found.low is None:
        return None, None, "month", f"Gaji: {text}"
    return found.low, found.high, found.period, ""


def _count(value: object) -> object:
    """``5``, ``5 orang``, ``3 L / 2 P``: the sum of the numbers; sexes are not told apart (UU 13/2003 article 5)."""
    text = _text(value)
    numbers = re.findall(r"\d+", text.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text) else text)
    return sum(map(int, numbers)) if numbers else text or None


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
