"""Rows of rankings: every system by every measure, and ours beside the best of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.measures import (
    CONDENSED,
    NDCG,
    PRECISION,
    Judgements,
    Values,
    bootstrap_mean,
    measure_ranking,
    paired_p,
)
from evaluation.rows import row
from evaluation.task import Row

OURS = "Sepadan"

SIGNIFICANCE = 0.01
"""Most that the one-sided p of our lead over the best baseline may be."""

Rankings = Mapping[str, Sequence[str]]
"""Who was sought for to what was found, best first."""


def ranking_rows(
    judgements: Judgements,
    runs: Mapping[str, Rankings],
    targets: Mapping[str, float],
    above: Mapping[str, float],
    prefix: str = "",
) -> list[Row]:
    """Measure systems side by side.

    Args:
        judgements: What is right.
        runs: System to its rankings; ``OURS`` and at least one other.
        targets: Measure to what ours must reach.
        above: Measure to how far ours must lie above the best other.
        prefix: Set before every name.

    Raises:
        InputError: A system ranked for others than the judged ones.
    """
    measured = {name: measure_ranking(judgements, found) for name, found in runs.items()}
    rows = [
        row(
            f"{prefix}{name}: {measure}",
            float(values.mean()),
            n=len(values),
            ci95=bootstrap_mean(values),
            at_least=targets.get(measure) if name == OURS else None,
        )
        for name, by_measure in measured.items()
        for measure, values in by_measure.items()
    ]
    for measure in (NDCG, CONDENSED, PRECISION):
        rows += _beside_the_best(measured, measure, above.get(measure), prefix)
    return rows


def _beside_the_best(
    measured: Mapping[str, Mapping[str, Values]], measure: str, at_least: float | None, prefix: str
) -> list[Row]:
    others = {name: float(values[measure].mean()) for name, values in measured.items() if name != OURS}
    best = max(others, key=lambda name: (others[name], name))
    lead = measured[OURS][measure] - measured[best][measure]
    name = f"{prefix}{OURS} above the best baseline ({best}): {measure}"
    return [
        row(name, float(lead.mean()), n=len(lead), ci95=bootstrap_mean(lead), at_least=at_least),
        row(f"{name}, p", paired_p(lead), n=len(lead), at_most=SIGNIFICANCE),
    ]
