"""Official figures that stand beside those of the stored records, and are never added to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.market.mismatch import ALPHA, dissimilarity, mismatch_index
from matcher.market.tightness import beveridge_points
from taxonomy.labour import NATION
from taxonomy.labour_groups import UNKNOWN, SeekerGroup, VacancyGroup, seeker_groups, seeker_years, vacancy_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSeekers:
    """Seekers registered in a year.

    Attributes:
        province: Two digits, or ``00``.
        year: Calendar year.
        men: As the table has it.
        women: As the table has it.
        seekers: Both.
    """

    province: str
    year: int
    men: int
    women: int
    seekers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialMismatch:
    """Mismatch between openings and seekers by official figures; counts in full, so without an interval.

    Attributes:
        by: ``province`` or ``education``.
        year: Calendar year.
        groups: Groups of which the tables have both sides.
        openings: People wanted in them.
        seekers: Seekers in them.
        alpha: Elasticity of hires to vacancies.
        dissimilarity: Share of seekers in another group than both spreads would have.
        mismatch: Share of hires lost.
    """

    by: str
    year: int
    groups: int
    openings: int
    seekers: int
    alpha: float
    dissimilarity: float
    mismatch: float


def official_seekers(provinces: tuple[str, ...] = ()) -> tuple[OfficialSeekers, ...]:
    """Seekers of some provinces, or of all and the nation."""
    return tuple(
        OfficialSeekers(province=one.province, year=one.year, men=one.men, women=one.women, seekers=one.seekers)
        for one in seeker_years()
        if not provinces or one.province in provinces
    )


def official_groups() -> tuple[SeekerGroup, ...]:
    """Seekers of the nation by education, experience and age."""
    return seeker_groups()


def official_vacancies(kbji: str = "") -> tuple[VacancyGroup, ...]:
    """Vacancies of the nation by major group, those of one occupation alone where a code is given."""
    return tuple(
        one for one in vacancy_groups() if one.dimension == "occupation" and (not kbji or one.group == kbji[0])
    )


def official_mismatch() -> tuple[OfficialMismatch, ...]:
    """Mismatch by province (of those with twelve months of openings) and by education, each year."""
    found: list[OfficialMismatch] = []
    points = beveridge_points()
    for year in sorted({one.year for one in points}):
        own = [one for one in points if one.year == year and one.province != NATION]
        if len(own) > 1:
            found.append(_mismatch("province", year, [o.openings for o in own], [o.seekers for o in own]))
    wanted = {(one.group, one.year): one.openings for one in vacancy_groups() if one.dimension == "education"}
    sought = {(one.group, one.year): one.seekers for one in seeker_groups() if one.dimension == "education"}
    for year in sorted({year for _, year in wanted}):
        groups = sorted(group for group, own in wanted if own == year and group != UNKNOWN)
        found.append(
            _mismatch("education", year, [wanted[one, year] for one in groups], [sought[one, year] for one in groups])
        )
    return tuple(found)


def _mismatch(by: str, year: int, openings: list[int], seekers: list[int]) -> OfficialMismatch:
    v, u = np.array(openings, dtype=np.float64), np.array(seekers, dtype=np.float64)
    return OfficialMismatch(
        by=by,
        year=year,
        groups=len(openings),
        openings=sum(openings),
        seekers=sum(seekers),
        alpha=ALPHA,
        dissimilarity=float(dissimilarity(v, u)),
        mismatch=float(mismatch_index(v, u)),
    )
