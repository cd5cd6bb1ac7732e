"""Lengths of experience, and the ages, contracts and boasts that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.experience import read_experience

PIECES = (
    *(
        "pengalaman",
        "berpengalaman",
        "usia",
        "max",
        "max.",
        "min",
        "2 tahun",
        "25-35 tahun",
        "6 bulan",
        "dua tahun",
        "3 th",
    ),
    *(
        "setahun",
        "satu setengah tahun",
        "fresh graduate",
        "bukan",
        "kontrak",
        "sebagai kasir",
        ",",
        ".",
        "\n",
        "(",
        ")",
    ),
    *(
        "kami",
        "perusahaan",
        "5 minggu",
        "10+ years",
        "1 s/d 2",
        "saya",
        "jd",
        "belum pernah kerja",
        "\u200b",
        "setengah",
    ),
)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("min. 2 th pengalaman", 24, None),
        ("pengalaman 1-2 tahun", 12, 24),
        ("Pengalaman minimal 1 (satu) tahun di bidangnya", 12, None),
        ("pengalaman minimal dua (2) tahun", 24, None),
        ("pengalaman dua tahun", 24, None),
        ("pengalaman setengah tahun", 6, None),
        ("pengalaman satu setengah tahun", 18, None),
        ("pengalaman satu\nsetengah tahun", 18, None),
        ("pengalaman 1,5 tahun", 18, None),
        ("pengalaman setahun", 12, None),
        ("pengalaman 6 bulan", 6, None),
        ("pengalaman 3 bulan - 1 tahun", 3, 12),
        ("pengalaman 2 s/d 3 tahun", 24, 36),
        ("pengalaman 2 sampai 3 tahun", 24, 36),
        ("pengalaman > 5 tahun", 60, None),
        ("pengalaman 2thn", 24, None),
        ("pengalaman 8 minggu", 2, None),
        ("pengalaman 0-1 tahun", 0, 12),
        ("pengalaman maks 2 tahun", 0, 24),
        ("PENGALAMAN MAX. 2 TAHUN", 0, 24),
        ("pengalaman kurang dari 1 tahun", 0, 12),
        ("minimal 1 tahun di posisi yang sama", 12, None),
        ("lebih dari 5 tahun pengalaman", 60, None),
        ("minimal 2 years of experience", 24, None),
        ("2+ years experience", 24, None),
        ("min 5 years exp", 60, None),
        ("Experience: 3 - 5 years", 36, 60),
        ("at least 3 years in a similar role", 36, None),
        # beside an age, a contract or a trial
        ("usia 25-35 tahun, pengalaman minimal 2 tahun", 24, None),
        ("usia max 30 tahun, min 1 tahun pengalaman", 12, None),
        ("usia max 30 tahun min 1 tahun pengalaman", 12, None),
        ("Pengalaman min 2 tahun (usia 22-30 tahun)", 24, None),
        ("Pengalaman: 2 tahun; Usia: 30 tahun", 24, None),
        ("pengalaman 1 thn di F&B, kontrak 6 bulan", 12, None),
        ("Kontrak 6 bulan. Pengalaman 1 tahun", 12, None),
        ("pengalaman 2 tahun, pelatihan 3 bulan", 24, None),
        ("Pengalaman di perusahaan manufaktur 2 tahun", 24, None),
        # run together, cut short, or far behind the word of experience
        ("Pengalaman min.1 tahun", 12, None),
        ("1.Minimum2years of experience", 24, None),
        ("minimum 3-year experience", 36, None),
        ("Pengalaman minimal 2 tahunMemiliki SIM C", 24, None),
        ("pengalaman 2 tahun2. Sehat", 24, None),
        ("pglmn min 1 thn", 12, None),
        ("Pengalaman kerja di industri farmasi atau perizinan obat hewan minimal 1 tahun", 12, None),
        ("Pengalaman di bidang analis, pembelian, perbankan, pemasaran (min 1 tahun)", 12, None),
        ("Minimal 30 tahun Minimal 2 tahun sebagai sales", 24, None),
        ("pengalaman minimal 15 tahun", 180, None),
        ("16 years of experience", 192, None),
        ("Pengalaman di atas dua belas tahun", 144, None),
        # alternatives: the shortest
        ("Pengalaman sebagai SA 5 tahun atau Kepala Bengkel 1 Tahun", 12, None),
        ("S1, pengalaman minimal 2 tahun\nSMK, pengalaman minimal 4 tahun", 24, None),
        ("D3, pengalaman 2 tahun\nD3, pengalaman 4 tahun", 48, None),
        # what stands under a heading of benefits is none
        ("Kualifikasi :\nPengalaman 1 tahun\nTunjangan :\nAsuransi, lebih dari 2 tahun kerja", 12, None),
        ("Tunjangan\nBonus, 2 tahun kerja\nKualifikasi :\nPengalaman 1 tahun", 12, None),
        # several: the longest
        ("pengalaman 1 tahun sebagai kasir, pengalaman 3 tahun sebagai admin", 36, None),
    ],
)
def test_what_an_ad_asks_for_is_read_in_months(text: str, low: int, high: int | None) -> None:
    found = read_experience(text)
    assert found is not None
    assert (found.months_min, found.months_max) == (low, high)
    assert text[found.start : found.end] == found.surface


@pytest.mark.parametrize(
    "text",
    [
        "",
        "usia 25-35 tahun",
        "Usia max. 28 tahun",
        "usia maksimal 30 tahun",
        "pengalaman kerja, usia max. 28 tahun",
        "Pria/wanita max 27 tahun",
        "umur 20 tahun",
        "25 years old",
        "mengajar anak usia 4 tahun",
        "perusahaan berdiri 20 tahun",
        "perusahaan kami telah berpengalaman 25 tahun di bidang logistik",
        "kami berpengalaman lebih dari 25 tahun",
        "kontrak 1 tahun",
        "kontrak kerja 2 tahun",
        "masa percobaan 3 bulan",
        "probation 3 bulan",
        "garansi 2 tahun",
        "durasi magang 6 bulan",
        "lulusan maksimal 2 tahun terakhir",
        "STR masih berlaku 1 tahun",
        "evaluasi 3 bulan",
        "berpengalaman di bidangnya",
        "Minimal 20 tahun Memiliki pengalaman di perpajakan",
        "Maksimal 33 tahun mempunyai pengalaman sebagai sales",
        "company with more than 32 years of experience",
        "Insentif :\nBonus > 6 bulan kerja",
        "masa kerja 6 bulan",
        "S1 tahun pengalaman",
        "6-month internship at work",
        "Fresh graduate mohon tidak melamar",
        "tingkat pemula",
        "pengalaman 60 tahun",
        "tahun 2023",
        "belum menikah, belum punya SIM",
        "belum pernah menikah",
        "tidak menerima fresh graduate",
        "bukan fresh graduate",
    ],
)
def test_an_age_a_contract_or_a_boast_is_no_experience(text: str) -> None:
    assert read_experience(text) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("sudah 3 tahun jadi kasir", 36),
        ("saya jd sopir 5 thn", 60),
        ("udah 2 taun jualan", 24),
        ("kerja di bengkel 10 tahun", 120),
        ("ex TKI Taiwan 3 tahun", 36),
        ("sopir 20 tahun", 240),
        ("3 years in sales", 36),
        ("umur saya 40 th, nyetir truk 15 th", 180),
        ("saya laki-laki 24 tahun, pernah kerja 2 tahun di gudang", 24),
        ("Budi, 24 tahun, lulusan SMK, sudah 3 tahun jadi kasir", 36),
    ],
)
def test_a_worker_tells_years_of_work_and_years_of_age(text: str, months: int) -> None:
    found = read_experience(text, own_words=True)
    assert found is not None
    assert found.months_min == months


@pytest.mark.parametrize("text", ["umur 24 tahun", "Budi, 24 tahun, lulusan SMK", "saya 30 tahun"])
def test_an_age_in_a_workers_own_words_is_no_experience(text: str) -> None:
    assert read_experience(text, own_words=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "fresh graduate welcome",
        "Freshgraduate",
        "fresh-grads are welcome",
        "lulusan baru",
        "baru lulus SMA",
        "tanpa pengalaman",
        "non pengalaman",
        "tidak perlu pengalaman",
        "tidak wajib berpengalaman",
        "pengalaman tidak diutamakan",
        "pengalaman tidak diperlukan",
        "pengalaman bukan prioritas",
        "belum pernah kerja",
        "blm pernah kerja",
        "belum ada pengalaman",
        "no experience needed",
        "pemula",
        "Fresh...",
    ],
)
def test_beginners_are_welcome_where_the_text_says_so(text: str) -> None:
    found = read_experience(text)
    assert found is not None
    assert (found.months_min, found.months_max, found.fresh_graduate_welcome) == (None, None, True)
    assert text[found.start : found.end] == found.surface


def test_a_length_and_a_welcome_to_beginners_are_both_kept() -> None:
    found = read_experience("Fresh graduate / pengalaman 1 tahun")
    assert found is not None
    assert (found.months_min, found.fresh_graduate_welcome) == (12, True)


def test_no_fresh_graduates_beside_a_length_is_no_welcome() -> None:
    found = read_experience("No fresh graduate, pengalaman 2 tahun")
    assert found is not None
    assert (found.months_min, found.fresh_graduate_welcome) == (24, False)


def test_a_dotless_i_is_no_number() -> None:
    assert read_experience("pengalaman tıga tahun") is None


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), st.booleans())
def test_no_text_makes_the_reader_fail_and_offsets_point_at_the_words(text: str, own_words: bool) -> None:
    found = read_experience(text, own_words=own_words)
    if found is not None:
        assert text[found.start : found.end] == found.surface != ""
        assert found.months_min is not None or found.fresh_graduate_welcome
        assert found.months_min is None or 0 <= found.months_min <= 600


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_letter_case_changes_nothing(text: str) -> None:
    upper, lower = read_experience(text.upper()), read_experience(text.lower())
    assert (upper is None) == (lower is None)
    if upper is not None and lower is not None:
        assert (upper.months_min, upper.months_max, upper.start) == (lower.months_min, lower.months_max, lower.start)


def test_a_long_text_is_read_no_further_than_its_start() -> None:
    assert read_experience("x" * 20_000 + " pengalaman 2 tahun") is None


def test_a_field_of_spaces_is_read_in_linear_time() -> None:
    # A cubic pattern would need hours here; the suite's own time limit is what fails.
    assert read_experience("pengalaman 5" + " " * 19_000) is None


def test_two_words_of_a_number_written_as_one_are_not_guessed() -> None:
    assert read_experience("pengalaman satusetengah tahun") is None
