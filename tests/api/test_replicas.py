"""Two replicas that share nothing but PostgreSQL, an address of generations and a shared folder; each request goes to
the one that the request before did not go to.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import example_requests
from api.access.accounts import add_account
from api.access.principal import SCOPES
from api.access.registry import add_api_key, add_client, new_client
from indexes.store import Store
from matcher.engine import Engine
from matcher.home import Home
from tests.api.web.conftest import PASSWORD, Browser
from tests.conftest import _database
from tests.fakes import FakeEncoder
from tests.matcher.webhooks.receiver import receiving
from tests.sample_world import fill_world

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 600.0
"""A machine that does much else is no fault; nothing here measures time."""
_KEY = base64.b64encode(bytes(range(32))).decode()


class RoundRobin(httpx.BaseTransport):
    """A load balancer: hands requests out in turn; remembers who answered which."""

    def __init__(self, urls: list[str]) -> None:
        self._urls = [httpx.URL(url) for url in urls]
        self._turns = itertools.cycle(range(len(urls)))
        self._way = httpx.HTTPTransport()
        self.answered: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        turn = next(self._turns)
        to = self._urls[turn]
        self.answered.append(turn)
        # A request of its own: the caller's keeps its address, by which cookies are known.
        url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
        return self._way.handle_request(
            httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        )

    def close(self) -> None:
        self._way.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """What stands before the tests."""

    way: RoundRobin
    urls: list[str]
    environment: dict[str, str]
    homes: list[Path]
    store: Store
    key: str

    def client(self) -> httpx.Client:
        """A caller of the API."""
        return httpx.Client(
            transport=self.way, base_url="http://sepadan.test", headers={"X-API-Key": self.key}, timeout=_PATIENCE_S
        )

    def of(self, at: int, path: str, **given: Any) -> httpx.Response:
        """What one replica answers."""
        return httpx.get(f"{self.urls[at]}{path}", headers={"X-API-Key": self.key}, timeout=_PATIENCE_S, **given)

    def build(self) -> str:
        """The nightly build, in a third home."""
        ran = subprocess.run(
            [sys.executable, "-m", "tests.api.replica", "build"],
            env={**self.environment, "SEPADAN_HOME": str(self.homes[0].parent / "builder")},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        url = stack.enter_context(_database())
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SEPADAN_")},
            "SEPADAN_DATABASE_URL": url,
            "SEPADAN_GENERATIONS": f"file://{folder}/bucket",
            "SEPADAN_SHARED": str(folder / "shared"),
            "SEPADAN_SECRET_KEYS": f"id1:{_KEY}",
            "SEPADAN_AUTH": "on",
            "SEPADAN_PULL_EVERY_S": "0.5",
            "SEPADAN_ANONYMOUS_RATE": "1000",
            "SEPADAN_ANONYMOUS_BURST": "1000",
        }
        receiver = stack.enter_context(receiving())
        environment["SEPADAN_WEBHOOK_INSIDE"] = receiver.place
        home = Home(root=folder / "first", published=environment["SEPADAN_GENERATIONS"])
        engine = Engine(home, FakeEncoder(), database_url=url)
        stack.callback(engine.close)
        fill_world(engine)
        engine.build()
        for role in ("officer", "steward"):
            given = {"role": role, "tenant": "contoh", "sources": (), "password": PASSWORD, "is_given": False}
            add_account(engine.store, role, **given)  # type: ignore[arg-type]
        given = {"name": "", "tenant": "contoh", "role": "platform", "sources": None}
        scopes = [scope for scope in SCOPES if scope != "self" and not scope.startswith("privacy")]
        add_client(engine.store, new_client("siapkerja", scopes=scopes, **given))  # type: ignore[arg-type]
        _, key = add_api_key(engine.store, "siapkerja", "uji", timedelta(days=1))
        homes, urls = [folder / "one", folder / "two"], list[str]()
        processes = []
        for each in homes:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.api.replica", "serve"],
                env={**environment, "SEPADAN_HOME": str(each)},
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=stack.enter_context((folder / f"{each.name}.log").open("wb")),
                text=True,
            )
            processes.append(process)

            def end(process: subprocess.Popen[str] = process) -> None:
                process.terminate()
                process.wait(_PATIENCE_S)
                process.stdout.close()  # type: ignore[union-attr]

            stack.callback(end)
        for process in processes:
            urls.append(process.stdout.readline().strip())  # type: ignore[union-attr]
        found = Cluster(
            way=RoundRobin(urls), urls=urls, environment=environment, homes=homes, store=engine.store, key=key
        )
        stack.callback(found.way.close)
        for at in range(2):
            until(lambda at=at: httpx.get(f"{urls[at]}/readyz", timeout=_PATIENCE_S).status_code == 200)
        request.config.stash[RECEIVER] = receiver
        yield found


RECEIVER = pytest.StashKey[Any]()


def until(is_so: Callable[[], bool]) -> None:
    """Ask again until it is so."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        threading.Event().wait(0.2)  # who is asked has other work to do


