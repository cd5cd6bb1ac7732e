"""A server builds a new index by itself when much was written since the last."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from api import compaction
from api.app import create_app
from api.compaction import Compactor
from api.settings import Settings
from indexes.exclusive import FileExclusive
from matcher.engine import Engine
from matcher.home import Home
from matcher.records import Kind
from taxonomy.errors import GenerationError, StoreError
from tests.builders import posting


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **facts: Any) -> None:
        self.lines.append((event, facts))

    error = info

    @property
    def events(self) -> list[str]:
        return [event for event, _ in self.lines]


class FakeEngine:
    """An engine of so many records, so many of them outside the index."""

    def __init__(self, home: Home, found: int = 0, outside: int = 0) -> None:
        self.home = home.make()
        self.store = SimpleNamespace(exclusive=FileExclusive)
        self.found = found
        self.delta_size = outside
        self.builds = 0
        self.built = threading.Event()
        self.fault: Exception | None = None

    def refresh(self) -> Any:
        if self.found < 0:
            raise GenerationError("index: wanted a generation, found none")
        return SimpleNamespace(catalogues={"posting": range(self.found)})

    def build(self, progress: Any) -> Any:
        progress("code postings", 0, 1)
        self.builds += 1
        self.built.set()
        if self.fault is not None:
            raise self.fault
        self.delta_size = 0
        return SimpleNamespace(generation="new", counts={"posting": self.found})


def compactor(engine: FakeEngine, log: Log | None = None, **more: Any) -> Compactor:
    return Compactor(cast(Engine, engine), log or Log(), **more)


@pytest.mark.parametrize(
    ("found", "outside", "is_due"),
    [
        (100, 0, False),
        (100, 5_000, False),
        (100, 5_001, True),
        (60_000, 6_000, False),
        (60_000, 6_001, True),
        (-1, 9_000, False),
    ],
)
def test_a_build_is_due_above_five_thousand_and_a_tenth(home: Home, found: int, outside: int, is_due: bool) -> None:
    engine = FakeEngine(home, found, outside)
    assert compactor(engine).compact_if_due() is is_due
    assert engine.builds == int(is_due)
    assert not compactor(engine).compact_if_due() or not is_due


def test_while_another_builds_nothing_is_built(home: Home) -> None:
    engine = FakeEngine(home, 100, 9_000)
    with FileLock(home.root / "build.lock"):
        assert not compactor(engine).compact_if_due()
    assert compactor(engine).compact_if_due()
    assert engine.builds == 1


def test_the_thread_builds_says_so_and_ends_when_it_is_stopped(home: Home) -> None:
    engine, log = FakeEngine(home, 100, 9_000), Log()
    watching = compactor(engine, log, interval_s=0.0)
    watching.start()
    assert engine.built.wait(10)
    watching.stop()
    assert not watching._thread.is_alive()
    assert log.events == ["compaction begins", "compaction done"]
    assert log.lines[0][1] == {"outside": 9_000}
    assert engine.builds == 1


def test_a_build_that_fails_is_told_and_tried_again_later_each_time(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, log = FakeEngine(home, 100, 9_000), Log()
    engine.fault = StoreError("store: disk full")
    watching = compactor(engine, log, interval_s=1.0)
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) > 9

    monkeypatch.setattr(watching._stopping, "wait", wait)
    watching._watch()
    assert waited == [1, 2, 4, 8, 16, 32, 64, 64, 64, 64]
    assert log.lines[1] == ("compaction failed", {"error": "StoreError: store: disk full"})


def test_a_build_ends_at_its_next_step_when_the_server_ends(home: Home) -> None:
    engine, log = FakeEngine(home, 100, 9_000), Log()
    watching = compactor(engine, log, interval_s=0.0)
    begun, ended = threading.Event(), threading.Event()

    def build(progress: Any) -> Any:
        begun.set()
        ended.wait(10)
        progress("code postings", 1, 2)
        raise AssertionError

    engine.build = build  # type: ignore[method-assign]
    watching.start()
    assert begun.wait(10)
    watching._stopping.set()
    ended.set()
    watching.stop()
    assert not watching._thread.is_alive()
    assert log.events == ["compaction begins"]


@pytest.fixture
def written(engine: Engine) -> Engine:
    """An index of two postings, and two more outside it."""
    engine.upsert([posting("p1"), posting("p2")])
    engine.build()
    engine.upsert([posting("p3"), posting("p4", title="Kasir Toko")])
    return engine


def test_what_stood_outside_stands_in_the_new_index_and_the_engine_serves_it(written: Engine) -> None:
    before = written.refresh().generation
    assert written.delta_size == 2
    assert Compactor(written, Log(), least=1).compact_if_due()
    assert written.refresh().generation != before
    assert written.delta_size == 0
    assert len(written.refresh().catalogues[Kind.POSTING]) == 4


def test_deleted_records_are_gone_after_compaction_too(written: Engine) -> None:
    written.delete(Kind.POSTING, ["uji:p1", "uji:p3"])
    assert Compactor(written, Log(), least=0, share=0.0).compact_if_due()
    assert sorted(item.key for item in written.refresh().catalogues[Kind.POSTING]) == ["uji:p2", "uji:p4"]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_server_compacts_unless_it_is_told_not_to(
    written: Engine, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    did: list[str] = []
    monkeypatch.setattr(compaction.Compactor, "start", lambda self: did.append("start"))
    monkeypatch.setattr(compaction.Compactor, "stop", lambda self: did.append("stop"))
    with TestClient(create_app(Settings(compact=wanted, log_level="error"), written)) as client:
        assert client.get("/healthz").status_code == 200
    assert did == (["start", "stop"] if wanted else [])


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Settings().compact
    monkeypatch.setenv("SEPADAN_COMPACT", "false")
    assert not Settings().compact
