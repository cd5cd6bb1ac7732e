"""Text for the fonts of every PDF reader: one table, nothing that breaks a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.pdf_text import all_printable, printable, unprintable


def test_signs_become_their_likeness_and_latin_letters_stay() -> None:
    assert printable("“Kélas” – 80 %… ≥ 3 → ok’s • a\u200bb") == '"Kélas" - 80 %... >= 3 -> ok\'s · ab'
    assert printable("Rp\N{NO-BREAK SPACE}4.500.000 × 2 · ½") == "Rp\N{NO-BREAK SPACE}4.500.000 × 2 · ½"
    assert printable("王") == "?"


def test_a_document_is_printable_through_and_through() -> None:
    assert all_printable({"a–b": ["“x”", 3, None, ("王",)]}) == {"a-b": ['"x"', 3, None, ["?"]]}


@given(st.text())
def test_what_is_printable_is_latin_1_and_stays_as_it_is(text: str) -> None:
    made = printable(text)
    assert made.encode("latin-1").decode("latin-1") == made
    assert printable(made) == made
    odd = unprintable(text)
    assert not odd or odd in text


def test_the_first_letter_without_a_likeness_is_named() -> None:
    assert unprintable("ab–c") == ""
    assert unprintable("a王b") == "王"
    assert unprintable("a\x07") == "\x07"
