"""Tables as offices make them: rows of titles above the headings, headings of their own, numbers with words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.sources.files import BytesRead, RawRow
from matcher.sources.table import csv_rows
from matcher.sources.workbook import sheet_cells
from taxonomy.errors import InputError
from taxonomy.text import plain

MAX_ROWS_ABOVE = 20
"""Rows of titles that may stand above the headings of a workbook."""

Guess = Callable[[Sequence[str]], Mapping[str, str]]
"""Headings to heading -> field, of those that are recognised."""


def office_rows(path: Path, guess: Guess, such_as: str, tell: BytesRead | None) -> Iterator[RawRow]:
    """Rows of an XLSX or CSV table of an office.

    Args:
        path: Of the table.
        guess: Which headings are known; the row of a workbook that has most of them is the header.
        such_as: Headings that it should have, for the message.
        tell: Told of progress.

    Raises:
        InputError: It cannot be read, has no headings that are known, or no row.
    """
    if ".xlsx" in {suffix.casefold() for suffix in path.suffixes}:
        return _sheet_rows(path, guess, such_as, tell)
    return csv_rows(path, (), tell)


def _sheet_rows(path: Path, guess: Guess, such_as: str, tell: BytesRead | None) -> Iterator[RawRow]:
    sheet = sheet_cells(path)
    above = list(itertools.islice(sheet, MAX_ROWS_ABOVE))
    at = _header_at(above, guess, such_as, path)
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


def _header_at(rows: Sequence[Sequence[Any]], guess: Guess, such_as: str, path: Path) -> int:
    """The row that names most columns; the first of those that name as many."""
    known = [len(guess([str(cell) for cell in row])) for row in rows]
    if not known or max(known) < 2:
        wanted = f"a row of headings among the first {MAX_ROWS_ABOVE}, such as {such_as}"
        raise InputError(wanted=wanted, found="none", where=f"{path} header")
    return known.index(max(known))


def office_headings(path: Path, guess: Guess, such_as: str) -> list[str]:
    """The headings of a file; arguments as of ``office_rows``.

    Raises:
        InputError: It cannot be read, or has no row.
    """
    for row in office_rows(path, guess, such_as, None):
        if row.value is not None:
            return list(row.value)
    raise InputError(wanted="a row that can be read", found="none", where=str(path))


def cell_text(value: object) -> str:
    """The text of a cell; a lone dash says nothing."""
    if isinstance(value, float) and value.is_integer():  # workbooks hold whole numbers so
        value = int(value)
    text = "" if value is None else str(value).strip()
    return "" if text in {"-", "--", "—"} else text


def cell_list(value: object, between: str) -> list[str]:
    """The entries of a cell, split by a pattern."""
    return [part for text in re.split(between, cell_text(value)) if (part := plain(text))]


def cell_count(value: object) -> object:
    """``5``, ``5 orang``, ``3 L / 2 P``: the sum of the numbers; sexes are not told apart (UU 13/2003 article 5)."""
    text = cell_text(value)
    numbers = re.findall(r"\d+", text.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text) else text)
    return sum(map(int, numbers)) if numbers else text or None
