"""Vector search of both kinds against a brute-force oracle: rows and cosines, with ties, masks and bad input."""

from __future__ import annotations

from functools import cache
from math import inf
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes import vectors as vectors_module
from indexes.inverted_file import InvertedFile
from indexes.vector_build import write_index
from indexes.vector_plan import Depth
from indexes.vectors import Mask, VectorIndex, fine_path
from taxonomy.errors import GenerationError, InputError
from tests.indexes.built import build

DIM = 16
ROWS, WIDE = 3000, 32
"""Size of what is searched in an inverted file here: 64 lists."""

KINDS = {"exact": 10**9, "inverted": 1}
"""Kind of index to the ``flat_below`` that makes it."""

Vector = npt.NDArray[np.float32]


def unit_rows(count: int, seed: int = 0, dim: int = DIM) -> Vector:
    drawn = np.random.default_rng(seed).normal(size=(count, dim))
    unit: Vector = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def clustered(count: int, seed: int, noise: float = 0.4) -> tuple[Vector, npt.NDArray[np.int64]]:
    """Vectors around 20 centres, and the centre of each."""
    random = np.random.default_rng(seed)
    of = random.integers(0, 20, count)
    drawn = unit_rows(20, seed=77, dim=WIDE)[of] + random.normal(size=(count, WIDE)) * (noise / np.sqrt(WIDE))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32), of


@cache
def made(kind: str) -> tuple[Vector, VectorIndex]:
    """Vectors of 20 clusters and an index of them; nothing changes them."""
    vectors, _ = clustered(ROWS, seed=1)
    return vectors, build(vectors, flat_below=KINDS[kind])[0]


@cache
def as_coded(kind: str) -> Vector:
    """What the index itself says that its vectors are: exact ones are the vectors, coded ones lie near them."""
    vectors, index = made(kind)
    return np.stack([index.vector(row) for row in range(len(vectors))])


def oracle(vectors: Vector, query: Vector, k: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
    """Every cosine in float64, sorted by falling cosine, then row."""
    rows = [row for row in range(len(vectors)) if allowed is None or allowed[row]]
    scored = [(row, float(vectors[row].astype(float) @ query.astype(float))) for row in rows]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]


def assert_as_the_oracle(index: VectorIndex, vectors: Vector, query: Vector, k: int, allowed: Mask | None) -> None:
    hits, expected = index.search(query, k, allowed), oracle(vectors, query, k, allowed)
    assert hits.rows.tolist() == [row for row, _ in expected]
    np.testing.assert_allclose(hits.cosines, [cosine for _, cosine in expected], atol=1e-6)
    assert hits.rows.dtype == np.int64
    assert hits.cosines.dtype == np.float32


def share_found(index: VectorIndex, vectors: Vector, queries: Vector, masks: list[Mask | None]) -> float:
    """Recall@10 by true cosine."""
    shares = []
    for query, allowed in zip(queries, masks, strict=True):
        best = oracle(vectors, query, 10, allowed)
        hits = index.search(query, 10, allowed)
        assert len(hits.rows) == len(best)
        assert allowed is None or allowed[hits.rows].all()
        if best:
            shares.append(np.mean(vectors[hits.rows] @ query >= best[-1][1] - 1e-6))
    return float(np.mean(shares))


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 100, 1000])
@pytest.mark.parametrize("k", [1, 10, 33, 10**9])
def test_an_exact_search_gives_the_rows_and_the_cosines_of_plain_numpy(count: int, k: int) -> None:
    vectors, query = unit_rows(count), unit_rows(1, seed=9)[0]
    assert_as_the_oracle(VectorIndex.of(vectors), vectors, query, k, None)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("count", [1, 13, 1000])
def test_an_exact_search_with_a_mask_gives_what_plain_numpy_gives_over_the_allowed_rows(
    share: float, count: int
) -> None:
    vectors, query = unit_rows(count, seed=3), unit_rows(1, seed=4)[0]
    allowed = np.random.default_rng(5).random(count) < share
    assert_as_the_oracle(VectorIndex.of(vectors), vectors, query, 20, allowed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.001, 0.01, 0.03])
