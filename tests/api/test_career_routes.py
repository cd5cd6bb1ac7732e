"""Careers and first jobs over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.engine import Engine
from matcher.records import Kind, Record
from taxonomy.errors import UnknownIdError

LEARNERS = [
    {
        "id": "contoh:magang-1",
        "title": "Magang Juru Las",
        "description": "Membantu las SMAW, membaca gambar teknik.",
        "employment_type": "internship",
        "study_programmes": ["Teknik Pengelasan"],
        "places": ["Kota Bekasi"],
        "openings": 4,
        "registered": 9,
        "registers_until": "2026-11-14",
        "starts_on": "2026-11-24",
        "ends_on": "2027-05-23",
    },
    {"id": "contoh:las-baru", "title": "Juru Las", "description": "Las SMAW, fresh graduate.", "places": ["Surabaya"]},
]
GRADUATE = {
    "id": "contoh:lulusan",
    "summary": "Baru lulus, bisa las SMAW.",
    "study_programme": "Teknik Pengelasan",
    "education": "SMK",
    "experience_months": 0,
}


BAD_CAREERS = [
    ("/v1/careers/9999", 404),
    ("/v1/careers/52", 422),
    ("/v1/careers/kasir", 422),
    ("/v1/careers/5230?worker=contoh:tidak-ada", 404),
    ("/v1/careers/5230?worker=x", 422),
    ("/v1/careers/5230?province=00", 422),
    ("/v1/careers/5230?province=%27%20OR%201", 422),
]


BAD_FIRST_JOBS = [
    ("", 422),
    ("?programme=%20", 422),
    ("?programme=TKJ&worker=contoh:lulusan", 422),
    ("?programme=ilmu%20nujum", 422),
    ("?programme=%3Cscript%3E", 422),
    ("?programme=TKJ&level=kuliah", 422),
    ("?programme=TKJ&k=0", 422),
    ("?programme=TKJ&k=1001", 422),
    ("?programme=TKJ&province=00", 422),
    (f"?programme={'a' * 201}", 422),
    ("?worker=contoh:tidak-ada", 404),
    ("?worker=contoh:w-1", 422),
]


@pytest.fixture
def young(client: TestClient) -> TestClient:
    assert client.post("/v1/postings", json={"records": LEARNERS}).json()["accepted"] == len(LEARNERS)
    assert client.post("/v1/workers", json={"records": [GRADUATE]}).json()["accepted"] == 1
    return client


def test_careers_come_with_what_is_missing_and_how_many_postings_stand_open(young: TestClient) -> None:
    answer = young.get("/v1/careers/7212", params={"province": "32"}).json()
    assert (answer["code"], answer["classification"], answer["worker"]) == ("7212", "KBJI2014", None)
    kinds = [one["kind"] for one in answer["next_jobs"]]
    assert kinds == sorted(kinds, key=["promotion", "specialisation", "move"].index)
    assert all(one["postings"] >= one["postings_near"] >= 0 for one in answer["next_jobs"])
    assert {want["held"] for one in answer["next_jobs"] for want in one["learnt"]} == {"unknown"}
    back = young.get("/v1/careers/7213").json()["next_jobs"]
    assert next(one for one in back if one["code"] == "7212")["postings"] >= 2
    assert {one["postings_near"] for one in back} == {None}


def test_careers_are_held_against_a_stored_worker(young: TestClient) -> None:
    answer = young.get("/v1/careers/7213", params={"worker": "contoh:lulusan"}).json()
    welding = next(one for one in answer["next_jobs"] if one["code"] == "7212")
    held = {want["id"]: want["held"] for want in welding["learnt"]}
    assert held["las-smaw"] == "have"
    assert "missing" in held.values()
    assert welding["months_short"] == welding["months"]
    assert answer["worker"] == "contoh:lulusan"


def test_careers_are_told_without_an_index_too(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/careers/5230.01")
    assert answer.status_code == 200
    assert {one["postings"] for one in answer.json()["next_jobs"]} == {None}


def test_a_bad_question_about_careers_is_refused(young: TestClient) -> None:
    for path, status in BAD_CAREERS:
        answer = young.get(path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_first_jobs_of_a_programme_tell_expected_skills_apart_and_the_facts_of_an_internship(young: TestClient) -> None:
    answer = young.get("/v1/first-jobs", params={"programme": "Teknik Las", "level": "SMK", "place": "Bekasi"}).json()
    assert (answer["programme"]["id"], answer["worker"], answer["language"]) == ("las", None, "id")
    first = answer["first_jobs"][0]
    assert first["id"] == "contoh:magang-1"
    assert first["said"] == []
    assert "las-smaw" in {one["id"] for one in first["expected"]}
    assert (first["openings"], first["registered"], first["registers_until"]) == (4, 9, "2026-11-14")
    assert (first["starts_on"], first["ends_on"]) == ("2026-11-24", "2027-05-23")
    assert first["details"]["place"]["known"]
    assert sum(first["components"].values()) == pytest.approx(first["score"], abs=1e-9)
    assert any("belum kamu tulis" in said for said in first["words"])
    assert "not_entry_level" in answer["removed_by_filter"]


def test_first_jobs_of_a_stored_worker_tell_what_was_said(young: TestClient) -> None:
    params = {"worker": "contoh:lulusan", "lang": "en", "k": 2}
    answer = young.get("/v1/first-jobs", params=params).json()
    first: dict[str, Any] = answer["first_jobs"][0]
    assert (answer["worker"], len(answer["first_jobs"])) == ("contoh:lulusan", 2)
    assert "las-smaw" in {one["id"] for one in first["said"]}
    assert "las-smaw" not in {one["id"] for one in first["expected"]}
    assert any(said.startswith("You have said") for said in first["words"])
    assert young.get("/v1/workers/contoh:lulusan").json()["record"]["skills"] == []


def test_a_bad_question_about_first_jobs_is_refused(young: TestClient) -> None:
    for query, status in BAD_FIRST_JOBS:
        answer = young.get(f"/v1/first-jobs{query}")
        assert answer.status_code == status, query
        assert answer.json()["errors"]


def test_first_jobs_without_an_index_are_a_503(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/first-jobs", params={"programme": "TKJ"}).status_code == 503


def test_a_posting_that_went_since_it_was_ranked_is_left_out(
    young: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = engine.get

    def without_one(kind: Kind, key: str) -> Record:
        if key == "contoh:magang-1":
            raise UnknownIdError(wanted="a stored posting", found=key, where="store")
        return get(kind, key)

    monkeypatch.setattr(engine, "get", without_one)
    answer = young.get("/v1/first-jobs", params={"programme": "Teknik Las", "level": "SMK"})
    assert answer.status_code == 200
    keys = [one["id"] for one in answer.json()["first_jobs"]]
    assert "contoh:las-baru" in keys
    assert "contoh:magang-1" not in keys
