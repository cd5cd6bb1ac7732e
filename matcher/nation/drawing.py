"""Draws of many rows at once: the steps that workers and postings share. No loop over rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.nation.joint import joint_of
from matcher.nation.profiles import Floats, Numbers, Profiles, load_profiles
from matcher.nation.rates import REST_SHARES, Rates
from matcher.nation.schema import WIDTH
from matcher.ragged import Ragged
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from taxonomy.education import LEVELS, kkni_level

KKNI = np.array([*(kkni_level(level) for level in LEVELS), -1], dtype=np.int8)
"""By place of the level; the last one answers for -1, not known."""

_MONTHS = ((0, 0), (1, 11), (12, 47), (48, 83), (84, 119), (120, 300), (-1, -1))
"""Least and most months of each of ``GROUPS["experience"]``; of those longest in work the end is chosen."""

_DIPLOMAS, _DEGREES = (3, 4, 5), (6, 7, 8, 9, 10)
_DIPLOMA_SHARES, _DEGREE_SHARES = (0.06, 0.02, 0.92), (0.06, 0.86, 0.03, 0.045, 0.005)
"""Levels within the official groups D1-D3 and D4-S3; chosen, no table splits them."""

_STREAMS = {Kind.WORKER: 0, Kind.POSTING: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who or what the rows are, before anything is said of them; each of shape ``(rows,)``."""

    province: Numbers
    school: Numbers
    major: Numbers
    years: Numbers
    unit: Numbers


