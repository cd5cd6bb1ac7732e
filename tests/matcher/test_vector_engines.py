"""Generations whose vectors a server holds: same matches, refused by name, dropped with the folder, away, back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.routes.intake import read_record
from api.settings import Settings
from indexes import engines, vector_search
from indexes.server_engine import NAMED, ServerEngine
from indexes.vector_search import VectorPlace
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.home import Home
from matcher.inspection import Generations
from matcher.records import Kind
from matcher.verify import verify
from matcher.world.generate import sample_postings, sample_workers
from taxonomy.errors import ConfigError, GenerationError, VectorServerError
from tests.builders import posting
from tests.fakes import FakeEncoder
from tests.vector_servers import LiteServer, MemoryServer

ASKING = 8
"""Workers who are matched in the sample world."""

MEMORY = VectorPlace(engine="memory", url="here")


@cache
def world() -> tuple[list[object], list[object]]:
    """The first postings and workers of the sample world."""
    ads, people = sample_postings()[:120], sample_workers()[:ASKING]
    return (
        [read_record(Kind.POSTING, row, "contoh") for row in ads],
        [read_record(Kind.WORKER, row, "contoh") for row in people],
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryServer]:
    """An engine ``memory``, found by its name like any other."""
    held = MemoryServer()
    known = vector_search.import_module
    engine = ServerEngine(held)
    module = SimpleNamespace(engine_at=lambda url: engine)
    monkeypatch.setattr(vector_search, "engine_names", lambda: ("faiss", "memory"))
    name = f"{engines.__name__}.memory"
    monkeypatch.setattr(vector_search, "import_module", lambda path: module if path == name else known(path))
    yield held
    MEMORY.close()


@pytest.fixture
def served(server: MemoryServer, home: Home, empty_store: Path) -> Iterator[Engine]:
    """An engine whose vectors are in memory, with a generation of one posting."""
    shutil.copy(empty_store, home.make().root / "sepadan.db")
    opened = Engine(Home(root=home.root, vectors=MEMORY), FakeEncoder())
    opened.upsert([posting("p1")])
    opened.build()
    yield opened
    opened.close()


def best(engine: Engine) -> dict[str, list[tuple[str, float]]]:
    """The ten best postings of each worker who asks, with their scores."""
    _, people = world()
    found = {}
    for person in people:
        ranking = engine.match(engine.subject(person), 10, Conditions())
        found[person.key] = [(match.key, match.score) for match in ranking.matches]
    return found


@pytest.fixture(scope="module")
def coded_world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[tuple[str, float]]]]:
    """The sample world built with FAISS, and what it finds."""
    root = tmp_path_factory.mktemp("engines") / "home"
    engine = Engine(Home(root=root), FakeEncoder())
    for records in world():
        engine.upsert(records)
    engine.build()
    found = best(engine)
    engine.close()
    return root, found


@pytest.mark.parametrize("name", ["milvus", "pgvector", "memory"])
def test_the_sample_world_is_matched_as_with_exact_faiss(
    name: str,
    coded_world: tuple[Path, dict[str, list[tuple[str, float]]]],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    root, expected = coded_world
    if name == "milvus":
        lite: LiteServer = request.getfixturevalue("milvus_server")
        place = VectorPlace(engine=name, url=lite.url)
    elif name == "pgvector":
        place = VectorPlace(engine=name, url=request.getfixturevalue("pgvector_url"))
    else:
        request.getfixturevalue("server")
        place = MEMORY
    shutil.copytree(root, tmp_path / "home")
    engine = Engine(Home(root=tmp_path / "home", vectors=place), FakeEncoder())
    with pytest.raises(
        GenerationError, match=rf"wanted vector engine {name}, found faiss; .*SEPADAN_VECTOR_ENGINE=faiss"
    ):
        engine.refresh()
    report = engine.build()
    manifest = Generations(engine.home, engine.store).verify(report.generation)
    assert manifest["engine"] == name
    called = manifest["parts"]["posting"]["vectors"]["collection"]
    assert called == f"sepadan_{engine.store.store_id()[:12]}_{report.generation.split('-')[0].lower()}_posting"
    assert not list((engine.home.generations / report.generation).rglob("*.faiss"))
    found = best(engine)
    assert sum(map(len, found.values())) >= 5 * ASKING
    assert found == expected
    engine.close()
    generations = Generations(engine.home, engine.store)
    for kept in generations.all():
        place.open().drop(engine.home.generations / kept.name)
    place.close()


def test_a_generation_of_another_engine_is_refused_by_name_with_the_mend(served: Engine) -> None:
    name = served.refresh().generation
    other = Engine(Home(root=served.home.root), FakeEncoder())
    mend = rf"generation {name}: wanted vector engine faiss, found memory; .*SEPADAN_VECTOR_ENGINE=memory"
    with pytest.raises(GenerationError, match=mend):
        other.refresh()
    with pytest.raises(GenerationError, match=mend):
        Generations(other.home, other.store).verify(name)
    other.build()
    assert other.refresh().generation != name
    other.close()


def test_fresh_writes_stand_in_memory_and_no_live_collection_changes(served: Engine, server: MemoryServer) -> None:
    before = {name: vectors.copy() for name, vectors in server.held.items()}
    served.upsert([posting("p2", title="Barista")])
    assert len(served.refresh().catalogues["posting"]) == 2
    assert served.delta_size == 1
    assert {name: vectors.tobytes() for name, vectors in server.held.items()} == {
        name: vectors.tobytes() for name, vectors in before.items()
    }


def test_a_collection_goes_with_its_generation_and_those_kept_stay(served: Engine, server: MemoryServer) -> None:
    names = [served.refresh().generation]
    for number in range(3):
        served.upsert([posting(f"more-{number}")])
        names.append(served.build().generation)
    stamps = {name.split("_")[2] for name in server.held}
    assert stamps == {name.split("-")[0].lower() for name in names[-2:]}
    assert len(server.held) == 2 * 3
    Generations(served.home, served.store).prune(1)
    assert {name.split("_")[2] for name in server.held} == {names[-1].split("-")[0].lower()}


def test_what_a_killed_build_put_into_the_server_goes_with_the_next_build(served: Engine, server: MemoryServer) -> None:
    left = served.home.generations / ".writing-killed" / "posting"
    left.mkdir(parents=True)
    (left / NAMED).write_text('{"engine": "memory", "collection": "sepadan_half_posting"}')
    (left.parent / "damaged").mkdir()
    (left.parent / "damaged" / NAMED).write_text("{")
    server.held["sepadan_half_posting"] = next(iter(server.held.values()))
    served.build()
    assert "sepadan_half_posting" not in server.held
    assert not left.exists()


def test_a_build_that_fails_half_way_leaves_no_collection_and_the_one_before_serves(
    served: Engine, server: MemoryServer
) -> None:
    name, held = served.refresh().generation, set(server.held)
    fill = server.fill

    def failing(collection: str, *rest: object, **more: object) -> None:
        if collection.endswith("_worker"):  # the last of three
            raise VectorServerError("memory: wanted an answer, found none")
        fill(collection, *rest, **more)  # type: ignore[arg-type]

    server.fill = failing  # type: ignore[method-assign]
    with pytest.raises(VectorServerError):
        served.build()
    assert set(server.held) == held
    assert served.refresh().generation == name
    assert [one.name for one in Generations(served.home, served.store).all()] == [name]


def test_a_damaged_collection_is_refused_and_the_generation_before_serves(served: Engine, server: MemoryServer) -> None:
    older = served.refresh().generation
    served.upsert([posting("p2")])
    newest = served.build().generation
    stamp = newest.split("-")[0].lower()
    posting_of = next(name for name in server.held if stamp in name and name.endswith("posting"))
    server.held[posting_of] = server.held[posting_of][:1]
    reader = Engine(served.home, FakeEncoder())
    assert reader.refresh().generation == older
    assert f"memory collection {posting_of}: wanted 2 vectors of 384, found 1" in reader.status().refused[newest]
    assert len(reader.refresh().catalogues["posting"]) == 2  # what was written since is read from the store
    (fault,) = [fault for fault in verify(reader.store, reader.home).faults if newest in fault.where]
    assert "wanted 2 vectors" in fault.fault
    with pytest.raises(GenerationError, match="wanted 2 vectors"):
        Generations(reader.home, reader.store).serve(newest)
    reader.close()
    # A damaged one is no fallback for the next build.
    served.build()
    assert not (served.home.generations / newest).exists()
    assert (served.home.generations / older).exists()


def test_while_the_server_is_away_nothing_is_taken_for_damaged_and_nothing_is_removed(
    served: Engine, server: MemoryServer
) -> None:
    served.upsert([posting("p2")])
    newest = served.build().generation
    folders = sorted(path.name for path in served.home.generations.iterdir())
    server.is_away = True
    reader = Engine(served.home, FakeEncoder())
    with pytest.raises(VectorServerError, match="wanted an answer"):
        reader.refresh()
    assert reader.status().generation == ""
    found = Generations(served.home, served.store)
    assert [one.is_reached for one in found.all()] == [False, False]
    with pytest.raises(VectorServerError):
        found.prune(1)
    assert sorted(path.name for path in served.home.generations.iterdir()) == folders
    server.is_away = False
    assert reader.refresh().generation == newest
    assert [one.fault for one in found.all()] == ["", ""]
    reader.close()


def test_a_folder_waits_to_be_removed_until_its_collection_can_be_dropped(served: Engine, server: MemoryServer) -> None:
    drop, older = server.drop, served.refresh().generation

    def refusing(collection: str) -> None:
        raise VectorServerError("memory: wanted an answer, found none")

    served.upsert([posting("p2")])
    served.build()
    server.drop = refusing  # type: ignore[method-assign]
    served.upsert([posting("p3")])
    served.build()
    waiting = [path.name for path in served.home.generations.iterdir() if older in path.name]
    assert waiting == [f".writing-gone-{older}"]
    server.drop = drop  # type: ignore[method-assign]
    assert Generations(served.home, served.store).prune(2) == waiting
    assert not any(older.split("-")[0].lower() in name for name in server.held)


def test_a_server_that_is_away_is_a_503_that_says_so_and_comes_back(served: Engine, server: MemoryServer) -> None:
    settings = Settings(home=served.home.root, log_level="error", webhooks=False, compact=False)
    person = {"worker": {"wish": "kasir", "summary": "Biasa jaga toko."}, "k": 3}
    with TestClient(create_app(settings, served), raise_server_exceptions=False) as client:
        assert client.post("/v1/match/postings", json=person).status_code == 200
        server.is_away = True
        answer = client.post("/v1/match/postings", json=person)
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:sepadan:problem:vector-server"
        assert "wanted an answer" in answer.json()["detail"]
        server.is_away = False
        assert client.post("/v1/match/postings", json=person).status_code == 200


def test_the_settings_say_where_vectors_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().vectors() == VectorPlace()
    monkeypatch.setenv("SEPADAN_VECTOR_ENGINE", "milvus")
    monkeypatch.setenv("SEPADAN_VECTOR_URL", "http://milvus:19530")
    assert Settings().vectors() == VectorPlace(engine="milvus", url="http://milvus:19530")
    store = "postgresql+psycopg://a@b/c"
    assert Settings(vector_engine="pgvector", vector_url="", database_url=store).vectors().url == store
    with pytest.raises(ConfigError, match="wanted one of faiss"):
        Home(root=Path("x"), vectors=VectorPlace(engine="none")).engine  # noqa: B018
