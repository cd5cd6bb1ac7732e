"""An inverted file written block by block: FAISS's own bytes, and never more than a few blocks of vectors alive."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from indexes import exact, inverted_writing, probe_depth, unit_vectors, vector_build
from indexes.exact import exact_nearest
from indexes.inverted_file import fine_path
from indexes.inverted_writing import write_inverted
from indexes.vector_build import write_index
from indexes.vector_rows import VectorFile, blocks
from taxonomy.errors import GenerationError, InputError
from tests.indexes.built import Vector, made_in_memory
from tests.indexes.test_vectors import clustered, unit_rows


def small_blocks(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    for module in (exact, inverted_writing):
        monkeypatch.setattr(module, "blocks", lambda vectors, _=0: blocks(vectors, rows))
    monkeypatch.setattr(unit_vectors, "_ROWS", rows)
    monkeypatch.setattr(probe_depth, "_ROWS", rows)


def trained(vectors: Vector, lists: int) -> Any:
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    return index


@pytest.mark.parametrize("lists", [16, 500])  # with 500 most lists are empty, and FAISS writes them otherwise
@pytest.mark.parametrize(("rows", "dim"), [(1, 16), (7, 13), (200, 16), (1_500, 32)])
@pytest.mark.parametrize("block", [50, 100_000])
def test_the_files_are_those_of_an_index_made_in_memory(
    rows: int, dim: int, lists: int, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_blocks(monkeypatch, block)
    index, vectors = trained(unit_rows(600, dim=dim), lists), unit_rows(rows, seed=3, dim=dim)
    write_inverted(tmp_path / "v.faiss", index, vectors)
    assert index.ntotal == 0
    index.add(vectors)
    whole, fine = made_in_memory(index, vectors)
    assert (tmp_path / "v.faiss").read_bytes() == whole.tobytes()
    np.save(tmp_path / "expected.npy", fine)
    assert fine_path(tmp_path / "v.faiss").read_bytes() == (tmp_path / "expected.npy").read_bytes()


def test_vectors_in_a_file_make_the_same_files_as_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors, queries = clustered(2_500, seed=1)[0], clustered(40, seed=2)[0]
    for asked in (None, queries):
        with tempfile.TemporaryFile() as opened:
            file = VectorFile(opened, vectors.shape[1])
            file.append(vectors)
            tuned = [
                write_index(tmp_path / f"{name}.faiss", rows, asked, flat_below=1)
                for name, rows in (("memory", vectors), ("file", file))
            ]
        assert tuned[0] == tuned[1]
        for path_of in (Path, fine_path):
            read = [path_of(tmp_path / f"{name}.faiss").read_bytes() for name in ("memory", "file")]
            assert read[0] == read[1]


class Counted:
    """Vectors that are handed out as copies, and count how many rows of them are alive at once."""

    def __init__(self, held: Vector) -> None:
        self.held = held
        self.shape = held.shape
        self.alive = self.most = self.asked = 0

    def __len__(self) -> int:
        return len(self.held)

    def __getitem__(self, at: Any) -> Vector:
        found = self.held[at].copy()
        self.alive += len(found)
        self.asked += len(found)
        self.most = max(self.most, self.alive)
        weakref.finalize(found, self._gone, len(found))
        return found

    def _gone(self, rows: int) -> None:
        self.alive -= rows


def test_no_more_than_a_sample_and_two_blocks_of_vectors_are_alive_while_an_index_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, rows = 100, 6_000
    small_blocks(monkeypatch, block)
    monkeypatch.setattr(vector_build, "_TRAIN_PER_LIST", 2)
    monkeypatch.setattr(vector_build, "_QUERIES", 50)
    vectors = Counted(clustered(rows, seed=1)[0])
    tuned = write_index(tmp_path / "v.faiss", vectors, flat_below=1)
    lists = int(tuned.kind.removeprefix("IVF").removesuffix(",SQ8"))
    assert vectors.asked > 5 * rows  # each pass saw all of them
    assert vectors.alive == 0
    assert vectors.most <= 2 * lists + 50 + 2 * block < rows / 10


def test_an_exact_search_by_blocks_finds_what_a_sort_of_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    small_blocks(monkeypatch, 37)
    vectors, queries = unit_rows(300, seed=1), unit_rows(9, seed=2)
    vectors[150:200] = vectors[:50]  # copies in other blocks: the first row comes first
    for k in (1, 10, 60, 500):
        cosines, rows = exact_nearest(queries, vectors, k)
        every = (vectors.astype(float) @ queries.T.astype(float)).T
        np.testing.assert_allclose(cosines, np.sort(-every, axis=1)[:, :k] * -1, atol=1e-6)
        np.testing.assert_allclose(cosines, np.take_along_axis(every, rows, axis=1), atol=1e-6)
        for found in rows.tolist():
            assert len(set(found)) == len(found) == min(k, 300)
            assert all(found.index(row - 150) < at for at, row in enumerate(found) if 150 <= row < 200)


def test_a_vector_that_is_none_is_named_by_its_row_in_whatever_block_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_blocks(monkeypatch, 10)
    vectors = unit_rows(60)
    vectors[47] = np.nan
    with pytest.raises(InputError, match="vector of row 47"):
        write_index(tmp_path / "v.faiss", vectors, flat_below=1)
    assert not list(tmp_path.iterdir())


def test_a_faiss_that_writes_its_lists_otherwise_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = trained(unit_rows(300), 4)
    bytes_of = faiss.serialize_index
    monkeypatch.setattr(faiss, "serialize_index", lambda held: np.append(bytes_of(held), np.uint8(0)))
    with pytest.raises(GenerationError, match=r"^faiss .*: wanted its lists to be written as"):
        write_inverted(tmp_path / "v.faiss", index, unit_rows(5))
    assert not list(tmp_path.iterdir())
