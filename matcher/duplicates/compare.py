"""Which pairs of postings are one vacancy: block, rule out, weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.duplicates.blocking import Pairs, candidate_pairs
from matcher.duplicates.evidence import features_of
from matcher.duplicates.rules import ruled_out
from matcher.duplicates.scorecard import Chances, Scorecard
from matcher.duplicates.traits import Traits

_PAIRS = 1 << 18

Tell = Callable[[str, int, int], None]
"""Called with (what is done, steps done, steps in all)."""


def judge(traits: Traits, pairs: Pairs, scorecard: Scorecard) -> Chances:
    """Chance of each pair to be one vacancy; 0 where a rule excludes it.

    Args:
        traits: The postings.
        pairs: Rows.
        scorecard: Weighs the evidence.
    """
    chances = np.zeros(len(pairs), dtype=np.float64)
    allowed = np.flatnonzero(~ruled_out(traits, pairs))
    chances[allowed] = scorecard.chances(features_of(traits, pairs[allowed]))
    return chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What comparing all candidates came to.

    Attributes:
        confirmed: Pairs that are one vacancy.
        near: Pairs whose chance lies in the band that was asked for, confirmed or not.
        chances: Of those near.
        count: Pairs that were compared.
    """

    confirmed: Pairs
    near: Pairs
    chances: Chances
    count: int


def compared_pairs(
    traits: Traits, scorecard: Scorecard, tell: Tell, band: tuple[float, float] = (1.0, 1.0)
) -> Compared:
    """Compare all candidates.

    Args:
        traits: The postings.
        scorecard: Weighs the evidence.
        tell: Told of progress.
        band: Least chance of a pair that is near, and the chance below which it lies; empty by default.
    """
    candidates = candidate_pairs(traits)
    confirmed, near = [np.zeros((0, 2), dtype=np.int64)], [np.zeros((0, 2), dtype=np.int64)]
    chances = [np.zeros(0, dtype=np.float64)]
    for start in range(0, len(candidates), _PAIRS):
        tell("compare pairs", start, len(candidates))
        part = candidates[start : start + _PAIRS]
        judged = judge(traits, part, scorecard)
        within = (judged >= band[0]) & (judged < band[1])
        confirmed.append(part[judged >= scorecard.threshold])
        near.append(part[within])
        chances.append(judged[within])
    tell("compare pairs", len(candidates), len(candidates))
    return Compared(
        confirmed=np.concatenate(confirmed),
        near=np.concatenate(near),
        chances=np.concatenate(chances),
        count=len(candidates),
    )
