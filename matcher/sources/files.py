"""Rows out of files, one at a time, with a reason for each row that cannot be read.

A damaged row never stops the rows after it. Files may be gzipped. Text is UTF-8 (a byte-order mark may say UTF-16).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from taxonomy.errors import InputError

MAX_LINE_BYTES = 8 * 1024 * 1024
"""Longest line or field that is read; a longer one is rejected without being held in memory."""

MAX_XLSX_BYTES = 512 * 1024 * 1024
"""Largest unpacked size of a workbook; a larger one is a zip bomb or belongs in CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as it stands in a file.

    Attributes:
        number: Row number, from 1, header not counted (JSONL: line number).
        value: Column to value; None when the row cannot be read.
        fault: Why it cannot be read.
        raw: What was there, for the rejects file.
    """

    number: int
    value: Mapping[str, Any] | None = None
    fault: InputError | None = None
    raw: object = None


BytesRead = Callable[[int], None]
"""Called with the number of bytes of the file on disk read so far."""


class _CountedFile(io.RawIOBase):
    """A file that tells how far it has been read, so that a progress bar knows its end even under gzip."""

    def __init__(self, path: Path, tell: BytesRead) -> None:
        self._file = path.open("rb", buffering=0)
        self._tell = tell
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = cast(io.FileIO, self._file).readinto(buffer) or 0
        self._read += count
        self._tell(self._read)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def open_bytes(path: Path, tell: BytesRead | None = None) -> BinaryIO:
    """Open a file for reading, unzipping ``.gz`` on the way.

    Args:
        path: The file.
        tell: Told of progress.

    Raises:
        InputError: Not there, not a file, not readable, or empty.
    """
    try:
        if path.is_dir():
            raise InputError(wanted="a file", found="a folder", where=str(path))
        if path.stat().st_size == 0:
            raise InputError(wanted="at least one row", found="an empty file", where=str(path))
        counted = io.BufferedReader(_CountedFile(path, tell or (lambda _: None)), 1 << 20)
    except OSError as error:
        raise InputError(wanted="a readable file", found=str(error.strerror), where=str(path)) from error
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=counted))
    return cast(BinaryIO, counted)


def _encoding(stream: BinaryIO) -> str:
    head = cast(io.BufferedReader, stream).peek(4)[:4]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _bad_bytes(text: str) -> int | None:
    """Position of the first byte that was not UTF-8 (kept as a lone surrogate by ``surrogateescape``)."""
    return next((at for at, c in enumerate(text) if 0xDC80 <= ord(c) <= 0xDCFF), None)


def _not_utf8(text: str, at: int, where: str) -> InputError:
    found = f"byte 0x{ord(text[at]) - 0xDC00:02X} after {text[max(0, at - 20) : at]!r}"
    return InputError(wanted="UTF-8 text", found=found, where=where)


def jsonl_rows(path: Path, tell: BytesRead | None = None) -> Iterator[RawRow]:
    """One JSON object a line; blank lines are passed over.

    Raises:
        InputError: The file cannot be opened, or its gzip stream is damaged (naming the line).
    """
    number = 0
    with open_bytes(path, tell) as stream:
        if _encoding(stream) == "utf-16":
            raise InputError(wanted="UTF-8 text", found="UTF-16 text", where=str(path))
        for number, (line, is_whole) in enumerate(_lines(stream, path), 1):
            if not is_whole:
                fault = InputError(
                    wanted=f"a line of at most {MAX_LINE_BYTES} bytes",
                    found="a longer one",
                    where=f"{path} line {number}",
                )
                yield RawRow(number=number, fault=fault, raw=line[:200].decode("utf-8", "replace"))
            elif stripped := line.removeprefix(codecs.BOM_UTF8).strip():
                yield _json_row(stripped, number, f"{path} line {number}")


def _lines(stream: BinaryIO, path: Path) -> Iterator[tuple[bytes, bool]]:
    number = 0
    try:
        while line := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            is_whole = len(line) <= MAX_LINE_BYTES
            rest = line
            while not is_whole and rest and not rest.endswith(b"\n"):
                rest = stream.readline(MAX_LINE_BYTES)
            yield line, is_whole
    except (EOFError, OSError) as error:
        where = f"{path} after line {number}"
        raise InputError(wanted="a whole gzip file", found=str(error), where=where) from error


def _json_row(line: bytes, number: int, where: str) -> RawRow:
    try:
        value = orjson.loads(line)
    except ValueError as error:
        raw = line.decode("utf-8", "replace")
        try:  # orjson says NaN is not JSON; say which it was
            json.loads(raw)
            found = "NaN or Infinity, which JSON does not have"
        except (ValueError, RecursionError):
            found = str(error)
        fault = InputError(wanted="one JSON object", found=found, where=where)
        return RawRow(number=number, fault=fault, raw=raw[:2000])
    if not isinstance(value, dict):
        fault = InputError(wanted="one JSON object", found=type(value).__name__, where=where)
        return RawRow(number=number, fault=fault, raw=value)
    return RawRow(number=number, value=value, raw=value)


def csv_rows(path: Path, columns: Sequence[str] = (), tell: BytesRead | None = None) -> Iterator[RawRow]:
    """Rows of a CSV file with a header line; a field may hold line breaks when quoted.

    Args:
        path: The file; commas, semicolons or tabs, told apart by the header.
        columns: Columns that must be there.
        tell: Told of progress.

    Raises:
        InputError: The file cannot be opened, or its header lacks a wanted column.
    """
    csv.field_size_limit(MAX_LINE_BYTES)
    with open_bytes(path, tell) as stream:
        text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="surrogateescape", newline="")
        first = text.readline(MAX_LINE_BYTES)
        delimiter = max(",;\t", key=first.count)
        header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        check_header(header, columns, str(path))
        reader = csv.reader(text, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            where = f"{path} row {number}"
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                fault = InputError(wanted="a CSV row with fields of at most 8 MiB", found=str(error), where=where)
                yield RawRow(number=number, fault=fault)
                continue
            except (UnicodeError, EOFError, OSError) as error:
                raise InputError(wanted="a whole text file", found=str(error), where=where) from error
            if not fields:
                number -= 1
                continue
            yield _csv_row(header, fields, number, where)


def check_header(header: Sequence[str], columns: Sequence[str], where: str) -> None:
    """Refuse a table that lacks wanted columns or names one twice.

    Raises:
        InputError: Names the columns.
    """
    missing = [name for name in columns if name not in header]
    if missing:
        shown = ", ".join(header[:40])
        raise InputError(wanted=f"columns {', '.join(missing)}", found=f"columns {shown}", where=f"{where} header")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputError(wanted="distinct columns", found=f"{', '.join(twice)} twice", where=f"{where} header")


def _csv_row(header: Sequence[str], fields: Sequence[str], number: int, where: str) -> RawRow:
    for field in fields:
        at = _bad_bytes(field)
        if at is not None:
            shown = [f.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for f in fields]
            return RawRow(number=number, fault=_not_utf8(field, at, where), raw=shown)
    if len(fields) != len(header):
        fault = InputError(wanted=f"{len(header)} fields", found=f"{len(fields)} fields", where=where)
        return RawRow(number=number, fault=fault, raw=list(fields))
    value = dict(zip(header, fields, strict=True))
    return RawRow(number=number, value=value, raw=value)


def xlsx_rows(path: Path, columns: Sequence[str] = (), tell: BytesRead | None = None) -> Iterator[RawRow]:
    """Rows of the first sheet of a workbook; its first row is the header.

    Raises:
        InputError: Not a workbook, unpacked larger than ``MAX_XLSX_BYTES``, or a header that lacks a wanted column.
    """
    import pandas as pd
    from python_calamine import CalamineError

    _check_workbook(path)
    try:
        table = pd.read_excel(path, engine="calamine", dtype=object, keep_default_na=False, na_values=[""])
    except (CalamineError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(wanted="an XLSX workbook", found=str(error), where=str(path)) from error
    header = [str(name).strip() for name in table.columns]
    check_header(header, columns, str(path))
    for number, values in enumerate(table.itertuples(index=False, name=None), 1):
        value = {name: None if pd.isna(cell) else _cell(cell) for name, cell in zip(header, values, strict=True)}
        if any(cell is not None for cell in value.values()):
            yield RawRow(number=number, value=value, raw=value)
    if tell:
        tell(os.path.getsize(path))


def _cell(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _check_workbook(path: Path) -> None:
    with open_bytes(path):
        pass
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(wanted="an XLSX workbook", found="not a zip file", where=str(path)) from error
    if unpacked > MAX_XLSX_BYTES:
        wanted = f"a workbook of at most {MAX_XLSX_BYTES >> 20} MiB unpacked"
        raise InputError(wanted=wanted, found=f"{unpacked >> 20} MiB", where=str(path))
