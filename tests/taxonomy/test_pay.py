"""Pay in rupiah a month, and the sums that are not pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InputError
from taxonomy.pay import RUPIAH_PER, minimum_wage_idr, read_pay, to_idr_month
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces

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
    *(
        "lima",
        "setengah",
        "koma",
        "ratus",
        "sejuta",
        "ribu",
        "up to",
        "minimal",
        "tidak kurang dari",
        "&nbsp;",
        "dolar",
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
        # digits after "jt" without a space are decimals
        ("4jt5", 4.5 * M, 4.5 * M),
        ("gaji 4jt500", 4.5 * M, 4.5 * M),
        ("gaji 4jt75/bulan", 4.75 * M, 4.75 * M),
        ("gaji 10jt250", 10.25 * M, 10.25 * M),
        ("gaji 4jt5an", 4.5 * M, 4.5 * M),
        ("gaji 4 jt 5", 4.5 * M, 4.5 * M),
        ("gaji 4 jt 500 per bulan", 4.5 * M, 4.5 * M),
        ("4jt-5jt", 4 * M, 5 * M),
        ("4jt5-5jt", 4.5 * M, 5 * M),
        ("gaji 4-5jt5", 4 * M, 5.5 * M),
        ("4jt 500rb", 4.5 * M, 4.5 * M),
        ("4jt500rb", 4.5 * M, 4.5 * M),
        # and of what comes next they are not
        ("gaji 4 jt 5 hari kerja", 4 * M, 4 * M),
        ("4. gaji 4 juta5. bonus", 4 * M, 4 * M),
        ("gaji 4jt2025", 4 * M, 4 * M),
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
    ("text", "low", "high"),
    [
        ("gaji up to 7jt", None, 7 * M),
        ("gaji s/d 6 juta per bulan", None, 6 * M),
        ("gaji hingga Rp10.000.000/bulan", None, 10 * M),
        ("gaji maks. 4,5 jt", None, 4.5 * M),
        ("Gaji UMK s/d 6 juta", None, 6 * M),
        ("gaji di bawah 5 juta", None, 5 * M),
        ("gaji tidak lebih dari 6 juta", None, 6 * M),
        ("gaji mulai dari Rp 3.000.000", 3 * M, None),
        ("Salary start from IDR 5 million", 5 * M, None),
        ("gaji minimal 4 juta ya kak", 4 * M, None),
        ("gaji di atas 5 juta", 5 * M, None),
        ("gaji tidak kurang dari 4 juta sebulan", 4 * M, None),
        ("gaji nggak kurang dari 4jt", 4 * M, None),
        ("gaji 5jt++", 5 * M, None),
        ("penghasilan 10 juta ke atas", 10 * M, None),
        ("gaji 4 juta per bulan ke atas", 4 * M, None),
        ("gaji kurang lebih 4 juta", 4 * M, 4 * M),
        ("gaji 3 jt + bonus", 3 * M, 3 * M),
    ],
)
def test_a_bound_that_is_not_named_stays_open(text: str, low: float | None, high: float | None) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.low_idr_month, found.high_idr_month) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("gaji 5-4 jt", 4 * M, 5 * M, "month"),
        ("Rp 5.000.000 - Rp 4.000.000", 4 * M, 5 * M, "month"),
        ("gaji 500-1 jt", 0.5 * M, M, "month"),
        ("gaji 900 ribu s/d 1,1 juta per minggu", 0.9 * M, 1.1 * M, "week"),
        ("gaji antara 4 dan 6 juta", 4 * M, 6 * M, "month"),
        ("gaji 3 juta dan 500 ribu uang makan", 3 * M, 3 * M, "month"),
        ("gaji 3 atau 4 juta", 3 * M, 4 * M, "month"),
        ("IDR 4.5M-6M", 4.5 * M, 6 * M, "month"),
        ("Salary: 4500K", 4.5 * M, 4.5 * M, "month"),
        ("200k sehari", 0.2 * M, 0.2 * M, "day"),
        ("les privat 75.000/jam", 75_000, 75_000, "hour"),
        ("jaga toko 75000/jam", 75_000, 75_000, "hour"),
        ("kerja harian 150rb", 150_000, 150_000, "day"),
        ("sejam 25rb", 25_000, 25_000, "hour"),
        ("Fee tutor 60rb sejam", 60_000, 60_000, "hour"),
        ("IDR 150-200 million per annum", 150 * M, 200 * M, "year"),
        ("borongan 2jt per proyek", 2 * M, 2 * M, "project"),
        ("Yogyakarta6.000.000/bulanSyarat", 6 * M, 6 * M, "month"),
        ("gaji4jt/bulanLokasi", 4 * M, 4 * M, "month"),
        ("4jtperbulan", 4 * M, 4 * M, "month"),
        ("gaji 5 juta gross per month", 5 * M, 5 * M, "month"),
    ],
)
def test_amounts_are_read_with_their_scale_and_period(text: str, low: float, high: float, period: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.period == period


@pytest.mark.parametrize(
    ("text", "amount", "surface"),
    [
        ("gaji empat juta sebulan", 4 * M, "empat juta sebulan"),
        ("gaji lima setengah juta per bulan", 5.5 * M, "lima setengah juta per bulan"),
        ("gaji satu juta setengah", 1.5 * M, "satu juta setengah"),
        ("gaji setengah juta", 0.5 * M, "setengah juta"),
        ("gaji 2 koma 5 juta", 2.5 * M, "2 koma 5 juta"),
        ("gaji empat koma dua lima juta", 4.25 * M, "empat koma dua lima juta"),
        ("gaji tiga jutaan", 3 * M, "tiga jutaan"),
        ("gaji 1 juta 500 ribu", 1.5 * M, "1 juta 500 ribu"),
        ("gaji 1.500 ribu lima ratus ribu", 2 * M, "1.500 ribu lima ratus ribu"),
        ("gaji dua juta lima ratus", 2.5 * M, "dua juta lima ratus"),
        ("gopek ribu", 0.5 * M, "gopek ribu"),
        ("gaji sejuta dua ratus ribu", 1.2 * M, "sejuta dua ratus ribu"),
        ("gaji dua belas setengah juta", 12.5 * M, "dua belas setengah juta"),
        ("gaji limaratus ribu", 0.5 * M, "limaratus ribu"),
        ("gaji seratus dua puluh juta", 120 * M, "seratus dua puluh juta"),
        ("gaji five million rupiah", 5 * M, "five million rupiah"),
        ("gaji 4 jutta", 4 * M, "4 jutta"),
        ("gaji 3jta an", 3 * M, "3jta an"),
        ("Gaji ３,5 juta", 3.5 * M, "３,5 juta"),
        ("𝗚𝗮𝗷𝗶 𝟰.𝟱𝟬𝟬.𝟬𝟬𝟬", 4.5 * M, "𝟰.𝟱𝟬𝟬.𝟬𝟬𝟬"),
        ("Gaji Rp. 4. 500. 000", 4.5 * M, "Rp. 4. 500. 000"),
        ("Gaji 4 500 000", 4.5 * M, "4 500 000"),
        ("G A J I 4.000.000", 4 * M, "4.000.000"),
        ("gaji 3 , 5 juta", 3.5 * M, "3 , 5 juta"),
        ("Rp&nbsp;4.000.000", 4 * M, "Rp&nbsp;4.000.000"),
    ],
)
def test_words_slang_and_odd_writing_are_read_and_shown_as_written(text: str, amount: float, surface: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert found.low_idr_month == pytest.approx(amount)
    assert found.surface == surface


def test_a_range_in_words_has_both_ends() -> None:
    found = read_pay("gaji empat sampai lima juta")
    assert found is not None
    assert (found.low, found.high, found.surface) == (4 * M, 5 * M, "empat sampai lima juta")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Gaji 700 dolar AS per bulan", 700, "USD"),
        ("gaji tujuh ratus dolar", 700, "USD"),
        ("gaji 500 US dollar", 500, "USD"),
        ("Gaji 550 dollar Singapura", 550, "SGD"),
        ("Gaji 170 ribu yen", 170_000, "JPY"),
        ("Gaji 2 juta won", 2 * M, "KRW"),
        ("gaji 4.870 dolar Hong Kong", 4_870, "HKD"),
        ("Gaji 1200 riyal Saudi", 1_200, "SAR"),
        ("Gaji EUR 2.300", 2_300, "EUR"),
        ("Gaji NT$ 28.590", 28_590, "TWD"),
        ("gaji 1.700 ringgit", 1_700, "MYR"),
        ("gaji 4 juta rupiah", 4 * M, "IDR"),
    ],
)
def test_currencies_are_read_before_and_after_the_sum(text: str, amount: float, currency: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.low, found.high, found.currency) == (amount, amount, currency)


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
        "300 million users",
        "menjual paket interior 2-16 juta",
        "komisi Rp 500.000 per unit",
        "Rp 500.000 per pcs",
        "Asuransi dengan limit 10 juta",
        "HRIS Compensation (ID: 535090)",
        "gaji 2 digit",
        "Mampu bernegosiasi, gaji ditransfer",
        "gaji pokok, bonus menarik",
        "operator dump truck",
        "berdiskusi",
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
    ("text", "idr"),
    [
        ("Upah sesuai UMK Karawang 2025", 5_599_593),
        ("gaji UMR Jakarta", 5_396_761),
        ("gaji setara UMP Jawa Barat 2024", 2_057_495),
        ("UMP Bandung", 2_191_232),
        ("Salary: regional minimum wage (UMK Kab. Tangerang)", 4_901_117),
        ("U M R Surabaya, usia maks. 27", 4_961_753),
        ("UMK Pacitan 2025", 2_305_985),
        ("upah minimum kabupaten Bogor", 4_877_211),
        ("gaji UMR", None),
        ("gaji UMR + tunjangan", None),
        ("UMR Jakarta 2020", None),
    ],
)
def test_a_minimum_wage_is_looked_up_where_place_and_year_are_known(text: str, idr: int | None) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.basis, found.minimum_wage_idr) == ("minimum_wage", idr)


@pytest.mark.parametrize(
    "text",
    [
        "Competitive salary & benefits",
        "Gaji sesuai kesepakatan",
        "Gaji dan tunjangan kompetitif",
        "gajinya bisa dinegosiasikan",
        "Salary to be discussed",
        "nego",
        "rate bisa nego",
        "masih bisa nego kak",
    ],
)
def test_pay_left_open_in_other_words_is_negotiable(text: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.basis, found.is_negotiable) == ("none", True)


def test_a_bare_scale_in_a_long_line_is_no_pay() -> None:
    line = "Perusahaan kami melayani 5 juta pelanggan di seluruh Indonesia dan terus tumbuh " * 3
    assert read_pay(line) is None
    assert read_pay("5 juta") is not None
    assert read_pay(f"{line}\n5 juta\n{line}") is not None


def test_a_city_without_its_own_minimum_wage_has_that_of_its_province() -> None:
    assert minimum_wage_idr("3275", 2025) == 5_690_752
    assert minimum_wage_idr("3501", 2025) == minimum_wage_idr("35", 2025)
    assert minimum_wage_idr("3275", 2024) is None


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
        bounds = [bound for bound in (found.low_idr_month, found.high_idr_month) if bound is not None]
        assert (found.basis == "stated") == bool(bounds)
        assert bounds == sorted(bounds)
        assert all(bound > 0 for bound in bounds)
        assert (found.low is None) == (found.low_idr_month is None)
        assert (found.high is None) == (found.high_idr_month is None)


# Names of HTML entities have their letter case: "&NBSP;" is none.
@given(st.lists(st.sampled_from([piece for piece in PIECES if "&" not in piece]), max_size=12).map(" ".join))
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
    assert wages.keys() == load_provinces().keys()
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
    assert minimum_wage_idr("31", 2023) is None
    assert minimum_wage_idr("00", 2025) is None


@pytest.mark.parametrize("text", ["Rp", "gaji 5", "gaji Rp 5"])
def test_a_field_of_spaces_is_read_in_linear_time(text: str) -> None:
    # A cubic pattern would need hours here; the suite's own time limit is what fails.
    assert read_pay(text + " " * 19_000 + "-") is None
