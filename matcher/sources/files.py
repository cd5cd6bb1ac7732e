"""Files and JSON lines, read one row at a time, with a reason for each row that cannot be read.

A damaged row never stops the rows after it. Files may be gzipped.
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from matcher.json_text import parse_json_text
from taxonomy.errors import InputError
from taxonomy.json_values import is_object

MAX_LINE_BYTES = 8 * 1024 * 1024
"""Longest line or field that is read; a longer one is rejected without being held in memory."""

MAX_DEPTH = 64
"""Deepest nesting of a JSON value; real records have four levels, and what reads them is recursive."""


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
        count = self._file.readinto(buffer) or 0
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
    if path.suffix.casefold() == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=counted))
    return cast(BinaryIO, counted)


@contextmanager
def whole_file(where: str) -> Generator[None]:
    """Turn what a damaged file raises while it is read into a message.

    Raises:
        InputError: A gzip stream that is none, is cut off or is damaged; a disk that cannot be read.
    """
    try:
        yield
    except (EOFError, OSError, zlib.error) as error:
        raise InputError(wanted="a whole file", found=str(error), where=where) from error


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8, or UTF-16 where a byte-order mark says so."""
    head = cast(io.BufferedReader, stream).peek(4)[:4]
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def jsonl_rows(path: Path, tell: BytesRead | None = None) -> Iterator[RawRow]:
    """One JSON object a line; blank lines are passed over.

    Raises:
        InputError: The file cannot be opened, is not UTF-8 (UTF-16), holds no row, or its gzip stream is damaged.
    """
    is_empty = True
    with open_bytes(path, tell) as stream:
        with whole_file(str(path)):
            if encoding_of(stream) == "utf-16":
                raise InputError(wanted="UTF-8 text", found="UTF-16 text", where=str(path))
        for number, (line, is_whole) in enumerate(_lines(stream, path), 1):
            where = f"{path} line {number}"
            if not is_whole:
                is_empty = False
                wanted = f"a line of at most {MAX_LINE_BYTES} bytes"
                fault = InputError(wanted=wanted, found="a longer one", where=where)
                yield RawRow(number=number, fault=fault, raw=line[:200].decode("utf-8", "replace"))
            elif stripped := line.removeprefix(codecs.BOM_UTF8).rstrip():
                is_empty = False
                yield _json_row(stripped, number, where)
    if is_empty:
        raise InputError(wanted="at least one row", found="blank lines only", where=str(path))


def _lines(stream: BinaryIO, path: Path) -> Iterator[tuple[bytes, bool]]:
    number = 0
    while True:
        with whole_file(f"{path} after line {number}"):
            line = stream.readline(MAX_LINE_BYTES + 1)
            rest = line
            while len(line) > MAX_LINE_BYTES and rest and not rest.endswith(b"\n"):
                rest = stream.readline(MAX_LINE_BYTES)
        if not line:
            return
        number += 1
        yield line, len(line) <= MAX_LINE_BYTES


def _json_row(line: bytes, number: int, where: str) -> RawRow:
    wanted = "one JSON object"
    try:
        value = parse_json_text(line)
    except ValueError as error:
        raw = line.decode("utf-8", "replace")
        fault = InputError(wanted=wanted, found=_why_not_json(line, error), where=where)
        return RawRow(number=number, fault=fault, raw=raw[:2000])
    if not is_object(value):
        return RawRow(
            number=number, fault=InputError(wanted=wanted, found=type(value).__name__, where=where), raw=value
        )
    if is_too_deep(value):
        fault = InputError(wanted=f"JSON of at most {MAX_DEPTH} levels", found="more", where=where)
        return RawRow(number=number, fault=fault, raw=line[:200].decode("utf-8", "replace"))
    return RawRow(number=number, value=value, raw=value)


def _why_not_json(line: bytes, error: ValueError) -> str:
    """What is wrong with a line, without quoting it: it may hold somebody's data."""
    try:
        line.decode()
    except UnicodeDecodeError as bad:
        return f"byte 0x{line[bad.start]:02X} at position {bad.start + 1}, which is not UTF-8"
    # The line is known already: the parser's own "line 1" would contradict it.
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)


def is_too_deep(value: object) -> bool:
    """Whether a JSON value has more than ``MAX_DEPTH`` levels; not recursive itself."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for node in level
            if isinstance(node, dict | list)
            for item in (node.values() if is_object(node) else node)
        ]
        if not level:
            return False
    return any(isinstance(node, dict | list) for node in level)