@pytest.mark.parametrize("few", [256, 0])
def test_few_allowed_rows_are_searched_exactly(
    kind: str, share: float, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_module, "_FEW", few)
    _, index = made(kind)
    for seed in range(5):
        query = clustered(1, seed=100 + seed)[0][0]
        allowed = np.random.default_rng(seed).random(ROWS) < share
        assert_as_the_oracle(index, as_coded(kind), query, 10, allowed)


@pytest.mark.parametrize("share", [1.0, 0.6, 0.3])
def test_an_inverted_file_that_looks_at_every_list_is_exact_by_its_own_codes(tmp_path: Path, share: float) -> None:
    write_index(tmp_path / "v.faiss", made("inverted")[0], flat_below=1)
    deep = VectorIndex.read(tmp_path / "v.faiss", ROWS, probes=64, gain=inf)
    for seed in range(5):
        query = clustered(1, seed=200 + seed)[0][0]
        allowed = np.random.default_rng(seed).random(ROWS) < share
        assert_as_the_oracle(deep, as_coded("inverted"), query, 25, allowed if share < 1 else None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.001])
def test_recall_holds_whatever_share_is_allowed(kind: str, share: float) -> None:
    vectors, index = made(kind)
    queries = clustered(60, seed=300)[0]
    random = np.random.default_rng(6)
    masks: list[Mask | None] = [random.random(ROWS) < share if share < 1 else None for _ in queries]
    assert share_found(index, vectors, queries, masks) >= 0.97


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("kept", [1, 3, 10, 19])
def test_recall_holds_when_what_is_allowed_is_far_from_the_query(kind: str, kept: int) -> None:
    vectors, index = made(kind)
    _, of = clustered(ROWS, seed=1)
    queries = clustered(40, seed=400)[0]
    centres = unit_rows(20, seed=77, dim=WIDE)
    masks: list[Mask | None] = [np.isin(of, np.argsort(centres @ query)[:kept]) for query in queries]
    assert share_found(index, vectors, queries, masks) >= 0.97


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_rows_come_as_are_asked_for_and_allowed(kind: str) -> None:
    _, index = made(kind)
    query = clustered(1, seed=9)[0][0]
    random = np.random.default_rng(1)
    for share in (0.0, 0.002, 0.2, 0.9):
        allowed = random.random(ROWS) < share
        for k in (1, 10, 700, ROWS, 10**9):
            hits = index.search(query, k, allowed)
            assert len(hits.rows) == len(set(hits.rows.tolist())) == min(k, np.count_nonzero(allowed))
            assert allowed[hits.rows].all()
            assert (np.diff(hits.cosines) <= 0).all()
    assert len(index.search(query, 2000).rows) == 2000
    assert sorted(index.search(query, 10**9).rows.tolist()) == list(range(ROWS))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mask_changes_no_cosine(kind: str) -> None:
    _, index = made(kind)
    query = clustered(1, seed=7)[0][0]
    free, masked = index.search(query, 10), index.search(query, 10, np.ones(ROWS, dtype=bool))
    assert free.rows.tolist() == masked.rows.tolist()
    assert free.cosines.tobytes() == masked.cosines.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("copies", [2, 40, 300])
