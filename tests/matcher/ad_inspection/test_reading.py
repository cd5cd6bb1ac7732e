"""Ads as the rules read them: what is odd goes, and every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ad_inspection.reading import as_read

PIECES = (
    "usia",
    " ",
    "  ",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "\u200b",
    "\ufe0f",
    "<br>",
    "<b>",
    "</li>",
    "３０",
    "𝐏𝐫𝐢𝐚",
    "ü ",
    "\n",
    "é",
    "🙂",
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("PRIA &amp; WANITA", "PRIA & WANITA"),
        ("Usia &amp;lt; 35", "Usia < 35"),
        ("us\u200bia\u00ad maks", "usia maks"),
        ("<p>Pria</p><ul><li>Rapi</li></ul>", "\nPria\n\n\nRapi\n\n"),
        ("a <b>tebal</b> b", "a tebal b"),
        ("segala jurusanü Maksimal 35", "segala jurusan• Maksimal 35"),
        ("Usia\xa0\xa0 maks\t30", "Usia maks 30"),
        ("３０ tahun 𝐏𝐫𝐢𝐚", "30 tahun Pria"),
        ("&bukanentitas; & biasa", "&bukanentitas; & biasa"),
        ("gaji < 5 juta > 3", "gaji < 5 juta > 3"),
        ("", ""),
    ],
)
def test_odd_signs_become_what_a_person_sees(text: str, read: str) -> None:
    assert as_read(text).text == read


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_every_character_has_its_place_in_the_text_as_given(text: str) -> None:
    made = as_read(text)
    assert len(made.offsets) == len(made.text) + 1
    assert list(made.offsets) == sorted(made.offsets)
    assert all(0 <= at <= len(text) for at in made.offsets)
    assert made.offsets[-1] == len(text)
