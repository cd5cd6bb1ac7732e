"""Heads of tables: names over several lines, rows and columns."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.cv.lines import Line
from matcher.cv.table_heads import head_of


def rows(*texts: Sequence[str], bold: int = 0) -> list[Line]:
    """Rows of a table; the first ``bold`` are so, and ``/`` parts the lines of a cell."""
    return [
        Line(text=piece, row=number, cell=cell, is_bold=number <= bold)
        for number, row in enumerate(texts, 1)
        for cell, text in enumerate(row)
        for piece in text.split("/")
        if piece
    ]


JOBS = (["1", "PT Maju Contoh", "Operator", "2019", "2021"], ["2", "CV Sumber Contoh", "Kasir", "2016", "2018"])


def test_a_name_that_was_broken_over_two_lines_of_its_cell_is_one() -> None:
    head = head_of(rows(["No", "Company/Name", "Position/Held", "Start/Date", "End/Date"], *JOBS))
    assert head is not None
    assert dict(head.fields) == {0: "number", 1: "employer", 2: "title", 3: "starts", 4: "ends"}
    assert [row[1].text for row in head.rows] == ["PT Maju Contoh", "CV Sumber Contoh"]


def test_a_bold_head_that_was_torn_into_two_rows_is_one() -> None:
    torn = rows(["", "COMPANY", "POSITION", "START", ""], ["NO", "NAME", "HELD", "DATE", "END DATE"], *JOBS, bold=2)
    head = head_of(torn)
    assert head is not None
    assert dict(head.fields) == {0: "number", 1: "employer", 2: "title", 3: "starts", 4: "ends"}
    assert len(head.rows) == 2


def test_a_name_over_two_columns_is_parted_and_remarks_in_sentences_say_what_was_done() -> None:
    said = ["Menjalankan mesin press dan menimbang hasil"], ["Melayani kasir dan menghitung uang laci"]
    table = rows(
        ["No", "Perusahaan", "Jabatan", "Mulai", "Selesai Keterangan"],
        *([*job, *words] for job, words in zip(JOBS, said, strict=True)),
    )
    head = head_of(table)
    assert head is not None
    assert (head.fields[4], head.fields[5]) == ("ends", "tasks")


def test_a_short_remark_is_left_out_and_rows_that_name_no_column_are_no_head() -> None:
    short = head_of(rows(["Perusahaan", "Jabatan", "Ket"], ["PT Maju Contoh", "Operator", "Kontrak"]))
    assert short is not None
    assert short.fields[2] == "ignored"
    assert head_of(rows(*JOBS)) is None
    assert head_of([]) is None
