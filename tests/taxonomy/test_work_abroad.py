"""Whether the work of an ad is abroad, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.countries import load_countries
from taxonomy.places import load_gazetteer
from taxonomy.work_abroad import AT_HOME, read_work_abroad


def read(title: str = "Operator", place: str = "", text: str = "") -> tuple[bool, tuple[str, ...]]:
    found = read_work_abroad(title, (place,) if place else (), text, load_gazetteer())
    return found.is_overseas, found.countries


@pytest.mark.parametrize(
    ("title", "place", "text", "countries"),
    [
        ("Perawat", "Kuwait", "", ("KW",)),
        ("Sopir", "Bandar Seri Begawan", "", ("BN",)),
        ("Welder - Qatar", "", "", ("QA",)),
        ("Kaigo Jepang", "", "", ("JP",)),
        ("Caregiver", "", "Penempatan Taiwan, kontrak 3 tahun.", ("TW",)),
        ("Operator", "", "Bekerja di pabrik elektronik di Korea Selatan", ("KR",)),
        ("Operator", "Jakarta", "Penempatan Jepang, kantor kami di Jakarta.", ("JP",)),
        ("Perawat ke Jerman", "Bandung", "", ("DE",)),
        ("Pemetik buah", "", "Lowongan untuk Australia dan Selandia Baru", ("AU", "NZ")),
    ],
)
def test_work_abroad_is_read_with_its_countries(title: str, place: str, text: str, countries: tuple[str, ...]) -> None:
    assert read(title, place, text) == (True, countries)


@pytest.mark.parametrize(
    ("title", "place", "text"),
    [
        ("Chef Masakan Jepang", "Jakarta", ""),
        ("Guru Bahasa Korea", "", ""),
        ("Cook - Tokyo Belly", "Jakarta", ""),
        ("Marketing (Jepang)", "Tangerang", ""),
        ("Staf Ekspor", "Semarang", "Menangani ekspor ke Jerman dan Belanda"),
        ("Sales", "Balikpapan", "Training 1 bulan di Jepang, penempatan Balikpapan"),
        ("Admin", "Surabaya", "Mengurus dokumen calon PMI tujuan Taiwan"),
        ("Agen", "Medan", "Bonus liburan ke Singapura"),
        ("Programmer", "Remote", "Kerja dari rumah untuk klien Singapura"),
        ("Engineer", "Duri", "Bersedia ditempatkan di seluruh Indonesia maupun luar negeri"),
        ("Engineer", "", "Siap ditempatkan di seluruh Indonesia maupun kerja di luar negeri"),
        ("Operator", "", "Gaji UMK"),
        ("", "", ""),
    ],
)
def test_languages_dishes_markets_trips_and_those_who_serve_are_at_home(title: str, place: str, text: str) -> None:
    assert read(title, place, text) == (False, ())


@pytest.mark.parametrize(
    ("title", "place", "text"),
    [
        ("Waiter Kapal Pesiar", "", ""),
        ("Barkeeper for Cruise Ship", "Jakarta", ""),
        ("Able Seaman", "", "Kapal tanker bendera Panama"),
        ("Operator", "", "Lowongan kerja luar negeri"),
        ("Mandor", "Afrika", ""),
    ],
)
def test_ships_and_unnamed_countries_are_abroad_without_a_country(title: str, place: str, text: str) -> None:
    assert read(title, place, text) == (True, ())


def test_the_words_that_show_it_are_told_with_their_part() -> None:
    gazetteer = load_gazetteer()
    found = read_work_abroad("Caregiver", (), "Dicari. Penempatan Taiwan segera.", gazetteer)
    assert (found.words, found.where) == ("Taiwan", "text")
    assert read_work_abroad("x", ("Doha",), "", gazetteer).where == "place"
    assert read_work_abroad("Nanny - Oman", (), "", gazetteer).where == "title"
    assert read_work_abroad("x", (), "", gazetteer) == AT_HOME


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=200))
def test_any_ad_is_read_and_every_country_is_known(title: str, place: str, text: str) -> None:
    found = read_work_abroad(title, (place,), text, load_gazetteer())
    assert set(found.countries) <= load_countries().keys() - {"ID"}
    assert found.is_overseas or found == AT_HOME


@pytest.mark.parametrize("letter", ["İ", "ı"])
def test_a_turkish_i_is_an_i(letter: str) -> None:
    assert read(f"Kerja di MALAYS{letter}A") == (True, ("MY",))
    assert read("Sopir", text=f"Penempatan Qatar, S{letter}ngapura") == (True, ("QA", "SG"))


def test_the_words_stand_where_they_are_said_to_stand() -> None:
    text = "Bisa bahasa Jepang. Penempatan Jepang."
    found = read_work_abroad("Operator", (), text, load_gazetteer())
    assert (found.start, found.words) == (text.rindex("Jepang"), "Jepang")
