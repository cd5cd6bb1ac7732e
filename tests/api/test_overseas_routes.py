"""Work abroad over HTTP: checks of ads, CVs, and what matches say of postings abroad."""

from __future__ import annotations

import json

from fastapi.testclient import TestClient
from lxml import etree

from api import example_overseas
from api.schemas_overseas import OverseasResponse

ABROAD = {
    "id": "contoh:p-jp",
    "title": "Juru Las SSW - Jepang",
    "employer": "LPK Contoh",
    "description": "Mengelas pelat SMAW di galangan. Penempatan Jepang. Biaya proses 20 juta, potong gaji. SMK.",
    "places": ["Jepang"],
}


def test_an_ad_is_checked_with_its_words_rules_and_codes(client: TestClient) -> None:
    answer = client.post("/v1/overseas/check", json=example_overseas.CHECK)
    assert answer.status_code == 200
    (item,) = answer.json()["items"]
    assert item["overseas"]
    assert item["destination"]["countries"][0]["alpha3"] == "KWT"
    statuses = {check["name"]: check["status"] for check in item["checks"]}
    assert (statuses["destination"], statuses["visa"], statuses["fee"]) == ("violated", "violated", "violated")
    assert {"in", "start", "end", "surface"} == set(item["warnings"][0]["words"])


def test_the_example_of_the_answer_has_its_shape() -> None:
    shown = OverseasResponse.model_validate(example_overseas.CHECKED)
    assert json.loads(shown.model_dump_json()) == example_overseas.CHECKED


def test_a_faulty_body_names_its_field(client: TestClient) -> None:
    long = {"id": "1", "title": "x", "text": ["x"]}
    for body in ({"items": []}, {"items": [{"id": "1"}]}, {"items": [long]}, {"ads": []}):
        answer = client.post("/v1/overseas/check", json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"]


def test_a_worker_is_given_as_europass_without_identity(client: TestClient) -> None:
    answer = client.get("/v1/workers/contoh:w-1/europass")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    passport = json.loads(answer.content)["SkillsPassport"]
    assert "Identification" not in passport["LearnerInfo"]
    assert "0812" not in answer.text
    as_xml = client.get("/v1/workers/contoh:w-1/europass", params={"format": "xml", "lang": "id"})
    assert as_xml.headers["content-type"] == "application/xml"
    assert etree.fromstring(as_xml.content).get("locale") == "id"


def test_an_unknown_worker_or_format_is_told(client: TestClient) -> None:
    for path, form, status in (("contoh:none", "json", 404), ("contoh:w-1", "pdf", 422), ("contoh:w%00", "json", 404)):
        assert client.get(f"/v1/workers/{path}/europass", params={"format": form}).status_code == status


def test_a_match_with_a_posting_abroad_says_what_is_asked_for_and_what_to_beware_of(client: TestClient) -> None:
    assert client.post("/v1/postings", json={"records": [ABROAD]}).json()["accepted"] == 1
    answer = client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 20}).json()
    notes = {match["id"]: match["overseas"] for match in answer["matches"]}
    note = notes.pop("contoh:p-jp")
    assert set(notes.values()) == {None}
    assert note["destination"]["countries"][0]["code"] == "JP"
    assert {one["state"] for one in note["requirements"]} <= {"have", "missing", "unclear", "to_arrange"}
    assert "debt" in {sign["kind"] for sign in note["warnings"]}


def test_workers_for_a_posting_abroad_are_held_against_what_it_asks_for(client: TestClient) -> None:
    answer = client.post("/v1/match/workers", json={"posting": ABROAD, "k": 3}).json()
    assert answer["matches"]
    for match in answer["matches"]:
        assert match["overseas"]["requirements"]
    home = client.post("/v1/match/workers", json={"id": "contoh:p-1", "k": 3}).json()
    assert {match["overseas"] for match in home["matches"]} == {None}


def test_words_stand_where_they_stand_in_the_text_as_it_was_sent(client: TestClient) -> None:
    text = " \r\nSyarat:\r\n- potong gaji 3 bulan\r\n"
    item = {"id": "1", "title": "Operator", "place": "Taiwan", "text": text}
    (found,) = client.post("/v1/overseas/check", json={"items": [item]}).json()["items"]
    words = next(check["words"] for check in found["checks"] if check["name"] == "fee")
    assert text[words["start"] : words["end"]] == words["surface"]
    assert words["surface"].startswith("potong gaji")
