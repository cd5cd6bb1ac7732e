"""Bring what a centre can give and what is wanted together: the problem of a plan, and its most promising courses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from matcher.coded import Coded
from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.curves import placed, window
from matcher.curriculum.needs import Needs
from matcher.curriculum.offers import Offered
from matcher.curriculum.problem import ClassOffer, Jobs, PlanProblem
from matcher.curriculum.wanted import Wanted
from matcher.training.centres import TrainingCentre

MOST_COURSES = 40
"""Courses that a plan chooses from where nobody named them."""


def other_graduates(courses: Iterable[Coded], centre: TrainingCentre, assumptions: Assumptions) -> dict[str, float]:
    """Graduates of other centres of the province in a quarter, by unit group: each of their courses once a year."""
    found: dict[str, float] = {}
    for course in courses:
        terms = course.terms
        near = any(code[:2] == centre.province for code in course.region_codes)
        if terms is None or not terms.seats or not near or terms.provider == centre.name:
            continue
        weights = sum(weight for _, weight in course.occupations)
        for unit, weight in course.occupations:
            graduates = terms.seats * assumptions.completion * weight / weights / 4
            found[unit] = found.get(unit, 0.0) + graduates
    return found


def problem_of(own: Offered, needs: Needs, wanted: Wanted) -> PlanProblem:
    """The problem with every course that the centre can give.

    Args:
        own: What it can give.
        needs: What is wanted.
        wanted: Months, promises, assumptions.
    """
    jobs = {one.jobs.unit: one.jobs for one in needs.occupations}
    offers = tuple(_looking(offer, own.courses[offer.key], jobs, wanted) for offer in own.offers)
    record = _record(offers, jobs, wanted.assumptions)
    return PlanProblem(
        first=wanted.first,
        months=wanted.months,
        offers=tuple(replace(offer, record=record * _readiness(offer, wanted.assumptions)) for offer in offers),
        limits=own.limits,
        jobs=tuple(jobs.values()),
        sessions=wanted.sessions,
    )


def _readiness(offer: ClassOffer, assumptions: Assumptions) -> float:
    return min(1.0, offer.jp / assumptions.ready_jp)


def _looking(offer: ClassOffer, course: Coded, jobs: Mapping[str, Jobs], wanted: Wanted) -> ClassOffer:
    """Graduates look where the course leads and where there is work: by the weight of the code times vacancies."""
    pulls = {unit: weight * sum(jobs[unit].vacancies) for unit, weight in course.occupations}
    whole = sum(pulls.values())
    if whole <= 0:
        pulls, whole = dict(course.occupations), sum(weight for _, weight in course.occupations)
    least = wanted.least.get(offer.key, 0)
    return replace(
        offer,
        shares={unit: pull / whole for unit, pull in pulls.items()},
        least=least,
        most=wanted.most.get(offer.key, max(offer.most, least)),
    )


def _record(offers: Sequence[ClassOffer], jobs: Mapping[str, Jobs], assumptions: Assumptions) -> float:
    """Graduates placed for each that the model expects, by the centre's tracing; 1 where nobody was traced.

    The share placed is the mean of Beta(placed + 1, others + 1); no course is thought to place more than all.
    """
    if not assumptions.traced or not offers:
        return 1.0
    chances = [sum(share * _chance(jobs[unit]) for unit, share in offer.shares.items()) for offer in offers]
    mean, best = float(np.mean(chances)), max(chances)
    share = (assumptions.placed + 1) / (assumptions.traced + 2)
    return 1.0 if mean <= 0 else float(min(share / mean, 1 / best))


def _chance(jobs: Jobs) -> float:
    """Chance of the first graduate of the plan."""
    few = np.array(1e-6)
    return float(placed(few, np.array(window(jobs, 0)), np.array(jobs.seekers + jobs.others)) / few)


def narrowed(
    problem: PlanProblem, kept: Collection[str], most: int = MOST_COURSES
) -> tuple[PlanProblem, tuple[str, ...]]:
    """The problem with its most promising courses, and the keys of the others.

    Of each kejuruan the same number, by the chance that its first graduate has, counted as the plan counts; a program
    over hundreds of courses is solved with a gap that hides what one trainer more would bring.

    Args:
        problem: With all courses.
        kept: Keys that stay in any case.
        most: Courses beyond which the others are left out.
    """
    if len(problem.offers) <= most:
        return problem, ()
    jobs = {one.unit: one for one in problem.jobs}
    ranks: dict[str, int] = {}
    ranked = list[tuple[bool, int, str]]()
    for offer in sorted(problem.offers, key=lambda one: (-_promise(one, jobs), one.key)):
        ranks[offer.vocational_field] = ranks.get(offer.vocational_field, 0) + 1
        ranked.append((offer.key not in kept, ranks[offer.vocational_field], offer.key))
    chosen = {key for *_, key in sorted(ranked)[:most]}
    offers = tuple(offer for offer in problem.offers if offer.key in chosen)
    limits = tuple(
        replace(one, need={key: need for key, need in one.need.items() if key in chosen}) for one in problem.limits
    )
    return replace(problem, offers=offers, limits=limits), tuple(sorted(key for *_, key in ranked if key not in chosen))


def _promise(offer: ClassOffer, jobs: Mapping[str, Jobs]) -> float:
    """Placements of the first graduates of a class for each JP of it."""
    chance = sum(share * jobs[unit].worth * _chance(jobs[unit]) for unit, share in offer.shares.items() if unit in jobs)
    return offer.graduates * chance / max(offer.jp, 1)
