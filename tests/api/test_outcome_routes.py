"""What came of matches, told in bulk."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.engine import Engine
from matcher.weights import bundled_version
from tests.api.test_record_routes import push
from tests.builders import weighing

AT = "2026-11-02T08:00:00+07:00"
GOOD = {"id": "E1", "worker_key": "contoh:w-1", "posting_key": "contoh:p-1", "event": "opened", "at": AT}


def tell(client: TestClient, *records: Any) -> dict[str, Any]:
    return push(client, *records, path="outcomes")


def test_a_match_is_told_back_and_every_pair_of_it_can_be_learnt_from(client: TestClient, engine: Engine) -> None:
    answer = client.post("/v1/match/postings", json={"id": "contoh:w-1", "k": 5}).json()
    assert answer["weights"] == bundled_version().name
    told = [
        {**GOOD, "id": f"E{place}", "posting_key": match["id"], "event": "shown", "position": place, "list_id": "l1"}
        for place, match in enumerate(answer["matches"], 1)
    ]
    told = [{**one, "weights": answer["weights"]} for one in told]
    report = tell(client, *told, {**told[0], "id": "E9", "event": "applied"})
    assert (report["read"], report["accepted"], report["scored"]) == (len(told) + 1, len(told) + 1, len(told) + 1)
    kept = [row for row in engine.store.outcomes() if row.event == "shown"]
    assert len(kept) == len(answer["matches"]) > 1
    for match in answer["matches"]:
        [row] = [row for row in kept if row.posting_key == match["id"]]
        values = {name: value for name, (value, _) in json.loads(row.components).items()}
        assert values == pytest.approx({name: d["value"] for name, d in match["details"].items()}, abs=1e-4)


def test_matches_tell_the_chance_of_being_shortlisted_once_outcomes_taught_it(
    client: TestClient, engine: Engine
) -> None:
    asked = {"id": "contoh:w-1", "k": 2}
    assert {m["shortlist_chance"] for m in client.post("/v1/match/postings", json=asked).json()["matches"]} == {None}
    curve = {"method": "platt", "scores": [0, 1], "chances": [0.1, 0.7], "error": 0.01, "pairs": 300, "shortlisted": 90}
    facts = {"gate": {"passes": True, "reasons": []}, "before": bundled_version().name}
    shares = json.dumps(bundled_version().weights.as_dict())
    engine.store.put_weights("learnt-1", shares, json.dumps({**facts, "shown_to": "worker", "chance": curve}))
    engine.store.serve_weights("learnt-1")
    answer = client.post("/v1/match/postings", json=asked).json()
    assert answer["weights"] == "learnt-1"
    for match in answer["matches"]:
        assert match["shortlist_chance"] == pytest.approx(0.1 + 0.6 * match["score"], abs=1e-4)
    back = client.post("/v1/match/workers", json={"id": answer["matches"][0]["id"], "k": 1}).json()
    assert back["matches"][0]["shortlist_chance"] is None


def test_a_push_that_is_sent_again_is_not_counted_twice(client: TestClient) -> None:
    assert tell(client, GOOD)["accepted"] == 1
    report = tell(client, GOOD, {**GOOD, "list_id": "l2"})
    assert (report["unchanged"], report["accepted"]) == (1, 1)
    assert tell(client, {**GOOD, "at": "2026-11-03T08:00:00+07:00"})["updated"] == 1


def test_good_outcomes_go_in_and_bad_ones_come_back_with_reasons(client: TestClient) -> None:
    bad: list[Any] = [
        {**GOOD, "worker_key": "contoh:nobody"},
        7,
        {**GOOD, "event": "liked"},
        {**GOOD, "workerkey": "x"},
        {**GOOD, "event": "shown", "list_id": "l1"},
        {**GOOD, "at": "kemarin"},
    ]
    report = tell(client, *bad[:2], GOOD, *bad[2:])
    assert (report["read"], report["accepted"], report["rejected"]) == (7, 1, 6)
    assert [reject["row"] for reject in report["rejects"]] == [1, 2, 4, 5, 6, 7]
    first = {"row": 1, "where": "records.1.worker_key", "wanted": "the id of a stored worker", "found": "contoh:nobody"}
    assert report["rejects"][0] == first
    assert report["rejects"][1]["wanted"] == "an object with the fields of an outcome"
    assert report["rejects"][2]["where"] == "records.4.event"
    assert report["rejects"][3]["found"] == "workerkey"


def test_when_nothing_goes_in_the_answer_is_a_422_with_every_reason(client: TestClient, engine: Engine) -> None:
    answer = client.post("/v1/outcomes", json={"records": [{**GOOD, "worker_key": "x"}, {}]})
    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == ["records.1.worker_key", "records.2.id"]
    assert list(engine.store.outcomes()) == []


@pytest.mark.parametrize("records", [[], [GOOD] * 1_001])
def test_a_request_holds_one_to_a_thousand_outcomes(client: TestClient, records: list[Any]) -> None:
    short = [{"id": "E"} for _ in records]
    assert client.post("/v1/outcomes", json={"records": short}).status_code == 422


def test_a_worker_that_is_deleted_takes_outcomes_along(client: TestClient, engine: Engine) -> None:
    tell(client, GOOD)
    assert client.delete("/v1/workers/contoh:w-1").status_code == 204
    assert list(engine.store.outcomes()) == []
    assert client.post("/v1/outcomes", json={"records": [GOOD]}).status_code == 422


def test_answers_and_readiness_name_the_weights_that_serve(client: TestClient, engine: Engine) -> None:
    assert client.get("/readyz").json()["weights"] == bundled_version().name
    engine.store.put_weights("learnt-1", json.dumps(weighing(pay=1.0).as_dict()), "{}")
    engine.store.serve_weights("learnt-1")
    answer = client.post("/v1/match/postings", json={"id": "contoh:w-1"}).json()
    assert answer["weights"] == "learnt-1"
    assert answer["matches"][0]["details"]["pay"]["weight"] == 1
    assert client.post("/v1/recommend/courses", json={"id": "contoh:w-1"}).json()["weights"] == "learnt-1"
    assert client.get("/readyz").json()["weights"] == "learnt-1"


def test_readiness_and_metrics_tell_how_alike_weights_beside_rank(client: TestClient, engine: Engine) -> None:
    assert client.get("/readyz").json()["shadow"] is None
    assert "sepadan_shadow_rankings{" not in client.get("/metrics").text
    engine.store.put_weights("learnt-1", json.dumps(bundled_version().weights.as_dict()), "{}")
    engine.store.shadow_weights("learnt-1")
    assert client.get("/readyz").json()["shadow"] == {"weights": "learnt-1", "rankings": 0, "correlation": None}
    assert "sepadan_shadow_rank_correlation{" not in client.get("/metrics").text
    client.post("/v1/match/postings", json={"id": "contoh:w-1"})
    beside = client.get("/readyz").json()["shadow"]
    assert (beside["rankings"], beside["correlation"]) == (1, pytest.approx(1.0))  # the same shares, the same order
    metrics = client.get("/metrics").text
    assert 'sepadan_shadow_rankings{weights="learnt-1"} 1.0' in metrics
    assert f'sepadan_shadow_rank_correlation{{weights="learnt-1"}} {beside["correlation"]}' in metrics
