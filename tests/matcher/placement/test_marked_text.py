"""A text in pieces: joined it is the text, and each marked word shows what it was marked for."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matcher.placement.marked_text import LONGEST, Piece, pieces

WORDS = st.text(alphabet="abAB <>&\"'İß.-\n0", max_size=8)


def test_whole_words_are_marked_in_any_case_wherever_they_stand() -> None:
    found = pieces("Bisa las SMAW, LAS\n smaw; kelas smawx.", [(1, "las smaw")])
    assert [one.text for one in found if one.points] == ["las SMAW", "LAS\n smaw"]


def test_words_that_overlap_show_both_points() -> None:
    found = pieces("mengelas pelat SMAW", [(1, "mengelas pelat"), (2, "pelat SMAW")])
    assert found == (
        Piece(text="mengelas ", points=(1,)),
        Piece(text="pelat", points=(1, 2)),
        Piece(text=" SMAW", points=(2,)),
    )


def test_signs_are_words_of_their_own_and_a_single_letter_marks_nothing() -> None:
    assert [one.text for one in pieces("C++ dan C# (C)", [(1, "C++"), (2, "C#"), (3, "C")]) if one.points] == [
        "C++",
        "C#",
    ]


def test_the_end_of_a_very_long_text_comes_unmarked() -> None:
    text = "x " * LONGEST + "las"
    assert "".join(one.text for one in pieces(text, [(1, "las")])) == text
    assert not [one for one in pieces(text, [(1, "las")]) if one.points]


@given(text=st.text(alphabet="abAB <>&\"'İß.-\n0", max_size=80), shown=st.lists(WORDS, max_size=5))
def test_pieces_are_the_text_to_the_letter_and_mark_only_what_was_asked_for(text: str, shown: list[str]) -> None:
    found = pieces(text, list(enumerate(shown, 1)))
    assert "".join(one.text for one in found) == text
    assert all(one.text for one in found)
    for one in found:
        for number in one.points:
            assert set(re.sub(r"\s", "", one.text.lower())) <= set("".join(shown[number - 1].split()).lower())
    assert all(a.points != b.points for a, b in pairwise(found))
