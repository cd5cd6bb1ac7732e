"""What a batch is expected to bring, beside each worker's own best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.exposure import gini, lost
from matcher.hiring import simulate, usual
from matcher.spread_report import ASSUMES, _ratio, report_of
from matcher.spreading import recommend
from tests.matcher.made_shortlists import crowd, shortlists_of


def test_the_report_says_what_the_same_rounds_say_of_both_ways() -> None:
    found = recommend(crowd(), 5, 0.8)
    report = report_of(found)
    own, lists = (
        replace(one, columns=one.columns[:-1], utilities=one.utilities[:-1]) for one in (found.own, found.lists)
    )
    hired = [simulate(one, found.among.places, usual(5), seed=2026).hired.mean() for one in (own, lists)]
    assert (report.own.matches, report.spread.matches) == pytest.approx(hired, abs=1e-3)
    assert report.gain == pytest.approx(hired[1] / hired[0], abs=1e-3)
    assert report.gain > 1.1
    shown = np.bincount(lists.columns.ravel(), minlength=40)
    assert report.spread.gini_of_exposure == pytest.approx(gini(shown.astype(float)), abs=1e-4)
    assert report.spread.postings_unseen == pytest.approx(np.mean(shown == 0), abs=1e-4)
    assert report.spread.gini_of_exposure < report.own.gini_of_exposure
    assert report.spread.postings_unseen <= report.own.postings_unseen
    assert report.spread.find_job == pytest.approx(report.spread.matches / 59, abs=1e-3)


def test_the_loss_is_told_for_all_for_both_ends_and_for_the_one_who_loses_most() -> None:
    found = recommend(crowd(), 5, 0.8)
    losses = lost(found.lists.totals[:-1], found.own.totals[:-1])
    order = np.argsort(-found.own.totals[:-1], kind="stable")
    told = report_of(found).lost
    assert told.mean == pytest.approx(losses.mean(), abs=1e-4)
    assert told.top_tenth == pytest.approx(losses[order[:5]].mean(), abs=1e-4)
    assert told.bottom_tenth == pytest.approx(losses[order[-5:]].mean(), abs=1e-4)
    assert told.most == pytest.approx(losses.max(), abs=1e-4)
    assert 0 < told.mean <= told.most <= 0.1


def test_at_dial_0_both_ways_are_one_and_nothing_is_lost() -> None:
    report = report_of(recommend(crowd(), 5, 0.0))
    assert report.own == report.spread
    assert (report.gain, report.gain_ci95) == (1.0, (1.0, 1.0))
    assert (report.lost.mean, report.lost.most) == (0.0, 0.0)


def test_the_report_counts_who_and_what_is_in_the_batch() -> None:
    found = crowd()
    report = report_of(recommend(found, 5, 0.8))
    assert (report.workers, report.without_candidate, report.postings, report.k, report.dial) == (60, 1, 40, 5, 0.8)
    assert (report.places, report.places_stated) == (int(found.places.sum()), 40)
    assert report.as_dict()["own"]["matches"] == report.own.matches
    assert report.as_dict()["assumes"] == ASSUMES
    assert "50 rounds" in ASSUMES


def test_where_nobody_has_a_candidate_there_is_no_gain_and_no_loss() -> None:
    report = report_of(recommend(shortlists_of(np.zeros((3, 2))), 2, 0.8))
    assert (report.without_candidate, report.gain, report.gain_ci95) == (3, None, None)
    assert (report.lost.mean, report.lost.top_tenth, report.lost.most) == (0.0, 0.0, 0.0)
    assert (report.own.matches, report.own.find_job, report.own.postings_unseen) == (0.0, 0.0, 1.0)


def test_the_interval_of_the_gain_holds_the_true_ratio_nineteen_times_in_twenty() -> None:
    """Rounds that rise and fall together, as the same crowd makes them: the true ratio is 1.2."""
    rng, held, trials = np.random.default_rng(3), 0, 600
    for _ in range(trials):
        common = rng.standard_normal(50)
        these = 120 + 5 * common + rng.standard_normal(50)
        those = 100 + 4 * common + rng.standard_normal(50)
        ratio = _ratio(these, those)
        assert ratio is not None
        held += ratio[1][0] <= 1.2 <= ratio[1][1]
    assert 0.92 <= held / trials <= 0.97
