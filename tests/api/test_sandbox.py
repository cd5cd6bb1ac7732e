"""Sandbox mode over HTTP: every answer says so, and a caller gets the fault that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import sandbox
from api.app import create_app
from api.sandbox import FAULTS, SIMULATE
from api.settings import Settings
from matcher.engine import Engine
from matcher.home import Home
from matcher.webhooks.targets import check_target
from taxonomy.errors import InputError


@pytest.fixture
def tried(engine: Engine, home: Home) -> Iterator[TestClient]:
    """A client of a server in sandbox mode."""
    settings = Settings(home=home.root, log_level="error", webhooks=False, sandbox=True, hosts="testserver")
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("fault", "status", "kind", "again"),
    [("429", 429, "too-many-requests", "1"), ("503", 503, "overloaded", "1"), ("500", 500, "unexpected", None)],
)
def test_a_fault_is_answered_as_a_real_one(
    tried: TestClient, fault: str, status: int, kind: str, again: str | None
) -> None:
    answer = tried.get("/healthz", headers={SIMULATE: fault})
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:sepadan:problem:{kind}"
    assert answer.headers.get("retry-after") == again
    assert answer.headers["sepadan-sandbox"] == "true"
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert tried.get("/healthz").status_code == 200


def test_slow_waits_and_then_answers(tried: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = list[float]()

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("api.sandbox.sleep", wait)
    assert tried.get("/healthz", headers={SIMULATE: " Slow "}).status_code == 200
    assert waited == [sandbox.SLOW_S]


def test_an_unknown_fault_is_told_with_those_that_there_are(tried: TestClient) -> None:
    answer = tried.get("/healthz", headers={SIMULATE: "418"})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault == {"where": f"header {SIMULATE}", "wanted": f"one of {', '.join(FAULTS)}", "found": "418"}


def test_every_answer_says_that_it_is_of_a_sandbox(tried: TestClient) -> None:
    answers = [
        tried.get("/healthz"),
        tried.get("/no-such-path"),
        tried.put("/healthz"),
        tried.get("/openapi.json", headers={"Host": "elsewhere.invalid"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 405, 421]
    assert {answer.headers["sepadan-sandbox"] for answer in answers} == {"true"}


def test_the_document_of_a_sandbox_says_so_and_differs_in_nothing_else(tried: TestClient, engine: Engine) -> None:
    mine = tried.get("/openapi.json").json()
    real = create_app(Settings(home=engine.home.root, log_level="error"), engine).openapi()
    assert mine["servers"] == [{"url": "/", "description": "A sandbox"}]
    assert real["servers"] == [{"url": "/", "description": "This installation"}]
    assert mine["info"]["description"] == real["info"]["description"] + sandbox.ABOUT
    assert mine["paths"].keys() == real["paths"].keys()
    assert mine["components"] == real["components"]


def test_a_real_server_takes_no_notice_of_the_header(empty_client: TestClient) -> None:
    for fault in (*FAULTS, "418"):
        answer = empty_client.get("/healthz", headers={SIMULATE: fault})
        assert answer.status_code == 200
        assert "sepadan-sandbox" not in answer.headers


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "http://localhost:9000/", "https://[::1]:9000/hook"])
def test_webhooks_go_to_the_loopback_of_a_sandbox_alone(url: str) -> None:
    assert str(check_target(url, Settings(sandbox=True).webhook_hosts())) == url
    reached = {"sandbox": True, "behind_proxy": True}, {"sandbox": True, "host": "0.0.0.0"}
    for facts in ({}, *reached):
        with pytest.raises(InputError):
            check_target(url, Settings(**facts).webhook_hosts())


def test_a_sandbox_reaches_nothing_else_that_is_private() -> None:
    hosts = Settings(sandbox=True, webhook_inside="kotak.contoh:9000").webhook_hosts()
    assert list(hosts) == ["kotak.contoh:9000"]
    assert len(hosts) == 1
    assert "kotak.contoh:9000" in hosts
    for url in ("http://10.0.0.1:80/", "https://169.254.169.254/", "http://kotak.contoh:9001/"):
        with pytest.raises(InputError):
            check_target(url, hosts)
