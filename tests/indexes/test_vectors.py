"""Vector search against a brute-force oracle: ids and scores, with ties, masks and bad input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.vectors import Mask, VectorIndex
from taxonomy.errors import GenerationError, InputError

DIM = 16


def unit_rows(count: int, seed: int = 0, dim: int = DIM) -> npt.NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=(count, dim))
    unit: npt.NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def oracle(
    vectors: npt.NDArray[np.float32], query: npt.NDArray[np.float32], k: int, allowed: Mask | None = None
) -> list[tuple[int, float]]:
    """Every cosine in float64, sorted by falling cosine, then row."""
    rows = [row for row in range(len(vectors)) if allowed is None or allowed[row]]
    scored = [(row, float(vectors[row].astype(float) @ query.astype(float))) for row in rows]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]


def keys_of(count: int) -> list[str]:
    return [f"a:{row:05d}" for row in range(count)]


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 100, 1000])
@pytest.mark.parametrize("k", [1, 10, 33, 10**9])
def test_search_gives_the_rows_and_the_cosines_of_plain_numpy(count: int, k: int) -> None:
    vectors, query = unit_rows(count), unit_rows(1, seed=9)[0]
    hits = VectorIndex.build(keys_of(count), vectors).search(query, k)
    expected = oracle(vectors, query, k)
    assert hits.rows.tolist() == [row for row, _ in expected]
    np.testing.assert_allclose(hits.cosines, [cosine for _, cosine in expected], atol=1e-6)
    assert hits.rows.dtype == np.int64
    assert hits.cosines.dtype == np.float32


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("count", [1, 13, 1000])
def test_a_mask_gives_exactly_what_plain_numpy_gives_over_the_allowed_rows(share: float, count: int) -> None:
    vectors, query = unit_rows(count, seed=3), unit_rows(1, seed=4)[0]
    allowed = np.random.default_rng(5).random(count) < share
    hits = VectorIndex.build(keys_of(count), vectors).search(query, 20, allowed)
    expected = oracle(vectors, query, 20, allowed)
    assert hits.rows.tolist() == [row for row, _ in expected]
    np.testing.assert_allclose(hits.cosines, [cosine for _, cosine in expected], atol=1e-6)


def test_a_mask_changes_no_score() -> None:
    vectors, query = unit_rows(301, seed=6), unit_rows(1, seed=7)[0]
    index = VectorIndex.build(keys_of(301), vectors)
    free, masked = index.search(query, 301), index.search(query, 301, np.ones(301, dtype=bool))
    assert free.rows.tolist() == masked.rows.tolist()
    assert free.cosines.tobytes() == masked.cosines.tobytes()


@pytest.mark.parametrize("copies", [2, 40, 700])
@pytest.mark.parametrize("with_mask", [False, True])
def test_however_many_copies_of_one_ad_there_are_ties_break_by_key(copies: int, with_mask: bool) -> None:
    others = 50
    vectors = np.concatenate([unit_rows(others, seed=1), np.repeat(unit_rows(1, seed=2), copies, axis=0)])
    shuffled = np.random.default_rng(8).permutation(len(vectors))
    index = VectorIndex.build([f"k:{row:05d}" for row in range(len(vectors))], vectors[shuffled])
    allowed = np.random.default_rng(9).random(len(vectors)) < 0.8 if with_mask else None
    query = unit_rows(1, seed=2)[0]
    best = [row for row in range(len(vectors)) if shuffled[row] >= others and (allowed is None or allowed[row])]
    assert len(best) > copies // 2
    for k in {1, len(best) // 2 or 1, len(best)}:
        hits = index.search(query, k, allowed)
        assert hits.rows.tolist() == best[:k]
        assert len(set(hits.cosines.tolist())) == 1


def test_the_order_in_which_records_come_changes_nothing() -> None:
    vectors, query = unit_rows(200, seed=1), unit_rows(1, seed=2)[0]
    keys = keys_of(200)
    order = np.random.default_rng(3).permutation(200)
    first = VectorIndex.build(keys, vectors)
    second = VectorIndex.build([keys[row] for row in order], vectors[order])
    a, b = first.search(query, 50), second.search(query, 50)
    assert first.keys == second.keys == sorted(keys)
    assert a.rows.tobytes() == b.rows.tobytes()
    assert a.cosines.tobytes() == b.cosines.tobytes()


@given(rows=st.lists(st.integers(0, 99), max_size=40))
def test_cosines_of_given_rows_agree_with_plain_numpy_in_the_order_given(rows: list[int]) -> None:
    vectors, query = unit_rows(100, seed=1), unit_rows(1, seed=2)[0]
    found = VectorIndex.build(keys_of(100), vectors).cosines(query, np.array(rows, dtype=np.int64))
    assert found.dtype == np.float32
    assert found.shape == (len(rows),)
    np.testing.assert_allclose(found, [float(vectors[row].astype(float) @ query) for row in rows], atol=1e-6)


def test_the_cosine_of_a_row_does_not_depend_on_the_rows_asked_beside_it() -> None:
    vectors = np.repeat(unit_rows(1, seed=1, dim=384), 67, axis=0)
    index = VectorIndex.build(keys_of(67), vectors)
    query = unit_rows(1, seed=2, dim=384)[0]
    together = index.cosines(query, np.arange(67))
    assert len(set(together.tolist())) == 1
    assert index.cosines(query, np.array([5])).tolist() == together[:1].tolist()


def test_a_row_gives_back_its_vector() -> None:
    vectors = unit_rows(5)
    index = VectorIndex.build(["e", "d", "c", "b", "a"], vectors)
    assert index.keys == ["a", "b", "c", "d", "e"]
    assert index.dim == DIM
    assert len(index) == 5
    np.testing.assert_array_equal(index.vector(0), vectors[4])


def test_an_empty_index_answers_with_nothing() -> None:
    index = VectorIndex.build([], np.empty((0, DIM), np.float32))
    query = unit_rows(1)[0]
    assert index.search(query, 5).rows.tolist() == []
    assert index.search(query, 5, np.zeros(0, dtype=bool)).cosines.tolist() == []
    assert index.cosines(query, np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0, 0.5, 1e30])
def test_a_vector_that_is_not_finite_and_of_length_1_is_refused_by_its_key(bad: float) -> None:
    vectors = unit_rows(4)
    vectors[2] = 0.0
    vectors[2, 3] = bad
    with pytest.raises(InputError, match=r"vector of lokerid:3: wanted a finite vector of length 1"):
        VectorIndex.build(["lokerid:1", "lokerid:2", "lokerid:3", "lokerid:4"], vectors)


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(InputError, match="distinct keys"):
        VectorIndex.build(["a", "a"], unit_rows(2))


@pytest.mark.parametrize("shape", [(3, DIM), (1, DIM), (2,)])
def test_vectors_that_are_not_one_for_each_key_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="wanted 2 vectors"):
        VectorIndex.build(["a", "b"], np.ones(shape, np.float32))


@pytest.mark.parametrize("k", [0, -1, -(10**9)])
def test_k_below_one_is_refused(k: int) -> None:
    with pytest.raises(InputError, match="k of at least 1"):
        VectorIndex.build(["a"], unit_rows(1)).search(unit_rows(1)[0], k)


@pytest.mark.parametrize(
    "query", [np.full(DIM, np.nan), np.zeros(DIM), np.ones(DIM), np.ones(DIM + 1), np.ones((1, DIM))]
)
def test_a_query_that_is_not_one_unit_vector_of_the_right_length_is_refused(query: npt.NDArray[np.float64]) -> None:
    with pytest.raises(InputError, match="vector"):
        VectorIndex.build(["a"], unit_rows(1)).search(query.astype(np.float32), 1)


def test_a_mask_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match="a mask of 3 rows"):
        VectorIndex.build(["a", "b", "c"], unit_rows(3)).search(unit_rows(1)[0], 1, np.ones(2, dtype=bool))


def test_what_is_written_answers_the_same_when_read(tmp_path: Path) -> None:
    vectors, query = unit_rows(100, seed=1), unit_rows(1, seed=2)[0]
    index = VectorIndex.build(keys_of(100), vectors)
    index.write(tmp_path / "v.faiss")
    again = VectorIndex.read(tmp_path / "v.faiss", index.keys)
    assert again.search(query, 10).rows.tobytes() == index.search(query, 10).rows.tobytes()
    assert again.search(query, 10).cosines.tobytes() == index.search(query, 10).cosines.tobytes()
    index.write(tmp_path / "w.faiss")
    assert (tmp_path / "v.faiss").read_bytes() == (tmp_path / "w.faiss").read_bytes()


def test_a_file_with_another_number_of_vectors_is_refused(tmp_path: Path) -> None:
    VectorIndex.build(keys_of(3), unit_rows(3)).write(tmp_path / "v.faiss")
    with pytest.raises(GenerationError, match="wanted 2 vectors, found 3"):
        VectorIndex.read(tmp_path / "v.faiss", ["a", "b"])


@pytest.mark.parametrize("content", [b"", b"no index", b"\x00" * 100])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v.faiss").write_bytes(content)
    with pytest.raises(GenerationError, match="wanted a FAISS index"):
        VectorIndex.read(tmp_path / "v.faiss", [])
    with pytest.raises(GenerationError, match="wanted a FAISS index"):
        VectorIndex.read(tmp_path / "missing.faiss", [])