def test_both_answer_a_match_alike_though_neither_built_the_index(cluster: Cluster) -> None:
    answers = []
    with cluster.client() as http:
        for _ in range(2):
            answer = http.post("/v1/match/postings", json=example_requests.MATCH_POSTINGS)
            assert answer.status_code == 200, answer.text
            answers.append(answer.json())
    assert cluster.way.answered[-2:] in ([0, 1], [1, 0])
    assert answers[0]["matches"] == answers[1]["matches"] != []
    assert answers[0]["generation"] == answers[1]["generation"] != ""
    for home in cluster.homes:
        assert [path.name for path in (home / "generations").iterdir()] == [answers[0]["generation"]]


def test_a_push_by_job_is_asked_of_the_other_its_result_too_and_told_once(
    cluster: Cluster, request: pytest.FixtureRequest
) -> None:
    receiver = request.config.stash[RECEIVER]
    rows = [{"id": f"R-{at}", "title": "Juru Las", "places": ["Kota Surabaya"]} for at in range(40)]
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    parts = [content[: len(content) // 3], content[len(content) // 3 : -100], content[-100:]]
    with cluster.client() as http:
        made = http.post("/v1/webhooks", json={"url": receiver.url, "events": ["job.done"]})
        assert made.status_code == 201, made.text
        name = base64.b64encode(b"postings.jsonl").decode()
        told = {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
        upload = http.post("/v1/uploads", headers=told)
        assert upload.status_code == 201, upload.text
        place, offset = upload.headers["location"], 0
        for part in parts:  # each goes to another replica than the one before
            kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
            sent = http.patch(place, content=part, headers=kind)
            assert sent.status_code == 204, sent.text
            offset = int(sent.headers["upload-offset"])
        asked = {"kind": "ingest", "layout": "postings", "upload": upload.json()["id"], "given": {"source": "uji"}}
        job = http.post("/v1/jobs", json=asked)
        assert job.status_code == 202, job.text
        path = job.headers["location"]
        until(lambda: http.get(path).json()["state"] in ("done", "failed"))
    told_by = [cluster.of(at, path).json() for at in range(2)]
    assert told_by[0] == told_by[1]
    assert (told_by[0]["state"], told_by[0]["counts"]["accepted"]) == ("done", len(rows)), told_by[0]
    results = [cluster.of(at, f"{path}/result") for at in range(2)]
    assert [answer.status_code for answer in results] == [200, 200]
    assert results[0].content == results[1].content != b""
    for at in range(2):
        assert cluster.of(at, "/v1/postings/uji:R-39").status_code == 200
    with receiver.came:
        assert receiver.came.wait_for(lambda: bool(receiver.got), timeout=_PATIENCE_S)
    until(lambda: not cluster.store.ready_webhooks(datetime.now(UTC), 10))
    assert [json.loads(body)["data"]["job"] for _, body in receiver.got] == [told_by[0]["id"]]


def test_who_signed_in_at_one_is_known_to_the_other_and_once_signed_out_to_neither(cluster: Cluster) -> None:
    with httpx.Client(transport=RoundRobin(cluster.urls), base_url="http://sepadan.test", timeout=_PATIENCE_S) as http:
        browser = Browser(http=http)  # type: ignore[arg-type]
        assert browser.sign_in("steward").status_code == 303
        pages = [browser.get("/pengelola") for _ in range(2)]
        assert [page.status_code for page in pages] == [200, 200]
        assert browser.send("/keluar", {}, page="/akun").status_code == 303
        assert [browser.get("/akun").status_code for _ in range(2)] == [401, 401]


def test_outcomes_told_to_one_and_sent_again_to_the_other_count_once(cluster: Cluster) -> None:
    with cluster.client() as http:
        for path, records in (("workers", example_requests.WORKERS), ("postings", example_requests.POSTINGS)):
            assert http.post(f"/v1/{path}", json=records).status_code == 200
        headers = {"Idempotency-Key": "hasil-1"}
        first, second = (http.post("/v1/outcomes", json=example_requests.OUTCOMES, headers=headers) for _ in range(2))
    assert first.status_code == second.status_code == 200, first.text
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"


def test_a_generation_that_another_machine_builds_is_served_by_both(cluster: Cluster) -> None:
    row = {"records": [{"id": "BARU-1", "title": "Juru Las", "places": ["Kota Surabaya"]}]}
    with cluster.client() as http:
        assert http.post("/v1/postings", json=row).status_code == 200
    name = cluster.build()

    def generation(at: int) -> str:
        answer = httpx.post(
            f"{cluster.urls[at]}/v1/match/postings",
            json=example_requests.MATCH_POSTINGS,
            headers={"X-API-Key": cluster.key},
            timeout=_PATIENCE_S,
        )
        return str(answer.json()["generation"])

    for at in range(2):
        until(lambda at=at: generation(at) == name)
    for home in cluster.homes:
        assert name in [path.name for path in (home / "generations").iterdir()]


def test_nothing_that_another_replica_needs_lies_in_a_home_alone(cluster: Cluster) -> None:
    for home in cluster.homes:
        assert {path.name for path in home.iterdir()} <= {"generations", "build.lock"}
