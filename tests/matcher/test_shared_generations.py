"""Machines that share generations: one builds, the others pull; what serves goes on whatever happens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from indexes.published import AwayError
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.home import Home
from matcher.inspection import Generations
from matcher.records import Kind
from taxonomy.errors import GenerationError
from tests.builders import posting, worker
from tests.fakes import FakeEncoder


@contextmanager
def machines(folder: Path, count: int = 2, cache_bytes: int = 0) -> Iterator[list[Engine]]:
    """Engines with homes of their own over one store and one place for generations."""
    (folder / "store").mkdir(exist_ok=True)
    url, place = f"sqlite:///{folder}/store/sepadan.db", f"file://{folder}/bucket"
    homes = [Home(root=folder / f"machine-{at}", published=place, cache_bytes=cache_bytes) for at in range(count)]
    engines = [Engine(home, FakeEncoder(), database_url=url) for home in homes]
    try:
        yield engines
    finally:
        for engine in engines:
            engine.close()


def fill(engine: Engine, first: int = 0) -> None:
    records = [posting(f"p{at}", title="Tukang las") for at in range(first, first + 4)]
    engine.upsert([*records, worker("w1", wish="tukang las")])


def found(engine: Engine) -> list[tuple[str, float]]:
    subject = engine.stored_subject(Kind.WORKER, worker("w1").key)
    return [(match.key, match.score) for match in engine.match(subject, 20, Conditions()).matches]


def keys(engine: Engine) -> set[str]:
    """A record's words weigh by the segment that it stands in, so scores differ a little until the next build."""
    return {key for key, _ in found(engine)}


def here(engine: Engine) -> list[str]:
    return sorted(path.name for path in engine.home.generations.iterdir())


def test_what_one_builds_the_others_serve_with_the_same_answers(tmp_path: Path) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        name = builder.build().generation
        assert replica.refresh().generation == name  # the first look pulls
        assert found(replica) == found(builder) != []
        fill(builder, 4)
        newer = builder.build().generation
        assert replica.refresh().generation == name
        assert replica.pull()
        assert replica.settle().generation == newer
        assert found(replica) == found(builder)
        assert not replica.pull()
        assert here(replica) == sorted([name, newer])


def test_a_replica_goes_on_with_the_one_before_while_the_new_one_cannot_be_had(tmp_path: Path) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        name = builder.build().generation
        assert replica.refresh().generation == name
        fill(builder, 4)
        newer = builder.build().generation
        shutil.move(tmp_path / "bucket", tmp_path / "away")
        with pytest.raises(AwayError, match=newer):
            replica.pull()
        assert replica.settle().generation == name
        assert keys(replica) == keys(builder)  # what was written since is found all the same
        shutil.move(tmp_path / "away", tmp_path / "bucket")
        damaged = next(each for each in (tmp_path / "bucket").rglob("*.npy") if newer in each.parts)
        whole = damaged.read_bytes()
        damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(GenerationError, match=damaged.name):
            replica.pull()
        assert replica.settle().generation == name
        damaged.write_bytes(whole)
        assert replica.pull()
        assert replica.settle().generation == newer


def test_a_replica_far_behind_goes_on_with_what_nobody_records_any_more(tmp_path: Path) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        name = builder.build().generation
        assert replica.refresh().generation == name
        for first in (4, 8, 12):
            fill(builder, first)
            last = builder.build().generation
        assert name not in [known for known, *_ in builder.store.generations()]
        assert replica.settle().generation == name
        assert keys(replica) == keys(builder)
        assert replica.pull()
        assert replica.settle().generation == last
        assert found(replica) == found(builder)
        replica.pull()
        assert name not in here(replica)


def test_a_copy_that_was_damaged_here_is_pulled_anew(tmp_path: Path) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        first = builder.build().generation
        assert replica.refresh().generation == first
        fill(builder, 4)
        name = builder.build().generation
        replica._shared.pull(first)
        damaged = next(each for each in (replica.home.generations / name).rglob("*.npy") if each.stat().st_size)
        damaged.write_bytes(damaged.read_bytes()[:-1])
        assert replica.settle().generation == first
        assert name in replica.status().refused
        assert replica.pull()
        assert replica.settle().generation == name


def test_a_generation_that_could_not_be_published_is_not_served_by_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        name = builder.build().generation
        monkeypatch.setattr("indexes.published.Published.publish", lambda *_: (_ for _ in ()).throw(AwayError("away")))
        fill(builder, 4)
        with pytest.raises(AwayError):
            builder.build()
        assert [known for known, *_ in builder.store.generations()] == [name]
        assert builder.settle().generation == replica.settle().generation == name
        monkeypatch.undo()
        assert builder.build().generation != name


def test_going_back_serves_the_older_one_everywhere_and_pruning_removes_it_everywhere(tmp_path: Path) -> None:
    with machines(tmp_path) as (builder, replica):
        fill(builder)
        old = builder.build().generation
        fill(builder, 4)
        new = builder.build().generation
        Generations(replica.home, replica.store).serve(old)
        replica.pull()
        assert replica.settle().generation == builder.settle().generation == old
        Generations(replica.home, replica.store).serve(new)
        assert Generations(builder.home, builder.store).prune(1) == [old]
        assert [path.name for path in (tmp_path / "bucket" / builder.store.store_id()).iterdir()] == [new]


def test_what_every_machine_must_see_lies_in_the_shared_folder(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "own", shared=tmp_path / "all").make()
    everywhere = {"jobs", "uploads", "recommendations", "rejects", "pulls", "checks", "erasures", "exports"}
    for name in everywhere | {"secret_keys", "recommendations_lock", "copies_lock"}:
        assert getattr(home, name).parent == tmp_path / "all", name
    for name in ("generations", "build_lock", "background_lock"):
        assert getattr(home, name).parent == tmp_path / "own", name
    with closing(Engine(home, FakeEncoder())) as engine:
        assert engine.home.kept == tmp_path / "all"
