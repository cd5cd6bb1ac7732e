"""Which index is made, how it is tuned, and that the tuning holds on other queries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexes import vector_build
from indexes.probe_depth import true_cosines
from indexes.vector_build import write_index
from indexes.vector_plan import FLAT_BELOW, RECALL, recall
from indexes.vectors import Hits
from taxonomy.errors import InputError
from tests.indexes.built import build
from tests.indexes.test_vectors import DIM, ROWS, clustered, oracle, unit_rows


@pytest.mark.parametrize(("rows", "below"), [(0, FLAT_BELOW), (10, FLAT_BELOW), (10, 11), (0, 0)])
def test_few_vectors_are_kept_as_they_are(rows: int, below: int) -> None:
    index, tuned = build(unit_rows(rows), flat_below=below)
    assert (tuned.kind, tuned.probes, tuned.gain, tuned.recall, tuned.queries) == ("Flat", 0, 0.0, 1.0, 0)
    assert (index.probes, len(index), index.dim) == (0, rows, DIM)


def test_many_vectors_are_coded_and_probed_as_deep_as_their_recall_asks_for() -> None:
    vectors, _ = clustered(ROWS, seed=1)
    index, tuned = build(vectors, flat_below=ROWS)
    assert tuned.kind == "IVF64,SQ8"
    assert 1 <= tuned.probes == index.probes <= 64
    assert RECALL - 0.01 <= tuned.recall <= 1
    assert tuned.queries == 512
    assert 0 < tuned.gain < 0.5
    queries, _ = clustered(100, seed=2)
    best = np.array([[cosine for _, cosine in oracle(vectors, query, 10)] for query in queries])
    found = true_cosines(vectors, queries, index.search_many(queries, 10), 10)
    assert recall(found, best.astype(np.float32)) >= 0.97


def test_what_spreads_wider_is_probed_deeper() -> None:
    vectors, _ = clustered(ROWS, seed=1)
    narrow = build(vectors, flat_below=1)[1]
    wide = build(unit_rows(ROWS, dim=32), flat_below=1)[1]
    assert wide.probes > narrow.probes


def test_queries_of_another_kind_choose_the_probes_when_they_are_given() -> None:
    vectors, _ = clustered(ROWS, seed=1)
    strangers = unit_rows(30, seed=9, dim=32)
    mine, theirs = build(vectors, flat_below=1)[1], build(vectors, strangers, flat_below=1)[1]
    assert theirs.queries == 30
    assert theirs.probes > mine.probes
    assert build(vectors, strangers[:0], flat_below=1)[1] == mine


def test_a_sample_of_very_many_queries_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_build, "_QUERIES", 20)
    vectors, _ = clustered(1000, seed=1)
    assert build(vectors, clustered(50, seed=2)[0], flat_below=1)[1].queries == 20


@pytest.mark.parametrize("rows", [1, 2, 10, 11, 60])
def test_an_inverted_file_of_a_handful_is_searched_all_the_same(rows: int) -> None:
    vectors = unit_rows(rows)
    index, tuned = build(vectors, flat_below=0)
    assert tuned.kind.startswith("IVF")
    assert index.search(vectors[0], 1).rows.tolist() == [0]
    assert sorted(index.search(vectors[0], 100).rows.tolist()) == list(range(rows))


def test_the_same_vectors_make_the_same_files(tmp_path: Path) -> None:
    vectors, _ = clustered(ROWS, seed=1)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_index(tmp_path / name / "v.faiss", vectors, flat_below=1)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["v.faiss", "v.fine.npy"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_inverted_file_takes_a_little_more_than_a_byte_a_number(tmp_path: Path) -> None:
    write_index(tmp_path / "v.faiss", unit_rows(20_000, dim=64), flat_below=1)
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    centroids = 128 * 64 * 4
    assert size - centroids < 20_000 * (64 + 8 + 8 + 1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 0.5])
def test_queries_that_are_not_unit_vectors_are_refused(bad: float) -> None:
    queries = unit_rows(3)
    queries[1] = bad
    with pytest.raises(InputError, match="vector of query"):
        build(unit_rows(50), queries, flat_below=1)


def test_what_was_not_found_counts_as_infinitely_far() -> None:
    vectors = unit_rows(5)
    hits = [
        Hits(rows=np.array([2, 0]), cosines=np.ones(2, np.float32)),
        Hits(rows=np.empty(0, np.int64), cosines=np.empty(0, np.float32)),
    ]
    found = true_cosines(vectors, vectors[:2], hits, 3)
    np.testing.assert_allclose(found[0, :2], vectors[[2, 0]] @ vectors[0], atol=1e-6)
    assert np.isneginf(found[0, 2])
    assert np.isneginf(found[1]).all()
