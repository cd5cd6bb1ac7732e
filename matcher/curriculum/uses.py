"""What each possible class start uses up, as sparse rows: the constraints of a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matcher.curriculum.problem import ClassOffer, Limit, PlanProblem, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Every course and month that a class can begin in, as columns.

    Attributes:
        offers: Row of the offer of each column.
        months: Month of each column.
    """

    offers: tuple[int, ...]
    months: tuple[int, ...]

    def __len__(self) -> int:
        """Number of columns."""
        return len(self.offers)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimitRows:
    """One limit as rows over the columns of ``Starts``.

    Attributes:
        limit: The limit.
        used: What one class uses in each month (of a budget: in its year); shape ``(rows, columns)``.
        amounts: What is there; shape ``(rows,)``.
    """

    limit: Limit
    used: csr_array
    amounts: Values


def starts_of(problem: PlanProblem) -> Starts:
    """All columns, by offer and month."""
    pairs = [(row, month) for row, offer in enumerate(problem.offers) for month in problem.starts(offer)]
    return Starts(offers=tuple(row for row, _ in pairs), months=tuple(month for _, month in pairs))


def limit_rows(problem: PlanProblem, starts: Starts, limit: Limit) -> LimitRows:
    """A limit as rows; a month in which nothing can use it has a row of zeros."""
    rows, columns, values = list[int](), list[int](), list[float]()
    for column, (row, month) in enumerate(zip(starts.offers, starts.months, strict=True)):
        offer = problem.offers[row]
        need = limit.need.get(offer.key, 0.0)
        if need <= 0:
            continue
        for at, value in _parts(problem, limit, offer, month, need):
            rows.append(at)
            columns.append(column)
            values.append(value)
    count = 1 if limit.kind == "budget" else problem.months
    used = csr_array((values, (rows, columns)), shape=(count, len(starts)))
    return LimitRows(limit=limit, used=used, amounts=np.full(count, limit.amount, dtype=np.float64))


def _parts(problem: PlanProblem, limit: Limit, offer: ClassOffer, month: int, need: float) -> list[tuple[int, float]]:
    """Row and amount of what one class uses."""
    if limit.kind == "budget":
        return [(0, need)] if problem.month_of(month).year == limit.year else []
    if limit.kind == "beds":
        return [(month + at, need) for at in range(offer.months)]
    return [(month + at, float(need * part)) for at, part in enumerate(offer.spread)]


def most_classes(problem: PlanProblem, starts: Starts, limits: list[LimitRows]) -> Values:
    """Classes that each column could have at most if it stood alone; shape ``(columns,)``, whole numbers."""
    most = np.array([problem.offers[row].most for row in starts.offers], dtype=np.float64)
    for one in limits:
        used = one.used.tocoo()
        room = np.floor(one.amounts[used.row] / used.data + 1e-9)
        np.minimum.at(most, used.col, room)
    return most
