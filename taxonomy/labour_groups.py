"""Official figures of Karirhub by group: seekers by province, education, experience and age; vacancies by occupation.

Kemnaker, Karirhub in figures 2022-2024, typed from the transcription of princealvinyusuf/paskerid as those of
``taxonomy.labour`` are. What was seen when they were typed: men and women of the provinces add up to the nation's in
every year, and so do education, experience and age to the total of seekers, and occupation, education and experience
to the totals of postings and openings that stand in ``taxonomy.labour``. Provinces that were made in 2022 have no
figure before 2023. Seekers are those registered on Karirhub in the year, no stock on a day and not all who seek work;
openings are those advertised there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from taxonomy.errors import InputError
from taxonomy.labour import province_code
from taxonomy.tables import Row, bundled_table, whole_number

UNKNOWN = "unknown"
"""Group of those of whom the table has no information."""

GROUPS = {
    "education": ("SD", "SMP", "SMA", "SMK", "D1-D3", "D4-S3", UNKNOWN),
    "experience": ("none", "0-1", "1-4", "4-7", "7-10", "10+", UNKNOWN),
    "age": ("15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60+"),
    "occupation": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
}
"""Dimension to its groups in order: highest school, with SD for SD and less; years of work; years of age; major groups
of KBJI 2014 (armed forces are not placed by Karirhub)."""


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerYear:
    """Seekers who were registered in a province in a year.

    Attributes:
        province: Two digits, or ``taxonomy.labour.NATION``.
        year: Calendar year.
        men: As the table has it.
        women: As the table has it.
    """

    province: str
    year: int
    men: int
    women: int

    @property
    def seekers(self) -> int:
        """All of them."""
        return self.men + self.women


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerGroup:
    """Seekers of a group in a year, all provinces.

    Attributes:
        dimension: ``education``, ``experience`` or ``age``.
        group: One of ``GROUPS`` of the dimension.
        year: Calendar year.
        seekers: Registered.
    """

    dimension: str
    group: str
    year: int
    seekers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyGroup:
    """What was advertised for a group in a year, all provinces.

    Attributes:
        dimension: ``occupation``, ``education`` or ``experience`` (the least asked for).
        group: One of ``GROUPS`` of the dimension.
        year: Calendar year.
        postings: Jobs advertised.
        openings: People wanted.
    """

    dimension: str
    group: str
    year: int
    postings: int
    openings: int


@lru_cache(maxsize=1)
def seeker_years() -> tuple[SeekerYear, ...]:
    """By province and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    found: list[SeekerYear] = []
    for where, row in bundled_table("labour/seekers.tsv", ("province", "year", "men", "women")):
        figures = {name: whole_number(row, name, where) for name in ("year", "men", "women")}
        found.append(SeekerYear(province=province_code(row["province"]), **figures))
    return tuple(found)


@lru_cache(maxsize=1)
def seeker_groups() -> tuple[SeekerGroup, ...]:
    """By dimension, group and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    return _by_group("labour/seekers_groups.tsv", SeekerGroup, ("year", "seekers"))


@lru_cache(maxsize=1)
def vacancy_groups() -> tuple[VacancyGroup, ...]:
    """By dimension, group and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    return _by_group("labour/vacancies_groups.tsv", VacancyGroup, ("year", "postings", "openings"))


def _by_group(table: str, form: Callable[..., _T], figures: tuple[str, ...]) -> tuple[_T, ...]:
    found: list[_T] = []
    for where, row in bundled_table(table, ("dimension", "group", *figures)):
        dimension, group = _named(row, where)
        told = {name: whole_number(row, name, where) for name in figures}
        found.append(form(dimension=dimension, group=group, **told))
    return tuple(found)


def _named(row: Row, where: str) -> tuple[str, str]:
    if row["group"] not in GROUPS.get(row["dimension"], ()):
        raise InputError(wanted="a dimension and one of its groups", found=str(dict(row)), where=where)
    return row["dimension"], row["group"]
