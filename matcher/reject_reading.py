"""Refused rows as people look at them: by reason, with examples, and as a table to take along.

The files hold no identity data: ``matcher.rejects`` took it out when it wrote them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from taxonomy.errors import StoreError, UnknownIdError

MOST_ROWS = 200_000
"""Rows of a file that are counted by reason."""

EXAMPLES = 3
"""Of each reason."""

COLUMNS = ("file", "row", "where", "wanted", "found", "raw")
"""Of a file, and of the table that is made of it."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?P<source>.+)-\d{8}T\d{6,12}\.rejects\.jsonl")
_LEADS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One refused row.

    Attributes:
        file: Where it came from.
        row: Its number there, from 1; 0 where it has none.
        where: Which part of it was wrong.
        wanted: What would have been right.
        found: What was found, without identity data.
        raw: The row, as JSON, without identity data; cut when huge.
    """

    file: str
    row: int
    where: str
    wanted: str
    found: str
    raw: str


@dataclass(slots=True, kw_only=True)
class Reason:
    """Rows that were refused for one reason.

    Attributes:
        where: Which part was wrong, without the numbers of rows.
        wanted: What would have been right.
        count: How many rows.
        examples: The first of them.
    """

    where: str
    wanted: str
    count: int = 0
    examples: list[Refused] = field(default_factory=list)


def reject_files(folder: Path, source: str) -> list[str]:
    """Names of the rejects files of a source, the newest first."""
    if not folder.is_dir():
        return []
    named = [
        path.name for path in folder.iterdir() if (found := _NAME.fullmatch(path.name)) and found["source"] == source
    ]
    return sorted(named, reverse=True)


def reject_file(folder: Path, source: str, name: str) -> Path:
    """One of them.

    Raises:
        UnknownIdError: There is none of this name, or it is another source's.
    """
    found = _NAME.fullmatch(name)
    path = folder / name
    if found is None or found["source"] != source or "/" in name or not path.is_file():
        raise UnknownIdError(wanted=f"a rejects file of {source}", found=name[:200], where="file")
    return path


def read_rejects(path: Path) -> Iterator[Refused]:
    """The rows of a file; a line that was cut when a process was killed is passed over.

    Raises:
        StoreError: The file cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for line in lines:
                try:
                    told = orjson.loads(line)
                except orjson.JSONDecodeError:
                    continue
                yield _refused(told)
    except OSError as error:
        raise StoreError(f"rejects file {path.name}: cannot be read: {error.strerror}") from error


def _refused(told: dict[str, object]) -> Refused:
    row, raw = told.get("row"), told.get("raw")
    return Refused(
        file=Path(str(told.get("file", ""))).name,
        row=row if isinstance(row, int) else 0,
        where=str(told.get("where", "")),
        wanted=str(told.get("wanted", "")),
        found=str(told.get("found", "")),
        raw=raw if isinstance(raw, str) else orjson.dumps(raw).decode(),
    )


def reasons_of(path: Path) -> tuple[list[Reason], int, bool]:
    """Reasons, the most frequent first, how many rows were counted, and whether there are more.

    Raises:
        StoreError: The file cannot be read.
    """
    found: dict[tuple[str, str], Reason] = {}
    total = 0
    for refused in read_rejects(path):
        if total == MOST_ROWS:
            return _by_count(found), total, True
        total += 1
        where = _NUMBER.sub("…", refused.where)
        reason = found.setdefault((where, refused.wanted), Reason(where=where, wanted=refused.wanted))
        reason.count += 1
        if len(reason.examples) < EXAMPLES:
            reason.examples.append(refused)
    return _by_count(found), total, False


def _by_count(found: dict[tuple[str, str], Reason]) -> list[Reason]:
    return sorted(found.values(), key=lambda one: (-one.count, one.where, one.wanted))


def as_csv(path: Path) -> Iterator[str]:
    """The file as CSV, row by row; no cell can be taken for a formula (CWE-1236).

    Raises:
        StoreError: The file cannot be read.
    """
    yield _line(COLUMNS)
    for one in read_rejects(path):
        yield _line(tuple(str(getattr(one, name)) for name in COLUMNS))


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([f"'{cell}" if cell.startswith(_LEADS) else cell for cell in cells])
    return written.getvalue()
