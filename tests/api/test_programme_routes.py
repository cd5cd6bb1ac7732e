"""Programmes over HTTP: what there is, who may join, and that no answer of a person stays behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from matcher.engine import Engine
from matcher.programmes.registry import FOLDER
from tests.matcher.programmes.people import LAID_OFF, copied_tables, edited

PATH = "/v1/recommend/programmes"

FAULTY: list[tuple[dict[str, Any], str]] = [
    ({"answers": {"age_years": "tiga puluh satu"}}, "answers.age_years"),
    ({"answers": {"disability": "tuna rungu"}}, "answers.disability"),
    ({"answers": {"umurnya tiga puluh satu": 1}}, "answers"),
    ({"answers": "umur saya tiga puluh satu"}, "answers"),
    ({"answers": ["tiga puluh satu"]}, "answers"),
    ({"needs": ["emas"]}, "needs"),
    ({"k": 0}, "k"),
    ({"k": 201}, "k"),
    ({"as_of": "2014-12-31", "needs": ["work"]}, "as_of"),
    ({"id": "contoh:w-1", "worker": {}}, "body"),
    ({"worker": {"experience_months": "tiga puluh satu tahun"}}, "worker.experience_months"),
    ({"umur": 31}, "umur"),
    ({"as_of": "2026-11-27"}, "body"),
]


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post(PATH, json={"as_of": "2026-11-27", "k": 100, **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def verdicts(found: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in found["programmes"]}


def test_programmes_are_listed_by_kind_status_and_need(empty_client: TestClient) -> None:
    every = empty_client.get("/v1/programmes", params={"as_of": "2026-11-27"}).json()
    assert len(every["programmes"]) >= 40
    assert {question["field"] for question in every["questions"]} >= {"age_years", "disability"}
    chosen = empty_client.get("/v1/programmes", params={"kind": "overseas", "status": "by_quota", "need": "abroad"})
    kinds = {(one["kind"], one["status"]) for one in chosen.json()["programmes"]}
    assert kinds == {("overseas", "by_quota")}
    for wrong in ({"kind": "gold"}, {"status": "?"}, {"need": "emas"}, {"as_of": "besok"}, {"as_of": "1900-01-01"}):
        assert empty_client.get("/v1/programmes", params=wrong).status_code == 422


def test_one_programme_is_shown_with_its_law_of_every_day(empty_client: TestClient) -> None:
    found = empty_client.get("/v1/programmes/jkp", params={"as_of": "2026-11-27"}).json()
    claims = {rule["id"]: rule["held"] for rule in found["rules"] if rule["id"].startswith("claim")}
    assert claims["claim-3"]["valid_until"] == "2025-02-06"
    assert claims["claim-6"]["source"] == "PP 6/2025"
    assert empty_client.get("/v1/programmes/prakerja", params={"as_of": "2024-01-01"}).json()["phase"] == "running"
    missing = empty_client.get("/v1/programmes/emas")
    assert missing.status_code == 404
    assert missing.json()["detail"]


def test_who_was_dismissed_gets_job_loss_insurance_first(empty_client: TestClient) -> None:
    found = asked(empty_client, answers=dict(LAID_OFF))
    first = found["programmes"][0]
    assert (first["id"], first["verdict"], first["asks"]) == ("jkp", "eligible", [])
    assert {rule["state"] for rule in first["rules"]} == {"met"}
    assert sum(found["counts"].values()) == len(found["programmes"])


def test_without_any_answer_nothing_is_promised(empty_client: TestClient) -> None:
    found = asked(empty_client, answers={})
    assert set(verdicts(found).values()) == {"need_to_know", "not_running"}
    assert found["questions"][0]["programmes"] >= found["questions"][-1]["programmes"]


def test_a_stored_and_a_sent_worker_answer_by_what_they_show(client: TestClient) -> None:
    answers = {"citizen": True, "age_years": 22, "korea_over_5_years": False}
    stored = asked(client, id="contoh:w-1", answers=answers)
    sent = asked(client, worker={"wish": "tukang las", "education": "SMK", "place": "Sidoarjo"}, answers=answers)
    for found in (stored, sent):
        assert verdicts(found)["eps-korea"] == "eligible"
        rules = next(one["rules"] for one in found["programmes"] if one["id"] == "eps-korea")
        assert {rule["origin"] for rule in rules} == {"record", "answers"}


def test_a_worker_that_is_stored_is_checked_before_any_index_was_built(empty_client: TestClient) -> None:
    sent = {"records": [{"id": "api:w-9", "wish": "kasir", "education": "SMA"}]}
    assert empty_client.post("/v1/workers", json=sent).json()["accepted"] == 1
    assert verdicts(asked(empty_client, id="api:w-9", answers={"age_years": 20}))["pelatihan-vokasi-2026"] == "eligible"


def test_a_programme_is_open_on_its_last_day_and_to_nobody_on_the_next(empty_client: TestClient) -> None:
    answers = {"transport_worker": True, "social_security": "self_paid", "contributions_paid_by_state": False}
    for day, verdict in (("2027-03-31", "eligible"), ("2027-04-01", "not_running")):
        assert verdicts(asked(empty_client, answers=answers, as_of=day))["diskon-iuran-bpu"] == verdict


def test_a_faulty_body_names_its_field_and_repeats_no_answer(client: TestClient) -> None:
    for body, where in FAULTY:
        answer = client.post(PATH, json=body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["where"] == where
        if "answers" in body:
            assert "tiga puluh" not in answer.text
            assert "rungu" not in answer.text


def test_an_unknown_worker_is_told(client: TestClient) -> None:
    assert client.post(PATH, json={"id": "contoh:tidak-ada"}).status_code == 404


def test_no_answer_is_stored_logged_or_part_of_a_match(
    sample_world: Path, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    logged = TestClient(create_app(Settings(log_level="debug"), engine), raise_server_exceptions=False)
    before = (engine.store.revision(), logged.post("/v1/match/postings", json={"id": "contoh:w-1"}).json())
    secret = {"age_years": 47, "disability": True, "income_per_head_idr": 654_321, "wage_idr_month": 7_654_321}
    found = asked(logged, id="contoh:w-1", answers=secret)
    bad = logged.post(PATH, json={"id": "contoh:w-1", "answers": {**secret, "income_per_head_idr": "enam 654321"}})
    after = (engine.store.revision(), logged.post("/v1/match/postings", json={"id": "contoh:w-1"}).json())
    assert before == after
    log = capsys.readouterr()
    for text in (log.out, log.err, json.dumps(found), bad.text):
        assert "654321" not in text
    assert PATH in log.out + log.err


def test_a_home_with_tables_of_its_own_answers_by_them_without_a_restart(
    empty_client: TestClient, engine: Engine
) -> None:
    folder = copied_tables(Path(engine.home.root) / FOLDER)
    edited(folder, "programmes.tsv", "Kartu Prakerja\tKartu Prakerja", "Kartu Contoh\tExample card")
    assert empty_client.get("/v1/programmes/prakerja").json()["name_id"] == "Kartu Contoh"
    edited(folder, "rules.tsv", "\tage_years\tat_least\t17\t", "\tage_yeers\tat_least\t17\t")
    faulty = empty_client.get("/v1/programmes")
    assert faulty.status_code == 422
    assert "rules.tsv line" in faulty.text
