"""Which skills a region's postings ask for that few of its seekers hold, and which many hold that few ask for.

Of each skill the share of postings that ask for it is set against the share of seekers who hold it. The logarithm of
their ratio is shrunk towards its mean over all skills by how uncertain it is (empirical Bayes, normal around normal:
Efron & Morris 1975, *JASA* 70; the spread between skills by Paule & Mandel 1982), so that a skill that three ads
ask for does not lead the list. Shares are those of what is written: seekers write less than ads do, so the mean ratio
is no gap, and a skill is called short only against the others (``relative``).

Skills overlap, so their counts have no sums that could be kept; numbers of seekers are therefore told rounded to fives
(Willenborg & de Waal 2001, *Elements of Statistical Disclosure Control*, ch. 9), and skills of fewer are not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from matcher.market.stock import MarketStock
from matcher.market.suppression import THRESHOLD
from matcher.market.tightness import Z80, Z95, around
from taxonomy.labour import NATION

Side = Literal["short", "balanced", "plenty"]
"""``short``: asked for more than held, against other skills; ``plenty``: held more than asked for."""

Interval = tuple[float, float]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """One skill on both sides.

    Attributes:
        skill_id: Key in the taxonomy.
        postings: Postings that ask for it.
        asked_share: Of the postings, in [0, 1].
        seekers: Seekers who hold it, rounded to fives.
        held_share: ``seekers`` over the seekers of the region, rounded likewise, in [0, 1].
        ratio: Share asked for over share held, shrunk.
        interval80: 80 % interval of it.
        interval95: 95 % interval of it.
        relative: ``ratio`` over that of the usual skill; 1 is as asked for as others are.
        side: By whether the 95 % interval, taken relative to the usual skill, lies above or below 1.
    """

    skill_id: str
    postings: int
    asked_share: float
    seekers: int
    held_share: float
    ratio: float
    interval80: Interval
    interval95: Interval
    relative: float
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGaps:
    """All skills of a region that are told.

    Attributes:
        gaps: The shortest first.
        postings: Postings of the region.
        seekers: Seekers of the region, rounded to fives.
        usual_ratio: Ratio of the usual skill: how much more ads write than seekers do.
        not_told: Skills that fewer than ``THRESHOLD`` postings ask for or fewer seekers hold, some of them none.
    """

    gaps: tuple[SkillGap, ...]
    postings: int
    seekers: int
    usual_ratio: float
    not_told: int


def skill_gaps(stock: MarketStock, provinces: Sequence[str] = (), kbji: str = "") -> SkillGaps | None:
    """Skills of a region and occupation; None where fewer than ``THRESHOLD`` postings or seekers are there.

    Args:
        stock: Both sides.
        provinces: Codes; ``NATION`` or none for all.
        kbji: Beginning of KBJI codes.
    """
    here = tuple(code for code in provinces if code != NATION)
    counted = stock.counted(here, kbji)
    if counted.postings < THRESHOLD or counted.seekers < THRESHOLD:
        return None
    asked, held = stock.asked_in(here, kbji), stock.held_in(here, kbji)
    told = sorted(one for one, n in asked.items() if n >= THRESHOLD and held.get(one, 0) >= THRESHOLD)
    wanted = np.array([asked[one] for one in told], dtype=np.float64)
    holders = np.array([held[one] for one in told], dtype=np.float64)
    logs, spreads = log_ratios(wanted, counted.postings, holders, counted.seekers)
    usual, shrunk, errors = shrink(logs, spreads)
    seekers = _rounded(counted.seekers)
    gaps = [
        SkillGap(
            skill_id=skill,
            postings=asked[skill],
            asked_share=asked[skill] / counted.postings,
            seekers=_rounded(held[skill]),
            held_share=min(1.0, _rounded(held[skill]) / seekers),
            ratio=float(np.exp(mean)),
            interval80=around(float(mean), float(error), Z80),
            interval95=around(float(mean), float(error), Z95),
            relative=float(np.exp(mean - usual)),
            side=_side(float(mean - usual), float(error)),
        )
        for skill, mean, error in zip(told, shrunk, errors, strict=True)
    ]
    gaps.sort(key=lambda gap: (-gap.ratio, gap.skill_id))
    return SkillGaps(
        gaps=tuple(gaps),
        postings=counted.postings,
        seekers=seekers,
        usual_ratio=float(np.exp(usual)),
        not_told=len(asked.keys() | held.keys()) - len(told),
    )


def log_ratios(asked: Values, postings: int, held: Values, seekers: int) -> tuple[Values, Values]:
    """Logarithm of the ratio of two shares and its standard error, a half added to each count (Walter 1975)."""
    logs = np.log((asked + 0.5) / (postings + 0.5)) - np.log((held + 0.5) / (seekers + 0.5))
    variance = 1 / (asked + 0.5) - 1 / (postings + 0.5) + 1 / (held + 0.5) - 1 / (seekers + 0.5)
    return logs, np.sqrt(np.maximum(variance, 1e-12))


def shrink(logs: Values, spreads: Values) -> tuple[float, Values, Values]:
    """Mean of what is measured, and each measure drawn towards it, with its posterior standard error.

    Args:
        logs: Measures; may be empty.
        spreads: Their standard errors, above 0.
    """
    if not len(logs):
        return 0.0, logs, spreads
    between = _between(logs, spreads)
    mean = float(np.average(logs, weights=1 / (spreads**2 + between)))
    kept = between / (between + spreads**2)
    return mean, mean + kept * (logs - mean), np.sqrt(kept) * spreads


def _between(logs: Values, spreads: Values) -> float:
    """Variance between skills: that of which the squared distances from the mean are as large as they should be."""

    def excess(between: float) -> float:
        weights = 1 / (spreads**2 + between)
        mean = np.average(logs, weights=weights)
        return float((weights * (logs - mean) ** 2).sum()) - (len(logs) - 1)

    most = float(np.ptp(logs)) ** 2 + 1e-9
    return float(brentq(excess, 0.0, most)) if excess(0.0) > 0 > excess(most) else 0.0


def _rounded(count: int) -> int:
    """To the nearest multiple of the threshold, at least one of them."""
    return max(THRESHOLD, THRESHOLD * round(count / THRESHOLD))


def _side(relative: float, error: float) -> Side:
    if relative - Z95 * error > 0:
        return "short"
    return "plenty" if relative + Z95 * error < 0 else "balanced"
