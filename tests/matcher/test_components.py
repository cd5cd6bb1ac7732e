"""Parts of the score that need no taxonomy, and the similarity of occupations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.columns import Occupied, columns_of
from matcher.components import NEUTRAL, known_component, occupation_similarity, usual_units
from matcher.vocabulary import NO_UNIT
from taxonomy.occupations import load_occupations
from tests.builders import CLERK, coded_posting, coded_worker, vocabulary

SIMILARITY = load_occupations().similarity
CODES = load_occupations().unit_codes
OCCUPATIONS = st.lists(
    st.tuples(st.sampled_from([CLERK, "7212", "7214", "5120", "3313"]), st.floats(0.01, 1)),
    max_size=5,
    unique_by=lambda one: one[0],
).map(tuple)
Shares = tuple[tuple[str, float], ...]


def near(asked: Shares, rows: list[Shares]) -> np.ndarray:
    columns = columns_of([coded_posting(f"uji:{at}", occupations=row) for at, row in enumerate(rows)], vocabulary())
    query = load_occupations().distribution(asked)
    return occupation_similarity(query, columns.occupied(np.arange(len(rows))), SIMILARITY)


def soft_cosine(one: Shares, other: Shares) -> float:
    """Written out, in double precision."""

    def product(left: Shares, right: Shares) -> float:
        return sum(a * b * float(SIMILARITY[CODES.index(x), CODES.index(y)]) for x, a in left for y, b in right)

    return float(product(one, other) / (product(one, one) * product(other, other)) ** 0.5)


@given(OCCUPATIONS, st.lists(OCCUPATIONS, min_size=1, max_size=5))
def test_occupation_similarity_agrees_with_the_soft_cosine_written_out(asked: Shares, rows: list[Shares]) -> None:
    for row, value in zip(rows, near(asked, rows), strict=True):
        if asked and row:
            assert 0 <= value <= 1
            assert value == pytest.approx(min(1.0, soft_cosine(asked, row)), abs=1e-4)
        else:
            assert np.isnan(value)


@given(OCCUPATIONS, st.lists(OCCUPATIONS, min_size=1, max_size=5))
def test_a_row_is_as_near_to_the_bit_whatever_stands_beside_it(asked: Shares, rows: list[Shares]) -> None:
    among = near(asked, rows)
    alone = np.concatenate([near(asked, [row]) for row in rows])
    np.testing.assert_array_equal(among, alone)


@given(OCCUPATIONS, OCCUPATIONS)
def test_occupations_are_as_alike_from_either_side(one: Shares, other: Shares) -> None:
    there, back = near(one, [other])[0], near(other, [one])[0]
    assert there == pytest.approx(back, abs=1e-5, nan_ok=True)
    assert np.isnan(there) == (not one or not other)


def test_no_rows_have_no_similarity() -> None:
    nothing = Occupied(
        units=np.zeros((0, 2), np.uint16), weights=np.zeros((0, 2), np.float32), norms=np.zeros(0, np.float32)
    )
    assert occupation_similarity(load_occupations().distribution([(CLERK, 1)]), nothing, SIMILARITY).shape == (0,)


def test_a_value_that_is_not_there_is_neutral_and_said() -> None:
    found = known_component(np.array([np.nan, 0.0, 0.25], dtype=np.float32))
    assert found.values.tolist() == [NEUTRAL, 0.0, 0.25]
    assert found.known.tolist() == [False, True, True]
    assert found.values.dtype == np.float64


def test_only_a_sure_worker_with_months_of_work_has_a_usual_unit_group() -> None:
    wished = (("7212", 0.9), (CLERK, 0.1))
    workers = [
        coded_worker("uji:1", occupations=wished, worked_in=CLERK, experience_months=6),
        coded_worker("uji:2", occupations=wished, worked_in=CLERK, experience_months=0),
        coded_worker("uji:3", occupations=wished, worked_in=CLERK),
        coded_worker("uji:4", occupations=wished, experience_months=6),
        coded_worker("uji:5", worked_in="9999", experience_months=6),
    ]
    clerk = vocabulary().units[CLERK]
    assert usual_units(columns_of(workers, vocabulary())).tolist() == [clerk, *[NO_UNIT] * 4]
