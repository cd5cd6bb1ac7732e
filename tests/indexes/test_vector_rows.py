"""Vectors in a file against the same in an array, and blocks of both."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.vector_rows import VectorFile, blocks
from taxonomy.errors import InputError
from tests.indexes.built import Vector

ROWS, DIM = 23, 6
HELD: Vector = np.random.default_rng(1).normal(size=(ROWS, DIM)).astype(np.float32)


@pytest.fixture(scope="module")
def file() -> Iterator[VectorFile]:
    with tempfile.TemporaryFile() as opened:
        found = VectorFile(opened, DIM)
        for part in (HELD[:1], HELD[1:9], HELD[9:9], HELD[9:]):
            found.append(part)
        yield found


@given(start=st.integers(-30, 30), stop=st.integers(-30, 30))
def test_a_slice_is_that_of_the_array(file: VectorFile, start: int, stop: int) -> None:
    found = file[start:stop]
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, HELD[start:stop])


@given(rows=st.lists(st.integers(0, ROWS - 1), max_size=40))
def test_picked_rows_come_in_the_order_that_they_are_asked_for(file: VectorFile, rows: list[int]) -> None:
    np.testing.assert_array_equal(file[np.array(rows, np.int64)], HELD[rows])


@pytest.mark.parametrize("rows", [1, 5, ROWS, 100])
def test_blocks_are_all_rows_in_order_once(file: VectorFile, rows: int) -> None:
    for vectors in (file, HELD):
        found = [(part.start, part.stop, block) for part, block in blocks(vectors, rows)]
        assert [start for start, *_ in found] == list(range(0, ROWS, rows))
        assert all(len(block) == stop - start <= rows for start, stop, block in found)
        np.testing.assert_array_equal(np.concatenate([block for *_, block in found]), HELD)


def test_what_is_appended_after_a_read_is_there(tmp_path: Path) -> None:
    with (tmp_path / "v").open("w+b") as opened:
        file = VectorFile(opened, DIM)
        assert (len(file), file.shape, file[:].shape) == (0, (0, DIM), (0, DIM))
        file.append(HELD[:3])
        np.testing.assert_array_equal(file[:], HELD[:3])
        file.append(HELD[3:])
        np.testing.assert_array_equal(file[1:], HELD[1:])
    with (tmp_path / "v").open("rb") as opened:
        again = VectorFile(opened, DIM)
        assert again.shape == (ROWS, DIM)
        np.testing.assert_array_equal(again[:], HELD)


@pytest.mark.parametrize("rows", [[ROWS], [-1], [0, 99]])
def test_rows_that_are_not_there_are_refused(file: VectorFile, rows: list[int]) -> None:
    with pytest.raises(IndexError, match=f"wanted rows below {ROWS}"):
        file[np.array(rows)]


def test_a_slice_with_a_step_is_refused(file: VectorFile) -> None:
    with pytest.raises(IndexError, match="without a step"):
        file[::2]


def test_vectors_of_another_length_are_refused_by_their_row(tmp_path: Path) -> None:
    with (tmp_path / "v").open("w+b") as opened:
        file = VectorFile(opened, DIM)
        file.append(HELD[:4])
        for wrong in (HELD[:, :3], HELD[0]):
            with pytest.raises(InputError, match="vector of row 4: wanted a vector of 6"):
                file.append(wrong)
        assert len(file) == 4


def test_a_file_that_was_cut_is_refused_and_one_that_is_cut_is_told(tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(HELD.tobytes()[:-1])
    with (tmp_path / "v").open("rb") as opened, pytest.raises(InputError, match="wanted whole vectors of 6"):
        VectorFile(opened, DIM)
    (tmp_path / "v").write_bytes(HELD.tobytes())
    with (tmp_path / "v").open("rb") as opened:
        file = VectorFile(opened, DIM)
        with (tmp_path / "v").open("r+b") as cut:
            cut.truncate(ROWS * DIM * 4 - 1)
        np.testing.assert_array_equal(file[:3], HELD[:3])
        with pytest.raises(OSError, match="found its end"):
            file[:]
