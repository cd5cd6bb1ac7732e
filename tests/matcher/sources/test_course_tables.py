"""Tables of programmes and schemes: headings, cells, ids; what a row does not say and its reader knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ingest import record_of
from matcher.records import Course
from matcher.sources import source_named
from matcher.sources.blk_programmes import BLK_PROGRAMMES
from matcher.sources.course_table import FIELDS, days, guess
from matcher.sources.given import with_given
from matcher.sources.lsp_schemes import LSP_SCHEMES
from matcher.sources.source import Source
from taxonomy.errors import InputError
from tests.matcher.sources import invented
from tests.matcher.sources.workbooks import write_workbook


def read(raw: dict[str, Any], source: Source = BLK_PROGRAMMES) -> Course:
    found = record_of(source, raw, "baris 1")
    assert isinstance(found, Course)
    return found


def test_a_programme_is_read_in_full() -> None:
    found = read(invented.blk_programme(1))
    assert (found.title, found.vocational_field, found.jp) == ("Juru Las 1", "Teknik Las", 240)
    assert (found.starts_on, found.ends_on) == (date(2027, 1, 4), date(2027, 1, 29))
    assert (found.register_until, found.seats, found.cost_idr) == (date(2026, 12, 28), 16, 0)
    assert (found.education_min, found.kkni_level, found.certification) == ("SMP", 2, "Juru Las Pelat")
    assert (found.provider, found.place, found.mode) == ("BLK Contoh Rekaan", "Kab. Batang", "offline")


def test_a_scheme_is_a_certification_without_training() -> None:
    found = read(invented.lsp_scheme(1), LSP_SCHEMES)
    assert (found.title, found.certification, found.mode) == ("Juru Las Pelat 1", "Juru Las Pelat 1", "certification")
    assert (found.jp, found.starts_on, found.provider, found.certifier) == (None, None, *(["LSP P1 BLK Surabaya"] * 2))
    assert (found.place, found.units) == ("Surabaya", ("J.611000.008.02", "J.611000.022.01"))


def test_the_id_tells_batches_apart_and_nothing_that_is_edited() -> None:
    first = read(invented.blk_programme(1)).key
    assert read(invented.blk_programme(1, No=7, Kuota="20 orang", Biaya="Rp 150.000")).key == first
    assert read(invented.blk_programme(1, Pelaksanaan="1 s.d. 26 Februari 2027")).key != first
    assert read(invented.blk_programme(1, Angkatan="II")).key != first
    assert read({**invented.blk_programme(1), "Kode Program": "P-1"}).key == "blk-programmes:P-1"


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("4 s.d. 29 Januari 2027", "2027-01-04", "2027-01-29"),
        ("28 Desember s/d 15 Januari 2027", "2026-12-28", "2027-01-15"),
        ("4 Januari s/d 15 Februari 2027", "2027-01-04", "2027-02-15"),
        ("31 s.d. 15 Februari 2027", "31", "2027-02-15"),
        ("4 Entah s.d. 15 Februari 2027", "4 Entah", "2027-02-15"),
        ("4 s.d. selesai", "4", "selesai"),
        ("28 Desember 2026 - 15 Januari 2027", "2026-12-28", "2027-01-15"),
        ("04/01/2027 sampai dengan 29/01/2027", "04/01/2027", "29/01/2027"),
        ("4 Januari 2027", "2027-01-04", ""),
        ("2027-01-04", "2027-01-04", ""),
        ("", "", ""),
    ],
)
def test_one_cell_may_hold_both_days(said: str, first: str, last: str) -> None:
    found = days({"starts_on": said})
    assert (found["starts_on"], found["ends_on"]) == (first, last)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Nama Program Pelatihan": ""}, "field title: wanted"),
        ({"Jumlah JP": "dua bulan"}, "field jp: wanted a whole number, found dua bulan"),
        ({"Jumlah JP": "-40"}, "field jp: wanted a number from 0"),
        ({"Pelaksanaan": "segera"}, "field starts_on: wanted a day that exists"),
        ({"Pelaksanaan": "29 Januari 2027 - 4 Januari 2027"}, "wanted starts_on not after ends_on"),
        ({"Biaya": "murah"}, "field cost_idr: wanted"),
        ({"Metode": "semedi"}, "field mode: wanted"),
    ],
)
def test_what_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(invented.blk_programme(1, **change))


@pytest.mark.parametrize(("said", "level"), [("Level II", 2), ("KKNI 3", 3), ("Okupasi", None), ("Klaster", None)])
def test_a_level_is_read_where_one_is_said(said: str, level: int | None) -> None:
    assert read(invented.blk_programme(1, **{"Level KKNI": said})).kkni_level == level


@pytest.mark.parametrize(
    ("told", "provider", "place"),
    [
        ("BPVP Kupang programme list, public", "BPVP Kupang", "Kupang"),
        ("UPTD BLK Lombok Timur (laman)", "UPTD BLK Lombok Timur", "Lombok Timur"),
        ("LPK Negeri Dongeng", "LPK Negeri Dongeng", ""),
        ("laman resmi", "", ""),
    ],
)
def test_a_note_on_the_source_may_name_the_centre_and_its_place(told: str, provider: str, place: str) -> None:
    found = read({"program": "Barista", "bidang": "Pariwisata", "jp": "240 JP", "source": told})
    assert (found.provider, found.place) == (provider, place)


def test_a_table_without_a_column_of_titles_is_refused() -> None:
    with pytest.raises(InputError, match="wanted a column of training programmes, found Bidang, JP"):
        read({"Bidang": "Las", "JP": 240})
    with pytest.raises(InputError, match="wanted a column of certification schemes"):
        read({"Kategori": "Las"}, LSP_SCHEMES)


def test_a_workbook_with_titles_above_its_headings_is_read(tmp_path: Path) -> None:
    rows = [invented.blk_programme(n) for n in (1, 2)]
    above = [["PROGRAM PELATIHAN TAHUN 2027"], [None], list(rows[0])]
    path = write_workbook(tmp_path / "program.xlsx", [*above, *(list(row.values()) for row in rows)])
    found = [read(dict(row.value or {})) for row in BLK_PROGRAMMES.rows(path, None)]
    assert [course.title for course in found] == ["Juru Las 1", "Juru Las 2"]
    assert BLK_PROGRAMMES.columns is not None
    assert BLK_PROGRAMMES.columns.headings(path) == list(rows[0])


@pytest.mark.parametrize("name", ["blk-programmes", "lsp-schemes"])
def test_columns_may_be_given(name: str) -> None:
    source = source_named(name)
    assert source.columns is not None
    applied = source.columns.apply({"Apa": "title", "Di mana": "place", "Catatan": "-"})
    assert (applied.name, applied.kind) == (source.name, source.kind)
    found = read({"Apa": "Barista", "Di mana": "Kota Malang", "Catatan": "x"}, applied)
    assert (found.title, found.place, found.summary) == ("Barista", "Kota Malang", "")
    with pytest.raises(InputError, match="wanted the columns Apa"):
        read({"Di mana": "Kota Malang"}, applied)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_headings_are_guessed_once_each(names: list[str]) -> None:
    found = guess(names)
    assert set(found) <= set(names)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= FIELDS


def test_what_rows_do_not_say_is_given_and_what_they_say_stands() -> None:
    given = with_given(BLK_PROGRAMMES, {"provider": "BLK Contoh Lain", "seats": "20", "workshop": "las"})
    found = read(invented.blk_programme(1), given)
    assert (found.provider, found.seats, found.workshop) == ("BLK Contoh Rekaan", 16, "las")
    bare = read({"Program": "Barista"}, given)
    assert (bare.provider, bare.seats) == ("BLK Contoh Lain", 20)
    assert with_given(BLK_PROGRAMMES, {}) is BLK_PROGRAMMES


@pytest.mark.parametrize("name", ["id", "providr", "gaji"])
def test_only_fields_of_the_form_are_given(name: str) -> None:
    with pytest.raises(InputError, match="--set: wanted one of the fields"):
        with_given(BLK_PROGRAMMES, {name: "x"})
