"""Everything of one kind that can be found, in memory: coded records, columns to filter by, and the indexes.

Rows are those of the index generation, then those of the delta: records that were written since. A record that changed
stands in the delta and its old row is dead, so a fresh write is found at once and never twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.generation import LoadedPart
from indexes.lexical import LexicalIndex
from indexes.vectors import Hits, Mask, Rows, VectorIndex
from matcher.coded import Coded
from taxonomy.education import kkni_level
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import Occupations

NO_LEVEL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A record that the generation does not hold as it is now.

    Attributes:
        coded: Codes.
        vector: float32 of length 1, shape ``(dim,)``.
        text: For BM25.
    """

    coded: Coded
    vector: npt.NDArray[np.float32]
    text: str


class Catalogue:
    """One kind of record, searchable.

    Attributes:
        coded: Coded record of each row.
        alive: False for rows that were superseded; bool, shape ``(rows,)``.
    """

    def __init__(
        self, part: LoadedPart, coded: Sequence[Coded], alive: Mask, fresh: Sequence[Fresh], occupations: Occupations
    ) -> None:
        """Join a generation's part with the delta.

        Args:
            part: Indexes of the generation.
            coded: Coded records of its rows, same order.
            alive: Which of its rows still hold; shape ``(len(coded),)``.
            fresh: The delta, any order.
            occupations: For the occupation matrix.
        """
        self._part = part
        self._base = len(coded)
        self._occupations = occupations
        # What was read at an earlier look comes first in the delta; rows must stand in the vector index's order.
        fresh = sorted(fresh, key=lambda item: item.coded.key)
        self.coded = [*coded, *(item.coded for item in fresh)]
        self.alive = np.concatenate([alive, np.ones(len(fresh), dtype=bool)])
        self._delta = None
        if fresh:
            vectors: Vectors = np.stack([item.vector for item in fresh])
            self._delta = VectorIndex.build([item.coded.key for item in fresh], vectors)
            self._delta_words = LexicalIndex.build([item.text for item in fresh])
        self._row_of = {item.key: row for row, item in enumerate(self.coded) if self.alive[row]}

    def __len__(self) -> int:
        """Number of living records."""
        return len(self._row_of)

    def __contains__(self, key: object) -> bool:
        """Whether a record is here."""
        return key in self._row_of

    def row(self, key: str) -> int:
        """Row of a key.

        Raises:
            UnknownIdError: Not here.
        """
        if key not in self._row_of:
            raise UnknownIdError(wanted="the id of a record that is coded and indexed", found=key, where="id")
        return self._row_of[key]

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of a row, float32, shape ``(dim,)``."""
        if row < self._base:
            return self._part.vectors.vector(row)
        assert self._delta is not None
        return self._delta.vector(row - self._base)

    def search(self, query: npt.NDArray[np.float32], k: int, allowed: Mask) -> Hits:
        """The k nearest allowed rows, best first, ties by key; see ``VectorIndex.search``."""
        hits = self._part.vectors.search(query, k, allowed[: self._base] & self.alive[: self._base])
        if self._delta is None:
            return hits
        more = self._delta.search(query, k, allowed[self._base :])
        rows = np.concatenate([hits.rows, more.rows + self._base])
        cosines = np.concatenate([hits.cosines, more.cosines])
        order = sorted(range(len(rows)), key=lambda at: (-float(cosines[at]), self.coded[int(rows[at])].key))[:k]
        return Hits(rows=rows[order], cosines=cosines[order])

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> npt.NDArray[np.float32]:
        """Cosine of a query with given rows, float32, shape ``(len(rows),)``."""
        in_base = rows < self._base
        found = np.empty(len(rows), dtype=np.float32)
        found[in_base] = self._part.vectors.cosines(query, rows[in_base])
        if self._delta is not None:
            found[~in_base] = self._delta.cosines(query, rows[~in_base] - self._base)
        return found

    def words(self, text: str) -> npt.NDArray[np.float32]:
        """BM25 of a query against every row, float32 >= 0, shape ``(rows,)``.

        The delta's word statistics are its own until the next build; a generation should hold most records.
        """
        base = self._part.lexical.scores(text)
        if self._delta is None:
            return base
        return np.concatenate([base, self._delta_words.scores(text)])

    @cached_property
    def key_order(self) -> Rows:
        """Place of each row by key, int64, shape ``(rows,)``: ties break by it whether or not a row is in the delta."""
        order = np.empty(len(self.coded), dtype=np.int64)
        order[sorted(range(len(self.coded)), key=lambda row: self.coded[row].key)] = np.arange(len(self.coded))
        return order

    @cached_property
    def occupations(self) -> npt.NDArray[np.float32]:
        """Weights of each row's unit groups, L1-normalised; float32, shape ``(rows, 446)``; zero when not coded."""
        matrix = np.zeros((len(self.coded), len(self._occupations.unit_codes)), dtype=np.float32)
        for row, item in enumerate(self.coded):
            matrix[row] = self._occupations.distribution(item.occupations)
        return matrix

    @cached_property
    def occupation_norms(self) -> npt.NDArray[np.float32]:
        """Length of each row's occupations under the similarity of unit groups; float32, shape ``(rows,)``."""
        similarity = self._occupations.similarity
        found: npt.NDArray[np.float32] = np.sqrt(np.einsum("rc,rc->r", self.occupations @ similarity, self.occupations))
        return found

    @cached_property
    def levels(self) -> npt.NDArray[np.int8]:
        """KKNI level of each row, 1-9, ``NO_LEVEL`` when not known; int8, shape ``(rows,)``."""
        known = [kkni_level(item.education) if item.education else NO_LEVEL for item in self.coded]
        return np.array(known, dtype=np.int8)
