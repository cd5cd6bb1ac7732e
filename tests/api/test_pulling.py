from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

from api.pulling import Puller
from indexes.published import AwayError


class Log:
    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **facts: Any) -> None:
        self.lines.append((event, facts))

    error = info


class FakeEngine:
    """Pulls what it is told: True, False or an error, in turn; then nothing."""

    def __init__(self, *turns: bool | Exception, published: str = "file:///x") -> None:
        self.home = SimpleNamespace(published=published)
        self.turns = list(turns)
        self.is_done = threading.Event()

    def pull(self) -> bool:
        turn = self.turns.pop(0) if self.turns else False
        if not self.turns:
            self.is_done.set()
        if isinstance(turn, Exception):
            raise turn
        return turn


def puller(engine: FakeEngine, log: Log, every_s: float = 0.001) -> Puller:
    return Puller(engine, log, every_s)  # type: ignore[arg-type]


def test_what_was_pulled_is_told_and_what_lay_here_already_is_not() -> None:
    log = Log()
    watching = puller(FakeEngine(True, False), log)
    assert watching.look()
    assert not watching.look()
    assert log.lines == [("generation pulled", {})]


def test_a_pull_that_fails_is_told_and_tried_again_by_the_thread() -> None:
    engine, log = FakeEngine(AwayError("bucket is away"), AwayError("bucket is away"), True), Log()
    watching = puller(engine, log)
    watching.start()
    assert engine.is_done.wait(60)
    watching.stop()
    failed = ("pull failed", {"error": "AwayError: bucket is away"})
    assert log.lines[:2] == [failed, failed]


def test_where_generations_lie_in_the_home_alone_nobody_looks() -> None:
    engine = FakeEngine(published="")
    watching = puller(engine, Log())
    watching.start()
    watching.stop()
    assert not watching._thread.is_alive()
    assert not engine.is_done.is_set()
