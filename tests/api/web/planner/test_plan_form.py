"""The form of a plan: what it begins with, what it reads, what it complains of."""

from __future__ import annotations

from datetime import date

import pytest

from api.web.planner.plan_form import PlanForm, read_form
from api.web.planner.typed import read_month, read_number
from api.web.tongue import TONGUES
from matcher.world.centres import sample_centre

DAY = date(2026, 11, 27)
CENTRE = "blk-contoh-batang"


def read(**query: str) -> PlanForm:
    named = {name.replace("__", "."): text for name, text in query.items()}
    return read_form(named, ["Teknik Las", "Perhotelan"], DAY, TONGUES["id"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.200.000.000", 3.2e9),
        ("Rp 3,2 miliar", 3.2e9),
        ("rp500 juta", 5e8),
        ("12,5", 12.5),
        ("0", 0.0),
        ("", None),
        ("-1", None),
        ("banyak", None),
        ("1e9", None),
        ("3,2,1", None),
        ("3.2 miliar", 3.2e9),
        ("rp3.2 M", 3.2e9),
        ("1,5M", 1.5e9),
        ("0.5 miliar", 5e8),
        ("800jt", 8e8),
        ("800 ribu", 8e5),
        ("1.500 juta", 1.5e9),
        ("Rp. 500.000.000,-", 5e8),
        ("500.000.000 rupiah", 5e8),
        ("3 200 000 000", 3.2e9),
        ("500,000,000", 5e8),
        ("12.5", 12.5),
        ("3.250 miliar", None),
        ("500,000", None),
        ("32 lusin", None),
        ("\U0001f600", None),
        ("9" * 400, None),
    ],
)
def test_numbers_are_read_as_indonesians_write_them(text: str, value: float | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["2027-01", "01/2027", "1-2027", "2027/1", "Januari 2027", "jan 2027", "January 2027"])
def test_a_month_is_read_in_any_dress(text: str) -> None:
    assert read_month(text) == date(2027, 1, 1)
    assert read_form({"mulai": text}, [], DAY, TONGUES["id"]).faults.keys() == {"nama", "kota"}


@pytest.mark.parametrize("text", ["", "2027", "13/2027", "Pebruari lalu", "ja 2027", "bulan 2027", "2027-00"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert read_month(text) is None


def test_a_number_of_hundreds_of_digits_is_complained_of_and_breaks_nothing() -> None:
    long = "9" * 400
    form = read(lembaga=CENTRE, nama="x", kota="Kota Bekasi", bengkel__las=long, janji1="c:1", janji1_kelas=long)
    assert form.faults.keys() == {"bengkel.las", "janji1_kelas"}


def test_the_form_begins_with_a_known_centre_and_next_year() -> None:
    form, base = read(lembaga=CENTRE), sample_centre(CENTRE)
    assert form.faults == {}
    assert form.centre == base
    assert form.values["anggaran"] == "3.200.000.000"
    assert form.wanted is not None
    assert (form.wanted.first, form.wanted.months, form.wanted.with_gains) == (date(2027, 1, 1), 12, False)
    assert not form.is_open("bengkel.")


def test_what_is_changed_counts_and_an_empty_count_is_none() -> None:
    form = read(
        lembaga=CENTRE,
        nama="BLK Kita",
        jenis="LPK",
        kota="Kota Pekalongan",
        anggaran="1,5 miliar",
        asrama="0",
        jangkauan="25",
        mulai="2027-02",
        lama="6",
        lulus="80",
        kursi="20",
        kelas_terbanyak="3",
        biaya_jp="25.000",
        dilacak="60",
        bekerja="31",
        bengkel__las="24",
        bengkel__jahit="",
        instruktur__Perhotelan="2",
        upah="1",
        kepekaan="1",
        janji1="c:1",
        janji1_kelas="4",
        janji2="",
        janji2_kelas="9",
    )
    assert form.faults == {}
    assert form.centre is not None
    assert form.wanted is not None
    assert (form.centre.name, form.centre.kind, form.centre.regency_code) == ("BLK Kita", "LPK", "3375")
    assert form.centre.budget_idr_year == 1_500_000_000
    assert [(one.kind, one.stations) for one in form.centre.workshops] == [("las", 24)]
    assert [(one.vocational_field, one.n) for one in form.centre.trainers] == [("Perhotelan", 2)]
    assert form.wanted.least == {"c:1": 4}
    assert (form.wanted.by_pay, form.wanted.with_gains, form.wanted.first) == (True, True, date(2027, 2, 1))
    told = form.wanted.assumptions
    assert (told.completion, told.class_seats, told.max_classes, told.placed, told.traced) == (0.8, 20, 4, 31, 60)


def test_an_unknown_centre_begins_with_an_empty_one_that_asks_for_name_and_place() -> None:
    form = read(lembaga="<script>")
    assert form.values["lembaga"] == "sendiri"
    assert form.faults.keys() == {"nama", "kota"}
    assert form.is_open("bengkel.")
    assert form.centre is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("anggaran", "banyak"),
        ("anggaran", "3.250 miliar"),
        ("lama", "99"),
        ("mulai", "2027-13"),
        ("mulai", "2050-01"),
        ("kota", "Mars"),
        ("kota", "Jawa Barat"),
        ("nama", ""),
        ("lulus", "0"),
        ("bekerja", "5"),
        ("bengkel__las", "-3"),
        ("bengkel__las", "1,5"),
        ("instruktur__Perhotelan", "banyak"),
    ],
)
def test_a_fault_names_its_field(name: str, text: str) -> None:
    whole = {"nama": "BLK Kita", "kota": "Kota Bekasi", name: text}
    form = read(lembaga=CENTRE, **whole)
    assert list(form.faults) == [name.replace("__", ".")]
    assert form.centre is None
    assert form.is_odd == (name in {"lulus", "bekerja"})
    if "__" in name:
        assert form.is_open(name.split("__")[0] + ".")


def test_a_promise_without_a_number_is_a_fault() -> None:
    assert list(read(lembaga=CENTRE, janji1="c:1").faults) == ["janji1_kelas"]
