"""Postings that one more licence would open: the law keeps the worker from them, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.vectors import Rows
from matcher.columns import Columns, with_skills
from matcher.components import occupation_similarity
from matcher.filters import lacks
from matcher.ragged import Ragged
from matcher.retrieve import Query, compare
from matcher.score import Pairs, Scorer
from matcher.segment import Segment
from matcher.steps import with_lower
from matcher.vocabulary import LICENCES
from taxonomy.skills import Skills

Similarity = npt.NDArray[np.float32]
Opens = npt.NDArray[np.bool_]

SHOWN = 3
"""Postings that an answer names."""

SAME_WORK = 0.5
"""Similarity of occupations from which a licence is a step: a registration as a midwife is none for who is no midwife.
What is not coded is not held against anybody."""

NEAR_THE_BEST = 0.75
"""Share of the best posting's score from which a posting counts when licences or courses are weighed: work that lies
far behind what a worker wants and can do calls for none."""

_LIKELY = 500
"""Barred postings of a segment that are compared by occupation, those of the likeliest first unit groups: of a million
postings tens of thousands may be barred."""

_LOOKED_AT = 100
"""Barred postings of a segment that are scored, the nearest by occupation."""

_ALONE = np.uint64(1) << np.arange(len(LICENCES), dtype=np.uint64)
"""For each of ``LICENCES`` its bit."""

_WITH_LOWER = np.array(
    [sum(1 << LICENCES.index(one) for one in with_lower(name)) for name in LICENCES], dtype=np.uint64
)
"""For each of ``LICENCES`` its bit and those of the lower ones that it entitles to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Postings of a segment that a worker may not take for want of a licence alone.

    Attributes:
        segment: The segment.
        rows: Row numbers, int64.
    """

    segment: Segment
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A posting that a licence opens.

    Attributes:
        key: The posting.
        title: For people.
        licence: The licence: ``id``, ``label`` and ``label_en``.
        score: The score with the licence held, and the lower ones that it entitles to.
    """

    key: str
    title: str
    licence: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A barred row with the licence that serves it best.

    Attributes:
        total: The score with the licence held.
        segment: Where the row is.
        row: Its number.
        licence: The licence, by its place in ``LICENCES``.
    """

    total: float
    segment: Segment
    row: int
    licence: int


def opened(
    worker: Columns, query: Query, barred: Sequence[Barred], scorer: Scorer, similarity: Similarity
) -> list[Opened]:
    """Postings near to the worker's occupations that one licence opens, each with the licence that serves it best.

    Args:
        worker: Who lacks it; one row.
        query: The worker, ready to be compared.
        barred: What is closed to the worker.
        scorer: Scores with the licence held.
        similarity: Of unit groups.
    """
    parts = (part for part in barred if len(part.rows))
    return [one for part in parts for one in _opened(worker, query, part, scorer, similarity)]


def best_openings(found: Sequence[Opened], skills: Skills, least: float) -> tuple[Opening, ...]:
    """The ``SHOWN`` best of what licences open; ties by key.

    Args:
        found: What ``opened`` gave.
        skills: For labels.
        least: Score that a posting must reach: work that lies far from what somebody wants calls for no licence.
    """
    kept = [one for one in found if one.total >= least]
    kept.sort(key=lambda one: (-one.total, one.segment.key(one.row)))
    return tuple(_shown(one, skills) for one in kept[:SHOWN])


def _shown(one: Opened, skills: Skills) -> Opening:
    coded, licence = one.segment.coded(one.row), skills.get(LICENCES[one.licence])
    named = {"id": licence.id, "label": licence.label, "label_en": licence.label_en}
    return Opening(key=coded.key, title=coded.title, licence=named, score=one.total)


def _opened(worker: Columns, query: Query, barred: Barred, scorer: Scorer, similarity: Similarity) -> Iterator[Opened]:
    """The rows of a segment that one of the licences that they ask for opens."""
    rows = _likely(query, barred, similarity)
    opens = _opening_licences(barred.segment.columns.licences[rows], worker.licences[0])
    rows, opens = _nearest(query, barred.segment, rows, opens, similarity)
    at, licences = np.nonzero(opens)
    if not len(at):
        return
    compared = compare(query, barred.segment, rows, similarity)
    pairs = Pairs(
        worker=_holding(worker.take(np.zeros(len(at), dtype=np.int64)), licences, scorer),
        posting=barred.segment.columns.take(rows[at]),
        occupations=compared.occupations[at],
        cosines=compared.cosines[at],
        words=compared.words[at],
    )
    totals = scorer.score(pairs).totals
    order = np.lexsort((licences, -totals, at))
    for first in order[np.unique(at[order], return_index=True)[1]].tolist():
        row, licence = int(rows[at[first]]), int(licences[first])
        yield Opened(total=float(totals[first]), segment=barred.segment, row=row, licence=licence)


def _likely(query: Query, barred: Barred, similarity: Similarity) -> Rows:
    """The barred rows of the unit groups that are nearest to the worker's, ascending; at one group's edge by row."""
    if len(barred.rows) <= _LIKELY:
        return barred.rows
    units = barred.segment.columns.units[barred.rows, 0]
    by_unit = np.append(similarity @ query.occupations, np.float32(0))  # the last stands for what is not coded
    order = np.argsort(-by_unit, kind="stable")
    reached = np.cumsum(np.bincount(units, minlength=len(by_unit))[order])
    edge = by_unit[order[np.searchsorted(reached, _LIKELY)]]
    above = np.flatnonzero((by_unit > edge)[units])
    level = np.flatnonzero((by_unit == edge)[units])[: _LIKELY - len(above)]
    found: Rows = barred.rows[np.union1d(above, level)]
    return found


def _nearest(query: Query, segment: Segment, rows: Rows, opens: Opens, similarity: Similarity) -> tuple[Rows, Opens]:
    """Those of the rows that a licence opens and whose occupations are nearest, with what opens them."""
    rows, opens = rows[opens.any(axis=1)], opens[opens.any(axis=1)]
    occupied = segment.columns.occupied(rows)
    near = occupation_similarity(query.occupations, occupied, similarity)
    order = np.lexsort((rows, -np.nan_to_num(near)))[:_LOOKED_AT]
    kept = np.sort(order[~(near[order] < SAME_WORK)])
    return rows[kept], opens[kept]


def _opening_licences(wanted: npt.NDArray[np.uint64], held: np.uint64) -> Opens:
    """Which of the licences that a posting asks for opens it on its own; shape ``(postings, licences)``."""
    sets, places = np.unique(wanted, return_inverse=True)  # thousands of postings ask for the same few dozen sets
    asked = (sets[:, None] & _ALONE) != 0
    found: Opens = (asked & ~lacks(sets[:, None], held | _WITH_LOWER))[places]
    return found


def _holding(workers: Columns, licences: npt.NDArray[np.int64], scorer: Scorer) -> Columns:
    """Workers, each with a licence and the lower ones that it entitles to."""
    numbers = scorer.vocabulary.skills
    held: list[int] = licences.tolist()
    gained = [[numbers[one] for one in with_lower(LICENCES[at]) if one in numbers] for at in held]
    return with_skills(workers, Ragged.of(gained, np.uint16))
