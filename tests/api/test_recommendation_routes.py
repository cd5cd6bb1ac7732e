"""A worker's list of the latest batch over HTTP: as it was made, without what has closed since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.recommended_file import keep
from matcher.records import Kind
from matcher.shortlists import shortlists
from matcher.spread_report import report_of
from matcher.spreading import Recommended, recommend

DAY = date(2026, 11, 26)
MADE_AT = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
PATH = "/v1/workers/contoh:w-1/recommendations"


def serve_batch(engine: Engine, *, hours: int = 0, dial: float = 0.0, workers: list[str] | None = None) -> Recommended:
    found = recommend(shortlists(engine, DAY, lambda *_: None, keys=workers), 5, dial)
    facts = {
        "generation": found.among.generation,
        "weights": found.among.weights,
        "report": report_of(found).as_dict(),
    }
    keep(engine.home, engine.store.store_id(), MADE_AT + timedelta(hours=hours), found, facts)
    return found


def listed(client: TestClient, path: str = PATH) -> list[str]:
    return [one["id"] for one in client.get(path).json()["recommendations"]]


def test_the_list_of_the_batch_comes_with_its_date_and_with_scores_and_reasons_of_today(
    client: TestClient, engine: Engine
) -> None:
    serve_batch(engine)
    answer = client.get(PATH).json()
    plain = client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 5}).json()
    assert answer["id"] == "contoh:w-1"
    assert answer["batch"]["made_at"] == "2026-11-26T19:00:00+00:00"
    assert (answer["batch"]["dial"], answer["batch"]["k"]) == (0.0, 5)
    assert answer["generation"] == plain["generation"]
    assert answer["classification"] == "KBJI2014"
    added = {"rank", "batch_score", "own_rank", "price"}
    recommended = answer["recommendations"]
    assert [{k: v for k, v in one.items() if k not in added} for one in recommended] == [
        {k: v for k, v in one.items() if k != "also_at"} for one in plain["matches"]
    ]
    assert [one["rank"] for one in recommended] == [one["own_rank"] for one in recommended]
    assert [one["rank"] for one in recommended] == list(range(1, len(recommended) + 1))
    assert [one["batch_score"] for one in recommended] == [one["score"] for one in recommended]
    assert set(answer["removed_by_filter"].values()) == {0}


def test_a_posting_that_closed_since_is_not_shown_and_leaves_a_gap(client: TestClient, engine: Engine) -> None:
    serve_batch(engine)
    before = client.get(PATH).json()["recommendations"]
    assert "contoh:p-1" in {one["id"] for one in before}
    closed = {"id": "contoh:p-1", "title": "Juru Las Listrik", "is_closed": True}
    assert client.post("/v1/postings", json={"records": [closed]}).json()["updated"] == 1
    answer = client.get(PATH).json()
    rest = [one for one in before if one["id"] != "contoh:p-1"]
    assert [(one["id"], one["rank"]) for one in answer["recommendations"]] == [(one["id"], one["rank"]) for one in rest]
    assert answer["removed_by_filter"]["closed"] == 1


def test_a_posting_whose_last_day_has_passed_since_is_not_shown(
    client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = {"id": "contoh:p-2", "title": "Helper Las", "places": ["WFH"], "closes_on": "2026-11-26"}
    assert client.post("/v1/postings", json={"records": [last]}).json()["updated"] == 1
    serve_batch(engine)
    for day, is_shown in ((DAY, True), (DAY + timedelta(days=1), False)):
        monkeypatch.setattr("api.serving.today", lambda day=day: day)
        assert ("contoh:p-2" in listed(client)) is is_shown


def test_a_posting_that_was_deleted_or_asks_for_more_since_is_not_shown(client: TestClient, engine: Engine) -> None:
    serve_batch(engine)
    harder = {"id": "contoh:p-1", "title": "Juru Las Listrik", "education": ["S2"]}
    assert client.post("/v1/postings", json={"records": [harder]}).json()["updated"] == 1
    assert client.delete("/v1/postings/contoh:p-2").status_code == 204
    answer = client.get(PATH).json()
    assert {"contoh:p-1", "contoh:p-2"}.isdisjoint(one["id"] for one in answer["recommendations"])
    assert (answer["removed_by_filter"]["education"], answer["removed_by_filter"]["deleted"]) == (1, 1)


def test_before_the_first_batch_it_is_a_503_that_names_the_command(client: TestClient, engine: Engine) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:sepadan:problem:not-ready"
    assert "run 'sepadan recommend postings --serve'" in answer.json()["detail"]
    serve_batch(engine)
    assert client.get(PATH).status_code == 200


def test_a_newer_batch_answers_at_the_next_request(client: TestClient, engine: Engine) -> None:
    for hours, dial in ((0, 0.0), (1, 0.8)):
        serve_batch(engine, hours=hours, dial=dial)
        assert client.get(PATH).json()["batch"]["dial"] == dial


def test_a_worker_who_is_not_stored_or_not_in_the_batch_is_a_404_that_says_which(
    client: TestClient, engine: Engine
) -> None:
    serve_batch(engine, workers=["contoh:w-1"])
    unknown = client.get("/v1/workers/contoh:w-9/recommendations")
    assert unknown.status_code == 404
    assert unknown.json()["errors"][0]["wanted"] == "the id of a stored worker"
    late = client.get("/v1/workers/contoh:w-2/recommendations")
    assert late.status_code == 404
    assert "in the batch of 2026-11-26T19:00:00+00:00" in late.json()["detail"]
    assert client.delete("/v1/workers/contoh:w-1").status_code == 204
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("key", ["x", "a:%00", "%FF", "a" * 390, "contoh:w-1/recommendations"])
def test_a_key_that_is_rubbish_is_a_404_problem(client: TestClient, engine: Engine, key: str) -> None:
    serve_batch(engine)
    answer = client.get(f"/v1/workers/{key}/recommendations")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_worker_whom_nothing_suits_has_an_empty_list(client: TestClient, engine: Engine) -> None:
    doctor = {"id": "contoh:p-5", "title": "Dokter", "education": ["S3"]}
    young = {"id": "contoh:w-3", "wish": "kasir", "education": "SD"}
    assert client.post("/v1/workers", json={"records": [young]}).json()["accepted"] == 1
    assert client.post("/v1/postings", json={"records": [doctor]}).json()["accepted"] == 1
    for key in ("contoh:p-1", "contoh:p-2", "api:P-1001", "api:P-1002"):
        client.delete(f"/v1/postings/{key}")
    subject = engine.stored_subject(Kind.WORKER, "contoh:w-3")
    assert engine.match(subject, 5, Conditions(today=DAY)).matches == ()
    serve_batch(engine)
    answer = client.get("/v1/workers/contoh:w-3/recommendations")
    assert answer.status_code == 200
    assert answer.json()["recommendations"] == []


def test_recommendations_are_counted_and_documented(client: TestClient, engine: Engine) -> None:
    serve_batch(engine)
    shown = len(listed(client))
    assert f'sepadan_matches_served_total{{found="posting"}} {shown}.0' in client.get("/metrics").text
    route = client.get("/openapi.json").json()["paths"]["/v1/workers/{key}/recommendations"]["get"]
    assert set(route["responses"]) >= {"200", "404", "503"}
