"""A plan at a glance, in milliseconds: how many seats a centre's means allow at most, and what of demand they reach.

Classes are not put into months and graduates not into jobs, and a class may be run in part: the whole plan (``plan``)
never has more seats than this. It is for somebody who is still writing down what the centre has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from matcher.coded import Coded
from matcher.curriculum.mix import inside_catchment, open_to_graduates
from matcher.curriculum.offers import Offered, offered
from matcher.curriculum.problem import MAX_OFFERS, Limit
from matcher.curriculum.wanted import Wanted
from matcher.market.served import Market
from matcher.market.suppression import THRESHOLD
from matcher.training.centres import TrainingCentre
from matcher.vocabulary import Vocabulary

_FULL = 1e-6
"""Share of a limit that may be left where it counts as used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a centre's means allow.

    Attributes:
        courses: Courses that the centre can give.
        catalogue: Courses that there are.
        seats: Participants in all months at most.
        cost_idr: What as many cost, rupiah.
        budget_idr: Of all calendar years of the plan.
        used_up: Ids and labels of the limits that keep it from being more, the budget among them.
        openings: Places of work in the catchment that a graduate could apply to; None under ``THRESHOLD``.
        covered: Share of them that is of an occupation which a course leads to; None likewise.
    """

    courses: int
    catalogue: int
    seats: int
    cost_idr: float
    budget_idr: float
    used_up: tuple[Limit, ...]
    openings: int | None
    covered: float | None


def glance(
    market: Market, courses: Iterable[Coded], centre: TrainingCentre, wanted: Wanted, vocabulary: Vocabulary
) -> Glance:
    """A plan at a glance.

    Args:
        market: Stored postings.
        courses: The catalogue of courses.
        centre: Who gives them.
        wanted: Months and assumptions; promises do not count here.
        vocabulary: Of the market.
    """
    catalogue = tuple(courses)
    last = wanted.first.month - 1 + wanted.months - 1
    years = range(wanted.first.year, wanted.first.year + last // 12 + 1)
    own = offered(catalogue, centre, years, wanted.assumptions, wanted.courses)
    seats, cost, used_up = _most(own, wanted.months)
    units = {unit for course in own.courses.values() for unit, _ in course.occupations}
    openings, reached = _openings(market, centre, vocabulary, units)
    is_told = openings >= THRESHOLD
    return Glance(
        courses=len(own.courses),
        catalogue=len(catalogue),
        seats=seats,
        cost_idr=cost,
        budget_idr=float(centre.budget_idr_year) * len(years),
        used_up=used_up,
        openings=openings if is_told else None,
        covered=reached / openings if is_told else None,
    )


def _most(own: Offered, months: int) -> tuple[int, float, tuple[Limit, ...]]:
    """Seats at most, their cost, and the limits that are used up by them: a linear program over whole spans."""
    offers = own.offers[:MAX_OFFERS]
    if not offers:
        return 0, 0.0, ()
    rows = [[limit.need.get(offer.key, 0.0) * _months(limit, offer.months) for offer in offers] for limit in own.limits]
    amounts = [limit.amount * (1 if limit.kind == "budget" else months) for limit in own.limits]
    # The budgets of all years are one: no class is put into a year here.
    budgets = [at for at, limit in enumerate(own.limits) if limit.kind == "budget"]
    kept = [at for at in range(len(own.limits)) if at not in budgets[1:]]
    if budgets:
        amounts[budgets[0]] = sum(amounts[at] for at in budgets)
    need, most = np.array([rows[at] for at in kept]), np.array([amounts[at] for at in kept])
    seats = np.array([float(offer.seats) for offer in offers])
    cost = np.array([offer.cost_idr for offer in offers])
    # Of equally many seats the cheaper ones: a rupiah weighs too little to give up a seat for.
    little = 1e-6 / max(float(cost.max()), 1.0)
    found = linprog(-seats + little * cost, A_ub=need, b_ub=most, bounds=[(0, offer.most) for offer in offers])
    if found.status != 0:
        return 0, 0.0, ()
    used = need @ found.x
    is_full = most - used <= _FULL * np.maximum(most, 1.0)
    full = [own.limits[at] for at, is_used in zip(kept, is_full, strict=True) if is_used]
    return int(seats @ found.x + 1e-6), float(cost @ found.x), tuple(full)


def _months(limit: Limit, months: int) -> int:
    """How often a class needs what it needs: a bed in each of its months, all else once."""
    return months if limit.kind == "beds" else 1


def _openings(market: Market, centre: TrainingCentre, vocabulary: Vocabulary, units: set[str]) -> tuple[int, int]:
    """Places of work in the catchment that are open to graduates, and those of some unit groups."""
    rows = market.postings
    inside = inside_catchment(market, centre, vocabulary) & open_to_graduates(market)
    wanted = np.where(rows.openings > 0, rows.openings, 1)
    names = [*(code in units for code in market.axes.units), False]
    return int(wanted[inside].sum()), int(wanted[inside & np.array(names)[rows.units]].sum())
