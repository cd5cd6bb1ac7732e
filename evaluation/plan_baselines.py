"""What a plan is held against: every plan tried, the greedy plan, and as many classes of each course."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import cycle, pairwise

import numpy as np

from matcher.curriculum.problem import ClassOffer, Limit, PlanProblem, Values
from matcher.curriculum.programme import CLASS_WORTH, Program

Weigh = Callable[[float, int], float]
"""Gain and column to what a greedy planner goes by."""


Classes = dict[tuple[str, int], int]
"""Classes by course and month."""


def keeps_all(problem: PlanProblem, classes: Classes) -> bool:
    """Whether a plan keeps every limit and promise, counted month by month in plain loops."""
    return keeps_limits(problem, classes) and _keeps_promises(problem, classes)


def keeps_limits(problem: PlanProblem, classes: Classes) -> bool:
    """Whether a plan keeps every limit and no course has more classes than it may."""
    offers = {offer.key: offer for offer in problem.offers}
    for limit in problem.limits:
        if any(used > limit.amount * (1 + 1e-9) for used in _used(problem, limit, offers, classes)):
            return False
    return all(_count(classes, offer.key) <= offer.most for offer in problem.offers)


def _keeps_promises(problem: PlanProblem, classes: Classes) -> bool:
    kept = all(_count(classes, offer.key) >= offer.least for offer in problem.offers)
    return kept and all(classes.get((one.course, one.month), 0) >= one.classes for one in problem.sessions)


def _count(classes: Classes, key: str) -> int:
    return sum(n for (course, _), n in classes.items() if course == key)


def _used(problem: PlanProblem, limit: Limit, offers: dict[str, ClassOffer], classes: Classes) -> Iterator[float]:
    """What is used in each month, or in the year of a budget."""
    if limit.kind == "budget":
        yield sum(
            n * limit.need.get(key, 0.0)
            for (key, month), n in classes.items()
            if problem.month_of(month).year == limit.year
        )
        return
    for month in range(problem.months):
        whole = 0.0
        for (key, begun), n in classes.items():
            offer, at = offers[key], month - begun
            if 0 <= at < offer.months:
                part = 1.0 if limit.kind == "beds" else _part(offer.jp / 40, at)
                whole += n * limit.need.get(key, 0.0) * part
        yield whole


def _part(weeks: float, month: int) -> float:
    """Share of a course's weeks that fall in its month, of 52/12 weeks each."""
    a_month = 52 / 12
    return max(0.0, min(weeks, (month + 1) * a_month) - month * a_month) / weeks


def every_plan(program: Program) -> tuple[float, Values] | None:
    """Worth and classes of the best plan, all of them tried; None where none keeps limits and promises.

    Args:
        program: Of a small problem.
    """
    best: tuple[float, Values] | None = None
    for held in all_plans(program):
        worth = program.worth(held) - CLASS_WORTH * held.sum()
        if best is None or worth > best[0]:
            best = (worth, held)
    return None if best is None else (program.worth(best[1]), best[1])


def all_plans(program: Program) -> Iterator[Values]:
    """Every plan that keeps all, as classes of each column; beyond a plan that breaks a limit nothing is tried."""
    problem = program.problem
    rows = zip(program.starts.offers, program.starts.months, strict=True)
    starts = [(problem.offers[row].key, month) for row, month in rows]

    def longer(counts: list[int]) -> Iterator[Values]:
        classes = dict(zip(starts, counts, strict=False))
        if not keeps_limits(problem, classes):
            return
        if len(counts) == len(starts):
            if _keeps_promises(problem, classes):
                yield np.array(counts, dtype=np.float64)
            return
        for n in range(problem.offers[program.starts.offers[len(counts)]].most + 1):
            yield from longer([*counts, n])

    yield from longer([])


def greedy(program: Program) -> float:
    """Worth of the better of two greedy plans: the class with the largest gain next, or the largest gain a JP."""
    jp = np.array([program.problem.offers[row].jp for row in program.starts.offers], dtype=np.float64)
    return max(_greedy(program, lambda gain, _: gain), _greedy(program, lambda gain, at: gain / float(jp[at])))


def _greedy(program: Program, weigh: Weigh) -> float:
    room, gains = _Room(program), _Gains(program)
    # Gains only fall as classes are added, so one that is still the largest when worked out anew is taken.
    waiting: list[tuple[float, int]] = [(-np.inf, at) for at in range(len(program.starts))]
    while waiting:
        _, at = heapq.heappop(waiting)
        gain = gains.of(at) if room.fits(at) else 0.0
        if gain <= CLASS_WORTH:
            continue
        weighed = -weigh(gain, at)
        if not waiting or weighed <= waiting[0][0]:
            room.take(at)
            gains.take(at)
        heapq.heappush(waiting, (weighed, at))
    return program.worth(room.classes)


class _Gains:
    """What one class more of each column would bring."""

    def __init__(self, program: Program) -> None:
        self._curves = [(program.problem.jobs[job].worth, one) for job, _, one in program.curves]
        columns = program.brought.tocsc()
        starts: list[int] = columns.indptr.tolist()
        self._brought: list[list[tuple[int, float]]] = [
            list(zip(columns.indices[low:high].tolist(), columns.data[low:high].tolist(), strict=True))
            for low, high in pairwise(starts)
        ]
        self._graduates = [0.0] * len(self._curves)

    def of(self, at: int) -> float:
        """Worth of the placements of one class more."""
        whole = 0.0
        for row, more in self._brought[at]:
            worth, one = self._curves[row]
            whole += worth * (one.at(self._graduates[row] + more) - one.at(self._graduates[row]))
        return whole

    def take(self, at: int) -> None:
        """One class more."""
        for row, more in self._brought[at]:
            self._graduates[row] += more


def equal_classes(program: Program) -> float:
    """Worth of a plan that gives every course its turn, each class in the first month where it fits."""
    room = _Room(program)
    of_offer = [np.flatnonzero(np.array(program.starts.offers) == row) for row in range(len(program.problem.offers))]
    stuck = set[int]()
    for row in cycle(range(len(of_offer))):
        if len(stuck) == len(of_offer):
            break
        at = next((one for one in of_offer[row].tolist() if room.fits(one)), None)
        if at is None:
            stuck.add(row)
        else:
            room.take(at)
    return program.worth(room.classes)


class _Room:
    """What is left of every limit, and the classes that were given so far."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._used = np.concatenate([rows.used.toarray() for rows in program.limits])
        self._left = np.concatenate([rows.amounts for rows in program.limits]) * (1 + 1e-9)
        self._most = np.array([program.problem.offers[row].most for row in program.starts.offers])
        self._offers = np.array(program.starts.offers)
        self.classes = np.zeros(len(program.starts))

    def fits(self, at: int) -> bool:
        """Whether one class more can begin there."""
        count = self.classes[self._offers == self._offers[at]].sum()
        return bool(count < self._most[at] and (self._used[:, at] <= self._left).all())

    def take(self, at: int) -> None:
        """One class begins there."""
        self.classes[at] += 1
        self._left = self._left - self._used[:, at]
