"""``sepadan sandbox``: made once, emptied at a word, and never mistaken for what is real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from api.app import create_app
from api.cli.opening import open_engine, open_store
from api.cli.sandbox import prepare
from api.sandbox import FAULTS
from api.sandbox_home import CLIENTS, MARK, START, empty, is_sandbox
from api.settings import Settings
from api.standstill import Standstill
from matcher.home import Home
from matcher.world import generate
from taxonomy.errors import ConfigError
from tests.api.cli.conftest import COURSES, POSTINGS, WORKERS, Cli

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sandbox.md"


@pytest.fixture
def small(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A sample world of a handful of records, each of the sample's source."""

    def write_world(folder: Path) -> dict[str, Path]:
        folder.mkdir(parents=True, exist_ok=True)
        rows = {"postings": POSTINGS, "workers": WORKERS, "courses": COURSES}
        return {
            name: cli.write(str(folder / f"{name}.jsonl"), [{**row, "source": "contoh"} for row in kind])
            for name, kind in rows.items()
        }

    monkeypatch.setattr(generate, "write_world", write_world)
    return cli


def sandbox_of(cli: Cli) -> Path:
    return cli.home / "sandbox"


def test_a_sandbox_is_made_once_and_its_clients_may_call_with_what_was_shown(small: Cli) -> None:
    first = small("sandbox", "--no-serve", "--json")
    assert first.code == 0, first.err
    assert first.document["home"] == str(sandbox_of(small))
    clients = {one["client_id"]: one for one in first.document["clients"]}
    assert {name: one["role"] for name, one in clients.items()} == {name: role for name, (role, *_) in CLIENTS.items()}
    again = small("sandbox", "--no-serve", "--json").document
    assert {one["client_secret"] for one in again["clients"]} == {one["api_key"] for one in again["clients"]} == {None}
    settings = Settings(home=sandbox_of(small), auth="on", sandbox=True, log_level="error", compact=False)
    with open_engine(settings) as engine, TestClient(create_app(settings, engine)) as http:
        ready = http.get("/readyz").json()
        assert ready["sandbox"] is True
        assert ready["records"] == {"posting": 4, "worker": 3, "course": 2}
        officer, board = (
            {"Authorization": f"Bearer {clients[f'sandbox-{n}']['api_key']}"} for n in ("officer", "board")
        )
        match = {"posting": {"title": "Staf Gudang"}, "k": 1}
        assert http.post("/v1/match/workers", json=match).status_code == 401
        found = http.post("/v1/match/workers", json=match, headers=officer).json()["matches"]
        assert [one["id"].partition(":")[0] for one in found] == ["contoh"]
        assert http.post("/v1/match/workers", json=match, headers=board).json()["matches"] == []
        own = {"records": [{"id": "papan-uji:l-1", "title": "Kasir"}]}
        assert http.post("/v1/postings", json=own, headers=board).json()["accepted"] == 1
        signed_in = ("sandbox-centre", clients["sandbox-centre"]["client_secret"])
        asked = http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=signed_in)
        assert asked.status_code == 200, asked.text
    prepare(settings, reset=False)  # what its own clients wrote is no record of others


@contextmanager
def served(cli: Cli) -> Iterator[tuple[TestClient, dict[str, dict[str, str]]]]:
    """A server of a new sandbox, and the headers of each of its clients by role."""
    made = cli("sandbox", "--no-serve", "--json").document["clients"]
    keys = {one["role"]: {"Authorization": f"Bearer {one['api_key']}"} for one in made}
    settings = Settings(home=sandbox_of(cli), auth="on", sandbox=True, log_level="error", compact=False)
    with open_engine(settings) as engine, TestClient(create_app(settings, engine)) as http:
        yield http, keys


