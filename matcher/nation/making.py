"""The rows of one shard, as columns of the schema."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matcher.columns import NEVER, UNKNOWN
from matcher.nation import drawing, margins
from matcher.nation.drawing import KKNI, People
from matcher.nation.profiles import Floats, Numbers, load_profiles
from matcher.nation.rates import (
    CLOSES,
    CLOSES_WITHIN_DAYS,
    EMPLOYER_TAIL,
    EMPLOYERS,
    NIGHT,
    OPENINGS_SPREAD,
    PREFERRED,
    RATES,
    RELOCATES,
    REMOTE,
    SENIORITIES,
    SHIFT,
    SIM_A,
    SIM_C,
    STAYS,
    TODAY,
    WORKER_SENIORITIES,
)
from matcher.nation.schema import SCHEMAS, SHARD_ROWS, SOURCE
from matcher.ragged import Ragged
from matcher.records import Kind
from matcher.vocabulary import EMPLOYMENT_TYPES, LICENCES, NO_UNIT
from taxonomy.seniority import MANAGER

_INTERNSHIP = 1 << EMPLOYMENT_TYPES.index("internship")
_CHANGES_TRADE = 0.2
"""Share of workers with a past whose past is a neighbouring unit group, not the one that they seek; chosen."""

Made = dict[str, Any]


def shard_of(kind: Kind, shard: int, rows: int, seed: int) -> pa.Table:
    """Rows of a shard.

    The same for a seed, kind and number of rows, whatever was made before and wherever it is made.

    Args:
        kind: Workers or postings.
        shard: Number of the shard, from 0.
        rows: ``SHARD_ROWS``, or fewer in the last shard.
        seed: Of the nation.
    """
    rng = drawing.generator(seed, kind, shard)
    who = drawing.people(kind, rows, rng)
    made = _common(kind, who, rng)
    made |= _worker(who, rng) if kind is Kind.WORKER else _posting(who, made, rng)
    takes, of = drawing.copied(rows, RATES[kind].copies, rng)
    made = {name: column.take(takes) if isinstance(column, Ragged) else column[takes] for name, column in made.items()}
    first = shard * SHARD_ROWS
    made["copy_of"] = np.where(of < 0, -1, of + first)
    if kind is Kind.POSTING:
        made["closes_on"] = _closing(rows, rng)  # of a copy, too: the same ad is put up again on another day
    made["skills_preferred"] = _preferred(kind, made["skills"], rng)
    keys = pa.array([f"{SOURCE}:{kind.value[0]}{number:09d}" for number in range(first, first + rows)])
    schema = SCHEMAS[kind]
    arrays = [keys if field.name == "key" else _array(made[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _common(kind: Kind, who: People, rng: np.random.Generator) -> Made:
    rates, rows, known = RATES[kind], len(who.unit), load_profiles()
    education, months = drawing.levels(who, rng), drawing.months(who, rng)
    regions, home = drawing.places_of(who, rates, rng)
    # Among the usual pay a beginner stands low; after ten years in the middle. Chosen.
    standing = 0.05 + 0.25 * rng.random(rows) + 0.25 * np.clip(months, 0, 120) / 120
    asked = known.licences[who.unit] * (rng.random(rows) < rates.licence).astype(np.uint64)
    employment = list(rates.employment)
    return {
        **drawing.units_of(who, rates, rng),
        "skills": drawing.skills_of(who, rates, rng),
        "regions": regions,
        "provinces": _bits(regions, known.province_bits, rows),
        "licences": asked,
        "education": education,
        "kkni": KKNI[education],
        "experience": months,
        "pay_low": drawing.pay_of(who, home, standing, rates, rng),
        "employment": np.array(employment, dtype=np.uint8)[drawing.chosen(list(rates.employment.values()), rows, rng)],
        "is_abroad": np.zeros(rows, dtype=bool),
        "is_closed": np.zeros(rows, dtype=bool),
        "closes_on": np.full(rows, NEVER, dtype=np.int32),
        "province": who.province.astype(np.int8),
        "unit": who.unit.astype(np.uint16),
        "school": who.school.astype(np.int8),
        "years": who.years.astype(np.int8),
    }


def _worker(who: People, rng: np.random.Generator) -> Made:
    rows, known = len(who.unit), load_profiles()
    changes = rng.random(rows) < _CHANGES_TRADE
    past = np.where(changes, known.neighbours[who.unit, rng.integers(0, 3, rows)], who.unit)
    has_past = who.years > 0
    moves = drawing.chosen((RELOCATES, STAYS, 1 - RELOCATES - STAYS), rows, rng)
    drives = sum(
        ((rng.random(rows) < share).astype(np.uint64) << np.uint64(LICENCES.index(name)))
        for name, share in (("sim-c", SIM_C), ("sim-a", SIM_A))
    )
    return {
        "worked_in": np.where(has_past, past, NO_UNIT).astype(np.uint16),
        "pay_high": np.full(rows, np.nan),
        "is_remote": np.zeros(rows, dtype=bool),
        "will_relocate": np.array([1, 0, UNKNOWN], dtype=np.int8)[moves],
        "wants_remote": np.full(rows, UNKNOWN, dtype=np.int8),
        "is_internship": np.zeros(rows, dtype=bool),
        "seniority": drawing.chosen(WORKER_SENIORITIES, rows, rng).astype(np.int8),
        "limits": np.zeros(rows, dtype=np.uint8),
        "licences": (known.licences[who.unit] * (has_past & (rng.random(rows) < RATES[Kind.WORKER].licence))) | drives,
    }


def _posting(who: People, made: Made, rng: np.random.Generator) -> Made:
    rows = len(who.unit)
    seniority = drawing.chosen(SENIORITIES, rows, rng)
    manages = (who.major == margins.MAJORS.index("1")) & (rng.random(rows) < 0.5)
    section = drawing.chosen(margins.by_section("postings").tolist(), rows, rng)
    limits = (rng.random(rows) < SHIFT).astype(np.uint8) | ((rng.random(rows) < NIGHT).astype(np.uint8) << np.uint8(1))
    return {
        "worked_in": np.full(rows, NO_UNIT, dtype=np.uint16),
        "pay_high": _most_pay(made["pay_low"], rng),
        "is_internship": (made["employment"] & _INTERNSHIP) > 0,
        "is_remote": rng.random(rows) < REMOTE,
        "will_relocate": np.full(rows, UNKNOWN, dtype=np.int8),
        "wants_remote": np.full(rows, UNKNOWN, dtype=np.int8),
        "seniority": np.where(manages, MANAGER, seniority).astype(np.int8),
        "limits": limits,
        "section": section.astype(np.int8),
        "employer": _employer(section, rng).astype(np.int32),
        "openings": _openings(who.major, rng).astype(np.int32),
    }


def _employer(section: Numbers, rng: np.random.Generator) -> Numbers:
    """An employer of the section, by a power law of the rank: the continuous one, inverted."""
    starts, counts = _employers()
    held = counts[section]
    at = np.floor(held * rng.random(len(section)) ** (1 / (1 - EMPLOYER_TAIL))).astype(np.int64)
    found: Numbers = starts[section] + np.minimum(at, held - 1)
    return found


@lru_cache(maxsize=1)
def _employers() -> tuple[Numbers, Numbers]:
    """First number and number of employers of each section; every section has one."""
    shares = margins.by_section("employers")
    counts = np.maximum(1, np.rint(EMPLOYERS * shares / shares.sum())).astype(np.int64)
    return np.cumsum(counts) - counts, counts


def _openings(major: Numbers, rng: np.random.Generator) -> Numbers:
    means = margins.vacancies_by("occupation", "openings") / margins.vacancies_by("occupation")
    drawn = rng.lognormal(-(OPENINGS_SPREAD**2) / 2, OPENINGS_SPREAD, len(major)) * (means[major] - 0.5)
    return np.maximum(1, np.rint(drawn)).astype(np.int64)


def _closing(rows: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    days = TODAY.toordinal() + rng.integers(1, CLOSES_WITHIN_DAYS + 1, rows)
    return np.where(rng.random(rows) < CLOSES, days, NEVER).astype(np.int32)


def _preferred(kind: Kind, skills: Ragged, rng: np.random.Generator) -> Ragged:
    share = PREFERRED if kind is Kind.POSTING else 0.0
    return Ragged(starts=skills.starts, values=rng.random(len(skills.values)) < share)


def _bits(regions: Ragged, bits: npt.NDArray[np.uint64], rows: int) -> npt.NDArray[np.uint64]:
    found = np.zeros(rows, dtype=np.uint64)
    np.bitwise_or.at(found, regions.owners, bits[regions.values])
    return found


def _array(column: npt.NDArray[Any] | Ragged, kind: pa.DataType) -> pa.Array:
    if isinstance(column, Ragged):
        values = pa.array(column.values, type=kind.value_type)
        return pa.ListArray.from_arrays(pa.array(column.starts.astype(np.int32)), values, type=kind)
    if pa.types.is_fixed_size_list(kind):
        flat = pa.array(np.ascontiguousarray(column).ravel(), type=kind.value_type)
        return pa.FixedSizeListArray.from_arrays(flat, type=kind)
    return pa.array(column, type=kind, from_pandas=False)


def _most_pay(low: Floats, rng: np.random.Generator) -> Floats:
    """Most pay of a posting above its least; a third more in the middle (measured: 1.14, 1.33, 1.67 by deciles)."""
    return np.rint(low * (1.1 + 0.5 * rng.random(len(low))) / 50_000) * 50_000
