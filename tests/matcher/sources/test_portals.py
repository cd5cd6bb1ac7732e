"""The readers of the portals, each on invented rows in that portal's own layout."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.ingest import read_record
from matcher.records import Kind, Pay, Posting
from matcher.sources import source_named, source_names
from matcher.sources.employer import named_employer
from taxonomy.errors import InputError
from tests.matcher.sources.portal_rows import JOBSTREET_ROW, LOKERID_ROW, MAGANGHUB_ROW


def read(tmp_path: Path, name: str, row: Mapping[str, Any], **changes: Any) -> Posting:
    path = tmp_path / ("baris.jsonl" if name == "maganghub" else "baris.csv")
    changed = {**row, **changes}
    with path.open("w", encoding="utf-8", newline="") as out:
        if name == "maganghub":
            out.write(json.dumps(changed))
        else:
            writer = csv.DictWriter(out, list(changed))
            writer.writeheader()
            writer.writerow(changed)
    source = source_named(name)
    (raw,) = source.rows(path, None)
    record = read_record(source, raw, path)
    assert isinstance(record, Posting)
    return record


def test_a_lokerid_ad_is_read_in_full(tmp_path: Path) -> None:
    ad = read(tmp_path, "lokerid", LOKERID_ROW)
    assert ad.key == "lokerid:90000001"
    assert ad.title == "Kepala Gudang & Logistik"
    assert ad.description == ("Mengatur keluar masuk barang.\nTanggung Jawab Pekerjaan :\n- Stok opname\n- Laporan")
    assert ad.hint == "Transportasi & Logistik / Warehouse / Kepala Gudang / Supervisor / Coordinator"
    assert (ad.employer, ad.places) == ("CV Contoh Niaga", ("Kabupaten Tangerang",))
    assert ad.education == ("SMA/SMK/STM", "Diploma/D1/D2/D3")
    assert (ad.experience_months_min, ad.experience_months_max) == (36, 60)
    assert ad.pay == Pay(low=5_000_000, high=6_000_000)
    assert (ad.employment_type, ad.level) == ("full_time", "Supervisor / Coordinator")
    assert ad.posted_on == date(2025, 7, 1)
    assert ad.skills == ()


def test_a_lokerid_ad_that_takes_fresh_graduates_asks_for_no_experience(tmp_path: Path) -> None:
    ad = read(tmp_path, "lokerid", LOKERID_ROW, **{"Fresh Graduate": "1", "Min Experience": "1", "Max Experience": "2"})
    assert (ad.experience_months_min, ad.experience_months_max) == (0, 24)


def test_what_a_lokerid_ad_leaves_blank_is_not_stated(tmp_path: Path) -> None:
    blanks = dict.fromkeys(("Min Salary", "Max Salary", "Min Experience", "Max Experience", "Level", "Function"), "")
    ad = read(tmp_path, "lokerid", LOKERID_ROW, **blanks, Type="Borongan")
    assert ad.pay == Pay()
    assert (ad.experience_months_min, ad.experience_months_max) == (None, None)
    assert (ad.hint, ad.employment_type) == ("Transportasi & Logistik / Warehouse", "")


def test_parts_of_a_year_are_rounded_to_whole_months(tmp_path: Path) -> None:
    assert read(tmp_path, "lokerid", LOKERID_ROW, **{"Min Experience": "0.3"}).experience_months_min == 4


@pytest.mark.parametrize(
    ("column", "value"), [("Min Experience", "tiga"), ("Min Experience", "nan"), ("Title", "\u200b ")]
)
def test_a_lokerid_row_that_cannot_be_read_is_refused(tmp_path: Path, column: str, value: str) -> None:
    with pytest.raises(InputError, match="row 1"):
        read(tmp_path, "lokerid", LOKERID_ROW, **{column: value})


def test_a_jobstreet_ad_is_read_in_full(tmp_path: Path) -> None:
    ad = read(tmp_path, "jobstreet", JOBSTREET_ROW)
    assert ad.key == "jobstreet:9000002"
    assert ad.title == "Pramuniaga Toko"
    assert ad.description == "Melayani pelanggan di toko dan menata rak...\nBPJS,Bonus"
    assert ad.hint == "Penjualan / Pemasaran,Penjualan Ritel"
    assert (ad.employer, ad.places) == ("PT Contoh Ritel", ("Gresik", "Kediri", "Surabaya"))
    assert ad.pay == Pay(low=3_000_000, high=4_200_000, currency="IDR", period="month")
    assert ad.employment_type == "full_time"


def test_jobstreets_utc_midnight_hour_is_the_next_day_in_jakarta(tmp_path: Path) -> None:
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW).posted_on == date(2021, 12, 15)
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, postedAt="2021-12-14T16:59:59Z").posted_on == date(2021, 12, 14)
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, postedAt="2021-12-14T17:00:00").posted_on == date(2021, 12, 15)
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, postedAt="").posted_on is None


@pytest.mark.parametrize(
    ("employment", "wanted"),
    [
        ("temporary", "contract"),
        ("full_time,contract", "full_time"),
        ("", ""),
        ("casual", ""),
        ("internship", "internship"),
    ],
)
def test_jobstreets_kinds_of_employment(tmp_path: Path, employment: str, wanted: str) -> None:
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, employment=employment).employment_type == wanted


@pytest.mark.parametrize(
    ("period", "wanted"), [("hourly", "hour"), ("daily", "day"), ("weekly", "week"), ("yearly", "year"), ("", "month")]
)
def test_jobstreets_pay_keeps_its_currency_and_period(tmp_path: Path, period: str, wanted: str) -> None:
    ad = read(tmp_path, "jobstreet", JOBSTREET_ROW, salarycurrency="SGD", salaryPeriod=period)
    assert (ad.pay.currency, ad.pay.period) == ("SGD", wanted)


def test_a_jobstreet_ad_without_pay_states_none(tmp_path: Path) -> None:
    blanks = dict.fromkeys(("salarycurrency", "salaryMin", "salaryMax"), "")
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, **blanks).pay == Pay()


def test_a_private_jobstreet_advertiser_is_not_named(tmp_path: Path) -> None:
    assert read(tmp_path, "jobstreet", JOBSTREET_ROW, companyPrivate="true").employer == ""


def test_a_jobstreet_row_with_an_empty_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 1, field title: wanted .* found nothing"):
        read(tmp_path, "jobstreet", JOBSTREET_ROW, jobTitle=" ")


def test_a_file_of_another_portal_is_refused_by_its_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted columns Job ID, Title"):
        read(tmp_path, "lokerid", JOBSTREET_ROW)


def test_a_maganghub_position_is_read_in_full(tmp_path: Path) -> None:
    ad = read(tmp_path, "maganghub", MAGANGHUB_ROW)
    assert ad.key == "maganghub:a0000000-0000-0000-0000-000000000003"
    assert ad.title == "Magang Laboratorium"
    assert ad.description == "1. Membantu uji sampel\n2. Mencatat hasil\nMampu membaca SOP"
    assert ad.employer == "Balai Uji Contoh"
    assert (ad.places, ad.region_codes) == (("KAB. SLEMAN, DAERAH ISTIMEWA YOGYAKARTA",), ("3404",))
    assert ad.education == ("Diploma", "Sarjana")
    assert ad.study_programmes == ("Biologi", "Teknik Kimia")
    assert (ad.employment_type, ad.openings, ad.posted_on) == ("internship", 4, date(2025, 10, 31))
    assert (ad.closes_on, ad.is_closed) == (None, False)
    assert (ad.registered, ad.registers_until) == (9, date(2025, 11, 14))
    assert (ad.starts_on, ad.ends_on) == (date(2025, 11, 24), date(2026, 5, 23))


@pytest.mark.parametrize("schedule", [None, "", "besok", 7, ["x"], {"tanggal_mulai": "0000-00-00 00:00:00"}])
@pytest.mark.parametrize("registered", [None, "9", -1, 1.5, True, 10**12])
def test_a_schedule_or_a_count_that_cannot_be_read_stops_no_position(
    tmp_path: Path, schedule: object, registered: object
) -> None:
    ad = read(tmp_path, "maganghub", MAGANGHUB_ROW, jadwal=schedule, jumlah_terdaftar=registered)
    assert (ad.registered, ad.registers_until, ad.starts_on, ad.ends_on) == (None, None, None, None)
    assert ad.title == "Magang Laboratorium"


def test_maganghub_fields_may_be_real_lists_and_objects_or_missing(tmp_path: Path) -> None:
    ad = read(
        tmp_path,
        "maganghub",
        MAGANGHUB_ROW,
        program_studi=["Biologi"],
        jenjang="",
        perusahaan={"kode_provinsi": "34", "nama_provinsi": "DI YOGYAKARTA"},
        syarat_khusus=None,
    )
    assert (ad.study_programmes, ad.education, ad.employer) == (("Biologi",), (), "")
    assert (ad.places, ad.region_codes) == (("DI YOGYAKARTA",), ("34",))
    bare = read(tmp_path, "maganghub", MAGANGHUB_ROW, perusahaan=None)
    assert (bare.places, bare.region_codes) == ((), ())


@pytest.mark.parametrize("value", ["{'nama_perusahaan': ", "['a']", "__import__('os')", "(" * 5_000, 7])
def test_a_maganghub_field_of_another_shape_is_refused_by_name(tmp_path: Path, value: object) -> None:
    with pytest.raises(InputError, match="row 1, field perusahaan: wanted a dict"):
        read(tmp_path, "maganghub", MAGANGHUB_ROW, perusahaan=value)


@pytest.mark.parametrize("field", ["id_posisi", "posisi"])
def test_a_maganghub_position_without_id_or_title_is_refused(tmp_path: Path, field: str) -> None:
    with pytest.raises(InputError, match="found nothing"):
        read(tmp_path, "maganghub", MAGANGHUB_ROW, **{field: None})


@pytest.mark.parametrize(
    "name",
    [
        "Pengiklan Anonim",
        " confidential company",
        "Company Confidential",
        "CONFIDENTIAL",
        "Perusahaan Dirahasiakan",
        "Nama perusahaan dirahasiakan",
        "Rahasia",
        "",
    ],
)
def test_an_advertiser_that_hides_its_name_is_no_employer(name: str) -> None:
    assert named_employer(name) == ""


@pytest.mark.parametrize("name", ["PT Rahasia Dapur Nusantara", "Anonim Studio", "Toko A &amp; B"])
def test_a_name_that_only_looks_hidden_is_kept(name: str) -> None:
    assert named_employer(name) == name.replace("&amp;", "&")


def test_every_source_is_found_by_its_name_and_an_unknown_one_names_those_there_are() -> None:
    kinds = {name: source_named(name).kind for name in source_names()}
    assert kinds["workers"] is Kind.WORKER
    courses = {"courses", "blk-programmes", "lsp-schemes"}
    assert {kinds[name] for name in courses} == {Kind.COURSE}
    assert {kind for name, kind in kinds.items() if name not in {"workers", *courses}} == {Kind.POSTING}
    with pytest.raises(
        InputError, match=r"wanted one of blk-programmes, bursakerja, courses, dinas, feed, .* found lokerindo"
    ):
        source_named("lokerindo")
