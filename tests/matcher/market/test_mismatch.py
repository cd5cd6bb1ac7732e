"""Mismatch against its formula in plain loops, its bounds, and what chance makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.market.mismatch import (
    Drawn,
    dissimilarity,
    index_of,
    mismatch_by_occupation,
    mismatch_by_province,
    mismatch_index,
)
from tests.matcher.market.test_market_figures import AXES, COOK, rows_of, seekers, welders

sides = st.lists(st.integers(0, 500), min_size=2, max_size=9).filter(any)


@given(st.data())
def test_both_indices_are_those_of_plain_loops_and_lie_between_0_and_1(data: st.DataObject) -> None:
    v = data.draw(sides)
    u = data.draw(st.lists(st.integers(0, 500), min_size=len(v), max_size=len(v)).filter(any))
    phi = data.draw(st.lists(st.floats(0.2, 5), min_size=len(v), max_size=len(v)))
    alpha = data.draw(st.floats(0.2, 0.8))
    shares = [(x / sum(v), y / sum(u)) for x, y in zip(v, u, strict=True)]
    moved = 0.5 * sum(abs(x - y) for x, y in shares)
    best = sum(p ** (1 / alpha) * x for p, (x, _) in zip(phi, shares, strict=True)) ** alpha
    hires = sum(p * x**alpha * y ** (1 - alpha) for p, (x, y) in zip(phi, shares, strict=True))
    wanted, sought = np.array(v, float), np.array(u, float)
    assert dissimilarity(wanted, sought) == pytest.approx(moved)
    lost = float(mismatch_index(wanted, sought, alpha, np.array(phi)))
    assert lost == pytest.approx(1 - hires / best)
    assert -1e-9 <= lost <= 1
    assert float(mismatch_index(wanted, sought, alpha, np.ones(len(v)))) == pytest.approx(
        float(mismatch_index(wanted, sought, alpha))
    )


def test_equal_spreads_have_none_and_apart_ones_have_all() -> None:
    even = np.array([10.0, 30.0])
    assert float(mismatch_index(even, 3 * even)) == pytest.approx(0)
    assert float(dissimilarity(even, 3 * even)) == pytest.approx(0)
    assert float(mismatch_index(np.array([1.0, 0]), np.array([0, 1.0]))) == pytest.approx(1)


def test_chance_alone_is_told_and_taken_off_the_interval() -> None:
    rng = np.random.default_rng(4)
    even = np.full(30, 1 / 30)
    drawn = Drawn(
        group=np.arange(30),
        people=np.ones(30, dtype=np.int64),
        postings=rng.multinomial(200, even),
        seekers=rng.multinomial(200, even),
    )
    found = index_of(drawn, dissimilarity)
    assert found.value > 0.1
    assert found.by_chance > 0.1
    assert found.interval95[0] < found.by_chance
    assert found == index_of(drawn, dissimilarity)


def test_mismatch_of_a_market_is_over_occupations_and_over_provinces() -> None:
    postings, workers = rows_of(
        [*welders(30), *welders(10, start=50, occupations=COOK)],
        [*seekers(10), *seekers(30, "3578", 50, occupations=COOK)],
        openings=2,
    )
    by_job = mismatch_by_occupation(postings, workers, AXES, 1)
    by_place = mismatch_by_province(postings, workers, AXES)
    assert by_job is not None
    assert by_place is not None
    assert (by_job.openings, by_job.postings, by_job.seekers, by_job.groups) == (80, 40, 40, 2)
    assert by_job.dissimilarity.value == pytest.approx(0.5)
    assert by_place.dissimilarity.value == pytest.approx(0.75)
    assert by_job.mismatch.interval95[0] <= by_job.mismatch.interval80[0] <= by_job.mismatch.interval80[1]


def test_a_side_without_anybody_has_no_mismatch() -> None:
    assert mismatch_by_occupation(*rows_of(welders(3)), AXES, 1) is None
    assert mismatch_by_province(*rows_of([], seekers(3)), AXES) is None
