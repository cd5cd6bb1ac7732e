"""What the labour market of a centre wants: demand and supply of each occupation, in numbers with their sources.

The level of demand is official (``level``), its mix over occupations that of the stored postings within the centre's
catchment, drawn towards the mix of all of them; the seekers who compete are official too, tilted by the stored ones
where there are enough. Only here a plan knows of the market.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matcher.curriculum.level import Level, official_level, spread_of
from matcher.curriculum.mix import PRIOR, Mix, catchment
from matcher.curriculum.problem import WINDOW_MONTHS, Jobs, tail
from matcher.market.served import Market
from matcher.training.centres import TrainingCentre
from matcher.vocabulary import Vocabulary
from taxonomy.occupations import load_occupations

LEAST_SEEKERS = 30
"""Stored seekers of a province from which their mix tilts the official number."""

SMALL = 5
"""Fewer seekers than this are withheld."""

_TILT = (1 / 3, 3.0)
_WHAT = (
    "Permintaan adalah lowongan yang diiklankan di Karirhub dan terbuka bagi lulusan (paling tinggi SMA/SMK, "
    "pengalaman paling lama setahun), bukan semua perekrutan; kebutuhan yang tidak diiklankan tidak terhitung."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """What one occupation wants and has within the catchment.

    Attributes:
        jobs: As the plan reckons with it.
        postings: Stored postings.
        open_to: Of these, those that a graduate could apply to (``mix.open_to_graduates``): what demand is made of.
        openings: People that they want; 1 where a posting does not say.
        seekers: Stored seekers of the province; None where fewer than ``SMALL`` but some.
        low80: Vacancies of a month, lower end of the 80 % interval, mean over the months.
        high80: Upper end.
        pay_idr_month: Median of the pay advertised; None where fewer than ``mix.LEAST_PAID`` postings name it.
    """

    jobs: Jobs
    postings: int
    open_to: int
    openings: int
    seekers: int | None
    low80: float
    high80: float
    pay_idr_month: float | None

    @property
    def per_month(self) -> float:
        """Mean vacancies of a month."""
        return float(np.mean(self.jobs.vacancies))

    @property
    def tightness(self) -> float | None:
        """Vacancies of a quarter for each who seeks; None where nobody does."""
        rivals = self.jobs.seekers + self.jobs.others
        return WINDOW_MONTHS * self.per_month / rivals if rivals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a plan reckons with.

    Attributes:
        occupations: By unit group, ascending.
        level: All occupations together, within the catchment.
        catchment_share: Part of the province's postings that lies within the catchment; 1 where it is not told.
        postings: Stored postings within the catchment that the mix rests on.
        as_of: Day on which they stood open.
        include_closed: Whether closed ones are counted too.
        source: Of them.
        notes: What a reader must know, Indonesian.
    """

    occupations: tuple[Occupation, ...]
    level: Level
    catchment_share: float
    postings: int
    as_of: date
    include_closed: bool
    source: str
    notes: tuple[str, ...]


def read_needs(
    market: Market,
    centre: TrainingCentre,
    vocabulary: Vocabulary,
    units: Sequence[str],
    first: date,
    months: int,
    others: Mapping[str, float],
    *,
    by_pay: bool = False,
) -> Needs:
    """Needs of some occupations.

    Args:
        market: Stored postings and seekers.
        centre: Whose catchment counts.
        vocabulary: Of the market.
        units: KBJI unit groups that the centre's courses lead to.
        first: First day of the plan.
        months: Months of the plan.
        others: Unit group to graduates of other centres in a quarter.
        by_pay: Whether a placement is worth what it pays.

    Raises:
        InputError: The plan's months are not after the last official figure, or too far after it.
    """
    inside, share, note = catchment(market, centre, vocabulary)
    level = official_level(centre.province, first, months + tail(months)).scaled(share)
    mix = Mix(market, inside)
    found = tuple(_occupation(unit, market, mix, level, centre, others) for unit in sorted(set(units)))
    return Needs(
        occupations=tuple(_worth(one, mix) for one in found) if by_pay else found,
        level=level,
        catchment_share=share,
        postings=int(inside.sum()),
        as_of=market.stock.as_of,
        include_closed=market.stock.include_closed,
        source=market.stock.source,
        notes=(_WHAT, *level.notes, *note),
    )


def _occupation(
    unit: str, market: Market, mix: Mix, level: Level, centre: TrainingCentre, others: Mapping[str, float]
) -> Occupation:
    at = mix.units[unit]
    share, unsure = mix.share(at)
    spread = float(np.hypot(spread_of(level), unsure))
    vacancies = tuple(share * one for one in level.point)
    mean = float(np.mean(vacancies))
    held = market.stock.counted((centre.province,), unit).seekers
    rivals = level.seekers_per_opening * WINDOW_MONTHS * mean * _tilt(unit, market, centre, share)
    pay = float(mix.pay[at])
    return Occupation(
        jobs=Jobs(
            unit=unit,
            title=load_occupations().get(unit).title,
            vacancies=vacancies,
            spread=spread,
            seekers=rivals,
            others=others.get(unit, 0.0),
        ),
        postings=int(mix.all_near[at]),
        open_to=int(mix.near[at]),
        openings=int(mix.openings[at]),
        seekers=None if 0 < held < SMALL else held,
        low80=mean * float(np.exp(-1.2816 * spread)),
        high80=mean * float(np.exp(1.2816 * spread)),
        pay_idr_month=None if np.isnan(pay) else pay,
    )


def _tilt(unit: str, market: Market, centre: TrainingCentre, share: float) -> float:
    """How many more (over 1) or fewer seekers an occupation has than its share of demand, by the stored ones."""
    whole, own = (
        market.stock.counted((centre.province,)).seekers,
        market.stock.counted((centre.province,), unit).seekers,
    )
    if whole < LEAST_SEEKERS or share <= 0 or 0 < own < SMALL:
        return 1.0
    # Drawn towards the share of demand as the mix of demand is.
    of_seekers = (own + PRIOR * share) / (whole + PRIOR)
    return float(np.clip(of_seekers / share, *_TILT))


def _worth(one: Occupation, mix: Mix) -> Occupation:
    if one.pay_idr_month is None or not mix.usual_pay > 0:
        return one
    return replace(one, jobs=replace(one.jobs, worth=one.pay_idr_month / mix.usual_pay))
