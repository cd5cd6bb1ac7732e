from __future__ import annotations

import codecs
import csv
import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.sources import table
from matcher.sources.files import MAX_LINE_BYTES, RawRow
from matcher.sources.table import csv_rows
from taxonomy.errors import InputError


def read(tmp_path: Path, data: bytes | str, *columns: str) -> list[RawRow]:
    path = tmp_path / "lowongan.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(csv_rows(path, columns))


def fault_of(row: RawRow) -> InputError:
    assert row.value is None
    assert row.fault is not None
    return row.fault


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_commas_semicolons_tabs_and_each_byte_order_mark_give_the_same_rows(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = 'id,title,description\r\n1,Kasir,"Baris satu\r\nbaris ""dua"""\r\n2,Juru Las,\r\n'.replace(",", delimiter)
    rows = read(tmp_path, text.encode(encoding), "id", "title")
    assert [(row.number, row.value) for row in rows] == [
        (1, {"id": "1", "title": "Kasir", "description": 'Baris satu\r\nbaris "dua"'}),
        (2, {"id": "2", "title": "Juru Las", "description": ""}),
    ]


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1).map(str), _CELLS, _CELLS), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_a_csv_writer_wrote_is_read_back(tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("id", "title", "hint"), *rows])
    found = read(tmp_path, out.getvalue())
    assert [tuple(row.value.values()) for row in found if row.value is not None] == rows


def test_blank_rows_are_passed_over(tmp_path: Path) -> None:
    rows = read(tmp_path, "id,title\n1,Kasir\n\n,\n , \n2,Juru Las\n")
    assert [(row.number, row.value) for row in rows] == [
        (1, {"id": "1", "title": "Kasir"}),
        (2, {"id": "2", "title": "Juru Las"}),
    ]


def test_a_row_with_too_few_or_too_many_fields_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    few, many, good = read(tmp_path, "id,title\n1\n2,Kasir,Bogor\n3,Juru Las\n")
    assert (fault_of(few).wanted, fault_of(few).found) == ("2 fields", "1 fields")
    assert fault_of(many).found == "3 fields"
    assert many.raw == ["2", "Kasir", "Bogor"]
    assert good.value == {"id": "3", "title": "Juru Las"}


def test_a_byte_that_is_not_utf8_is_refused_with_its_row_column_and_position(tmp_path: Path) -> None:
    bad, good = read(tmp_path, b"id,title\n1,Barista caf\xe9\n2,Kasir\n")
    assert fault_of(bad).wanted == "UTF-8 text"
    assert fault_of(bad).found == "byte 0xE9 at character 12"
    assert fault_of(bad).where.endswith("row 1, column title")
    assert bad.raw == ["1", "Barista caf\ufffd"]
    assert good.value == {"id": "2", "title": "Kasir"}


def test_a_bad_byte_past_the_last_column_is_refused_too(tmp_path: Path) -> None:
    (bad,) = read(tmp_path, b"id,title\n1,Kasir,\xe9\n")
    assert fault_of(bad).where.endswith("column 3")


def test_what_cannot_be_lined_up_with_identity_columns_is_not_kept(tmp_path: Path) -> None:
    uneven, bad = read(tmp_path, b"id,NIK,title\n1,3374012309950002,Kasir,lebih\n2,33740123\xff,Kasir\n")
    for row in (uneven, bad):
        assert row.raw == "(not kept: it may hold identity data)"
        assert "3374" not in str(fault_of(row))


def test_a_quote_that_is_never_closed_is_refused_with_the_lines_that_it_took(tmp_path: Path) -> None:
    good, bad = read(tmp_path, 'id,title\n1,Kasir\n2,"Juru Las\n3,Sopir\n4,Guru\n')
    assert good.value == {"id": "1", "title": "Kasir"}
    assert fault_of(bad).found == "no closing quote"
    assert fault_of(bad).where.endswith("row 2 (lines 3-5)")


