"""Small planning problems for tests, all invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.curriculum.problem import ClassOffer, Jobs, Limit, PlanProblem, tail

FIRST = date(2027, 1, 1)


def offer(key: str = "blk:las", **facts: Any) -> ClassOffer:
    """A course of one month that leads to welding."""
    usual = {"title": key, "jp": 160, "seats": 16, "cost_idr": 50e6, "completion": 0.9, "shares": {"7212": 1.0}}
    return ClassOffer(key=key, **{**usual, "most": 6, **facts})


def jobs(unit: str = "7212", months: int = 6, *, a_month: float = 40.0, **facts: Any) -> Jobs:
    """An occupation with as many vacancies in each month."""
    usual = {"title": unit, "vacancies": (a_month,) * (months + tail(months)), "seekers": 150.0}
    return Jobs(unit=unit, **{**usual, **facts})


def budget(offers: tuple[ClassOffer, ...], amount: float, year: int = 2027) -> Limit:
    """Rupiah of a year."""
    need = {one.key: one.cost_idr for one in offers}
    return Limit(
        id=f"budget:{year}", kind="budget", label="anggaran", amount=amount, step=amount / 10, need=need, year=year
    )


def trainers(offers: tuple[ClassOffer, ...], amount: float) -> Limit:
    """JP a month."""
    need = {one.key: float(one.jp) for one in offers}
    return Limit(id="trainers:las", kind="trainers", label="instruktur", amount=amount, step=104.0, need=need)


def problem(months: int = 6, **facts: Any) -> PlanProblem:
    """One course, one occupation, money for three classes."""
    offers = facts.pop("offers", (offer(),))
    usual = {"jobs": (jobs(months=months),), "limits": (budget(offers, 150e6),)}
    return PlanProblem(first=FIRST, months=months, offers=offers, **{**usual, **facts})


def with_amount(made: PlanProblem, limit_id: str, amount: float) -> PlanProblem:
    """The same problem with another amount of one limit."""
    limits = tuple(replace(one, amount=amount) if one.id == limit_id else one for one in made.limits)
    return replace(made, limits=limits)
