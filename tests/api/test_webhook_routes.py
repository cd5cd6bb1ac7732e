"""Webhooks and watches over HTTP: what is shown once, what is another tenant's, what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from api.access.principal import LOCAL, Principal, Role
from api.app import create_app
from api.settings import Settings
from matcher.engine import Engine
from matcher.home import Home
from tests.matcher.webhooks.receiver import Receiver, receiving

URL = "https://contoh.invalid/hook"
SAID = {"channel": "app", "text_version": "2026-11"}
WEBHOOK = {"url": URL, "events": ["job.done", "match.new"]}


class AsSaid:
    """Lets everybody be who a header says."""

    def __init__(self, principals: dict[str, Principal]) -> None:
        self._principals = principals

    async def principal_of(self, request: Request) -> Principal:
        return self._principals[request.headers.get("x-test-client", "platform")]


BOARD = Principal(
    client="papan",
    tenant="papan",
    role=Role.BOARD,
    scopes=frozenset({"webhooks", "match"}),
    sources=frozenset({"papan"}),
)


@pytest.fixture
def client(client: TestClient) -> TestClient:
    """With a platform, and a board of another tenant."""
    platform = replace(LOCAL, client="platform", tenant="siapkerja", role=Role.PLATFORM)
    client.app.state.doorkeeper = AsSaid({"platform": platform, "board": BOARD})  # type: ignore[attr-defined]
    return client


BOARDS = {"x-test-client": "board"}


def made(client: TestClient, **facts: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={**WEBHOOK, **facts})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_secret_is_shown_once_and_lies_nowhere_in_plain(client: TestClient, home: Home) -> None:
    first = made(client)
    given = made(client, secret="whsec_" + "QUJD" * 10)
    assert first["secret"].startswith("whsec_")
    assert given["secret"] == "whsec_" + "QUJD" * 10
    shown = client.get("/v1/webhooks").text + client.get(f"/v1/webhooks/{first['id']}").text
    assert 'secret":' not in shown
    for secret in (first["secret"], given["secret"]):
        assert secret not in shown
    assert b"ABC" * 10 not in (home.root / "sepadan.db").read_bytes()
    rotated = client.post(f"/v1/webhooks/{first['id']}/rotate", json={}).json()
    assert rotated["secret"] not in (first["secret"], "")
    assert rotated["previous_secret_until"]


def test_a_webhook_is_changed_paused_and_removed(client: TestClient) -> None:
    path = f"/v1/webhooks/{made(client)['id']}"
    changed = client.patch(
        path,
        json={
            "state": "paused",
            "description": "baru",
            "events": ["job.done"],
            "sources": ["uji"],
            "url": "https://lain.invalid/",
        },
    ).json()
    wanted = ("paused", "baru", ["job.done"], ["uji"], "https://lain.invalid/")
    assert tuple(changed[name] for name in ("state", "description", "events", "sources", "url")) == wanted
    assert client.patch(path, json={"state": "active"}).json()["state"] == "active"
    assert client.patch(path, json={"sources": None}).json()["sources"] is None
    assert client.delete(path).status_code == 204
    assert [client.request(method, path, json={}).status_code for method in ("GET", "PATCH", "DELETE")] == [404] * 3


def test_a_ping_is_listed_and_can_be_sent_again(client: TestClient) -> None:
    path = f"/v1/webhooks/{made(client)['id']}"
    events = [client.post(f"{path}/ping").json()["event"] for _ in range(3)]
    page = client.get(f"{path}/deliveries", params={"limit": 2}).json()
    rest = client.get(f"{path}/deliveries", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert [each["event"] for each in page["deliveries"] + rest["deliveries"]] == events[::-1]
    assert rest["next_cursor"] is None
    assert {(each["kind"], each["state"], each["attempts"]) for each in page["deliveries"]} == {("ping", "pending", 0)}
    assert client.get(f"{path}/deliveries", params={"state": "dead"}).json()["deliveries"] == []
    again = client.post(f"{path}/deliveries/{page['deliveries'][0]['id']}/resend")
    assert (again.status_code, again.json()["event"]) == (202, events[-1])
    assert client.post(f"{path}/deliveries/del_none/resend").status_code == 404


def test_another_tenants_are_not_there(client: TestClient) -> None:
    webhook = made(client)
    path = f"/v1/webhooks/{webhook['id']}"
    watch = client.post("/v1/watches", json={"worker": "api:W-2001"}).json()
    assert client.get("/v1/webhooks", headers=BOARDS).json() == {"webhooks": []}
    assert client.get("/v1/watches", headers=BOARDS).json() == {"watches": [], "next_cursor": None}
    event = client.post(f"{path}/ping").json()["event"]
    delivery = client.get(f"{path}/deliveries").json()["deliveries"][0]["id"]
    for method, asked in (
        *(("GET", path), ("PATCH", path), ("DELETE", path), ("POST", f"{path}/rotate"), ("POST", f"{path}/ping")),
        *(("GET", f"{path}/deliveries"), ("POST", f"{path}/deliveries/{delivery}/resend")),
        *(("GET", f"/v1/watches/{watch['id']}"), ("DELETE", f"/v1/watches/{watch['id']}")),
    ):
        body = {} if method in ("PATCH", "POST") else None
        answer = client.request(method, asked, json=body, headers=BOARDS)
        assert answer.status_code == 404, (method, asked)
        assert event not in answer.text


def test_nobody_is_told_by_a_push_what_they_may_not_ask_for(client: TestClient) -> None:
    answer = client.post("/v1/webhooks", json={**WEBHOOK, "events": ["posting.closed"]}, headers=BOARDS)
    assert answer.status_code == 403
    assert "wanted scope postings:read" in answer.json()["detail"]
    mine = client.post("/v1/webhooks", json=WEBHOOK, headers=BOARDS).json()
    assert mine["sources"] == ["papan"]
    path = f"/v1/webhooks/{mine['id']}"
    assert client.patch(path, json={"events": ["posting.closed"]}, headers=BOARDS).status_code == 403
    for key in ("api:W-2001", "papan:none"):
        told = client.post("/v1/watches", json={"worker": key}, headers=BOARDS).json()
        assert (told["status"], told["detail"]) == (404, f"id: wanted the id of a stored worker, found {key}")


BAD_WEBHOOKS: list[Any] = [
    {**WEBHOOK, "url": "http://contoh.invalid/"},
    {**WEBHOOK, "url": "https://169.254.169.254/"},
    {**WEBHOOK, "url": "https://[::ffff:127.0.0.1]/"},
    {**WEBHOOK, "url": "https://contoh.invalid:22/"},
    {**WEBHOOK, "url": 7},
    {**WEBHOOK, "events": []},
    {**WEBHOOK, "events": ["ping"]},
    {**WEBHOOK, "secret": "rahasia"},
    {**WEBHOOK, "sources": ["A B"]},
    {**WEBHOOK, "x": 1},
    {},
    [],
]
BAD_WATCHES: list[Any] = [
    {},
    {"worker": "api:W-2001", "posting": "api:P-1001"},
    {"worker": "api:W-2001", "least_score": 1.5},
    {"worker": "api:W-2001", "most_per_day": 0},
    {"worker": "api:W-2001", "conditions": {"provinces": ["99"]}},
    {"worker": "api:W-2001", "conditions": {"disability_access": True}},
    {"worker": "\x00:1"},
]


def test_a_webhook_or_a_watch_that_cannot_be_is_refused_with_the_reason(client: TestClient) -> None:
    for path, bodies in (("/v1/webhooks", BAD_WEBHOOKS), ("/v1/watches", BAD_WATCHES)):
        for body in bodies:
            answer = client.post(path, json=body)
            assert answer.status_code == 422, body
            assert answer.json()["errors"][0]["wanted"]
    assert client.get("/v1/webhooks").json() == {"webhooks": []}
    assert client.get("/v1/watches").json()["watches"] == []


def test_watches_are_made_listed_in_pages_and_removed(client: TestClient) -> None:
    ids = [client.post("/v1/watches", json={"worker": "api:W-2001", "most_per_day": n}).json()["id"] for n in (1, 2, 3)]
    ids.append(client.post("/v1/watches", json={"posting": "api:P-1001"}).json()["id"])
    page = client.get("/v1/watches", params={"limit": 3}).json()
    rest = client.get("/v1/watches", params={"limit": 3, "cursor": page["next_cursor"]}).json()
    assert [each["id"] for each in page["watches"] + rest["watches"]] == sorted(ids)
    assert client.get(f"/v1/watches/{ids[3]}").json()["posting"] == "api:P-1001"
    assert client.delete(f"/v1/watches/{ids[0]}").status_code == 204
    assert client.get(f"/v1/watches/{ids[0]}").status_code == 404
    # An erased worker takes its watches along.
    assert client.delete("/v1/workers/api:W-2001").status_code == 204
    assert [each["id"] for each in client.get("/v1/watches").json()["watches"]] == [ids[3]]


def test_a_disabled_webhook_cannot_be_pinged_until_it_is_active_again(client: TestClient, engine: Engine) -> None:
    webhook = made(client)
    engine.store.change_webhook(webhook["id"], None, state="disabled", reason="gone", failures=9)
    path = f"/v1/webhooks/{webhook['id']}"
    assert client.post(f"{path}/ping").status_code == 422
    again = client.patch(path, json={"state": "active"}).json()
    assert (again["state"], again["reason"], again["failures"]) == ("active", "", 0)
    assert client.post(f"{path}/ping").status_code == 202


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


def test_the_verifier_of_the_page_takes_what_the_server_sends_and_nothing_else(
    engine: Engine, home: Home, receiver: Receiver
) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text("utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(compile(code, "docs/webhooks.md", "exec"), names)
    verify = names["verify"]
    settings = Settings(home=home.root, log_level="error", webhook_inside=receiver.place, compact=False)
    with TestClient(create_app(settings, engine)) as client:
        webhook = client.post("/v1/webhooks", json={"url": receiver.url, "events": ["job.done"]}).json()
        rotated = client.post(f"/v1/webhooks/{webhook['id']}/rotate", json={}).json()
        client.post(f"/v1/webhooks/{webhook['id']}/ping")
        receiver.wait_for(1)
        text = client.get("/metrics").text
    [(headers, body)] = receiver.got
    for secret in (webhook["secret"], rotated["secret"]):
        assert verify(secret, headers, body) == json.loads(body)
    assert json.loads(body)["data"] == {"webhook": webhook["id"]}
    stamp = int(headers["webhook-timestamp"])
    for bad_headers, bad_body, secret, now in (
        (headers, body + b" ", webhook["secret"], stamp),
        (headers, body, "whsec_" + "QUJD" * 10, stamp),
        ({**headers, "webhook-id": "evt_lain"}, body, webhook["secret"], stamp),
        ({**headers, "webhook-timestamp": str(stamp + 1)}, body, webhook["secret"], stamp),
        ({**headers, "webhook-signature": "v1,"}, body, webhook["secret"], stamp),
        (headers, body, webhook["secret"], stamp + 301),
        (headers, body, webhook["secret"], stamp - 301),
    ):
        with pytest.raises(ValueError, match="webhook"):
            verify(secret, bad_headers, bad_body, now=now)
    assert "sepadan_webhook_attempts_total" in text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/webhooks", WEBHOOK),
        ("/v1/watches", {"worker": "papan:w-1"}),
        (
            "/v1/consents",
            {"consents": [{**SAID, "worker_key": "papan:w-1", "purpose": "learning", "state": "withdrawn"}]},
        ),
    ],
)
def test_a_write_that_is_sent_again_under_its_key_is_not_done_again(
    client: TestClient, path: str, body: dict[str, Any]
) -> None:
    again = {"Idempotency-Key": "k-1"}
    first, second = (client.post(path, json=body, headers=again) for _ in range(2))
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert client.post(path, json={}, headers=again).status_code == 422


def test_a_webhook_is_made_once_and_a_secret_rotated_once_for_one_key(client: TestClient) -> None:
    again = {"Idempotency-Key": "k-2"}
    secrets = {client.post("/v1/webhooks", json=WEBHOOK, headers=again).json()["secret"] for _ in range(2)}
    [found] = client.get("/v1/webhooks").json()["webhooks"]
    path, other = f"/v1/webhooks/{found['id']}/rotate", {"Idempotency-Key": "k-3"}
    rotated = {client.post(path, json={}, headers=other).json()["secret"] for _ in range(2)}
    assert (len(secrets), len(rotated), secrets & rotated) == (1, 1, set())
