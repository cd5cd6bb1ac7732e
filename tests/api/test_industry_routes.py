"""Industries over HTTP: who advertises and whom they hire, and how they fare."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api import schemas_industries
from matcher.engine import Engine
from matcher.industry_report import make_report, save_report
from tests.matcher.industry_facts_made import several


@pytest.fixture
def reported(empty_client: TestClient, engine: Engine) -> TestClient:
    facts = several(6) + several(5, division="64", occupation="4211")
    save_report(make_report(facts, "coder-1", 7), engine.home.root)
    return empty_client


def test_industries_come_with_whom_they_hire(reported: TestClient) -> None:
    answer = reported.get("/v1/industries").json()
    assert [one["code"] for one in answer["industries"]] == ["C", "K", "13", "64"]
    assert (answer["classification"], answer["revision"], answer["told"]) == ("KBLI2020", 7, 11)
    first = answer["hires"][0]
    assert (first["section"], first["occupation"], first["postings"]) == ("C", "81", 6)
    assert first["lift"] == pytest.approx(11 / 6)


def test_one_section_is_asked_for_by_its_letter(reported: TestClient) -> None:
    answer = reported.get("/v1/industries", params={"section": "k", "level": "unit"}).json()
    assert [one["code"] for one in answer["industries"]] == ["K", "64"]
    assert [one["occupation"] for one in answer["hires"]] == ["4211"]


def test_without_a_report_the_answer_names_the_command(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/industries")
    assert answer.status_code == 503
    assert "sepadan industries report" in answer.json()["detail"]


def test_the_condition_needs_no_report(empty_client: TestClient) -> None:
    answer = empty_client.get("/v1/industries/condition", params={"province": "Kepri"}).json()
    assert answer["province"] == "21"
    assert answer["stored"] == []
    assert [one["year"] for one in answer["official"]] == [2022, 2023, 2024]


def test_the_condition_of_a_section_has_stored_months(reported: TestClient) -> None:
    answer = reported.get("/v1/industries/condition", params={"section": "C"}).json()
    assert answer["official_scope"] == "section"
    assert answer["stored"] == [{"month": "2025-07", "postings": 6, "openings": 6}]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("industries", {"section": "Z"}, 422),
        ("industries", {"level": "x"}, 422),
        ("industries/condition", {"province": "Atlantis"}, 404),
        ("industries/condition", {"province": "\U0001f600' OR 1=1"}, 404),
        ("industries/condition", {"province": "x" * 100}, 422),
        ("industries/condition", {"section": "\u00c7"}, 422),
    ],
)
def test_what_is_no_section_level_or_province_is_refused(
    empty_client: TestClient, path: str, params: dict[str, str], status: int
) -> None:
    assert empty_client.get(f"/v1/{path}", params=params).status_code == status


def test_the_examples_of_the_document_have_the_shape_of_the_answers() -> None:
    for model in (schemas_industries.IndustriesResponse, schemas_industries.ConditionResponse):
        extra = model.model_config["json_schema_extra"]
        assert isinstance(extra, dict)
        examples = extra["examples"]
        assert isinstance(examples, list)
        assert model.model_validate(examples[0]).model_dump() == examples[0]
