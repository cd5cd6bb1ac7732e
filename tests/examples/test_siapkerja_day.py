"""The day of the platform: played short against a real server, and its checker against what it must find."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import multiprocessing
import os
import random
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from examples.day import evening, play, world
from examples.day.figures import Figures, percentile
from examples.day.ledger import FAULTS, Found, Ledger
from examples.day.receiver import Receiver
from examples.day.server import Server

_ROOT = Path(__file__).parents[2]
_CONTEXT = multiprocessing.get_context("forkserver")


class Forked:
    """A process of Sepadan's own command line that shares what is imported already: seconds less for each."""

    def __init__(self, words: Sequence[str], environment: dict[str, str], told: Path, log: Path) -> None:
        _CONTEXT.set_forkserver_preload(["__main__", "evaluation.benchmark.erasure_warm"])
        self._process = _CONTEXT.Process(target=_perform, args=(list(words), environment, told, log), daemon=True)
        self._process.start()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int:
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    def send_signal(self, sig: int) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, sig)


def _perform(words: list[str], environment: dict[str, str], told: Path, log: Path) -> None:
    from evaluation.benchmark.faults_service import TrigramEncoder
    from indexes import encoder as encoders

    os.environ.clear()
    os.environ.update(environment)
    for path, number in ((told, 1), (log, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if number == 1 else os.O_APPEND)), number)
    encoders.load = lambda *_, **__: TrigramEncoder()  # type: ignore[assignment]
    from api.cli import main

    sys.exit(main(words))


class ForkedServer(Server):
    def launch(self, words: Sequence[str], told: Path) -> Forked:
        return Forked(words, self.environment, told, self.log)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    words = ["--postings", "20", "--workers", "40", "--readers", "2", "--pace", "6"]
    return play.play(tmp_path_factory.mktemp("day"), play.parser().parse_args(words), ForkedServer)


def test_of_a_day_with_a_restart_and_a_kill_nothing_is_lost_doubled_or_back_from_the_dead(day: dict[str, Any]) -> None:
    assert {kind: day[kind] for kind in FAULTS} == {kind: [] for kind in FAULTS}
    assert day["reasons"] == []
    assert day["failed"] == 0


def test_every_kind_of_call_of_the_day_was_made(day: dict[str, Any]) -> None:
    wanted = {
        *("push courses", "push postings", "push workers", "edit posting", "close posting", "delete posting"),
        *("tell outcomes", "tell outcomes again", "give consent", "withdraw consent", "erase", "push erased"),
        *("ask job", "result of job", "match postings", "match workers", "recommend courses", "detail worker"),
    }
    assert wanted <= set(day["calls"])
    assert day["erased"] == 2
    assert day["webhooks"]["events"] >= 3  # two postings that closed, and the job
    assert day["retried"]["connection lost"] > 0
    assert {"SIGTERM to end", "start after kill -9", "build beside the server"} <= set(day["seconds"])


def kept() -> tuple[Ledger, Found]:
    """A ledger, and a server that kept all of it."""
    ledger = Ledger()
    ledger.stored("postings", ["s:L-1", "s:L-2", "s:L-3"])
    ledger.stored("workers", ["s:P-1", "s:P-2"])
    ledger.close("s:L-2", is_deleted=False)
    ledger.close("s:L-3", is_deleted=True)
    ledger.erase(["s:P-2"])
    ledger.edit("s:L-1", "ubah1")
    ledger.tell({"o-1": {"worker_key": "s:P-1"}, "o-2": {"worker_key": "s:P-2"}})
    ledger.say("s:P-1", is_allowed=False)
    ledger.ask("job_1", ["s:P-1", "s:P-2"])
    found = Found(
        postings=["s:L-1", "s:L-2"],
        workers=["s:P-1"],
        edits={"s:L-1": ["ubah1"]},
        outcomes={"o-1": "unchanged", "o-2": "rejected"},
        consents={"s:P-1": False},
        closed=["s:L-2", "s:L-3"],
        jobs=["job_1"],
        job_lines={"job_1": ["s:P-1"]},
    )
    return ledger, found


def test_a_server_that_kept_everything_has_no_fault() -> None:
    ledger, found = kept()
    assert ledger.check(found) == {kind: [] for kind in FAULTS}