@pytest.mark.parametrize("with_mask", [False, True])
def test_however_many_copies_of_one_ad_there_are_ties_break_by_row(kind: str, copies: int, with_mask: bool) -> None:
    others = 300
    vectors = np.concatenate([unit_rows(others, seed=1), np.repeat(unit_rows(1, seed=2), copies, axis=0)])
    shuffled = np.random.default_rng(8).permutation(len(vectors))
    index, _ = build(vectors[shuffled], flat_below=KINDS[kind])
    allowed = np.random.default_rng(9).random(len(vectors)) < 0.8 if with_mask else None
    query = unit_rows(1, seed=2)[0]
    best = [row for row in range(len(vectors)) if shuffled[row] >= others and (allowed is None or allowed[row])]
    assert len(best) >= copies // 2
    for k in {1, len(best) // 2 or 1, len(best)}:
        for hits in [index.search(query, k, allowed), *([] if with_mask else index.search_many(query[None, :], k))]:
            assert hits.rows.tolist() == best[:k]
            assert len(set(hits.cosines.tolist())) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("k", [1, 10, 200, 10**9])
def test_many_searches_at_once_give_what_each_gives_alone(kind: str, k: int) -> None:
    _, index = made(kind)
    queries = clustered(25, seed=500)[0]
    for query, hits in zip(queries, index.search_many(queries, k), strict=True):
        alone = index.search(query, k)
        assert hits.rows.tolist() == alone.rows.tolist()
        assert hits.cosines.tobytes() == alone.cosines.tobytes()
    assert index.search_many(queries[:0], k) == []


@pytest.mark.parametrize("kind", KINDS)
@given(rows=st.lists(st.integers(0, ROWS - 1), max_size=40))
def test_cosines_of_given_rows_are_those_of_their_vectors_in_the_order_given(kind: str, rows: list[int]) -> None:
    vectors, index = made(kind)
    query = clustered(1, seed=2)[0][0]
    found = index.cosines(query, np.array(rows, dtype=np.int64))
    assert found.dtype == np.float32
    assert found.shape == (len(rows),)
    np.testing.assert_allclose(found, as_coded(kind)[rows].astype(float) @ query.astype(float), atol=1e-6)
    np.testing.assert_allclose(found, vectors[rows] @ query, atol=3e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_the_cosine_of_a_row_does_not_depend_on_the_rows_asked_beside_it(kind: str) -> None:
    vectors = np.concatenate([np.repeat(unit_rows(1, seed=1, dim=384), 67, axis=0), unit_rows(400, seed=5, dim=384)])
    index, _ = build(vectors, flat_below=KINDS[kind])
    query = unit_rows(1, seed=2, dim=384)[0]
    together = index.cosines(query, np.arange(467))
    assert len(set(together[:67].tolist())) == 1
    assert index.cosines(query, np.array([5])).tolist() == together[:1].tolist()
    assert index.cosines(query, np.array([466, 100])).tolist() == [together[466], together[100]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_gives_back_its_vector(kind: str) -> None:
    vectors, index = made(kind)
    assert index.dim == WIDE
    assert len(index) == ROWS
    for row in (0, 17, ROWS - 1):
        np.testing.assert_allclose(index.vector(row), vectors[row], atol=0 if kind == "exact" else 2e-3)
        assert index.search(index.vector(row) / np.linalg.norm(index.vector(row)), 1).rows.tolist() == [row]


def test_an_empty_index_answers_with_nothing() -> None:
    index, tuned = build(np.empty((0, DIM), np.float32), flat_below=0)
    query = unit_rows(1)[0]
    assert tuned.kind == "Flat"
    assert index.search(query, 5).rows.tolist() == []
    assert index.search(query, 5, np.zeros(0, dtype=bool)).cosines.tolist() == []
    assert [hits.rows.tolist() for hits in index.search_many(unit_rows(2), 5)] == [[], []]
    assert index.cosines(query, np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0, 0.5, 1e30])
def test_a_vector_that_is_not_finite_and_of_length_1_is_refused_by_its_row(kind: str, bad: float) -> None:
    vectors = unit_rows(40)
    vectors[2] = 0.0
    vectors[2, 3] = bad
    with pytest.raises(InputError, match=r"vector of row 2: wanted a finite vector of length 1"):
        build(vectors, flat_below=KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("k", [0, -1, -(10**9)])
def test_k_below_one_is_refused(kind: str, k: int) -> None:
    _, index = made(kind)
    query = clustered(1, seed=1)[0]
    for search in (lambda: index.search(query[0], k), lambda: index.search_many(query, k)):
        with pytest.raises(InputError, match="k of at least 1"):
            search()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "query", [np.full(WIDE, np.nan), np.zeros(WIDE), np.ones(WIDE), np.ones(WIDE + 1), np.ones((1, WIDE))]
)
def test_a_query_that_is_not_one_unit_vector_of_the_right_length_is_refused(
    kind: str, query: npt.NDArray[np.float64]
) -> None:
    _, index = made(kind)
    with pytest.raises(InputError, match="vector"):
        index.search(query.astype(np.float32), 1)
    with pytest.raises(InputError, match="vector"):
        index.search_many(query.astype(np.float32)[None, :], 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mask_of_another_length_is_refused(kind: str) -> None:
    _, index = made(kind)
    with pytest.raises(InputError, match=f"a mask of {ROWS} rows"):
        index.search(clustered(1, seed=1)[0][0], 1, np.ones(2, dtype=bool))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_answers_the_same_when_it_is_mapped(kind: str, tmp_path: Path) -> None:
    vectors, _ = clustered(ROWS, seed=1)
    tuned = write_index(tmp_path / "v.faiss", vectors, flat_below=KINDS[kind])
    again = VectorIndex.read(tmp_path / "v.faiss", ROWS, tuned.probes, tuned.gain)
    index = VectorIndex.of(vectors)
    if tuned.probes:
        bits = np.load(fine_path(tmp_path / "v.faiss"))
        in_memory = InvertedFile(np.fromfile(tmp_path / "v.faiss", np.uint8), bits)
        index = VectorIndex.probed(in_memory, Depth(probes=tuned.probes, gain=tuned.gain))
    assert again.probes == index.probes == tuned.probes
    random = np.random.default_rng(3)
    for query in clustered(10, seed=600)[0]:
        for allowed in (None, random.random(ROWS) < 0.4, random.random(ROWS) < 0.01):
            mapped, held = again.search(query, 10, allowed), index.search(query, 10, allowed)
            assert mapped.rows.tobytes() == held.rows.tobytes()
            assert mapped.cosines.tobytes() == held.cosines.tobytes()
    assert fine_path(tmp_path / "v.faiss").exists() == (kind == "inverted")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_another_number_of_vectors_is_refused(kind: str, tmp_path: Path) -> None:
    tuned = write_index(tmp_path / "v.faiss", made(kind)[0], flat_below=KINDS[kind])
    with pytest.raises(GenerationError, match=f"wanted 2 vectors, found {ROWS}"):
        VectorIndex.read(tmp_path / "v.faiss", 2, tuned.probes)


def test_a_file_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    for kind in KINDS:
        write_index(tmp_path / f"{kind}.faiss", made(kind)[0], flat_below=KINDS[kind])
    with pytest.raises(GenerationError, match="wanted an exact index of cosines, found IndexIVFScalarQuantizer"):
        VectorIndex.read(tmp_path / "inverted.faiss", ROWS)
    np.save(fine_path(tmp_path / "exact.faiss"), np.zeros((ROWS, 4), np.uint8))
    with pytest.raises(GenerationError, match=r"wanted an inverted file, .*IndexFlat"):
        VectorIndex.read(tmp_path / "exact.faiss", ROWS, probes=4)


@pytest.mark.parametrize("made_by", ["HNSW8", "Flat", "SQ8"])
def test_an_index_of_faiss_that_is_not_ours_is_refused(made_by: str, tmp_path: Path) -> None:
    foreign = faiss.index_factory(DIM, made_by, faiss.METRIC_L2)
    foreign.train(unit_rows(50))
    foreign.add(unit_rows(50))
    faiss.write_index(foreign, str(tmp_path / "v.faiss"))
    np.save(fine_path(tmp_path / "v.faiss"), np.zeros((50, 2), np.uint8))
    for probes in (0, 3):
        with pytest.raises(GenerationError, match="wanted an"):
            VectorIndex.read(tmp_path / "v.faiss", 50, probes)


@pytest.mark.parametrize("content", [b"", b"no index", b"\x00" * 100])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v.faiss").write_bytes(content)
    for path in (tmp_path / "v.faiss", tmp_path / "missing.faiss"):
        with pytest.raises(GenerationError, match="wanted a FAISS index"):
            VectorIndex.read(path, 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [0.001, 0.5, 0.99])
def test_a_truncated_or_a_lengthened_file_is_refused(kind: str, keep: float, tmp_path: Path) -> None:
    tuned = write_index(tmp_path / "v.faiss", made(kind)[0], flat_below=KINDS[kind])
    whole = (tmp_path / "v.faiss").read_bytes()
    for content in (whole[: int(keep * len(whole))], whole + b"\0"):
        (tmp_path / "v.faiss").write_bytes(content)
        with pytest.raises(GenerationError, match="wanted a FAISS index"):
            VectorIndex.read(tmp_path / "v.faiss", ROWS, tuned.probes)
