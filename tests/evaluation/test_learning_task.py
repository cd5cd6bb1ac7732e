"""Task ``learning``: every figure is there, from the worlds that were asked for, and says what its name says."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from evaluation import learning, learning_trial
from evaluation.learning_trial import Lab, Rival, Trial, events, first_outcomes, trial
from evaluation.simulated_lists import Chance
from evaluation.simulator import EXAMINED
from evaluation.task import Options, Row
from evaluation.task_list import TASKS
from matcher.outcome_log import OutcomeLog
from matcher.position_bias import position_bias

SERVING = np.array([0.4, 0.3, 0.2, 0.1])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few and small worlds."""
    monkeypatch.setattr(learning, "WORLDS", 3)
    monkeypatch.setattr(learning_trial, "_FRESH", 200)
    monkeypatch.setattr(learning_trial, "_LISTS", 400)
    monkeypatch.setattr(learning_trial, "RIVALS", 2)
    weights = SimpleNamespace(as_dict=lambda: dict(zip("abcd", SERVING.tolist(), strict=True)))
    monkeypatch.setattr(learning, "bundled_weights", lambda: weights)


def by_name(rows: tuple[Row, ...]) -> dict[str, Row]:
    found = {row.name: row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.untraced
def test_the_task_reports_every_figure_over_its_worlds(small: None) -> None:
    told = []
    report = learning.run(Options(tell=lambda what, done, total: told.append((done, total))))
    rows = by_name(report.rows)
    assert TASKS["learning"].module == "evaluation.learning"
    assert report.task == "learning"
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert next(iter(rows)) == "regret after 20,000 outcomes over un-learnt"
    for name in (
        *(
            f"regret after {count} outcomes over un-learnt{how}"
            for count in ("1,000", "5,000", "20,000")
            for how in ("", ", no correction", ", true examination")
        ),
        "regret over un-learnt, nothing left to chance",
        "regret over un-learnt, the top is trusted (model broken)",
        "regret over un-learnt, against who knows every pair",
        "SNIPS error against the true value, item-position",
        "SNIPS error against the true value, position-based",
        "shift by the planted bias less that by another log",
        "shift of weights in all: a trait opened 40% less, correlates with place",
        "shift of weights in all: another log",
        "correlation of the trait with the place",
        "calibration error of the bare score",
        "calibration error of the true chance",
        "relative error of examination, regression, 20,000 outcomes",
    ):
        low, high = rows[name].ci95 or (np.nan, np.nan)
        assert rows[name].n == 3
        assert low <= rows[name].value <= high
    targets = {name: row.target for name, row in rows.items() if row.target is not None}
    assert targets == {
        "regret after 20,000 outcomes over un-learnt": 0.5,
        "SNIPS error against the true value, item-position": 0.1,
        "SNIPS error against the true value, position-based": 0.1,
        **{
            f"gate lets worse weights through, {log}": 0.05
            for log in (
                *(f"position-based, {count} outcomes" for count in ("1,000", "5,000", "20,000")),
                "item-position, 20,000 outcomes",
            )
        },
        "shift by the planted bias less that by another log": 0.0,
        "shift of weights in all: a trait opened 40% less, correlates with place": 0.1,
        "mean shift of the weight that moved most: a trait opened 40% less, correlates with place": 0.02,
        "calibration error of P(shortlisted), cross-fitted, 20,000 outcomes": 0.05,
    }
    gates = [row for name, row in rows.items() if "through, position-based, 1,000" in name]
    assert sum(row.n for row in gates) == 3 * 2


def test_one_seed_is_one_trial(small: None) -> None:
    one, same, other = trial(5, SERVING), trial(5, SERVING), trial(6, SERVING)
    assert one.figures == same.figures
    assert one.rivals == same.rivals
    for name, shift in one.shifts.items():
        np.testing.assert_array_equal(shift, same.shifts[name])
    assert one.figures != other.figures


def invented(regret: float, whole: float, passed: bool, moved: float) -> Trial:
    """A trial whose figures are given."""
    figures = {
        "un-learnt": whole,
        "un-learnt, every pair": 2 * whole,
        "every pair": whole,
        "nothing left to chance": regret,
        "the top is trusted": regret,
        "events": 20_000.0,
        "correlation with place": 0.1,
        **{
            f"{count:,} outcomes{how}": regret
            for count in learning_trial.OUTCOMES
            for how in ("", ", no correction", ", true examination")
        },
    }
    return Trial(
        figures=figures,
        shifts={"correlates with place": np.array([moved, -moved]), "another log": np.array([0.3, -0.3])},
        rivals={"a log": [Rival(worse=True, passed=passed), Rival(worse=False, passed=True)]},
    )


def test_regret_is_all_that_is_lost_over_all_that_was_lost_and_not_a_mean_of_ratios() -> None:
    rows = by_name(tuple(learning._regret_rows([invented(1, 1, False, 0), invented(1, 9, False, 0)])))
    assert rows["regret after 20,000 outcomes over un-learnt"].value == pytest.approx(0.2)
    assert rows["regret over un-learnt, against who knows every pair"].value == pytest.approx(0.5)


def test_shifts_that_go_either_way_cancel_in_the_mean_and_not_in_all() -> None:
    rows = by_name(tuple(learning._bias_rows([invented(1, 1, False, 0.1), invented(1, 1, False, -0.1)])))
    what = "a trait opened 40% less, correlates with place"
    assert rows[f"shift of weights in all: {what}"].value == pytest.approx(0.2)
    assert rows[f"mean shift of the weight that moved most: {what}"].value == pytest.approx(0)
    assert rows["shift by the planted bias less that by another log"].value == pytest.approx(0.2 - 0.6)
    assert rows["mean shift of the weight that moved most: another log"].value == pytest.approx(0.3)


def test_a_gate_is_judged_by_the_worse_weights_that_it_lets_through() -> None:
    trials = [invented(1, 1, passed, 0) for passed in (True, False, False, False)]
    for one in trials:
        one.figures.update({f"learnt passes, {model}": 1.0 for model in ("item-position", "position-based")})  # type: ignore[attr-defined]
    rows = by_name(tuple(learning._gate_rows(trials)))
    worse = rows["gate lets worse weights through, a log"]
    assert (worse.value, worse.n, worse.holds) == (0.25, 4, False)
    assert rows["gate lets better weights through, a log"].value == 1.0
    assert rows["gate lets learnt weights through, item-position"].value == 1.0


def test_a_calibration_that_no_world_had_outcomes_for_has_no_row() -> None:
    rows = by_name(
        tuple(
            learning._other_rows(
                [
                    Trial(
                        figures={
                            "bare score": 0.2,
                            "true chance": 0.03,
                            "examination, regression": 0.1,
                            "examination, harvesting": 0.1,
                            "cross-fitted, 20,000 outcomes": 0.03,
                        },
                        shifts={},
                        rivals={},
                    )
                ]
            )
        )
    )
    assert [name for name in rows if name.startswith("calibration error of P")] == [
        "calibration error of P(shortlisted), cross-fitted, 20,000 outcomes"
    ]


def test_outcomes_are_counted_with_being_shown_and_cut_after_whole_lists() -> None:
    log = Lab(1, SERVING).logged()[1].log
    slow = [10 + int(log.grades[log.lists == number].sum()) for number in range(log.list_count)]
    assert events(log) == sum(slow)
    for count in (1, slow[0], slow[0] + 1, 1_000):
        part: OutcomeLog = first_outcomes(log, count)
        assert sum(slow[: part.list_count - 1]) < count <= sum(slow[: part.list_count])
    assert first_outcomes(log, 10**9).list_count == log.list_count


def test_a_lab_learns_as_the_product_does_unless_told_other_examination() -> None:
    lab = Lab(2, SERVING)
    log = lab.logged()[1].log
    theta = position_bias(log).examination
    np.testing.assert_array_equal(lab.learnt(log), lab.learnt(log, theta))
    assert np.abs(lab.learnt(log, EXAMINED) - lab.learnt(log, np.ones(10))).sum() > 0.05


def test_learning_brings_a_lab_nearer_to_its_truth() -> None:
    lab = Lab(3, SERVING)
    learnt = lab.learnt(lab.logged()[1].log)
    assert lab.value(lab.serving) < lab.value(learnt)
    assert np.abs(learnt - lab.world.truth).sum() < np.abs(lab.serving - lab.world.truth).sum()


def test_where_chance_moved_nothing_examination_is_not_harvested() -> None:
    log = Lab(4, SERVING).logged(Chance(swaps=0.0))[1].log
    assert list(learning_trial._examination(log)) == ["examination, regression"]


def test_too_few_outcomes_leave_out_what_is_calibrated(small: None) -> None:
    lab = Lab(5, SERVING)
    few = first_outcomes(lab.logged()[1].log, 300)
    assert list(learning_trial._calibrated(lab, SERVING, few)) == ["bare score", "true chance"]