@pytest.mark.parametrize(
    ("plant", "kind", "what"),
    [
        (lambda f: f.postings.remove("s:L-1"), "lost", "posting s:L-1"),
        (lambda f: f.workers.clear(), "lost", "worker s:P-1"),
        (lambda f: f.edits.clear(), "lost", "edit of s:L-1 ubah1"),
        (lambda f: f.outcomes.update({"o-1": "accepted"}), "lost", "outcome o-1"),
        (lambda f: f.consents.update({"s:P-1": True}), "lost", "consent of s:P-1"),
        (lambda f: f.closed.pop(), "lost", "event posting.closed s:L-3"),
        (lambda f: f.jobs.clear(), "lost", "event job.done job_1"),
        (lambda f: f.job_lines.clear(), "lost", "line of job_1 s:P-1"),
        (lambda f: f.postings.append("s:L-1"), "doubled", "posting s:L-1"),
        (lambda f: f.edits["s:L-1"].append("ubah1"), "doubled", "edit of s:L-1 ubah1"),
        (lambda f: f.closed.append("s:L-2"), "doubled", "event posting.closed s:L-2"),
        (lambda f: f.workers.append("s:P-2"), "returned", "worker s:P-2"),
        (lambda f: f.answers.add("s:P-2"), "returned", "worker s:P-2"),
        (lambda f: f.job_lines["job_1"].append("s:P-2"), "returned", "worker s:P-2"),
        (lambda f: f.postings.append("s:L-3"), "returned", "posting s:L-3"),
        (lambda f: f.outcomes.update({"o-2": "unchanged"}), "returned", "outcome o-2"),
        (lambda f: f.bytes_of.append("s:P-2 in x"), "returned", "byte of s:P-2 in x"),
    ],
)
def test_a_planted_fault_is_reported_and_no_other(plant: Callable[[Found], Any], kind: str, what: str) -> None:
    ledger, found = kept()
    plant(found)
    assert ledger.check(found) == {**{name: [] for name in FAULTS}, kind: [what]}


@pytest.mark.parametrize(("change", "code"), [({}, 0), ({"lost": ["posting s:L-1"]}, 1), ({"failed": 1}, 1)])
def test_the_program_exits_1_when_anything_is_lost_or_failed(
    change: dict[str, Any], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures()
    figures.answered("erase", 0.5)
    events = {"events": 1, "repeats": 0, "refused": 0}
    told = {"lost": [], "doubled": [], "returned": [], "reasons": [], "webhooks": events, "erased": 1}
    told |= figures.document(1.0) | change
    monkeypatch.setattr(play, "play", lambda *_: told)
    assert play.main([]) == code
    assert f"lost {len(told['lost'])}, doubled 0, returned from the dead 0" in capsys.readouterr().out
    assert play.main(["--json"]) == code
    assert json.loads(capsys.readouterr().out) == told


def test_a_byte_of_an_erased_worker_in_any_file_is_found(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.erase([f"{world.SOURCE}:P-000007", f"{world.SOURCE}:P-000008"])
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "pages.bin").write_bytes(b"\x00" + world.mark_of(7).encode() + b"\x00")
    assert evening.left_bytes(tmp_path, ledger) == [f"{world.SOURCE}:P-000007 in pages.bin"]


def test_the_receiver_takes_each_event_once_and_none_that_is_not_signed() -> None:
    receiver = Receiver()
    try:
        shown = "whsec_" + base64.b64encode(b"k" * 32).decode()
        receiver.secret = shown
        body = b'{"type":"job.done","data":{"job":"job_1"}}'
        stamp = str(int(time.time()))
        signed = base64.b64encode(hmac.digest(b"k" * 32, f"e1.{stamp}.".encode() + body, hashlib.sha256)).decode()
        headers = {"webhook-id": "e1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{signed}"}
        assert receiver.take(headers, body)
        assert receiver.take(headers, body)
        assert not receiver.take(headers, body + b" ")
        assert receiver.told("job.done", "job") == ["job_1"]
        assert (receiver.repeats, receiver.refused) == (1, 1)
    finally:
        receiver.close()


def test_the_same_seed_gives_the_same_world_and_every_worker_a_word_of_its_own() -> None:
    assert world.posting(3, random.Random(1)) == world.posting(3, random.Random(1))
    assert len({world.mark_of(number) for number in range(5_000)}) == 5_000


def test_think_times_are_shortest_when_most_people_are_there() -> None:
    def mean(share: float) -> float:
        rng = random.Random(1)
        return sum(world.think_s(share, rng) for _ in range(500))

    assert mean(2 / 15) < mean(7 / 15)
    assert mean(12 / 15) < mean(7 / 15)


def test_a_percentile_is_the_nearest_rank() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], share) for share in (0.5, 0.95, 0.99)] == [2.0, 4.0, 4.0]


@pytest.mark.long
def test_a_bigger_day_is_played_by_the_program_itself() -> None:
    program = shlex.join([sys.executable, "-m", "tests.examples.stand_in"])
    words = ["examples/siapkerja_day.py", "--postings", "100", "--workers", "200", "--program", program, "--json"]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    ran = subprocess.run(
        [sys.executable, *words], cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    document = json.loads(ran.stdout)
    assert {kind: document[kind] for kind in (*FAULTS, "reasons")} == {kind: [] for kind in (*FAULTS, "reasons")}
    assert ran.returncode == 0
