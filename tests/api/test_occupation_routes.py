"""Occupations over HTTP: search, and one with all that is known of it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api import example_occupations


@pytest.mark.parametrize("path", ["occupations", "kbji"])
def test_an_occupation_comes_with_its_surroundings_skills_and_counterparts(empty_client: TestClient, path: str) -> None:
    answer = empty_client.get(f"/v1/{path}/4321").json()
    assert answer["classification"] == "KBJI2014"
    assert [entry["code"] for entry in answer["parents"]] == ["4", "43", "432"]
    assert all(entry["code"].startswith("4321.") for entry in answer["children"])
    assert [entry["code"] for entry in answer["siblings"]] == ["4322", "4323"]
    assert answer["isco08"] == [{"code": "4321", "title": "Stock clerks", "relation": "exact"}]
    assert {entry["relation"] for entry in answer["esco"]} == {"broad"}
    needs = [skill["need"] for skill in answer["skills"]]
    assert needs == sorted(needs)
    assert set(needs) == {"essential", "optional"}


def test_the_example_shows_parts_of_the_real_answer(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/occupations/4321").json()
    for name, value in example_occupations.OCCUPATION.items():
        assert all(item in answer[name] for item in value) if isinstance(value, list) else answer[name] == value
    found = empty_client.get("/v1/occupations", params={"q": "supir truk"}).json()["occupations"][0]
    assert {**found, "score": round(found["score"], 2)} == example_occupations.OCCUPATIONS["occupations"][0]


def test_a_job_has_the_counterparts_of_its_own_and_the_skills_of_its_group(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/occupations/3259.01").json()
    assert [(entry["code"], entry["relation"]) for entry in answer["isco08"]] == [("2269", "narrow")]
    assert answer["children"] == []
    assert answer["skills"] == empty_client.get("/v1/occupations/3259").json()["skills"]


def test_a_wide_group_has_neither_skills_nor_esco_occupations(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/occupations/4").json()
    assert (answer["parents"], answer["skills"], answer["esco"]) == ([], [], [])
    assert answer["isco08"][0]["code"] == "4"
    assert len(answer["siblings"]) == 9


def test_a_code_that_is_unknown_or_none_is_refused(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/occupations/7999").status_code == 404
    assert empty_client.get("/v1/occupations/las").status_code == 422


def test_words_find_occupations_and_so_does_a_code(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/occupations", params={"q": "admin gudnag", "limit": 3}).json()
    assert answer["classification"] == "KBJI2014"
    assert answer["occupations"][0]["code"] == "4321"
    assert len(answer["occupations"]) <= 3
    assert empty_client.get("/v1/occupations", params={"q": "4"}).json()["occupations"][0]["matched"] == "4"
    assert empty_client.get("/v1/occupations", params={"q": "🙂"}).json()["occupations"] == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=las&limit=0", "?q=las&limit=x", f"?q={'a' * 201}"])
def test_a_bad_search_is_a_422(empty_client: TestClient, query: str) -> None:
    assert empty_client.get(f"/v1/occupations{query}").status_code == 422
