"""How far the spread of vacancies over occupations or provinces is from that of the seekers.

``dissimilarity`` is half the sum of ``|v_i / v - u_i / u|`` (Duncan & Duncan 1955; as a measure of mismatch Jackman &
Roper 1987, *Oxford Bulletin of Economics and Statistics* 49): the share of seekers who would have to change groups for
both sides to be spread alike. ``mismatch`` is the index of Şahin, Song, Topa & Violante (2014), "Mismatch
Unemployment", *American Economic Review* 104(11), the share of hires that is lost to the spread:
``1 - sum((phi_i / phi) (v_i / v)^alpha (u_i / u)^(1 - alpha))`` with ``phi = sum(phi_i^(1/alpha) v_i / v)^alpha``.
Alpha, the elasticity of hires to vacancies, is .5 as there, the upper end of the .3 to .5 that Petrongolo & Pissarides
(2001, *Journal of Economic Literature* 39) found to be usual; it is not estimated for Indonesia. Efficiencies phi_i of
groups are 1 where no hires are known.

A sample of two equal spreads looks unequal by chance: ``by_chance`` says by how much. The interval is the basic
bootstrap's (Davison & Hinkley 1997, ch. 5), which takes that excess off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.columns import UNKNOWN
from matcher.market.levels import Tree
from matcher.market.rows import Axes, MarketRows

ALPHA = 0.5
"""Elasticity of hires to vacancies; see the docstring of this module."""

ROUNDS = 500
SEED = 2014

Values = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index with what chance makes of it.

    Attributes:
        value: In [0, 1]; 0 where both sides are spread alike.
        by_chance: What samples of this size from two equal spreads show on average.
        interval80: 80 % interval, with that excess taken off.
        interval95: 95 % interval, likewise.
    """

    value: float
    by_chance: float
    interval80: Interval
    interval95: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Mismatch over one dimension.

    Attributes:
        by: ``occupation`` or ``province``.
        digits: Of KBJI, where it is by occupation; 0 otherwise.
        groups: Groups in which either side has anybody.
        openings: People wanted that have a group.
        postings: Vacancies that have one.
        seekers: Seekers who have one.
        alpha: Elasticity of hires to vacancies.
        dissimilarity: Share of seekers in another group than both spreads would have.
        mismatch: Share of hires lost.
    """

    by: str
    digits: int
    groups: int
    openings: int
    postings: int
    seekers: int
    alpha: float
    dissimilarity: Index
    mismatch: Index


def dissimilarity(vacancies: Values, seekers: Values) -> Values:
    """Half the sum of differences of shares over the last axis; each side must have somebody."""
    found: Values = 0.5 * np.abs(_shares(vacancies) - _shares(seekers)).sum(axis=-1)
    return found


def mismatch_index(
    vacancies: Values, seekers: Values, alpha: float = ALPHA, efficiency: Values | None = None
) -> Values:
    """Share of hires lost, over the last axis.

    Args:
        vacancies: By group; somebody must be wanted.
        seekers: By group, same shape; somebody must seek.
        alpha: Elasticity of hires to vacancies, in (0, 1).
        efficiency: Of matching in each group, above 0; equal ones by default.
    """
    v, u = _shares(vacancies), _shares(seekers)
    phi = np.ones(v.shape[-1]) if efficiency is None else efficiency
    best = (phi ** (1 / alpha) * v).sum(axis=-1) ** alpha
    found: Values = 1 - (phi * v**alpha * u ** (1 - alpha)).sum(axis=-1) / best
    return found


def mismatch_by_occupation(
    postings: MarketRows, workers: MarketRows, axes: Axes, digits: int, alpha: float = ALPHA
) -> Mismatch | None:
    """Mismatch over the occupations of a level; None where a side has nobody who is coded.

    Args:
        postings: What is wanted; of these those that are coded.
        workers: Who seeks.
        axes: Of the tables.
        digits: 1 to 4.
        alpha: Elasticity of hires to vacancies.
    """
    of = Tree(axes.units).of[digits]
    groups = int(of.max())  # the last stands for what is not coded
    return _mismatch("occupation", digits, of[postings.units], of[workers.units], groups, postings, alpha)


def mismatch_by_province(
    postings: MarketRows, workers: MarketRows, axes: Axes, alpha: float = ALPHA
) -> Mismatch | None:
    """Mismatch over provinces; None where a side has nobody who names one."""
    groups = len(axes.provinces)
    return _mismatch("province", 0, postings.provinces, workers.provinces, groups, postings, alpha)


def _mismatch(
    by: str, digits: int, wanted: Counts, sought: Counts, groups: int, postings: MarketRows, alpha: float
) -> Mismatch | None:
    here = wanted < groups
    people = np.where(postings.openings == UNKNOWN, 1, postings.openings)[here].astype(np.int64)
    seekers = np.bincount(sought[sought < groups], minlength=groups)
    if not len(people) or not seekers.sum():
        return None
    pairs, counts = np.unique(np.stack([wanted[here], people]), axis=1, return_counts=True)
    drawn = Drawn(group=pairs[0], people=pairs[1], postings=counts, seekers=seekers)
    return Mismatch(
        by=by,
        digits=digits,
        groups=int(np.count_nonzero((drawn.openings + seekers) > 0)),
        openings=int(drawn.openings.sum()),
        postings=int(counts.sum()),
        seekers=int(seekers.sum()),
        alpha=alpha,
        dissimilarity=index_of(drawn, dissimilarity),
        mismatch=index_of(drawn, lambda v, u: mismatch_index(v, u, alpha)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Both sides as they were found: postings that want so many people, and seekers.

    Attributes:
        group: Of each sort of posting.
        people: That each sort wants.
        postings: Of each sort.
        seekers: By group.
    """

    group: Counts
    people: Counts
    postings: Counts
    seekers: Counts

    @property
    def openings(self) -> Counts:
        """People wanted by group."""
        found: Counts = self.people_wanted(self.postings[None])[0].astype(np.int64)
        return found

    def people_wanted(self, postings: npt.NDArray[np.integer]) -> Values:
        """People wanted by group, of numbers of each sort of posting; shape ``(rounds, groups)``."""
        size = len(self.seekers)
        wanted = [np.bincount(self.group, weights=one * self.people, minlength=size) for one in postings]
        return np.stack(wanted).astype(np.float64, copy=False)


