"""Backups written anew without the people who were erased since: an older copy must not outlive the record.

A backup is replaced by one that says the same of everybody else: written beside, sealed, renamed, then the old one is
removed. A kill leaves the old one, the new one or both, and the next run mends it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from indexes.backup import TABLES, check_backup, file_of, read_rows
from indexes.backup_rows import Drops, kept_rows
from indexes.durable import MANIFEST, leaving, locked, seal, unseal, write_folder
from taxonomy.errors import GenerationError
from taxonomy.whole_file import WRITING

DropsOf = Callable[[datetime], Drops]
"""Called with the time of a backup: who may not be in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What became of the backups in a folder.

    Attributes:
        looked_at: Whole backups.
        rewritten: Those of them that held erased people, by their new names.
        rows: Rows that were left out.
        leftovers: What killed runs had left, and is removed.
        refused: Backup that cannot be read to the reason: it stays as it is, and may hold erased people.
    """

    looked_at: int
    rewritten: tuple[str, ...]
    rows: int
    leftovers: int
    refused: Mapping[str, str]


def rewrite_backups(root: Path, drops_of: DropsOf) -> Rewritten:
    """Write every backup of a folder anew that holds records which are dropped.

    Args:
        root: Folder of backups, as ``back_up`` fills it.
        drops_of: Who may not be in a backup of a time.

    Raises:
        GenerationError: The disk refused; every backup is there, old or new.
    """
    rewritten, refused, rows, looked_at = list[str](), dict[str, str](), 0, 0
    with locked(root):
        leftovers = _remove_leftovers(root)
        for folder in sorted(one for one in root.iterdir() if (one / MANIFEST).is_file()):
            try:
                made_at = datetime.fromisoformat(check_backup(folder).made_at)
            except GenerationError as error:
                refused[folder.name] = str(error)
                continue
            looked_at += 1
            drops = drops_of(made_at)
            if _holds(folder, drops):
                name, dropped = _rewrite(root, folder, drops)
                rewritten.append(name)
                rows += dropped
    return Rewritten(
        looked_at=looked_at, rewritten=tuple(rewritten), rows=rows, leftovers=leftovers, refused=dict(refused)
    )


def expire_backups(root: Path, before: datetime) -> list[str]:
    """Remove backups that were made before a time, but never the newest; gives their names.

    Args:
        root: Folder of backups.
        before: With its zone.

    Raises:
        GenerationError: One cannot be removed.
    """
    with locked(root):
        found = sorted(_made(root), reverse=True)
        gone = [name for made_at, name in found[1:] if made_at < before]
        for name in gone:
            _remove(root / name)
    return gone


def _made(root: Path) -> Iterator[tuple[datetime, str]]:
    for folder in root.iterdir():
        if (folder / MANIFEST).is_file():
            with suppress(GenerationError, KeyError, ValueError):
                yield datetime.fromisoformat(unseal(folder, f"backup {folder.name}")["made_at"]), folder.name


def _remove_leftovers(root: Path) -> int:
    """Nobody writes while the folder is locked, so what is half written was left by who was killed."""
    found = [one for one in root.iterdir() if one.is_dir() and one.name.startswith(WRITING)]
    for one in found:
        _remove(one)
    return len(found)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(leaving(folder))
    except OSError as error:
        raise GenerationError(f"{folder}: wanted a folder that can be removed, found {error}") from error


def _holds(folder: Path, drops: Drops) -> bool:
    return any(
        len(kept_rows(table, rows, drops)) < len(rows) for table in TABLES for rows in read_rows(file_of(folder, table))
    )


def _rewrite(root: Path, folder: Path, drops: Drops) -> tuple[str, int]:
    """Write a backup beside without some rows and remove the old one; gives the new name and the number of rows."""
    manifest = unseal(folder, f"backup {folder.name}")
    counts, dropped = dict[str, int](), 0

    def fill(beside: Path) -> str:
        nonlocal dropped
        for table in TABLES:
            source = file_of(folder, table)
            schema = pq.read_schema(source)
            counts[str(table.name)] = 0
            with pq.ParquetWriter(file_of(beside, table), schema, compression="zstd") as writer:
                for rows in read_rows(source):
                    kept = kept_rows(table, rows, drops)
                    writer.write_table(pa.Table.from_pylist(kept, schema=schema))
                    counts[str(table.name)] += len(kept)
                    dropped += len(rows) - len(kept)
        facts: dict[str, Any] = {name: value for name, value in manifest.items() if name != "files"}
        facts.update(counts=counts, rewritten_at=datetime.now(UTC).isoformat())
        made_at = datetime.fromisoformat(manifest["made_at"])
        return f"sepadan-backup-{made_at:%Y%m%dT%H%M%S%f}-{seal(beside, facts)[:8]}"

    name = write_folder(root, fill).name
    _remove(folder)
    return name, dropped
