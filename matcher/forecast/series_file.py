"""A user's own series from a CSV file: ``bulan,nilai``, one month a line."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

from matcher.forecast.months import month_number
from matcher.forecast.series import MAX_MONTHS, MonthlySeries, monthly_series
from taxonomy.errors import InputError

MAX_BYTES = 1_000_000

_MONTH_NAMES, _VALUE_NAMES = {"bulan", "month"}, {"nilai", "value"}
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+", re.ASCII)
_FIGURE = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_EMPTY = {"", "-", "nan", "na", "n/a", "null", "none"}


def read_series(path: Path) -> MonthlySeries:
    """A series from a file with the columns ``bulan`` (2025-07) and ``nilai``, parted by commas or semicolons.

    A figure may be empty. ``1.234`` may be a thousand or one and a bit and is refused; ``1234`` and ``1234,5`` are not.

    Raises:
        InputError: The file cannot be read, or a line has a fault; names the line.
    """
    text = _text(path)
    first = text.splitlines()[0] if text.strip() else ""
    rows = list(csv.reader(text.splitlines(), delimiter=";" if ";" in first else ","))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    month_at = next((at for at, name in enumerate(header) if name in _MONTH_NAMES), None)
    value_at = next((at for at, name in enumerate(header) if name in _VALUE_NAMES), None)
    if month_at is None or value_at is None:
        raise InputError(
            wanted="a header with bulan and nilai", found=first or "nothing", where=f"{path.name}, baris 1"
        )
    if len(rows) - 1 > MAX_MONTHS:
        raise InputError(wanted=f"at most {MAX_MONTHS} lines", found=str(len(rows) - 1), where=path.name)
    points: dict[int, float | None] = {}
    given: list[tuple[str, float | None]] = []
    for number, row in enumerate(rows[1:], 2):
        where = f"{path.name}, baris {number}"
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(month_at, value_at):
            raise InputError(wanted=f"{len(header)} cells", found=str(row), where=where)
        month, value = row[month_at].strip(), _figure(row[value_at], where)
        at = month_number(month.removesuffix("-01") if len(month) > len("2025-07") else month, where)
        if at in points:
            raise InputError(wanted="each month once", found=f"{month} again", where=where)
        points[at] = value
        given.append((month[:7], value))
    return monthly_series(given, name=path.name, source=path.name)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        wanted = "a CSV file with the columns bulan, nilai"
        raise InputError(wanted=wanted, found=error.strerror or str(error), where=str(path)) from error
    if len(raw) > MAX_BYTES:
        raise InputError(wanted=f"at most {MAX_BYTES} bytes", found=str(len(raw)), where=path.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(wanted="text in UTF-8", found=f"byte {error.start} is none", where=path.name) from error


def _figure(text: str, where: str) -> float | None:
    cell = text.strip()
    if cell.casefold() in _EMPTY:
        return None
    if _GROUPED.fullmatch(cell):
        wanted = "a figure without marks between thousands, as 1234 or 1234,5"
        raise InputError(wanted=wanted, found=cell, where=where)
    if not _FIGURE.fullmatch(cell):
        raise InputError(wanted="a figure, or nothing", found=text, where=where)
    figure = float(cell.replace(",", "."))
    if figure < 0 or math.isinf(figure):
        raise InputError(wanted="a figure from 0", found=cell, where=where)
    return figure