def index_of(drawn: Drawn, index: Callable[[Values, Values], Values], rounds: int = ROUNDS, seed: int = SEED) -> Index:
    """An index with its basic bootstrap intervals.

    Args:
        drawn: Both sides.
        index: Of vacancies and seekers by group.
        rounds: Of the bootstrap.
        seed: Of its draws.
    """
    generator = np.random.default_rng(seed)
    n, m = int(drawn.postings.sum()), int(drawn.seekers.sum())
    value = float(index(drawn.openings[None].astype(np.float64), drawn.seekers[None].astype(np.float64))[0])
    wanted = drawn.people_wanted(generator.multinomial(n, drawn.postings / n, rounds))
    again = index(wanted, generator.multinomial(m, drawn.seekers / m, rounds).astype(np.float64))
    alike = index(wanted, generator.multinomial(m, drawn.openings / drawn.openings.sum(), rounds).astype(np.float64))
    ends = np.clip(2 * value - np.quantile(again, (0.975, 0.9, 0.1, 0.025)), 0, 1)
    low95, low80, high80, high95 = (float(end) for end in ends)
    return Index(value=value, by_chance=float(alike.mean()), interval80=(low80, high80), interval95=(low95, high95))


def _shares(counts: Values) -> Values:
    totals = counts.sum(axis=-1, keepdims=True)
    found: Values = counts / totals
    return found
