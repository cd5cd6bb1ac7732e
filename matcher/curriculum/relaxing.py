"""Why no plan keeps all limits and promises, and what it would take: which limit, and by how much.

A limit gets the same slack in each of its months, as if there were so many more stations, trainers, beds or rupiah; a
promise may be cut by whole classes. The conflict is a minimal set, found by leaving one after the other out (Chinneck
2008, Feasibility and Infeasibility in Optimization, ch. 6): without any one of it the rest can be kept. So only what
stands in it can mend the plan alone, and for each of it the least slack is worked out, as is the least relaxation of
all together, in shares of what is there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from matcher.curriculum.problem import LimitKind, PlanProblem, Values
from matcher.curriculum.programme import Program, program_of

Kind = LimitKind | Literal["least", "session"]

SECONDS = 3.0
"""For each question to the solver; after it the least slack that was found is told as found, not as proven."""

_NEVER = 1e-7
_IMPOSSIBLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A limit or promise of the conflict.

    Attributes:
        id: Of the limit; ``least:COURSE`` or ``session:COURSE:MONTH`` of a promise.
        kind: What it is.
        label: For people.
        amount: What is there or promised.
        alone: What must be added (of a promise: how many classes fewer) if nothing else gives way; None where that
            alone is not enough.
        steps: The same in whole stations, trainers, beds, tenths of the budget, or classes; None likewise.
        together: What must be added where all give way, so that the shares of what is there are least in sum;
            None where no such sum was found in time.
        proven: Whether it is proven that less than ``alone`` is not enough.
    """

    id: str
    kind: Kind
    label: str
    amount: float
    alone: float | None
    steps: int | None
    together: float | None
    proven: bool

    @property
    def share(self) -> float | None:
        """``alone`` over what is there; None where nothing is there or it is not enough."""
        return None if self.alone is None or self.amount <= 0 else self.alone / self.amount


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """Rows that give way together: ``rows @ x <= right + slack * scale``."""

    id: str
    kind: Kind
    label: str
    amount: float
    step: float
    scale: float
    rows: csr_array
    right: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slack:
    """Least slacks that were found.

    Attributes:
        of: Limit or promise to its slack.
        proven: Whether none are less.
    """

    of: Mapping[str, float]
    proven: bool


def explain_conflict(problem: PlanProblem) -> tuple[Relaxation, ...]:
    """What stands against each other in a problem that has no plan; empty where it has one.

    Args:
        problem: As it was given to the solver.
    """
    program = program_of(_promising(problem))
    groups = _groups(program)
    if not groups or not _is_impossible(program, groups):
        return ()
    conflict = list(groups)
    for group in groups:
        rest = [one for one in conflict if one is not group]
        if rest and _is_impossible(program, rest):
            conflict = rest
    together = _least(program, groups, conflict)
    return tuple(_relaxation(program, groups, one, together) for one in conflict)


def _is_impossible(program: Program, groups: Sequence[_Group]) -> bool:
    return _least(program, groups, ()) is None


def _relaxation(program: Program, groups: Sequence[_Group], group: _Group, together: _Slack | None) -> Relaxation:
    found = _least(program, groups, [group])
    slack = None if found is None else found.of.get(group.id)
    return Relaxation(
        id=group.id,
        kind=group.kind,
        label=group.label,
        amount=group.amount,
        alone=slack,
        steps=None if slack is None or group.step <= 0 else math.ceil(slack / group.step - 1e-6),
        together=together.of.get(group.id) if together else None,
        proven=found is None or found.proven,
    )


def _promising(problem: PlanProblem) -> PlanProblem:
    """The courses that something is promised of: whatever else could be run is not in the way."""
    named = {session.course for session in problem.sessions}
    offers = tuple(offer for offer in problem.offers if offer.least or offer.key in named)
    return replace(problem, offers=offers)


def _groups(program: Program) -> list[_Group]:
    """Limits that promised courses use, and the promises."""
    found: list[_Group] = []
    for one in program.limits:
        used = one.used.max() if one.used.nnz else 0.0
        if used > 0:
            limit = one.limit
            found.append(
                _Group(
                    id=limit.id,
                    kind=limit.kind,
                    label=limit.label,
                    amount=float(limit.amount),
                    step=limit.step,
                    scale=float(used),
                    rows=csr_array(one.used / used),
                    right=one.amounts / used,
                )
            )
    return [*found, *_promises(program)]


def _promises(program: Program) -> list[_Group]:
    """Least numbers of classes, turned round: ``-x <= -least + slack``."""
    courses, found = -program.of_course(), list[_Group]()
    for row, offer in enumerate(program.problem.offers):
        if offer.least:
            rows = csr_array(courses[[row], :])
            found.append(_promise(f"least:{offer.key}", "least", offer.title, offer.least, rows))
    for column in np.flatnonzero(program.promised()).tolist():
        offer, month = program.problem.offers[program.starts.offers[column]], program.starts.months[column]
        rows = csr_array(([-1.0], ([0], [column])), shape=(1, len(program.starts)))
        label = f"{offer.title}, {program.problem.month_of(month):%Y-%m}"
        promised = int(program.promised()[column])
        found.append(_promise(f"session:{offer.key}:{month}", "session", label, promised, rows))
    return found


def _promise(name: str, kind: Kind, label: str, classes: int, rows: csr_array) -> _Group:
    right = np.array([-float(classes)])
    return _Group(id=name, kind=kind, label=label, amount=classes, step=1.0, scale=1.0, rows=rows, right=right)


def _least(program: Program, groups: Sequence[_Group], free: Sequence[_Group]) -> _Slack | None:
    """Least slacks of some groups, in shares of what is there, that all can be kept with; None where none are enough.

    Args:
        program: Of the promised courses.
        groups: That must be kept.
        free: Of these, those that may give way.
    """
    columns, rows = len(program.starts), vstack([group.rows for group in groups])
    most = np.array([np.inf if group in free else 0.0 for group in groups])
    found = milp(
        np.concatenate([np.zeros(columns), [_price(group) for group in groups]]),
        integrality=np.concatenate([np.ones(columns), [group.kind in {"least", "session"} for group in groups]]),
        bounds=Bounds(np.zeros(columns + len(groups)), np.concatenate([_most(program), most])),
        constraints=LinearConstraint(
            hstack([rows, _slack_columns(groups)]).tocsc(), -np.inf, np.concatenate([one.right for one in groups])
        ),
        options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
    )
    if found.status == _IMPOSSIBLE:
        return None
    if found.x is None:
        return _Slack(of={}, proven=False)
    held = dict(zip((group.id for group in groups), found.x[columns:].tolist(), strict=True))
    return _Slack(of={one.id: _clean(held[one.id]) * one.scale for one in free}, proven=found.status == 0)


def _price(group: _Group) -> float:
    """Of one unit of slack: its share of what is there, or of one class's need where nothing is."""
    return group.scale / group.amount if group.amount > 0 else 1.0


def _slack_columns(groups: Sequence[_Group]) -> csr_array:
    """A column a group, -1 in each of its rows."""
    of_row = np.repeat(np.arange(len(groups)), [group.rows.shape[0] for group in groups])
    rows = np.arange(len(of_row))
    return csr_array((-np.ones(len(of_row)), (rows, of_row)), shape=(len(of_row), len(groups)))


def _most(program: Program) -> Values:
    return np.array([program.problem.offers[row].most for row in program.starts.offers], dtype=np.float64)


def _clean(slack: float) -> float:
    return 0.0 if slack < _NEVER else slack