def test_a_served_sandbox_goes_back_to_its_start_and_its_callers_call_on(small: Cli) -> None:
    with served(small) as (http, keys):
        board, platform = keys["board"], keys["platform"]
        posting = http.get("/v1/postings", headers=platform).json()["items"][0]["id"]
        match = {"posting": {"title": "Staf Gudang"}, "k": 5}
        before = http.post("/v1/match/workers", json=match, headers=platform).json()
        own = {"records": [{"id": "papan-uji:l-1", "title": "Kasir"}]}
        assert http.post("/v1/postings", json=own, headers=board).json()["accepted"] == 1
        assert http.delete(f"/v1/postings/{posting}", headers=platform).status_code == 204
        worker = before["matches"][0]["id"]
        assert http.post("/v1/erasures", json={"ids": [worker]}, headers=platform).json()["erased"] == 1
        hook = {"url": "http://127.0.0.1:9/hook", "events": ["job.done"]}
        assert http.post("/v1/webhooks", json=hook, headers=board).status_code == 201
        upload = {"Upload-Length": "9", "Upload-Metadata": "filename YS5qc29ubA==", "Tus-Resumable": "1.0.0"}
        assert http.post("/v1/uploads", headers={**board, **upload}).status_code == 201
        for who, status in ((None, 401), ("officer", 403), ("board", 403), ("centre", 403)):
            assert http.post("/v1/sandbox/reset", headers=keys[who] if who else {}).status_code == status
        done = http.post("/v1/sandbox/reset", headers=platform)
        assert done.status_code == 200, done.text
        records = {"posting": 4, "worker": 3, "course": 2}
        assert done.json() == {"records": records, "restored": 2, "removed": 1, "others": done.json()["others"]}
        assert done.json()["others"] >= 3
        assert http.get("/readyz").json()["indexed"] == records
        again = http.post("/v1/match/workers", json=match, headers=platform).json()
        assert [one["id"] for one in again["matches"]] == [one["id"] for one in before["matches"]]
        assert http.get(f"/v1/workers/{worker}", headers=platform).status_code == 200
        assert http.get("/v1/webhooks", headers=board).json()["webhooks"] == []
        assert (
            http.post("/v1/workers", json={"records": [{**WORKERS[0], "source": "contoh"}]}, headers=platform).json()[
                "rejected"
            ]
            == 0
        )
        http.post("/v1/sandbox/reset", headers=platform)
        last = http.post("/v1/sandbox/reset", headers=platform).json()
        assert last == {"records": records, "restored": 0, "removed": 0, "others": 0}
        assert not any((sandbox_of(small) / name).exists() for name in ("uploads", "jobs", "erasures.log"))


def test_while_a_sandbox_is_reset_nobody_sees_half_of_it(small: Cli) -> None:
    with served(small) as (http, keys), Standstill(sandbox_of(small)).alone():
        answer = http.get("/v1/postings", headers=keys["platform"])
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.json()["type"] == "urn:sepadan:problem:overloaded"
        assert http.get("/readyz").status_code == 200


@pytest.mark.parametrize("missing", [MARK, START])
def test_what_is_no_sandbox_or_has_no_start_is_not_reset(small: Cli, missing: str) -> None:
    with served(small) as (http, keys):
        (sandbox_of(small) / missing).unlink()
        answer = http.post("/v1/sandbox/reset", headers=keys["platform"])
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:sepadan:problem:conflict")
        assert http.get("/readyz").json()["records"] == {"posting": 4, "worker": 3, "course": 2}


