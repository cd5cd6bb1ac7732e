"""Pay in rupiah a month, and the sums that are not pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InputError
from taxonomy.pay import RUPIAH_PER, minimum_wage_idr, read_pay, to_idr_month
from taxonomy.places import load_gazetteer

PIECES = (
    *(
        "gaji",
        "Gaji pokok",
        "Rp",
        "Rp.",
        "USD",
        "RM",
        "4-5 jt",
        "4.500.000",
        "5.000.000,-",
        "150rb/hari",
        "150.000",
        "k",
    ),
    *(
        "UMR",
        "nego",
        "+",
        "bonus",
        "omset",
        "THR",
        "uang makan",
        "per hari",
        "harian",
        "-",
        "s/d",
        "juta",
        "\n",
        "(",
        ")",
    ),
    *("081234567890", "usia 25-35 tahun", "5jt", "4,5", "500", "setahun", "/bulan", ";", "\u00a0"),
)
M = 1_000_000


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("gaji 4-5 jt", 4 * M, 5 * M),
        ("Rp 4.500.000 - Rp 5.000.000", 4.5 * M, 5 * M),
        ("Rp4.500.000-5.000.000", 4.5 * M, 5 * M),
        ("Rp. 4.500.000,- s/d Rp. 5.000.000,-", 4.5 * M, 5 * M),
        ("Rp. 4 Juta s.d. 5 Juta", 4 * M, 5 * M),
        ("gaji 4 sampai 5 juta", 4 * M, 5 * M),
        ("gaji 2 jt - 2,5 jt", 2 * M, 2.5 * M),
        ("Gaji 3jt-4jt", 3 * M, 4 * M),
        ("IDR 8,000,000 - 10,000,000", 8 * M, 10 * M),
        ("IDR 7-8 million", 7 * M, 8 * M),
        ("penghasilan 3-10 juta", 3 * M, 10 * M),
        ("5jt nett", 5 * M, 5 * M),
        ("5jutaan", 5 * M, 5 * M),
        ("gaji 4jtan", 4 * M, 4 * M),
        ("gaji kisaran 3jt an", 3 * M, 3 * M),
        ("±5jt", 5 * M, 5 * M),
        (" 4,5 juta ", 4.5 * M, 4.5 * M),
        ("4.5jt", 4.5 * M, 4.5 * M),
        ("Rp 4.500.000,00", 4.5 * M, 4.5 * M),
        ("gaji 3,000,000.00", 3 * M, 3 * M),
        ("Gaji Rp 3.500.000 (nett)", 3.5 * M, 3.5 * M),
        ("gaji 500k", 0.5 * M, 0.5 * M),
        # a word of pay is mark enough
        ("Gaji pokok 3.000.000", 3 * M, 3 * M),
        ("Gaji: 3.500.000 - 4.000.000", 3.5 * M, 4 * M),
        ("gaji 4000000", 4 * M, 4 * M),
        # periods
        ("150rb/hari", 3.75 * M, 3.75 * M),
        ("Rp 150.000/hari", 3.75 * M, 3.75 * M),
        ("Rp150rb/shift", 3.75 * M, 3.75 * M),
        ("gaji harian 150rb", 3.75 * M, 3.75 * M),
        ("gaji perhari 150.000", 3.75 * M, 3.75 * M),
        ("upah harian 120.000", 3 * M, 3 * M),
        ("Rp 25.000/jam", 4.325 * M, 4.325 * M),
        ("gaji mingguan 900rb", 3.9 * M, 3.9 * M),
        ("gaji 900 ribu seminggu", 3.9 * M, 3.9 * M),
        ("gaji/bulan 4jt", 4 * M, 4 * M),
        ("gaji Rp. 4.500.000 (per bulan)", 4.5 * M, 4.5 * M),
        ("60 juta per tahun", 5 * M, 5 * M),
        ("gaji tahunan 60 juta", 5 * M, 5 * M),
        ("fee 500rb per proyek", 0.5 * M, 0.5 * M),
        # currencies
        ("USD 500/month", 500 * RUPIAH_PER["USD"], 500 * RUPIAH_PER["USD"]),
        ("$500 per month", 500 * RUPIAH_PER["USD"], 500 * RUPIAH_PER["USD"]),
        ("US$ 1,200", 1200 * RUPIAH_PER["USD"], 1200 * RUPIAH_PER["USD"]),
        ("SGD 2,500", 2500 * RUPIAH_PER["SGD"], 2500 * RUPIAH_PER["SGD"]),
        ("S$2,500", 2500 * RUPIAH_PER["SGD"], 2500 * RUPIAH_PER["SGD"]),
        ("gaji RM1700", 1700 * RUPIAH_PER["MYR"], 1700 * RUPIAH_PER["MYR"]),
        ("JPY 180,000", 180_000 * RUPIAH_PER["JPY"], 180_000 * RUPIAH_PER["JPY"]),
        ("NTD 28.590", 28_590 * RUPIAH_PER["TWD"], 28_590 * RUPIAH_PER["TWD"]),
        # beside what is not pay
        ("gaji 4jt + bonus 1jt", 4 * M, 4 * M),
        ("gaji pokok 3.000.000 + uang makan 25rb/hari", 3 * M, 3 * M),
        ("Gaji 4.500.000 - 5.000.000 + THR", 4.5 * M, 5 * M),
        ("gaji + bonus 5jt", 5 * M, 5 * M),
        ("omzet 1M, gaji 5 juta", 5 * M, 5 * M),
        ("bonus 2 juta; gaji 4 juta", 4 * M, 4 * M),
        ("harga 7 juta\ngaji 4 juta", 4 * M, 4 * M),
        ("umr jakarta 5jt", 5 * M, 5 * M),
    ],
)
def test_stated_pay_is_read_in_rupiah_a_month(text: str, low: float, high: float) -> None:
    found = read_pay(text)
    assert found is not None
    assert found.low_idr_month == pytest.approx(low)
    assert found.high_idr_month == pytest.approx(high)
    assert found.basis == "stated"
    assert text[found.start : found.end] == found.surface == found.surface.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "omset 500 juta",
        "target penjualan 100 juta",
        "mengelola anggaran Rp 200.000.000",
        "bonus 2 juta",
        "THR 2 juta",
        "THR 1x gaji",
        "komisi 5%",
        "denda 5 juta",
        "biaya pelatihan Rp 500.000",
        "modal 10 juta",
        "uang makan 20rb/hari",
        "tunjangan transport 500rb",
        "asuransi hingga 100 juta",
        "usia 25-35 tahun",
        "pengalaman 2 tahun",
        "tinggi 170 cm",
        "1.500 karyawan",
        "5.000.000",
        "telp 0812345678",
        "gaji ke-13",
        "gaji tanggal 25",
        "10k followers",
        "Rp 0",
        "Rp 999999999999",
        "Rp 5.000.000 - Rp 4.000.000",
        "Rp " + "9" * 400,
    ],
)
def test_a_sum_that_is_not_pay_is_left_alone(text: str) -> None:
    assert read_pay(text) is None


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("UMR", "UMR"),
        ("Gaji sesuai UMK", "Gaji sesuai UMK"),
        ("di atas UMR", "di atas UMR"),
        ("gaji standar UMP DKI", "gaji standar UMP"),
        ("gaji UMR + tunjangan 1jt", "gaji UMR"),
    ],
)
def test_the_minimum_wage_without_a_sum_is_named_so(text: str, surface: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.basis, found.surface, found.low_idr_month) == ("minimum_wage", surface, None)


@pytest.mark.parametrize(
    "text", ["gaji nego", "Gaji kompetitif", "salary negotiable", "gaji menarik", "gaji nego hub 081234567890"]
)
def test_open_pay_is_negotiable_without_a_sum(text: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.basis, found.is_negotiable, found.low_idr_month) == ("none", True, None)


def test_stated_pay_may_be_negotiable_too() -> None:
    found = read_pay("gaji 4 juta\ngaji bisa nego")
    assert found is not None
    assert (found.basis, found.is_negotiable) == ("stated", True)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_no_text_makes_the_reader_fail_and_offsets_point_at_the_words(text: str) -> None:
    found = read_pay(text)
    if found is not None:
        assert text[found.start : found.end] == found.surface
        assert (found.basis == "stated") == (found.low_idr_month is not None)
    if found is not None and found.low_idr_month is not None:
        assert found.high_idr_month is not None
        assert 0 < found.low_idr_month <= found.high_idr_month


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_letter_case_changes_nothing(text: str) -> None:
    upper, lower = read_pay(text.upper()), read_pay(text.lower())
    assert (upper and (upper.low_idr_month, upper.high_idr_month, upper.basis, upper.start)) == (
        lower and (lower.low_idr_month, lower.high_idr_month, lower.basis, lower.start)
    )


@given(st.integers(300_000, 500_000_000))
def test_any_sum_written_with_indonesian_thousands_is_read_back(rupiah: int) -> None:
    found = read_pay(f"Gaji Rp {rupiah:,}".replace(",", ".") + " per bulan")
    assert found is not None
    assert found.low_idr_month == rupiah


def test_a_long_text_is_read_no_further_than_its_start() -> None:
    assert read_pay("x" * 20_000 + " gaji 5 juta") is None


def test_amounts_come_to_a_month_by_hours_days_weeks_and_years() -> None:
    found = {period: to_idr_month(1.0, "IDR", period) for period in ("hour", "day", "week", "month", "year", "project")}
    assert found == pytest.approx({"hour": 173, "day": 25, "week": 52 / 12, "month": 1, "year": 1 / 12, "project": 1})


@pytest.mark.parametrize(("currency", "period"), [("ZZZ", "month"), ("IDR", "fortnight"), ("", ""), ("idr", "month")])
def test_an_unknown_currency_or_period_is_refused(currency: str, period: str) -> None:
    with pytest.raises(InputError, match="pay"):
        to_idr_month(1.0, currency, period)


def test_every_province_has_a_minimum_wage_of_2025_in_a_sane_range() -> None:
    wages = {region.code: minimum_wage_idr(region.code, 2025) for region in load_gazetteer().provinces()}
    assert len(wages) == 38
    assert all(wage is not None and 2_100_000 <= wage <= 5_500_000 for wage in wages.values())
    assert max(wages, key=lambda code: wages[code] or 0) == "31"
    assert min(wages, key=lambda code: wages[code] or 0) == "33"


@pytest.mark.parametrize(
    ("province", "idr"),
    [("31", 5_396_761), ("32", 2_191_232), ("33", 2_169_349), ("35", 2_305_985), ("36", 2_905_120), ("91", 4_285_850)],
)
def test_minimum_wages_of_2025_are_the_governors(province: str, idr: int) -> None:
    assert minimum_wage_idr(province, 2025) == idr


def test_a_later_year_takes_the_latest_known_wage_and_an_earlier_one_has_none() -> None:
    assert minimum_wage_idr("31", 2030) is not None
    assert minimum_wage_idr("31", 2024) is None
    assert minimum_wage_idr("00", 2025) is None


@pytest.mark.parametrize("text", ["Rp", "gaji 5", "gaji Rp 5"])
def test_a_field_of_spaces_is_read_in_linear_time(text: str) -> None:
    # A cubic pattern would need hours here; the suite's own time limit is what fails.
    assert read_pay(text + " " * 19_000 + "-") is None
