"""Searching occupations by code and by words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy.aliases import Alias
from taxonomy.occupation_search import OccupationSearch, load_search
from taxonomy.occupations import Occupation, Occupations, load_occupations
from taxonomy.text import fold


def codes(words: str, limit: int = 5) -> list[str]:
    return [hit.occupation.code for hit in load_search().find(words, limit)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("kasir", "5230"),
        ("  ADMIN   Gudang ", "4321"),
        ("software developer", "2512"),
        ("guru SD", "2341"),
        ("kang bakso", "5212"),
        ("Welder", "7212"),
        ("Operator Mesin Produk Kotak Kertas", "8143.02"),
    ],
)
def test_titles_aliases_and_english_titles_come_first(words: str, code: str) -> None:
    assert codes(words)[0] == code


@pytest.mark.parametrize(
    ("words", "code"),
    [("sopirr trk", "8332"), ("acountant", "2411"), ("babysiter", "5311"), ("progammer", "2512"), ("perwat", "2221")],
)
def test_typing_errors_are_forgiven(words: str, code: str) -> None:
    assert code in codes(words, 8)


def test_words_that_nobody_knows_do_not_drown_those_that_are_known() -> None:
    assert codes("sopir truk Zzyzxville")[0] == "8332"


def test_the_beginning_of_a_word_is_enough() -> None:
    assert "4321" in codes("gudan", 10)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("4321", ["4321", "4321.01", "4321.02"]),
        ("4321.", ["4321.01", "4321.02", "4321.03"]),
        ("43", ["43", "431", "432"]),
        ("2", ["2", "21", "22"]),
    ],
)
def test_a_code_gives_itself_and_what_begins_with_it(asked: str, expected: list[str]) -> None:
    assert codes(asked, 3) == expected
    found = load_search().find(asked, 1_000)
    assert found[0].matched == expected[0]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_an_unknown_code_gives_nothing() -> None:
    assert load_search().find("7999") == ()


@pytest.mark.parametrize("words", ["", "   ", "!!!", "🙂", "xqzzwv"])
def test_nothing_to_look_for_gives_nothing(words: str) -> None:
    assert load_search().find(words) == ()


def test_no_occupations_give_nothing() -> None:
    assert OccupationSearch(Occupations(())).find("kasir") == ()


def test_an_ambiguous_alias_gives_all_its_groups_the_likelier_first() -> None:
    tree = Occupations(tuple(Occupation(code=c, title=f"judul {c}", title_en="") for c in ("1111", "2222", "2222.01")))
    shares = {"2222": 0.7, "1111": 0.2, "9999": 0.1}
    mt = Alias(text="MT", code="2222", language="mix", register="abbreviation", shares=shares)
    found = OccupationSearch(tree, [mt]).find("mt")
    assert [(hit.occupation.code, hit.matched) for hit in found] == [("2222", "MT"), ("1111", "MT")]
    assert found[0].score > found[1].score


def test_equal_answers_come_by_level_and_code() -> None:
    titles = {"2": "juru", "22": "juru", "222": "juru", "2222": "juru", "2222.01": "juru", "2223": "juru"}
    tree = Occupations(tuple(Occupation(code=c, title=t, title_en="") for c, t in titles.items()))
    assert [hit.occupation.code for hit in OccupationSearch(tree).find("juru")] == [
        "2222",
        "2223",
        "2222.01",
        "222",
        "22",
        "2",
    ]


@given(st.text(max_size=80))
@example("pap")  # two sums that differ in the last bit
def test_any_text_is_answered_in_order_with_scores_within_bounds(words: str) -> None:
    found = load_search().find(words, 20)
    scores = [hit.score for hit in found]
    assert len(found) <= 20
    assert len({hit.occupation.code for hit in found}) == len(found)
    assert all(0 < score <= 1 for score in scores)
    if not fold(words)[:1].isdigit():
        assert scores == sorted(scores, reverse=True)


@pytest.mark.untraced
def test_every_official_title_of_a_unit_group_finds_it_among_the_first_three() -> None:
    lost = [
        entry.code for entry in load_occupations() if len(entry.code) == 4 and entry.code not in codes(entry.title, 3)
    ]
    assert lost == []


def test_a_question_of_fifty_thousand_letters_is_read_as_its_first_words() -> None:
    assert load_search().find("kasir toko " * 5_000) == load_search().find("kasir toko")
    assert load_search().find("kasir " + " ".join(f"{n}xqzzw" for n in range(9_000))) == ()
