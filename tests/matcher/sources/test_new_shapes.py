"""Karirhub, the stream, feeds, offices' tables and lists of vacancies abroad, each on invented rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.codec import to_json
from matcher.ingest import record_of
from matcher.records import Pay, Posting
from matcher.sources import source_named
from matcher.sources.dinas import DINAS, headings
from matcher.sources.documents import document_rows, items_of, json_document
from matcher.sources.headings import FIELDS, guess
from matcher.sources.walk import Page, numbered_pages, with_query
from taxonomy.errors import InputError
from taxonomy.text import plain
from tests.matcher.sources import invented
from tests.matcher.sources.workbooks import write_workbook

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def read(name: str, raw: Mapping[str, Any]) -> Posting:
    found = record_of(source_named(name), raw, "baris 1")
    assert isinstance(found, Posting)
    return found


def test_a_karirhub_vacancy_is_read_in_full() -> None:
    ad = read("karirhub", invented.karirhub(7))
    assert (ad.key, ad.title) == ("karirhub:KH-00007", invented.job(7))
    assert ad.description == "Mengerjakan pesanan nomor 7.\nTeliti & jujur"
    assert (ad.hint, ad.places, ad.region_codes) == ("Juru Las 7212", ("Kota Surabaya, Jawa Timur",), ("3578",))
    assert (ad.experience_months_min, ad.pay) == (18, Pay(low=4_800_000, high=6_000_000))
    assert (ad.employment_type, ad.openings, ad.closes_on) == ("contract", 3, date(2026, 12, 15))
    assert ad.skills == ("SMAW", "membaca gambar teknik")
    assert not ad.is_closed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "mungkin"}, "field status: wanted one of aktif"),
        ({"judul_lowongan": ["Juru Las"]}, "field judul_lowongan: wanted text"),
        ({"pengalaman_minimal_tahun": "lama"}, "could not convert"),
        ({"id_lowongan": None}, "field id: wanted a value"),
        ({"kode_kabupaten": "x"}, "field region_codes"),
    ],
)
def test_a_karirhub_vacancy_that_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read("karirhub", invented.karirhub(1, **change))


def test_karirhub_never_reads_age_or_sex() -> None:
    told = to_json(read("karirhub", invented.karirhub(1, jenis_kelamin="Laki-laki", usia_maksimal=25)))
    assert "Laki" not in told
    assert "usia" not in told


def test_a_stream_names_removals_and_reads_days_in_jakarta() -> None:
    source = source_named("jobstream")
    assert source.withdrawn is not None
    assert source.withdrawn({"id": 5, "removed": True}) == "5"
    assert source.withdrawn(invented.jobstream(1)) is None
    ad = read("jobstream", invented.jobstream(1))
    assert (ad.posted_on, ad.closes_on) == (date(2026, 11, 2), date(2026, 12, 1))
    assert (ad.employment_type, ad.skills, ad.hint) == ("full_time", ("SMAW",), "Juru Las")
    with pytest.raises(InputError, match="found the removal of one"):
        read("jobstream", {"id": 5, "removed": True})
    with pytest.raises(InputError, match="field employer: wanted an object"):
        read("jobstream", invented.jobstream(1, employer="PT"))


def test_a_stream_whose_envelope_is_odd_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"items": [], "next": 7}), encoding="utf-8")
    with pytest.raises(InputError, match="an address or null in next"):
        source_named("jobstream").walk(Page(url="https://contoh.invalid/", path=path, at=NOW))


def test_an_opening_of_hr_open_is_read_in_full() -> None:
    ad = read("hropen", invented.hropen(4))
    assert (ad.key, ad.title, ad.employer) == ("hropen:Contoh~4", invented.job(4), "PT Contoh Rekrut")
    assert (ad.places, ad.pay) == (("Kota Makassar, Sulawesi Selatan, ID",), Pay(low=4e6, high=5e6))
    assert (ad.employment_type, ad.openings, ad.level, ad.hint) == ("full_time", 2, "Staf", "Logistik")
    assert (ad.posted_on, ad.closes_on, ad.url) == (
        date(2026, 11, 1),
        date(2026, 12, 1),
        "https://rekrut.contoh.invalid/4",
    )
    assert "Rekrutmen" not in to_json(ad)
    assert read("hropen", {**invented.hropen(4), "statusCode": "Filled"}).is_closed


def test_an_opening_of_hr_open_without_an_id_of_its_own_bears_its_documents() -> None:
    assert read("hropen", invented.hropen(4, positionId=None, positionOrganizations=None)).key == "hropen:dok-4"
    with pytest.raises(InputError, match="field id: wanted a value"):
        read("hropen", {"positionProfiles": invented.hropen(4, positionId={})["positionProfiles"]})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"positionLocation": "Makassar"}, "field positionLocation: wanted a list"),
        ({"offeredRemunerationPackage": {"ranges": [{"typeCode": "Minimum", "intervalCode": "Windu",
                                                     "referenceAmount": {"value": 1}}]}}, "field intervalCode"),
    ],
)  # fmt: skip
def test_an_opening_of_hr_open_that_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read("hropen", invented.hropen(4, **change))


@pytest.mark.parametrize(
    ("author", "employer"),
    [
        ("PT Contoh Karya", "PT Contoh Karya"),
        ("Contoh Karya Tbk.", "Contoh Karya Tbk."),
        ("koperasi Contoh", "koperasi Contoh"),
        ("hrd@contoh.invalid (PT Contoh Karya)", ""),
        ("wati@contoh.invalid", ""),
        ("Wati Contoh", ""),
        ("Cvetko Ptak", ""),
    ],
)
def test_the_author_of_a_feed_is_an_employer_only_where_it_has_a_legal_form(author: str, employer: str) -> None:
    entry = {"id": "x", "title": "Kasir", "author": author, "content": [], "tags": []}
    assert read("feed", entry).employer == employer
    assert read("feed", {**entry, "job_listing_company": "CV Papan"}).employer == "CV Papan"


def test_a_vacancy_abroad_keeps_who_recruits_and_what_is_to_be_paid() -> None:
    ad = read("p3mi", invented.p3mi(1, biaya_penempatan="Rp 7.500.000", kota="Taipei"))
    assert (ad.places, ad.pay) == (("Taipei, Taiwan",), Pay(low=26_400, high=26_400, currency="TWD", period="month"))
    for line in (
        "Negara penempatan: Taiwan.",
        "Biaya yang dicantumkan: Rp\N{NO-BREAK SPACE}7.500.000.",
        "Kontrak 36 bulan.",
    ):
        assert line in ad.description
    bare = read(
        "p3mi", {"id": 1.0, "jabatan": "Perawat", "negara": "Jepang", "nama_p3mi": "PT Contoh", "kontrak_bulan": 24.0}
    )
    assert (bare.employer, bare.description) == (
        "PT Contoh",
        "Negara penempatan: Jepang.\nP3MI: PT Contoh.\nKontrak 24 bulan.",
    )
    assert bare.key == "p3mi:1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"negara": ""}, "field negara: wanted the country"),
        ({"periode_gaji": "windu"}, "field periode_gaji"),
        ({"biaya_penempatan": "banyak"}, "could not convert"),
        ({"jabatan": {}}, "field jabatan: wanted text"),
    ],
)
def test_a_vacancy_abroad_that_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read("p3mi", invented.p3mi(1, **change))


def test_lists_of_vacancies_abroad_come_as_tables_and_pages_too(tmp_path: Path) -> None:
    source = source_named("p3mi")
    rows = [invented.p3mi(n) for n in (1, 2)]
    table = tmp_path / "p3mi.csv"
    table.write_text(invented.csv_text(rows), encoding="utf-8", newline="")
    book = write_workbook(tmp_path / "p3mi.xlsx", [list(rows[0]), *(list(row.values()) for row in rows)])
    page = tmp_path / "p3mi.json"
    page.write_text(json.dumps(invented.numbered(rows, 1, 3, 5)), encoding="utf-8")
    for path in (table, book, page):
        assert [record_of(source, row.value or {}, "x").key for row in source.rows(path, None)] == [
            "p3mi:SIP-00001",
            "p3mi:SIP-00002",
        ]
    assert source.walk(Page(url="https://contoh.invalid/?q=a", path=page, at=NOW)).following.endswith("?q=a&page=2")
    assert source.walk(Page(url="https://contoh.invalid/", path=table, at=NOW)).following == ""
    page.write_text(json.dumps({"data": rows}), encoding="utf-8")
    assert source.walk(Page(url="https://contoh.invalid/", path=page, at=NOW)).total is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"<html><body>404</body></html>", "found HTML"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss version='2.0'></rss>", "declares entities"),
        (invented.rss([1, 2]).encode()[:-40], "cut off"),
        (b"<?xml version='1.0' encoding='\xc9UTF-8'?><rss version='2.0'></rss>", "UnicodeDecodeError"),
        (b"not a feed at all", "wanted an RSS or Atom feed"),
    ],
)
def test_what_is_no_whole_feed_is_refused(tmp_path: Path, text: bytes, told: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(text)
    with pytest.raises(InputError, match=told):
        list(source_named("feed").rows(path, None))


def test_a_feed_entry_without_a_number_has_one_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    text = "<rss version='2.0'><channel><item><title>Juru Las</title><pubDate>kemarin</pubDate></item></channel></rss>"
    path.write_text(text, encoding="utf-8")
    told: list[int] = []
    [row] = source_named("feed").rows(path, told.append)
    assert told == [len(text)]
    assert row.value is not None
    with pytest.raises(InputError, match="field published: wanted a date"):
        read("feed", row.value)
    assert read("feed", {"title": "Juru Las", "content": [], "tags": []}).provenance.source_id.isalnum()


OFFICE = {
    "Jabatan": "Juru Las",
    "Perusahaan": "PT Contoh",
    "Kab./Kota": "Kab. Sleman",
    "Pendidikan Terakhir": "SMK",
    "Pengalaman Kerja": "6 bulan",
    "Upah": "3.500.000",
    "Jumlah Kebutuhan": "3 L / 2 P",
    "Tgl. Tutup": "30 Nopember 2026",
    "Usia": "18-25",
    "Nama Kontak": "Bu Contoh",
}


def test_an_offices_row_is_read_by_guessed_headings() -> None:
    ad = read("dinas", OFFICE)
    assert (ad.title, ad.employer, ad.places, ad.education) == ("Juru Las", "PT Contoh", ("Kab. Sleman",), ("SMK",))
    assert (ad.experience_months_min, ad.openings, ad.closes_on) == (6, 5, date(2026, 11, 30))
    assert ad.pay.low == 3_500_000
    assert "Contoh" not in ad.description
    assert "18" not in ad.description


def test_an_offices_row_without_an_id_keeps_one_from_edition_to_edition() -> None:
    again = {**OFFICE, "Jumlah Kebutuhan": "1", "Tgl. Tutup": "2026-12-31", "Jabatan": "JURU  LAS"}
    assert read("dinas", OFFICE).key == read("dinas", again).key
    assert read("dinas", OFFICE).key != read("dinas", {**OFFICE, "Perusahaan": "CV Lain"}).key
    assert read("dinas", {**OFFICE, "Kode Lowongan": "L-9"}).key == "dinas:L-9"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 tahun", 24),
        ("1", 12),
        ("1,5", 18),
        ("min. 6 bulan", 6),
        ("setahun", 12),
        ("Tanpa pengalaman", 0),
        ("Fresh Graduate", 0),
        ("-", None),
        ("1-2 tahun", 12),
        (2.0, 24),
    ],
)
def test_experience_is_read_as_offices_write_it(text: object, months: int | None) -> None:
    assert read("dinas", {**OFFICE, "Pengalaman Kerja": text}).experience_months_min == months


@pytest.mark.parametrize(
    ("text", "low", "high", "said"),
    [
        ("Rp 2.500.000 - 3.000.000", 2_500_000, 3_000_000, ""),
        ("UMK", None, None, "Gaji: UMK"),
        ("Negosiasi", None, None, "Gaji: Negosiasi"),
        ("-", None, None, ""),
    ],
)
def test_pay_is_read_or_kept_in_words(text: str, low: float | None, high: float | None, said: str) -> None:
    ad = read("dinas", {**OFFICE, "Upah": text})
    assert (ad.pay.low, ad.pay.high, ad.description) == (low, high, said)


def test_pay_in_two_columns_is_taken_as_it_stands() -> None:
    ad = read(
        "dinas", {"Posisi": "Kasir", "Gaji Minimum": "3.000.000", "Gaji Maksimum": 3_500_000.0, "Gaji": "3 jutaan"}
    )
    assert (ad.pay.low, ad.pay.high, ad.description) == (3_000_000, 3_500_000, "Gaji: 3 jutaan")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Pengalaman Kerja": "banyak"}, "years or months of experience"),
        ({"Tgl. Tutup": "31 Februari 2026"}, "field closes_on"),
        ({"Jabatan": "  "}, "field title"),
        ({"Jumlah Kebutuhan": "beberapa"}, "field openings"),
    ],
)
def test_an_offices_row_that_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read("dinas", {**OFFICE, **change})


def test_columns_that_were_remembered_must_be_there() -> None:
    assert DINAS.columns is not None
    source = DINAS.columns.apply({"Jabatan": "title", "Usia": "-", "Ket": "description"})
    with pytest.raises(InputError, match="header: wanted the columns Ket, found"):
        record_of(source, OFFICE, "x")
    with pytest.raises(InputError, match="a column of job titles"):
        read("dinas", {"Perusahaan": "PT Contoh", "Lokasi": "Sleman"})


def test_headings_are_found_under_rows_of_titles(tmp_path: Path) -> None:
    told: list[int] = []
    book = invented.dinas_workbook(tmp_path / "a.xlsx", [1])
    assert headings(book) == list(invented.DINAS_HEADER)
    list(DINAS.rows(book, told.append))
    assert told == [book.stat().st_size]
    for rows in ([["satu", "dua"], [1, 2]], [list(invented.DINAS_HEADER)]):
        with pytest.raises(InputError, match=r"a row of headings among the first 20|a header only"):
            list(DINAS.rows(write_workbook(tmp_path / "b.xlsx", rows), None))


def test_headings_of_a_table_whose_rows_are_all_damaged_cannot_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Jabatan,Lokasi\nsatu\n", encoding="utf-8")
    with pytest.raises(InputError, match="a row that can be read"):
        headings(path)


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_headings_are_guessed_once_each_and_never_personal_ones(names: list[str]) -> None:
    found = guess(names)
    assert set(found) <= set(names)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= FIELDS


def test_misspelt_headings_are_guessed_and_personal_ones_are_not() -> None:
    found = guess(["NO", "Nama Jabatn", "Persyaratan ", "Nama Pelamar", "Tgl Lahir", "Kode Lowongan"])
    assert found == {"Nama Jabatn": "title", "Persyaratan ": "requirements", "Kode Lowongan": "id"}


def test_a_document_says_why_it_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    for text, told in (
        (b'\xef\xbb\xbf{"a": caf\xe9}', "byte 0xE9 at position 10"),
        (b"[" * 70 + b"]" * 70, "at most 64 levels"),
        (b"  <rss>", "HTML or XML"),
        (b"{", "wanted JSON"),
    ):
        path.write_bytes(text)
        with pytest.raises(InputError, match=told):
            json_document(path)
    with pytest.raises(InputError, match="a list, or an object with a list data or x, found an object with nothing"):
        items_of({}, ("data", "x"), "uji")
    monkeypatch.setattr("matcher.sources.documents.MAX_DOCUMENT_BYTES", 10)
    path.write_bytes(b"[1, 2, 3, 4, 5]")
    with pytest.raises(InputError, match="a larger one"):
        list(document_rows(path, ("data",)))


def test_json_lines_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1}\nrusak\n', encoding="utf-8")
    assert [row.value for row in document_rows(path, ("data",))] == [{"id": 1}, None]


def test_a_query_is_set_and_the_rest_of_an_address_kept() -> None:
    assert with_query("https://a.invalid/x?limit=2&page=1#z", page=2) == "https://a.invalid/x?limit=2&page=2#z"
    assert with_query("https://a.invalid/x", page=2) == "https://a.invalid/x?page=2"


def test_pages_that_do_not_say_which_they_are_are_refused(tmp_path: Path) -> None:
    page = Page(url="https://a.invalid/", path=tmp_path, at=NOW)
    for pagination in (None, [], {"current_page": 1, "last_page": True, "total": 1}):
        with pytest.raises(InputError, match="whole numbers current_page, last_page and total"):
            numbered_pages(page, pagination)


@given(st.text(alphabet="<>scriptyle/ a", max_size=200))
def test_plain_text_holds_no_whole_script(text: str) -> None:
    assert "<script>x</script>" not in plain(text + "<script>x</script>")


def test_a_script_goes_with_what_it_holds_and_an_open_one_loses_its_tag_alone() -> None:
    assert plain("a<script>alert(1)</script>b<STYLE>p{}</style >c") == "a b c"
    assert plain("a <script>b") == "a b"
    assert plain("&lt;script&gt;x&lt;/script&gt;y") == "y"


def test_karirhub_hands_out_pages_as_the_ministrys_other_systems_do(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(json.dumps(invented.numbered([invented.karirhub(1)], 1, 2, 3)), encoding="utf-8")
    onward = source_named("karirhub").walk(Page(url="https://a.invalid/v", path=path, at=NOW))
    assert (onward.following, onward.total) == ("https://a.invalid/v?page=2", 3)
    told: list[int] = []
    assert len(list(source_named("karirhub").rows(path, told.append))) == 1
    assert told == [path.stat().st_size]


def test_the_words_of_a_list_of_vacancies_abroad_come_first() -> None:
    ad = read("p3mi", invented.p3mi(1, deskripsi="<p>Merawat lansia.</p>", persyaratan="Sehat", status="Ditutup"))
    assert ad.description.startswith("Merawat lansia.\nSehat\nNegara penempatan")
    assert ad.is_closed


def test_a_feed_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.sources.feed.MAX_FEED_BYTES", 100)
    path = tmp_path / "feed.xml"
    path.write_text(invented.rss([1]), encoding="utf-8")
    with pytest.raises(InputError, match="a larger one"):
        list(source_named("feed").rows(path, None))


def test_blank_rows_of_a_workbook_are_passed_over(tmp_path: Path) -> None:
    rows = [list(invented.DINAS_HEADER), invented.dinas(1), [None], ["", ""], invented.dinas(2)]
    book = write_workbook(tmp_path / "a.xlsx", rows)
    assert [row.number for row in DINAS.rows(book, None)] == [1, 2]


def test_a_heading_that_is_less_like_a_field_than_another_gives_way() -> None:
    assert guess(["Posisi", "Jabatan", "Lokasii", "Lokasi"]) == {"Posisi": "title", "Lokasi": "places"}
