"""What the words around a skill make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.skill_context import (
    heading_spans,
    is_benefit,
    is_negated,
    is_preferred,
    level_of,
    needs_context,
    section_starts,
)


def around(text: str, word: str = "excel") -> tuple[str, int, int]:
    start = text.casefold().index(word)
    return text, start, start + len(word)


@pytest.mark.parametrize(
    "text",
    [
        "tidak perlu bisa Excel",
        "Excel tidak wajib",
        "Excel (tidak wajib)",
        "tdk harus excel",
        "gak bisa excel",
        "nggak perlu excel",
        "tanpa excel",
        "belum bisa excel",
        "bukan operator excel",
        "no need for excel",
        "excel is not required",
        "without excel",
        "Jujur, tidak perlu excel",
    ],
)
def test_a_skill_that_the_clause_denies_is_negated(text: str) -> None:
    assert is_negated(*around(text))


@pytest.mark.parametrize(
    "text",
    [
        "bisa Excel",
        "Tidak merokok. Bisa Excel",
        "tidak perlu pengalaman, bisa excel",
        "tidak bertato\nbisa excel",
        "tanpa pengalaman tapi bisa excel",
        "bukan sarjana namun mahir excel",
        "excel, bahasa inggris tidak wajib",
        "not only excel",
    ],
)
def test_a_denial_in_another_clause_leaves_the_skill_alone(text: str) -> None:
    assert not is_negated(*around(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gak bisa nyetir", "bisa nyetir"),
        ("belum punya SIM A", "punya sim a"),
        ("tidak memiliki SIM A", "memiliki sim a"),
    ],
)
def test_a_denied_verb_that_is_part_of_the_name_still_denies_it(text: str, name: str) -> None:
    assert is_negated(*around(text, name))


@pytest.mark.parametrize("text", ["punya SIM A tidak hanya satu", "bisa nyetir"])
def test_a_name_does_not_deny_itself(text: str) -> None:
    assert not is_negated(text, 0, 11)


@pytest.mark.parametrize(
    "text",
    [
        "Diutamakan bisa Excel",
        "Excel lebih disukai",
        "bisa excel menjadi nilai plus",
        "excel nilai tambah",
        "Preferred: excel",
        "excel is a plus",
        "nice to have: excel",
        "lebih baik jika bisa excel",
    ],
)
def test_a_skill_that_the_line_only_prefers_is_preferred(text: str) -> None:
    assert is_preferred(*around(text))


@pytest.mark.parametrize(
    "text", ["Wajib excel", "Wajib excel. Bahasa Jepang nilai plus", "Wanita diutamakan\nbisa excel"]
)
def test_a_preference_in_another_line_leaves_the_skill_required(text: str) -> None:
    assert not is_preferred(*around(text))


AD = """Kualifikasi:
- bisa excel

Benefit:
- pelatihan