def generator(seed: int, kind: Kind, shard: int, part: int = 0) -> np.random.Generator:
    """The chance of one shard: hangs on seed, kind, number and part alone, not on what was made before."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_STREAMS[kind], shard, part)))


@lru_cache(maxsize=2)
def _ends(kind: Kind) -> tuple[tuple[int, ...], Floats, Floats]:
    joint = joint_of(kind)
    cells = np.cumsum(joint.cells.ravel())
    units = np.cumsum(joint.units.reshape(-1, joint.units.shape[2]), axis=1)
    totals = np.where(units[:, -1:] > 0, units[:, -1:], 1.0)
    ends: Floats = np.minimum(units / totals, 1.0) + np.arange(len(units), dtype=np.float64)[:, None]
    return joint.cells.shape, cells / cells[-1], ends.ravel()


def people(kind: Kind, rows: int, rng: np.random.Generator) -> People:
    """Rows of the joint distribution."""
    shape, cells, units = _ends(kind)
    province, school, major, years = np.unravel_index(np.searchsorted(cells, rng.random(rows), side="right"), shape)
    cell = major * shape[1] + school
    at = np.searchsorted(units, cell + rng.random(rows), side="right")
    return People(province=province, school=school, major=major, years=years, unit=at % (len(units) // _cells(shape)))


def _cells(shape: Sequence[int]) -> int:
    return shape[1] * shape[2]


def levels(who: People, rng: np.random.Generator) -> npt.NDArray[np.int8]:
    """Levels of schooling: SD, SMP and SMA as they are, diplomas and degrees split."""
    found = np.array([0, 1, 2, 2, 5, 7, -1], dtype=np.int8)[who.school]
    for group, split, shares in ((4, _DIPLOMAS, _DIPLOMA_SHARES), (5, _DEGREES, _DEGREE_SHARES)):
        rows = np.flatnonzero(who.school == group)
        found[rows] = np.array(split, dtype=np.int8)[rng.choice(len(split), len(rows), p=shares)]
    professional = (who.school == 5) & (load_profiles().needs[who.unit] == LEVELS.index("PROFESI"))
    found[professional] = LEVELS.index("PROFESI")
    return found


def months(who: People, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """Months of experience within the official group of years."""
    ends: Numbers = np.array(_MONTHS)
    low, high = ends[:, 0], ends[:, 1]
    found: npt.NDArray[np.int32] = rng.integers(low[who.years], high[who.years] + 1).astype(np.int32)
    return found


def decile(table: Sequence[float], rows: int, rng: np.random.Generator) -> Floats:
    """Draws from a distribution that is known by its deciles, straight between them."""
    return np.interp(rng.random(rows), np.linspace(0, 1, len(table)), table)


def units_of(who: People, rates: Rates, rng: np.random.Generator) -> dict[str, Any]:
    """What a title coder would say: the true unit group first as often as its first score promises, else second."""
    rows, known = len(who.unit), load_profiles()
    top = decile(rates.top_scores, rows, rng)
    others = known.neighbours[who.unit][:, : WIDTH - 1].copy()
    swapped = np.flatnonzero(rng.random(rows) < 0.5)
    others[swapped] = known.neighbours[who.unit[swapped]][:, :-WIDTH:-1]
    units = np.concatenate([who.unit[:, None], others], axis=1)
    wrong = np.flatnonzero(rng.random(rows) > top)
    units[wrong, 0], units[wrong, 1] = units[wrong, 1].copy(), units[wrong, 0].copy()
    weights = np.concatenate([top[:, None], (1 - top)[:, None] * np.array(REST_SHARES)], axis=1).astype(np.float32)
    numbers = units.astype(np.uint16)
    norms = load_vocabulary().norms(numbers, weights)
    return {"units": numbers, "unit_weights": weights, "unit_norms": norms, "uncertain": top < 0.35}


def skills_of(who: People, rates: Rates, rng: np.random.Generator) -> Ragged:
    """Skills without replacement, heavier ones more often (Gumbel's largest k: Efraimidis & Spirakis 2006)."""
    known = load_profiles()
    wanted = np.rint(decile(rates.skill_counts, len(who.unit), rng)).astype(np.int64)
    count: Numbers = np.minimum(wanted, known.skill_counts[who.unit])
    noise = rng.random((len(who.unit), known.skills.shape[1]), dtype=np.float32)
    keys = known.skill_logs[who.unit] - np.log(-np.log(np.maximum(noise, np.float32(1e-12))))
    order = np.argsort(-keys, axis=1)
    chosen = np.take_along_axis(known.skills[who.unit], order, axis=1)
    kept = np.arange(int(chosen.shape[1])) < count[:, None]
    return Ragged(starts=np.concatenate([[0], np.cumsum(count)]), values=chosen[kept])


def places_of(who: People, rates: Rates, rng: np.random.Generator) -> tuple[Ragged, Numbers]:
    """Regions of each row, and the number of its own regency (also where it is not said)."""
    known, rows = load_profiles(), len(who.unit)
    home, second = (_regency(known, who.province, rng) for _ in range(2))
    both = (rng.random(rows) < rates.two_places) & (second != home)
    said = rng.random(rows) >= rates.no_place
    kept = np.stack([said, said & both], axis=1)
    values = np.stack([home, second], axis=1)[kept].astype(np.int16)
    return Ragged(starts=np.concatenate([[0], np.cumsum(kept.sum(axis=1))]), values=values), home


def _regency(known: Profiles, province: Numbers, rng: np.random.Generator) -> Numbers:
    at = np.searchsorted(known.regency_ends, province + rng.random(len(province)), side="right")
    found: Numbers = known.regencies[at]
    return found


def pay_of(who: People, home: Numbers, standing: Floats, rates: Rates, rng: np.random.Generator) -> Floats:
    """Pay, rupiah a month, in steps of 50,000; NaN where nothing is said.

    Args:
        who: Rows.
        home: Number of the regency.
        standing: In [0, 1]: where between the usual least and most pay of the unit group a row stands.
        rates: Of the kind.
        rng: Chance.
    """
    known = load_profiles()
    low, high = known.pay[who.unit].T
    amount = known.wages[home] * (low + (high - low) * standing) * np.exp(0.12 * rng.standard_normal(len(home)))
    said = rng.random(len(home)) < rates.pay
    return np.where(said, np.maximum(np.rint(amount / 50_000) * 50_000, 300_000.0), np.nan)


def chosen(weights: Sequence[float], rows: int, rng: np.random.Generator) -> Numbers:
    """Places of a list by weight."""
    ends = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(ends, rng.random(rows), side="right"), len(weights) - 1)


def copied(rows: int, share: float, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Which row each row takes its columns from, and of which row it is a copy (-1: of none)."""
    is_copy = rng.random(rows) < share
    is_copy[0] = False
    originals = np.flatnonzero(~is_copy)
    copies = np.flatnonzero(is_copy)
    before = np.searchsorted(originals, copies)  # originals that stand before each copy, at least one
    source = originals[(rng.random(len(copies)) * before).astype(np.int64)]
    takes, of = np.arange(rows), np.full(rows, -1, dtype=np.int64)
    takes[copies], of[copies] = source, source
    return takes, of
