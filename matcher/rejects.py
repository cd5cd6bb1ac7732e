"""The rows that were refused, each with its reason: a file of JSON lines beside the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson

from matcher.identity import safe_to_show
from matcher.json_text import writable
from matcher.sources.files import RawRow
from taxonomy.errors import InputError, StoreError

_MAX_REJECT_TEXT = 4_000


class Rejects:
    """The rejects file of one run: made with the first reject, flushed row by row."""

    def __init__(self, folder: Path, source: str) -> None:
        """Plan a file in ``folder``; nothing is written yet."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self._path = folder / f"{source}-{stamp}.rejects.jsonl"
        self.count = 0

    @property
    def path(self) -> str:
        """Path of the file, or empty when nothing was rejected."""
        return str(self._path) if self.count else ""

    def add(self, file: Path | str, row: RawRow, fault: InputError) -> None:
        """Keep one refused row with its reason.

        Raises:
            StoreError: The file cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as out:
                out.write(reject_line(file, row, fault))
        except OSError as error:
            raise StoreError(f"rejects file {self._path}: cannot be written: {error.strerror}") from error
        self.count += 1


def reject_line(file: Path | str, row: RawRow, fault: InputError) -> bytes:
    """One refused row with its reason, as a JSON line without identity data."""
    line = {
        "file": writable(str(file)),
        "row": row.number,
        "where": writable(fault.where),
        "wanted": writable(fault.wanted),
        "found": writable(str(safe_to_show(fault.found))),
        "raw": _shown(row.raw),
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _shown(raw: object) -> object:
    """A refused row without identity data, cut when huge."""
    kept = safe_to_show(raw)
    try:
        size = len(orjson.dumps(kept))
    except TypeError:  # numbers and letters that the JSON inside a web page may hold and orjson may not write
        size = _MAX_REJECT_TEXT + 1
    return kept if size <= _MAX_REJECT_TEXT else ascii(kept)[:_MAX_REJECT_TEXT]
