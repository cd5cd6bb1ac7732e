"""What single modules of the inspection decide: ages in pieces, one sex or both, contacts, pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ad_inspection.ages import ages_in
from matcher.ad_inspection.contacts import personal_contacts
from matcher.ad_inspection.promised_pay import lowest_minimum_wage, pay_faults
from matcher.ad_inspection.sexes import of_one_sex
from taxonomy.demands import read_demands
from taxonomy.pay import minimum_wage_idr

LINES = ("Usia maks 30 tahun", "Pria, 20-25 tahun", "pengalaman 5 tahun", "anak usia 15 tahun", "Jujur", "")


@given(st.lists(st.sampled_from(LINES), max_size=8).map("\n".join))
def test_ages_of_a_short_text_are_those_that_demands_reads(text: str) -> None:
    demanded = [word for word in read_demands(text).words if word.kind == "age"]
    assert [start for start, _ in ages_in(text)] == [word.start for word in demanded]
    assert [text[start:end] for start, end in ages_in(text)] == [word.surface.rstrip() for word in demanded]


@pytest.mark.parametrize("filler", ["x" * 40_000, "kata " * 8_000, "baris\n" * 7_000])
def test_ages_behind_a_long_text_are_found_in_their_place(filler: str) -> None:
    text = f"{filler}\nUsia maks 30 tahun"
    assert [text[start:end] for start, end in ages_in(text)] == ["Usia maks 30 tahun"]


def test_ages_of_buyers_are_no_demand() -> None:
    assert list(ages_in("target pasar wanita, usia 18-35 tahun")) == []


@pytest.mark.parametrize(
    ("text", "words", "is_one"),
    [
        ("Pria", "Pria", True),
        ("Pria/Wanita", "Pria", False),
        ("Wanita atau pria", "pria", False),
        ("Pria (L/P)", "Pria", False),
        ("Pria/P", "Pria", False),
        ("2 pria dan 2 wanita", "wanita", False),
        ("Laki-laki 165 cm\nPerempuan 155 cm", "Laki-laki", False),
        ("Pria, usia maks 30 tahun, wanita maks 25", "Pria", False),
        ("Pria. Menjual gaun untuk para pelanggan kami yang wanita", "Pria", True),
        ("10 orang (5 pria dan 5...", "pria", False),
        ("laki-laki perempuan", "laki-laki perempuan", False),
    ],
)
def test_a_sex_beside_the_other_is_no_demand(text: str, words: str, is_one: bool) -> None:
    start = text.index(words)
    assert bool(of_one_sex(text, [(start, start + len(words))])) == is_one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirim CV ke WA 0812-0000-1111", ["0812-0000-1111"]),
        ("Hubungi 081200001111 atau wa.me/6281200002222", ["081200001111", "wa.me/6281200002222"]),
        ("CV ke contoh@gmail.com", ["contoh@gmail.com"]),
        ("CV ke contoh@gmail.com atau hrd@contoh.co.id", []),
        ("Nomor resi 081200001111", []),
        ("lamar di www.contoh.com atau 081200001111", []),
        ("Gaji 0812", []),
    ],
)
def test_only_a_personal_contact_to_apply_to_counts_and_none_beside_a_companys_own(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in personal_contacts(text)] == found


@pytest.mark.parametrize(
    ("text", "title", "floor", "rule"),
    [
        ("Gaji Rp1.500.000 per bulan", "Kasir", None, "pay-below-minimum"),
        ("Gaji Rp1.500.000 per bulan", "Kasir paruh waktu", None, None),
        ("Gaji Rp1.500.000 per bulan, part time", "Kasir", None, None),
        ("Gaji Rp4.000.000 per bulan", "Kasir", None, None),
        ("Gaji Rp4.000.000 per bulan", "Kasir", 5_000_000, "pay-below-minimum"),
        ("Gaji Rp4.000.000 - Rp6.000.000 per bulan", "Kasir", 5_000_000, None),
        ("Gaji 20 juta per bulan tanpa pengalaman", "Admin", None, "pay-too-good"),
        ("Gaji 20 juta per bulan, pengalaman 9 tahun", "Direktur", None, None),
        ("Gaji Rp50.000 per hari", "Helper", None, None),
        ("Kas kecil Rp1.000.000 per bulan. Gaji nego", "Admin", None, None),
        ("Gaji kompetitif", "Admin", None, None),
    ],
)
def test_pay_is_held_against_the_minimum_wage_of_the_place_or_of_the_country(
    text: str, title: str, floor: int | None, rule: str | None
) -> None:
    assert [found for found, _, _ in pay_faults(text, title, floor)] == ([rule] if rule else [])


def test_the_lowest_minimum_wage_is_one_of_a_province_and_below_jakartas() -> None:
    jakarta = minimum_wage_idr("31", 9_999)
    assert jakarta is not None
    assert 1_500_000 < lowest_minimum_wage() < jakarta
