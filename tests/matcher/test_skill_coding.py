"""What a record lists and says, to skills and licences: lists before texts, denied ones and traits left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import CodedSkill
from matcher.skill_coding import SkillCoder, with_covered, with_covered_licences
from taxonomy.skill_mentions import SkillMention, SkillReader
from taxonomy.skill_tagger import Phrase, SkillTagger, Tagged
from taxonomy.skill_tokens import Marked
from taxonomy.skills import load_skills
from tests.builders import coded_skills, small_skills


class EveryName:
    """Takes for phrases all that the dictionary found, and what stands in brackets."""

    def tag(self, text: str, marked: Sequence[Marked]) -> Tagged:
        spans = [*marked, *((m.start(1), m.end(1), "task") for m in re.finditer(r"\[([^\]]+)\]", text))]
        phrases = [Phrase(start=start, end=end, type=kind, probability=0.8) for start, end, kind in sorted(spans)]
        return Tagged(phrases=phrases, support=[0.8] * len(marked))


@lru_cache(maxsize=1)
def coder() -> SkillCoder:
    skills = small_skills()
    return SkillCoder(skills, SkillReader(skills, cast(SkillTagger, EveryName())))


@lru_cache(maxsize=1)
def full_coder() -> SkillCoder:
    return SkillCoder(load_skills(), SkillReader(load_skills()))


def mention(skill_id: str, *, required: bool = True, negated: bool = False, surface: str = "x") -> SkillMention:
    return SkillMention(
        skill_id=skill_id,
        label="",
        type="hard",
        surface=surface,
        start=0,
        end=1,
        required=required,
        negated=negated,
        level="",
        similarity=1.0,
    )


def pairs(found: Sequence[CodedSkill]) -> list[tuple[str, str, str]]:
    return [(skill.id, skill.relevance, skill.surface) for skill in found]


def test_a_persons_words_are_read_by_name_and_ads_by_phrase() -> None:
    text = "las busur dan [bikin kopi]"
    assert [m.skill_id for m in coder().mentions(text)] == ["las-busur"]
    assert [[m.skill_id for m in found] for found in coder().ad_mentions([text, "", "SIM A"])] == [
        ["las-busur", ""],
        [],
        ["sim-a"],
    ]
    assert coder().ad_mentions([]) == []


@pytest.mark.parametrize("trait", ["suku Batak", "Suku Jawa", "orang Sunda asli suku Sunda"])
def test_a_trait_is_no_skill_of_words_or_of_an_ad(trait: str) -> None:
    assert full_coder().mentions(f"Saya {trait}") == []
    assert full_coder().ad_mentions([f"Dicari {trait}"]) == [[]]


def test_a_language_that_is_spoken_is_no_trait() -> None:
    found = full_coder().ad_mentions(["Bisa bahasa Batak", "suku Batak"])
    assert [[m.skill_id for m in mentions] for mentions in found] == [["bahasa-batak"], []]


def test_listed_skills_stand_before_those_of_the_text_and_the_listed_words_win() -> None:
    found = coder().skills(["SPREADSHEET"], [mention("las-busur"), mention("spreadsheet")], "required")
    assert pairs(found) == [("spreadsheet", "required", "SPREADSHEET"), ("las-busur", "required", "x")]


def test_an_entry_that_is_no_name_is_read_and_shown_without_what_is_personal() -> None:
    entries = ["mahir las busur, WA 0812 3456 7890", "tidak bisa bahasa Inggris", "antah berantah"]
    assert pairs(coder().skills(entries, [], "held")) == [("las-busur", "held", "mahir las busur, WA")]


def test_denied_mentions_and_phrases_without_a_concept_are_no_skills() -> None:
    assert coder().skills([], [mention("las-busur", negated=True), mention("")], "required") == ()


@pytest.mark.parametrize(
    ("relevance", "required", "expected"),
    [
        ("required", True, "required"),
        ("required", False, "preferred"),
        ("held", True, "held"),
        ("held", False, "held"),
        ("taught", False, "taught"),
    ],
)
def test_only_what_a_posting_asks_for_can_be_preferred(relevance: str, required: bool, expected: str) -> None:
    (found,) = coder().skills([], [mention("las-busur", required=required)], cast("object", relevance))  # type: ignore[arg-type]
    assert found.relevance == expected


def test_what_one_line_prefers_and_another_demands_is_demanded() -> None:
    soft, hard = mention("las-busur", required=False, surface="soft"), mention("las-busur", surface="hard")
    for mentions in ([soft, hard], [hard, soft], [soft, hard, soft]):
        assert pairs(coder().skills([], mentions, "required")) == [("las-busur", "required", "hard")]
    assert pairs(coder().skills([], [soft, soft], "required")) == [("las-busur", "preferred", "soft")]


def test_licences_are_those_listed_and_those_demanded_once_each() -> None:
    mentions = [
        mention("sim-a-umum"),
        mention("las-busur"),
        mention("sim-c", required=False),
        mention("sim-a-umum"),
        mention(""),
    ]
    assert coder().licences(["SIM A", "Spreadsheet"], mentions) == ("sim-a", "sim-a-umum")
    assert coder().licences(["SIM A & SIM C aktif"], [mention("sim-a-umum", negated=True)]) == ("sim-a", "sim-c")


def test_a_higher_licence_entitles_to_the_lower_ones_by_the_same_words() -> None:
    assert with_covered_licences(("sim-b1",)) == ("sim-b1", "sim-a")
    assert with_covered_licences(()) == ()
    held = (CodedSkill(id="sim-b1", relevance="held", surface="SIM B1"), *coded_skills(["las-busur"], "held"))
    assert pairs(with_covered(held))[2:] == [("sim-a", "held", "SIM B1")]


@given(st.lists(st.text() | st.sampled_from(["SIM A", "[x] las busur", "suku Batak", "\x00", "<b>"]), max_size=4))
def test_no_text_makes_the_coder_fail(texts: list[str]) -> None:
    found = coder().ad_mentions(texts)
    assert len(found) == len(texts)
    for text, mentions in zip(texts, found, strict=True):
        skills = coder().skills([text], [*mentions, *coder().mentions(text)], "required")
        assert len({skill.id for skill in skills}) == len(skills)
        assert set(coder().licences([text], mentions)) <= {skill.id for skill in small_skills()}
