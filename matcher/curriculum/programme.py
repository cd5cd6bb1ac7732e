"""The integer program of a plan: how many classes of each course begin in each month, solved by HiGHS.

Huangfu & Hall 2018, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10. Whole
numbers of classes; limits of each month and year; expected placements of an occupation and quarter as pieces of a
concave curve (``curves``), so that the relaxation fills them in the right order without further whole numbers.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, hstack, vstack

from matcher.curriculum.checking import check_problem
from matcher.curriculum.curves import PIECES, Curve, curve
from matcher.curriculum.problem import PlanProblem, Session, Values
from matcher.curriculum.uses import LimitRows, Starts, limit_rows, most_classes, starts_of
from taxonomy.errors import InputError

GAP = 0.005
"""Relative gap between a plan and the proven bound at which the solver stops."""

SECONDS = 8.0
"""After which the best plan so far is taken, with the gap that is proven by then."""

CLASS_WORTH = 1e-4
"""Placements that a class must bring at least, so that no class is run for nothing."""

_NO_SOLUTION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A plan and what is proven of it.

    Attributes:
        classes: Classes by course and month, ascending; none with 0 classes.
        placements: Worth of the expected placements, by the pieces of the curves.
        bound: No plan of the problem is worth more.
        seconds: That it took.
    """

    classes: tuple[Session, ...]
    placements: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """Share of the bound that the plan may fall short of the best plan; 0 where nothing can be gained."""
        return 0.0 if self.bound <= 1e-9 else max(0.0, (self.bound - self.placements) / self.bound)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """A problem with its columns, rows and curves.

    Attributes:
        problem: The problem.
        starts: The columns.
        limits: The limits as rows.
        curves: Of each occupation and quarter that any class serves.
        brought: Graduates that one class of each column brings to each curve; shape ``(curves, columns)``.
        most: Classes that each column may have; shape ``(columns,)``.
    """

    problem: PlanProblem
    starts: Starts
    limits: tuple[LimitRows, ...]
    curves: tuple[tuple[int, int, Curve], ...]
    brought: csr_array
    most: Values

    def promised(self) -> Values:
        """Classes that each column must have; shape ``(columns,)``."""
        found = np.zeros(len(self.starts))
        columns = {pair: at for at, pair in enumerate(zip(self.starts.offers, self.starts.months, strict=True))}
        rows = {offer.key: row for row, offer in enumerate(self.problem.offers)}
        for session in self.problem.sessions:
            found[columns[rows[session.course], session.month]] += session.classes
        return found

    def of_course(self) -> csr_array:
        """Which columns belong to which offer; shape ``(offers, columns)``."""
        ones, columns = np.ones(len(self.starts)), np.arange(len(self.starts))
        return csr_array((ones, (self.starts.offers, columns)), shape=(len(self.problem.offers), len(self.starts)))

    def worth(self, classes: Values) -> float:
        """Worth of the placements of a plan, by the pieces of the curves.

        Args:
            classes: Of each column; shape ``(columns,)``.
        """
        graduates = self.brought @ classes
        return sum(
            self.problem.jobs[job].worth * one.at(float(people))
            for (job, _, one), people in zip(self.curves, graduates, strict=True)
        )


def program_of(problem: PlanProblem) -> Program:
    """Bring a problem into rows and columns.

    Raises:
        InputError: See ``check_problem``.
    """
    check_problem(problem)
    starts = starts_of(problem)
    limits = tuple(limit_rows(problem, starts, limit) for limit in problem.limits)
    most = most_classes(problem, starts, list(limits))
    served = _served(problem, starts)
    reach: dict[tuple[int, int], float] = {}
    for column, job, quarter, value in served:
        reach[job, quarter] = reach.get((job, quarter), 0.0) + value * max(1.0, float(most[column]))
    at = {pair: row for row, pair in enumerate(sorted(reach))}
    cells = ([at[job, quarter] for _, job, quarter, _ in served], [column for column, *_ in served])
    return Program(
        problem=problem,
        starts=starts,
        limits=limits,
        curves=tuple((job, quarter, curve(problem.jobs[job], quarter, reach[job, quarter])) for job, quarter in at),
        brought=csr_array(([value for *_, value in served], cells), shape=(len(at), len(starts))),
        most=most,
    )


def _served(problem: PlanProblem, starts: Starts) -> list[tuple[int, int, int, float]]:
    """Column, occupation, quarter and graduates of one class."""
    jobs = {job.unit: row for row, job in enumerate(problem.jobs)}
    return [
        (column, jobs[unit], problem.quarter_of(offer, month), offer.graduates * share)
        for column, (row, month) in enumerate(zip(starts.offers, starts.months, strict=True))
        for offer in (problem.offers[row],)
        for unit, share in offer.shares.items()
        if unit in jobs and share > 0
    ]


