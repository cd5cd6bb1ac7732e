"""An upgrade without a pause: the version before and this one over one database, while postings are pushed and sought.

The version before is the newest commit of the history whose last migration is an older one.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from indexes.schema import HEAD
from tests.deploy.containerfile import ROOT

_REQUESTS = 20
"""Answered in each part of the story."""
POSTINGS = [
    {"id": f"awal-{n}", "title": title, "description": "Pengalaman 1 tahun.", "places": ["Kota Surabaya"]}
    for n, title in enumerate(["Juru Las", "Kasir Toko", "Sopir Truk", "Staf Gudang", "Perawat", "Guru Matematika"] * 3)
]


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


def last_before() -> tuple[str, str]:
    """Commit and last migration of the version before; a reason to skip where history does not reach so far."""
    try:
        commits = git("log", "--first-parent", "--format=%H", "--", "indexes/schema.py").decode().split()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the history of the repository")
    for commit in commits:
        found = git("ls-tree", "--name-only", commit, "indexes/migrations/versions/").decode()
        last = max(re.findall(r"/(\d{4})_", found), default="")
        if last and last != HEAD:
            return commit, last
    pytest.skip(f"needs history back to a version before {HEAD}")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the version before."""
    commit, _ = last_before()
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit))) as packed:
        packed.extractall(folder, filter="data")
    return folder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """A home, over each database."""
    kept = {name: value for name, value in os.environ.items() if name == "SEPADAN_CACHE" or "SEPADAN_" not in name}
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    kept |= {"OMP_NUM_THREADS": "1"}  # two servers on few cores
    return kept | {"SEPADAN_HOME": str(tmp_path / "home"), "SEPADAN_DATABASE_URL": url, "SEPADAN_LOG_LEVEL": "warning"}


def sepadan(code: Path, env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "api.cli", *words]
    ran = subprocess.run(
        command, cwd=code, env=env | {"PYTHONPATH": str(code)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@contextmanager
def server(code: Path, env: dict[str, str], log: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server of some code, ready."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--json"]
    with log.open("w") as err:
        run = subprocess.Popen(
            command, cwd=code, env=env | {"PYTHONPATH": str(code)}, stdout=subprocess.PIPE, stderr=err, text=True
        )
    with run:
        try:
            assert run.stdout is not None
            url = json.loads(run.stdout.readline())["url"]
            deadline = time.monotonic() + 120
            while httpx.get(f"{url}/readyz", timeout=120).status_code != 200:
                assert time.monotonic() < deadline, log.read_text()[-2000:]
                time.sleep(0.2)
            yield url, run
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(60)


class Traffic(Thread):
    """Pushes a posting and asks for matches, over and over, at the servers that the balancer would choose."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__(daemon=True)
        self.urls, self.done = urls, Event()
        self.taken: list[str] = []
        self.faults: list[str] = []
        self.asked = 0

    def run(self) -> None:
        number = 0
        with httpx.Client(timeout=60) as client:
            while not self.done.is_set():
                for url in tuple(self.urls):
                    number += 1
                    record = {"id": f"baru:{number}", "title": "Juru Las Listrik", "description": "SMAW."}
                    self._ask(client, url, "/v1/postings", {"records": [record]}, f"baru:{number}")
                    self._ask(client, url, "/v1/match/postings", {"worker": {"wish": "tukang las"}, "k": 5})

    def _ask(self, client: httpx.Client, url: str, path: str, body: object, key: str = "") -> None:
        answer = client.post(f"{url}{path}", json=body)
        self.asked += 1
        if answer.status_code != 200:
            self.faults.append(f"{url}{path}: {answer.status_code} {answer.text[:200]}")
        elif key:
            self.taken.append(key)

    def until(self, more: int) -> None:
        """Wait until so many more requests were answered."""
        wanted = self.asked + more
        while self.asked < wanted and not self.faults and self.is_alive():
            time.sleep(0.05)


@pytest.mark.long
def test_nothing_is_lost_and_nothing_fails_while_a_new_version_takes_over(
    old: Path, env: dict[str, str], tmp_path: Path
) -> None:
    rows = tmp_path / "postings.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in POSTINGS), "utf-8")
    sepadan(old, env, "ingest", "postings", str(rows))
    sepadan(old, env, "build")
    with ExitStack() as stack:
        first, process = stack.enter_context(server(old, env, tmp_path / "old.log"))
        traffic = Traffic([first])
        traffic.start()
        traffic.until(_REQUESTS)
        told = json.loads(sepadan(ROOT, env, "migrate", "--json"))
        assert (told["before"], told["now"]) == (last_before()[1], HEAD)
        traffic.until(_REQUESTS)
        sepadan(ROOT, env, "build")
        second, _ = stack.enter_context(server(ROOT, env, tmp_path / "new.log"))
        traffic.urls.append(second)
        traffic.until(2 * _REQUESTS)
        traffic.urls.remove(first)  # the balancer turns over, what is under way is answered
        traffic.until(_REQUESTS)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        traffic.until(_REQUESTS)
        traffic.done.set()
        traffic.join(60)
        assert traffic.faults == []
        assert len(traffic.taken) >= 2 * _REQUESTS
        with httpx.Client(timeout=60) as client:
            lost = [key for key in traffic.taken if client.get(f"{second}/v1/postings/{key}").status_code != 200]
    assert lost == []
    assert '"ok":true' in sepadan(ROOT, env, "verify", "--json").replace(" ", "")
