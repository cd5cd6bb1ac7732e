"""Whether a plan's problem can be worked with: every fault is named by its place."""

from __future__ import annotations

import math
from collections.abc import Iterable

from matcher.curriculum.problem import (
    LARGEST,
    MAX_CLASSES,
    MAX_MONTHS,
    MAX_OFFERS,
    ClassOffer,
    Jobs,
    PlanProblem,
    tail,
)
from taxonomy.errors import InputError


def check_problem(problem: PlanProblem) -> None:
    """Refuse what cannot be worked with.

    Raises:
        InputError: A number is negative, not finite or too large, a name stands twice, or a class is promised that
            does not fit into the plan; names the place.
    """
    _within(problem.months, 1, MAX_MONTHS, "months")
    _within(len(problem.offers), 0, MAX_OFFERS, "offers")
    _distinct([one.key for one in problem.offers], "offers")
    _distinct([one.id for one in problem.limits], "limits")
    _distinct([one.unit for one in problem.jobs], "jobs")
    for at, offer in enumerate(problem.offers):
        _check_offer(offer, f"offers[{at}]")
    for at, limit in enumerate(problem.limits):
        for name in ("amount", "step"):
            _within(getattr(limit, name), 0, LARGEST, f"limits[{at}].{name}")
        for key, need in limit.need.items():
            _within(need, 0, LARGEST, f"limits[{at}].need[{key}]")
    for at, jobs in enumerate(problem.jobs):
        _check_jobs(jobs, problem.months, f"jobs[{at}]")
    _check_sessions(problem)


def _check_offer(offer: ClassOffer, where: str) -> None:
    _within(offer.jp, 1, 5_000, f"{where}.jp")
    _within(offer.seats, 1, 1_000, f"{where}.seats")
    _within(offer.cost_idr, 0, LARGEST, f"{where}.cost_idr")
    _within(offer.completion, 0, 1, f"{where}.completion")
    _within(offer.record, 0, 100, f"{where}.record")
    _within(offer.least, 0, MAX_CLASSES, f"{where}.least")
    _within(offer.most, 0, MAX_CLASSES, f"{where}.most")
    if offer.least > offer.most:
        raise InputError(wanted=f"at most {offer.most} classes", found=offer.least, where=f"{where}.least")
    for unit, share in offer.shares.items():
        _within(share, 0, 1, f"{where}.shares[{unit}]")
    _within(sum(offer.shares.values()), 0, 1 + 1e-9, f"{where}.shares")


def _check_jobs(jobs: Jobs, months: int, where: str) -> None:
    if len(jobs.vacancies) != months + tail(months):
        wanted = f"{months + tail(months)} months: those of the plan and {tail(months)} after it"
        raise InputError(wanted=wanted, found=len(jobs.vacancies), where=f"{where}.vacancies")
    for at, vacancies in enumerate(jobs.vacancies):
        _within(vacancies, 0, LARGEST, f"{where}.vacancies[{at}]")
    for name, most in (("spread", 5.0), ("seekers", LARGEST), ("others", LARGEST), ("worth", 100.0)):
        _within(getattr(jobs, name), 0, most, f"{where}.{name}")


def _check_sessions(problem: PlanProblem) -> None:
    offers = {offer.key: offer for offer in problem.offers}
    for at, session in enumerate(problem.sessions):
        where = f"sessions[{at}]"
        offer = offers.get(session.course)
        if offer is None:
            raise InputError(wanted="a course of the plan", found=session.course, where=f"{where}.course")
        last = problem.months - offer.months
        if not 0 <= session.month <= last:
            wanted = f"a month from 0 to {last}, so that the class of {offer.months} months ends within the plan"
            raise InputError(wanted=wanted, found=session.month, where=f"{where}.month")
        _within(session.classes, 1, MAX_CLASSES, f"{where}.classes")


def _within(value: float, low: float, high: float, where: str) -> None:
    is_number = isinstance(value, int | float)  # pyright: ignore[reportUnnecessaryIsInstance] -- JSON holds what it likes
    if not (is_number and math.isfinite(value) and low <= value <= high):
        raise InputError(wanted=f"a number from {low:g} to {high:g}", found=value, where=where)


def _distinct(names: Iterable[str], where: str) -> None:
    seen = set[str]()
    for at, name in enumerate(names):
        if name in seen:
            raise InputError(wanted="each once", found=name, where=f"{where}[{at}]")
        seen.add(name)
