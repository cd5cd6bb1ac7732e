"""Batches of recommendations that the API answers from: sealed folders in the home, the newest whole one counts.

A batch is written beside, sealed with the SHA-256 of every file, synced and renamed, as an index generation is; one
that fails its checks is refused by name and the one before it answers. It is made from the store and can be made again,
so it is in no backup. Files are mapped: a batch that was removed goes on answering whoever has opened it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from indexes.durable import seal, unseal, write_folder
from indexes.generation import prune
from indexes.store import Store
from indexes.text_table import TextTable
from matcher.assignment import NOTHING
from matcher.home import Home
from matcher.spreading import Recommended
from taxonomy.errors import GenerationError, UnknownIdError
from taxonomy.whole_file import WRITING

FORMAT = 1
"""Version of the folder's layout."""

KEPT = 2
"""Batches on disk: the one that answers, and the one before it to fall back on."""

_MEND = "run 'sepadan recommend postings --serve'"
_TABLES = ("workers", "postings")
_ARRAYS = {"columns": np.int32, "scores": np.float32, "own_ranks": np.int32, "prices": np.float32}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One posting of a worker's list, as the batch has it.

    Attributes:
        posting: Its key.
        rank: Place in the list, from 1.
        score: Of the pair when the batch was made, in [0, 1].
        own_rank: Place in the worker's plain ranking then, from 1.
        price: Of the posting, in [0, 1): the chance that one more applicant is one too many.
    """

    posting: str
    rank: int
    score: float
    own_rank: int
    price: float


class Batch:
    """A batch on disk; safe to share between threads.

    Attributes:
        name: Of its folder.
        facts: What it was made of: ``made_at``, ``report`` and so on.
    """

    def __init__(
        self, name: str, facts: Mapping[str, Any], tables: Mapping[str, TextTable], arrays: Mapping[str, Any]
    ) -> None:
        """Hold what was mapped."""
        self.name = name
        self.facts = facts
        self._workers, self._postings = (tables[table] for table in _TABLES)
        self._arrays: Mapping[str, npt.NDArray[Any]] = arrays

    def row_of(self, worker: str) -> int:
        """Row of a worker; -1 when it is not here."""
        return self._workers.find(worker)

    def of(self, worker: str) -> tuple[Recommendation, ...]:
        """What is recommended to a worker, in order; empty for who has no candidate.

        Raises:
            UnknownIdError: The worker is not in the batch.
        """
        row = self.row_of(worker)
        if row < 0:
            wanted = f"the id of a worker in the batch of {self.facts['made_at']}; {_MEND}"
            raise UnknownIdError(wanted=wanted, found=worker, where="id")
        columns, scores, own_ranks = (self._arrays[name][row].tolist() for name in ("columns", "scores", "own_ranks"))
        prices = self._arrays["prices"]
        return tuple(
            Recommendation(
                posting=self._postings[column],
                rank=rank,
                score=round(score, 4),
                own_rank=own_rank,
                price=round(float(prices[column]), 4),
            )
            for rank, (column, score, own_rank) in enumerate(zip(columns, scores, own_ranks, strict=True), 1)
            if column != NOTHING
        )


def keep(home: Home, store_id: str, made_at: datetime, found: Recommended, facts: Mapping[str, Any]) -> str:
    """Write a batch that answers from now on, and remove those that it makes superfluous; gives its name.

    Args:
        home: Where.
        store_id: Of the store that it was made from.
        made_at: With its zone.
        found: The batch.
        facts: What else is to be known of it; what JSON can hold.

    Raises:
        GenerationError: The disk refused; the batch before still answers.
    """
    arrays: dict[str, npt.NDArray[Any]] = {
        "columns": found.lists.columns,
        "scores": found.lists.utilities,
        "own_ranks": found.own_ranks,
        "prices": found.prices,
    }

    def fill(folder: Path) -> str:
        for name in _TABLES:
            TextTable.write(folder / name, getattr(found.among, name))
        for name, kind in _ARRAYS.items():
            np.save(folder / f"{name}.npy", arrays[name].astype(kind))
        digest = seal(folder, {**facts, "format": FORMAT, "store_id": store_id, "made_at": made_at.isoformat()})
        return f"{made_at:%Y%m%dT%H%M%S%f}-{digest[:8]}"

    root = home.recommendations
    with FileLock(home.recommendations_lock):
        name = write_folder(root, fill).name
        # One of a later name was made by a clock that has been set back since.
        prune(root, [name, *[one for one in _names(root) if one < name][: KEPT - 1]])
    return name


def leave_batches(home: Home, store_id: str, workers: Sequence[str]) -> int:
    """Take erased workers out of every batch on disk; what is recommended to others stays. Gives how many lists went.

    A batch that fails its checks, or was made from another store, answers nobody: it is removed.

    Args:
        home: Where the batches are.
        store_id: Of the store in use.
        workers: Their keys.

    Raises:
        GenerationError: The disk refused.
    """
    root, gone = home.recommendations, 0
    if not root.is_dir():
        return 0
    with FileLock(home.recommendations_lock):
        kept: list[str] = []
        for name in _names(root):
            try:
                batch = read(root, name, store_id)
            except GenerationError:
                continue
            rows = [row for worker in workers if (row := batch.row_of(worker)) >= 0]
            gone += len(rows)
            kept.append(_without(root, name, rows) if rows else name)
        prune(root, kept)
    return gone


def _without(root: Path, name: str, rows: Sequence[int]) -> str:
    """Write a batch beside without some rows; gives its name. Those of one time go by their name, as before."""
    facts = unseal(root / name, f"recommendations {name}")
    stays = np.ones(len(TextTable.read(root / name / "workers")), dtype=np.bool_)
    stays[list(rows)] = False

    def fill(folder: Path) -> str:
        for table in _TABLES:
            texts = TextTable.read(root / name / table)
            TextTable.write(
                folder / table,
                (t for t, stay in zip(texts, stays, strict=True) if stay) if table == "workers" else texts,
            )
        for array in _ARRAYS:
            values = np.load(root / name / f"{array}.npy", allow_pickle=False)
            np.save(folder / f"{array}.npy", values if array == "prices" else values[stays])
        digest = seal(folder, {field: value for field, value in facts.items() if field != "files"})
        return f"{name.rpartition('-')[0]}-{digest[:8]}"

    return write_folder(root, fill).name


def read(root: Path, name: str, store_id: str) -> Batch:
    """Check every byte of a batch and map it.

    Raises:
        GenerationError: Anything is missing or changed, or it was made from another store.
    """
    what = f"recommendations {name}"
    facts = unseal(root / name, what)
    for field, wanted in (("format", FORMAT), ("store_id", store_id)):
        if facts.get(field) != wanted:
            raise GenerationError(f"{what}: wanted {field} {wanted}, found {facts.get(field)}; {_MEND}")
    tables = {table: TextTable.read(root / name / table) for table in _TABLES}
    arrays = {array: np.load(root / name / f"{array}.npy", mmap_mode="r", allow_pickle=False) for array in _ARRAYS}
    return Batch(name, facts, tables, arrays)


class Batches:
    """The batches of an installation; safe to share between threads.

    Attributes:
        refused: Batches that failed their checks at the last look, with the reason.
    """

    def __init__(self, home: Home, store: Store) -> None:
        """Look in a home; the store says whether a batch is of these records."""
        self.refused: dict[str, str] = {}
        self._root = home.recommendations
        self._store = store
        self._newest: Batch | None = None
        self._lock = threading.Lock()

    def newest(self) -> Batch:
        """The newest batch that passes its checks; cheap when no other was made since the last call.

        Raises:
            GenerationError: There is none.
        """
        with self._lock:
            refused = dict[str, str]()
            for name in _names(self._root):
                # Files are immutable: what was damaged at the last look still is.
                fault = self.refused.get(name) or self._open(name)
                if not fault:
                    break
                refused[name] = fault
            else:
                self._newest = None
            self.refused = refused
            if self._newest is None:
                reasons = f" ({'; '.join(refused.values())})" if refused else ""
                raise GenerationError(f"recommendations: wanted a batch, found none; {_MEND}{reasons}")
            return self._newest

    def _open(self, name: str) -> str:
        """Open a batch if it is not open yet; gives what is wrong with it."""
        if self._newest is None or self._newest.name != name:
            try:
                self._newest = read(self._root, name, self._store.store_id())
            except GenerationError as error:
                return str(error)
        return ""


def _names(root: Path) -> list[str]:
    """Names of the batches, newest first."""
    folders = root.iterdir() if root.is_dir() else ()
    return sorted((one.name for one in folders if one.is_dir() and not one.name.startswith(WRITING)), reverse=True)
