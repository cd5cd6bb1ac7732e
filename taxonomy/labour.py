"""Official figures of Karirhub, Kemnaker's job portal: vacancies by KBLI section and province, employers by both.

Kemnaker, Karirhub in figures 2022-2024: yearly tables (vacancies by KBLI section; employers by section, by province)
and the monthly series of provincial offices, typed from the transcription of princealvinyusuf/paskerid. What was seen
when they were typed: the sections add up to the published totals of postings and openings in every year, and so do
the provinces of the employers; employers by section add up to a few more than the total, for some stand in several;
the 24 national months add up to the yearly totals, and the major groups of KBJI to those of all three years. The
transcription's own check (openings of a month are never fewer than postings) held for all 420 months. ``Kepri`` of
2023 and ``Kepulauan Riau`` of 2024 are one province and stand under its code here. A posting is one advertised job, an
opening one person wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.industries import load_industries
from taxonomy.provinces import other_names
from taxonomy.regions import bundled_regions
from taxonomy.tables import Row, bundled_table, whole_number
from taxonomy.text import fold

NATION = "00"
"""Stands for all of Indonesia where a province's code would stand."""

SOURCE = "Kemnaker, Karirhub 2022-2024 (typed from princealvinyusuf/paskerid)"

_AMONG_PROVINCES = {"indonesia": NATION, "nasional": NATION, "yogyakarta": "34", "d.i. yogyakarta": "34"}
"""Names that mean something else where any place may stand: Yogyakarta is the city there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionYear:
    """What a section advertised in a year, all provinces.

    Attributes:
        section: Letter of the KBLI section.
        year: Calendar year.
        postings: Jobs advertised; None where the table has no figure.
        openings: People wanted; None where the table has no figure.
        employers: Employers that advertised.
    """

    section: str
    year: int
    postings: int | None
    openings: int | None
    employers: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorYear:
    """What was advertised for a major group of KBJI in a year, all provinces.

    Attributes:
        major: First digit of the KBJI code, 1-9.
        year: Calendar year.
        postings: Jobs advertised.
        openings: People wanted.
    """

    major: str
    year: int
    postings: int
    openings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceYear:
    """Employers of a province that advertised in a year.

    Attributes:
        province: Two digits, or ``NATION``.
        year: Calendar year.
        employers: Their number.
    """

    province: str
    year: int
    employers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceMonth:
    """What a province advertised in a month, all sections.

    Attributes:
        province: Two digits, or ``NATION``.
        year: Calendar year.
        month: 1-12.
        postings: Jobs advertised.
        openings: People wanted.
    """

    province: str
    year: int
    month: int
    postings: int
    openings: int


@lru_cache(maxsize=1)
def section_years() -> tuple[SectionYear, ...]:
    """By section and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    columns = ("section", "year", "postings", "openings", "employers")
    found: list[SectionYear] = []
    for where, row in bundled_table("labour/sections.tsv", columns):
        if row["section"] not in load_industries().sections:
            raise InputError(wanted="a section of KBLI", found=row["section"], where=where)
        figures = {name: whole_number(row, name, where) if row[name] else None for name in columns[2:]}
        found.append(SectionYear(section=row["section"], year=whole_number(row, "year", where), **figures))
    return tuple(found)


@lru_cache(maxsize=1)
def major_years() -> tuple[MajorYear, ...]:
    """By major group of KBJI and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    found: list[MajorYear] = []
    for where, row in bundled_table("labour/majors.tsv", ("major", "year", "postings", "openings")):
        if row["major"] not in set("123456789"):
            raise InputError(wanted="a major group of KBJI, 1 to 9", found=row["major"], where=where)
        figures = {name: whole_number(row, name, where) for name in ("year", "postings", "openings")}
        found.append(MajorYear(major=row["major"], **figures))
    return tuple(found)


@lru_cache(maxsize=1)
def province_years() -> tuple[ProvinceYear, ...]:
    """By province and year.

    Raises:
        InputError: A line is faulty; names it.
    """
    return tuple(
        ProvinceYear(
            province=_province(row, where),
            year=whole_number(row, "year", where),
            employers=whole_number(row, "employers", where),
        )
        for where, row in bundled_table("labour/employers.tsv", ("province", "year", "employers"))
    )


@lru_cache(maxsize=1)
def province_months() -> tuple[ProvinceMonth, ...]:
    """By province, year and month; most provinces have one year only.

    Raises:
        InputError: A line is faulty, or has fewer openings than postings; names it.
    """
    found: list[ProvinceMonth] = []
    for where, row in bundled_table("labour/monthly.tsv", ("province", "year", "month", "postings", "openings")):
        one = ProvinceMonth(
            province=_province(row, where),
            **{name: whole_number(row, name, where) for name in ("year", "month", "postings", "openings")},
        )
        if one.openings < one.postings or not 1 <= one.month <= 12:
            raise InputError(wanted="a month with at least as many openings as postings", found=str(one), where=where)
        found.append(one)
    return tuple(found)


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {
        **{name: code for _, name, code in other_names() if len(code) == len(NATION)},
        **{fold(region.name): region.code for region in bundled_regions() if region.kind == "province"},
        **_AMONG_PROVINCES,
    }


def province_code(text: str) -> str:
    """Code of a province by its code, name or usual short form (``Kepri``); ``NATION`` for ``Indonesia``.

    Raises:
        UnknownIdError: No province.
    """
    names = _codes_by_name()
    found = text.strip() if text.strip() in names.values() else names.get(fold(text.replace("_", " ")))
    if found is None:
        raise UnknownIdError(wanted="a province by code or name", found=text, where="province")
    return found


@lru_cache(maxsize=64)
def province_name(code: str) -> str:
    """Name of a province; ``Indonesia`` for ``NATION``."""
    names = {region.code: region.name for region in bundled_regions() if region.kind == "province"}
    return "Indonesia" if code == NATION else names[code]


def _province(row: Row, where: str) -> str:
    code = row["province"]
    if code not in _codes_by_name().values():
        raise InputError(wanted="a province of two digits, or 00", found=code, where=where)
    return code
