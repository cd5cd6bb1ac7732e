"""The HTTP contract: lists by cursor, changes, entity tags, preconditions, idempotency keys, deprecation, methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from api import idempotency
from api.access.principal import LOCAL, Principal
from api.app import create_app
from api.settings import Settings
from indexes.idempotency_rows import StoredAnswer
from indexes.store import Store
from matcher.engine import Engine
from matcher.records import Kind
from taxonomy.errors import StoreError

NEW = {"id": "api:p-9", "title": "Kasir Toko", "description": "Jaga kasir, layani pembeli."}


@pytest.fixture
def bare(engine: Engine, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        yield opened


def put_many(client: TestClient, count: int) -> list[str]:
    records = [{**NEW, "id": f"api:p-{number:03}"} for number in range(count)]
    assert client.post("/v1/postings", json={"records": records}).status_code == 200
    return [str(record["id"]) for record in records]


def follow(client: TestClient, limit: int) -> list[str]:
    found, cursor = list[str](), ""
    while cursor is not None:
        page = client.get("/v1/postings", params={"limit": limit, "cursor": cursor}).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return found


def test_pages_of_any_size_give_every_record_once(bare: TestClient) -> None:
    keys = put_many(bare, 7)
    assert [follow(bare, limit) for limit in (1, 3, 7, 100)] == [keys] * 4


def test_what_is_written_between_two_pages_neither_repeats_nor_hides_another(bare: TestClient) -> None:
    keys = put_many(bare, 6)
    first = bare.get("/v1/postings", params={"limit": 3, "records": True})
    assert first.json()["items"][0]["record"]["title"] == "Kasir Toko"
    assert first.headers["link"].endswith('records=true>; rel="next"')
    bare.post("/v1/postings", json={"records": [{**NEW, "id": "api:a-0"}]})
    bare.delete(f"/v1/postings/{keys[0]}")
    link = first.headers["link"].partition(">")[0][1:]
    assert [item["id"] for item in bare.get(link).json()["items"]] == keys[3:]


def test_a_made_up_cursor_is_refused(bare: TestClient) -> None:
    for cursor in ("x", "AAAA", "é", "a" * 900, "=", "AAAAAAAAAAAAAAAAAAAAAFswLCIiXQ"):
        answer = bare.get("/v1/postings", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "query, field cursor"), cursor


def test_a_cursor_of_one_list_is_refused_by_another(bare: TestClient) -> None:
    put_many(bare, 2)
    cursor = bare.get("/v1/postings", params={"limit": 1}).json()["next"]
    assert bare.get("/v1/courses", params={"cursor": cursor}).status_code == 422


def test_a_reader_of_changes_ends_with_what_is_stored(bare: TestClient) -> None:
    keys = put_many(bare, 5)
    known, since = set[str](), ""
    for turn in range(6):
        page = bare.get("/v1/changes/postings", params={"limit": 2, "since": since}).json()
        for item in page["items"]:
            (known.discard if item["change"] == "deleted" else known.add)(item["id"])
        since = page["next"]
        if turn == 0:
            bare.delete(f"/v1/postings/{keys[0]}")
            bare.post("/v1/postings", json={"records": [{**NEW, "id": keys[1], "title": "Juru Masak"}]})
    assert not page["more"]
    assert known == set(keys[1:])
    again = bare.get("/v1/changes/postings", params={"since": since}).json()
    assert (again["items"], again["next"]) == ([], since)


def test_a_page_of_some_sources_holds_no_others(store_of_two: Store) -> None:
    assert [row.key for row, _ in store_of_two.record_page(Kind.POSTING, "", 9, ["a"])] == ["a:1"]
    assert [one.key for one in store_of_two.changed_since(Kind.POSTING, (0, ""), 9, ["b-c"])] == ["b-c:1"]
    assert store_of_two.record_page(Kind.POSTING, "", 9, []) == []


@pytest.fixture
def store_of_two(bare: TestClient, engine: Engine) -> Store:
    records = [{**NEW, "id": "a:1"}, {**NEW, "id": "b-c:1"}]
    assert bare.post("/v1/postings", json={"records": records}).status_code == 200
    return engine.store


def test_each_row_of_a_bulk_write_has_its_status(bare: TestClient) -> None:
    put_many(bare, 1)
    rows = [{**NEW, "id": "api:p-000"}, {"id": "api:bad"}, NEW, {**NEW, "title": "Koki"}]
    answer = bare.post("/v1/postings", json={"records": rows}).json()
    assert [(item["row"], item["id"], item["status"]) for item in answer["items"]] == [
        (1, "api:p-000", "unchanged"),
        (2, None, "rejected"),
        (3, "api:p-9", "accepted"),
        (4, "api:p-9", "updated"),
    ]


def test_a_known_etag_is_answered_304_and_a_change_gives_another(bare: TestClient) -> None:
    made = bare.put("/v1/postings/api:p-9", json=NEW)
    assert made.status_code == 201
    etag = bare.get("/v1/postings/api:p-9").headers["etag"]
    assert made.headers["etag"] == etag
    same = bare.get("/v1/postings/api:p-9", headers={"If-None-Match": f'"x", W/{etag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    bare.put("/v1/postings/api:p-9", json={**NEW, "title": "Koki"})
    assert bare.get("/v1/postings/api:p-9", headers={"If-None-Match": etag}).status_code == 200


def test_if_match_replaces_only_what_was_read(bare: TestClient) -> None:
    etag = bare.put("/v1/postings/api:p-9", json=NEW).headers["etag"]
    body = {"title": "Koki", "description": "Masak."}
    done = bare.put("/v1/postings/api:p-9", json=body, headers={"If-Match": etag})
    assert (done.status_code, done.json()["record"]["title"]) == (200, "Koki")
    late = bare.put("/v1/postings/api:p-9", json=NEW, headers={"If-Match": etag})
    assert (late.status_code, late.json()["type"]) == (412, "urn:sepadan:problem:precondition")
    assert bare.get("/v1/postings/api:p-9").json()["record"]["title"] == "Koki"
    assert bare.put("/v1/postings/api:none", json=body, headers={"If-Match": "*"}).status_code == 412


def test_a_write_between_look_and_write_is_not_undone(
    bare: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = bare.put("/v1/postings/api:p-9", json=NEW).headers["etag"]
    upsert = engine.upsert

    def beaten(records: Any, guard: Any = None) -> Any:
        monkeypatch.setattr(engine, "upsert", upsert)
        bare.put("/v1/postings/api:p-9", json={**NEW, "title": "Satpam"})
        return upsert(records, guard)

    monkeypatch.setattr(engine, "upsert", beaten)
    late = bare.put("/v1/postings/api:p-9", json={**NEW, "title": "Koki"}, headers={"If-Match": etag})
    assert late.status_code == 412
    assert bare.get("/v1/postings/api:p-9").json()["record"]["title"] == "Satpam"


def test_if_none_match_of_all_only_makes(bare: TestClient) -> None:
    assert bare.put("/v1/postings/api:p-9", json=NEW, headers={"If-None-Match": "*"}).status_code == 201
    assert bare.put("/v1/postings/api:p-9", json=NEW, headers={"If-None-Match": "*"}).status_code == 412


def test_a_body_of_another_id_is_refused(bare: TestClient) -> None:
    answer = bare.put("/v1/postings/api:p-8", json=NEW)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "body, field id")


def test_a_write_that_is_sent_again_is_not_done_again(bare: TestClient, engine: Engine) -> None:
    def send(title: str, key: str = "kunci-1") -> Any:
        body = {"records": [{**NEW, "title": title}]}
        return bare.post("/v1/postings", json=body, headers={"Idempotency-Key": key})

    first, revision = send("Koki"), engine.store.revision()
    bare.delete("/v1/postings/api:p-9")
    again = send("Koki")
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert "idempotency-replayed" not in first.headers
    assert engine.store.revision() == revision + 1
    other = send("Satpam")
    assert (other.status_code, other.json()["errors"][0]["where"]) == (422, "header Idempotency-Key")
    assert send("Satpam", "kunci-2").json()["accepted"] == 1
    assert send("Koki", "two words").status_code == 422
    assert b"kunci-1" not in (engine.home.root / "sepadan.db").read_bytes()


def test_a_refusal_is_replayed_too_and_a_fault_is_not(
    bare: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers, body = {"Idempotency-Key": "kunci-3"}, {"records": [{"id": "x"}]}
    first = bare.post("/v1/postings", json=body, headers=headers)
    again = bare.post("/v1/postings", json=body, headers=headers)
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (422, 422, "true")

    def burst(*_: object) -> None:
        raise RuntimeError

    good = {"records": [NEW]}
    with monkeypatch.context() as patch:
        patch.setattr(engine, "upsert", burst)
        assert bare.post("/v1/postings", json=good, headers={"Idempotency-Key": "kunci-4"}).status_code == 500
    done = bare.post("/v1/postings", json=good, headers={"Idempotency-Key": "kunci-4"})
    assert (done.status_code, done.json()["accepted"]) == (200, 1)


def test_a_request_in_flight_is_a_409_until_its_lease_is_over(bare: TestClient, engine: Engine) -> None:
    headers = {"Idempotency-Key": "kunci-5"}
    assert bare.post("/v1/postings", json={"records": [NEW]}, headers=headers).status_code == 200
    now = datetime.now(UTC)
    store = engine.store
    fields = {"client": "local", "key_hash": "0" * 64, "request_hash": "1" * 64, "status": 0, "answer": b""}
    claim = StoredAnswer(**fields, holder="a", expires_at=now + timedelta(minutes=1))  # type: ignore[arg-type]
    assert store.claim_answer(claim, now) is None
    assert store.claim_answer(claim, now) == claim
    assert store.check() == []
    later = now + timedelta(minutes=2)
    taken = StoredAnswer(**fields, holder="b", expires_at=later + timedelta(minutes=1))  # type: ignore[arg-type]
    assert store.claim_answer(taken, later) is None
    assert not store.keep_answer(claim)
    assert store.keep_answer(taken)
    store.release_answer(taken)
    assert store.claim_answer(claim, now) is None


def test_a_key_is_held_for_as_long_as_its_request_is_being_answered(
    bare: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "LEASE", timedelta(seconds=0.3))
    upsert, renew, renewed = engine.upsert, engine.store.renew_claim, Event()
    ends: list[datetime] = []

    def kept(claim: StoredAnswer) -> bool:
        ends.append(claim.expires_at)
        if len(ends) == 1:
            raise StoreError("busy for a moment")  # the next renewal comes in time
        held = renew(claim)
        renewed.set()
        return held

    def slowly(*arguments: Any) -> Any:
        assert renewed.wait(30)
        return upsert(*arguments)

    monkeypatch.setattr(engine.store, "renew_claim", kept)
    monkeypatch.setattr(engine, "upsert", slowly)
    headers, body = {"Idempotency-Key": "kunci-6"}, {"records": [NEW]}
    assert bare.post("/v1/postings", json=body, headers=headers).status_code == 200
    assert ends == sorted(ends)
    assert bare.post("/v1/postings", json=body, headers=headers).headers["idempotency-replayed"] == "true"


def test_what_is_deprecated_says_so_and_names_what_stays(bare: TestClient) -> None:
    old, new = bare.get("/v1/kbji/4321"), bare.get("/v1/occupations/4321")
    assert old.json() == new.json()
    assert old.headers["deprecation"] == "@1793491200"
    assert old.headers["sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert old.headers["link"] == '</v1/occupations/4321>; rel="successor-version"'
    assert "deprecation" not in new.headers


def test_a_wrong_method_is_told_every_method_of_the_path(bare: TestClient) -> None:
    answer = bare.request("PATCH", "/v1/postings/api:p-9")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, PUT")


@pytest.mark.parametrize("day", ["0", "1700000000", "2026-1-1"])
def test_a_day_of_a_query_has_one_form(bare: TestClient, day: str) -> None:
    assert bare.get("/v1/market/demand", params={"as_of": day}).status_code == 422


def test_settings_without_secret_keys_make_them_in_the_home(bare: TestClient, engine: Engine) -> None:
    assert Settings().secret_keys.get_secret_value() == ""
    bare.get("/v1/postings")
    assert engine.home.secret_keys.is_file()


def test_reference_data_may_be_kept_and_is_not_sent_again_unchanged(bare: TestClient) -> None:
    for path in ("/v1/occupations?q=kasir", "/v1/occupations/4321", "/v1/skills?q=las"):
        first = bare.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        again = bare.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert bare.get(path, headers={"If-None-Match": '"other"'}).content == first.content


def test_reference_data_that_is_not_there_is_not_kept(bare: TestClient) -> None:
    answer = bare.get("/v1/occupations/9999")
    assert (answer.status_code, answer.headers["Cache-Control"], "ETag" in answer.headers) == (404, "no-store", False)


def test_what_lies_below_a_record_takes_its_own_methods(bare: TestClient) -> None:
    for method, path, allowed in (
        ("PUT", "/v1/workers/a:1/consents", "GET"),
        ("DELETE", "/v1/workers/a:1/requests", "GET, POST"),
        ("PUT", "/v1/workers/a:1/europass", "GET"),
        ("GET", "/v1/workers/a:1/consents/share", "DELETE, PUT"),
        ("POST", "/v1/workers/a:1", "DELETE, GET, PUT"),
        ("PATCH", "/v1/workers/a/b:1", "DELETE, GET, PUT"),
    ):
        answer = bare.request(method, path, json={})
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed), path


def test_one_who_was_erased_at_ones_own_request_is_not_put_again(bare: TestClient) -> None:
    said, headers = {"wish": "kasir", "summary": "Biasa jaga toko."}, {"Idempotency-Key": "k"}
    assert bare.put("/v1/workers/a:1", json=said, headers=headers).status_code == 201
    assert bare.put("/v1/workers/a:1", json=said, headers=headers).headers["Idempotency-Replayed"] == "true"
    assert bare.post("/v1/erasures", json={"ids": ["a:1"]}).status_code == 200
    refused = bare.put("/v1/workers/a:1", json=said)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "id")
    assert bare.get("/v1/workers/a:1").status_code == 404
    replayed = bare.put("/v1/workers/a:1", json=said, headers=headers)
    assert (replayed.status_code, "toko" in replayed.text) == (404, False)


def test_writes_of_one_worker_are_told_to_the_audit_log_however_they_went(bare: TestClient, engine: Engine) -> None:
    headers = {"Idempotency-Key": "k-1"}
    assert bare.delete("/v1/workers/a:1", headers=headers).status_code == 404
    assert bare.put("/v1/workers/a:1", json={"wish": "kasir"}, headers={"Idempotency-Key": "k-2"}).status_code == 201
    rows = [(row.entry.action, row.entry.outcome) for row in engine.store.audit_rows()]
    assert rows == [("record.delete", "missing"), ("record.write", "ok")]


def test_answers_that_are_over_are_forgotten(bare: TestClient, engine: Engine) -> None:
    assert bare.post("/v1/postings", json={"records": [NEW]}, headers={"Idempotency-Key": "k"}).status_code == 200
    assert engine.store.forget_answers(datetime.now(UTC)) == 0
    assert engine.store.forget_answers(datetime.now(UTC) + timedelta(hours=25)) == 1
    assert engine.store.forget_answers(datetime.now(UTC) + timedelta(hours=25)) == 0


class DoorOf:
    """Lets one caller in."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal

    async def principal_of(self, request: Request) -> Principal:
        return self.principal


def test_a_record_of_another_source_is_not_put(engine: Engine, settings: Settings) -> None:
    app = create_app(settings, engine)
    app.state.doorkeeper = DoorOf(replace(LOCAL, client="papan", tenant="papan", sources=frozenset({"papan"})))
    client = TestClient(app, raise_server_exceptions=False)
    said = {"title": "Kasir", "description": "Jaga kasir."}
    assert client.put("/v1/postings/papan:1", json=said).status_code == 201
    assert client.put("/v1/postings/lain:1", json=said).status_code == 403
    assert client.get("/v1/postings/lain:1").status_code == 404


def test_an_id_may_be_a_number_of_64_bits(bare: TestClient) -> None:
    wanted = {2**63: 200, 2**63 + 1: 422, 1.5: 200, 1e300: 422, " ": 422, "\x86\x04": 422}
    found = {}
    for given in wanted:
        answer = bare.post("/v1/overseas/check", json={"items": [{"id": given, "title": "Perawat di Jepang"}]})
        found[given] = answer.status_code
    assert found == wanted