def solve(program: Program, *, gap: float = GAP, seconds: float = SECONDS) -> Solution | None:
    """The best plan; None where no plan keeps all limits and promises.

    Args:
        program: What to solve.
        gap: Relative gap that is good enough.
        seconds: Time that the solver may take.

    Raises:
        InputError: No plan was found within the time.
    """
    begun = time.perf_counter()
    promised = program.promised()
    if np.any(promised > program.most):
        return None
    if not len(program.starts):
        return (
            None if any(offer.least for offer in program.problem.offers) else _solution(program, promised, 0.0, begun)
        )
    columns, pieces = len(program.starts), len(program.curves) * PIECES
    found = milp(
        np.concatenate([np.full(columns, CLASS_WORTH), -_slopes(program)]),
        integrality=np.concatenate([np.ones(columns), np.zeros(pieces)]),
        bounds=Bounds(np.concatenate([promised, np.zeros(pieces)]), np.concatenate([program.most, _widths(program)])),
        constraints=_constraints(program),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    if found.status == _NO_SOLUTION:
        return None
    if found.x is None:
        wanted = f"a plan within {seconds:g} seconds; ask for fewer months or courses, or give more time"
        raise InputError(wanted=wanted, found="none yet", where="plan")
    assert found.mip_dual_bound is not None  # HiGHS tells a bound with every plan
    classes = np.round(found.x[:columns])
    # The solver's bound is of worth less what classes must bring; that much is added back.
    bound = -float(found.mip_dual_bound) + CLASS_WORTH * float(classes.sum())
    return _solution(program, classes, bound, begun)


def _solution(program: Program, classes: Values, bound: float, begun: float) -> Solution:
    worth = program.worth(classes)
    return Solution(
        classes=sessions_of(program, classes),
        placements=worth,
        bound=max(bound, worth),
        seconds=time.perf_counter() - begun,
    )


def sessions_of(program: Program, classes: Values) -> tuple[Session, ...]:
    """Classes of each column by course and month, none with 0 classes."""
    offers, starts = program.problem.offers, program.starts
    return tuple(
        Session(course=offers[starts.offers[at]].key, month=starts.months[at], classes=int(classes[at]))
        for at in np.flatnonzero(classes > 0.5).tolist()
    )


def columns_of(program: Program, sessions: Sequence[Session]) -> Values:
    """The other way round; shape ``(columns,)``.

    Raises:
        InputError: A class that the problem does not know.
    """
    rows = {offer.key: row for row, offer in enumerate(program.problem.offers)}
    at = {pair: column for column, pair in enumerate(zip(program.starts.offers, program.starts.months, strict=True))}
    found = np.zeros(len(program.starts))
    for number, session in enumerate(sessions):
        column = at.get((rows.get(session.course, -1), session.month))
        if column is None:
            wanted = "a course and month of this plan's problem"
            raise InputError(
                wanted=wanted, found=f"{session.course}, month {session.month}", where=f"classes[{number}]"
            )
        found[column] += session.classes
    return found


def _slopes(program: Program) -> Values:
    """Worth of one more graduate on each piece; shape ``(curves * PIECES,)``."""
    worth = [program.problem.jobs[job].worth * one.slopes for job, _, one in program.curves]
    return np.concatenate([np.zeros(0), *worth])


def _widths(program: Program) -> Values:
    return np.concatenate([np.zeros(0), *(one.widths for *_, one in program.curves)])


def _constraints(program: Program) -> LinearConstraint:
    """Pieces take no more than there are graduates; limits; least and most classes of each course."""
    offers, pieces = program.problem.offers, len(program.curves) * PIECES
    filled = csr_array(np.kron(np.eye(len(program.curves)), np.ones((1, PIECES))))
    link = hstack([-program.brought, filled]) if pieces else csr_array((0, len(program.starts)))
    used = vstack([program.of_course(), *(one.used for one in program.limits)])
    whole = block_array([[link], [hstack([used, csr_array((used.shape[0], pieces))])]])
    amounts = [one.amounts for one in program.limits]
    return LinearConstraint(
        whole.tocsc(),
        np.concatenate(
            [np.full(link.shape[0], -np.inf), [offer.least for offer in offers], *(-np.inf + 0 * a for a in amounts)]
        ),
        np.concatenate([np.zeros(link.shape[0]), [offer.most for offer in offers], *amounts]),
    )
