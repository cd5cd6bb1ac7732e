"""The task ``suggestions``: what is asked, what is right, and the target."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evaluation import suggestions
from evaluation.suggestions import GOLD, QUESTIONS, mistyped, ours, questions
from evaluation.task import Options
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills


def test_there_are_500_questions_of_four_sorts_always_the_same() -> None:
    found = questions(GOLD)
    assert len(found) == QUESTIONS
    assert found == questions(GOLD)
    assert {one.sort for one in found} == {"slang", "typing error", "beginning", "English"}


def test_every_accepted_answer_exists() -> None:
    known = {skill.id for skill in load_skills()} | set(load_occupations().unit_codes)
    for one in questions(GOLD):
        assert one.accepted & known, one


def test_an_error_changes_a_name_little_and_never_its_first_letter() -> None:
    chance = random.Random(1)
    for _ in range(200):
        made = mistyped("operator forklift", chance)
        assert made[0] == "o"
        assert abs(len(made) - len("operator forklift")) <= 2
    assert mistyped("a", chance) == "a"


def test_what_is_offered_is_right_for_what_nobody_doubts() -> None:
    assert "8321" in ours(True, "ojol")
    assert "microsoft-excel" in ours(False, "exel")


def test_the_report_holds_both_systems_and_every_sort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "QUESTIONS", 7)
    gold = tmp_path / "gold.tsv"
    gold.write_text("kind\tasked\taccepted\njob\tojol\t8321\nskill\texel\tmicrosoft-excel\n", encoding="utf-8")
    rows = {row.name: row for row in suggestions.run(Options(gold=gold)).rows}
    assert len(rows) == 2 * (1 + 4 + 1)
    assert rows["Sepadan, slang: right among 8"].value == 1.0
    assert rows["Sepadan: right among 8"].n == 7
    assert rows["Sepadan: milliseconds, p95"].target == 50.0
    assert rows["RapidFuzz over all names: milliseconds, p95"].target is None


def test_more_than_nine_in_ten_questions_are_answered_right() -> None:
    asked = questions(GOLD)[::8]
    right = [not one.accepted.isdisjoint(ours(one.is_job, one.asked)) for one in asked]
    assert sum(right) / len(right) >= suggestions.LEAST_RIGHT
