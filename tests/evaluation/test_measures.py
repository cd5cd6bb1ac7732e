"""Measures against slow, obvious versions of themselves."""

from __future__ import annotations

from itertools import permutations
from math import log2

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import measures
from evaluation.measures import (
    bootstrap,
    bootstrap_clusters,
    bootstrap_mean,
    calibration_error,
    f1,
    first_right,
    measure_ranking,
    paired_p,
    wilson,
)
from taxonomy.errors import InputError

ADS = [f"a{at}" for at in range(6)]
grades = st.dictionaries(st.sampled_from(ADS), st.integers(0, 3), min_size=1)
orders = st.lists(st.sampled_from(ADS), unique=True, max_size=6)


def dcg(order: list[str], judged: dict[str, int], k: int = 10) -> float:
    return sum((2 ** judged.get(ad, 0) - 1) / log2(rank + 1) for rank, ad in enumerate(order[:k], 1))


def slow_ndcg(order: list[str], judged: dict[str, int]) -> float:
    best = max(dcg(list(order), judged) for order in permutations(judged))
    return dcg(order, judged) / best if best else 0.0


def slow_average_precision(order: list[str], judged: dict[str, int]) -> float:
    right = {ad for ad, grade in judged.items() if grade >= 2}
    hits = [len(right & set(order[:rank])) / rank for rank, ad in enumerate(order, 1) if ad in right]
    return sum(hits) / len(right) if right else 0.0


@given(judged=grades, order=orders)
def test_every_ranking_measure_agrees_with_its_definition(judged: dict[str, int], order: list[str]) -> None:
    found = {name: float(values[0]) for name, values in measure_ranking({"s": judged}, {"s": order}).items()}
    condensed = [ad for ad in order if ad in judged]
    right = [ad for ad in order[:5] if judged.get(ad, 0) >= 2]
    assert found[measures.NDCG] == pytest.approx(slow_ndcg(order, judged))
    assert found[measures.CONDENSED] == pytest.approx(slow_ndcg(condensed, judged))
    assert found[measures.PRECISION] == pytest.approx(len(right) / 5)
    assert found[measures.AVERAGE_PRECISION] == pytest.approx(slow_average_precision(order, judged))
    assert found[measures.JUDGED] == pytest.approx(len(condensed) / len(order) if order else 0.0)


def test_values_stand_in_the_order_of_the_judgements() -> None:
    judged = {"z": {"a": 3}, "a": {"b": 3}}
    found = measure_ranking(judged, {"a": ["x"], "z": ["a"]})
    assert found[measures.NDCG].tolist() == [1.0, 0.0]


def test_a_ranking_of_other_seekers_is_refused_with_their_names() -> None:
    with pytest.raises(InputError, match=r"missing: s1; not judged: s2"):
        measure_ranking({"s1": {"a": 1}}, {"s2": ["a"]})
    with pytest.raises(InputError, match=r"missing: s1; not judged: none"):
        measure_ranking({"s1": {"a": 1}}, {})


def test_a_ranking_that_holds_an_ad_twice_is_refused() -> None:
    with pytest.raises(InputError, match="ranking of s1"):
        measure_ranking({"s1": {"a": 1}}, {"s1": ["a", "b", "a"]})


@pytest.mark.parametrize(("right", "n"), [(0, 10), (10, 10), (3, 7), (275, 300), (1, 1)])
def test_wilson_gives_the_shares_that_a_score_test_does_not_reject(right: int, n: int) -> None:
    shares = np.linspace(0, 1, 100_001)[1:-1]
    kept = shares[np.abs(right / n - shares) / np.sqrt(shares * (1 - shares) / n) <= 1.959964]
    assert wilson(right, n) == pytest.approx((kept.min(), kept.max()), abs=2e-5)


def test_nothing_measured_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_bootstrap_is_repeatable_and_near_the_normal_interval_of_a_mean() -> None:
    values = np.random.default_rng(3).normal(0.5, 0.1, 400)
    low, high = bootstrap_mean(values)
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert (low, high) == bootstrap_mean(values)
    assert (low, high) != bootstrap_mean(values, seed=4)
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.003)


def test_the_bootstrap_of_equal_items_has_no_width() -> None:
    assert bootstrap(lambda rows: float(len(rows)), 5, resamples=10) == (5.0, 5.0)


def test_the_first_right_code_is_counted_from_one() -> None:
    assert first_right(["1111", "2222", "3333"], frozenset({"3333", "2222"})) == 2
    assert first_right(["1111"], frozenset()) is None


def test_f1_is_the_harmonic_mean() -> None:
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0


def test_calibration_error_by_hand() -> None:
    # Bin 9: two scores, mean 0.95, half right: gap 0.45 on 2 of 4. Bin 2: mean 0.25, all right: gap 0.75 on 2 of 4.
    scores, right = np.array([0.9, 1.0, 0.2, 0.3 - 1e-9]), np.array([True, False, True, True])
    assert calibration_error(scores, right) == pytest.approx(0.45 / 2 + 0.75 / 2)


def test_a_score_that_says_how_often_it_is_right_has_no_calibration_error() -> None:
    scores = np.array([0.75] * 4 + [0.5] * 2)
    right = np.array([True, True, True, False, True, False])
    assert calibration_error(scores, right) == pytest.approx(0.0)


def test_the_paired_p_is_small_only_where_the_difference_is_sure() -> None:
    rng = np.random.default_rng(4)
    assert paired_p(np.full(30, 0.1)) == pytest.approx(1 / 10_001)
    assert paired_p(np.full(30, -0.1)) == 1.0
    assert 0.3 < paired_p(rng.permutation(np.repeat([0.1, -0.1], 15))) < 0.7
    assert paired_p(rng.normal(0.0, 0.1, 50) + 0.1, seed=1) < 0.001


def test_clusters_are_resampled_whole_and_items_of_their_own_as_items() -> None:
    values = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])

    def mean(rows: npt.NDArray[np.int64]) -> float:
        return float(values[rows].mean())

    assert bootstrap_clusters(mean, [str(at) for at in range(6)]) == bootstrap(mean, 6)
    assert bootstrap_clusters(mean, ["one"] * 6) == (0.5, 0.5)
    drawn: list[tuple[int, ...]] = []

    def note(rows: npt.NDArray[np.int64]) -> float:
        drawn.append(tuple(sorted(rows.tolist())))
        return 0.0

    bootstrap_clusters(note, list("aabbbc"))
    assert {(0, 0, 1, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (5, 5, 5)} <= set(drawn)
