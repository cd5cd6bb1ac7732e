"""The score of workers and postings: named components in [0, 1], weights that sum to 1, nothing else.

A component whose facts are missing takes a neutral value and says so, so that silence neither helps nor hurts. The same
pair has the same components in both directions, but for ``words``: BM25 weighs the words of the side that asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.columns import Columns, joined
from matcher.components import Known, Values
from matcher.nearness import nearness
from matcher.part import Facing
from matcher.part_list import PARTS
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import Vocabulary
from matcher.weights import Weights, bundled_weights

DIGITS = 4
"""Digits of a score; the same pair coded in another batch of the encoder differs in the seventh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What is scored: one worker against many postings, one posting against many workers, or each with its own.

    Attributes:
        worker: Columns of the worker or workers.
        posting: Columns of the posting or postings; one of both has one row, or both have one for each pair.
        occupations: Similarity of the occupations in [0, 1]; NaN where either is not coded; shape ``(pairs,)``.
        cosines: Of the vectors, in [-1, 1]; same shape.
        words: Shared words in [0, 1]; same shape.
    """

    worker: Columns
    posting: Columns
    occupations: npt.NDArray[np.floating]
    cosines: npt.NDArray[np.floating]
    words: npt.NDArray[np.floating]

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.cosines)

    def take(self, rows: Sequence[int]) -> Pairs:
        """Some pairs, in their order."""
        only = np.zeros(1, dtype=np.int64)
        at = np.array(rows, dtype=np.int64)
        return self._with_sides(only if len(self.worker) == 1 else at, only if len(self.posting) == 1 else at, at)

    def each(self, rows: npt.NDArray[np.int64]) -> Pairs:
        """Some pairs, in their order, as often as named, with a row of both sides for each."""
        nobody = np.zeros(len(rows), dtype=np.int64)
        return self._with_sides(
            nobody if len(self.worker) == 1 else rows, nobody if len(self.posting) == 1 else rows, rows
        )

    def _with_sides(
        self, workers: npt.NDArray[np.int64], postings: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> Pairs:
        return Pairs(
            worker=self.worker.take(workers),
            posting=self.posting.take(postings),
            occupations=self.occupations[at],
            cosines=self.cosines[at],
            words=self.words[at],
        )


def joined_pairs(parts: Sequence[Pairs], searched: str) -> Pairs:
    """Pairs of the same one record, one after the other; at least one part.

    Args:
        parts: One side of all of them is the same record.
        searched: The other side: ``posting`` or ``worker``.
    """
    others = joined([getattr(part, searched) for part in parts])
    return Pairs(
        worker=others if searched == "worker" else parts[0].worker,
        posting=others if searched == "posting" else parts[0].posting,
        occupations=np.concatenate([part.occupations for part in parts]),
        cosines=np.concatenate([part.cosines for part in parts]),
        words=np.concatenate([part.words for part in parts]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of pairs; columns in the order of ``NAMES``.

    Attributes:
        totals: In [0, 1], four digits: the sums of ``points``, so that what is shown is what is ranked by; shape
            ``(pairs,)``.
        points: Weight times value, four digits; float64, shape ``(pairs, components)``.
        values: In [0, 1]; same shape.
        known: False where a value is neutral for lack of facts; bool, same shape.
    """

    totals: Values
    points: Values
    values: Values
    known: Known

    def take(self, rows: Sequence[int]) -> Scores:
        """Some pairs, in their order."""
        at = np.array(rows, dtype=np.int64)
        return Scores(totals=self.totals[at], points=self.points[at], values=self.values[at], known=self.known[at])


def joined_scores(parts: Sequence[Scores]) -> Scores:
    """Scores one after the other; at least one part."""
    return Scores(
        totals=np.concatenate([part.totals for part in parts]),
        points=np.concatenate([part.points for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        known=np.concatenate([part.known for part in parts]),
    )


class Scorer:
    """Scores pairs; pure, deterministic.

    Attributes:
        weights: Of the components.
        credit: What skills earn towards others.
        vocabulary: What the numbers in columns mean.
    """

    def __init__(self, vocabulary: Vocabulary, credit: SkillCredit, weights: Weights | None = None) -> None:
        """Use the numbers of a vocabulary, credits between its skills, and weights (the bundled ones by default)."""
        self.weights = weights or bundled_weights()
        self.credit = credit
        self.vocabulary = vocabulary
        self._shares = np.array(list(self.weights.as_dict().values()))

    def score(self, pairs: Pairs) -> Scores:
        """Score pairs."""
        worker, posting = pairs.worker, pairs.posting
        facing = Facing(
            worker=worker,
            posting=posting,
            occupations=pairs.occupations,
            cosines=pairs.cosines,
            words=pairs.words,
            near=nearness(worker, posting, self.vocabulary),
            credit=self.credit,
            vocabulary=self.vocabulary,
        )
        found = [part.value(facing) for part in PARTS]
        values = np.stack([np.broadcast_to(one.values, len(pairs)) for one in found], axis=1)
        known = np.stack([np.broadcast_to(one.known, len(pairs)) for one in found], axis=1)
        return self.weighed(values, known)

    def weighed(self, values: Values, known: Known) -> Scores:
        """Components put together.

        Args:
            values: In [0, 1], shape ``(pairs, components)``.
            known: Same shape.
        """
        points = np.round(values * self._shares, DIGITS)
        # Summed one after the other: the order of a sum must not hang on how many pairs there are.
        totals = np.round(np.cumsum(points, axis=1)[:, -1], DIGITS)
        return Scores(totals=totals, points=points, values=values, known=known)
