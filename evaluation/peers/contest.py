"""What a contest is: the same work and the same questions for ours and for each peer, judged by the same rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # a system's process need not load what measures it
    from evaluation.measures import Statistic, Values

OURS = "Sepadan"

PIP = "not installed; pip install 'sepadan[peers]'"

Answer = Callable[[Sequence[Any]], Sequence[Any]]
"""Answers each item that is asked, in order. One that works through another process names it in ``process``."""

Make = Callable[[Any], AbstractContextManager[Answer]]
"""Sets a system up for some work: trains, indexes, chooses its depth. A function of a module: it is sent by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Ours or a peer, in one field.

    Attributes:
        name: As in the table.
        tuned: How it was tuned, and after which page of its own documentation.
        make: Sets it up; None for one that cannot be run.
        needs: Modules that must be there, to the distributions that bring them.
        reason: Why it cannot be run here; empty when it can once its packages are there.
    """

    name: str
    tuned: str
    make: Make | None = None
    needs: Mapping[str, str] = field(default_factory=dict[str, str])
    reason: str = ""

    def absent(self) -> str:
        """Why it cannot be run; empty when it can."""
        if self.reason or self.make is None:
            return self.reason
        missing = [name for module, name in self.needs.items() if find_spec(module) is None]
        return f"{', '.join(missing)}: {PIP}" if missing else ""

    def version(self) -> str:
        """Names and versions of its distributions that are there."""
        found: list[str] = []
        for module, name in self.needs.items():
            if find_spec(module) is not None:
                found.append(f"{name} {metadata.version(name)}")
        return ", ".join(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the benchmark.

    Attributes:
        name: As in the table.
        size: The work and its size, in words.
        work: What each system is set up with; can be sent to a process.
        asked: Items that each is asked.
        systems: Ours first.
        measures: Name to what makes a figure of all answers; the first is what systems are compared by.
        clusters: Cluster of each item, for intervals that draw clusters; None where items are drawn.
        parts: In how many parts the items are asked, for the times; 1 asks for all at once.
        repeats: How often all is asked.
    """

    name: str
    size: str
    work: Any
    asked: Sequence[Any]
    systems: Sequence[System]
    measures: Mapping[str, Callable[[Sequence[Any]], Statistic]]
    clusters: Sequence[str] | None = None
    parts: int = 10
    repeats: int = 1

    def chunks(self) -> Iterator[Sequence[Any]]:
        """The items in the parts they are asked in, all of them ``repeats`` times."""
        bounds = np.linspace(0, len(self.asked), min(self.parts, len(self.asked)) + 1).astype(int).tolist()
        for _ in range(self.repeats):
            yield from (self.asked[start:end] for start, end in pairwise(bounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one system did.

    Attributes:
        system: Which.
        answers: To every item, in order.
        seconds: For each part, in the order of ``Field.chunks``.
        set_up: Seconds until it could be asked.
        memory: Most bytes that it took above those of a process that holds the work alone.
    """

    system: System
    answers: Sequence[Any]
    seconds: Sequence[float]
    set_up: float
    memory: int


def each(one: Callable[[Any], Any]) -> Answer:
    """Answers one item after the other."""
    return lambda asked: [one(item) for item in asked]


def mean_of(judge: Callable[[Sequence[Any]], Values]) -> Callable[[Sequence[Any]], Statistic]:
    """A measure that is the mean of one value for each item.

    Args:
        judge: Answers to values.
    """

    def measure(answers: Sequence[Any]) -> Statistic:
        values = judge(answers)

        def mean(rows: npt.NDArray[np.int64]) -> float:
            return float(values[rows].mean())

        return mean

    return measure
