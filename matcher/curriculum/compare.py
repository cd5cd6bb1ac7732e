"""Two plans side by side, in the same futures: what the one brings more than the other, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.curriculum.placements import Expected, Placements, expect, expected
from matcher.curriculum.problem import PlanProblem, Session
from matcher.curriculum.programme import Program, columns_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the plans.

    Attributes:
        classes: Classes in all.
        seats: Places for participants.
        cost_idr: Cost to the centre, rupiah.
        placements: What it is expected to bring.
        broken: Limits that it does not keep, as ids.
    """

    classes: int
    seats: int
    cost_idr: float
    placements: Placements
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBeside:
    """Classes of a course in both plans."""

    course: str
    title: str
    first: int
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two plans.

    Attributes:
        first: The one.
        second: The other.
        courses: Courses that either runs, the largest difference first.
        more: Placements that the first brings more than the second.
    """

    first: Side
    second: Side
    courses: tuple[CourseBeside, ...]
    more: Expected


def compare(program: Program, first: Sequence[Session], second: Sequence[Session]) -> Comparison:
    """Two plans of one problem.

    Args:
        program: The problem, whose demand and limits both are held against.
        first: Classes of the one plan.
        second: Of the other.

    Raises:
        InputError: A class that the problem does not know.
    """
    sides = [_side(program, sessions) for sessions in (first, second)]
    more = sides[0].placements.draws - sides[1].placements.draws
    mean = sides[0].placements.total.mean - sides[1].placements.total.mean
    return Comparison(
        first=sides[0], second=sides[1], courses=_courses(program.problem, first, second), more=expected(more, mean)
    )


def _side(program: Program, sessions: Sequence[Session]) -> Side:
    classes = columns_of(program, sessions)
    offers = {offer.key: offer for offer in program.problem.offers}
    kept = {rows.limit.id: (rows.used @ classes <= rows.amounts * (1 + 1e-9) + 1e-9).all() for rows in program.limits}
    return Side(
        classes=sum(session.classes for session in sessions),
        seats=sum(session.classes * offers[session.course].seats for session in sessions),
        cost_idr=float(sum(session.classes * offers[session.course].cost_idr for session in sessions)),
        placements=expect(program, sessions),
        broken=tuple(name for name, is_kept in kept.items() if not is_kept),
    )


def _courses(problem: PlanProblem, first: Sequence[Session], second: Sequence[Session]) -> tuple[CourseBeside, ...]:
    counts: dict[str, list[int]] = {}
    for side, sessions in enumerate((first, second)):
        for session in sessions:
            counts.setdefault(session.course, [0, 0])[side] += session.classes
    titles = {offer.key: offer.title for offer in problem.offers}
    found = [CourseBeside(course=key, title=titles[key], first=a, second=b) for key, (a, b) in counts.items()]
    return tuple(sorted(found, key=lambda one: (-abs(one.first - one.second), one.course)))
