"""The labour market over HTTP."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient

PARTS = ("demand", "supply", "tightness", "skills", "wages", "flows")


def postings(count: int = 12, **facts: Any) -> list[dict[str, Any]]:
    """Ads of as many employers."""
    return [
        {
            "id": f"contoh:pasar-{at}",
            "title": "Juru Las",
            "employer": f"Bengkel Contoh {at}",
            "description": "Mengelas SMAW.",
            "places": ["Kota Surabaya"],
            "openings": 2,
            "pay_low": 4_000_000 + 100_000 * at,
            **facts,
        }
        for at in range(count)
    ]


def seekers(count: int = 8) -> list[dict[str, Any]]:
    return [
        {"id": f"contoh:pencari-{at}", "wish": "juru las", "summary": "Bisa las SMAW.", "place": "Kota Surabaya"}
        for at in range(count)
    ]


@pytest.fixture
def filled(empty_client: TestClient) -> TestClient:
    """A client of a market of one occupation."""
    assert empty_client.post("/v1/postings", json={"records": postings()}).status_code == 200
    assert empty_client.post("/v1/workers", json={"records": seekers()}).status_code == 200
    empty_client.app.state.serving.engine.build()  # type: ignore[attr-defined]
    return empty_client


def test_demand_supply_and_tightness_count_the_same_cell(filled: TestClient) -> None:
    query = "?province=Jawa%20Timur&level=0"
    demand = filled.get(f"/v1/market/demand{query}").json()
    supply = filled.get(f"/v1/market/supply{query}").json()
    tight = filled.get(f"/v1/market/tightness{query}").json()
    (wanted,), (sought,), (row,) = demand["rows"], supply["rows"], tight["rows"]
    assert (wanted["postings"], wanted["openings"], wanted["employers"]) == (12, 24, 12)
    assert (sought["seekers"], sought["share"]) == (8, 1)
    assert row["tightness"] == 3
    assert row["interval95"][0] < row["interval80"][0] < 3 < row["interval80"][1] < row["interval95"][1]
    assert demand["official"]["by_year"][0]["province"] == "35"
    assert supply["official"]["by_province"][-1]["year"] == 2024
    assert {one["by"] for one in tight["mismatch"]} == {"occupation", "province"}


def test_each_province_gives_a_row_for_each_and_none_for_the_nation(filled: TestClient) -> None:
    rows = filled.get("/v1/market/demand?each_province=true&level=0").json()["rows"]
    assert [row["province"] for row in rows] == ["35"]


def test_skills_of_a_region_are_asked_for_and_held(filled: TestClient) -> None:
    found = filled.get("/v1/market/skills?province=35&kbji=7").json()
    assert found["postings"] == 12
    assert all(one["postings"] == 12 and one["share"] == 1 for one in found["asked"])
    assert found["asked"]
    assert found["gaps_compared"] >= 1
    assert found["trends"]["false_discovery_rate"] == 0.05


def test_a_band_of_pay_says_where_it_was_taken_from(filled: TestClient) -> None:
    (band,) = filled.get("/v1/market/wages?province=35&kbji=7212").json()["bands"]
    assert (band["offers"], band["p50"], band["is_wider"]) == (12, 4_550_000, False)
    assert band["minimum_wage"] > 2_000_000
    (far,) = filled.get("/v1/market/wages?province=94&kbji=7212").json()["bands"]
    assert (far["taken_province"], far["taken_kbji"], far["is_wider"]) == ("00", "7212", True)


def test_flows_are_told_to_be_possible_and_not_observed(filled: TestClient) -> None:
    found = filled.get("/v1/market/flows?province=35").json()
    assert found["observed"] is False
    assert found["seekers"] == 8
    assert found["home"] == pytest.approx(1)
    assert found["flows"][0]["kind"] == "home"


def test_postings_that_are_closed_count_where_they_are_asked_for(filled: TestClient) -> None:
    filled.post("/v1/postings", json={"records": postings(6, is_closed=True)})
    assert filled.get("/v1/market/demand?level=0").json()["n_postings"] == 6
    assert filled.get("/v1/market/demand?level=0&include_closed=true").json()["n_postings"] == 12


def test_without_an_index_each_part_says_what_mends_it_and_without_records_that_there_are_none(
    empty_client: TestClient,
) -> None:
    for part in PARTS:
        answer = empty_client.get(f"/v1/market/{part}")
        assert answer.status_code == 503
        assert "sepadan build" in answer.json()["detail"]
    empty_client.app.state.serving.engine.build()  # type: ignore[attr-defined]
    for part in PARTS:
        answer = empty_client.get(f"/v1/market/{part}")
        assert answer.status_code == 200
        assert "No posting is stored." in answer.json()["notes"]
        assert answer.json()["n_postings"] == answer.json()["n_seekers"] == 0


def test_a_market_of_which_all_is_withheld_is_answered_without_rows(empty_client: TestClient) -> None:
    few = [{**one, "employer": "Bengkel Contoh"} for one in postings(2)]
    assert empty_client.post("/v1/postings", json={"records": few}).status_code == 200
    assert empty_client.post("/v1/workers", json={"records": seekers(3)}).status_code == 200
    empty_client.app.state.serving.engine.build()  # type: ignore[attr-defined]
    for part in ("demand", "supply", "tightness"):
        found = empty_client.get(f"/v1/market/{part}?level=0").json()
        assert (found["rows"], found["n_seekers"]) == ([], None)
    skills = empty_client.get("/v1/market/skills").json()
    assert (skills["asked"], skills["postings"], skills["short"]) == ([], None, [])
    assert empty_client.get("/v1/market/wages").json()["bands"] == []
    flows = empty_client.get("/v1/market/flows").json()
    assert (flows["flows"], flows["seekers"]) == ([], None)


BAD = [
    ("province=Atlantis", 404),
    ("province=%27%3B--", 404),
    ("province=%20", 422),
    ("kbji=0000", 404),
    ("kbji=72120", 422),
    ("kbji=las", 422),
    ("limit=0", 422),
    ("limit=1001", 422),
    ("as_of=kemarin", 422),
    ("include_closed=barangkali", 422),
]


def test_bad_questions_are_refused_with_a_reason(client: TestClient) -> None:
    for part, (query, status) in product(PARTS, BAD):
        answer = client.get(f"/v1/market/{part}?{query}")
        assert answer.status_code == status, (part, query, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


def test_levels_that_do_not_fit_and_several_provinces_are_refused(client: TestClient) -> None:
    for query in ("level=5", "level=-1", "kbji=721&level=2", "province=31&each_province=true"):
        assert client.get(f"/v1/market/demand?{query}").status_code == 422
    for part in ("skills", "flows"):
        assert client.get(f"/v1/market/{part}?province=31&province=32").status_code == 422
