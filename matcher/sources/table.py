"""Rows of CSV files: commas, semicolons or tabs, UTF-8 or UTF-16, line breaks inside quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from matcher.identity import names_to_show, unaligned_to_show
from matcher.sources.files import MAX_LINE_BYTES, BytesRead, RawRow, encoding_of, open_bytes, whole_file
from taxonomy.errors import InputError

_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""A byte that is not UTF-8, as ``surrogateescape`` keeps it."""


class _LongLineError(csv.Error):
    """A line longer than ``MAX_LINE_BYTES`` characters."""


class _Lines:
    """Lines of a text for ``csv.reader``; none is longer than ``MAX_LINE_BYTES`` characters.

    Attributes:
        number: Lines read so far.
        row_lines: Lines read since this was last set to 0.
        is_cut: True when the text ended while a row was still open, that is inside quotes.
    """

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self.number = 0
        self.row_lines = 0
        self.is_cut = False
        self._last = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE_BYTES)
        if not line:
            self.is_cut = self.row_lines > 0
            raise StopIteration
        self.number += 1
        self.row_lines += 1
        self._last = line
        if len(line) == MAX_LINE_BYTES and not line.endswith(("\n", "\r")):
            while (rest := self._text.readline(MAX_LINE_BYTES)) and not rest.endswith(("\n", "\r")):
                pass
            raise _LongLineError(f"a line of more than {MAX_LINE_BYTES} characters")
        return line

    def skip_quoted(self) -> None:
        """Pass over the rest of a quoted field, so that its lines are not taken for rows."""
        line = self._last
        while line and line.count('"') % 2 == 0:
            line = self._text.readline(MAX_LINE_BYTES)
            self.number += bool(line)


def csv_rows(path: Path, columns: Sequence[str] = (), tell: BytesRead | None = None) -> Iterator[RawRow]:
    """Rows of a CSV file with a header line; a field may hold line breaks when quoted; blank rows are passed over.

    Args:
        path: The file; commas, semicolons or tabs, told apart by the header.
        columns: Columns that must be there.
        tell: Told of progress.

    Raises:
        InputError: The file cannot be opened or read to its end, its header lacks a wanted column, or it has no row.
    """
    csv.field_size_limit(MAX_LINE_BYTES)
    with open_bytes(path, tell) as stream:
        with whole_file(f"{path} header"):
            text = io.TextIOWrapper(stream, encoding=encoding_of(stream), errors="surrogateescape", newline="")
        lines = _Lines(text)
        header, delimiter = _header(lines, columns, path)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while (fields := _next_fields(reader, lines, f"{path} row {number + 1}")) is not None:
            if isinstance(fields, InputError):
                number += 1
                yield RawRow(number=number, fault=fields)
            elif any(field and not field.isspace() for field in fields):
                number += 1
                yield _row(header, fields, number, f"{path} row {number}")
    if not number:
        raise InputError(wanted="at least one row", found="a header only", where=str(path))


def _header(lines: _Lines, columns: Sequence[str], path: Path) -> tuple[list[str], str]:
    where = f"{path} header"
    try:
        with whole_file(where):
            first = next(lines, "")
    except (csv.Error, UnicodeError) as error:
        raise InputError(wanted="a line of column names in UTF-8", found=str(error), where=where) from error
    delimiter = max(",;\t", key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), list[str]())]
    check_header(header, columns, str(path))
    return header, delimiter


def check_header(header: Sequence[str], columns: Sequence[str], where: str) -> None:
    """Refuse a table that lacks wanted columns or names one twice.

    Raises:
        InputError: Names the columns.
    """
    missing = [name for name in columns if name not in header]
    if missing:
        found = f"columns {names_to_show(header)}"
        raise InputError(wanted=f"columns {', '.join(missing)}", found=found, where=f"{where} header")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputError(wanted="distinct columns", found=f"{names_to_show(twice)} twice", where=f"{where} header")


def _next_fields(reader: Iterator[list[str]], lines: _Lines, where: str) -> list[str] | InputError | None:
    """The fields of the next row, or why it cannot be read; None at the end.

    A quote that is never closed swallows the rows after it, so the fault names the lines that it took.
    """
    lines.row_lines = 0
    before = lines.number
    try:
        with whole_file(where):
            fields = next(reader, None)
        fault = "no closing quote" if fields is not None and lines.is_cut else ""
    except _LongLineError as error:
        fields, fault = list[str](), str(error)
    except csv.Error as error:  # a field that is too long; only a quoted one can be, for it runs over lines
        lines.skip_quoted()
        fields, fault = list[str](), str(error)
    except UnicodeError as error:
        raise InputError(wanted="text in one encoding", found=str(error), where=where) from error
    if not fault:
        return fields
    wanted = "a CSV row with closed quotes and fields of at most 8 MiB"
    return InputError(wanted=wanted, found=fault, where=f"{where} (lines {before + 1}-{lines.number})")


def _row(header: Sequence[str], fields: Sequence[str], number: int, where: str) -> RawRow:
    for column, field in enumerate(fields):
        if bad := _NOT_UTF8.search(field):
            name = header[column] if column < len(header) else column + 1
            found = f"byte 0x{ord(bad[0]) - 0xDC00:02X} at character {bad.start() + 1}"
            fault = InputError(wanted="UTF-8 text", found=found, where=f"{where}, column {name}")
            shown = [f.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for f in fields]
            return RawRow(number=number, fault=fault, raw=unaligned_to_show(header, shown))
    if len(fields) != len(header):
        fault = InputError(wanted=f"{len(header)} fields", found=f"{len(fields)} fields", where=where)
        return RawRow(number=number, fault=fault, raw=unaligned_to_show(header, fields))
    value = dict(zip(header, fields, strict=True))
    return RawRow(number=number, value=value, raw=value)
