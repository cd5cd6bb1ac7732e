"""Words on a page to lines: columns, tables, forms; Word's paragraphs, tables, boxes; broken lines."""

from __future__ import annotations

from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml

from matcher.cv.columns import PageReader
from matcher.cv.docx_lines import read_docx
from matcher.cv.lines import Line, Word, cv_text_of
from matcher.cv.marks import without_mark
from matcher.cv.paragraphs import joined
from matcher.cv.parsing import parse
from tests.matcher.cv.conftest import docx_bytes, pdf_of


def words(text: str, x: float, top: float, size: float = 10.0) -> list[Word]:
    """Words of a line of a typeface whose letters are half as wide as high."""
    found = []
    for word in text.split(" "):
        wide = len(word) * size * 0.5
        found.append(Word(text=word, x0=x, x1=x + wide, top=top, bottom=top + size, size=size))
        x += wide + size * 0.3
    return found


def page(*lines: tuple[str, float, float]) -> list[Word]:
    return [word for text, x, top in lines for word in words(text, x, top)]


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_columns_with_headings_of_their_own_are_read_one_after_the_other() -> None:
    found = PageReader().read(
        page(
            ("Rina Wulandari", 40, 20),
            ("KEAHLIAN", 40, 60),
            ("PENGALAMAN KERJA", 220, 60),
            ("Excel", 40, 75),
            ("Kasir di Toko Maju", 220, 75),
            ("Jahit", 40, 90),
            ("2019 - 2021", 220, 90),
            ("melayani pembeli", 220, 105),
        ),
        (),
        1,
    )
    assert texts(found) == [
        "Rina Wulandari",
        "KEAHLIAN",
        "Excel",
        "Jahit",
        "PENGALAMAN KERJA",
        "Kasir di Toko Maju",
        "2019 - 2021",
        "melayani pembeli",
    ]
    assert [line.number for line in found] == list(range(1, 9))


def test_a_margin_that_names_what_stands_beside_it_is_read_row_by_row() -> None:
    found = PageReader().read(
        page(
            ("2019 - 2021", 40, 60),
            ("Kasir", 220, 60),
            ("Toko Maju", 220, 72),
            ("2015 - 2018", 40, 94),
            ("Penjaga toko", 220, 94),
            ("Toko Jaya", 220, 106),
        ),
        (),
        1,
    )
    assert [(line.text, line.row, line.cell) for line in found] == [
        ("2019 - 2021", 1, 0),
        ("Kasir", 1, 1),
        ("Toko Maju", 1, 1),
        ("2015 - 2018", 2, 0),
        ("Penjaga toko", 2, 1),
        ("Toko Jaya", 2, 1),
    ]


def test_ruled_lines_part_rows_whose_cells_stand_at_different_heights() -> None:
    cells = page(
        ("No", 40, 60), ("Perusahaan", 90, 60), ("Jabatan", 220, 60),
        ("PT Maju", 90, 80), ("1", 40, 86), ("Kasir", 220, 86), ("Jaya", 90, 92),
        ("CV Baru", 90, 110), ("2", 40, 110), ("Sopir", 220, 110),
    )  # fmt: skip
    found = PageReader().read(cells, (74.0, 106.0), 1)
    assert [[line.text for line in found if line.row == row] for row in (1, 2, 3)] == [
        ["No", "Perusahaan", "Jabatan"],
        ["1", "PT Maju", "Jaya", "Kasir"],
        ["2", "CV Baru", "Sopir"],
    ]


def test_values_behind_colons_make_a_row_each() -> None:
    found = PageReader().read(
        page(
            ("Nama", 40, 60),
            (": Rina", 200, 60),
            ("Jabatan", 40, 72),
            (": Kasir", 200, 72),
            ("Kota", 40, 84),
            (": Solo", 200, 84),
        ),
        (),
        1,
    )
    assert [(line.row, line.text) for line in found][2:4] == [(2, "Jabatan"), (2, ": Kasir")]


def test_a_date_at_the_right_edge_stands_behind_a_tab_and_even_gaps_are_blanks() -> None:
    found = PageReader().read(
        page(("PT Maju", 40, 60), ("2019 - 2021", 400, 60), ("a", 40, 80), ("b", 60, 80), ("c", 80, 80)), (), 1
    )
    assert texts(found) == ["PT Maju\t2019 - 2021", "a b c"]


def test_pdf_words_keep_spaces_and_their_places() -> None:
    found = parse(pdf_of("Operator (Jan 2019 - Des 2021)", "- menjaga mesin", pages=2))
    assert [(line.text, line.page, line.is_bullet) for line in found.lines] == [
        ("Operator (Jan 2019 - Des 2021)", 1, False),
        ("menjaga mesin", 1, True),
        ("Operator (Jan 2019 - Des 2021)", 2, False),
        ("menjaga mesin", 2, True),
    ]
    assert cv_text_of(found.as_dict()) == found


