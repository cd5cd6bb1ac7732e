"""The picture of how the time and memory of deduplication grow with the number of postings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from evaluation.benchmark.growth_figure import two_panels


class Measured(Protocol):
    """One market, deduplicated, as ``evaluation.duplicate_scale.Run`` tells it."""

    @property
    def size(self) -> int:
        """Number of postings."""
        ...

    @property
    def seconds(self) -> float:
        """By the clock."""
        ...

    @property
    def processor(self) -> float:
        """Seconds that processors worked."""
        ...

    @property
    def memory_gib(self) -> float:
        """Largest resident memory of the process so far."""
        ...


def plot_duplicate_growth(runs: Sequence[Measured], path: Path) -> None:
    """Draw time and memory against the number of postings as an SVG, axes logarithmic, beside a straight growth.

    Args:
        runs: At least one, ascending by size.
        path: The SVG to be written.

    Raises:
        ModuleNotFoundError: matplotlib is not installed (``pip install 'sepadan[dev]'``).
    """
    sizes, first = [run.size for run in runs], runs[0]
    straight = [first.processor * size / first.size for size in sizes]
    with two_panels(path) as (times, memory):
        times.plot(sizes, [run.seconds for run in runs], "s--", label="by the clock")
        times.plot(sizes, [run.processor for run in runs], "o-", label="of processors")
        times.plot(sizes, straight, ":", label="in proportion")
        times.set(yscale="log", ylabel="seconds", title="Copies found among all postings")
        memory.plot(sizes, [run.memory_gib for run in runs], "o-", label="resident at most")
        memory.set(ylabel="GiB", title="Memory")
