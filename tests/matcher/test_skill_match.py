"""How each skill of a posting meets a worker's, and what skills earn towards others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.skill_credit import ADJACENT_FROM, USUAL_CREDIT, SkillCredit
from matcher.skill_match import SkillMatch, match_skills
from matcher.vocabulary import NO_UNIT
from tests.builders import (
    ADJACENT,
    CLERK,
    SKILL_IDS,
    coded_posting,
    coded_records,
    coded_worker,
    small_skills,
    vocabulary,
)
from tests.matcher.slow_score import slow_matches

SKILLS = small_skills()
CREDIT = SkillCredit(SKILLS, vocabulary())
NUMBERS = vocabulary().skills


def matches(held: Coded, wanted: Coded) -> tuple[SkillMatch, ...]:
    return match_skills(held, wanted, CREDIT, vocabulary())


@given(coded_records("worker"), coded_records("posting"))
def test_each_skill_is_met_as_the_slow_reading_says(held: Coded, wanted: Coded) -> None:
    found = matches(held, wanted)
    slow = slow_matches(held, wanted, SKILLS)
    assert [(m.skill_id, m.held_id, m.is_usual) for m in found] == [(m.skill_id, m.held_id, m.is_usual) for m in slow]
    assert [m.credit for m in found] == pytest.approx([m.credit for m in slow], abs=1e-12)
    assert [m.weight for m in found] == pytest.approx([m.weight for m in slow], abs=1e-12)
    assert [m.required for m in found] == [skill.relevance == "required" for skill in wanted.skills]
    assert [m.held_id for m in found if not m.credit] == ["" for m in found if not m.credit]


def test_only_a_similar_skill_earns_credit_for_a_missing_one() -> None:
    similarity = SKILLS.similarity(*ADJACENT)
    assert similarity >= ADJACENT_FROM
    (near,) = matches(coded_worker(held=[ADJACENT[1]]), coded_posting(required=[ADJACENT[0]]))
    assert (near.held_id, near.is_usual) == (ADJACENT[1], False)
    assert 0 < near.credit < similarity
    (far,) = matches(coded_worker(held=["las-busur"]), coded_posting(required=[ADJACENT[0]]))
    assert (far.held_id, far.credit) == ("", 0.0)
    (same,) = matches(coded_worker(held=ADJACENT), coded_posting(required=[ADJACENT[0]]))
    assert (same.held_id, same.credit) == (ADJACENT[0], 1.0)


@pytest.mark.parametrize(
    ("wanted", "held"), [("sim-a", "sim-a-umum"), ("bahasa-inggris", "bahasa-inggris-bisnis"), ("sim-c", "sim-a")]
)
def test_licences_and_languages_never_stand_in_for_each_other(wanted: str, held: str) -> None:
    (match,) = matches(coded_worker(held=[held]), coded_posting(required=[wanted]))
    assert (match.held_id, match.credit) == ("", 0.0)


def test_what_a_job_usually_needs_is_matched_unless_it_is_said() -> None:
    clerk = coded_worker(worked_in=CLERK, experience_months=12, held=["spreadsheet"])
    wanted = coded_posting(required=["pencatatan-kas", "perpajakan", "spreadsheet"])
    usual, optional, said = matches(clerk, wanted)
    assert (usual.held_id, usual.credit, usual.is_usual) == ("pencatatan-kas", USUAL_CREDIT, True)
    assert (optional.credit, optional.is_usual) == (0, False)
    assert (said.credit, said.is_usual) == (1, False)


def test_the_words_of_both_texts_are_kept() -> None:
    wanted = coded_posting(
        skills=(CodedSkill(id="spreadsheet", relevance="required", surface="menguasai spreadsheet"),)
    )
    held = coded_worker(skills=(CodedSkill(id="spreadsheet", relevance="held", surface="jago spreadsheet"),))
    (match,) = matches(held, wanted)
    assert (match.posting_words, match.worker_words) == ("menguasai spreadsheet", "jago spreadsheet")


def test_a_skill_that_the_tables_lack_is_passed_over_on_either_side() -> None:
    wanted = coded_posting(required=["dari-tabel-lama", "spreadsheet"])
    held = coded_worker(held=["spreadsheet", "dari-tabel-lama"])
    assert [match.skill_id for match in matches(held, wanted)] == ["spreadsheet"]


def test_credit_is_the_same_from_either_side_and_full_for_the_skill_itself() -> None:
    table = np.stack([CREDIT.of(skill) for skill in range(len(SKILL_IDS))])
    assert np.array_equal(table, table.T)
    assert (np.diag(table) == 1).all()
    alike = np.array([[SKILLS.similarity(one, other) for other in SKILL_IDS] for one in SKILL_IDS])
    off = ~np.eye(len(SKILL_IDS), dtype=bool)
    np.testing.assert_array_equal(table[off], np.where(alike >= ADJACENT_FROM, 0.5 * alike, 0.0)[off])


@given(st.lists(st.sampled_from(range(len(SKILL_IDS))), max_size=5), st.none() | st.sampled_from([CLERK, "7212"]))
def test_a_worker_earns_the_best_of_what_each_skill_earns(held: Sequence[int], code: str | None) -> None:
    unit = None if code is None else vocabulary().units[code]
    rows = [CREDIT.of(skill) for skill in held]
    if unit is not None:
        rows.append(np.where(np.isin(np.arange(len(SKILL_IDS)), CREDIT.usual(unit)), USUAL_CREDIT, 0.0))
    expected = np.max(rows, axis=0) if rows else np.zeros(len(SKILL_IDS))
    np.testing.assert_array_equal(CREDIT.towards(held, unit), expected)


def test_what_skills_earn_towards_asked_ones_is_a_table_of_both() -> None:
    asked, held = [0, 3], [1, 0, 3]
    assert CREDIT.between(asked, held).tolist() == [[CREDIT.of(a)[h] for h in held] for a in asked]
    assert CREDIT.between([], held).shape == (0, 3)


def test_essential_skills_alone_are_usual_and_only_in_their_unit_group() -> None:
    clerk = vocabulary().units[CLERK]
    assert {SKILL_IDS[at] for at in CREDIT.usual(clerk)} == {"pencatatan-kas", "spreadsheet"}
    usual = CREDIT.is_usual(NUMBERS["spreadsheet"])
    assert np.flatnonzero(usual).tolist() == [clerk]
    assert not usual[NO_UNIT]
    assert not CREDIT.is_usual(NUMBERS["perpajakan"]).any()
    assert CREDIT.is_usual(NUMBERS["spreadsheet"]) is usual