def test_word_tables_give_rows_and_tables_of_the_page_give_columns() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Curriculum Vitae"
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("No", "Jabatan"), ("1", "Kasir")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    columns = document.add_table(1, 2).rows[0].cells
    columns[0].text = "KEAHLIAN\nExcel"
    columns[1].text = "PENGALAMAN KERJA\nKasir"
    merged = document.add_table(1, 2)
    merged.rows[0].cells[0].merge(merged.rows[0].cells[1]).text = "satu"
    found = read_docx(docx_bytes(document))
    assert [(line.text, line.row, line.cell) for line in found] == [
        ("Curriculum Vitae", 0, 0),
        ("No", 1, 0), ("Jabatan", 1, 1), ("1", 2, 0), ("Kasir", 2, 1),
        ("KEAHLIAN", 0, 0), ("Excel", 0, 0), ("PENGALAMAN KERJA", 0, 0), ("Kasir", 0, 0),
        ("satu", 3, 0),
    ]  # fmt: skip


def test_words_in_a_text_box_are_read_once_and_lists_are_lists() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("di luar")
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>di dalam</w:t></w:r></w:p></w:txbxContent>"
    run = (
        f"<w:r {names}><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    )
    paragraph._p.append(parse_xml(f"{run}</mc:AlternateContent></w:r>"))
    document.add_paragraph("satu", style="List Bullet")
    document.add_paragraph("• dua")
    found = read_docx(docx_bytes(document))
    assert [(line.text, line.is_bullet) for line in found] == [
        ("di luar", False),
        ("di dalam", False),
        ("satu", True),
        ("dua", True),
    ]


@pytest.mark.parametrize(
    ("line", "text", "is_marked"),
    [
        ("• satu", "satu", True),
        ("➢  dua", "dua", True),
        ("- tiga", "tiga", True),
        ("1. empat", "empat", True),
        ("o lima", "lima", True),
        ("2019 - 2021", "2019 - 2021", False),
        ("-5 derajat", "-5 derajat", False),
    ],
)
def test_signs_of_lists_are_taken_off(line: str, text: str, is_marked: bool) -> None:
    assert without_mark(line) == (text, is_marked)


BASE = Line(text="", x0=0, x1=100, right=100, size=10)


def paragraphs(*lines: Line) -> list[str]:
    return texts(joined(list(lines)))


def line(text: str, x1: float = 100.0, **more: object) -> Line:
    return replace(BASE, text=text, x1=x1, **more)


def test_a_line_that_was_broken_at_the_edge_goes_on_with_the_one_above() -> None:
    assert paragraphs(line("Mengoperasikan mesin dan"), line("mengganti cetakan", 70)) == [
        "Mengoperasikan mesin dan mengganti cetakan"
    ]
    assert paragraphs(line("Kasir", 40), line("Toko Maju", 60)) == ["Kasir", "Toko Maju"]
    assert paragraphs(line("satu kata", gap=0), line("jauh di bawah", gap=2.0)) == ["satu kata", "jauh di bawah"]


def test_a_hyphen_that_breaks_a_word_goes_and_that_of_a_doubled_word_stays() -> None:
    assert paragraphs(line("bertugas mengo-"), line("perasikan mesin", 60)) == ["bertugas mengoperasikan mesin"]
    assert paragraphs(line("menjaga anak-"), line("anak di rumah", 60)) == ["menjaga anak-anak di rumah"]


def test_spans_brackets_and_headings_that_were_broken_are_put_together() -> None:
    assert paragraphs(line("Kasir, Toko (Jan", 90), line("2019 - 2021)", 50)) == ["Kasir, Toko (Jan 2019 - 2021)"]
    assert paragraphs(line("Juli 2023 s/d Desember", 60, row=1), line("2023", 20, row=1)) == [
        "Juli 2023 s/d Desember 2023"
    ]
    assert paragraphs(line("SMA 2 | 2011"), line("2015", 20, is_bullet=True)) == ["SMA 2 | 2011 - 2015"]
    assert paragraphs(line("Pelatihan yang Pernah", 60), line("Diikuti", 30)) == ["Pelatihan yang Pernah Diikuti"]


def test_blank_lines_of_a_text_count_as_an_editor_counts_them() -> None:
    found = parse(b"Rina Wulandari\r\n\r\n\r\nPENGALAMAN\r\n\r\nKasir di Toko Maju 2019 - 2021\r\n").lines
    assert [(line.number, line.text) for line in found] == [
        (1, "Rina Wulandari"),
        (4, "PENGALAMAN"),
        (6, "Kasir di Toko Maju 2019 - 2021"),
    ]
