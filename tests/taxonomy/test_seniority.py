"""Levels of titles, as Indonesian ads write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.seniority import LEVELS, read_seniority

TITLES = {
    "learner": (
        "Magang Akuntansi",
        "Pemagangan Kasir/Pramuniaga",
        "HR Internship",
        "Sales Apprentice",
        "Manager Magang",
    ),
    "staff": (
        "Kasir",
        "",
        "Staff Gudang",
        "Sekretaris Direktur",
        "Sopir Direksi",
        "Personal Assistant to Director",
        "Asisten Apoteker",
        "Headset Technician",
        "Kepalan Produksi",
    ),
    "senior": (
        "Senior Accounting",
        "Sr. Backend Engineer",
        "Line Leader",
        "Account Manager",
        "Manajer Proyek",
        "Art Director",
    ),
    "supervisor": (
        "SPV Produksi",
        "Koordinator Lapangan",
        "Asst. Manager",
        "Assistant Marketing Manager",
        "KEPALA GUDANG",
        "Mandor Sawit",
        "Head Chef",
        "Team Leader",
    ),
    "manager": (
        "Site Manager",
        "Manajer Operasional",
        "Kepala Cabang",
        "Head of Finance",
        "GM Hotel",
        "Store Manager (Bali)",
    ),
    "director": ("Direktur Utama", "Sales Director", "CEO", "VP of Engineering"),
}


@pytest.mark.parametrize(("level", "title"), [(level, title) for level, titles in TITLES.items() for title in titles])
def test_a_title_says_its_level(level: str, title: str) -> None:
    assert LEVELS[read_seniority(title)] == level


@given(st.text())
def test_any_text_has_a_level_and_case_does_not_matter(text: str) -> None:
    assert 0 <= read_seniority(text) < len(LEVELS)
    assert read_seniority("  SENIOR " + "x" * 5) == read_seniority("senior xxxxx")
