"""The joint distribution of province, schooling, major group and years, and of unit groups within it.

Two steps. Each two-way table of counted ads is smoothed and fitted to the official margins of its two axes; then the
four-way table is fitted to all of these two-way tables at once. So every official margin is met and every pair is
associated as in the ads. Unit groups within a major group follow the ads too, with the mass that Good & Turing give to
what was not seen, and are fitted to the schooling that each usually asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matcher.nation import margins
from matcher.nation.fitting import Floats, Target, fitted
from matcher.nation.margins import LENGTHS, MAJORS, SCHOOLS
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from matcher.world.tables import load_facts
from taxonomy.education import level_rank

SMOOTHING = 50.0
"""Ads of the average row that each row of a table is filled up with: few ads say little of a province."""

LEVEL_OF_SCHOOL = (0, 1, 2, 2, 5, 7, -1)
"""Usual level of each of ``SCHOOLS`` as a place in ``taxonomy.education.LEVELS``; -1 when not known."""

_SHORT, _OVER = {Kind.POSTING: 1.5, Kind.WORKER: 1.2}, {Kind.POSTING: 1.2, Kind.WORKER: 0.4}
"""How fast units grow rarer for each level that schooling is below or above what they ask for; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """The joint distribution of one kind.

    Attributes:
        cells: Chances, float64, shape ``(provinces, schools, majors, lengths)``; sums to 1.
        targets: The two-way tables that it was fitted to.
        units: Chance of a unit group within a major group and schooling, shape ``(majors, schools, units)``; rows sum
            to 1, or to 0 where the cell is empty.
    """

    cells: Floats
    targets: tuple[Target, ...]
    units: Floats


@lru_cache(maxsize=2)
def joint_of(kind: Kind) -> Joint:
    """The joint distribution of workers or postings.

    Of workers, occupation is what is wanted: by people wanted (openings), for no table says what seekers seek.
    """
    axes = _axes(kind)
    tables = {
        (1, 2): margins.ads_table("major_school_ads.tsv", MAJORS, SCHOOLS).T,
        (0, 2): margins.ads_table("province_major_ads.tsv", margins.provinces(), MAJORS),
        (0, 1): margins.ads_table("province_school_ads.tsv", margins.provinces(), SCHOOLS),
        (2, 3): margins.ads_table("major_years_ads.tsv", MAJORS, LENGTHS),
    }
    targets = tuple((pair, _fitted_pair(table, axes[pair[0]], axes[pair[1]])) for pair, table in tables.items())
    cells = fitted(np.ones([len(axis) for axis in axes]), targets)
    return Joint(cells=cells, targets=targets, units=_units(cells.sum(axis=(0, 3)), kind))


def _axes(kind: Kind) -> tuple[Floats, ...]:
    if kind is Kind.WORKER:
        where, school = margins.seekers_by_province(), margins.seekers_by("education")
        work, years = margins.vacancies_by("occupation", "openings"), margins.seekers_by("experience")
    else:
        where, school = margins.employers_by_province(), margins.vacancies_by("education")
        work, years = margins.vacancies_by("occupation"), margins.vacancies_by("experience")
    return tuple(axis / axis.sum() for axis in (where, school, work, years))


def _fitted_pair(counts: Floats, rows: Floats, columns: Floats) -> Floats:
    """A table of ads, smoothed, with official margins; what ads never say (``unknown``, ``none``) is unassociated."""
    silent = counts.sum(axis=0) == 0
    usual = np.where(silent, 0.0, counts.sum(axis=0)) / counts.sum()
    shares = counts + SMOOTHING * usual
    shares /= shares.sum(axis=1, keepdims=True)
    silent_rows = counts.sum(axis=1) == 0
    shares[silent_rows] = usual
    seed = np.where(silent, columns, shares * (1 - columns[silent].sum()))
    seed = np.maximum(seed, 1e-9) * (columns > 0)
    return fitted(seed * rows[:, None], (((0,), rows), ((1,), columns)))


def _units(school_major: Floats, kind: Kind) -> Floats:
    shares, levels, majors = unit_shares(), _levels(), _majors()
    found = np.zeros((len(MAJORS), len(SCHOOLS), len(shares)))
    for major in range(len(MAJORS)):
        inside = np.flatnonzero(majors == major)
        columns = school_major[:, major] / school_major[:, major].sum()
        gap = np.array(LEVEL_OF_SCHOOL)[None, :] - levels[inside][:, None]
        pull = np.where(gap < 0, _SHORT[kind] * gap, -_OVER[kind] * gap)
        pull[:, np.array(LEVEL_OF_SCHOOL) < 0] = 0.0
        rows = shares[inside] / shares[inside].sum()
        table = fitted(np.exp(pull) * rows[:, None] * (columns > 0), (((0,), rows), ((1,), columns)))
        found[major][:, inside] = np.divide(table, columns, out=np.zeros_like(table), where=columns > 0).T
    return found


@lru_cache(maxsize=1)
def unit_shares() -> Floats:
    """Share of each unit group among ads, by number; those not seen share the mass of those seen once (Good 1953)."""
    units = load_vocabulary().units
    counts = np.array([margins.ads_by("unit_ads.tsv").get((code,), 0) for code in units], dtype=np.float64)
    civil = _majors() >= 0
    unseen, once = (counts == 0) & civil, float((counts == 1).sum())
    counts *= civil
    found = counts / counts.sum() * (1 - once / counts.sum())
    found[unseen] = once / counts.sum() / unseen.sum()
    shares: Floats = found / found.sum()
    return shares


def _majors() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Place of each unit group's major group in ``MAJORS``; -1 for the armed forces, whom Karirhub does not place."""
    return np.array([MAJORS.index(code[0]) if code[0] in MAJORS else -1 for code in load_vocabulary().units])


def _levels() -> Floats:
    facts = load_facts()
    return np.array(
        [level_rank(facts[code].education_min) if code in facts else 2 for code in load_vocabulary().units], dtype=float
    )
