"""Plans and curriculum diffs over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.example_curriculum import DIFF_REQUEST, PLAN_REQUEST
from tests.matcher.curriculum.levels import no_forecast

__all__ = ["no_forecast"]

COURSE = {
    "id": "contoh:las-blk",
    "title": "Juru Las SMAW",
    "provider": "BLK Contoh Surabaya",
    "vocational_field": "Teknik Las",
    "skills": ["SMAW", "membaca gambar teknik"],
    "kbji": ["7212"],
    "place": "Kota Surabaya",
    "jp": 240,
    "seats": 16,
    "workshop": "las",
    "modules": [
        {"title": "Las SMAW", "jp": 160, "skills": ["SMAW"]},
        {"title": "Gambar teknik", "jp": 60, "skills": ["membaca gambar teknik"]},
        {"title": "Uji kompetensi", "jp": 20},
    ],
}
CENTRE: dict[str, Any] = {
    "id": "blk-contoh",
    "name": "BLK Contoh Lain",
    "kind": "BLK",
    "regency_code": "3578",
    "workshops": [{"kind": "las", "stations": 16, "hours_per_week": 40}],
    "trainers": [{"vocational_field": "Teknik Las", "n": 2, "jp_per_week": 24}],
    "budget_idr_year": 400_000_000,
    "dormitory_beds": 8,
}
WANTED: dict[str, Any] = {"centre": CENTRE, "first": "2027-01", "months": 6}
POSTINGS = [
    {
        "id": f"contoh:las-{at}",
        "title": "Juru Las",
        "description": f"Mengelas SMAW untuk proyek {at}, {'membaca gambar teknik, ' if at % 2 else ''}las GMAW.",
        "places": ["Kota Surabaya" if at % 3 else "Kabupaten Sidoarjo"],
    }
    for at in range(36)
]


@pytest.fixture
def centre_client(client: TestClient) -> TestClient:
    assert client.post("/v1/courses", json={"records": [COURSE]}).json()["accepted"] == 1
    assert client.post("/v1/postings", json={"records": POSTINGS}).json()["accepted"] == len(POSTINGS)
    return client


def test_a_plan_comes_with_classes_placements_limits_and_assumptions(centre_client: TestClient) -> None:
    request = {**WANTED, "sensitivity": True, "scenarios": 2}
    answer = centre_client.post("/v1/curriculum/plan", json=request)
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert plan["status"] == "planned"
    assert {one["course"] for one in plan["classes"]} == {"contoh:las-blk"}
    assert plan["totals"]["cost_idr"] <= 400_000_000
    placed = plan["totals"]["placements"]
    assert 0 < placed["low95"] <= placed["low80"] <= placed["mean"] <= placed["high80"] <= placed["high95"]
    assert plan["solver"]["gap"] <= 0.01
    assert plan["demand"]["source"].startswith("rekaan")
    assert {one["name"] for one in plan["assumptions"]} >= {"completion", "cost_per_participant_jp_idr"}
    assert plan["courses"][0]["in_futures"]["n"] == 2
    assert {one["id"] for one in plan["gains"]} <= {"budget", "workshop:las", "trainers:teknik las", "beds"}
    assert all(len(one["vacancies"]) == 6 for one in plan["occupations"])


def test_a_plan_that_promises_too_much_says_what_must_give_way(centre_client: TestClient) -> None:
    request = {**WANTED, "least": {"contoh:las-blk": 20}}
    plan = centre_client.post("/v1/curriculum/plan", json=request).json()
    assert (plan["status"], plan["totals"], plan["classes"]) == ("infeasible", None, [])
    ids = {one["id"] for one in plan["conflict"]}
    assert "least:contoh:las-blk" in ids
    assert len(ids) > 1
    assert "bertentangan" in plan["words"]


def test_no_budget_gives_an_empty_plan_with_words(centre_client: TestClient) -> None:
    request = {**WANTED, "centre": {**CENTRE, "budget_idr_year": 0}}
    plan = centre_client.post("/v1/curriculum/plan", json=request).json()
    assert (plan["status"], plan["classes"]) == ("empty", [])
    assert "anggaran 0" in plan["words"]


def test_a_centre_without_trainers_says_which_courses_are_left_out(centre_client: TestClient) -> None:
    request = {**WANTED, "centre": {**CENTRE, "trainers": []}}
    plan = centre_client.post("/v1/curriculum/plan", json=request).json()
    assert plan["status"] == "empty"
    assert "contoh:las-blk" in [key for keys in plan["left_out"].values() for key in keys]


def test_a_sample_centre_and_the_examples_are_answered(centre_client: TestClient) -> None:
    sample = {"sample_centre": "blk-contoh-batang", "first": "2027-03", "months": 3, "by_pay": True}
    assert centre_client.post("/v1/curriculum/plan", json=sample).status_code == 200
    assert centre_client.post("/v1/curriculum/plan", json=PLAN_REQUEST).status_code == 200
    assert centre_client.post("/v1/curriculum/diff", json=DIFF_REQUEST).status_code == 200


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({}, 422, "first"),
    ({"first": "2027-13"}, 422, "first"),
    ({"months": 0}, 422, "months"),
    ({"months": 37}, 422, "months"),
    ({"months": "12"}, 422, "months"),
    ({"centre": None}, 422, "body"),
    ({"sample_centre": "blk-contoh-batang"}, 422, "body"),
    ({"centre": None, "sample_centre": "<script>"}, 404, "sample centre"),
    ({"centre": {**CENTRE, "budget_idr_year": -1}}, 422, "budget_idr_year"),
    ({"centre": {**CENTRE, "workshops": [{"kind": "las", "stations": -1}]}}, 422, "stations"),
    ({"courses": ["contoh:tidak-ada"]}, 404, "contoh:tidak-ada"),
    ({"least": {"contoh:c-2": 1}}, 422, "contoh:c-2"),
    ({"least": {"contoh:las-blk": -1}}, 422, "least"),
    ({"sessions": [{"course": "contoh:las-blk", "month": "2026-12"}]}, 422, "sessions"),
    ({"sessions": [{"course": "contoh:las-blk", "month": "2027-06"}]}, 422, "sessions"),
    ({"assumptions": {"completion": 0}}, 422, "completion"),
    ({"assumptions": {"placed": 3, "traced": 2}}, 422, "placed"),
    ({"assumptions": {"harapan": 1}}, 422, "harapan"),
    ({"scenarios": 11}, 422, "scenarios"),
    ({"tambahan": 1}, 422, "tambahan"),
]


def test_bad_plans_are_refused_by_name(centre_client: TestClient, subtests: pytest.Subtests) -> None:
    for change, status, named in BAD:
        with subtests.test(change=change):
            answer = centre_client.post(
                "/v1/curriculum/plan", json={**WANTED, **change} if change else {"centre": CENTRE}
            )
            assert answer.status_code == status, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert named in answer.text


def test_a_diff_tells_modules_with_the_postings_behind_them(centre_client: TestClient) -> None:
    answer = centre_client.post("/v1/curriculum/diff", json={"course": "contoh:las-blk", "province": "35"})
    assert answer.status_code == 200, answer.text
    diff = answer.json()
    assert [one["title"] for one in diff["modules"]] == ["Las SMAW", "Gambar teknik", "Uji kompetensi"]
    assert diff["modules"][2]["verdict"] == "untouched"
    assert diff["postings"] >= 36
    assert diff["modules"][0]["verdict"] in {"keep", "strengthen"}
    assert 0 < len(diff["modules"][0]["evidence"]) <= 3
    assert "smaw" in diff["modules"][0]["evidence"][0]["words"].casefold()
    everywhere = centre_client.post("/v1/curriculum/diff", json={"course": "contoh:las-blk", "province": "00"}).json()
    assert (everywhere["province"], everywhere["province_name"]) == ("", "Indonesia")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"course": "contoh:tidak-ada"}, 404),
        ({"course": "x"}, 422),
        ({"course": "contoh:las-blk", "province": "99"}, 404),
        ({"course": "contoh:las-blk", "province": "' OR 1"}, 422),
        ({}, 422),
    ],
)
def test_bad_diffs_are_refused(centre_client: TestClient, body: dict[str, Any], status: int) -> None:
    assert centre_client.post("/v1/curriculum/diff", json=body).status_code == status


def test_without_open_postings_the_empty_plan_says_so(client: TestClient) -> None:
    closed = {"id": "contoh:las-blk-2", **{name: value for name, value in COURSE.items() if name not in {"id", "kbji"}}}
    course = {**closed, "title": "Operator Jahit", "kbji": ["8153"], "skills": ["menjahit"], "modules": []}
    assert client.post("/v1/courses", json={"records": [course]}).json()["accepted"] == 1
    wanted = {**WANTED, "courses": ["contoh:las-blk-2"]}
    plan = client.post("/v1/curriculum/plan", json=wanted).json()
    assert (plan["status"], plan["classes"]) == ("empty", [])
    assert "lowongan yang sudah tutup" in plan["words"]
