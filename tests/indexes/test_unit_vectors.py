"""The check of vectors."""

from __future__ import annotations

import numpy as np
import pytest

from indexes import unit_vectors
from indexes.unit_vectors import check_unit, unit
from taxonomy.errors import InputError
from tests.indexes.test_vectors import unit_rows


@pytest.mark.parametrize("count", [0, 1, 50])
def test_unit_vectors_pass(count: int) -> None:
    check_unit(unit_rows(count))
    check_unit(unit_rows(count) * np.float32(1.0005))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0, 0.99, 1.01, 1e30])
@pytest.mark.parametrize("row", [0, 6, 7, 20])
def test_the_first_row_that_is_not_is_named_in_whatever_part_it_lies(
    bad: float, row: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_vectors, "_ROWS", 7)
    vectors = unit_rows(21)
    vectors[row:] = 0.0
    vectors[row, 3] = bad
    with pytest.raises(InputError, match=f"vector of row {row}: wanted a finite vector of length 1, found length"):
        check_unit(vectors)
    with pytest.raises(InputError, match=f"vector of lokerid:{row}:"):
        check_unit(vectors, [f"lokerid:{at}" for at in range(21)])


def test_vectors_are_brought_to_length_1_and_those_of_it_are_left_as_they_are() -> None:
    vectors = unit_rows(20)
    assert unit(vectors).tobytes() == vectors.tobytes()
    vectors[3:] *= np.float32(0.998)
    found = unit(vectors)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(found, unit_rows(20), atol=1e-6)
    assert found.dtype == np.float32
