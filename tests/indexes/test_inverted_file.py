"""Codes, ninth bits and lists of an inverted file against its vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from indexes.inverted_file import InvertedFile, fine_path, opened
from indexes.vector_build import write_index
from taxonomy.errors import GenerationError
from tests.indexes.built import inverted
from tests.indexes.test_vectors import WIDE, Vector, clustered, unit_rows

ROWS, LISTS = 2000, 16


def faiss_index(vectors: Vector) -> Any:
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{LISTS},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    return index


@pytest.fixture(scope="module")
def vectors() -> Vector:
    return clustered(ROWS, seed=3)[0]


@pytest.fixture(scope="module")
def file(vectors: Vector) -> InvertedFile:
    return inverted(faiss_index(vectors), vectors)


def decoded_by_faiss(vectors: Vector) -> Vector:
    index = faiss_index(vectors)
    index.make_direct_map(True)
    found: Vector = index.reconstruct_n(0, len(vectors))
    return found


def test_rough_cosines_are_those_of_the_vectors_that_faiss_decodes(file: InvertedFile, vectors: Vector) -> None:
    query = clustered(1, seed=4)[0][0]
    rows = np.random.default_rng(1).permutation(ROWS)
    np.testing.assert_allclose(file.rough(query, rows), decoded_by_faiss(vectors)[rows] @ query, atol=1e-6)


def test_the_ninth_bit_halves_the_error_of_the_codes(file: InvertedFile, vectors: Vector) -> None:
    rows = np.arange(ROWS)
    eight, nine = [], []
    for query in clustered(20, seed=5)[0]:
        true = vectors @ query
        eight.append(file.rough(query, rows) - true)
        nine.append(file.cosines(query, rows) - true)
    assert np.std(nine) < 0.6 * np.std(eight)
    step = faiss.vector_to_array(file.index.sq.trained)[WIDE:] / 255
    held = file.vectors(np.arange(ROWS))
    # Half a step of nine bits; what lies past the range of the training is held at its end.
    assert np.mean(np.abs(held - vectors) <= step / 4 + 1e-6) > 0.999


def test_each_row_is_in_the_list_of_its_nearest_centroid(file: InvertedFile, vectors: Vector) -> None:
    near = np.stack([file.nearness(vector) for vector in vectors])
    assert file.lists_of(np.arange(ROWS)).tolist() == near.argmax(axis=1).tolist()
    assert file.sizes.tolist() == np.bincount(near.argmax(axis=1), minlength=LISTS).tolist()
    assert (len(file), file.lists, file.dim) == (ROWS, LISTS, WIDE)


def test_allowed_rows_are_counted_by_list_to_within_what_a_sample_tells(file: InvertedFile) -> None:
    everything = file.allowed_in_lists(np.ones(ROWS, dtype=bool))
    assert (np.abs(everything - file.sizes) < 16).all()
    assert not file.allowed_in_lists(np.zeros(ROWS, dtype=bool)).any()
    one = file.lists_of(np.arange(ROWS)) == 3
    counts = file.allowed_in_lists(one)
    assert np.flatnonzero(counts).tolist() == [3]
    assert counts[3] == everything[3]


@pytest.mark.parametrize("dim", [8, 13])
def test_vectors_of_any_length_are_held(dim: int) -> None:
    vectors = unit_rows(700, seed=8, dim=dim)
    file = inverted(faiss_index(vectors), vectors)
    held = file.vectors(np.arange(700))
    np.testing.assert_allclose(held, vectors, atol=4e-3)
    query = unit_rows(1, seed=9, dim=dim)[0]
    np.testing.assert_allclose(file.cosines(query, np.arange(700)), held @ query, atol=1e-6)


def test_lists_that_hold_nothing_are_no_trouble() -> None:
    vectors = unit_rows(700, seed=8)
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{LISTS},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors[:3])
    file = inverted(index, vectors[:3])
    assert file.sizes.sum() == 3
    assert np.count_nonzero(file.sizes) < LISTS
    np.testing.assert_allclose(file.cosines(vectors[0], np.arange(3)), vectors[:3] @ vectors[0], atol=4e-3)


def test_bytes_with_a_tail_are_no_index(vectors: Vector) -> None:
    data = faiss.serialize_index(faiss_index(vectors))
    assert opened(data).ntotal == ROWS
    with pytest.raises(RuntimeError, match="where an index of"):
        opened(np.concatenate([data, data]))


def test_another_kind_of_codes_is_refused(vectors: Vector) -> None:
    other = faiss.index_factory(WIDE, f"IVF{LISTS},SQ6", faiss.METRIC_INNER_PRODUCT)
    other.train(vectors)
    with pytest.raises(RuntimeError, match="where an inverted file of 8-bit codes was wanted"):
        InvertedFile(faiss.serialize_index(other), np.empty((0, 4), np.uint8))


@pytest.mark.parametrize(
    "bits", [np.zeros((ROWS, 3), np.uint8), np.zeros((ROWS - 1, 4), np.uint8), np.zeros((ROWS, 4))]
)
def test_ninth_bits_of_another_index_are_refused(vectors: Vector, bits: np.ndarray, tmp_path: Path) -> None:
    write_index(tmp_path / "v.faiss", vectors, flat_below=1)
    data = np.fromfile(tmp_path / "v.faiss", np.uint8)
    assert len(InvertedFile.read(tmp_path / "v.faiss", data)) == ROWS
    np.save(fine_path(tmp_path / "v.faiss"), bits)
    with pytest.raises(GenerationError, match=r"v\.fine\.npy: wanted \(2000, 4\) bytes"):
        InvertedFile.read(tmp_path / "v.faiss", data)


def test_missing_or_damaged_ninth_bits_are_refused(vectors: Vector, tmp_path: Path) -> None:
    write_index(tmp_path / "v.faiss", vectors, flat_below=1)
    data = np.fromfile(tmp_path / "v.faiss", np.uint8)
    whole = fine_path(tmp_path / "v.faiss").read_bytes()
    for content in (whole[:-1], whole[:20], b""):
        fine_path(tmp_path / "v.faiss").write_bytes(content)
        with pytest.raises(GenerationError, match="wanted an inverted file"):
            InvertedFile.read(tmp_path / "v.faiss", data)
    fine_path(tmp_path / "v.faiss").unlink()
    with pytest.raises(GenerationError, match="wanted an inverted file"):
        InvertedFile.read(tmp_path / "v.faiss", data)
