"""Ratios of rates, their intervals and tests, against values from elsewhere and slow obvious ways."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import binom, fisher_exact, ttest_ind

from matcher.audit_rates import (
    Figure,
    Values,
    holm,
    mean_figures,
    mean_ratio_interval,
    ratio_interval,
    share_figures,
    welch_p,
)


def flags(hits: int, n: int) -> np.ndarray:
    return np.arange(n) < hits


def slow_statistic(ratio: float, hits: int, n: int, other_hits: int, other_n: int) -> float:
    """The score statistic with the restricted shares found by search, not by formula."""

    def unlikely(other: float) -> float:
        return -float(binom.logpmf(hits, n, ratio * other) + binom.logpmf(other_hits, other_n, other))

    most = min(1.0, 1.0 / ratio)
    other = float(minimize_scalar(unlikely, bounds=(0.0, most), method="bounded", options={"xatol": 1e-12}).x)
    share = ratio * other
    spread = share * (1 - share) / n + ratio**2 * other * (1 - other) / other_n
    return (hits / n - ratio * other_hits / other_n) ** 2 / spread


def test_the_interval_is_that_of_koopmans_own_example() -> None:
    assert ratio_interval(36, 40, 16, 80) == pytest.approx((2.94, 7.15), abs=0.005)


@pytest.mark.parametrize("counts", [(36, 40, 16, 80), (3, 12, 9, 30), (1, 50, 20, 60), (7, 10, 2, 10)])
def test_at_both_ends_the_statistic_found_by_search_is_the_critical_one(counts: tuple[int, int, int, int]) -> None:
    for end in ratio_interval(*counts):
        assert slow_statistic(end, *counts) == pytest.approx(3.841459, abs=1e-3)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_an_interval_holds_its_ratio_and_turns_over_with_it(n: int, m: int, data: st.DataObject) -> None:
    hits, others = data.draw(st.integers(1, n)), data.draw(st.integers(1, m))
    low, high = ratio_interval(hits, n, others, m)
    assert 0 < low < (hits / n) / (others / m) * (1 + 1e-9)
    assert high > (hits / n) / (others / m) * (1 - 1e-9)
    turned = ratio_interval(others, m, hits, n)
    assert (1 / turned[1], 1 / turned[0]) == pytest.approx((low, high), rel=1e-6)


@given(st.integers(1, 3_000), st.integers(1, 3_000), st.data())
def test_a_group_without_hits_has_an_interval_from_0(n: int, m: int, data: st.DataObject) -> None:
    others = data.draw(st.integers(1, m))
    low, high = ratio_interval(0, n, others, m)
    assert low == 0
    assert high > 0.5 / n / (others / m)


@pytest.mark.parametrize(("share", "other", "n", "m"), [(0.3, 0.5, 20, 40), (0.1, 0.12, 60, 200), (0.9, 0.95, 15, 50)])
def test_19_of_20_intervals_hold_the_true_ratio(share: float, other: float, n: int, m: int) -> None:
    held = 0.0
    for hits, others in product(range(n + 1), range(1, m + 1)):
        chance = binom.pmf(hits, n, share) * binom.pmf(others, m, other)
        if chance > 1e-7:
            low, high = ratio_interval(hits, n, others, m)
            held += chance * (low <= share / other <= high)
    assert 0.93 < held < 0.98


def test_rates_are_held_against_the_highest() -> None:
    low, high, none = share_figures([flags(20, 100), flags(30, 50), flags(0, 40)], [True] * 3)
    assert high == Figure(rate=0.6, ratio=1.0, low=None, high=None, p=high.p)
    assert low.rate == 0.2
    assert low.ratio == pytest.approx(1 / 3)
    assert (low.low, low.high) == pytest.approx(ratio_interval(20, 100, 30, 50))
    assert none.ratio == none.low == 0
    assert low.is_adverse
    assert none.is_adverse
    assert not high.is_adverse


def test_few_people_below_four_fifths_are_below_and_not_adverse() -> None:
    few, _ = share_figures([flags(3, 10), flags(5, 10)], [True, True])
    assert few.is_below
    assert few.p == pytest.approx(0.6499, abs=1e-4)
    assert not few.is_adverse


def test_a_ratio_of_just_four_fifths_is_not_below() -> None:
    exact, _ = share_figures([flags(400, 1000), flags(500, 1000)], [True, True])
    assert exact.ratio == 0.8
    assert exact.p is not None
    assert exact.p < 0.001
    assert not exact.is_below
    assert not exact.is_adverse


def test_a_small_group_cannot_lead_but_is_held_against_who_does() -> None:
    tiny, large, other = share_figures([flags(9, 10), flags(300, 600), flags(100, 400)], [False, True, True])
    assert tiny.ratio == pytest.approx(1.8)
    assert large.ratio == 1
    assert other.ratio == pytest.approx(0.5)


def test_where_no_group_may_lead_the_highest_does() -> None:
    one, other = share_figures([flags(1, 10), flags(2, 10)], [False, False])
    assert (one.ratio, other.ratio) == (0.5, 1.0)


def test_nobody_selected_gives_no_ratio_and_nothing_to_tell_apart() -> None:
    for figure in share_figures([flags(0, 10), flags(0, 20)], [True, True]):
        assert figure == Figure(rate=0.0, ratio=None, low=None, high=None, p=1.0)
        assert not figure.is_below


def test_one_group_alone_has_nothing_to_be_held_against() -> None:
    assert share_figures([flags(4, 10)], [True]) == [Figure(rate=0.4, ratio=1.0, low=None, high=None, p=None)]
    assert share_figures([], []) == []
    assert mean_figures([], []) == []


def test_from_three_groups_on_each_is_tested_against_all_others_and_corrected() -> None:
    groups = [flags(20, 100), flags(30, 90), flags(45, 80)]
    found = share_figures(groups, [True] * 3)
    plain = [float(fisher_exact([[20, 80], [75, 95]]).pvalue), float(fisher_exact([[30, 60], [65, 115]]).pvalue)]
    plain.append(float(fisher_exact([[45, 35], [50, 140]]).pvalue))
    assert [one.p for one in found] == pytest.approx(holm(plain))


def test_holm_raises_the_smallest_most_and_keeps_their_order() -> None:
    assert holm([0.01, None, 0.04, 0.03]) == pytest.approx([0.03, None, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_agrees_with_its_definition(ps: list[float]) -> None:
    """Rejected at a level when all p up to it, in order, lie below the level over the tests that are left."""
    for p, found in zip(ps, holm(ps), strict=True):
        assert found is not None
        steps = [min(1.0, other * sum(left >= other for left in ps)) for other in ps if other <= p]
        assert found == pytest.approx(max(steps))


def test_means_are_held_against_the_highest() -> None:
    rng = np.random.default_rng(7)
    low, high = rng.exponential(1.0, 400), rng.exponential(2.0, 300)
    first, second = mean_figures([low, high], [True, True])
    assert first.rate == pytest.approx(low.mean())
    assert first.ratio == pytest.approx(low.mean() / high.mean())
    assert (first.low, first.high) == pytest.approx(mean_ratio_interval(low, high))
    assert first.p == second.p == pytest.approx(float(ttest_ind(low, high, equal_var=False).pvalue))
    assert first.is_adverse
    assert second.ratio == 1


def test_19_of_20_intervals_of_means_hold_the_true_ratio() -> None:
    rng = np.random.default_rng(11)

    def drawn(n: int, mean: float) -> Values:
        """As exposure lies: half have none."""
        return np.asarray(np.where(rng.random(n) < 0.5, 0.0, rng.exponential(2 * mean, n)))

    intervals = [mean_ratio_interval(drawn(60, 1.0), drawn(200, 1.25)) for _ in range(1_000)]
    held = [low <= 0.8 <= high for low, high in filter(None, intervals)]
    assert 0.92 < np.mean(held) < 0.98


@pytest.mark.parametrize(
    ("values", "others"), [([0.0, 0.0], [1.0, 2.0]), ([1.0, 2.0], [0.0, 0.0]), ([1.0], [1.0, 2.0]), ([1.0, 2.0], [3.0])]
)
def test_a_mean_of_0_or_a_single_value_has_no_interval(values: list[float], others: list[float]) -> None:
    assert mean_ratio_interval(np.array(values), np.array(others)) is None


def test_what_never_varies_is_sure_of_its_ratio_and_is_not_tested() -> None:
    assert mean_ratio_interval(np.full(3, 2.0), np.full(4, 4.0)) == (0.5, 0.5)
    assert welch_p(np.full(3, 2.0), np.full(4, 4.0)) is None
    assert welch_p(np.array([1.0]), np.array([1.0, 2.0])) is None
