"""Names by their words: exact ones, beginnings, typing errors, and what is still being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.occupation_search import load_search
from taxonomy.skill_search import SkillSearch, load_skill_search
from taxonomy.skills import Skill
from taxonomy.word_search import MAX_WORDS, WordSearch

NAMES = ("tukang las", "tukang las listrik", "juru masak", "operator forklift", "perawat gigi")


def best(words: str, *, is_unfinished: bool = False) -> str:
    scores = WordSearch(NAMES).scores(words, is_unfinished=is_unfinished)
    return NAMES[int(scores.argmax())] if scores.max() > 0 else ""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("tukang las", "tukang las"),
        ("  TUKANG   Las Listrik! ", "tukang las listrik"),
        ("tukng las", "tukang las"),
        ("forklf", "operator forklift"),
        ("peraawt gigi", "perawat gigi"),
        ("mask juru", "juru masak"),
    ],
)
def test_the_nearest_name_scores_best(words: str, name: str) -> None:
    assert best(words) == name


def test_a_name_asked_for_word_for_word_scores_1_and_no_other_does() -> None:
    scores = WordSearch(NAMES).scores("tukang las")
    assert scores[0] == pytest.approx(1.0)
    assert (scores[1:] < 1).all()


def test_the_last_word_may_be_begun_with_an_error_while_it_is_typed() -> None:
    assert best("operator frokl", is_unfinished=True) == "operator forklift"
    assert WordSearch(NAMES).scores("frokl").max() == 0
    assert WordSearch(NAMES).scores("frokl", is_unfinished=True).argmax() == 3


def test_a_single_letter_at_the_end_says_nothing_yet() -> None:
    search = WordSearch(NAMES)
    assert (search.scores("juru p", is_unfinished=True) == search.scores("juru")).all()


def test_two_errors_in_a_short_word_are_forgiven_where_nothing_is_nearer() -> None:
    assert WordSearch(("python", "excel")).scores("phyton").argmax() == 0


def test_names_share_what_they_stand_for() -> None:
    scores = WordSearch(("las", "las"), (1.0, 0.5)).scores("las")
    assert scores[0] > scores[1] > 0


def test_words_beyond_the_most_are_not_read() -> None:
    search = WordSearch(NAMES)
    long = " ".join(f"kata{at}" for at in range(MAX_WORDS))
    assert (search.scores(f"{long} las") == search.scores(long)).all()


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_typed_scores_lie_in_0_to_1(words: str, is_unfinished: bool) -> None:
    scores = WordSearch(NAMES).scores(words, is_unfinished=is_unfinished)
    assert scores.shape == (len(NAMES),)
    assert ((scores >= 0) & (scores <= 1 + 1e-9)).all()


def test_no_names_have_no_scores() -> None:
    assert WordSearch(()).scores("las").size == 0


def test_suggestions_of_jobs_are_unit_groups_that_differ_each_with_the_name_that_answers() -> None:
    hits = load_search().suggest("tukng la", 8)
    codes = [hit.occupation.code for hit in hits]
    assert codes[0] == "7212"
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 4 for code in codes)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].matched == "Tukang Las"


def test_skills_are_found_by_alias_once_each() -> None:
    hits = load_skill_search().find("exel")
    assert hits[0].skill.id == "microsoft-excel"
    assert len({hit.skill.id for hit in hits}) == len(hits) <= 8


def test_of_skills_that_answer_alike_the_shorter_comes_first() -> None:
    skills = [
        Skill(id=f"s{at}", label=label, label_en="", type="hard", aliases=("obeng",))
        for at, label in enumerate(("Memakai obeng panjang", "Perkakas"))
    ]
    assert [hit.skill.label for hit in SkillSearch(skills).find("obeng")] == ["Perkakas", "Memakai obeng panjang"]


def test_words_that_name_no_skill_find_none() -> None:
    assert load_skill_search().find("🙂") == ()
