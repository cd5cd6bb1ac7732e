"""Shift and night work: what ads ask for and what seekers refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.work_hours import HoursReading, read_hours, read_refused_hours


@pytest.mark.parametrize(
    ("text", "shift", "night"),
    [
        ("Bersedia bekerja dalam sistem shift", "shift", ""),
        ("Siap masuk shift malam.", "shift", "shift malam"),
        ("Shift pagi/siang/malam", "Shift", "malam"),
        ("Kerja 3 shift", "shift", "3 shift"),
        ("BERSEDIA KERJA SHIFTPersyaratan : Min. 28 tahun", "SHIFT", ""),
        ("Night shift only", "shift", "Night"),
        ("Jadwal dinas bergilir (pagi, sore, malam)", "Jadwal dinas bergilir", "malam"),
        ("Jam kerja 22.25 - 07.00", "", "22.25 - 07.00"),
        ("Jam kerja 15.00 - 01.00", "", "15.00 - 01.00"),
        ("Jam kerja 12.00 - 02.00", "", "12.00 - 02.00"),
        ("Pukul 16:00 s/d 23:30", "", "16:00 s/d 23:30"),
        ("Jam 6 sore - jam 2 pagi", "", "6 sore - jam 2 pagi"),
        ("Bersedia kerja malam hari", "", "malam"),
    ],
)
def test_shift_and_night_work_are_read_with_the_words_that_say_so(text: str, shift: str, night: str) -> None:
    assert read_hours(text) == HoursReading(shift=shift, night=night)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Non shift",
        "Kerja non-shift, Senin-Jumat",
        "Tidak ada shift malam",
        "Siap bekerja tanpa sistem shift",
        "No night shift",
        "Menyusun jadwal shift karyawan",
        "Mengatur shift kasir",
        "Membuat laporan di akhir shift",
        "Menyampaikan pesan kepada shift berikutnya",
        "The shifting and growing needs of the team",
        "Menguasai OpenShift dan Redshift",
        "Makan siang, makan malam",
        "Toko buka jam 10 pagi sampai 8 malam",
        "Lembur sampai malam bila perlu",
        "Pulang malam",
        "Kuliner malam dan hiburan malam",
        "Night audit, night market",
        "Merebus malam batik",
        "Melampaui dan Malampaui target",
        "Jam kerja 08.00 - 17.00",
        "Jam kerja 14.00 - 23.00",
        "Buka 08.00 - 01.00",
        "Batas unggah: midnight",
    ],
)
def test_other_peoples_shifts_denials_meals_and_closing_hours_are_neither(text: str) -> None:
    assert read_hours(text) == HoursReading()


@pytest.mark.parametrize(
    ("text", "shift", "night"),
    [
        ("Saya tidak bisa shift malam", "", "tidak bisa shift malam"),
        ("shift pagi ok, malam tidak bisa", "", "malam tidak bisa"),
        ("gabisa kerja malam", "", "gabisa kerja malam"),
        ("shift oke kecuali malam", "", "kecuali malam"),
        ("keberatan kalau kerja malam", "", "keberatan kalau kerja malam"),
        ("Cari kerja non shift", "non shift", ""),
        ("tdk mau ikut shift", "tdk mau ikut shift", ""),
        ("Tidak bisa kerja shift, tidak mau kerja malam", "Tidak bisa kerja shift", "tidak mau kerja malam"),
        ("Siap kerja shift asal bukan shift malam", "", "bukan shift malam"),
    ],
)
def test_what_a_seeker_refuses_is_read_with_the_words(text: str, shift: str, night: str) -> None:
    assert read_refused_hours(text) == HoursReading(shift=shift, night=night)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "siap shift malam",
        "Tidak masalah shift malam",
        "tidak keberatan kerja malam",
        "3 tahun kerja shift, malam juga pernah",
        "bisa shift, tidak bisa lembur",
        "Tidak bisa nyetir, tapi bisa shift malam",
        "Dulu kerja tanpa shift, sekarang siap shift",
        "belum pernah kerja shift",
        "bukan cuma shift pagi, malam juga siap",
    ],
)
def test_a_seeker_who_is_ready_or_only_tells_of_the_past_refuses_nothing(text: str) -> None:
    assert read_refused_hours(text) == HoursReading()


def test_not_being_ready_takes_no_refusal_back() -> None:
    assert read_refused_hours("non shift, tidak siap kerja shift").shift == "non shift"


@given(st.text(st.sampled_from("shift malam3 tidak bisa.\n-:0127"), max_size=200))
def test_the_words_read_stand_in_the_text(text: str) -> None:
    for reading in (read_hours(text), read_refused_hours(text)):
        assert reading.shift in text
        assert reading.night in text
