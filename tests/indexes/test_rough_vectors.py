"""Rough search: most of the true neighbours, and what cannot be searched told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexes import rough_vectors
from indexes.rough_vectors import EXACT_BELOW, RoughVectors
from taxonomy.errors import GenerationError, InputError
from tests.indexes.test_vectors import clustered, unit_rows

ROWS, REACH = 6_000, 64


def built(path: Path, vectors: rough_vectors.Vectors) -> RoughVectors:
    RoughVectors.write(path, vectors)
    return RoughVectors.read(path, len(vectors))


def test_few_rows_are_all_compared(tmp_path: Path) -> None:
    vectors, queries = unit_rows(300), unit_rows(5, seed=9)
    found = built(tmp_path / "v.faiss", vectors).near(queries, 10)
    assert [set(row) for row in found] == [set(row) for row in np.argsort(-(queries @ vectors.T), axis=1)[:, :10]]


def test_of_many_rows_most_of_the_nearest_are_found(tmp_path: Path) -> None:
    vectors = clustered(ROWS, seed=3)[0]
    queries = vectors[::60]
    found = built(tmp_path / "v.faiss", vectors).near(queries, REACH)
    true = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    shares = [len(set(one) & set(other)) / 10 for one, other in zip(found, true, strict=True)]
    assert ROWS > EXACT_BELOW
    assert np.mean(shares) > 0.8
    assert found.shape == (len(queries), REACH)


def test_the_same_vectors_make_the_same_file(tmp_path: Path) -> None:
    vectors = clustered(ROWS, seed=3)[0]
    for name in ("a", "b"):
        RoughVectors.write(tmp_path / name, vectors)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_whoever_wants_all_rows_has_them(tmp_path: Path) -> None:
    vectors = clustered(ROWS, seed=3)[0]
    found = built(tmp_path / "v.faiss", vectors).near(vectors[:2], ROWS)
    assert [sorted(row) for row in found] == [list(range(ROWS))] * 2


def test_fewer_rows_than_wanted_leave_places_empty(tmp_path: Path) -> None:
    assert built(tmp_path / "v.faiss", unit_rows(3)).near(unit_rows(1), 5)[0].tolist()[3:] == [-1, -1]


def test_what_is_no_index_or_of_other_rows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    RoughVectors.write(path, unit_rows(3))
    with pytest.raises(GenerationError, match="wanted 4 vectors, found 3"):
        RoughVectors.read(path, 4)
    path.write_bytes(b"rubbish")
    with pytest.raises(GenerationError, match="wanted an index of vectors"):
        RoughVectors.read(path, 3)


def test_vectors_that_are_not_of_length_1_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="length 1"):
        RoughVectors.write(tmp_path / "v.faiss", unit_rows(3) * np.float32(2))
    with pytest.raises(InputError, match="length 1"):
        built(tmp_path / "v.faiss", unit_rows(3)).near(unit_rows(2) * np.float32(2), 1)
