"""``/v1/recommend/courses`` and ``/v1/recommend/paths``."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.day import today
from matcher.training.admission import REFUSALS
from matcher.training.claim_words import ALTERNATIVES, NONE

WORKER = {"wish": "Juru Las Listrik", "summary": "Mengelas pelat SMAW, pengalaman 1 tahun", "place": "Surabaya"}


def ask(client: TestClient, what: str, **body: Any) -> Any:
    return client.post(f"/v1/recommend/{what}", json={"worker": WORKER} | body)


@pytest.mark.parametrize(("what", "found"), [("courses", "courses"), ("paths", "paths")])
def test_an_answer_says_what_it_rests_on(client: TestClient, what: str, found: str) -> None:
    answer = ask(client, what).json()
    assert (answer["as_of"], answer["language"], answer["why_none"]) == (str(today()), "id", None)
    assert answer["source"]
    assert answer["postings_considered"] >= answer["reachable"] >= 0
    assert tuple(answer["removed_by_filter"]) == REFUSALS
    claim = answer[found][0]
    worth = claim["value"]
    total = (worth["postings"] + worth["fit"] + worth["pay"]) * worth["time"]
    assert worth["value"] == pytest.approx(total, abs=1e-3)
    assert len(claim["opened"]) == claim["opens"]
    assert claim["words"][0].split()[0] == (str(claim["opens"]) if claim["opens"] else "Tidak")


def test_sentences_come_in_the_language_asked_for(client: TestClient) -> None:
    answer = client.post("/v1/recommend/paths?lang=en", json={"worker": WORKER}).json()
    assert answer["paths"][0]["words"][-1].startswith("Value ")
    none = client.post("/v1/recommend/courses?lang=en", json={"worker": WORKER, "mode": ["online"]}).json()
    assert none["words"] == [NONE["mode"]["en"]]


def test_limits_of_the_request_are_kept_and_what_they_leave_out_is_counted(client: TestClient) -> None:
    dear = ask(client, "courses", max_cost_idr=100_000, k=10).json()
    assert dear["removed_by_filter"]["too_dear"] == 1
    far = ask(client, "courses", worker={**WORKER, "place": "Kota Jayapura"}, within_km=300).json()
    near = ask(client, "courses").json()
    assert far["removed_by_filter"]["distance"] == near["removed_by_filter"]["distance"] + 1
    late = ask(client, "paths", **{"from": "2027-03-01", "until": "2027-03-05"}).json()
    assert (late["paths"], late["removed_by_filter"]["dates"]) == ([], 2)  # dates are looked at before distance


@pytest.mark.parametrize("what", ["courses", "paths"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("within_km", -1),
        ("within_km", "jauh"),
        ("max_weeks", 0),
        ("max_jp", 0),
        ("max_jp", 1.5),
        ("max_cost_idr", -1),
        ("from", "besok <b>"),
        ("until", "2027-02-30"),
        ("mode", ["tatap muka"]),
        ("mode", "online' OR 1=1"),
        ("k", 0),
        ("k", 100_000),
        ("starts_from", "2027-01-01"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(client: TestClient, what: str, field: str, value: Any) -> None:
    answer = ask(client, what, **{field: value})
    assert answer.status_code == 422
    assert any(field in error["where"] for error in answer.json()["errors"])


def test_a_last_day_before_the_first_is_refused(client: TestClient) -> None:
    answer = ask(client, "paths", **{"from": "2027-02-01", "until": "2027-01-01"})
    assert answer.status_code == 422
    assert "2027-02-01" in answer.text


def test_every_reason_and_alternative_has_words_in_both_languages() -> None:
    assert set(NONE) == {*REFUSALS, "no_courses", "no_postings"}
    assert all(said["id"] and said["en"] for said in (*NONE.values(), *ALTERNATIVES.values()))
