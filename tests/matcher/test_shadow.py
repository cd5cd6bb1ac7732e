"""Weights that score beside."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from matcher.components import Values
from matcher.part_list import NAMES
from matcher.score import Scores
from matcher.shadow import Agreement, Shadow
from tests.builders import scorer, weighing

PAY = scorer(weighing(pay=1.0))
PLACE = scorer(weighing(place=1.0))


def scores(pay: list[float], place: list[float]) -> Scores:
    """Ranked by pay."""
    values = np.full((len(pay), len(NAMES)), 0.5)
    values[:, NAMES.index("pay")], values[:, NAMES.index("place")] = pay, place
    return PAY.weighed(values, np.ones(values.shape, dtype=bool))


def slow_tau(left: Values, right: Values) -> float | None:
    """Kendall's tau-b by every pair; None where one side is all alike."""
    signs = [(np.sign(left[i] - left[j]), np.sign(right[i] - right[j])) for i, j in combinations(range(len(left)), 2)]
    untied = [sum(1 for pair in signs if pair[side]) for side in (0, 1)]
    return None if not all(untied) else float(sum(a * b for a, b in signs) / np.sqrt(untied[0] * untied[1]))


def test_the_same_order_agrees_and_the_reverse_disagrees() -> None:
    beside = Shadow("learnt-1", PLACE)
    assert beside.agreement == Agreement(weights="learnt-1", rankings=0, correlation=None)
    beside.compare(scores([0.9, 0.5, 0.1], [0.3, 0.2, 0.1]))
    assert beside.agreement == Agreement(weights="learnt-1", rankings=1, correlation=1.0)
    beside.compare(scores([0.9, 0.5, 0.1], [0.1, 0.2, 0.3]))
    assert beside.agreement == Agreement(weights="learnt-1", rankings=2, correlation=0.0)


@pytest.mark.parametrize("shown", [scores([], []), scores([0.9], [0.1]), scores([0.9, 0.1], [0.4, 0.4])])
def test_a_ranking_that_has_no_order_to_agree_with_is_not_counted(shown: Scores) -> None:
    beside = Shadow("learnt-1", PLACE)
    beside.compare(shown)
    assert beside.agreement.rankings == 0


_TENTHS = arrays.arrays(np.float64, (2, 6), elements=st.integers(0, 10).map(lambda tenths: tenths / 10))


@given(_TENTHS)
def test_agreement_is_that_of_every_pair(values: Values) -> None:
    beside = Shadow("learnt-1", PLACE)
    beside.compare(scores(values[0].tolist(), values[1].tolist()))
    wanted, found = slow_tau(values[0], values[1]), beside.agreement.correlation
    assert found is None if wanted is None else found == pytest.approx(wanted)
