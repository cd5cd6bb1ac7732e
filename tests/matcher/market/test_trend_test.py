"""The stratified test of many features against statsmodels, one feature at a time, and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control, norm
from statsmodels.stats.contingency_tables import StratifiedTable

from matcher.market.trend_test import LEAST, Windowed, compared


def made(seed: int, n: int = 600, features: int = 12, strata: int = 3, clusters: int | None = None) -> Windowed:
    rng = np.random.default_rng(seed)
    has = rng.random((n, features)) < rng.uniform(0.02, 0.6, features)
    return Windowed(
        later=rng.random(n) < 0.45,
        strata=rng.integers(0, strata, n),
        clusters=np.arange(n) if clusters is None else rng.integers(0, clusters, n),
        has=csr_array(has.astype(np.float64)),
    )


def tables_of(items: Windowed, feature: int) -> list[np.ndarray]:
    has = items.has.toarray()[:, feature].astype(bool)
    found = []
    for stratum in range(int(items.strata.max()) + 1):
        own = items.strata == stratum
        late, early = own & items.later, own & ~items.later
        rows = [[(late & has).sum(), (late & ~has).sum()], [(early & has).sum(), (early & ~has).sum()]]
        found.append(np.array(rows, dtype=float))
    return found


def plain_robust(items: Windowed, feature: int) -> float:
    """Sum of squares over clusters, one item after the other."""
    has, x = items.has.toarray()[:, feature], items.later.astype(float)
    sums: dict[int, float] = {}
    for at in range(len(x)):
        own = items.strata == items.strata[at]
        sums.setdefault(int(items.clusters[at]), 0.0)
        sums[int(items.clusters[at])] += (x[at] - x[own].mean()) * (has[at] - has[own].mean())
    return sum(one**2 for one in sums.values()) * len(sums) / (len(sums) - 1)


@pytest.mark.parametrize("seed", range(4))
def test_each_p_value_is_that_of_statsmodels_where_clusters_add_nothing(seed: int) -> None:
    items = made(seed)
    found = compared(items)
    for feature in range(items.has.shape[1]):
        table = StratifiedTable(tables_of(items, feature))
        n = [one.sum() for one in tables_of(items, feature)]
        variance = sum(
            one[0].sum() * one[1].sum() * one[:, 0].sum() * one[:, 1].sum() / (size**2 * (size - 1))
            for one, size in zip(tables_of(items, feature), n, strict=True)
        )
        if 0 < found.p[feature] < 1 and plain_robust(items, feature) <= variance:  # it squares what is below 0
            assert found.p[feature] == pytest.approx(table.test_null_odds(correction=True).pvalue, rel=1e-9)
    assert found.q[found.is_tested] == pytest.approx(false_discovery_control(found.p[found.is_tested]))


@given(st.integers(0, 10_000), st.integers(2, 40))
@settings(max_examples=15)
def test_the_variance_between_clusters_is_that_of_plain_loops(seed: int, clusters: int) -> None:
    items = made(seed, n=80, features=3, clusters=clusters)
    found = compared(items)
    for feature in np.flatnonzero(found.is_tested).tolist():
        assert found.spread[feature] > 0
        robust = plain_robust(items, feature)
        tables = tables_of(items, feature)
        variance = sum(
            one[0].sum() * one[1].sum() * one[:, 0].sum() * one[:, 1].sum() / (one.sum() ** 2 * max(one.sum() - 1, 1))
            for one in tables
        )
        change = sum(one[0, 0] - one[0].sum() * one[:, 0].sum() / one.sum() for one in tables)
        z = max(abs(change) - 0.5, 0) / np.sqrt(max(robust, variance))
        assert found.p[feature] == pytest.approx(min(1, 2 * norm.sf(z)), rel=1e-9)


def test_a_change_of_the_mix_of_strata_is_no_change_of_a_feature() -> None:
    rng = np.random.default_rng(8)
    strata = np.repeat([0, 1], 4000)
    later = rng.random(8000) < np.where(strata == 0, 0.2, 0.8)
    has = rng.random(8000) < np.where(strata == 0, 0.1, 0.5)  # common in the stratum that grows
    items = Windowed(later=later, strata=strata, clusters=np.arange(8000), has=csr_array(has[:, None].astype(float)))
    pooled = Windowed(later=later, strata=np.zeros(8000, int), clusters=np.arange(8000), has=items.has)
    assert compared(pooled).p[0] < 1e-9
    assert compared(items).p[0] > 0.05
    assert compared(items).ratio[0] == pytest.approx(1, abs=0.1)


def test_one_employer_with_many_ads_makes_no_rise() -> None:
    rng = np.random.default_rng(3)
    later = np.repeat([False, True], 500)
    has = rng.random(1000) < 0.02
    has[500:560] = True
    clusters = np.arange(1000)
    clusters[500:560] = 500
    items = Windowed(later=later, strata=np.zeros(1000, int), clusters=clusters, has=csr_array(has[:, None] * 1.0))
    assert compared(items).p[0] > 0.1


def test_rare_features_are_not_tested_and_have_no_say_in_the_others() -> None:
    has = np.zeros((200, 2))
    has[: LEAST - 1, 0] = 1
    has[100:140, 1] = 1
    later = np.repeat([False, True], 100)
    found = compared(Windowed(later=later, strata=np.zeros(200, int), clusters=np.arange(200), has=csr_array(has)))
    assert found.is_tested.tolist() == [False, True]
    assert found.p[0] == found.q[0] == 1
    assert found.q[1] == found.p[1] < 1e-6
    assert found.ratio[1] > 20


def test_no_items_and_no_features_are_borne() -> None:
    empty = Windowed(later=np.zeros(0, bool), strata=np.zeros(0, int), clusters=np.zeros(0, int), has=csr_array((0, 3)))
    assert compared(empty).p.tolist() == [1, 1, 1]