Tanggung Jawab Pekerjaan :
- melayani tamu
Gaji: 5 juta"""


@pytest.mark.parametrize(
    ("word", "benefit"), [("bisa excel", False), ("pelatihan", True), ("melayani", False), ("5 juta", True)]
)
def test_a_section_runs_from_its_heading_to_the_next(word: str, benefit: bool) -> None:
    assert is_benefit(AD.index(word), section_starts(AD)) is benefit


def test_a_text_without_headings_has_no_section() -> None:
    assert section_starts("bisa excel dan jujur, rapi!") == ()
    assert not is_benefit(0, ())


def test_headings_are_found_with_their_colon() -> None:
    assert [AD[start:end].strip() for start, end in heading_spans(AD)] == [
        "Kualifikasi:",
        "Benefit:",
        "Tanggung Jawab Pekerjaan :",
        "Gaji:",
    ]


@pytest.mark.parametrize(
    ("folded", "name", "is_skill"),
    [
        ("bahasa pemrograman go", "go", True),
        ("go developer", "go", True),
        ("let's go to the office", "go", False),
        ("aplikasi go food", "go", False),
        ("pulau java", "java", False),
        ("python, java", "java", True),
        ("word", "word", False),
        ("software word", "word", True),
        ("excel", "excel", True),
        ("bertanggung jawab", "bertanggung jawab", True),
        ("bertanggung jawab atas gudang", "bertanggung jawab", False),
        ("bertanggung jawab penuh terhadap stok", "bertanggung jawab", False),
    ],
)
def test_a_short_name_counts_only_where_a_skill_can_be_meant(folded: str, name: str, is_skill: bool) -> None:
    start = folded.index(name)
    assert needs_context(folded, start, start + len(name)) is is_skill


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_no_text_makes_the_context_fail(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    assert isinstance(is_negated(text, start, end), bool)
    assert isinstance(is_preferred(text, start, end), bool)
    assert level_of(text, start, end) in {"basic", "intermediate", "advanced", ""}
    assert isinstance(is_benefit(start, section_starts(text)), bool)
    assert all(text[a:b].rstrip().endswith(":") for a, b in heading_spans(text))


@pytest.mark.parametrize(
    ("text", "benefit"),
    [
        ("Fasilitas\n- makan\n- excel", True),
        ("Benefit & Fasilitas:\nmakan\nexcel", True),
        ("Benefit: makan\n- excel", True),
        ("Benefit:\n- BPJS: lengkap\n- excel", True),
        ("Benefit:\n- makan\nKualifikasi Umum\nexcel", False),
        ("Benefit:\n- makan\nSyarat: jujur\nexcel", False),
        ("Lokasi: Jakarta\nexcel", False),
        ("Benefit:\nJam kerja: 8 jam\nexcel", True),
        ("Penempatan di Jakarta\nexcel", False),
        ("Gaji: 5 juta dan excel", True),
        ("KUALIFIKASI\nBisa Word\nexcel", False),
    ],
)
def test_a_benefit_section_ends_at_the_next_heading_and_a_field_at_its_line(text: str, benefit: bool) -> None:
    assert is_benefit(text.index("excel"), section_starts(text)) is benefit


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("fasih berbahasa Inggris", "berbahasa inggris", "advanced"),
        ("Excel dasar", "excel", "basic"),
        ("mahir Photoshop", "photoshop", "advanced"),
        ("Excel (advanced)", "excel", "advanced"),
        ("dasar-dasar akuntansi", "akuntansi", "basic"),
        ("bahasa Inggris aktif", "bahasa inggris", "intermediate"),
        ("bahasa Inggris pasif", "bahasa inggris", "basic"),
        ("good command of English", "english", "intermediate"),
        ("bisa Excel", "excel", ""),
        ("tidak perlu bisa nyetir", "nyetir", ""),
    ],
)
def test_a_level_is_the_one_that_the_words_beside_the_skill_name(text: str, name: str, level: str) -> None:
    assert level_of(*around(text, name)) == level


def test_a_level_in_the_name_itself_counts() -> None:
    assert level_of("advanced excel", 0, 14) == "advanced"


def test_the_nearest_of_two_levels_counts() -> None:
    text = "mahir Word dan Excel dasar"
    assert [level_of(*around(text, name)) for name in ("word", "excel")] == ["advanced", "basic"]


@pytest.mark.parametrize(
    "text", ["fasih berbahasa Inggris. Bisa Excel", "dasar hukum, bisa Excel", "mahir Word\nExcel", "Excel; Word dasar"]
)
def test_a_level_in_another_clause_is_not_this_skills(text: str) -> None:
    assert level_of(*around(text)) == ""


def test_a_level_far_off_in_the_same_clause_is_not_this_skills() -> None:
    assert level_of(*around("mahir " + "dan " * 12 + "excel")) == ""
    assert level_of(*around("mahir " + "dan " * 6 + "excel")) == "advanced"
