"""Headings that are in no table: by their look, and by what stands below them."""

from __future__ import annotations

from matcher.cv.heading_looks import headings_by_look
from matcher.cv.headings import heading_of, section_named
from matcher.cv.labels import field_of
from matcher.cv.lines import Line
from matcher.cv.sections import sections_of


def _head(text: str) -> Line:
    return Line(text=text, size=12.0, is_bold=True)


def _line(text: str) -> Line:
    return Line(text=text, size=10.0)


LINES = [
    _head("PENDIDIKAN"),
    _line("SMK Negeri 1 Garut, 2010 - 2013"),
    _head("LIKA-LIKU KARYA"),
    _line("Kasir, Toko Maju (Bekasi)"),
    _line("2014 - 2016"),
    _head("KEAHLIAN"),
    _line("Microsoft Excel"),
]


def test_a_line_that_looks_like_the_known_headings_is_one_and_what_follows_says_of_what() -> None:
    assert headings_by_look(LINES) == {id(LINES[2]): "jobs"}
    assert [section.name for section in sections_of(LINES)] == ["education", "jobs", "skills"]


def test_the_columns_below_it_say_so_too_and_a_heading_of_nothing_known_is_another_section() -> None:
    row = [Line(text=text, row=1, cell=at) for at, text in enumerate(("No", "Nama Perusahaan", "Jabatan", "Mulai"))]
    lines = [LINES[0], LINES[1], _head("RUPA-RUPA"), *row, LINES[5], LINES[6], _head("ANEKA"), _line("Suka berkebun")]
    assert list(headings_by_look(lines).values()) == ["jobs", "other"]


def test_a_heading_above_the_first_known_one_counts_when_it_or_what_stands_below_names_a_section() -> None:
    lines = [_head("Siti Contoh"), _head("JEJAK LANGKAH SAYA"), *LINES[3:5], LINES[0], LINES[1], LINES[5], LINES[6]]
    assert headings_by_look(lines) == {id(lines[1]): "jobs"}


def test_more_lines_of_that_look_than_known_headings_are_titles_of_jobs() -> None:
    bold = [_head(text) for text in ("Kasir", "Pramuniaga", "Sopir")]
    assert headings_by_look([LINES[0], *bold, LINES[5]]) == {}


def test_capitals_alone_make_no_heading_of_a_line_that_names_no_section() -> None:
    lines = [Line(text=text) for text in ("PENDIDIKAN", "SMA Negeri 2", "SERTIFIKAT", "SIM A DAN C", "PUBLIC SPEAKING")]
    assert headings_by_look(lines) == {}


def test_words_of_headings_and_labels_are_enough() -> None:
    assert heading_of("Jejak Karier") == heading_of("Professional Background") == "jobs"
    assert heading_of("Technical & Soft Skills") == "skills"
    assert heading_of("Professional Development") == "courses"
    assert heading_of("Pekerjaan rumah kemarin") == ""
    assert section_named("Tempat Kerja yang Pernah Saya Jalani") == "jobs"
    assert field_of("Perusahaan/Insta nsi") == field_of("Nama Perusahaan Terakhir") == "employer"
    assert field_of("Tingkat Jabatan") == "ignored"
    assert field_of("Tanggal Kelulusan") == "year"
    assert field_of("Nama Organisasi") == ""
