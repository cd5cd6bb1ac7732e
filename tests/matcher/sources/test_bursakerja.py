"""Bursa Kerja Provinsi: every field of a vacancy, both styles of day, and what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher.ingest import record_of
from matcher.records import Pay, Posting
from matcher.sources.bursakerja import BURSAKERJA
from matcher.sources.conformance import check_source
from matcher.sources.walk import Onward, Page
from taxonomy.errors import InputError
from tests.matcher.sources import invented


def read(**changes: Any) -> Posting:
    found = record_of(BURSAKERJA, invented.bursakerja(1, **changes), "baris 1")
    assert isinstance(found, Posting)
    return found


def onward(tmp_path: Path, document: object, name: str = "page.json") -> Onward:
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    url = "https://bursakerja.contoh.invalid/api/lowongan?halaman=1&per_halaman=50"
    return BURSAKERJA.walk(Page(url=url, path=path, at=datetime(2026, 11, 27, tzinfo=UTC)))


def test_the_source_passes_the_kit(tmp_path: Path) -> None:
    checks = check_source(BURSAKERJA, invented.fixture(tmp_path, "bursakerja"))
    assert [(check.name, check.detail) for check in checks if not check.passes] == []


def test_a_vacancy_is_read_in_full() -> None:
    ad = read()
    assert (ad.key, ad.title, ad.employer) == ("bursakerja:BK-2026-0001", invented.job(1), "PT Contoh Gudang")
    assert ad.description == "Memindahkan barang & palet nomor 1.\nPunya SIO forklift\nPengalaman 1 tahun"
    assert (ad.places, ad.region_codes, ad.education) == (("Kabupaten Bekasi",), ("3216",), ("SMA/SMK",))
    assert (ad.pay, ad.openings) == (Pay(low=5_200_000, high=5_800_000), 4)
    assert (ad.employment_type, ad.is_closed) == ("contract", False)
    assert (ad.posted_on, ad.closes_on) == (date(2026, 11, 27), date(2026, 12, 15))


def test_a_vacancy_that_is_over_is_closed() -> None:
    assert read(status="ditutup").is_closed
    assert not read(status="tayang").is_closed


def test_either_day_may_be_written_in_either_style() -> None:
    ad = read(tanggal_tayang="1 AGUSTUS  2026", tanggal_tutup="05/12/2026")
    assert (ad.posted_on, ad.closes_on) == (date(2026, 8, 1), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("company", "employer"),
    [
        ({"nama": "PT. Contoh Baja", "bentuk": "PT"}, "PT. Contoh Baja"),
        ({"nama": "Contoh Baja, CV", "bentuk": "CV"}, "Contoh Baja, CV"),
        ({"nama": "Contoh Baja", "bentuk": "CV"}, "CV Contoh Baja"),
        ({"nama": "Contoh Baja"}, "Contoh Baja"),
        ({"nama": "Pengiklan Anonim", "bentuk": "PT"}, ""),
        ({"bentuk": "PT"}, ""),
        (None, ""),
    ],
)
def test_the_legal_form_stands_in_the_employers_name_once(company: Mapping[str, str] | None, employer: str) -> None:
    assert read(perusahaan=company).employer == employer


def test_pay_by_the_day_and_pay_that_is_not_told() -> None:
    assert read(upah={"min": "200.000", "satuan": "hari"}).pay == Pay(low=200_000, high=None, period="day")
    assert read(upah=None).pay == Pay(low=None, high=None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"upah": "5 juta"}, "field upah: wanted an object"),
        ({"upah": {"min": "5,2 juta"}}, "field pay_low: wanted a number"),
        ({"upah": {"min": "5.200.000", "satuan": "windu"}}, "field upah.satuan: wanted one of bulan"),
        ({"lokasi": ["Kabupaten Bekasi"]}, "field lokasi: wanted an object"),
        ({"lokasi": {"kode_bps": "32.16.01"}}, "field region_codes"),
        ({"tanggal_tutup": "32 Desember 2026"}, "field closes_on: wanted a day that exists"),
        ({"tanggal_tutup": "15 Desembre 2026"}, "field closes_on: wanted a day that exists"),
        ({"syarat": [["Punya SIO"]]}, "field syarat: wanted text"),
        ({"jabatan": None}, "field title: wanted a value"),
        ({"no_lowongan": None}, "field id: wanted a value"),
    ],
)
def test_a_vacancy_that_cannot_be_read_says_where(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(**change)


def test_a_page_leads_to_the_next_until_the_last(tmp_path: Path) -> None:
    rows = [invented.bursakerja(1)]
    first = onward(tmp_path, invented.exchange_page(rows, 1, 3, 120))
    assert first.following == "https://bursakerja.contoh.invalid/api/lowongan?halaman=2&per_halaman=50"
    assert first.total == 120
    assert onward(tmp_path, invented.exchange_page(rows, 3, 3, 120)).following == ""
    assert onward(tmp_path, invented.exchange_page([], 1, 0, 0)).following == ""
    assert onward(tmp_path, rows[0], "saved.jsonl") == Onward()


@pytest.mark.parametrize("change", [{"halaman": "1"}, {"jumlah_halaman": -1}, {"total": None}, {"total": True}])
def test_a_page_whose_numbers_are_odd_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(InputError, match="whole numbers halaman, jumlah_halaman and total"):
        onward(tmp_path, {**invented.exchange_page([], 1, 3, 120), **change})
    with pytest.raises(InputError, match="whole numbers"):
        onward(tmp_path, [invented.bursakerja(1)])
