"""Margins that the nation is fitted to: official figures of Karirhub, and what was counted in real ads.

The official tables are one-way: no two-way table of province, schooling and occupation is bundled. Associations are
therefore those of 7,894 real ads of three boards (Loker.id 2025, JobStreet 2021, MagangHub 2025) whose titles were
coded for this project: counts by unit group, major group, schooling asked for, province and years, in ``tables/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources

import numpy as np

from matcher.nation.fitting import Floats
from taxonomy.industries import load_industries
from taxonomy.labour import NATION, province_years, section_years
from taxonomy.labour_groups import GROUPS, seeker_groups, seeker_years, vacancy_groups
from taxonomy.places import load_gazetteer
from taxonomy.tables import read_table, whole_number

YEARS = (2022, 2023, 2024)
"""Added up: the figures of a single year swing by a factor of ten from group to group."""

SCHOOLS, MAJORS, LENGTHS = GROUPS["education"], GROUPS["occupation"], GROUPS["experience"]

ADS_SOURCE = "counted in real ads of Loker.id (2025), JobStreet (2021) and MagangHub (2025), coded for this project"

_ADS = {
    "unit_ads.tsv": ("code",),
    "major_school_ads.tsv": ("major", "school"),
    "province_major_ads.tsv": ("province", "major"),
    "province_school_ads.tsv": ("province", "school"),
    "major_years_ads.tsv": ("major", "years"),
}


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """Codes of the provinces; the place of one is its bit in the columns."""
    return tuple(region.code for region in load_gazetteer().provinces())


def seekers_by(dimension: str) -> Floats:
    """Seekers by ``education`` or ``experience``, in the order of ``GROUPS``."""
    found = dict.fromkeys(GROUPS[dimension], 0.0)
    for row in seeker_groups():
        if row.dimension == dimension and row.year in YEARS:
            found[row.group] += row.seekers
    return np.array(list(found.values()))


def seekers_by_province() -> Floats:
    """Seekers by province."""
    return _by_province((row.province, row.seekers) for row in seeker_years() if row.year in YEARS)


def vacancies_by(dimension: str, measure: str = "postings") -> Floats:
    """Postings, or ``openings``, by ``occupation``, ``education`` or ``experience`` in the order of ``GROUPS``."""
    found = dict.fromkeys(GROUPS[dimension], 0.0)
    for row in vacancy_groups():
        if row.dimension == dimension and row.year in YEARS:
            found[row.group] += getattr(row, measure)
    return np.array(list(found.values()))


def employers_by_province() -> Floats:
    """Employers that advertised, by province: stands for postings, of which no whole table by province is published."""
    return _by_province((row.province, row.employers) for row in province_years() if row.year in YEARS)


def by_section(measure: str) -> Floats:
    """``postings`` or ``employers`` by KBLI section."""
    sections = load_industries().sections
    found = dict.fromkeys(sections, 0.0)
    for row in section_years():
        if row.year in YEARS:
            found[row.section] += getattr(row, measure) or 0
    return np.array(list(found.values()))


@lru_cache(maxsize=8)
def ads_by(name: str) -> Mapping[tuple[str, ...], int]:
    """A table of counted ads: names of its cell to ads.

    Raises:
        InputError: A line is faulty; names it.
    """
    columns = _ADS[name]
    text = (resources.files("matcher.nation") / "tables" / name).read_text(encoding="utf-8")
    found: dict[tuple[str, ...], int] = {}
    for where, row in read_table(text, name, (*columns, "ads")):
        found[tuple(row[column] for column in columns)] = whole_number(row, "ads", where)
    return found


def ads_table(name: str, rows: Sequence[str], columns: Sequence[str]) -> Floats:
    """A two-way table of counted ads, shape ``(len(rows), len(columns))``."""
    held = ads_by(name)
    return np.array([[held.get((row, column), 0) for column in columns] for row in rows], dtype=np.float64)


def _by_province(counts: Iterable[tuple[str, int]]) -> Floats:
    held = dict.fromkeys(provinces(), 0.0)
    for code, count in counts:
        if code != NATION:
            held[code] += count
    return np.array(list(held.values()))
