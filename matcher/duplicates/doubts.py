"""Which pairs a person should look at, and why: those about which the scorecard is of two minds.

The band lies around the scorecard's threshold (.826). By its own chances a pair below the band is two vacancies more
often than not, so that a person would find little there, and of those above it fewer than one in twenty is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import orjson

from indexes.doubt_rows import Doubt
from matcher.duplicates.blocking import Pairs
from matcher.duplicates.evidence import NAMES, features_of
from matcher.duplicates.scorecard import Chances, Scorecard
from matcher.duplicates.traits import Traits

BAND = (0.5, 0.95)
"""Least chance of a pair that is doubtful, and the chance from which it is not."""

MOST = 20_000
"""Pairs that are kept, the most doubtful; more than people settle in a year."""

_LEAST = 0.05
"""Weight, in the unit of the scorecard, under which a reason is none."""


def doubts_of(traits: Traits, pairs: Pairs, chances: Chances, card: Scorecard) -> list[Doubt]:
    """The most doubtful pairs with what spoke for and against each, by key.

    Args:
        traits: The postings.
        pairs: Rows, of which the scorecard is of two minds.
        chances: Theirs.
        card: Weighed them.
    """
    nearest = np.argsort(np.abs(chances - card.threshold), kind="stable")[:MOST]
    features = features_of(traits, pairs[nearest]) * np.array([card.weights[name] for name in NAMES])
    made = [
        _doubt(traits, pairs[row], float(chances[row]), features[place]) for place, row in enumerate(nearest.tolist())
    ]
    return sorted(made, key=lambda one: (one.first, one.second))


def _doubt(traits: Traits, pair: npt.NDArray[np.int64], chance: float, weighed: npt.NDArray[np.float64]) -> Doubt:
    rows: list[int] = pair.tolist()
    first, second = sorted(traits.keys[row] for row in rows)
    reasons = {name: round(float(value), 2) for name, value in zip(NAMES, weighed, strict=True) if abs(value) >= _LEAST}
    return Doubt(first=first, second=second, chance=round(1_000 * chance), reasons=orjson.dumps(reasons).decode())
