"""Three values: met, not met, unknown; what more knowledge may change, and what a day decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.programmes.eligibility import any_of, check_programme, check_rule
from matcher.programmes.known import Known
from matcher.programmes.questions import Question, Value
from matcher.programmes.registry import load_registry
from matcher.programmes.rules import Programme
from tests.matcher.programmes.people import LAID_OFF, checked, worker

REGISTRY = load_registry()
TODAY = date(2026, 11, 27)


def values_of(question: Question) -> st.SearchStrategy[Value]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "yes_no": st.booleans(),
        "number": st.integers(question.least, min(question.most, 80)),
        "choice": st.sampled_from(question.choices or ("none",)),
        "level": st.sampled_from(("SD", "SMP", "SMA", "D1", "D3", "S1", "S2")),
        "province": st.sampled_from(("11", "16", "32", "33", "93")),
        "words": st.sampled_from((("s1 keperawatan",), ("teknik mesin",), ("akuntansi",))),
    }
    return kinds[question.kind]


PEOPLE = st.fixed_dictionaries({}, optional={key: values_of(one) for key, one in REGISTRY.questions.items()})
PROGRAMMES = st.sampled_from(list(REGISTRY.programmes.values()))
DAYS = st.dates(date(2020, 1, 1), date(2028, 1, 1))


def of(values: dict[str, Value]) -> Known:
    return Known(values=values, origins=dict.fromkeys(values, "answers"))


def by_the_book(programme: Programme, values: dict[str, Value], day: date) -> str:
    """A slow, plain reading of the same tables, rule by rule: the oracle."""
    if programme.status == "announced" or not programme.held.on(day):
        return "not_running"
    names = {rule.one_of or f"#{rule.id}" for rule in programme.rules if rule.held.on(day)}
    outcomes = []
    for name in names:
        own = [rule for rule in programme.rules if rule.held.on(day) and name in {rule.one_of, f"#{rule.id}"}]
        told = [rule for rule in own if rule.condition.question.field in values]
        if any(rule.condition.holds(values[rule.condition.question.field]) for rule in told):
            outcomes.append("yes")
        else:
            outcomes.append("no" if len(told) == len(own) else "ask")
    return "not_eligible" if "no" in outcomes else "need_to_know" if "ask" in outcomes else "eligible"


@settings(max_examples=150)
@given(programme=PROGRAMMES, values=PEOPLE, day=DAYS)
def test_a_verdict_agrees_with_a_plain_reading_of_the_tables(
    programme: Programme, values: dict[str, Value], day: date
) -> None:
    assert check_programme(programme, of(values), day).verdict == by_the_book(programme, values, day)


@settings(max_examples=150)
@given(programme=PROGRAMMES, values=PEOPLE, day=DAYS, data=st.data())
def test_one_more_fact_turns_an_answer_round_only_through_that_fact(
    programme: Programme, values: dict[str, Value], day: date, data: st.DataObject
) -> None:
    before = check_programme(programme, of(values), day)
    left = sorted(set(REGISTRY.questions) - set(values))
    if not left:
        return
    field = data.draw(st.sampled_from(left))
    learnt = {**values, field: data.draw(values_of(REGISTRY.questions[field]))}
    after = check_programme(programme, of(learnt), day)
    changed = [
        new.rule.condition.question.field
        for old, new in zip(before.rules, after.rules, strict=True)
        if old.state != new.state
    ]
    assert set(changed) <= {field}
    if before.verdict in {"eligible", "not_eligible", "not_running"}:
        assert after.verdict == before.verdict
    elif after.verdict == "not_eligible":
        assert field in before.asks


@given(programme=PROGRAMMES, values=PEOPLE, day=DAYS)
def test_what_is_unknown_is_never_taken_for_met(programme: Programme, values: dict[str, Value], day: date) -> None:
    found = check_programme(programme, of(values), day)
    for one in found.rules:
        is_told = one.rule.condition.question.field in values
        assert (one.state == "unknown") == (not is_told)
        assert (one.origin is None) == (not is_told)
    assert bool(found.asks) == (found.verdict == "need_to_know")
    assert not set(found.asks) & set(values)


@given(programme=PROGRAMMES, values=PEOPLE, day=DAYS)
def test_to_answer_all_that_is_asked_settles_the_question(
    programme: Programme, values: dict[str, Value], day: date
) -> None:
    found = check_programme(programme, of(values), day)
    for field in found.asks:
        rule = next(one.rule for one in found.rules if one.rule.condition.question.field == field)
        values = {**values, field: rule.condition.wanted[0]}
    assert check_programme(programme, of(values), day).verdict != "need_to_know"


@given(programme=PROGRAMMES, values=PEOPLE, days=st.integers(1, 4000))
def test_after_its_last_day_a_programme_is_open_to_nobody(
    programme: Programme, values: dict[str, Value], days: int
) -> None:
    if programme.held.valid_until is not None:
        day = date.fromordinal(programme.held.valid_until.toordinal() + days)
        assert check_programme(programme, of(values), day).verdict == "not_running"


@pytest.mark.parametrize(
    ("changed", "day", "verdict"),
    [
        ({}, TODAY, "eligible"),
        ({"months_since_job_ended": 5}, TODAY, "eligible"),
        ({"months_since_job_ended": 5, "jkp_months_in_a_row": 9}, date(2025, 2, 6), "not_eligible"),
        ({"months_since_job_ended": 5}, date(2025, 2, 7), "eligible"),
        ({"job_ended_by": "resigned"}, TODAY, "not_eligible"),
        ({"jkp_months_24": None}, TODAY, "need_to_know"),
        ({}, date(2020, 5, 1), "not_running"),
    ],
)
def test_job_loss_insurance_follows_the_law_of_the_day(changed: dict[str, Any], day: date, verdict: str) -> None:
    assert checked("jkp", {**LAID_OFF, **changed}, day).verdict == verdict


def test_benefits_are_those_of_the_day() -> None:
    before, after = (checked("jkp", {}, day).benefits for day in (date(2024, 1, 1), TODAY))
    assert {benefit.low for benefit in before} == {25, None}
    assert {benefit.low for benefit in after} == {60, None}


def test_of_alternatives_one_is_enough_and_all_that_are_left_are_asked_for() -> None:
    coded = worker(education="SMA", study_programmes=("ips",))
    person = {"age_years": 20, "had_im_japan": False}
    assert set(checked("magang-jepang-im", person, TODAY, coded).asks) == {"training_jp", "technical_experience_months"}
    assert checked("magang-jepang-im", {**person, "training_jp": 160}, TODAY, coded).verdict == "eligible"


def test_a_licence_in_the_record_is_a_yes_and_its_absence_is_no_answer() -> None:
    shown = checked("ssw-jepang", {"age_years": 20}, TODAY, worker(skills=["jft-basic-a2", "ssw-tokutei-ginou"]))
    assert shown.verdict == "eligible"
    assert {one.origin for one in shown.rules} == {"record", "answers"}
    assert set(checked("ssw-jepang", {"age_years": 20}, TODAY, worker()).asks) == {"japanese_n4", "ssw_test"}


def test_what_a_person_says_stands_before_what_the_record_shows() -> None:
    coded = worker(education="S1", region_codes=("3273",), experience_months=24)
    assert checked("sppi-kdmp", {"citizen": True}, TODAY, coded).verdict == "eligible"
    assert checked("sppi-kdmp", {"citizen": True, "education": "SMA"}, TODAY, coded).verdict == "not_eligible"


def test_a_record_of_two_provinces_tells_none() -> None:
    person = {"age_years": 20, "education": "SMA"}
    assert checked("brigade-pangan", person, TODAY, worker(region_codes=("1671",))).verdict == "eligible"
    assert checked("brigade-pangan", person, TODAY, worker(region_codes=("1671", "3273"))).asks == ("province",)


def test_old_and_unverified_knowledge_is_told() -> None:
    old = checked("cpns-disabilitas", {}, TODAY)
    assert old.is_stale
    assert not old.is_verified
    fresh = checked("pelatihan-vokasi-2026", {}, TODAY)
    assert not fresh.is_stale
    assert fresh.is_verified


def test_words_of_a_field_of_study_are_whole_words() -> None:
    nurse = next(rule for rule in REGISTRY.programmes["g2g-jerman"].rules if rule.id == "study")
    for words, state in (("d3 keperawatan", "met"), ("profesi ners", "met"), ("nersifikasi", "not_met")):
        assert check_rule(nurse, of({"study": (words,)})).state == state


def test_no_alternative_met_and_none_unknown_is_not_met() -> None:
    rule = REGISTRY.programmes["pktd"].rules[1]
    states = [check_rule(rule, of(values)) for values in ({"poor_household": False}, {}, {"poor_household": True})]
    assert [any_of(states[:1]), any_of(states[:2]), any_of(states)] == ["not_met", "unknown", "met"]
