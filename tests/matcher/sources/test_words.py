"""Indonesian words of other systems: days with the month's name, kinds of employment."""

from __future__ import annotations

import pytest

from matcher.sources.words import day_in_words, employment_type


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 Desember 2026", "2026-12-15"),
        ("Selasa, 1 Nop. 2026 pukul 23.59", "2026-11-01"),
        ("05-AGT-2026", "2026-08-05"),
        ("115 Desember 2026", "115 Desember 2026"),
        ("15 Desember 20261", "15 Desember 20261"),
        ("15 Desembre 2026", "15 Desembre 2026"),
        ("15/12/2026", "15/12/2026"),
        (20261215, 20261215),
        (None, None),
    ],
)
def test_a_day_in_words_is_read_and_anything_else_is_left(text: object, day: object) -> None:
    assert day_in_words(text) == day


def test_kinds_of_employment_have_the_words_of_the_template() -> None:
    words = ("PKWT", "pkwtt", " Penuh  Waktu ", "Magang", "Harian lepas", "sukarela", "")
    assert [employment_type(word) for word in words] == [
        *("contract", "full_time", "full_time", "internship", "daily", "", ""),
    ]
