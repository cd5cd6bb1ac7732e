"""Forecasts that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.forecast.reconcile import reconciled, summing_matrix
from taxonomy.errors import InputError

TREE = {"nation": ["west", "east"], "west": ["w1", "w2"]}
NAMES = ("nation", "west", "w1", "east", "w2")


def said(seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {name: random.uniform(1, 50, 4) * (3 if name == "nation" else 1) for name in NAMES}


def agrees(found: dict[str, np.ndarray]) -> bool:
    return all(np.abs(found[top] - sum(found[part] for part in parts)).max() < 1e-6 for top, parts in TREE.items())


def test_sums_over_sums_reach_the_lowest_series() -> None:
    rows, bottom = summing_matrix(TREE, NAMES)
    assert bottom == ("w1", "east", "w2")
    assert rows.tolist() == [[1, 1, 1], [1, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("months", [0, 5, 24])
def test_whatever_the_errors_sums_agree_and_nothing_is_below_zero(months: int, together: bool) -> None:
    random = np.random.default_rng(1)
    errors = {name: random.normal(0, 2 + len(name), months) for name in NAMES} if months else None
    found = reconciled(said(), TREE, errors, together=together)
    assert agrees(found)
    assert min(values.min() for values in found.values()) >= 0


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.booleans())
def test_any_forecasts_come_out_coherent(seed: int, together: bool) -> None:
    random = np.random.default_rng(seed)
    errors = {name: random.normal(0, random.uniform(0.1, 40), 12) for name in NAMES}
    found = reconciled({name: random.uniform(0, 100, 3) for name in NAMES}, TREE, errors, together=together)
    assert agrees(found)
    assert min(values.min() for values in found.values()) >= 0


def test_structural_weights_agree_with_the_closed_form() -> None:
    rows, bottom = summing_matrix(TREE, NAMES)
    weights = np.diag(1 / rows.sum(axis=1))
    base = {name: values + 40 for name, values in said(3).items()}
    values = np.array([base[name] for name in NAMES])
    lowest = np.linalg.solve(rows.T @ weights @ rows, rows.T @ weights @ values)
    assert lowest.min() > 0
    found = reconciled(base, TREE)
    for at, name in enumerate(bottom):
        assert found[name] == pytest.approx(lowest[at])


def test_own_errors_weigh_by_their_variance_as_in_the_closed_form() -> None:
    random = np.random.default_rng(5)
    errors = {name: random.normal(0, 1 + at, 200) for at, name in enumerate(NAMES)}
    rows, bottom = summing_matrix(TREE, NAMES)
    weights = np.diag([1 / float((errors[name] ** 2).mean()) for name in NAMES])
    base = {name: values + 40 for name, values in said(4).items()}
    values = np.array([base[name] for name in NAMES])
    lowest = np.linalg.solve(rows.T @ weights @ rows, rows.T @ weights @ values)
    found = reconciled(base, TREE, errors, together=False)
    for at, name in enumerate(bottom):
        assert found[name] == pytest.approx(lowest[at], rel=0.02)


def test_what_adds_up_already_stays_and_what_has_no_sum_too() -> None:
    whole = {"nation": np.array([6.0]), "west": np.array([3.0]), "w1": np.array([1.0]), "east": np.array([3.0])}
    whole["w2"] = np.array([2.0])
    assert all(values == pytest.approx(whole[name]) for name, values in reconciled(whole, TREE).items())
    alone = {"a": np.array([1.0, 2.0])}
    assert reconciled(alone, {})["a"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("parents", "names"),
    [
        ({"a": ["b"], "c": ["b"]}, ("a", "b", "c")),
        ({"a": ["x"]}, ("a", "b")),
        ({"a": ["b"], "b": ["a"]}, ("a", "b")),
        ({"a": ["b"]}, ("a", "b", "b")),
    ],
)
def test_what_is_no_tree_is_refused(parents: dict[str, list[str]], names: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as fault:
        summing_matrix(parents, names)
    assert fault.value.where == "parents"


def test_forecasts_of_unlike_months_are_refused() -> None:
    with pytest.raises(InputError, match="the same months ahead"):
        reconciled({"a": np.zeros(2), "b": np.zeros(3)}, {"a": ["b"]})
