"""Task ``learning``: what weights learnt from outcomes are worth, in simulated worlds whose preferences are known.

There are no real outcomes yet, so nothing here says how job seekers or employers of Indonesia behave: it says that if
they behave as ``evaluation.simulator`` does, weights are found again, values are told rightly, the gate keeps worse
weights out, and a prejudice of those who open does not get into the weights. Where worlds break the model that learning
rests on (trust in the top, a trait that a component stands in for), that has rows of its own.

A world is a seed: hidden weights, workers, chance. Regret is the gain (2^grade - 1) lost a list against the true common
weights, on requests that nothing was learnt from; "every pair" is against who knows every worker's own taste, which no
common weights can reach. Intervals resample worlds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.learning_trial import MOST, OUTCOMES, PLANTED, Trial, trial
from evaluation.measures import bootstrap, bootstrap_mean, wilson
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from matcher.components import Values
from matcher.outcome_log import Numbers
from matcher.weights import bundled_weights

WORLDS = 32
REGRET, ERROR, LET_THROUGH, CALIBRATION = 0.5, 0.1, 0.05, 0.05
SHIFT, MEAN_SHIFT = 0.1, 0.02
"""Bounds on what the planted bias may move: in all, as the sum over weights, and any one weight on average. Two logs
of the same world differ by about 0.3 in all."""


@reported("learning")
def run(options: Options) -> tuple[Row, ...]:
    """Measure; needs no gold and no data.

    Raises:
        InputError: The bundled weights are faulty.
    """
    serving = np.array(list(bundled_weights().as_dict().values()))
    trials: list[Trial] = []
    for seed in range(WORLDS):
        options.tell("learn in worlds", seed, WORLDS)
        trials.append(trial(seed, serving))
    options.tell("learn in worlds", WORLDS, WORLDS)
    return (
        *_regret_rows(trials),
        *_offline_rows(trials),
        *_gate_rows(trials),
        *_bias_rows(trials),
        *_other_rows(trials),
    )


def _column(trials: Sequence[Trial], name: str) -> Values:
    """One figure of each world that has it."""
    return np.array([one.figures[name] for one in trials if name in one.figures])


def _marks(trials: Sequence[Trial], name: str) -> list[bool]:
    """One figure of each world that is 1 or 0."""
    return [bool(value) for value in _column(trials, name)]


def _regret_rows(trials: Sequence[Trial]) -> list[Row]:
    def over(name: str, learnt: str, unlearnt: str = "un-learnt", *, at_most: float | None = None) -> Row:
        left, whole = _column(trials, learnt), _column(trials, unlearnt)
        interval = bootstrap(lambda rows: float(left[rows].sum() / whole[rows].sum()), len(whole))
        return row(name, float(left.sum() / whole.sum()), n=len(whole), ci95=interval, at_most=at_most)

    rows = [over(f"regret after {MOST:,} outcomes over un-learnt", f"{MOST:,} outcomes", at_most=REGRET)]
    for how in ("", ", no correction", ", true examination"):
        for count in OUTCOMES:
            if how or count != MOST:
                rows += [over(f"regret after {count:,} outcomes over un-learnt{how}", f"{count:,} outcomes{how}")]
    return [
        *rows,
        over("regret over un-learnt, nothing left to chance", "nothing left to chance"),
        over("regret over un-learnt, the top is trusted (model broken)", "the top is trusted"),
        over("regret over un-learnt, against who knows every pair", "every pair", "un-learnt, every pair"),
        _mean("recorded events learnt from", _column(trials, "events")),
    ]


def _mean(name: str, values: Values, *, at_most: float | None = None) -> Row:
    return row(name, float(values.mean()), n=len(values), ci95=bootstrap_mean(values), at_most=at_most)


def _share(name: str, true: Sequence[bool], *, at_most: float | None = None) -> Row:
    """As ``share_row``, held against a bound from above."""
    count, n = sum(true), len(true)
    return row(name, count / max(n, 1), n=n, ci95=wilson(count, n), at_most=at_most)


def _offline_rows(trials: Sequence[Trial]) -> list[Row]:
    rows: list[Row] = []
    for model in ("item-position", "position-based"):
        rows += [
            _mean(f"SNIPS error against the true value, {model}", _column(trials, f"SNIPS, {model}"), at_most=ERROR),
            _mean(f"IPS error against the true value, {model}", _column(trials, f"IPS, {model}")),
            _share(f"true value within the 95 % interval, {model}", _marks(trials, f"interval, {model}")),
        ]
    return rows


def _gate_rows(trials: Sequence[Trial]) -> list[Row]:
    rows: list[Row] = []
    for log in trials[0].rivals:
        rivals = [rival for one in trials for rival in one.rivals[log]]
        worse = [rival.passed for rival in rivals if rival.worse]
        rows += [
            _share(f"gate lets worse weights through, {log}", worse, at_most=LET_THROUGH),
            _share(f"gate lets better weights through, {log}", [rival.passed for rival in rivals if not rival.worse]),
        ]
    for model in ("item-position", "position-based"):
        rows.append(_share(f"gate lets learnt weights through, {model}", _marks(trials, f"learnt passes, {model}")))
    return rows


def _bias_rows(trials: Sequence[Trial]) -> list[Row]:
    """Shift of the weights in all (sum over weights of the distance), and of the one that moved most on average."""
    moved = {name: np.stack([one.shifts[name] for one in trials]) for name in trials[0].shifts}
    by_place, chance = moved["correlates with place"], moved["another log"]
    more = np.abs(by_place).sum(axis=1) - np.abs(chance).sum(axis=1)
    rows = [
        _mean("shift by the planted bias less that by another log", more, at_most=0.0),
        _mean("correlation of the trait with the place", _column(trials, "correlation with place")),
    ]
    for name, shifts in moved.items():
        bound = {"correlates with place": SHIFT}.get(name)
        what = name if name == "another log" else f"a trait opened {-PLANTED:.0%} less, {name}"
        rows.append(_mean(f"shift of weights in all: {what}", np.abs(shifts).sum(axis=1), at_most=bound))
        rows.append(_most_moved(f"mean shift of the weight that moved most: {what}", shifts, bound and MEAN_SHIFT))
    return rows


def _most_moved(name: str, shifts: Values, at_most: float | None) -> Row:
    def furthest(rows: Numbers) -> float:
        return float(np.abs(shifts[rows].mean(axis=0)).max())

    n = len(shifts)
    return row(name, furthest(np.arange(n)), n=n, ci95=bootstrap(furthest, n), at_most=at_most)


def _other_rows(trials: Sequence[Trial]) -> list[Row]:
    rows: list[Row] = []
    for count in OUTCOMES[1:]:
        for how in ("cross-fitted", "another log"):
            errors = _column(trials, f"{how}, {count:,} outcomes")
            if len(errors):
                bound = CALIBRATION if how == "cross-fitted" and count == MOST else None
                rows.append(
                    _mean(f"calibration error of P(shortlisted), {how}, {count:,} outcomes", errors, at_most=bound)
                )
    return [
        *rows,
        *(_mean(f"calibration error of the {what}", _column(trials, what)) for what in ("bare score", "true chance")),
        *(
            _mean(f"relative error of examination, {how}, {MOST:,} outcomes", _column(trials, f"examination, {how}"))
            for how in ("regression", "harvesting")
        ),
    ]
