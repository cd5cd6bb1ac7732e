"""The frame of a growth plot: two panels over a number of rows, written as an SVG without a date."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@contextmanager
def two_panels(path: Path, of: str = "postings") -> Generator[tuple[Axes, Axes]]:
    """Two panels to draw on; at the end they get axes, grid and legend, and are written.

    Args:
        path: The SVG to be written.
        of: What is counted along both panels.

    Raises:
        ModuleNotFoundError: matplotlib is not installed (``pip install 'sepadan[dev]'``).
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    FigureCanvasSVG(figure)
    left, right = figure.subplots(1, 2)
    yield left, right
    for axes in (left, right):
        axes.set(xscale="log", xlabel=of)
        _label_counts(axes)
        axes.grid(alpha=0.3)
        axes.legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})


def _label_counts(axes: Axes) -> None:
    """Name the counts that were measured, and no others: those between would be written over each other."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    drawn = np.concatenate([np.asarray(line.get_xdata(), dtype=float) for line in axes.get_lines()])
    counts = np.unique(drawn[drawn > 1])  # a line across the whole panel goes from 0 to 1
    axes.set_xticks(counts)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
