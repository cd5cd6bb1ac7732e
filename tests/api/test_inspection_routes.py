"""Inspection over HTTP: one pasted ad, and the report over the stored open postings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.routes import inspection
from api.routes.intake import read_record
from api.settings import Settings
from matcher.engine import Engine
from matcher.records import Kind

ADS: list[dict[str, Any]] = [
    {
        "id": "contoh:i-1",
        "title": "Kasir (Wanita)",
        "employer": "Toko Contoh",
        "description": "Usia maks 25 tahun. Kirim CV ke WA 0812-0000-1111",
        "places": ["Kota Surabaya"],
    },
    {"id": "contoh:i-2", "title": "Staf <Gudang>", "description": "Berpenampilan menarik", "places": ["Kab. Bekasi"]},
    {"id": "lain:i-3", "title": "Guru Tahfidz", "description": "- Hafal Al-Quran"},
    {"id": "lain:i-4", "title": "Sopir", "description": "Usia maks 25 tahun", "is_closed": True},
    {"id": "lain:i-5", "title": "Penjahit", "description": "Menjahit kemeja pria"},
]


@pytest.fixture
def inspected(engine: Engine, settings: Settings) -> Iterator[TestClient]:
    """A client of an app whose store holds the ads above."""
    engine.upsert([read_record(Kind.POSTING, ad, "contoh") for ad in ADS])
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        yield opened


def test_a_pasted_ad_comes_back_with_flags_reasons_law_and_a_neutral_text(empty_client: TestClient) -> None:
    text = "🙂 Kualifikasi:\n- Usia maks. 27 tahun\n- Jujur\n- Bersedia tahan ijazah"
    answer = empty_client.post("/v1/inspection", json={"title": "Kasir", "text": text}).json()
    assert answer["unlawful"] == 2
    assert [(flag["kind"], flag["in"]) for flag in answer["flags"]] == [("age", "text"), ("document", "text")]
    for flag in answer["flags"]:
        assert text[flag["start"] : flag["end"]] == flag["surface"]
        assert all(flag[name] for name in ("name", "why", "instead", "rule", "source"))
    assert "M/5/HK.04.00/V/2025" in answer["flags"][1]["source"]
    assert answer["rewrite"] == {"title": "Kasir", "text": "🙂 Kualifikasi:\n- Jujur", "language": "id"}


def test_reasons_are_in_the_language_asked_for(empty_client: TestClient) -> None:
    body = {"title": "Kasir", "text": "Usia maks. 27 tahun"}
    answer = empty_client.post("/v1/inspection?lang=en", json=body).json()
    assert answer["flags"][0]["name"] == "age limit"


def test_what_belongs_to_the_work_is_told_and_not_counted(empty_client: TestClient) -> None:
    body = {"text": "- Mampu membaca Al-Quran", "company": "Pesantren Contoh"}
    answer = empty_client.post("/v1/inspection", json=body).json()
    assert (answer["unlawful"], answer["flags"][0]["kind"]) == (0, "religion_exempt")
    assert answer["rewrite"]["text"] == body["text"]


def test_an_ad_without_a_text_is_a_422(empty_client: TestClient) -> None:
    assert empty_client.post("/v1/inspection", json={"title": "Kasir"}).status_code == 422


def test_the_report_needs_no_generation_and_shows_open_postings_without_contacts(inspected: TestClient) -> None:
    answer = inspected.get("/v1/inspection")
    report = answer.json()
    assert answer.status_code == 200
    assert (report["inspected"], report["due"], report["flagged"], report["total"]) == (4, 0, 2, 2)
    assert [item["id"] for item in report["items"]] == ["contoh:i-1", "contoh:i-2"]
    assert report["postings"]["source"] == {"contoh": 2}
    assert report["postings"]["province"] == {"32": 1, "35": 1}
    assert "0812" not in answer.text


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("kind=sex", ["contoh:i-1"]),
        ("kind=religion_exempt", ["lain:i-3"]),
        ("source=lain", []),
        ("employer=toko", ["contoh:i-1"]),
        ("province=32", ["contoh:i-2"]),
        ("posting=contoh:i-2", ["contoh:i-2"]),
        ("posting=%27;DROP", []),
        ("offset=1", ["contoh:i-2"]),
        ("limit=1", ["contoh:i-1"]),
    ],
)
def test_the_report_takes_what_is_asked_for(inspected: TestClient, query: str, keys: list[str]) -> None:
    assert [item["id"] for item in inspected.get(f"/v1/inspection?{query}").json()["items"]] == keys


@pytest.mark.parametrize("query", ["kind=umur", "province=x", "limit=0", "limit=101", "offset=-1", "offset=x"])
def test_a_bad_query_is_a_422(inspected: TestClient, query: str) -> None:
    assert inspected.get(f"/v1/inspection?{query}").status_code == 422


def test_some_are_inspected_at_a_time_and_the_rest_is_told(
    inspected: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "AT_ONCE", 3)
    assert inspected.get("/v1/inspection").json()["due"] == 2
    assert inspected.get("/v1/inspection").json()["due"] == 0


def test_a_new_posting_is_in_the_report_at_once(inspected: TestClient) -> None:
    assert inspected.get("/v1/inspection").json()["total"] == 2
    record = {"id": "contoh:i-9", "title": "Staf", "description": "Wajib belum menikah"}
    assert inspected.post("/v1/postings", json={"records": [record]}).status_code == 200
    assert inspected.get("/v1/inspection?kind=marital").json()["items"][0]["id"] == "contoh:i-9"
    assert inspected.delete("/v1/postings/contoh:i-9").status_code == 204
    assert inspected.get("/v1/inspection?kind=marital").json()["items"] == []


def test_offsets_are_those_of_the_text_as_it_was_sent(empty_client: TestClient) -> None:
    text = " \r\n\x00- Jujur\r\n- Usia maks. 27 tahun\r\n "
    answer = empty_client.post("/v1/inspection", json={"title": "\r Kasir (Wanita)", "text": text}).json()
    given = {"title": "\r Kasir (Wanita)", "text": text}
    assert [flag["in"] for flag in answer["flags"]] == ["title", "text"]
    for flag in answer["flags"]:
        assert given[flag["in"]][flag["start"] : flag["end"]] == flag["surface"]


@pytest.mark.parametrize("text", ["5", "true", '["x"]', '{"x": 1}'])
def test_a_text_that_is_none_is_a_422(empty_client: TestClient, text: str) -> None:
    body = f'{{"text": {text}}}'.encode()
    answer = empty_client.post("/v1/inspection", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "text")


def test_nothing_is_an_empty_text(empty_client: TestClient) -> None:
    answer = empty_client.post("/v1/inspection", json={"title": None, "company": None, "text": None})
    assert (answer.status_code, answer.json()["flags"]) == (200, [])


def test_half_an_emoji_costs_only_itself(empty_client: TestClient) -> None:
    body = rb'{"text": "\ud83d Usia maks. 27 tahun"}'
    answer = empty_client.post("/v1/inspection", content=body, headers={"content-type": "application/json"}).json()
    assert answer["flags"][0]["start"] == 2
