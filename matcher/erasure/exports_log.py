"""Which exports of people's records were made where: copies that only who asked for them can take back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from taxonomy.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export.

    Attributes:
        folder: Where its files went.
        made_at: When, ISO 8601, UTC.
    """

    folder: str
    made_at: str


class ExportsLog:
    """One file of JSON lines."""

    def __init__(self, path: Path) -> None:
        """Keep the log at a path; it is made with the first export."""
        self._path = path

    def add(self, folder: Path, made_at: datetime) -> None:
        """Note an export.

        Raises:
            StoreError: The file cannot be written.
        """
        line = orjson.dumps(
            {"folder": str(folder.absolute()), "made_at": made_at.isoformat()}, option=orjson.OPT_APPEND_NEWLINE
        )
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(line)
        except OSError as error:
            raise StoreError(f"{self._path}: wanted a log that can be written, found: {error.strerror}") from error

    def entries(self) -> list[Export]:
        """Exports that are still there, the newest of each folder.

        Raises:
            StoreError: The file cannot be read.
        """
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self._path}: wanted a log that can be read, found: {error.strerror}") from error
        found: dict[str, Export] = {}
        for line in lines:
            try:
                row = orjson.loads(line)
                found[row["folder"]] = Export(folder=row["folder"], made_at=row["made_at"])
            except (ValueError, KeyError, TypeError):  # torn by a power cut
                continue
        return [one for one in found.values() if any(Path(one.folder).glob("worker.parquet"))]
