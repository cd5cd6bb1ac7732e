"""Bulk upsert and records by id."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from indexes.identity_vault import Vault
from matcher.engine import Engine
from matcher.records import Kind

GOOD = {"id": "P1", "title": "Kasir Toko"}


def push(client: TestClient, *records: Any, path: str = "postings") -> dict[str, Any]:
    answer: dict[str, Any] = client.post(f"/v1/{path}", json={"records": list(records)}).json()
    return answer


def test_good_records_go_in_and_bad_ones_come_back_with_reasons(client: TestClient) -> None:
    bad: list[Any] = [{"id": "P2"}, 7, None, ["x"], "teks", True, {"id": "P3", "title": "Kasir", "salery": 1}]
    report = push(client, GOOD, *bad)
    assert {name: report[name] for name in ("read", "accepted", "updated", "unchanged", "rejected")} == {
        "read": 8,
        "accepted": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 7,
    }
    assert [reject["row"] for reject in report["rejects"]] == [2, 3, 4, 5, 6, 7, 8]
    assert report["rejects"][0]["where"] == "records.2.title"
    assert [reject["found"] for reject in report["rejects"]] == [
        "nothing",
        "a number",
        "null",
        "a list",
        "text",
        "true or false",
        "salery",
    ]
    assert client.get("/v1/postings/api:P1").json()["record"]["title"] == "Kasir Toko"


def test_read_is_the_sum_of_what_was_done(client: TestClient) -> None:
    assert push(client, GOOD)["accepted"] == 1
    changed = {**GOOD, "title": "Kasir Swalayan"}
    report = push(client, {"id": "P4", "title": "Barista"}, changed, changed, {"id": "P5"})
    parts = (report["accepted"], report["updated"], report["unchanged"], report["rejected"])
    assert parts == (1, 1, 1, 1)
    assert report["read"] == 4
    assert push(client, changed)["unchanged"] == 1


def test_when_nothing_goes_in_the_answer_is_a_422_with_every_reason(client: TestClient, engine: Engine) -> None:
    before = engine.status().records
    answer = client.post("/v1/workers", json={"records": [{"id": "W1"}, {"wish": "kasir"}]})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["rejected"] == 2
    assert [reject["row"] for reject in problem["rejects"]] == [1, 2]
    assert [error["where"] for error in problem["errors"]] == ["records.1", "records.2.id"]
    assert engine.status().records == before


def test_a_source_named_in_the_id_is_kept_and_else_it_is_api(client: TestClient) -> None:
    push(client, {"id": "siapkerja:9", "title": "Barista"}, {"id": "9", "title": "Barista"})
    assert client.get("/v1/postings/siapkerja:9").json()["record"]["provenance"]["source"] == "siapkerja"
    assert client.get("/v1/postings/api:9").json()["record"]["provenance"]["source"] == "api"


def test_identity_fields_are_set_aside_unread(client: TestClient) -> None:
    worker = {"id": "W9", "wish": "kasir", "nama": "Budi Contoh", "NIK": "3201010101010001", "no_hp": "081200000000"}
    assert push(client, worker, path="workers")["accepted"] == 1
    stored = client.get("/v1/workers/api:W9").text
    assert not any(word in stored for word in ("Budi", "3201010101010001", "081200000000"))


def test_with_keys_identity_is_kept_sealed_beside_the_record(engine: Engine) -> None:
    keys = "k1:" + base64.b64encode(bytes(32)).decode()
    settings = Settings(identity_keys=SecretStr(keys), compact=False)
    vault = settings.vault()
    assert vault is not None
    with TestClient(create_app(settings, engine)) as client:
        push(client, {"id": "W9", "wish": "kasir", "nama": "Budi Contoh", "umur": 30}, path="workers")
        assert "Budi" not in client.get("/v1/workers/api:W9").text
        assert engine.store.identity("worker", "api:W9", vault) == {"name": "Budi Contoh", "umur": "30"}
        client.delete("/v1/workers/api:W9")
    assert engine.store.identity("worker", "api:W9", vault) is None


def test_without_keys_nothing_of_an_identity_is_kept() -> None:
    assert Settings().vault() is None


def test_a_posting_in_a_currency_that_nobody_knows_harms_no_later_build(client: TestClient, engine: Engine) -> None:
    client.post("/v1/postings", json={"records": [{**GOOD, "pay_low": 5, "pay_currency": "XQX"}]})
    assert engine.build().generation


@pytest.mark.parametrize(
    ("path", "key", "kind"),
    [
        ("postings", "contoh:p-1", "posting"),
        ("workers", "contoh:w-1", "worker"),
        ("courses", "contoh:c-1", "course"),
    ],
)
def test_a_record_by_id_comes_with_its_codes(client: TestClient, path: str, key: str, kind: str) -> None:
    answer = client.get(f"/v1/{path}/{key}").json()
    assert (answer["id"], answer["kind"]) == (key, kind)
    assert answer["codes"]["key"] == key
    assert answer["codes"]["skills"]


def test_a_workers_own_words_are_shown_without_contacts_and_personal_traits(client: TestClient) -> None:
    worker = {
        "id": "api:W9",
        "wish": "tukang las, WA 0812-3456-7890",
        "summary": "Bisa SMAW, agama Islam, email budi@contoh.invalid",
        "jobs": [{"title": "Juru las", "months": 12, "description": "NIK 3201010101010001, ngelas pagar"}],
        "place": "Kab. Bekasi",
    }
    assert client.post("/v1/workers", json={"records": [worker]}).json()["accepted"] == 1
    answer = client.get("/v1/workers/api:W9")
    record = answer.json()["record"]
    for personal in ("0812", "Islam", "budi@", "3201010101010001"):
        assert personal not in answer.text
    assert record["wish"].startswith("tukang las")
    assert "SMAW" in record["summary"]
    assert record["jobs"][0]["title"] == "Juru las"
    assert record["jobs"][0]["months"] == 12
    assert record["jobs"][0]["description"].endswith("ngelas pagar")
    assert record["place"] == "Kab. Bekasi"


def test_codes_are_null_until_there_is_an_index(empty_client: TestClient, engine: Engine) -> None:
    push(empty_client, GOOD)
    assert empty_client.get("/v1/postings/api:P1").json()["codes"] is None
    engine.build()
    assert empty_client.get("/v1/postings/api:P1").json()["codes"]["key"] == "api:P1"


@pytest.mark.parametrize(
    "key",
    [
        "api:nope",
        "x",
        ":",
        "a:b/c/d",
        "a%3Ab%2Fc",
        "%00",
        "a:%ED%A0%80",
        "a:%FF",
        "'; DROP TABLE record;--",
        "a:😀",
        "a" * 390,
    ],
)
def test_an_id_that_is_not_stored_is_a_404_whatever_it_holds(client: TestClient, key: str) -> None:
    answer = client.get(f"/v1/postings/{key}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_id_with_a_nul_is_not_asked_of_the_store_which_may_not_take_it(
    sample_world: Path, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_app(settings, engine))  # not started: no thread of the app looks at the store
    monkeypatch.delattr(engine, "store")
    assert client.get("/v1/workers/api:%00").status_code == 404


def test_an_id_with_a_slash_and_a_percent_sign_can_be_read_back(client: TestClient) -> None:
    push(client, {"id": "siapkerja:2026/11/50%", "title": "Barista"})
    answer = client.get("/v1/postings/siapkerja:2026%2F11%2F50%25")
    assert answer.json()["id"] == "siapkerja:2026/11/50%"


def test_more_than_a_thousand_records_or_none_are_refused(client: TestClient) -> None:
    for records in ([], [GOOD] * 1_001):
        answer = client.post("/v1/postings", json={"records": records})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == "records"


def test_unchanged_records_are_unchanged_and_still_found(client: TestClient, engine: Engine) -> None:
    push(client, GOOD)
    push(client, GOOD)
    assert "api:P1" in engine.refresh().catalogues[Kind.POSTING]


def test_a_misspelt_field_is_named_by_itself_and_wanted_values_are_nouns(client: TestClient) -> None:
    row = client.post("/v1/postings", json={"records": [{"id": "1", "tittle": "Kasir"}, {"id": "2", "title": "Kasir"}]})
    (reject,) = row.json()["rejects"]
    assert reject["where"] == "records.1.tittle"
    assert "did you mean title?" in reject["wanted"]
    answer = client.post("/v1/match/workers", json={"posting": {"title": "Kasir"}, "k": 0})
    assert answer.json()["errors"][0]["where"] == "k"
    assert "Input should" not in answer.text


@pytest.mark.parametrize(
    ("path", "key", "kind"),
    [
        ("postings", "contoh:p-1", Kind.POSTING),
        ("workers", "contoh:w-1", Kind.WORKER),
        ("courses", "contoh:c-1", Kind.COURSE),
    ],
)
def test_a_deleted_record_is_gone_at_once_and_asking_again_is_a_404(
    client: TestClient, engine: Engine, path: str, key: str, kind: Kind
) -> None:
    assert key in engine.refresh().catalogues[kind]
    answer = client.delete(f"/v1/{path}/{key}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert key not in engine.refresh().catalogues[kind]
    for again in (client.get(f"/v1/{path}/{key}"), client.delete(f"/v1/{path}/{key}")):
        assert again.status_code == 404
        assert again.headers["content-type"] == "application/problem+json"


def test_a_deleted_posting_is_in_no_match_until_it_is_sent_again(client: TestClient) -> None:
    def found() -> list[str]:
        asked = {"worker": {"wish": "kasir toko", "summary": "Biasa kasir."}, "k": 50}
        return [match["id"] for match in client.post("/v1/match/postings", json=asked).json()["matches"]]

    push(client, GOOD)
    assert "api:P1" in found()
    client.delete("/v1/postings/api:P1")
    assert "api:P1" not in found()
    assert push(client, GOOD)["accepted"] == 1
    assert "api:P1" in found()


def test_a_deleted_person_is_gone_from_the_identities_too(client: TestClient, engine: Engine) -> None:
    vault = Vault({"k1": bytes(32)}, "k1")
    engine.store.put_identity("worker", {"contoh:w-1": {"name": "Sari Contoh"}}, vault)
    assert engine.store.identity("worker", "contoh:w-1", vault) == {"name": "Sari Contoh"}
    assert client.delete("/v1/workers/contoh:w-1").status_code == 204
    assert engine.store.identity("worker", "contoh:w-1", vault) is None


@pytest.mark.parametrize("key", ["api:nope", "api:%00", "a:%FF", "x", "a" * 390])
def test_deleting_what_is_not_there_is_a_404(client: TestClient, key: str) -> None:
    assert client.delete(f"/v1/postings/{key}").status_code == 404


def test_deleting_is_documented(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("postings", "workers", "courses"):
        assert set(paths[f"/v1/{path}/{{key}}"]["delete"]["responses"]) >= {"204", "404", "503"}
