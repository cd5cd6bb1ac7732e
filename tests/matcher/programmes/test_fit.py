"""The order in which programmes are shown, and what to ask next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.programmes.document import findings_document, programme_document
from matcher.programmes.fit import Findings, find_programmes
from matcher.programmes.registry import load_registry
from taxonomy.errors import InputError
from tests.matcher.programmes.people import LAID_OFF, known, worker

TODAY = date(2026, 11, 27)
REGISTRY = load_registry()


def found(answers: dict[str, Any], *needs: str, day: date = TODAY) -> Findings:
    return find_programmes(REGISTRY, known(answers), needs, day)


def keys(findings: Findings) -> list[str]:
    return [one.checked.programme.id for one in findings.ranked]


@pytest.mark.parametrize(
    ("answers", "needs", "first"),
    [
        (dict(LAID_OFF), (), {"jkp"}),
        ({"disability": True}, (), {"uld", "kuota-disabilitas", "pelatihan-disabilitas", "atensi-disabilitas"}),
        ({"age_years": 25, "citizen": True}, ("abroad",), {"akan-p3mi", "pelatihan-cpmi"}),
        ({"social_aid": "pkh", "citizen": True}, ("own_business",), {"pena"}),
        ({"enrolled_in": "college", "college_semesters": 6}, (), {"magang-berdampak"}),
    ],
)
def test_what_serves_the_person_comes_first(answers: dict[str, Any], needs: tuple[str, ...], first: set[str]) -> None:
    assert keys(found(answers, *needs))[0] in first


def test_what_is_open_or_may_be_goes_before_what_is_not_whatever_it_serves() -> None:
    order = {"eligible": 0, "need_to_know": 0, "not_eligible": 1, "not_running": 1}
    places = [order[one.checked.verdict] for one in found({"age_years": 16}, "abroad").ranked]
    assert places == sorted(places)
    assert len(places) == len(REGISTRY.programmes)


def test_a_need_that_is_named_counts_before_one_that_answers_show() -> None:
    ranked = found({"work_status": "unemployed", "age_years": 30}, "farming").ranked
    assert "farming" in ranked[0].serves


def test_a_record_alone_shows_no_need() -> None:
    findings = find_programmes(REGISTRY, known({}, worker(experience_months=3)), (), TODAY)
    assert findings.needs == ()


def test_a_need_that_is_not_known_is_told() -> None:
    with pytest.raises(InputError, match="needs of laid_off"):
        found({}, "gold")


def test_questions_that_settle_most_come_first_and_answered_ones_are_gone() -> None:
    counts = found({}).questions
    assert [count for _, count in counts] == sorted((count for _, count in counts), reverse=True)
    assert "age_years" in dict(counts)
    assert "age_years" not in dict(found({"age_years": 30}).questions)


def test_the_document_counts_all_programmes_shows_the_first_and_repeats_no_answer() -> None:
    secret = {"age_years": 47, "income_per_head_idr": 654_321, "wage_idr_month": 7_654_321}
    document = findings_document(found(secret), REGISTRY, 5)
    assert len(document["programmes"]) == 5
    assert sum(document["counts"].values()) == len(REGISTRY.programmes)
    assert "654321" not in str(document)
    assert {rule["origin"] for one in document["programmes"] for rule in one["rules"]} <= {"answers", None}
    assert document["note_id"]


def test_a_programme_is_told_with_rules_of_all_days() -> None:
    document = programme_document(REGISTRY.programmes["jkp"], TODAY)
    assert {"claim-3", "claim-6"} <= {rule["id"] for rule in document["rules"]}
    assert document["phase"] == "running"
    assert document["stale"]
    values = {rule["field"]: rule["value"] for rule in document["rules"]}
    assert values["citizen"] == "ya"
    assert values["jkp_months_24"] == "12"
