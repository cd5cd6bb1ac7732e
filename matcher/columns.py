"""Coded records as columns of numbers: what filters, retrieval and score read of a million records in one go.

Each array has one entry, or one stretch, for each row. They are written as ``.npy`` files and mapped, not read. What
the numbers of skills, unit groups and regions mean is fixed by the tables of ``Vocabulary``; columns that were made
with other tables are refused by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from matcher.ragged import Ragged
from matcher.vocabulary import NO_UNIT, Vocabulary, limit_bits
from taxonomy.education import kkni_level, level_rank

UNKNOWN = -1
"""Of a level, a rank or months."""
NEVER = np.iinfo(np.int32).max
"""Of a closing day: none is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """Occupations of some rows.

    Attributes:
        units: As ``Columns.units``.
        weights: As ``Columns.unit_weights``.
        norms: As ``Columns.unit_norms``.
    """

    units: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.float32]
    norms: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Columns of one kind of record; shape ``(rows,)`` where nothing else is said.

    Attributes:
        units: Unit groups, best first, by number, uint16, shape ``(rows, width)``; ``NO_UNIT`` where fewer.
        unit_weights: Their shares, float32, sum to 1 in a row that is coded; same shape.
        unit_norms: Length of the shares under the similarity of unit groups, float32; 0 when not coded.
        uncertain: The occupation is a guess, bool.
        worked_in: Number of the unit group that a worker's past is surely of, uint16; ``NO_UNIT`` where none is.
        skills: Skills by number, uint16; distinct in a row.
        skills_preferred: For each skill whether it is only preferred, bool.
        licences: Compulsory licences, asked for or held, as bits, uint64.
        regions: Regions by number, int16.
        provinces: Provinces of the regions as bits, uint64.
        is_remote: bool.
        is_abroad: Work outside Indonesia, bool.
        will_relocate: int8: 1, 0, or ``UNKNOWN``.
        wants_remote: Likewise.
        education: Place of the level in ``taxonomy.education.LEVELS``, int8, or ``UNKNOWN``.
        kkni: KKNI level, int8, or ``UNKNOWN``.
        experience: Months, int32, or ``UNKNOWN``.
        pay_low: Rupiah a month, float64; NaN when not known.
        pay_high: Likewise.
        employment: Employment types as bits, uint8; 0 when not said.
        is_internship: bool.
        seniority: Place in ``taxonomy.seniority.LEVELS``, int8.
        closes_on: Proleptic ordinal of the last day, int32, or ``NEVER``.
        is_closed: bool.
        limits: Shift work, night work (asked for, or refused) and access for people with disabilities as bits, uint8;
            bit i is the i-th of ``matcher.vocabulary.LIMITS``.
        sources: Source by its place in ``source_names``, uint16.
        source_names: Names of the sources, ascending.
    """

    units: npt.NDArray[np.uint16]
    unit_weights: npt.NDArray[np.float32]
    unit_norms: npt.NDArray[np.float32]
    uncertain: npt.NDArray[np.bool_]
    worked_in: npt.NDArray[np.uint16]
    skills: Ragged
    skills_preferred: npt.NDArray[np.bool_]
    licences: npt.NDArray[np.uint64]
    regions: Ragged
    provinces: npt.NDArray[np.uint64]
    is_remote: npt.NDArray[np.bool_]
    is_abroad: npt.NDArray[np.bool_]
    will_relocate: npt.NDArray[np.int8]
    wants_remote: npt.NDArray[np.int8]
    education: npt.NDArray[np.int8]
    kkni: npt.NDArray[np.int8]
    experience: npt.NDArray[np.int32]
    pay_low: npt.NDArray[np.float64]
    pay_high: npt.NDArray[np.float64]
    employment: npt.NDArray[np.uint8]
    is_internship: npt.NDArray[np.bool_]
    seniority: npt.NDArray[np.int8]
    closes_on: npt.NDArray[np.int32]
    is_closed: npt.NDArray[np.bool_]
    limits: npt.NDArray[np.uint8]
    sources: npt.NDArray[np.uint16]
    source_names: tuple[str, ...]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.units)

    def occupied(self, rows: npt.NDArray[np.int64]) -> Occupied:
        """The occupations of some rows, in their order."""
        return Occupied(units=self.units[rows], weights=self.unit_weights[rows], norms=self.unit_norms[rows])

    def take(self, rows: npt.NDArray[np.int64]) -> Columns:
        """Some rows, in their order."""
        skills = self.skills.take(rows)
        taken: dict[str, Any] = {name: _taken(getattr(self, name), rows) for name in BY_ROW}
        return Columns(
            **taken,
            skills=skills,
            skills_preferred=self.skills_preferred[self.skills.places(rows)],
            source_names=self.source_names,
        )


def with_skills(columns: Columns, added: Ragged) -> Columns:
    """The same rows with more skills.

    Args:
        columns: Rows.
        added: Skills by number, a stretch for each row.
    """
    ends, counts = columns.skills.starts[1:], np.diff(added.starts)
    places = np.repeat(ends, counts)
    return replace(
        columns,
        skills=Ragged(
            starts=columns.skills.starts + added.starts,
            values=np.insert(columns.skills.values, places, added.values),
        ),
        skills_preferred=np.insert(columns.skills_preferred, places, np.zeros(len(places), dtype=bool)),
    )


BY_ROW = tuple(
    field.name for field in fields(Columns) if field.name not in {"skills", "skills_preferred", "source_names"}
)
"""Columns with one entry or stretch a row that stand for themselves."""


def _taken(column: npt.NDArray[Any] | Ragged, rows: npt.NDArray[np.int64]) -> npt.NDArray[Any] | Ragged:
    return column.take(rows) if isinstance(column, Ragged) else column[rows]


def columns_of(records: Sequence[Coded], vocabulary: Vocabulary) -> Columns:
    """The columns of coded records, same order; skills, regions and licences that the tables lack are passed over."""
    units, weights = _occupations(records, vocabulary)
    skills = [[(s, vocabulary.skills[s.id]) for s in item.skills if s.id in vocabulary.skills] for item in records]
    regions = [[vocabulary.regions[c] for c in item.region_codes if c in vocabulary.regions] for item in records]
    levels = [item.education for item in records]
    owners = [item.key.partition(":")[0] for item in records]
    names = tuple(sorted(set(owners)))
    return Columns(
        units=units,
        unit_weights=weights,
        unit_norms=vocabulary.norms(units, weights),
        uncertain=_flags(item.uncertain for item in records),
        worked_in=np.array([vocabulary.units.get(item.worked_in, NO_UNIT) for item in records], dtype=np.uint16),
        skills=Ragged.of([[number for _, number in found] for found in skills], np.uint16),
        skills_preferred=_flags(skill.relevance == "preferred" for found in skills for skill, _ in found),
        licences=np.array([vocabulary.licence_bits(item) for item in records], dtype=np.uint64),
        regions=Ragged.of(regions, np.int16),
        provinces=np.array([vocabulary.province_bits(item.region_codes) for item in records], dtype=np.uint64),
        is_remote=_flags(item.is_remote for item in records),
        is_abroad=_flags(bool(item.countries) for item in records),
        will_relocate=_answers(item.will_relocate for item in records),
        wants_remote=_answers(item.wants_remote for item in records),
        education=np.array([level_rank(level) if level else UNKNOWN for level in levels], dtype=np.int8),
        kkni=np.array([kkni_level(level) if level else UNKNOWN for level in levels], dtype=np.int8),
        experience=np.array(
            [UNKNOWN if item.experience_months is None else item.experience_months for item in records], dtype=np.int32
        ),
        pay_low=_amounts(item.pay_low for item in records),
        pay_high=_amounts(item.pay_high for item in records),
        employment=np.array([vocabulary.employment_bits(item.employment_types) for item in records], dtype=np.uint8),
        is_internship=_flags(item.is_internship for item in records),
        seniority=np.array([item.seniority for item in records], dtype=np.int8),
        closes_on=np.array([_ordinal(item.closes_on) for item in records], dtype=np.int32),
        is_closed=_flags(item.is_closed for item in records),
        limits=np.array([limit_bits(item) for item in records], dtype=np.uint8),
        sources=np.array([names.index(name) for name in owners], dtype=np.uint16),
        source_names=names,
    )


def _occupations(
    records: Sequence[Coded], vocabulary: Vocabulary
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.float32]]:
    """Unit groups and what each weighs, both of shape ``(records, most groups of one)``."""
    width = max([1, *(len(item.occupations) for item in records)])
    units = np.full((len(records), width), NO_UNIT, dtype=np.uint16)
    weights = np.zeros((len(records), width), dtype=np.float32)
    for row, item in enumerate(records):
        for at, (code, weight) in enumerate(item.occupations):
            units[row, at], weights[row, at] = vocabulary.units[code], weight
    return units, _shares(weights)


def _shares(weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    totals = np.cumsum(weights, axis=1)[:, -1:]  # one after the other, however wide the rows are
    found: npt.NDArray[np.float32] = np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
    return found


def _ordinal(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


def _answers(values: Iterable[bool | None]) -> npt.NDArray[np.int8]:
    return np.array([UNKNOWN if value is None else int(value) for value in values], dtype=np.int8)


def _flags(values: Iterable[bool]) -> npt.NDArray[np.bool_]:
    return np.array(list(values), dtype=bool)


def _amounts(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def joined(parts: Sequence[Columns]) -> Columns:
    """Columns one after the other.

    Args:
        parts: At least one.
    """
    names = tuple(sorted({name for part in parts for name in part.source_names}))
    width = max(part.units.shape[1] for part in parts)
    whole: dict[str, Any] = {
        name: _joined([getattr(part, name) for part in parts])
        for name in (*BY_ROW, "skills", "skills_preferred")
        if name not in {"units", "unit_weights", "sources"}
    }
    renumbered = [np.array([names.index(name) for name in part.source_names], dtype=np.uint16) for part in parts]
    return Columns(
        **whole,
        units=np.concatenate([_widened(part.units, width, NO_UNIT) for part in parts]),
        unit_weights=np.concatenate([_widened(part.unit_weights, width, 0) for part in parts]),
        sources=np.concatenate([new[part.sources] for new, part in zip(renumbered, parts, strict=True)]),
        source_names=names,
    )


def _joined(columns: Sequence[Any]) -> npt.NDArray[Any] | Ragged:
    return Ragged.joined(columns) if isinstance(columns[0], Ragged) else np.concatenate(columns)


def _widened(column: npt.NDArray[Any], width: int, filler: int) -> npt.NDArray[Any]:
    return np.pad(column, ((0, 0), (0, width - column.shape[1])), constant_values=filler)
