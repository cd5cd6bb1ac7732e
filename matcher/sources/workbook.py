"""Rows of XLSX workbooks, parsed in a process of their own.

A workbook of a few kilobytes can make its parser ask for hundreds of gigabytes (one cell in the last row and column is
enough), which ends the process that asks. So a child parses, under a memory limit, and what ends it is told as a fault
of the file.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from matcher.sources.files import BytesRead, RawRow, open_bytes
from matcher.sources.table import check_header
from taxonomy.errors import InputError

MAX_XLSX_BYTES = 512 * 1024 * 1024
"""Largest unpacked size of a workbook; a larger one is a zip bomb or belongs in CSV."""

MAX_PARSER_BYTES = 3 * 1024 * 1024 * 1024
"""Address space of the process that parses a workbook."""

_WANTED = "an XLSX workbook with a table in its first sheet"
_CHILD = "import sys; from matcher.sources import workbook; sys.exit(workbook.print_rows(sys.argv[1]))"


def xlsx_rows(path: Path, columns: Sequence[str] = (), tell: BytesRead | None = None) -> Iterator[RawRow]:
    """Rows of the first sheet of a workbook; its first row is the header; blank rows are passed over.

    Dates come as ISO text, whole numbers as floats, formulas as their last value, faulty cells as blank.

    Raises:
        InputError: Not a workbook, unpacked larger than ``MAX_XLSX_BYTES``, a header that lacks a wanted column, or no
            row.
    """
    sheet = sheet_cells(path)
    header = [str(name).strip() for name in next(sheet, list[Any]())]
    check_header(header, columns, str(path))
    has_row = False
    for number, cells in enumerate(sheet, 1):
        value = {
            name: None if cell == "" else cell for name, cell in zip(header, cells, strict=True) if name or cell != ""
        }
        if any(cell != "" for cell in cells):
            has_row = True
            yield RawRow(number=number, value=value, raw=value)
    if not has_row:
        raise InputError(wanted="at least one row", found="a header only", where=str(path))
    if tell:
        tell(path.stat().st_size)


def sheet_cells(path: Path) -> Iterator[list[Any]]:
    """Cells of the first sheet, row by row, blank ones as empty text.

    Raises:
        InputError: Not a workbook, or unpacked larger than ``MAX_XLSX_BYTES``.
    """
    _check_size(path)
    return _sheet(path)


def print_rows(path: str, limit: int = MAX_PARSER_BYTES) -> int:
    """The child's part: rows of the first sheet to stdout, one JSON list a line.

    Args:
        path: Of the workbook.
        limit: Address space in bytes; 0 leaves it as it is.

    Returns:
        Exit status: 0, or 1 with the reason on stderr.
    """
    from python_calamine import CalamineWorkbook

    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        with CalamineWorkbook.from_path(path) as book:  # pyright: ignore[reportUnknownMemberType] -- names PathLike of nothing
            for row in book.get_sheet_by_index(0).iter_rows():
                line = orjson.dumps([_cell(cell) for cell in row], option=orjson.OPT_APPEND_NEWLINE)
                sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except Exception as error:  # noqa: BLE001 - whatever the parser raises is a fault of the file
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _sheet(path: Path) -> Iterator[list[Any]]:
    quiet = {**os.environ, "RUST_BACKTRACE": "0"}
    command = [sys.executable, "-c", _CHILD, str(path.absolute())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=quiet) as child:  # noqa: S603 - no shell
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            for line in child.stdout:
                if line.endswith(b"\n"):  # a child that was killed leaves half a line
                    yield orjson.loads(line)
            reason = child.stderr.read().decode("utf-8", "replace").partition("\n")[0]
            status = child.wait()
        finally:
            child.kill()  # it has ended, or the reader wants no more rows
    if status:
        raise InputError(wanted=_WANTED, found=reason or f"a parser that was ended ({status})", where=str(path))


def _cell(value: Any) -> Any:
    return (
        value
        if isinstance(value, str | float | int)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )


def _check_size(path: Path) -> None:
    with open_bytes(path):
        pass
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(wanted=_WANTED, found="not a zip file", where=str(path)) from error
    except (NotImplementedError, ValueError) as error:  # a zip of a version to come, or with names in no encoding
        raise InputError(wanted=_WANTED, found=str(error), where=str(path)) from error
    if unpacked > MAX_XLSX_BYTES:
        wanted = f"a workbook of at most {MAX_XLSX_BYTES >> 20} MiB unpacked"
        raise InputError(wanted=wanted, found=f"{unpacked >> 20} MiB", where=str(path))
