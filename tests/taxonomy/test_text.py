"""Plain text and its one spelling for comparison."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.text import fold, plain

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Admin &amp; Kasir", "Admin & Kasir"),
        ("Admin &amp;amp; Kasir", "Admin & Kasir"),
        ("&lt;b&gt;Kasir&lt;/b&gt;", "Kasir"),
        ("<p>Syarat:</p><p>SMA</p>", "Syarat:\nSMA"),
        ("<ul><li>Jujur</li><li>Teliti</li></ul>", "Jujur\nTeliti"),
        ("Jujur<br>Teliti<br/>Rajin", "Jujur\nTeliti\nRajin"),
        ("<!-- catatan -->Kasir", "Kasir"),
        ("gaji < 5 juta dan > 3 juta", "gaji < 5 juta dan > 3 juta"),
        ("3<5", "3<5"),
        ("Ka\u200bsir", "Kasir"),
        ("Koki&#8203; senior", "Koki senior"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c", "a b c"),
        ("a\ud800b", "a b"),
        ("a \n \n\n b", "a\nb"),
        ("  Kasir \t\u00a0 toko ", "Kasir toko"),
        ("", ""),
        ("\u200b\u200b", ""),
        ("🏠 Kasir", "🏠 Kasir"),
    ],
)
def test_text_is_shown_as_a_person_reads_it(stored: str, shown: str) -> None:
    assert plain(stored) == shown


@given(st.text())
def test_plain_never_raises_and_leaves_no_control_or_invisible_characters(text: str) -> None:
    shown = plain(text)
    assert shown == shown.strip()
    assert not set(shown) & set(INVISIBLE)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} for c in shown)
    assert "  " not in shown
    assert "\n\n" not in shown


@given(st.text(alphabet=st.characters(exclude_characters="&<")))
def test_text_without_markup_is_plain_after_one_pass(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet="abc \n"), st.sampled_from(INVISIBLE), st.integers(0, 20))
def test_an_invisible_character_anywhere_changes_nothing(text: str, invisible: str, at: int) -> None:
    assert plain(text[:at] + invisible + text[at:]) == plain(text)


def test_a_hostile_run_of_brackets_is_read_in_linear_time() -> None:
    assert plain("<" * 50_000) == "<" * 50_000


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    # Full case folding and NFKC do not commute for a few letters, so two rounds reach the fixed point.
    assert fold(fold(fold(text))) == fold(fold(text))


@given(st.text(alphabet="abcXYZé 123"))
def test_folding_is_blind_to_case_and_spaces(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(f"  {text.replace(' ', '   ')}\t")


def test_folding_makes_one_spelling_of_wide_and_ligature_letters() -> None:
    assert fold("ＫＡＳＩＲ") == "kasir"
    assert fold("ﬁnance") == "finance"
