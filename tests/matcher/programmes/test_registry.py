"""The bundled tables are whole, and a faulty table is refused by file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.programmes.registry import FOLDER, load_registry, read_registry, registry_of
from matcher.programmes.registry_rows import COLUMNS
from matcher.programmes.rules import Held
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.skills import load_skills
from tests.matcher.programmes.people import appended, copied_tables, edited

TODAY = date(2026, 11, 27)
KINDS = {
    *("training", "certification", "internship", "entrepreneurship", "credit", "labour_intensive", "income"),
    *("placement", "overseas", "disability", "settlement"),
}


def all_held() -> list[tuple[str, Held]]:
    found = list[tuple[str, Held]]()
    for key, programme in load_registry().programmes.items():
        found.append((key, programme.held))
        found += [(f"{key} {rule.id}", rule.held) for rule in programme.rules]
        found += [(f"{key} {benefit.words['en']}", benefit.held) for benefit in programme.benefits]
    return found


def test_there_are_more_than_forty_programmes_of_every_kind_each_with_rules_and_benefits() -> None:
    programmes = load_registry().programmes.values()
    assert len(programmes) >= 40
    assert {programme.kind for programme in programmes} == KINDS
    assert all(programme.rules and programme.benefits and programme.needs for programme in programmes)


def test_each_row_has_a_source_and_days_that_are_not_in_the_future() -> None:
    for where, held in all_held():
        assert held.source.citation, where
        assert date(2015, 1, 1) < held.as_of <= TODAY, where
        assert held.source.issued <= TODAY.isoformat(), where
        assert held.valid_from is None or held.valid_until is None or held.valid_from <= held.valid_until, where


def test_what_is_told_of_a_programme_is_there_in_both_languages_and_differs() -> None:
    registry = load_registry()
    for programme in registry.programmes.values():
        for words in (programme.says, programme.apply, *(rule.reason for rule in programme.rules)):
            assert words["id"]
            assert words["en"]
            assert words["id"] != words["en"]
        assert programme.name["id"]
        assert programme.name["en"]
        assert bool(programme.also["id"]) == bool(programme.also["en"])
    assert all(question.asks["id"].endswith((".", "?", ")")) for question in registry.questions.values())


def test_every_law_notice_and_question_is_used_and_every_sign_is_known() -> None:
    registry = load_registry()
    asked = {rule.condition.question.field for programme in registry.programmes.values() for rule in programme.rules}
    assert set(registry.questions) == asked
    assert {held.source.id for _, held in all_held()} <= {held.source.id for _, held in all_held()}
    served = {need for programme in registry.programmes.values() for need in programme.needs}
    assert served == set(registry.needs)


def test_provinces_and_skills_that_tables_name_exist() -> None:
    registry, gazetteer, skills = load_registry(), load_gazetteer(), load_skills()
    for programme in registry.programmes.values():
        for rule in programme.rules:
            if rule.condition.question.kind == "province":
                assert all(gazetteer.knows(str(code)) for code in rule.condition.wanted)
    for question in registry.questions.values():
        assert all(skills.get(skill).type == "licence" for skill in question.skills)


def test_personal_traits_are_marked_and_no_record_answers_them() -> None:
    personal = {question.field for question in load_registry().questions.values() if question.is_personal}
    assert {"age_years", "sex", "disability", "married", "poor_household", "social_aid", "work_injury"} <= personal
    assert not any(q.record or q.skills for q in load_registry().questions.values() if q.is_personal)


def test_a_programme_that_ended_or_paused_has_a_last_day_in_the_past() -> None:
    for programme in load_registry().programmes.values():
        if programme.status in {"ended", "paused"}:
            assert programme.held.valid_until is not None
            assert programme.phase(TODAY) in {"over", "paused"}
        if programme.status == "announced":
            assert programme.phase(TODAY) == "announced"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("rules.tsv", "\tage_years\tat_least\t17\t", "\tage_yeers\tat_least\t17\t", "a field of questions.tsv"),
        ("rules.tsv", "\tage_years\tat_least\t17\t", "\tage_years\tin\t17\t", "at_least or at_most of age_years"),
        ("rules.tsv", "\tage_years\tat_least\t17\t", "\tage_years\tat_least\t170\t", "a whole number from 0 to 120"),
        ("rules.tsv", "jkp\tdismissed\t", "jkp\tcitizen\t", "once"),
        ("rules.tsv", "jkp\tdismissed\t", "jkp\t\t", "a key of the rule"),
        ("rules.tsv", "jkp\tdismissed\t", "jkpp\tdismissed\t", "programmes of programmes.tsv"),
        ("rules.tsv", "names_any\tteknik|", "names_any\t|", "words"),
        ("rules.tsv", "\tpp-6-2025\t", "\tpp-66-2025\t", "a source of sources.tsv"),
        ("rules.tsv", "\t2025-02-06\t2025-02-17\tyes", "\t2025-02-06\t2025-02-17\tmaybe", "yes or no"),
        ("rules.tsv", "\t2025-02-06\t2025-02-17\tyes", "\t2025-02-31\t2025-02-17\tyes", "a day as"),
        ("rules.tsv", "Kena PHK; bukan", "\tKena PHK; bukan", "cells"),
        ("rules.tsv", "\tReady to work again.", "\t", "reason_id and reason_en"),
        ("benefits.tsv", "\t10000000\t", "\tten\t", "whole amounts"),
        ("benefits.tsv", "\t15000000\t20000000\t", "\t20000000\t15000000\t", "the lower first"),
        ("benefits.tsv", "pkk\t", "pkkk\t", "programmes of programmes.tsv"),
        ("benefits.tsv", "\tonce\t", "\tsometimes\t", "one of once"),
        ("programmes.tsv", "\topen\t", "\tajar\t", "one of open"),
        ("programmes.tsv", "\ttraining work first_job\t", "\ttraining gold\t", "needs of needs.tsv"),
        ("programmes.tsv", "\t2020-04-11\t2024-12-31\t", "\t2020-04-11\t\t", "a last day before as_of"),
        ("programmes.tsv", "\t2020-04-11\t2024-12-31\t", "\t2025-04-11\t2024-12-31\t", "not before the first"),
        ("programmes.tsv", "\tAt most two people of one family card.", "\t", "also_id and also_en"),
        ("programmes.tsv", "blk-komunitas\t", "blk-reguler\t", "once"),
        ("sources.tsv", "\t2003-03-25\t", "\tlong ago\t", "its day, month or year"),
        ("sources.tsv", "uu-13-2003\tlaw", "uu-13-2003\tgossip", "one of law"),
        ("sources.tsv", "uu-6-2014\t", "uu-13-2003\t", "a key that stands once"),
        ("questions.tsv", "age_years\tnumber\t0\t120", "age_years\tnumber\t\t120", "bounds of a number"),
        ("questions.tsv", "woman|man", "", "choices of a choice"),
        ("questions.tsv", "citizen\tyes_no", "citizen\tperhaps", "a kind of"),
        ("questions.tsv", "\t0\t120\t\tyes\t\t", "\t0\t120\t\tyes\teducation\t", "personal"),
        ("needs.tsv", "need\tname_id", "needs\tname_id", "columns need"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_refused_by_name(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    folder = copied_tables(tmp_path / "tables")
    edited(folder, name, old, new)
    with pytest.raises(InputError) as fault:
        read_registry(folder)
    assert said in str(fault.value)
    assert ".tsv" in fault.value.where


def test_a_table_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    folder = copied_tables(tmp_path / FOLDER)
    (folder / "rules.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"rules\.tsv"):
        registry_of(tmp_path)
    (folder / "rules.tsv").unlink()
    with pytest.raises(InputError, match=r"no rules\.tsv"):
        registry_of(tmp_path)


def test_a_home_has_the_bundled_tables_until_it_has_its_own_and_these_are_read_again_when_they_change(
    tmp_path: Path,
) -> None:
    assert registry_of(tmp_path) is load_registry()
    folder = copied_tables(tmp_path / FOLDER)
    own = registry_of(tmp_path)
    assert own == load_registry()
    assert registry_of(tmp_path) is own
    edited(folder, "needs.tsv", "Baru lulus", "Lulusan baru tahun ini")
    assert registry_of(tmp_path).needs["first_job"].name["id"] == "Lulusan baru tahun ini"


def test_a_table_may_end_without_a_line_break_and_hold_one_more_programme(tmp_path: Path) -> None:
    folder = copied_tables(tmp_path / FOLDER)
    appended(folder, "needs.tsv", "rest\tIstirahat\tRest\t\t\t")
    assert "rest" in registry_of(tmp_path).needs
    assert set(COLUMNS) == {path.name for path in folder.iterdir()}