def test_a_reset_throws_away_what_was_written_and_touches_no_real_database(
    small: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [asdict(one) for one in prepare(Settings(home=sandbox_of(small)), reset=False)]
    more = small.write("more.jsonl", [{**POSTINGS[0], "id": "l-9", "source": "papan-uji"}])
    assert small("ingest", "postings", more, "--home", sandbox_of(small)).code == 0
    monkeypatch.setenv("SEPADAN_DATABASE_URL", f"sqlite:///{small.folder / 'real.db'}")
    shown = small("sandbox", "--no-serve", "--reset")
    monkeypatch.delenv("SEPADAN_DATABASE_URL")
    assert shown.code == 0, shown.err
    assert not (small.folder / "real.db").exists()
    with open_store(Settings(home=sandbox_of(small))) as store:
        assert store.counts() == {"posting": 4, "worker": 3, "course": 2}
        assert {client.id for client in store.clients()} == set(CLIENTS)
    assert "once" in shown.err
    for one in first:
        assert one["client_id"] in shown.out
        assert one["client_secret"] not in shown.out
        assert one["api_key"] not in shown.out
    assert shown.out.count("  secret ") == shown.out.count("  key    ") == len(CLIENTS)


def test_records_of_others_are_neither_served_nor_thrown_away(small: Cli) -> None:
    prepare(Settings(home=sandbox_of(small)), reset=False)
    real = small.write("real.jsonl", [{**POSTINGS[0], "source": "karirhub"}])
    assert small("ingest", "postings", real, "--home", sandbox_of(small)).code == 0
    for words in ((), ("--reset",)):
        refused = small("sandbox", "--no-serve", *words)
        assert refused.code == 1
        assert "found 1 of kind posting of source karirhub" in refused.err
    with open_store(Settings(home=sandbox_of(small))) as store:
        assert store.sources("posting") == {"contoh": 4, "karirhub": 1}


def test_a_folder_that_holds_something_else_is_left_as_it_is(small: Cli) -> None:
    kept = small.folder / "papers" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("dear", encoding="utf-8")
    refused = small("sandbox", "--no-serve", "--reset", "--home", kept.parent)
    assert refused.code == 1
    assert "wanted an empty folder" in refused.err
    assert [found.name for found in kept.parent.iterdir()] == ["letter.txt"]


def test_only_a_sandbox_that_is_not_whole_is_made_anew_unasked_and_none_that_is_served(small: Cli) -> None:
    settings = Settings(home=sandbox_of(small))
    assert all(one.client_secret for one in prepare(settings, reset=False))
    with FileLock(Home(root=sandbox_of(small)).background_lock):
        with pytest.raises(ConfigError, match="stop it first"):
            prepare(settings, reset=True)
        assert not any(one.client_secret for one in prepare(settings, reset=False))
    (sandbox_of(small) / "sepadan.db").unlink()
    assert all(one.client_secret for one in prepare(settings, reset=False))


def test_emptying_follows_no_link_out_of_the_sandbox(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    for folder in (home, outside):
        folder.mkdir()
    (outside / "kept.txt").write_text("kept", encoding="utf-8")
    (home / MARK).write_text("", encoding="utf-8")
    (home / "link").symlink_to(outside)
    empty(home)
    assert [found.name for found in home.iterdir()] == [MARK]
    assert (outside / "kept.txt").is_file()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_sandbox_is_not_served_as_if_it_were_real(cli: Cli, command: str) -> None:
    cli.home.mkdir()
    (cli.home / MARK).write_text("", encoding="utf-8")
    refused = cli(command, "--port", 0)
    assert refused.code == 1
    assert "found that of a sandbox" in refused.err


@pytest.mark.parametrize(
    ("more", "said"),
    [({}, "wanted the home of a sandbox"), ({"SEPADAN_DATABASE_URL": "sqlite:///x.db"}, "wanted none in sandbox mode")],
)
def test_what_is_real_is_not_served_as_a_sandbox(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], said: str
) -> None:
    for name, value in {"SEPADAN_SANDBOX": "true", **more}.items():
        monkeypatch.setenv(name, value)
    refused = cli("serve", "--port", 0)
    assert refused.code == 1
    assert said in refused.err
    assert not is_sandbox(cli.home)


def test_every_command_and_fault_of_the_page_is_one(cli: Cli) -> None:
    page = PAGE.read_text("utf-8")
    shown = cli("sandbox", "--help").out
    options = {option for line in re.findall(r"^sepadan sandbox.*$", page, re.MULTILINE) for option in line.split()[2:]}
    assert "--reset" in options
    assert {option for option in options if option.startswith("--") and option not in shown} == set()
    assert re.findall(r"^\| `(429|503|500|[a-z]+)` \|", page, re.MULTILINE) == list(FAULTS)
    assert re.findall(r"^\| `(sandbox-\w+)` \|", page, re.MULTILINE) == list(CLIENTS)
