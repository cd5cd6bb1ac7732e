"""A real server of two processes: replaces who dies, is replaced without a refused connection, and drains."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evaluation.benchmark import faults_service
from tests.api.tiny_pool import REFUSES_TO_START
from tests.sample_world import fill_world

ROOT = Path(__file__).resolve().parents[2]


class Server:
    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "evaluation.benchmark.load_service", str(home), "2"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.netloc = urlsplit(self.process.stdout.readline().strip()).netloc
        self.wait_for("workers ready")

    def wait_for(self, event: str) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if event in line:
                return line
        pytest.fail(f"wanted {event!r} in the log, found its end")

    def ask(self, path: str, body: object = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.netloc, timeout=60)
        try:
            content = None if body is None else json.dumps(body)
            connection.request("GET" if body is None else "POST", path, content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("pool") / "home"
    engine = faults_service.open_engine(home)
    fill_world(engine)
    engine.build()
    engine.close()
    opened = Server(home)
    yield opened
    opened.process.kill()
    opened.process.communicate()


class TinyPool:
    """See ``tests/api/tiny_pool.py``."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.api.tiny_pool"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment)
        self.port = int(self.read())

    def read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def wait_for(self, event: str) -> None:
        while line := self.read():
            if line.startswith(event):
                return
        pytest.fail(f"wanted {event!r} in the log, found its end")

    def ask(self) -> int:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            return int(connection.recv(20))

    def ask_until(self, wanted: Callable[[set[int]], bool]) -> set[int]:
        seen: set[int] = set()
        while not wanted(seen):
            seen.add(self.ask())
        return seen


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[TinyPool]:
    opened = TinyPool(tmp_path)
    yield opened
    opened.process.terminate()  # killed, it would leave its processes behind
    opened.process.communicate()


def test_a_pool_replaces_who_dies_and_all_when_told_and_ends_with_all(tiny: TinyPool) -> None:
    tiny.wait_for("workers ready")
    first = tiny.ask_until(lambda seen: len(seen) == 2)
    dead = min(first)
    os.kill(dead, signal.SIGKILL)
    tiny.wait_for("worker died")
    second = tiny.ask_until(lambda seen: len(seen - first) == 1)
    assert dead not in second
    tiny.process.send_signal(signal.SIGHUP)
    answered: list[int] = []  # while one after the other is replaced, every connection is answered
    while len(set(answered) - first - second) < 2:
        answered.append(tiny.ask())
    tiny.wait_for("workers replaced")
    third = tiny.ask_until(lambda seen: len(seen) == 2)
    assert not third & (first | second)
    tiny.process.send_signal(signal.SIGTERM)
    assert tiny.process.wait(60) == 0
    assert not [pid for pid in third if Path(f"/proc/{pid}").exists()]


def test_successors_that_do_not_start_leave_the_old_ones_serving(tiny: TinyPool, tmp_path: Path) -> None:
    tiny.wait_for("workers ready")
    first = tiny.ask_until(lambda seen: len(seen) == 2)
    (tmp_path / REFUSES_TO_START).touch()
    tiny.process.send_signal(signal.SIGHUP)
    tiny.wait_for("rolling restart stopped")
    assert tiny.ask_until(lambda seen: len(seen) == 2) == first


def test_a_pool_whose_processes_do_not_start_ends_with_a_failure(tmp_path: Path) -> None:
    (tmp_path / REFUSES_TO_START).touch()
    pool = TinyPool(tmp_path)
    assert pool.process.wait(60) == 1
    pool.process.communicate()


MATCH = {"id": "contoh:w-1", "k": 2}


@pytest.mark.long
def test_processes_answer_count_together_are_replaced_and_drain(server: Server) -> None:
    first = server.workers()
    assert len(first) == 2
    for _ in range(10):
        assert server.ask("/v1/match/postings", MATCH)[0] == 200
    assert b'status="200"} 10.0' in server.ask("/metrics")[1]

    # One dies: the other answers, and a successor comes.
    os.kill(next(iter(first)), signal.SIGKILL)
    server.wait_for("worker died")
    assert server.ask("/v1/match/postings", MATCH)[0] == 200

    # All are replaced while a client goes on asking: nobody is refused.
    statuses: list[int] = []
    replaced = threading.Event()

    def keep_asking() -> None:
        while not replaced.is_set():
            statuses.append(server.ask("/v1/match/postings", MATCH)[0])

    client = threading.Thread(target=keep_asking)
    client.start()
    server.process.send_signal(signal.SIGHUP)
    server.wait_for("workers replaced")
    replaced.set()
    client.join()
    assert set(statuses) == {200}
    assert not first & server.workers()

    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(60) == 0
