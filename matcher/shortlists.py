"""Shortlists of many workers: the open postings that each may be recommended, with their scores, as one sparse table.

Each worker is matched as ``rank_postings`` does, one after the other, and only numbers are kept, so that the table of
100,000 workers takes some 80 MB; records are read from the store a block at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from matcher.answers import Subject
from matcher.build import fresh_of
from matcher.catalogue import Catalogue
from matcher.codec import from_json
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.records import Kind, Posting
from matcher.rights.purposes import Purpose
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError, UnknownIdError

CANDIDATES = 100
"""Postings that a worker is scored for at most: the best of what retrieval found."""

BLOCK = 1_000
"""Workers that are read at once."""

Tell = Callable[[str, int, int], None]
"""Called with (what is done, steps done, steps in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlists:
    """Who may be recommended what.

    Attributes:
        workers: Keys of the rows, ascending.
        postings: Keys of the columns, ascending: all that are open.
        utilities: Scores in [0, 1], float32, workers by postings; what is not stored is no candidate.
        places: People that each posting takes, int64, at least 1, shape ``(postings,)``.
        stated: Of how many postings that was said; of the others it is taken to be one.
        generation: Name of the generation that answered.
        weights: Name of the weights that scored.
    """

    workers: tuple[str, ...]
    postings: tuple[str, ...]
    utilities: csr_array
    places: npt.NDArray[np.int64]
    stated: int
    generation: str
    weights: str


def shortlists(
    engine: Engine, day: date, tell: Tell, *, keys: Sequence[str] | None = None, provinces: Sequence[str] = ()
) -> Shortlists:
    """Match stored workers to the postings that are open.

    Who objects to automated decisions, or wants no automatic recommendations, is left out (UU 27/2022 Art. 10).

    Args:
        engine: Whose workers and postings.
        day: On which a posting must be open.
        tell: Told of progress.
        keys: These workers; all when None.
        provinces: Only workers who live in one of these, by code; anywhere when empty.

    Raises:
        UnknownIdError: A key is not that of an indexed worker.
        InputError: There is no worker, or no open posting.
        GenerationError: Nothing is indexed.
    """
    pipeline = engine.settle()
    excluded = engine.limits.excluded(Purpose.RECOMMENDATIONS)
    chosen = _chosen(pipeline.catalogues["worker"], engine.vocabulary, keys, provinces, excluded)
    postings = open_postings(pipeline.catalogues["posting"], day)
    if not postings:
        raise InputError(wanted="at least one posting that is open", found=f"none on {day}", where="index")
    places, stated = places_of(engine, postings)
    rows = _Rows(postings)
    for worker in _subjects(engine, chosen):
        rows.add(worker, pipeline, Conditions(today=day))
        tell("match workers", len(rows.workers), len(chosen))
    return Shortlists(
        workers=tuple(rows.workers),
        postings=postings,
        utilities=rows.table(),
        places=places,
        stated=stated,
        generation=pipeline.generation,
        weights=pipeline.weights,
    )


def open_postings(catalogue: Catalogue, day: date) -> tuple[str, ...]:
    """Keys of the postings that are open on a day, ascending."""
    return tuple(
        sorted(
            segment.key(row)
            for segment in catalogue.segments
            for row in np.flatnonzero(segment.alive & segment.rooms.open_on(day.toordinal())).tolist()
        )
    )


def _chosen(
    workers: Catalogue,
    vocabulary: Vocabulary,
    keys: Sequence[str] | None,
    provinces: Sequence[str],
    excluded: frozenset[str],
) -> list[str]:
    """Keys of the workers asked for, ascending, each once."""
    unknown = next((key for key in keys or () if key not in workers), None)
    if unknown is not None:
        raise UnknownIdError(wanted="the id of an indexed worker", found=unknown, where="workers")
    bits = np.uint64(vocabulary.province_bits(provinces))
    living = sorted(
        segment.key(row)
        for segment in workers.segments
        for row in np.flatnonzero(
            segment.alive & (((segment.columns.provinces & bits) != 0) | (not provinces))
        ).tolist()
    )
    wanted = None if keys is None else set(keys)
    chosen = [key for key in living if key not in excluded and (wanted is None or key in wanted)]
    if not chosen:
        raise InputError(wanted="at least one indexed worker", found="none", where="workers")
    return chosen


def _subjects(engine: Engine, keys: Sequence[str]) -> Iterator[Subject]:
    """Stored workers by key; a block a transaction, for a long one would keep the database from tidying up."""
    for start in range(0, len(keys), BLOCK):
        for derived, stored in engine.store.derived(Kind.WORKER, engine.coder.fingerprint, keys[start : start + BLOCK]):
            fresh = fresh_of(derived, stored.payload)
            yield Subject(coded=fresh.coded, vector=fresh.vector, text=fresh.text)


def places_of(engine: Engine, postings: Sequence[str]) -> tuple[npt.NDArray[np.int64], int]:
    """People that each posting takes, and of how many postings that was said; no opening is taken for not said.

    Args:
        engine: Whose store says it.
        postings: Keys.

    Returns:
        int64, at least 1, shape ``(postings,)``; and the number.
    """
    said = dict[str, int]()
    for _, stored in engine.store.derived(Kind.POSTING, engine.coder.fingerprint):
        posting = from_json(Kind.POSTING, stored.payload)
        assert isinstance(posting, Posting)
        if posting.openings:
            said[posting.key] = posting.openings
    stated = sum(key in said for key in postings)
    return np.array([said.get(key, 1) for key in postings], dtype=np.int64), stated


class _Rows:
    """Gathers the rows of the table."""

    def __init__(self, postings: Sequence[str]) -> None:
        self.workers = list[str]()
        self._column_of = {key: column for column, key in enumerate(postings)}
        self._columns = list[npt.NDArray[np.int32]]()
        self._scores = list[npt.NDArray[np.float32]]()

    def add(self, worker: Subject, pipeline: Pipeline, conditions: Conditions) -> None:
        found = pipeline.best_postings(worker, CANDIDATES, conditions)
        self.workers.append(worker.coded.key)
        self._columns.append(np.array([self._column_of[one.key] for one in found], dtype=np.int32))
        self._scores.append(np.array([one.total for one in found], dtype=np.float32))

    def table(self) -> csr_array:
        starts = np.cumsum([0, *(len(row) for row in self._columns)], dtype=np.int64)
        # Every worker may have been deleted since they were chosen.
        columns = np.concatenate([np.zeros(0, np.int32), *self._columns])
        scores = np.concatenate([np.zeros(0, np.float32), *self._scores])
        return csr_array((scores, columns, starts), shape=(len(self.workers), len(self._column_of)))
