"""One suite that every vector engine passes: rows and cosines of a brute-force search, filters, generations, damage."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexes import engines, server_vectors, vector_search
from indexes.engines import milvus, pgvector
from indexes.server_engine import NAMED, ServerEngine, sampled
from indexes.vector_search import VectorEngine, VectorPlace, VectorSearch, engine_names
from indexes.vector_server import FETCH, FILTER, SIFT
from indexes.vectors import Hits, Mask, VectorIndex
from taxonomy.errors import ConfigError, GenerationError, InputError, VectorServerError
from tests.vector_servers import LiteServer, MemoryServer, run_sql

Vector = npt.NDArray[np.float32]

DIM = 16
EXACT, INDEXED = 10**9, 1
"""Rows below which every row is compared."""


def module_of(name: str) -> Any:
    return import_module(f"{engines.__name__}.{name}")


def unit(drawn: npt.NDArray[np.float64]) -> Vector:
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def unit_rows(count: int, seed: int = 0, dim: int = DIM) -> Vector:
    return unit(np.random.default_rng(seed).normal(size=(count, dim)))


def clustered(count: int, seed: int) -> tuple[Vector, npt.NDArray[np.int64]]:
    """Vectors around ten centres, and the centre of each."""
    random = np.random.default_rng(seed)
    of = random.integers(0, 10, count)
    return unit(unit_rows(10, seed=77)[of] + random.normal(size=(count, DIM)) * 0.12), of


def oracle(vectors: Vector, query: Vector, k: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
    """Every cosine in float64, sorted by falling cosine, then row."""
    rows = [row for row in range(len(vectors)) if allowed is None or allowed[row]]
    scored = [(row, float(vectors[row].astype(float) @ query.astype(float))) for row in rows]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]


def assert_hits(hits: Hits, expected: list[tuple[int, float]]) -> None:
    assert hits.rows.tolist() == [row for row, _ in expected]
    np.testing.assert_allclose(hits.cosines, [cosine for _, cosine in expected], atol=1e-6)
    assert hits.rows.dtype == np.int64
    assert hits.cosines.dtype == np.float32


@dataclass
class Kept:
    """Vectors that an engine keeps."""

    engine: VectorEngine
    folder: Path
    facts: dict[str, Any]
    search: VectorSearch

    def again(self, rows: int) -> VectorSearch:
        return self.engine.read(self.folder, self.facts, rows)


@dataclass
class Keeper:
    """Makes engines of one name, and forgets what they kept at the end."""

    name: str
    engine: Callable[[int], VectorEngine]
    root: Path
    damage: Callable[[Kept, str], None]
    kept: list[Kept] = field(default_factory=list)

    @property
    def is_server(self) -> bool:
        return self.name in SERVERS

    def keep(self, vectors: Vector, flat_below: int = EXACT, queries: Vector | None = None) -> Kept:
        folder = self.root / uuid.uuid4().hex[:8]
        folder.mkdir()
        engine = self.engine(flat_below)
        facts = engine.write(folder, f"sepadan_{uuid.uuid4().hex[:8]}_posting", vectors, queries)
        kept = Kept(engine, folder, facts, engine.read(folder, facts, len(vectors)))
        self.kept.append(kept)
        return kept

    def drop_all(self) -> None:
        for kept in self.kept:
            kept.engine.drop(kept.folder)
            kept.engine.close()


def _of_files(name: str, request: pytest.FixtureRequest, root: Path) -> Keeper:
    def damage(kept: Kept, how: str) -> None:
        file = max(kept.folder.iterdir(), key=lambda one: one.stat().st_size)
        if how == "gone":
            file.unlink()
        elif how == "less":
            file.write_bytes(file.read_bytes()[:-DIM])
        else:
            pytest.skip("the SHA-256 of the file is its generation's business: tests/indexes/test_generation.py")

    return Keeper(name, lambda below: module_of(name).trial(root, below), root, damage)


def _of_milvus(request: pytest.FixtureRequest, root: Path) -> Keeper:
    server: LiteServer = request.getfixturevalue("milvus_server")

    def damage(kept: Kept, how: str) -> None:
        client, name = milvus.connector(server.url)(), kept.facts["collection"]
        row = int(sampled(kept.facts["rows"])[1])
        if how == "gone":
            client.drop_collection(name)
        elif how == "less":
            client.delete(name, ids=[row])
        elif how == "more":
            client.insert(name, [{"row": 10**6, "vector": unit_rows(1, seed=5)[0]}])
        else:
            client.upsert(name, [{"row": row, "vector": unit_rows(1, seed=5)[0]}])
        client.close()

    def engine(below: int) -> ServerEngine:
        return ServerEngine(milvus.MilvusServer(milvus.connector(server.url)), flat_below=below)

    return Keeper("milvus", engine, root, damage)


def _of_pgvector(request: pytest.FixtureRequest, root: Path) -> Keeper:
    url: str = request.getfixturevalue("pgvector_url")

    def damage(kept: Kept, how: str) -> None:
        name, row = kept.facts["collection"], int(sampled(kept.facts["rows"])[1])
        text = str(unit_rows(1, seed=5)[0].tolist())
        run_sql(
            url,
            {
                "gone": f"DROP TABLE {name}",
                "less": f"DELETE FROM {name} WHERE row = {row}",
                "more": f"INSERT INTO {name} VALUES (1000000, '{text}')",
                "changed": f"UPDATE {name} SET vector = '{text}' WHERE row = {row}",
            }[how],
        )

    def engine(below: int) -> ServerEngine:
        return ServerEngine(pgvector.PgVectorServer(pgvector.pool_at(url)), flat_below=below)

    return Keeper("pgvector", engine, root, damage)


def _of_memory(request: pytest.FixtureRequest, root: Path) -> Keeper:
    server = MemoryServer()

    def damage(kept: Kept, how: str) -> None:
        name = kept.facts["collection"]
        held, row = server.held.pop(name), int(sampled(kept.facts["rows"])[1])
        if how == "less":
            server.held[name] = held[:-1]
        elif how == "more":
            server.held[name] = np.concatenate([held, held[:1]])
        elif how == "changed":
            held[row] = unit_rows(1, seed=5)[0]
            server.held[name] = held

    return Keeper("memory", lambda below: ServerEngine(server, flat_below=below), root, damage)


Keep = Callable[[pytest.FixtureRequest, Path], Keeper]
SERVERS: dict[str, Keep] = {"milvus": _of_milvus, "pgvector": _of_pgvector, "memory": _of_memory}
IN_FILES: dict[str, Keep] = {
    name: partial(_of_files, name) for name in engine_names() if hasattr(module_of(name), "trial")
}
KEEPERS: dict[str, Keep] = {**IN_FILES, **SERVERS}


@pytest.fixture(params=KEEPERS)
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeper]:
    """Each engine; ``memory`` stands for one that nobody has written yet."""
    made = KEEPERS[request.param](request, tmp_path)
    yield made
    made.drop_all()


def test_the_suite_knows_every_engine_that_can_be_chosen() -> None:
    assert set(engine_names()) == set(KEEPERS) - {"memory"}


@pytest.mark.parametrize("count", [1, 7, 400])
def test_a_search_gives_the_rows_and_the_cosines_of_plain_numpy(keeper: Keeper, count: int) -> None:
    vectors = unit_rows(count)
    kept = keeper.keep(vectors)
    assert (len(kept.search), kept.search.dim) == (count, DIM)
    for k in (1, 10, 33, 10**9):
        for seed in (9, 10):
            query = unit_rows(1, seed=seed)[0]
            assert_hits(kept.search.search(query, k), oracle(vectors, query, k))


def test_rows_and_cosines_are_those_of_exact_faiss_bit_for_bit(keeper: Keeper) -> None:
    vectors, _ = clustered(300, seed=1)
    kept, exact = keeper.keep(vectors), VectorIndex.of(vectors)
    for query in clustered(5, seed=2)[0]:
        ours, theirs = kept.search.search(query, 20), exact.search(query, 20)
        assert ours.rows.tobytes() == theirs.rows.tobytes()
        assert ours.cosines.tobytes() == theirs.cosines.tobytes()


def test_a_filter_of_any_share_gives_what_plain_numpy_gives_over_the_allowed_rows(keeper: Keeper) -> None:
    vectors, of = clustered(1000, seed=3)
    kept, random = keeper.keep(vectors), np.random.default_rng(5)
    for share in (0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999, 1.0):
        query, allowed = clustered(1, seed=int(1000 * share))[0][0], random.random(1000) < share
        assert_hits(kept.search.search(query, 10, allowed), oracle(vectors, query, 10, allowed))
    query = vectors[0]
    for allowed in (of != of[0], of == of[0], np.arange(1000) == 17):
        for k in (3, 10**9):
            assert_hits(kept.search.search(query, k, allowed), oracle(vectors, query, k, allowed))


@pytest.mark.parametrize("way", [FETCH, FILTER, SIFT])
def test_whatever_way_a_filter_goes_it_finds_the_same(
    keeper: Keeper, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not keeper.is_server:
        pytest.skip("FAISS chooses among ways of its own: tests/indexes/test_vectors.py")
    vectors, of = clustered(500, seed=4)
    kept, query = keeper.keep(vectors), unit_rows(1, seed=8)[0]
    chosen: list[str] = []
    monkeypatch.setattr(server_vectors, "ways", lambda *_: chosen.append(way) or [way, FETCH])
    random = np.random.default_rng(6)
    for allowed in (random.random(500) < 0.02, random.random(500) < 0.3, random.random(500) < 0.9, of == 3, of != 3):
        assert_hits(kept.search.search(query, 12, allowed), oracle(vectors, query, 12, allowed))
    assert chosen


@pytest.mark.parametrize("copies", [2, 40, 200])
def test_however_many_copies_there_are_ties_break_by_row(keeper: Keeper, copies: int) -> None:
    others = 150
    vectors = np.concatenate([unit_rows(others, seed=1), np.repeat(unit_rows(1, seed=2), copies, axis=0)])
    shuffled = np.random.default_rng(8).permutation(len(vectors))
    kept, query = keeper.keep(vectors[shuffled]), unit_rows(1, seed=2)[0]
    for allowed in (None, np.random.default_rng(9).random(len(vectors)) < 0.8):
        best = [row for row in np.flatnonzero(shuffled >= others).tolist() if allowed is None or allowed[row]]
        assert len(best) >= copies // 2
        for k in {1, len(best) // 2 or 1, len(best)}:
            found = [kept.search.search(query, k, allowed)]
            found += [] if allowed is not None else kept.search.search_many(query[None, :], k)
            for hits in found:
                assert hits.rows.tolist() == best[:k]
                assert len(set(hits.cosines.tolist())) == 1


@pytest.mark.parametrize("flat_below", [EXACT, INDEXED])
def test_many_searches_at_once_give_what_each_gives_alone(keeper: Keeper, flat_below: int) -> None:
    vectors, _ = clustered(400, seed=1)
    kept, queries = keeper.keep(vectors, flat_below), clustered(12, seed=500)[0]
    for k in (1, 10):
        for query, hits in zip(queries, kept.search.search_many(queries, k), strict=True):
            alone = kept.search.search(query, k)
            assert hits.rows.tolist() == alone.rows.tolist()
            assert hits.cosines.tobytes() == alone.cosines.tobytes()
    assert kept.search.search_many(queries[:0], 5) == []
    assert len(kept.search.search_many(queries, 10**9)[0].rows) == 400


def test_cosines_of_given_rows_come_in_their_order_and_a_row_gives_back_its_vector(keeper: Keeper) -> None:
    vectors, query = unit_rows(300), unit_rows(1, seed=2)[0]
    kept = keeper.keep(vectors)
    rows = np.array([299, 3, 3, 0, 17], np.int64)
    found = kept.search.cosines(query, rows)
    assert (found.dtype, found.shape) == (np.float32, (5,))
    np.testing.assert_allclose(found, vectors[rows].astype(float) @ query.astype(float), atol=1e-6)
    assert found.tobytes() == VectorIndex.of(vectors).cosines(query, rows).tobytes()
    assert kept.search.cosines(query, rows[:0]).shape == (0,)
    for row in (0, 299):
        assert kept.search.vector(row).tobytes() == vectors[row].tobytes()


def test_an_empty_index_answers_with_nothing(keeper: Keeper) -> None:
    kept = keeper.keep(np.empty((0, DIM), np.float32))
    query = unit_rows(1)[0]
    assert (len(kept.search), kept.search.dim) == (0, DIM)
    assert kept.search.search(query, 5).rows.tolist() == []
    assert kept.search.search(query, 5, np.zeros(0, dtype=bool)).cosines.tolist() == []
    assert [hits.rows.tolist() for hits in kept.search.search_many(unit_rows(2), 5)] == [[], []]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 0.5])
def test_a_vector_that_is_not_finite_and_of_length_1_is_refused_and_nothing_is_kept(keeper: Keeper, bad: float) -> None:
    vectors = unit_rows(10)
    vectors[2] = 0.0
    vectors[2, 3] = bad
    with pytest.raises(InputError, match=r"vector of row 2: wanted a finite vector of length 1"):
        keeper.keep(vectors)


def test_what_cannot_be_asked_is_refused(keeper: Keeper) -> None:
    search, query = keeper.keep(unit_rows(20)).search, unit_rows(1)[0]
    for k in (0, -1):
        for ask in (lambda k=k: search.search(query, k), lambda k=k: search.search_many(query[None, :], k)):
            with pytest.raises(InputError, match="k of at least 1"):
                ask()
    for bad in (np.full(DIM, np.nan), np.zeros(DIM), np.ones(DIM), np.ones(DIM + 1)):
        with pytest.raises(InputError, match="vector"):
            search.search(bad.astype(np.float32), 1)
    for mask in (np.ones(2, dtype=bool), np.ones(20, dtype=np.int8)):
        with pytest.raises(InputError, match="a mask of 20 rows"):
            search.search(query, 1, mask)


def test_recall_holds_with_an_index_and_filters_and_every_cosine_is_true(keeper: Keeper) -> None:
    vectors, of = clustered(1200, seed=11)
    kept, random = keeper.keep(vectors, INDEXED), np.random.default_rng(2)
    assert kept.facts["kind"] not in ("exact", "Flat")
    assert kept.facts["recall"] >= 0.95
    shares = []
    for query in clustered(15, seed=12)[0]:
        near = int(np.argmax(unit_rows(10, seed=77) @ query))
        drawn = [random.random(1200) < share for share in (0.9, 0.3, 0.02)]
        for allowed in (None, *drawn, of == near, of == (near + 1) % 10, of != near):
            hits, best = kept.search.search(query, 10, allowed), oracle(vectors, query, 10, allowed)
            assert len(hits.rows) == len(best)
            assert allowed is None or allowed[hits.rows].all()
            np.testing.assert_allclose(hits.cosines, vectors[hits.rows] @ query, atol=5e-3)
            shares.append(np.mean(vectors[hits.rows] @ query >= best[-1][1] - 1e-6))
    assert np.mean(shares) >= 0.97
    assert len(kept.search.search(query, 1200).rows) == 1200


def test_two_generations_stand_beside_each_other_and_one_goes_without_the_other(keeper: Keeper) -> None:
    old, new = unit_rows(30, seed=1), unit_rows(40, seed=2)
    first, second, query = keeper.keep(old), keeper.keep(new), unit_rows(1, seed=3)[0]
    for kept, vectors in ((first, old), (second, new)):
        assert_hits(kept.search.search(query, 5), oracle(vectors, query, 5))
    first.engine.drop(first.folder)
    first.engine.drop(first.folder)  # gone already
    shutil.rmtree(first.folder)
    assert_hits(second.again(40).search(query, 5), oracle(new, query, 5))
    with pytest.raises(GenerationError):
        first.again(30)
    if keeper.is_server:
        with pytest.raises(GenerationError, match="wanted it to be there, found none"):
            first.search.search(query, 5)


@pytest.mark.parametrize("how", ["gone", "less", "more", "changed"])
def test_what_was_cut_short_changed_or_lost_is_refused(keeper: Keeper, how: str) -> None:
    kept = keeper.keep(unit_rows(50))
    kept.facts["rows"] = 50
    kept.again(50)
    keeper.damage(kept, how)
    with pytest.raises(GenerationError, match=r"wanted|cut short"):
        kept.again(50)
    if keeper.is_server:
        with pytest.raises(GenerationError):
            kept.engine.check(kept.facts, 50)


def test_another_number_of_rows_than_the_folder_has_is_refused(keeper: Keeper) -> None:
    kept = keeper.keep(unit_rows(5))
    with pytest.raises(GenerationError, match="wanted 6 vectors"):
        kept.again(6)


_TIED = unit(np.random.default_rng(1).integers(-1, 2, size=(60, DIM)) + np.eye(1, DIM))
"""Vectors of few different numbers, so that many cosines are equal or nearly."""


@pytest.fixture
def tied(keeper: Keeper) -> Kept:
    return keeper.keep(_TIED)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, 59), k=st.integers(1, 70), allowed=st.lists(st.booleans(), min_size=60, max_size=60))
def test_small_searches_full_of_near_ties_are_those_of_faiss(tied: Kept, row: int, k: int, allowed: list[bool]) -> None:
    mask, exact = np.array(allowed), VectorIndex.of(_TIED)
    ours, theirs = tied.search.search(_TIED[row], k, mask), exact.search(_TIED[row], k, mask)
    assert ours.rows.tolist() == theirs.rows.tolist()
    assert ours.cosines.tobytes() == theirs.cosines.tobytes()


def at_last(ask: Callable[[], Hits], tries: int = 60) -> Hits:
    """What is answered once a connection stands again: gRPC waits a while before it tries anew."""
    for _ in range(tries):
        with suppress(VectorServerError):
            return ask()
    return ask()


def test_milvus_that_goes_away_in_mid_search_says_so_and_comes_back(tmp_path: Path) -> None:
    server = LiteServer(tmp_path / "lite")
    engine = ServerEngine(milvus.MilvusServer(milvus.connector(server.url, connect_s=1.0), answer_s=1.0))
    vectors, query = unit_rows(20), unit_rows(1, seed=3)[0]
    facts = engine.write(tmp_path, "sepadan_away_posting", vectors, None)
    search = engine.read(tmp_path, facts, 20)
    server.stop()
    try:
        for ask in (lambda: search.search(query, 3), lambda: engine.check(facts, 20), lambda: engine.drop(tmp_path)):
            with pytest.raises(VectorServerError, match="wanted an answer of Milvus"):
                ask()
        server.start()
        assert_hits(at_last(lambda: search.search(query, 3)), oracle(vectors, query, 3))
    finally:
        engine.close()
        server.stop()


def test_postgresql_that_goes_away_in_mid_search_says_so_and_comes_back(
    pgvector_server: str, pgvector_url: str, tmp_path: Path
) -> None:
    engine = ServerEngine(pgvector.PgVectorServer(pgvector.pool_at(pgvector_url)))
    vectors, query = unit_rows(20), unit_rows(1, seed=3)[0]
    facts = engine.write(tmp_path, "sepadan_away_posting", vectors, None)
    search, name = engine.read(tmp_path, facts, 20), pgvector_url.split("/")[-1].split("?")[0]
    away = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    run_sql(pgvector_server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false", away)
    for ask in (lambda: search.search(query, 3), lambda: engine.check(facts, 20), lambda: engine.drop(tmp_path)):
        with pytest.raises(VectorServerError, match="wanted an answer of PostgreSQL"):
            ask()
    run_sql(pgvector_server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert_hits(search.search(query, 3), oracle(vectors, query, 3))
    engine.close()


def test_what_could_not_be_kept_whole_is_taken_back(tmp_path: Path) -> None:
    server = MemoryServer()
    server.shape = lambda collection: (1, DIM)  # type: ignore[method-assign]  # it lost all but one
    with pytest.raises(GenerationError, match="memory collection c: wanted 5 vectors of 16, found 1 of 16"):
        ServerEngine(server).write(tmp_path, "c", unit_rows(5), None)
    assert server.held == {}
    assert (tmp_path / NAMED).exists()  # whoever finds the folder knows what to drop


def test_more_copies_than_a_server_brings_at_once_are_found_all_the_same(tmp_path: Path) -> None:
    server = MemoryServer(most_hits=50)
    engine = ServerEngine(server)
    vectors = np.concatenate([unit_rows(20, seed=1), np.repeat(unit_rows(1, seed=2), 300, axis=0)])
    search = engine.read(tmp_path, engine.write(tmp_path, "c", vectors, None), 320)
    assert search.search(vectors[-1], 10).rows.tolist() == list(range(20, 30))
    assert search.search(vectors[-1], 60).rows.tolist() == list(range(20, 80))
    assert search.search_many(vectors[-1:], 60)[0].rows.tolist() == list(range(20, 80))
    assert ("vectors", 320) in server.asked


def test_the_way_of_a_filter_is_chosen_by_what_it_costs(tmp_path: Path) -> None:
    for filters, share, expected in ((True, 0.9, "nearest"), (True, 0.05, "filter"), (False, 0.002, "vectors")):
        server = MemoryServer(filters=filters)
        server.costs = server.costs.__class__(call=10.0, fetched=50.0, hit=1.0, most_hits=2_000)
        engine, vectors = ServerEngine(server), unit_rows(4_000)
        folder = tmp_path / f"{filters}-{share}"
        folder.mkdir()
        search = engine.read(folder, engine.write(folder, "c", vectors, None), 4_000)
        server.asked.clear()
        allowed = np.random.default_rng(1).random(4_000) < share
        query = unit_rows(1, seed=4)[0]
        assert_hits(search.search(query, 10, allowed), oracle(vectors, query, 10, allowed))
        assert server.asked[0][0] == expected


def test_an_engine_is_found_by_its_name_and_made_once() -> None:
    place = VectorPlace()
    assert place.open() is VectorPlace(engine="faiss").open()
    assert place.open().name == "faiss"
    place.close()
    place.close()


@pytest.mark.parametrize(
    ("engine", "url", "told"),
    [
        ("oracle", "", f"wanted one of {', '.join(engine_names())}, found oracle"),
        ("faiss", "http://a", "SEPADAN_VECTOR_URL: wanted none"),
        ("milvus", "", "wanted http"),
        ("milvus", "redis://a", "wanted http"),
        ("pgvector", "", "wanted a URL like postgresql"),
        ("pgvector", "sqlite:///a.db", "found one of sqlite"),
    ],
)
def test_an_engine_or_an_address_that_cannot_be_used_is_named(engine: str, url: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        VectorPlace(engine=engine, url=url).open()
    assert VectorPlace(engine=engine, url=url) not in vector_search._OPEN


def test_no_message_shows_the_password_of_an_address() -> None:
    assert "rahasia" not in repr(VectorPlace(engine="milvus", url="http://root:rahasia@milvus:19530"))
    with pytest.raises(ConfigError) as told:
        VectorPlace(engine="milvus", url="ftp://root:rahasia@milvus").open()
    assert "rahasia" not in str(told.value)


@pytest.mark.parametrize(("engine", "package"), [("milvus", "pymilvus"), ("pgvector", "psycopg")])
def test_a_package_that_is_missing_is_named_with_its_pip_command(
    engine: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    url = {"milvus": "http://m:1", "pgvector": "postgresql://p/d"}[engine]
    with pytest.raises(ConfigError, match=rf"pip install 'sepadan\[{engine}\]'"):
        VectorPlace(engine=engine, url=url).open()
