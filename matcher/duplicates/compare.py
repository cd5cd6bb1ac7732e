"""Which pairs of postings are one vacancy: block, rule out, weigh."""

from __future__ import annotations

from collections.abc import Callable

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


def confirmed_pairs(traits: Traits, scorecard: Scorecard, tell: Tell) -> tuple[Pairs, int]:
    """Pairs that are one vacancy, and how many were compared.

    Args:
        traits: The postings.
        scorecard: Weighs the evidence.
        tell: Told of progress.
    """
    candidates = candidate_pairs(traits)
    found = [np.zeros((0, 2), dtype=np.int64)]
    for start in range(0, len(candidates), _PAIRS):
        tell("compare pairs", start, len(candidates))
        part = candidates[start : start + _PAIRS]
        found.append(part[judge(traits, part, scorecard) >= scorecard.threshold])
    tell("compare pairs", len(candidates), len(candidates))
    return np.concatenate(found), len(candidates)
