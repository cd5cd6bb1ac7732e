"""Consents, requests, reviews over HTTP: who may, what counts at once, what the audit log says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import example_rights
from api.access.principal import LOCAL, SCOPES, Principal, Role
from api.access.rule import Reach
from api.access.rules import RULES
from api.app import create_app
from api.settings import Settings
from api.trail import ACTIONS, SILENT, is_logged
from indexes.store import Store
from matcher.engine import Engine
from matcher.rights.audit_log import row_document
from taxonomy.errors import StoreError
from tests.api.access.test_gate import Fixed

W1, W2 = "contoh:w-1", "contoh:w-2"
GRANT = {"channel": "app", "text_version": "2026-11"}


def client_of(role: Role, subject: str = "", sources: frozenset[str] | None = None) -> Principal:
    told = {"client": f"{role}-1", "tenant": f"{role}-1", "scopes": frozenset(SCOPES)}
    return Principal(**told, role=role, subject=subject, sources=sources)  # type: ignore[arg-type]


class As:
    """One app that is asked by whom a test says."""

    def __init__(self, engine: Engine, client: TestClient, door: Fixed) -> None:
        self.engine, self.client, self._door = engine, client, door

    def __call__(self, principal: Principal, method: str, path: str, **rest: Any) -> Any:
        self._door.principal = principal
        return self.client.request(method, path, **rest)

    def rows(self) -> list[dict[str, Any]]:
        self.client.app.state.serving.audit.flush()  # type: ignore[attr-defined]
        return [row_document(row) for row in self.engine.store.audit_rows()]

    @property
    def store(self) -> Store:
        return self.engine.store


@pytest.fixture
def ask(sample_world: Path, engine: Engine, settings: Settings) -> Iterator[As]:
    app = create_app(settings, engine)
    door = Fixed(LOCAL)
    app.state.doorkeeper = door
    with TestClient(app, raise_server_exceptions=False) as client:
        yield As(engine, client, door)


PLATFORM, OFFICER = client_of(Role.PLATFORM), client_of(Role.OFFICER)
PERSON = client_of(Role.PERSON, subject=W1)
OTHER_BOARD = client_of(Role.BOARD, sources=frozenset({"papan"}))
OWN_BOARD = client_of(Role.BOARD, sources=frozenset({"contoh"}))


def test_a_person_agrees_and_takes_it_back_and_it_counts_from_the_next_request(ask: As) -> None:
    granted = ask(PERSON, "PUT", "/v1/me/consents/share", json={**GRANT, "tenant": "papan-1"})
    assert granted.status_code == 200, granted.text
    assert ask.engine.limits.consenting("share", "papan-1") == {W1}
    assert granted.json()["allowed"]["share"] is False  # for every tenant
    ask(PERSON, "PUT", "/v1/me/consents/share", json=GRANT)
    back = ask(PERSON, "DELETE", "/v1/me/consents/share", params={"tenant": "papan-1"}).json()
    assert ask.engine.limits.consenting("share", "papan-1") == frozenset()
    assert ask.engine.limits.consenting("share", "papan-2") == {W1}
    assert [(one["tenant"], one["state"]) for one in back["history"]] == [
        ("", "granted"),
        ("papan-1", "granted"),
        ("papan-1", "withdrawn"),
    ]
    assert ask(PLATFORM, "GET", f"/v1/workers/{W1}/consents").json()["history"] == back["history"]
    actions = [row["action"] for row in ask.rows()]
    assert actions == ["consent.granted", "consent.granted", "consent.withdrawn", "consents.read"]


def test_advice_on_training_stops_once_the_person_says_no(ask: As) -> None:
    body = {"id": W1, "k": 1}
    assert ask(PLATFORM, "POST", "/v1/recommend/courses", json=body).status_code == 200
    assert ask(PERSON, "DELETE", "/v1/me/consents/training").status_code == 200
    refused = ask(PLATFORM, "POST", "/v1/recommend/courses", json=body)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:sepadan:problem:purpose")
    assert ask(PLATFORM, "POST", "/v1/recommend/paths", json=body).status_code == 403
    assert ask(PERSON, "PUT", "/v1/me/consents/training", json=GRANT).status_code == 200
    assert ask(PLATFORM, "POST", "/v1/recommend/courses", json=body).status_code == 200


def test_a_board_sends_a_cv_abroad_only_with_consent(ask: As) -> None:
    path = f"/v1/workers/{W1}/europass"
    assert ask(OWN_BOARD, "GET", path).status_code == 403
    assert ask(PLATFORM, "GET", path).status_code == 200
    ask(PERSON, "PUT", "/v1/me/consents/overseas", json=GRANT)
    assert ask(OWN_BOARD, "GET", path).status_code == 200
    assert [row["outcome"] for row in ask.rows() if row["action"] == "cv.export"] == ["ok", "ok"]


def test_recommendations_are_refused_to_who_wants_none(ask: As) -> None:
    ask(PERSON, "DELETE", "/v1/me/consents/recommendations")
    assert ask(PLATFORM, "GET", f"/v1/workers/{W1}/recommendations").status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/v1/workers/{W1}/consents/magic", GRANT, 404),
        (f"/v1/workers/{W1}/consents/statistics", GRANT, 422),
        (f"/v1/workers/{W1}/consents/learning", {**GRANT, "tenant": "papan"}, 422),
        (f"/v1/workers/{W1}/consents/share", {**GRANT, "evidence": "xyz"}, 422),
        (f"/v1/workers/{W1}/consents/share", {"channel": "mimpi", "text_version": "1"}, 422),
        ("/v1/workers/contoh:w-9/consents/share", GRANT, 404),
        ("/v1/workers/contoh:%00/consents/share", GRANT, 404),
    ],
)
def test_rubbish_is_refused_with_its_name(ask: As, path: str, body: dict[str, Any], status: int) -> None:
    answer = ask(PLATFORM, "PUT", path, json=body)
    assert answer.status_code == status, answer.text
    assert ask.store.consents(W1) == []


def test_in_bulk_good_consents_go_in_and_bad_ones_come_back_with_reasons(ask: As) -> None:
    good = {**GRANT, "worker_key": W1, "purpose": "share", "at": "2026-11-20T09:30:00"}
    bad = [{**good, "worker_key": "contoh:w-9"}, {**good, "purpose": "magic"}, {**good, "channel": 1}, "x", {}]
    told = ask(PLATFORM, "POST", "/v1/consents", json={"consents": [good, good, *bad]}).json()
    assert {name: told[name] for name in ("read", "accepted", "unchanged", "rejected")} == {
        "read": 7,
        "accepted": 1,
        "unchanged": 1,
        "rejected": 5,
    }
    assert [one["row"] for one in told["rejects"]] == [3, 4, 5, 6, 7]
    assert ask.store.consents(W1)[0].given.at.isoformat() == "2026-11-20T09:30:00+00:00"
    none = ask(OTHER_BOARD, "POST", "/v1/consents", json={"consents": [good]})
    assert (none.status_code, none.json()["rejected"]) == (422, 1)


def test_people_of_others_are_not_there_for_a_board(ask: As) -> None:
    asked = ask(PLATFORM, "POST", f"/v1/workers/{W1}/requests", json={"kind": "erasure"}).json()["id"]
    for method, path, body in (
        ("GET", f"/v1/workers/{W1}/consents", None),
        ("PUT", f"/v1/workers/{W1}/consents/share", GRANT),
        ("DELETE", f"/v1/workers/{W1}/consents/share", None),
        ("POST", f"/v1/workers/{W1}/requests", {"kind": "access"}),
        ("GET", f"/v1/workers/{W1}/requests", None),
        ("GET", f"/v1/requests/{asked}", None),
        ("GET", f"/v1/requests/{asked}/document", None),
        ("POST", f"/v1/requests/{asked}/answer", {"do": "answer"}),
    ):
        assert ask(OTHER_BOARD, method, path, json=body).status_code == 404, path
    assert ask(OTHER_BOARD, "GET", "/v1/requests").json()["requests"] == []
    assert len(ask(OWN_BOARD, "GET", "/v1/requests").json()["requests"]) == 1
    assert ask.engine.store.stored_workers([W1]) == {W1}


def test_a_person_sees_everything_that_is_held_and_who_saw_it(ask: As) -> None:
    ask(OWN_BOARD, "POST", "/v1/match/workers", json={"id": "contoh:p-1", "k": 2})
    asked = ask(PERSON, "POST", "/v1/me/requests", json={"kind": "access"}).json()
    assert (asked["state"], asked["article"]) == ("done", "Ps. 32(2)")
    document = ask(PERSON, "GET", f"/v1/me/requests/{asked['id']}/document").json()
    assert document["record"]["summary"].startswith("3 tahun ngelas")
    seen = [(one["actor"], one["action"]) for one in document["seen_by"]]
    assert seen == [("board-1", "match.people"), ("person-1", "request.filed")]
    assert W2 not in str(document)
    other = client_of(Role.PERSON, subject=W2)
    for path in (f"/v1/me/requests/{asked['id']}", f"/v1/me/requests/{asked['id']}/document"):
        assert ask(other, "GET", path).status_code == 404
    assert ask(PERSON, "GET", f"/v1/me/requests/{asked['id']}").json()["id"] == asked["id"]
    assert [one["id"] for one in ask(PERSON, "GET", "/v1/me/requests").json()["requests"]] == [asked["id"]]
    assert ask(PLATFORM, "GET", "/v1/me/requests").status_code == 403
    exports = [(row["actor"], row["outcome"]) for row in ask.rows() if row["action"] == "person.export"]
    assert exports == [("person-1", "ok"), ("person-1", "missing")]


def test_what_is_taken_along_comes_as_a_file_and_other_requests_have_none(ask: As) -> None:
    portable = ask(PLATFORM, "POST", f"/v1/workers/{W1}/requests", json={"kind": "portability"}).json()["id"]
    document = ask(PLATFORM, "GET", f"/v1/requests/{portable}/document").json()
    assert ask(PLATFORM, "POST", "/v1/workers", json={"records": [document["record"]]}).status_code == 200
    erasure = ask(PLATFORM, "POST", f"/v1/workers/{W1}/requests", json={"kind": "erasure"}).json()["id"]
    assert ask(PLATFORM, "GET", f"/v1/requests/{erasure}/document").status_code == 404


def test_a_correction_is_asked_worked_on_and_done(ask: As) -> None:
    body = {"kind": "correction", "fields": {"wish": "kasir"}, "words": "Salah."}
    asked = ask(PERSON, "POST", "/v1/me/requests", json=body).json()["id"]
    path = f"/v1/requests/{asked}/answer"
    assert ask(OFFICER, "POST", path, json={"do": "work"}).json()["state"] == "working"
    done = ask(OFFICER, "POST", path, json={"do": "answer", "reason": "Sudah."}).json()
    assert (done["state"], done["decided_by"], done["answer"]["fields"]) == ("done", "officer-1", ["wish"])
    assert ask(PLATFORM, "GET", f"/v1/workers/{W1}").json()["record"]["wish"] == "kasir"
    assert ask(OFFICER, "POST", path, json={"do": "answer"}).status_code == 422
    assert ask(OFFICER, "POST", path, json={"do": "nothing"}).status_code == 422


def test_an_erasure_is_refused_on_a_ground_of_the_law_or_done(ask: As) -> None:
    paths = [f"/v1/workers/{key}/requests" for key in (W1, W2)]
    first, second = (ask(PLATFORM, "POST", path, json={"kind": "erasure"}).json()["id"] for path in paths)
    no = {"do": "refuse", "reason": "Ada perkara.", "ground": "legal_dispute"}
    assert ask(OFFICER, "POST", f"/v1/requests/{first}/answer", json={**no, "ground": "x"}).status_code == 422
    assert ask(OFFICER, "POST", f"/v1/requests/{first}/answer", json=no).json()["ground"] == "legal_dispute"
    done = ask(OFFICER, "POST", f"/v1/requests/{second}/answer", json={"do": "answer"}).json()
    assert (done["state"], done["worker"], done["content"]) == ("done", "", {})
    assert ask(PLATFORM, "GET", f"/v1/workers/{W2}").status_code == 404
    listed = ask(PLATFORM, "GET", "/v1/requests", params={"waiting": False}).json()["requests"]
    assert {one["state"] for one in listed} == {"refused", "done"}


def test_an_objection_is_marked_in_lists_and_decided_by_a_human(ask: As) -> None:
    body = {"kind": "objection", "posting": "contoh:p-1", "words": "Saya bisa las."}
    asked = ask(PERSON, "POST", "/v1/me/requests", json=body).json()["id"]
    listed = ask(PLATFORM, "POST", "/v1/match/workers", json={"id": "contoh:p-1", "k": 2}).json()["matches"]
    assert {one["id"]: one["under_review"] for one in listed} == {W1: True, W2: False}
    assert ask(PLATFORM, "GET", "/v1/reviews").status_code == 403
    assert ask(PLATFORM, "POST", f"/v1/reviews/{asked}/decide", json=example_rights.VERDICT).status_code == 403
    (review,) = ask(OFFICER, "GET", "/v1/reviews").json()["reviews"]
    assert review["request"]["content"]["words"] == "Saya bisa las."
    assert review["ranking"]["place"] in (1, 2)
    assert ask(OFFICER, "GET", f"/v1/reviews/{asked}").json() == review
    decided = ask(OFFICER, "POST", f"/v1/reviews/{asked}/decide", json=example_rights.VERDICT).json()
    assert (decided["verdict"], decided["answer"]["reason"]) == ("upheld", example_rights.VERDICT["reason"])
    assert ask(PERSON, "GET", f"/v1/me/requests/{asked}").json()["answer"] == decided["answer"]
    assert ask(OFFICER, "GET", "/v1/reviews").json()["reviews"] == []
    lifted = ask(OFFICER, "POST", f"/v1/requests/{asked}/answer", json={"do": "lift"}).json()
    assert lifted["state"] == "lifted"
    access = ask(PERSON, "POST", "/v1/me/requests", json={"kind": "access"}).json()["id"]
    assert ask(OFFICER, "GET", f"/v1/reviews/{access}").status_code == 404


def test_lists_go_on_page_by_page_and_metrics_count_what_waits(ask: As) -> None:
    for _ in range(3):
        ask(PLATFORM, "POST", f"/v1/workers/{W1}/requests", json={"kind": "erasure"})
    first = ask(PLATFORM, "GET", "/v1/requests", params={"limit": 2}).json()
    rest = ask(PLATFORM, "GET", "/v1/requests", params={"limit": 2, "after": first["next"]}).json()
    assert (len(first["requests"]), len(rest["requests"]), rest["next"]) == (2, 1, None)
    assert ask(PLATFORM, "GET", "/v1/requests", params={"overdue": True}).json()["requests"] == []
    assert ask(PLATFORM, "GET", f"/v1/workers/{W1}/requests").json()["next"] is None
    text = ask(LOCAL, "GET", "/metrics").text
    assert 'sepadan_requests_of_people{kind="erasure"} 3.0' in text
    assert 'sepadan_requests_of_people_overdue{kind="erasure"} 0.0' in text


def test_purposes_are_public_and_say_what_is_asked(ask: As) -> None:
    found = ask(client_of(Role.ANONYMOUS), "GET", "/v1/purposes").json()["purposes"]
    assert {one["purpose"]: one["asked"] for one in found}["share"] == "opt_in"


def test_every_route_that_touches_people_is_logged_and_nothing_else(ask: As) -> None:
    touching = {place for place, rule in RULES.items() if rule.reach in (Reach.PEOPLE, Reach.WRITES, Reach.SELF)}
    assert {place for place, rule in RULES.items() if is_logged(*place, rule)} == touching - SILENT
    assert set(ACTIONS) | SILENT <= touching


def test_reads_writes_and_tries_are_told_apart_and_name_nobody(ask: As) -> None:
    ask(OFFICER, "GET", f"/v1/workers/{W1}")
    ask(OFFICER, "GET", "/v1/workers/contoh:w-9")
    ask(PLATFORM, "POST", "/v1/workers", json={"records": [{"id": "contoh:w-3", "wish": "kasir"}]})
    ask(PLATFORM, "DELETE", "/v1/workers/contoh:w-3")
    ask(PLATFORM, "POST", "/v1/match/postings", json={"id": W1, "k": 1})
    ask(PLATFORM, "POST", "/v1/match/postings", json={"id": W1, "k": 0})
    ask(PLATFORM, "GET", "/v1/postings/contoh:p-1")
    told = [(row["actor"], row["action"], row["outcome"], row["people"]) for row in ask.rows()]
    assert told == [
        ("officer-1", "record.read", "ok", 0),
        ("officer-1", "record.read", "missing", 0),
        ("platform-1", "record.write", "ok", 1),
        ("platform-1", "record.delete", "ok", 0),
        ("platform-1", "match.own", "ok", 0),
    ]
    assert "w-1" not in str(ask.rows())


def test_where_the_log_cannot_be_written_nothing_is_handed_out(ask: As, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(PERSON, "POST", "/v1/me/requests", json={"kind": "access"}).json()["id"]

    def refuse(_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(ask.store, "append_audit", refuse)
    answer = ask(PERSON, "GET", f"/v1/me/requests/{asked}/document")
    assert answer.status_code == 503
    assert "ngelas" not in answer.text
    monkeypatch.undo()
