"""Answers are read strictly, and no message repeats one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.programmes.conditions import OPERATORS
from matcher.programmes.questions import read_answers
from matcher.programmes.registry import load_registry
from taxonomy.errors import InputError

QUESTIONS = load_registry().questions


@pytest.mark.parametrize(
    ("field", "given_", "read"),
    [
        ("citizen", True, True),
        ("citizen", "Ya", True),
        ("citizen", " tidak ", False),
        ("age_years", 24, 24),
        ("age_years", "24", 24),
        ("age_years", 0, 0),
        ("sex", "woman", "woman"),
        ("education", "smk", "SMA"),
        ("education", "Ners", "PROFESI"),
        ("education", "S1", "S1"),
        ("province", "32", "32"),
        ("study", "S1 Keperawatan", ("s1 keperawatan",)),
    ],
)
def test_an_answer_is_read(field: str, given_: Any, read: Any) -> None:
    assert read_answers({field: given_}, QUESTIONS) == {field: read}


def test_who_does_not_want_to_say_is_left_in_peace() -> None:
    assert read_answers({"disability": None, "age_years": None}, QUESTIONS) == {}


@pytest.mark.parametrize(
    ("field", "given_"),
    [
        ("citizen", 1),
        ("citizen", "mungkin"),
        ("citizen", "🙂"),
        ("age_years", True),
        ("age_years", 121),
        ("age_years", -1),
        ("age_years", 24.5),
        ("age_years", float("nan")),
        ("age_years", "dua puluh"),
        ("age_years", "९९"),
        ("age_years", 10**30),
        ("sex", "perempuan"),
        ("sex", ["woman"]),
        ("education", "S9"),
        ("education", 3),
        ("province", "3"),
        ("province", 32),
        ("province", "02"),
        ("study", ""),
        ("study", "\u200b"),
        ("study", "x" * 201),
        ("study", {"a": 1}),
        ("work_status", "'; DROP TABLE workers; --"),
        ("wage_idr_month", "<b>3500000</b>"),
    ],
)
def test_a_wrong_answer_is_refused_by_its_field_and_not_repeated(field: str, given_: Any) -> None:
    with pytest.raises(InputError) as fault:
        read_answers({field: given_}, QUESTIONS)
    assert fault.value.where == f"answers.{field}"
    assert fault.value.found in {"true or false", "another number", "other text", "a list", "an object"}
    assert fault.value.wanted == QUESTIONS[field].wanted


def test_a_question_that_is_not_there_is_told_and_repeated_only_if_it_looks_like_a_name() -> None:
    with pytest.raises(InputError, match=r"answers\.umur: "):
        read_answers({"umur": 30}, QUESTIONS)
    with pytest.raises(InputError) as fault:
        read_answers({"umur saya 30, 0812-3456-7890": True}, QUESTIONS)
    assert "30" not in str(fault.value)


@given(st.dictionaries(st.text(max_size=30) | st.sampled_from(sorted(QUESTIONS)), st.text(min_size=4, max_size=40)))
def test_whatever_comes_it_is_read_or_refused_and_a_refusal_has_nothing_of_it(raw: dict[str, str]) -> None:
    refused = None
    try:
        assert set(read_answers(raw, QUESTIONS)) == set(raw)
    except InputError as fault:
        refused = fault
    own = {question.wanted for question in QUESTIONS.values()} | {"fields of the questions about programmes"}
    assert refused is None or (refused.found in {"other text", "another field"} and refused.wanted in own)


def test_each_kind_of_question_has_operators_and_is_used() -> None:
    assert {question.kind for question in QUESTIONS.values()} == set(OPERATORS)
