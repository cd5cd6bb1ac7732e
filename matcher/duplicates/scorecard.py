"""How surely two postings are one vacancy: a logistic scorecard over ``evidence.NAMES`` that can be read.

Learnt by ``python -m evaluation.train_duplicates`` from pairs labelled by docs/duplicates-guide.md; weights of what
speaks for a pair are held at 0 or above, of what speaks against it at 0 or below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt
import orjson

from matcher.duplicates.evidence import NAMES, Features
from taxonomy.errors import InputError

FILE = "duplicate_scorecard.json"
"""The bundled scorecard, in ``matcher/data``."""

Chances = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A learnt scorecard.

    Attributes:
        intercept: Log-odds of a pair of which every feature is 0.
        weights: Feature to what a value of 1 adds to the log-odds.
        threshold: Chance from which a pair is taken for one vacancy.
    """

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def chances(self, features: Features) -> Chances:
        """Chance in (0, 1) of each pair.

        Args:
            features: Of ``features_of``.
        """
        weights = np.array([self.weights[name] for name in NAMES])
        scores = self.intercept + features.astype(np.float64) @ weights
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)


def bundled_scorecard() -> Scorecard:
    """The scorecard that comes with the product.

    Raises:
        InputError: Its features are not those that are worked out.
    """
    found = orjson.loads((resources.files("matcher") / "data" / FILE).read_bytes())
    if set(found["weights"]) != set(NAMES):
        raise InputError(wanted=f"weights of {', '.join(NAMES)}", found=", ".join(found["weights"]), where=FILE)
    return Scorecard(intercept=found["intercept"], weights=found["weights"], threshold=found["threshold"])
