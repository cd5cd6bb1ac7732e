"""The months ahead over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

BAD_QUESTIONS = [
    ("?province=Aceh", 404),
    ("?province=Atlantis", 404),
    ("?province=%3Cb%3E", 404),
    ("?province=%20", 422),
    ("?horizon=0", 422),
    ("?horizon=25", 422),
    ("?horizon=setahun", 422),
    ("?major=0", 422),
    ("?major=82", 422),
    ("?counted=semua", 422),
    ("?scenario=2000", 422),
    ("?scenario=2000@33.25:nujum", 404),
    ("?scenario=2000@9999:C", 404),
    ("?scenario=0@33:C", 422),
    ("?scenario=5@33:C&counted=postings", 422),
    (f"?scenario={'9' * 201}", 422),
]

BAD_BODIES: list[tuple[str, Any, int]] = [
    ("", {"horizon": 0}, 422),
    ("", {"province": "Aceh"}, 404),
    ("", {"province": 33}, 422),
    ("", {"unknown": 1}, 422),
    ("", {"scenario": {"jobs": 0, "place": "33", "industry": "C"}}, 422),
    ("", {"scenario": {"jobs": 5, "place": "33"}}, 422),
    ("", {"scenario": {"jobs": 5, "place": "33", "industry": "C", "months": 61}}, 422),
    ("", {"scenario": {"jobs": 5, "place": "33", "industry": "C", "shares": {"0": 1}}}, 422),
    ("", {"scenario": {"jobs": 5, "place": "33", "industry": "C", "shares": {"8": 0}}}, 422),
    ("", {"scenario": {"jobs": 5, "place": "33", "industry": "C", "starts": "2025-13"}}, 422),
    ("", [], 422),
    ("/series", {"series": []}, 422),
    ("/series", {"series": [{"month": "2025-01", "value": -1}]}, 422),
    ("/series", {"series": [{"month": "2025-01", "value": None}]}, 422),
    ("/series", {"series": [{"month": "2025-01", "value": 1}, {"month": "2025-01", "value": 1}]}, 422),
    ("/series", {"series": [{"month": "Januari", "value": 1}]}, 422),
    ("/series", {"series": [{"month": "2025-01"}]}, 422),
    ("/series", {"series": [{"month": "2025-01", "value": 1}], "horizon": 99}, 422),
]


def test_a_region_comes_with_intervals_source_and_what_it_rests_on(client: TestClient) -> None:
    answer = client.get("/v1/market/forecast", params={"province": "Jateng", "horizon": 3}).json()
    assert (answer["province"], answer["province_name"], answer["major"], answer["mix"]) == (
        "33",
        "Jawa Tengah",
        "",
        None,
    )
    assert [month["month"] for month in answer["months"]] == ["2025-01", "2025-02", "2025-03"]
    for month in answer["months"]:
        assert 0 <= month["low95"] <= month["low80"] <= month["point"] <= month["high80"] <= month["high95"]
        assert month["added"] == 0
    assert (answer["short"], answer["n_months"], answer["last_month"]) == (True, 12, "2023-12")
    assert "Karirhub" in answer["source"]
    assert answer["method"] in answer["errors"]
    assert any("Deret pendek" in note for note in answer["notes"])


def test_a_major_group_takes_the_stored_postings_of_the_region(client: TestClient) -> None:
    answer = client.get("/v1/market/forecast", params={"province": "35", "major": "7", "horizon": 1}).json()
    assert answer["major_title"]
    # one of the invented postings is a welder in Surabaya
    assert answer["mix"]["stored_postings"] == 2  # a welder of the sample, and one of the examples in the delta
    assert answer["mix"]["low95"] < answer["mix"]["share"] < answer["mix"]["high95"]
    whole = client.get("/v1/market/forecast", params={"province": "35", "horizon": 1}).json()
    share = answer["months"][0]["point"] / whole["months"][0]["point"]
    assert share == pytest.approx(answer["mix"]["share"], rel=0.01)


def test_without_an_index_the_official_mix_stands_alone(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/market/forecast", params={"major": "5", "horizon": 1, "lang": "en"})
    assert answer.status_code == 200
    assert answer.json()["mix"]["stored_postings"] == 0
    assert answer.json()["served_because"].startswith("Served:")


def test_a_plant_in_batang_is_added_in_short_and_in_full(client: TestClient) -> None:
    asked = {"province": "33", "horizon": 2}
    plain = client.get("/v1/market/forecast", params=asked).json()["months"][0]
    short = client.get("/v1/market/forecast", params={**asked, "scenario": "2400@33.25:garmen"}).json()
    assert short["months"][0]["added"] == 200
    assert short["months"][0]["point"] == pytest.approx(plain["point"] + 200, abs=0.11)
    assert "Kabupaten Batang" in short["assumptions"][0]
    plant = {"jobs": 2400, "place": "Batang", "industry": "garmen", "months": 4, "indirect": 1.5, "shares": {"8": 1}}
    full = client.post("/v1/market/forecast", json={**asked, "scenario": plant}).json()
    assert full["months"][0]["added"] == 900
    assert any("diberikan pemakai" in sentence for sentence in full["assumptions"])
    unplanned = client.post("/v1/market/forecast", json=asked).json()
    assert unplanned["months"][0] == plain


def test_a_series_of_the_callers_own_is_carried_on(client: TestClient) -> None:
    points = [{"month": f"{2023 + at // 12}-{at % 12 + 1:02d}", "value": 100 + at % 5} for at in range(20)]
    points[4]["value"] = None
    body = {"name": "kawasan", "series": points[::-1], "horizon": 3}
    answer = client.post("/v1/market/forecast/series", json=body).json()
    assert [month["month"] for month in answer["months"]] == ["2024-09", "2024-10", "2024-11"]
    assert (answer["name"], answer["gaps"], answer["short"], answer["n_months"]) == ("kawasan", 1, True, 19)
    assert any("Urutan bulan dibetulkan" in note for note in answer["notes"])


def test_bad_questions_are_refused_as_problems(client: TestClient) -> None:
    for query, status in BAD_QUESTIONS:
        answer = client.get(f"/v1/market/forecast{query}")
        assert answer.status_code == status, query
        assert answer.headers["content-type"] == "application/problem+json"
    for path, body, status in BAD_BODIES:
        answer = client.post(f"/v1/market/forecast{path}", json=body)
        assert answer.status_code == status, (path, body)
        assert answer.headers["content-type"] == "application/problem+json"
    broken = client.post(
        "/v1/market/forecast", content=b'{"horizon": NaN', headers={"content-type": "application/json"}
    )
    assert broken.status_code == 400
