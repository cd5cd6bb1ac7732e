"""Tab-separated tables: a header first, every line with a cell for each column; no quoting."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

from taxonomy.errors import InputError

Row = Mapping[str, str]

NOT_OF_CODING = ("kbli2020.tsv", "industries/", "labour/")
"""Files and folders of ``taxonomy/data`` that no record is coded with: a change of them codes nothing again."""


def read_table(text: str, name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Rows of a tab-separated table with their place (``52.tsv line 3``).

    Args:
        text: The table, its header first.
        name: File name, for messages.
        columns: Exact header.

    Raises:
        InputError: Another header, or a line with more or fewer cells.
    """
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE, restkey="rest")
    if tuple(rows.fieldnames or ()) != tuple(columns):
        raise InputError(wanted=f"columns {', '.join(columns)}", found=str(rows.fieldnames), where=f"{name} line 1")
    for number, row in enumerate(rows, 2):
        where = f"{name} line {number}"
        if "rest" in row or None in row.values():
            raise InputError(wanted=f"{len(columns)} cells", found=dict(row), where=where)
        yield where, row


def bundled_table(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """As ``read_table``, for a table in ``taxonomy/data``."""
    text = (resources.files("taxonomy") / "data" / name).read_text(encoding="utf-8")
    yield from read_table(text, name, columns)


def whole_number(row: Row, name: str, where: str) -> int:
    """A cell that holds a whole number, none below 0.

    Args:
        row: Of a table.
        name: Of the column.
        where: Its place, for the message.

    Raises:
        InputError: It is none.
    """
    if not (row[name].isascii() and row[name].isdigit()):
        raise InputError(wanted=f"{name}, a whole number", found=row[name], where=where)
    return int(row[name])


def bundled_folder(folder: str) -> list[tuple[str, str]]:
    """Name and text of every table in a folder of ``taxonomy/data``, by name."""
    files = (resources.files("taxonomy") / "data" / folder).iterdir()
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".tsv"))


@lru_cache(maxsize=1)
def data_fingerprint() -> str:
    """SHA-256 over names and bytes of the tables and weights in ``taxonomy/data``, first 12 hex digits.

    What was coded with other tables is coded again; those of ``NOT_OF_CODING`` are left out.
    """
    folder = Path(str(resources.files("taxonomy") / "data"))
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.startswith(NOT_OF_CODING):
            continue
        found.update(f"{name}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
