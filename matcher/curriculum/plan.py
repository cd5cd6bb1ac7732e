"""The plan of a training centre, step by step: what it can give, what is wanted, the best classes, what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.coded import Coded
from matcher.curriculum.lists import SkillLists, skill_lists
from matcher.curriculum.mix import inside_catchment
from matcher.curriculum.needs import Needs, read_needs
from matcher.curriculum.offers import Offered, offered
from matcher.curriculum.placements import Placements, expect
from matcher.curriculum.posing import narrowed, other_graduates, problem_of
from matcher.curriculum.problem import MAX_MONTHS, MAX_OFFERS
from matcher.curriculum.programme import SECONDS, Program, Solution, program_of, solve
from matcher.curriculum.relaxing import Relaxation, explain_conflict
from matcher.curriculum.sensitivity import Gain, Held, gains, held_over
from matcher.curriculum.wanted import Wanted
from matcher.market.served import Market
from matcher.training.centres import TrainingCentre
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.skills import Skills


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """A plan with all that it rests on.

    Attributes:
        centre: Whose plan.
        wanted: What was asked for.
        offered: What the centre can give.
        needs: What the market wants.
        program: The problem as it was solved.
        solution: The classes; None where no plan keeps all limits and promises.
        placements: What they are expected to bring; None likewise.
        conflict: What stands against each other where there is no plan.
        gains: What more of a limit would bring.
        held: Which courses hold if demand turns out else.
        skills: Skills that the plan's courses do not teach, or teach and hardly anybody asks for.
    """

    centre: TrainingCentre
    wanted: Wanted
    offered: Offered
    needs: Needs
    program: Program
    solution: Solution | None
    placements: Placements | None
    conflict: tuple[Relaxation, ...]
    gains: tuple[Gain, ...]
    held: tuple[Held, ...]
    skills: SkillLists


def make_plan(
    market: Market,
    courses: Iterable[Coded],
    centre: TrainingCentre,
    wanted: Wanted,
    vocabulary: Vocabulary,
    skills: Skills,
) -> Plan:
    """Plan the classes of a centre.

    Args:
        market: Stored postings and seekers.
        courses: The catalogue of courses.
        centre: Who gives them.
        wanted: Months, promises, assumptions.
        vocabulary: Of the market.
        skills: The taxonomy.

    Raises:
        InputError: A number is out of range, a promise does not fit into the plan, or the months are too far away.
        UnknownIdError: A course that the catalogue does not have.
    """
    _check(wanted)
    catalogue = tuple(courses)
    _check_known(wanted, catalogue)
    own = offered(catalogue, centre, _years(wanted), wanted.assumptions, wanted.courses)
    _check_given(wanted, own)
    units = [unit for course in own.courses.values() for unit, _ in course.occupations]
    others = other_graduates(catalogue, centre, wanted.assumptions)
    needs = read_needs(market, centre, vocabulary, units, wanted.first, wanted.months, others, by_pay=wanted.by_pay)
    promised = {*wanted.courses, *wanted.least, *(one.course for one in wanted.sessions)}
    problem, others_left = narrowed(problem_of(own, needs, wanted), promised)
    program = program_of(problem)
    solution = solve(program, seconds=SECONDS)
    named = {one.course for one in solution.classes} if solution and solution.classes else set(own.courses)
    chosen = [course for key, course in own.courses.items() if key in named]
    inside = inside_catchment(market, centre, vocabulary)
    return Plan(
        centre=centre,
        wanted=wanted,
        offered=own.without(others_left),
        needs=needs,
        program=program,
        solution=solution,
        placements=expect(program, solution.classes) if solution else None,
        conflict=() if solution else explain_conflict(program.problem),
        gains=gains(program, solution) if solution and wanted.with_gains else (),
        held=held_over(program.problem, wanted.scenarios) if solution else (),
        skills=skill_lists(market, inside, {unit for one in chosen for unit, _ in one.occupations}, chosen, skills),
    )


def _check(wanted: Wanted) -> None:
    if not 1 <= wanted.months <= MAX_MONTHS:
        raise InputError(wanted=f"1 to {MAX_MONTHS} months", found=wanted.months, where="months")
    if wanted.first.day != 1:
        raise InputError(wanted="the first day of a month", found=str(wanted.first), where="first")


def _check_known(wanted: Wanted, catalogue: Sequence[Coded]) -> None:
    known = {course.key for course in catalogue}
    for where, keys in (("courses", wanted.courses), ("least", wanted.least), ("most", wanted.most)):
        for key in keys:
            if key not in known:
                raise UnknownIdError(wanted="the id of a course that is coded and indexed", found=key, where=where)


def _check_given(wanted: Wanted, own: Offered) -> None:
    """A promise of a course that the centre cannot give is refused, with the reason; so are too many courses."""
    why = {key: reason for reason, keys in own.left_out.items() for key in keys}
    for where, keys in (("least", wanted.least), ("sessions", [one.course for one in wanted.sessions])):
        for key in keys:
            if key not in own.courses:
                reason = why.get(key, "not among the courses chosen")
                raise InputError(wanted="a course that the centre can give", found=f"{key}: {reason}", where=where)
    if len(own.offers) > MAX_OFFERS:
        wanted_text = f"at most {MAX_OFFERS} courses; choose some"
        raise InputError(wanted=wanted_text, found=len(own.offers), where="courses")


def _years(wanted: Wanted) -> range:
    last = wanted.first.month - 1 + wanted.months - 1
    return range(wanted.first.year, wanted.first.year + last // 12 + 1)
