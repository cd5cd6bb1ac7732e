"""Measured points, and the curve that is drawn through those of one quantity.

The points lie in ``points.tsv`` with the command and the day that gave each. How a quantity grows is not guessed from
the points but said here once, by what the code does; the points give the numbers.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

import numpy as np

from indexes.vector_plan import FLAT_BELOW
from taxonomy.errors import InputError

FLAT_VECTOR_BYTES, CODED_VECTOR_BYTES = 1_536, 442
"""Bytes of a vector of 384 in an index below and from ``FLAT_BELOW`` vectors on (``sepadan evaluate speed``)."""


class Quantity(StrEnum):
    """What is measured at several numbers of records."""

    INDEX_BYTES = "index_bytes"
    REPLICA_BYTES = "replica_bytes"
    BUILD_S = "build_s"
    ANSWER_MS = "answer_ms"
    MATCH_MS = "match_ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measurement.

    Attributes:
        quantity: What was measured.
        n: Records that it was measured over, at least 1.
        value: In the unit of the quantity, above 0.
        unit: Told to people.
        day: ISO 8601.
        command: That gave it.
    """

    quantity: Quantity
    n: int
    value: float
    unit: str = ""
    day: str = ""
    command: str = ""


Curve = Callable[[float], float]
"""Records to value."""


def vector_bytes(n: float) -> int:
    """Bytes of one of n vectors in an index."""
    return FLAT_VECTOR_BYTES if n < FLAT_BELOW else CODED_VECTOR_BYTES


def fit(points: Sequence[Point]) -> Curve:
    """The curve through points of one quantity; least squares of relative errors where there are more than two.

    - ``index_bytes``: n (vector + rest); the rest of a row is the same at every n.
    - ``replica_bytes``: a + b n; a is code, encoder and tables.
    - ``build_s``: b n ln n; words and keys are sorted, and lists are as many as the root of n.
    - ``answer_ms``, ``match_ms``: a + b ln n; lists that are probed, and words that are shared, grow slowly.

    Args:
        points: At least two, of one quantity, at different n.

    Raises:
        InputError: They are fewer, or of several quantities.
    """
    if len({point.n for point in points}) < 2 or len({point.quantity for point in points}) != 1:
        wanted = "two points of one quantity, at different numbers of records"
        raise InputError(wanted=wanted, found=f"{len(points)}", where="points")
    quantity = points[0].quantity
    if quantity is Quantity.INDEX_BYTES:
        rest = float(np.mean([point.value / point.n - vector_bytes(point.n) for point in points]))
        return lambda n: n * (vector_bytes(n) + rest)
    if quantity is Quantity.BUILD_S:
        each = float(np.mean([point.value / _n_log_n(point.n) for point in points]))
        return lambda n: each * _n_log_n(n)
    is_logarithmic = quantity in (Quantity.ANSWER_MS, Quantity.MATCH_MS)

    def of(n: float) -> float:
        return math.log(n) if is_logarithmic else n

    weights = np.array([1 / point.value for point in points])
    terms = np.array([[1.0, of(point.n)] for point in points]) * weights[:, None]
    (a, b), *_ = np.linalg.lstsq(terms, np.ones(len(points)), rcond=None)
    least = min(point.value for point in points) / 1_000
    return lambda n: max(least, float(a + b * of(max(1.0, n))))


def _n_log_n(n: float) -> float:
    return n * math.log(max(2.0, n))


def left_out_errors(points: Sequence[Point]) -> list[tuple[Point, float, float]]:
    """Each point with what the others say of it, and the relative error of that, signed.

    Args:
        points: At least three of one quantity.
    """
    found: list[tuple[Point, float, float]] = []
    for point in points:
        told = fit([other for other in points if other is not point])(point.n)
        found.append((point, told, told / point.value - 1))
    return found


def shipped_points() -> list[Point]:
    """The points that ship with the product.

    Raises:
        InputError: A row of the table is faulty.
    """
    table = files("matcher.capacity").joinpath("points.tsv").read_text("utf-8")
    return read_points(table)


def read_points(table: str) -> list[Point]:
    """Points of a table with the columns of ``points.tsv``.

    Raises:
        InputError: A row is faulty; names it.
    """
    found: list[Point] = []
    for at, row in enumerate(csv.DictReader(table.splitlines(), delimiter="\t"), start=2):
        try:
            n, value = int(row["n"]), float(row["value"])
            told = {name: row[name] for name in ("unit", "day", "command")}
            point = Point(quantity=Quantity(row["quantity"]), n=n, value=value, **told)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(wanted="quantity, n, value, unit, day, command", found=error, where=f"row {at}") from error
        if n < 1 or not 0 < value < math.inf:
            raise InputError(wanted="n of at least 1 and a value above 0", found=f"{n}, {value}", where=f"row {at}")
        found.append(point)
    return found


def curves(points: Sequence[Point]) -> dict[Quantity, Curve]:
    """A curve for each quantity.

    Raises:
        InputError: One has fewer than two points.
    """
    return {quantity: fit([point for point in points if point.quantity is quantity]) for quantity in Quantity}