def test_a_field_of_more_than_8_megabytes_over_many_lines_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    text = 'id,title\n1,"' + ("baris\n" * 1_500_000) + '"\n2,Kasir\n'
    bad, good = read(tmp_path, text)
    assert "field larger than field limit" in fault_of(bad).found
    assert fault_of(bad).where.endswith("row 1 (lines 2-1500002)")
    assert good.value == {"id": "2", "title": "Kasir"}


def test_a_huge_field_that_is_never_closed_is_one_refused_row(tmp_path: Path) -> None:
    (bad,) = read(tmp_path, 'id,title\n1,"' + ("baris\n" * 1_500_000))
    assert fault_of(bad).where.endswith("row 1 (lines 2-1500001)")


def test_a_line_of_200_megabytes_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(b"id,title\n1,")
        for _ in range(200):
            out.write(b"a" * (1 << 20))
        out.write(b"\n2,Kasir\n")
    tracemalloc.start()
    try:
        rows = [row.fault.found if row.fault else row.value for row in csv_rows(path)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == [f"a line of more than {MAX_LINE_BYTES} characters", {"id": "2", "title": "Kasir"}]
    assert peak < 8 * MAX_LINE_BYTES


def test_a_long_last_line_without_a_line_break_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_LINE_BYTES", 20)
    good, bad = read(tmp_path, "id,title\n1,Kasir\n2," + "a" * 50)
    assert good.value == {"id": "1", "title": "Kasir"}
    assert fault_of(bad).found == "a line of more than 20 characters"


def test_a_header_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_LINE_BYTES", 20)
    with pytest.raises(InputError, match="wanted a line of column names"):
        read(tmp_path, "id," * 20 + "\n1\n")


@pytest.mark.parametrize("text", ["id,title", "id,title\n", "id,title\n\n,\n"])
def test_a_header_alone_holds_no_row(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="wanted at least one row, found a header only"):
        read(tmp_path, text)


def test_a_byte_order_mark_alone_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted columns id"):
        read(tmp_path, codecs.BOM_UTF8, "id")


def test_missing_columns_are_named_beside_those_found(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted columns title, hint, found columns id, judul"):
        read(tmp_path, "id,judul\n1,Kasir\n", "id", "title", "hint")


def test_a_column_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted distinct columns, found title twice"):
        read(tmp_path, "id,title, title \n1,Kasir,Sopir\n", "id")


def test_utf16_that_breaks_off_in_the_middle_is_a_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted text in one encoding") as caught:
        read(tmp_path, "id,title\n1,Kasir\n2,Sopir\n".encode("utf-16")[:-3])
    assert " row " in caught.value.where
    with pytest.raises(InputError, match="wanted a line of column names"):
        read(tmp_path, "id,title".encode("utf-16")[:-1])


def test_a_gzip_stream_that_is_none_or_cut_off_is_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rusak.csv.gz"
    path.write_bytes(b"id,title\n1,Kasir\n")
    with pytest.raises(InputError, match="wanted a whole file, found Not a gzipped file"):
        list(csv_rows(path))
    path.write_bytes(gzip.compress(b"id,title\n1,Kasir\n")[:-9])
    with pytest.raises(InputError, match="wanted a whole file"):
        list(csv_rows(path))


def test_a_table_without_a_header_does_not_show_whose_its_first_row_is(tmp_path: Path) -> None:
    line = "Kerja di bengkel selama tiga tahun sebelum pindah ke kota,Wati Contoh,3374012309950002,081234567890"
    with pytest.raises(InputError, match="header: wanted columns id, found columns Kerja di bengkel") as caught:
        read(tmp_path, f"{line}\n{line}\n", "id")
    assert len(caught.value.found) <= len("columns ") + 60
    for hidden in ("Wati", "3374", "0812"):
        assert hidden not in str(caught.value)


def test_a_header_that_names_a_column_twice_is_refused_without_contacts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted distinct columns, found title twice"):
        read(tmp_path, "id,title,title\n1,Kasir,Sopir\n", "id")
    with pytest.raises(InputError, match="wanted distinct columns") as caught:
        read(tmp_path, "id,081234567890,081234567890\n1,Kasir,Sopir\n", "id")
    assert "0812" not in str(caught.value)
