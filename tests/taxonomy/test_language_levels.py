"""Language levels as people name them; nothing is converted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.language_levels import CEFR, read_language_levels


@pytest.mark.parametrize(
    ("text", "skill", "scheme", "level", "cefr"),
    [
        ("Bahasa Jerman B1 (Goethe)", "bahasa-jerman", "CEFR", "B1", "B1"),
        ("punya sertifikat Goethe B2", "bahasa-jerman", "CEFR", "B2", "B2"),
        ("C1 English", "bahasa-inggris", "CEFR", "C1", "C1"),
        ("lulus JLPT N4 tahun lalu", "bahasa-jepang", "JLPT", "N4", ""),
        ("bahasa jepang n3", "bahasa-jepang", "JLPT", "N3", ""),
        ("N5 JLPT", "bahasa-jepang", "JLPT", "N5", ""),
        ("sudah JFT-Basic A2", "bahasa-jepang", "JFT-Basic", "A2", "A2"),
        ("sudah jft basic", "bahasa-jepang", "JFT-Basic", "A2", "A2"),
        ("lulus EPS-TOPIK 2024", "bahasa-korea", "EPS-TOPIK", "", ""),
        ("TOPIK II level 4", "bahasa-korea", "TOPIK", "4", ""),
        ("HSK 3", "bahasa-mandarin", "HSK", "3", ""),
        ("IELTS skor 6,5", "bahasa-inggris", "IELTS", "6.5", ""),
    ],
)
def test_a_level_is_read_with_its_language_and_scheme(
    text: str, skill: str, scheme: str, level: str, cefr: str
) -> None:
    found = read_language_levels(text)
    assert [(one.skill_id, one.scheme, one.level, one.cefr) for one in found] == [(skill, scheme, level, cefr)]
    assert found[0].surface in text


@pytest.mark.parametrize(
    "text",
    ["", "bahasa Inggris aktif", "SIM B1 dan SIM A", "vitamin B2", "ruang A1", "EPS", "belajar topik baru", "N4"],
)
def test_a_level_of_nothing_says_nothing(text: str) -> None:
    assert read_language_levels(text) == ()


def test_each_level_is_told_once_and_two_languages_keep_theirs() -> None:
    found = read_language_levels("Jerman B1, Inggris B2. Jerman B1")
    assert {(one.skill_id, one.level) for one in found} == {("bahasa-jerman", "B1"), ("bahasa-inggris", "B2")}


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_surface_stands_in_it(text: str) -> None:
    for one in read_language_levels(text):
        assert one.surface in text
        assert one.cefr in {"", *CEFR}
