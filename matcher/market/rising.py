"""Skills that more ads ask for than before, told apart from chance and from a change of who advertises.

Ads are parted into an earlier and a later window within each source, for sources write differently. Strata are source
and KBJI major group, so that more ads for drivers are no rise of the driving licence; clusters are employers. The
test, and how many of its findings may be wrong, is told in ``matcher.market.trend_test``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from matcher.columns import UNKNOWN
from matcher.market.levels import Tree
from matcher.market.rows import Axes, MarketRows
from matcher.market.tightness import Z80, Z95, around
from matcher.market.trend_test import Tested, Windowed, compared

Q = 0.05
"""Share of what is called rising or falling that may be wrong, on average."""

LEAST_WINDOW = 50
"""Ads of a source in each window; a source with fewer is left out."""

Trend = Literal["rising", "falling", "steady"]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DatedAds:
    """Ads with a day, of sources that have both windows.

    Attributes:
        items: The ads, with the skills that they ask for.
        rows: Rows of the market that they were taken from.
        splits: Source to the first day of its later window.
        left_out: Ads without a day, or of sources without two windows.
    """

    items: Windowed
    rows: npt.NDArray[np.int64]
    splits: Mapping[str, date]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillTrend:
    """A skill, or a phrase, in two windows.

    Attributes:
        name: Key in the taxonomy, or the phrase.
        trend: ``rising`` or ``falling`` where ``q`` is at most ``Q``.
        early_ads: Ads that ask for it in the earlier window.
        late_ads: Likewise in the later one.
        early_share: Of the ads of the window, in [0, 1].
        late_share: Likewise.
        ratio: Share later over share earlier at an unchanged mix of sources and occupations.
        interval80: 80 % interval of it.
        interval95: 95 % interval of it.
        p: Two-sided p-value.
        q: Adjusted for the number of skills that were tested.
    """

    name: str
    trend: Trend
    early_ads: int
    late_ads: int
    early_share: float
    late_share: float
    ratio: float
    interval80: Interval
    interval95: Interval
    p: float
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """All that was tested.

    Attributes:
        trends: By q, then by name.
        early_ads: Ads of the earlier window.
        late_ads: Ads of the later one.
        splits: Source to the first day of its later window.
        tested: Number of skills tested.
        left_out: Ads without a day, or of sources without two windows.
    """

    trends: tuple[SkillTrend, ...]
    early_ads: int
    late_ads: int
    splits: Mapping[str, date]
    tested: int
    left_out: int


def dated_ads(postings: MarketRows, axes: Axes, since: date | None = None) -> DatedAds:
    """The ads that can be compared.

    Args:
        postings: Postings of a market; closed ones too, or there is no earlier window.
        axes: Of the tables.
        since: First day of the later window; by default that which parts the ads of each source most evenly.
    """
    columns, days = postings.columns, postings.posted_on
    splits = dict[str, date]()
    kept, later = np.zeros(len(postings), dtype=bool), np.zeros(len(postings), dtype=bool)
    for number, name in enumerate(columns.source_names):
        own = (columns.sources == number) & (days != UNKNOWN)
        day = _split(days[own]) if since is None else since.toordinal()
        is_late = own & (days >= day)
        if min(int(is_late.sum()), int((own & ~is_late).sum())) >= LEAST_WINDOW:
            splits[name] = date.fromordinal(day)
            kept |= own
            later |= is_late
    rows = np.flatnonzero(kept)
    majors = Tree(axes.units).of[1][postings.units[rows]]
    held = columns.skills.take(rows)
    ones = np.ones(len(held.values), dtype=np.float64)
    shape = (len(rows), len(axes.skills))
    has = coo_array((ones, (held.owners, held.values.astype(np.int64))), shape=shape).tocsr()
    strata = columns.sources[rows].astype(np.int64) * (int(majors.max(initial=0)) + 1) + majors
    clusters = _employers(postings.employers[rows].astype(np.int64))
    items = Windowed(later=later[rows], strata=_numbered(strata), clusters=_numbered(clusters), has=has)
    return DatedAds(items=items, rows=rows, splits=splits, left_out=len(postings) - len(rows))


def _employers(employers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Employers by number; an ad that names none stands alone."""
    alone = employers == UNKNOWN
    return np.where(alone, int(employers.max(initial=0)) + np.cumsum(alone), employers)


def _numbered(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _split(days: npt.NDArray[np.int32]) -> int:
    """First day of the later window: that which parts the ads most evenly."""
    if not len(days):
        return 0
    known, counts = np.unique(days, return_counts=True)
    before = np.cumsum(counts) - counts
    return int(known[np.argmin(np.abs(before - len(days) / 2))])


def skill_trends(ads: DatedAds, skills: Sequence[str]) -> Trends:
    """Every skill that enough ads ask for, tested.

    Args:
        ads: The ads.
        skills: Names of the features.
    """
    found = compared(ads.items)
    late = int(ads.items.later.sum())
    early = len(ads.items.later) - late
    trends = [_trend(found, at, skills[at], early, late) for at in np.flatnonzero(found.is_tested).tolist()]
    trends.sort(key=lambda one: (one.q, one.p, one.name))
    return Trends(
        trends=tuple(trends),
        early_ads=early,
        late_ads=late,
        splits=ads.splits,
        tested=len(trends),
        left_out=ads.left_out,
    )


def _trend(found: Tested, at: int, name: str, early: int, late: int) -> SkillTrend:
    ratio, spread, q = float(found.ratio[at]), float(found.spread[at]), float(found.q[at])
    trend: Trend = "steady" if q > Q else "rising" if ratio > 1 else "falling"
    return SkillTrend(
        name=name,
        trend=trend,
        early_ads=int(found.early[at]),
        late_ads=int(found.late[at]),
        early_share=float(found.early[at]) / early,
        late_share=float(found.late[at]) / late,
        ratio=ratio,
        interval80=around(float(np.log(ratio)), spread, Z80),
        interval95=around(float(np.log(ratio)), spread, Z95),
        p=float(found.p[at]),
        q=q,
    )
