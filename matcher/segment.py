"""One immutable stretch of a kind of record, searchable: a generation's part, or what was written since.

A record that changed stands in a newer segment and its old row is dead, so a fresh write is found at once and never
twice. Rows are in key order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexes.lexical import LexicalIndex
from indexes.row_words import RowWords
from indexes.text_table import TextTable
from indexes.vector_search import VectorSearch
from indexes.vectors import Mask, Rows, VectorIndex
from matcher.coded import Coded, coded_from_json, coded_to_json
from matcher.columns import Columns, columns_of
from matcher.ragged import Ragged
from matcher.visibility import VisibleRows
from matcher.vocabulary import NO_UNIT, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A record that no generation holds as it is now.

    Attributes:
        coded: Codes.
        vector: float32 of length 1, shape ``(dim,)``.
        text: For BM25.
    """

    coded: Coded
    vector: npt.NDArray[np.float32]
    text: str


class Rooms:
    """What a segment holds; shared by all states of the segment, whatever rows are dead in each.

    Attributes:
        keys: Keys by row, ascending.
        records: Coded records by row, as JSON.
        columns: The same as numbers.
        vectors: Vectors by row.
        lexical: Words by row.
        said: What each row says, to ask with it; None where it was not kept.
    """

    def __init__(
        self,
        keys: TextTable,
        records: TextTable,
        columns: Columns,
        vectors: VectorSearch,
        lexical: LexicalIndex,
        said: RowWords | None = None,
    ) -> None:
        """Hold what was read or built."""
        self.said = said
        self.keys = keys
        self.records = records
        self.columns = columns
        self.vectors = vectors
        self.lexical = lexical
        self._open: tuple[int, Mask] | None = None

    @cached_property
    def licensed(self) -> tuple[Rows, npt.NDArray[np.uint64]]:
        """Rows that have a compulsory licence, and the licences of each."""
        rows = np.flatnonzero(self.columns.licences)
        return rows, self.columns.licences[rows]

    @cached_property
    def first_regions(self) -> tuple[npt.NDArray[np.int16], Rows, Ragged]:
        """First region of each row by number, -1 where none is known; the rows that have several, and all of theirs."""
        starts = self.columns.regions.starts
        several = np.diff(starts)
        found = np.full(len(several), -1, dtype=np.int16)
        placed = np.flatnonzero(several)
        found[placed] = self.columns.regions.values[starts[placed]]
        rows = np.flatnonzero(several > 1)
        return found, rows, self.columns.regions.take(rows)

    def open_on(self, day: int) -> Mask:
        """Which rows are open on a day (proleptic ordinal); bool, shape ``(rows,)``, kept for the next who asks."""
        kept = self._open
        if kept is None or kept[0] != day:
            self._open = kept = day, (self.columns.closes_on >= day) & ~self.columns.is_closed
        return kept[1]

    @cached_property
    def visible(self) -> VisibleRows:
        """Which rows who may find; of workers."""
        return VisibleRows(self.keys, self.columns.sources, self.columns.source_names)

    @cached_property
    def by_unit(self) -> tuple[Rows, npt.NDArray[np.int64]]:
        """Rows in the order of their first unit group, and where each group's begin; shape ``(groups + 2,)``."""
        first = self.columns.units[:, 0]
        order = np.argsort(first, kind="stable")
        starts = np.searchsorted(first[order], np.arange(NO_UNIT + 1))
        return order, starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment as it is at one moment.

    Attributes:
        rooms: What it holds.
        alive: False for rows that no longer hold; bool, shape ``(rows,)``.
    """

    rooms: Rooms
    alive: Mask

    @property
    def columns(self) -> Columns:
        """Records as numbers."""
        return self.rooms.columns

    def __len__(self) -> int:
        """Number of living rows."""
        return int(np.count_nonzero(self.alive))

    def key(self, row: int) -> str:
        """Key of a row."""
        return self.rooms.keys[row]

    def coded(self, row: int) -> Coded:
        """Coded record of a row."""
        return coded_from_json(self.rooms.records[row])

    def find(self, key: str) -> int:
        """Living row of a key; -1 when it is not here."""
        row = self.rooms.keys.find(key)
        return row if row >= 0 and self.alive[row] else -1

    def without(self, keys: Sequence[str]) -> Segment:
        """The segment with the rows of some keys dead; itself when it holds none of them."""
        rows = [row for row in map(self.find, keys) if row >= 0]
        if not rows:
            return self
        alive = self.alive.copy()
        alive[rows] = False
        return replace(self, alive=alive)

    @property
    def first_units(self) -> tuple[Rows, npt.NDArray[np.int64]]:
        """As ``Rooms.by_unit``."""
        return self.rooms.by_unit


def all_alive(rooms: Rooms) -> Segment:
    """A segment whose rows all hold."""
    return Segment(rooms=rooms, alive=np.ones(len(rooms.keys), dtype=bool))


def segment_of(fresh: Sequence[Fresh], vocabulary: Vocabulary) -> Segment:
    """A segment in memory, of records that were written lately.

    Args:
        fresh: At least one; distinct keys, any order.
        vocabulary: Numbers for the columns.
    """
    ordered = sorted(fresh, key=lambda item: item.coded.key)
    coded = [item.coded for item in ordered]
    rooms = Rooms(
        keys=TextTable.of([item.key for item in coded]),
        records=TextTable.of([coded_to_json(item) for item in coded]),
        columns=columns_of(coded, vocabulary),
        vectors=VectorIndex.of(np.stack([item.vector for item in ordered])),
        lexical=LexicalIndex.build(item.text for item in ordered),
    )
    return all_alive(rooms)
