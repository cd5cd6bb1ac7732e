"""The generations of an installation: which there are, rolling back and forward, pruning."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from filelock import FileLock

from matcher.engine import Engine
from matcher.home import Home
from matcher.inspection import Generations, served_fingerprint
from matcher.records import Kind
from taxonomy.errors import ConfigError, GenerationError, InputError, UnknownIdError
from tests.builders import posting
from tests.fakes import FakeEncoder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def built(request: pytest.FixtureRequest, home: Home) -> Iterator[Engine]:
    """An engine that serves its second generation; the first is kept; over both stores."""
    url = str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""
    opened = Engine(home, FakeEncoder(), database_url=url)
    for name in ("p1", "p2"):
        opened.upsert([posting(name)])
        opened.build()
    yield opened
    opened.close()


def look(engine: Engine) -> Generations:
    return Generations(engine.home, engine.store)


def damage(engine: Engine, name: str) -> None:
    path = next((engine.home.generations / name).rglob("vectors.faiss"))
    path.write_bytes(path.read_bytes()[:-1])


def names(engine: Engine) -> list[str]:
    return [name for name, *_ in engine.store.generations()]


def test_the_fingerprint_is_that_of_the_coder(engine: Engine) -> None:
    assert served_fingerprint(engine.home) == engine.coder.fingerprint


def test_every_generation_is_told_with_what_it_is(built: Engine) -> None:
    newest, older = look(built).all()
    assert (newest.name, newest.is_current, newest.fault) == (built.refresh().generation, True, "")
    assert (older.is_current, older.is_recorded, older.fault) == (False, True, "")
    assert newest.counts == {"course": 0, "posting": 2, "worker": 0}
    assert older.counts["posting"] == 1
    assert newest.made_at > older.made_at
    assert newest.revision is not None
    assert newest.revision > (older.revision or 0)
    files = [path for path in (built.home.generations / newest.name).rglob("*") if path.is_file()]
    assert newest.size_bytes == sum(path.stat().st_size for path in files)


def test_no_generation_is_told_before_the_first_build(engine: Engine) -> None:
    assert look(engine).all() == []
    assert look(engine).serving() == ("", {})
    assert look(engine).prune(1) == []


def test_a_damaged_a_missing_and_a_stray_one_are_told_with_the_reason(built: Engine) -> None:
    newest, older = names(built)
    damage(built, older)
    shutil.rmtree(built.home.generations / newest)
    (built.home.generations / ".writing-x").mkdir()
    shutil.copytree(built.home.generations / older, built.home.generations / "copy")
    gone, damaged, stray, left = look(built).all()
    assert (gone.name, gone.size_bytes, gone.revision) == (newest, 0, None)
    assert "wanted manifest.json" in gone.fault
    assert "vectors.faiss: wanted SHA-256" in damaged.fault
    assert "is not recorded" in stray.fault
    assert "killed build" in left.fault
    assert look(built).serving()[0] == ""


def test_one_that_was_removed_and_does_not_serve_is_left_out(built: Engine) -> None:
    newest, older = names(built)
    shutil.rmtree(built.home.generations / older)
    assert [one.name for one in look(built).all()] == [newest]
    assert look(built).serving() == (newest, {})
    damage(built, newest)
    serves, refused = look(built).serving()
    assert (serves, list(refused)) == ("", [newest])


def test_a_running_engine_goes_back_and_forward(built: Engine) -> None:
    newest, older = names(built)
    served = built.refresh()
    for name in (older, newest):
        look(built).serve(name)
        pipeline = built.settle()
        assert pipeline.generation == name
        # What was written after it was made is found all the same.
        assert sorted(item.key for item in pipeline.catalogues[Kind.POSTING]) == ["uji:p1", "uji:p2"]
    assert served.generation == newest


def test_a_damaged_a_foreign_and_an_unknown_one_do_not_serve(built: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    newest, older = names(built)
    with pytest.raises(UnknownIdError, match=f"wanted a recorded generation .*{older}"):
        look(built).serve("none")
    with monkeypatch.context() as patched:
        patched.setattr("matcher.coding.RULES", "coding-of-tomorrow")
        with pytest.raises(GenerationError, match="wanted encoder"):
            look(built).serve(older)
    damage(built, older)
    with pytest.raises(GenerationError, match=r"vectors\.faiss"):
        look(built).serve(older)
    assert names(built) == [newest, older]
    assert built.refresh().generation == newest


def test_pruning_keeps_so_many_whole_ones_and_forgets_the_others(built: Engine) -> None:
    newest, older = names(built)
    (built.home.generations / ".writing-x").mkdir()
    assert look(built).prune(2) == [".writing-x"]
    assert names(built) == [newest, older]
    assert look(built).prune(1) == [older]
    assert names(built) == [newest]
    assert look(built).verify(newest)["counts"]["posting"] == 2


def test_pruning_never_takes_the_one_that_serves(built: Engine) -> None:
    newest, older = names(built)
    look(built).serve(older)
    assert look(built).prune(1) == [newest]
    assert built.settle().generation == older
    damage(built, older)
    assert look(built).prune(1) == []


def test_pruning_removes_the_damaged_ones_first(built: Engine) -> None:
    older = names(built)[1]
    damage(built, older)
    assert look(built).prune(2) == [older]


def test_pruning_waits_for_no_build_and_keeps_one_at_least(built: Engine) -> None:
    with FileLock(built.home.root / "build.lock"), pytest.raises(ConfigError, match="wanted no build at work"):
        look(built).prune(1)
    with pytest.raises(InputError, match="--keep: wanted 1 or more"):
        look(built).prune(0)
    assert len(names(built)) == 2
