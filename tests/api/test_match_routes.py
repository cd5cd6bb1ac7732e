"""Matches, recommendations and their reasons over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import example_requests
from api.language import accepted
from api.routes.intake import read_subject
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.pipeline import MAX_K
from matcher.records import Kind
from matcher.training.admission import TrainingWish


def test_workers_by_id_are_those_that_the_engine_ranks_with_the_same_scores(client: TestClient, engine: Engine) -> None:
    answer = client.post("/v1/match/workers", json={"id": "contoh:p-1", "k": 3}).json()
    ranking = engine.match(engine.stored_subject(Kind.POSTING, "contoh:p-1"), 3, Conditions())
    assert [(m["id"], m["score"]) for m in answer["matches"]] == [(m.key, m.score) for m in ranking.matches]
    assert answer["id"] == "contoh:p-1"
    assert answer["removed_by_filter"] == ranking.removed_by_filter
    assert answer["generation"] == engine.status().generation
    assert answer["classification"] == "KBJI2014"


def test_the_components_of_a_match_add_up_to_its_score(client: TestClient) -> None:
    matches = client.post("/v1/match/postings", json={"id": "contoh:w-1"}).json()["matches"]
    assert matches
    for match in matches:
        assert match["score"] == pytest.approx(sum(match["components"].values()), abs=1e-3)
        assert set(match["details"]) == set(match["components"])
        assert set(match["reasons"]) == {"matched", "missing", "adjacent", "would_help"}
        assert set(match["words"]) == {"score", "components", *match["reasons"]}
        for name, entries in match["reasons"].items():
            assert len(match["words"][name]) == len(entries)


def test_the_reasons_quote_the_words_of_both_texts(client: TestClient) -> None:
    matches = client.post("/v1/match/postings", json={"id": "contoh:w-1"}).json()["matches"]
    found = next(match for match in matches if match["id"] == "contoh:p-1")
    smaw = [skill for skill in found["reasons"]["matched"] if "SMAW" in skill["posting_words"]]
    assert smaw
    assert "SMAW" in smaw[0]["worker_words"]


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", None, "id"),
        ("", "en-GB,en;q=0.9,id;q=0.8", "en"),
        ("", "fr, in-ID;q=0.5, en;q=0.4", "id"),
        ("?lang=id", "en", "id"),
        ("?lang=en", "id", "en"),
    ],
)
def test_the_words_come_in_the_language_asked_for(
    client: TestClient, query: str, header: str | None, language: str
) -> None:
    headers = {} if header is None else {"accept-language": header}
    for path, key in (("postings", "contoh:w-1"), ("workers", "contoh:p-1")):
        answer = client.post(f"/v1/match/{path}{query}", json={"id": key, "k": 1}, headers=headers).json()
        assert answer["language"] == language
        assert ("dari 100" if language == "id" else "of 100") in answer["matches"][0]["words"]["score"]


def test_a_language_that_is_not_ours_is_a_422_that_names_it(client: TestClient) -> None:
    answer = client.post("/v1/match/postings?lang=fr", json={"id": "contoh:w-1"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.lang"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "id"),
        ("de, fr;q=0.3", "id"),
        ("en;q=0", "id"),
        ("en;q=0.5, id;q=0.5", "en"),
        ("ID-id", "id"),
        ("en;q=very", "id"),
        ("english", "id"),
        ("*", "id"),
        (";;,=,q", "id"),
    ],
)
def test_what_a_header_accepts(header: str, language: str) -> None:
    assert accepted(header) == language


def test_a_posting_that_a_licence_opens_is_named_with_it(client: TestClient) -> None:
    worker = {"wish": "operator forklift", "summary": "2 tahun di gudang, belajar forklift", "place": "Surabaya"}
    answer = client.post("/v1/match/postings", json={"worker": worker}).json()
    (opened,) = answer["would_open"]
    assert (opened["id"], opened["licence"]["id"]) == ("api:P-1002", "sio-forklift")
    assert "SIO Forklift" in opened["words"]
    assert opened["id"] not in {match["id"] for match in answer["matches"]}
    page = client.post("/", data={"wish": worker["wish"], "summary": worker["summary"], "place": "Surabaya"}).text
    assert opened["words"] in page
    licensed = {**worker, "licences": ["SIO Forklift"]}
    matches = client.post("/v1/match/postings", json={"worker": licensed}).json()["matches"]
    assert "api:P-1002" in {match["id"] for match in matches}


def test_a_posting_that_is_closed_is_found_only_when_asked_for(client: TestClient) -> None:
    def ids(**conditions: Any) -> list[str]:
        body = {"id": "contoh:w-1", "k": 50, "conditions": conditions}
        return [match["id"] for match in client.post("/v1/match/postings", json=body).json()["matches"]]

    assert "contoh:p-3" not in ids()
    assert "contoh:p-3" in ids(include_closed=True)


def test_conditions_narrow_the_answer_and_are_counted(client: TestClient) -> None:
    body = {"id": "contoh:w-1", "conditions": {"provinces": ["35"], "sources": ["contoh"]}}
    answer = client.post("/v1/match/postings", json=body).json()
    assert {match["id"] for match in answer["matches"]} == {"contoh:p-1", "contoh:p-2"}
    assert answer["removed_by_filter"]["source"] == 2
    assert answer["removed_by_filter"]["closed"] == 1


def test_hours_radius_and_access_narrow_and_each_suggestion_comes_true_when_asked(client: TestClient) -> None:
    client.post(
        "/v1/postings",
        json={
            "records": [
                {"id": "contoh:p-9", "title": "Juru Las", "description": "Shift malam.", "places": ["Kota Surabaya"]},
                {"id": "contoh:p-8", "title": "Juru Las", "description": "Ramah difabel.", "places": ["Kota Bandung"]},
            ]
        },
    )

    def answer(**conditions: Any) -> dict[str, Any]:
        body = {"id": "contoh:w-1", "k": 50, "conditions": {"sources": ["contoh"], **conditions}}
        found: dict[str, Any] = client.post("/v1/match/postings", json=body).json()
        return found

    def ids(found: dict[str, Any]) -> set[str]:
        return {match["id"] for match in found["matches"]}

    all_ = ids(answer())
    assert {"contoh:p-8", "contoh:p-9"} <= all_
    assert all_ - ids(answer(no_night=True)) == all_ - ids(answer(no_shift=True)) == {"contoh:p-9"}
    assert ids(answer(disability_access=True)) == {"contoh:p-8"}
    near = answer(within_km=60)
    assert all_ - ids(near) == {"contoh:p-8"}
    assert near["removed_by_filter"]["distance"] == 1
    wider = next(one for one in near["relax"] if one["condition"] == "distance")
    assert wider["would_remain"] == len(near["matches"]) + 1
    assert len(answer(within_km=wider["to"] or 6_000)["matches"]) == wider["would_remain"]
    assert client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 1}).json()["relax"] == []


@pytest.mark.parametrize(
    "conditions",
    [{"within_km": 0}, {"within_km": -1}, {"within_km": "dekat"}, {"no_night": "ya"}, {"education_slack": 9}],
)
def test_a_limit_that_cannot_be_is_refused_by_its_place(client: TestClient, conditions: dict[str, Any]) -> None:
    answer = client.post("/v1/match/postings", json={"id": "contoh:w-1", "conditions": conditions})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == f"conditions.{next(iter(conditions))}"


def test_hours_and_access_are_conditions_of_postings_alone(client: TestClient) -> None:
    for name in ("no_night", "no_shift", "disability_access"):
        body = {"id": "contoh:p-1", "conditions": {name: True}}
        assert client.post("/v1/match/workers", json=body).status_code == 422


def test_a_province_that_does_not_exist_is_refused_by_name(client: TestClient) -> None:
    answer = client.post("/v1/match/postings", json={"id": "contoh:w-1", "conditions": {"provinces": ["99"]}})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "where": "conditions.provinces",
            "wanted": "the code of a province, such as 32",
            "found": "99",
        }
    ]


def test_k_bounds_the_answer(client: TestClient) -> None:
    assert len(client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 1}).json()["matches"]) == 1
    assert client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": MAX_K}).status_code == 200


@pytest.mark.parametrize("k", [0, -1, 10**9, 10**30, 1.5, "a", "10", True, None, [], {}])
@pytest.mark.parametrize("path", ["match/workers", "match/postings", "recommend/courses"])
def test_a_k_that_is_no_number_from_1_to_1000_is_a_422_that_names_k(client: TestClient, path: str, k: object) -> None:
    answer = client.post(f"/v1/{path}", json={"id": "contoh:w-1", "k": k})
    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == ["k"]


def test_an_inline_record_needs_no_id_and_is_not_stored(client: TestClient, engine: Engine) -> None:
    before = engine.status().records
    answer = client.post("/v1/match/postings", json={"worker": {"wish": "tukang las"}})
    assert answer.json()["id"] == "inline:worker"
    assert answer.json()["matches"]
    for blank in (None, "", " "):
        again = client.post("/v1/match/postings", json={"worker": {"id": blank, "wish": "tukang las"}})
        assert again.json()["id"] == "inline:worker"
    named = client.post("/v1/match/workers", json={"posting": {"id": "siapkerja:7", "title": "Kasir"}})
    assert named.json()["id"] == "siapkerja:7"
    assert engine.status().records == before


@pytest.mark.parametrize("body", [{}, {"id": "contoh:w-1", "worker": {"wish": "las"}}, {"id": None, "worker": None}])
def test_exactly_one_of_id_and_record_is_wanted(client: TestClient, body: dict[str, Any]) -> None:
    answer = client.post("/v1/recommend/courses", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["wanted"] == "exactly one of 'id' and 'worker'"


def test_an_unknown_id_is_a_404_that_names_it(client: TestClient) -> None:
    for path in ("match/workers", "match/postings", "recommend/courses"):
        answer = client.post(f"/v1/{path}", json={"id": "contoh:tidak-ada"})
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:sepadan:problem:unknown-id"
        assert answer.json()["errors"][0]["found"] == "contoh:tidak-ada"


def test_courses_are_those_that_the_engine_recommends(client: TestClient, engine: Engine) -> None:
    worker = {"wish": "Juru Las Listrik", "summary": "Mengelas pelat SMAW, pengalaman 1 tahun", "place": "Surabaya"}
    answer = client.post("/v1/recommend/courses", json={"worker": worker, "k": 5}).json()
    wish = TrainingWish(today=date(2026, 11, 2))
    advice = engine.recommend_courses(read_subject(engine, Kind.WORKER, None, worker), 5, wish)
    found = [(course["id"], course["score"]) for course in answer["courses"]]
    assert found == [(course.key, course.claim.score) for course in advice.courses]
    assert [key for key, _ in found] == ["contoh:c-1"]
    course = answer["courses"][0]
    assert course["improves"] >= 1
    assert {skill["label"] for skill in course["closes"]}
    assert course["examples"][0]["after"] > course["examples"][0]["before"]


def test_a_workers_own_words_are_shown_without_contact_details(client: TestClient) -> None:
    answer = client.post("/v1/match/workers", json={"id": "contoh:p-1"})
    titles = {match["id"]: match["title"] for match in answer.json()["matches"]}
    assert titles["contoh:w-1"].startswith("tukang las")
    assert "0812" not in answer.text


def test_what_was_just_pushed_is_matched_at_once(client: TestClient) -> None:
    record = {"id": "siapkerja:baru", "title": "Tukang Las Kapal", "description": "SMAW 6G", "places": ["Surabaya"]}
    assert client.post("/v1/postings", json={"records": [record]}).json()["accepted"] == 1
    matches = client.post("/v1/match/postings", json={"id": "contoh:w-1"}).json()["matches"]
    assert "siapkerja:baru" in {match["id"] for match in matches}


def test_without_a_generation_a_match_is_a_503_that_says_how_to_mend_it(empty_client: TestClient) -> None:
    answer = empty_client.post("/v1/match/workers", json=example_requests.MATCH_WORKERS)
    assert answer.status_code == 503
    assert "sepadan build" in answer.json()["detail"]
