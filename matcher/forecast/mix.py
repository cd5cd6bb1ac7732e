"""How vacancies of a region divide into the nine major groups of KBJI that are advertised.

Karirhub publishes major groups for the nation and the year only. The share of a group in a region is drawn from both
that official mix and the stored postings of the region: official years count as many postings as their own unrest from
year to year says (a Dirichlet distribution by the method of moments), stored ones at most as many, for they come from
other portals. The same distribution gives the interval of a share (its margins are Beta distributions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import beta

from matcher.forecast.official import Counted
from matcher.forecast.series import FloatArray
from taxonomy.errors import InputError
from taxonomy.labour import major_years

MAJORS = tuple("123456789")
"""Major groups of KBJI in Karirhub's tables; group 0 (armed forces) is not advertised."""

_LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorMix:
    """Shares of the major groups in a region.

    Attributes:
        shares: By major group; they add up to 1.
        weight: Postings that the shares are worth: the smaller, the wider their intervals.
        stored: Stored postings of the region that went in.
        stored_weight: Share of the weight that these have, in [0, 0.5].
        years: Years of the official mix.
    """

    shares: Mapping[str, float]
    weight: float
    stored: int
    stored_weight: float
    years: tuple[int, ...]

    def interval(self, major: str, level: float) -> tuple[float, float]:
        """Ends of the central interval of a share; the share itself lies in it.

        Raises:
            InputError: No such major group.
        """
        share = self.shares.get(major)
        if share is None:
            raise InputError(wanted=f"a major group of KBJI: {', '.join(MAJORS)}", found=major, where="major")
        ends = beta.ppf([(1 - level) / 2, (1 + level) / 2], share * self.weight, (1 - share) * self.weight)
        return min(float(ends[0]), share), max(float(ends[1]), share)


@lru_cache(maxsize=2)
def official_mix(counted: Counted = "openings") -> tuple[FloatArray, float]:
    """Mean share of each major group over the years, shape (9,), and how many postings they are worth."""
    years = sorted({one.year for one in major_years()})
    table = np.zeros((len(years), len(MAJORS)))
    for one in major_years():
        table[years.index(one.year), MAJORS.index(one.major)] = getattr(one, counted)
    shares = table / table.sum(axis=1, keepdims=True)
    mean = shares.mean(axis=0)
    unrest = float(shares.var(axis=0, ddof=1).sum())
    return mean, max(float((mean * (1 - mean)).sum()) / unrest - 1, 1.0)


def major_mix(stored: Mapping[str, int] | None = None, counted: Counted = "openings") -> MajorMix:
    """The mix of a region.

    Args:
        stored: Stored postings of the region by major group; None or nothing leaves the official mix.
        counted: What is divided.

    Raises:
        InputError: A count below zero.
    """
    mean, weight = official_mix(counted)
    counts = np.array([(stored or {}).get(major, 0) for major in MAJORS], dtype=np.float64)
    if (counts < 0).any():
        raise InputError(wanted="counts from 0", found=str(dict(stored or {})), where="stored postings")
    n = int(counts.sum())
    kept = min(float(n), weight)
    shares = np.maximum((mean * weight + (counts / n * kept if n else 0.0)) / (weight + kept), _LEAST_SHARE)
    shares /= shares.sum()
    return MajorMix(
        shares=dict(zip(MAJORS, shares.tolist(), strict=True)),
        weight=weight + kept,
        stored=n,
        stored_weight=kept / (weight + kept),
        years=tuple(sorted({one.year for one in major_years()})),
    )
