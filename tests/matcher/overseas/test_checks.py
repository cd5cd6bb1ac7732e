"""The checks of an ad for work abroad, each by the words that decide it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.overseas.ad import MAX_TEXT, Ad, readable
from matcher.overseas.checks import CHECKS, NAMES, Check
from matcher.overseas.money import _BEGINS, _NUMBER
from matcher.overseas.report import OverseasReport, check_ad, report_document
from matcher.overseas.rules import rule_of, rule_of_warning
from matcher.overseas.warnings import KINDS
from taxonomy.places import load_gazetteer


def checked(text: str = "", *, title: str = "Operator", company: str = "", place: str = "Taiwan") -> OverseasReport:
    ad = Ad(title=title, company=company, places=(place,) if place else (), text=text)
    return check_ad(ad, load_gazetteer())


def check(name: str, text: str = "", **facts: str) -> Check:
    return next(found for found in checked(text, **facts).checks if found.name == name)


@pytest.mark.parametrize(
    ("name", "text", "facts", "status"),
    [
        ("fee", "Gratis semua sampai berangkat.", {}, "ok"),
        ("fee", "Semua biaya ditanggung perusahaan.", {}, "ok"),
        ("fee", "Tidak ada potongan gaji.", {}, "ok"),
        ("fee", "Biaya proses 25 juta.", {}, "violated"),
        ("fee", "DP 10 juta saat daftar", {}, "violated"),
        ("fee", "potong gaji 6 bulan", {}, "violated"),
        ("fee", "Gaji 12 juta, uang saku 2 juta.", {}, "missing"),
        ("fee", "Gaji 1500 riyal, naik 10% tiap tahun", {}, "missing"),
        ("fee", "Biaya sesuai ketentuan, gaji RM 1.700", {}, "missing"),
        ("fee", "Biaya agen RM 2500", {}, "violated"),
        ("fee", "Peserta dikenakan biaya administrasi", {}, "violated"),
        ("fee", "", {}, "missing"),
        ("permit", "SIP3MI No. 81201141900010001", {}, "ok"),
        ("permit", "SIP3MI 124 Tahun 2020", {}, "ok"),
        ("permit", "SIP3MI KEP.321/MEN/2019", {}, "ok"),
        ("permit", "SIP3MI 2/1209/PK.02.02/VII/2023", {}, "ok"),
        ("permit", "SIP3MI: dalam proses", {}, "missing"),
        ("permit", "Hubungi 081234567890123", {}, "missing"),
        ("permit", "Langsung majikan, tanpa PT.", {}, "violated"),
        ("permit", "Program G to G Korea", {}, "not_applicable"),
        ("agency", "", {"company": "PT Contoh Migran"}, "ok"),
        ("agency", "", {"company": "KemenP2MI"}, "ok"),
        ("agency", "", {"company": "LPK Contoh"}, "missing"),
        ("agency", "Program magang 3 tahun", {"company": "LPK Contoh SO"}, "ok"),
        ("agency", "agen perorangan siap bantu", {"company": "PT Contoh Migran"}, "violated"),
        ("job_order", "Job order sudah turun", {}, "ok"),
        ("job_order", "", {}, "missing"),
        ("job_order", "Program G to G", {}, "not_applicable"),
        ("visa", "Visa kerja diurus", {}, "ok"),
        ("visa", "Berangkat pakai visa turis dulu", {}, "violated"),
        ("visa", "Hati-hati, jangan mau visa turis. Kami memakai visa kerja.", {}, "ok"),
        ("visa", "ga perlu visa kerja", {}, "violated"),
        ("visa", "", {}, "missing"),
        ("age", "Usia 18-35 tahun", {}, "ok"),
        ("age", "Usia 17-25 tahun", {}, "violated"),
        ("age", "Usia maks. 35 tahun", {}, "missing"),
        ("age", "Pria, minimal berumur 21 tahun", {}, "ok"),
        ("documents", "Ijazah asli ditahan kantor", {}, "violated"),
        ("documents", "Paspor dipegang sendiri", {}, "ok"),
        ("documents", "", {}, "ok"),
    ],
)
def test_a_check_says_what_the_words_of_the_ad_say(name: str, text: str, facts: dict[str, str], status: str) -> None:
    assert check(name, text, **facts).status == status


@pytest.mark.parametrize(
    ("title", "place", "text", "status", "rule"),
    [
        ("Pembantu rumah tangga", "Kuwait", "", "violated", "Kepmenaker 260/2015"),
        ("Sopir keluarga", "Doha", "", "violated", "Kepmenaker 260/2015"),
        ("Koki", "Doha", "Juru masak untuk keluarga", "violated", "Kepmenaker 260/2015"),
        ("Koki", "Doha", "Restoran hotel, untuk keluarga tamu", "ok", ""),
        ("Pengasuh bayi rumah sakit", "Doha", "", "ok", ""),
        ("Pembantu rumah tangga", "Malaysia", "", "ok", ""),
        ("Welder", "Libya", "", "violated", "UU 18/2017"),
        ("Admin", "Kamboja", "", "violated", "UU 18/2017"),
        ("Waiter Kapal Pesiar", "", "", "missing", ""),
    ],
)
def test_a_closed_destination_is_told_with_the_decision_behind_it(
    title: str, place: str, text: str, status: str, rule: str
) -> None:
    found = check("destination", text, title=title, place=place)
    assert found.status == status
    assert rule in found.rule


def test_words_are_told_where_they_stand_in_the_ad_as_it_came() -> None:
    text = "😀 Bi\u200baya 𝟮𝟱 juta, visa kerja."
    found = check("fee", text).words
    assert found is not None
    assert text[found.start : found.end] == found.surface
    assert found.surface.startswith("Bi\u200baya")
    assert found.part == "text"


def test_an_ad_for_work_at_home_is_not_checked() -> None:
    report = checked("Biaya 5 juta, visa turis, ijazah ditahan", place="Bandung")
    assert {found.status for found in report.checks} == {"not_applicable"}
    assert report.warnings == ()
    assert report.requirements == ()
    assert report.is_clean


def test_every_check_and_status_has_a_rule_and_explains_itself_in_both_languages() -> None:
    statuses = {
        "permit": ("ok", "missing", "violated", "not_applicable"),
        "job_order": ("ok", "missing", "not_applicable"),
        "documents": ("ok", "violated"),
    }
    for name in NAMES:
        for status in statuses.get(name, ("ok", "missing", "violated")):
            rule = rule_of(name, status)  # type: ignore[arg-type]
            assert rule.rule
            assert rule.explains_id
            assert rule.explains_en
    assert all(rule_of_warning(kind).explains_en for kind in KINDS)
    assert {*CHECKS, "destination"} == set(NAMES)


def test_an_ad_that_keeps_the_law_is_clean() -> None:
    text = "Biaya nol, ditanggung majikan. Job order ada, visa kerja. SIP3MI No. 81201141900010001. Usia 21-40 tahun."
    report = checked(text, title="Operator pabrik", company="PT Contoh Migran")
    assert report.is_clean
    assert [found.status for found in report.checks] == ["ok"] * len(NAMES)


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_any_ad_gets_every_check_and_words_that_stand_in_it(text: str, title: str, company: str) -> None:
    report = checked(text, title=title, company=company)
    parts = {"title": title, "company": company, "text": text}
    assert [found.name for found in report.checks] == list(NAMES)
    for found in (*report.checks, *report.warnings):
        if found.words is not None:
            assert parts[found.words.part][found.words.start : found.words.end] == found.words.surface


@given(st.text(max_size=200))
def test_plain_letters_know_where_they_stood(text: str) -> None:
    read = readable("text", text)
    assert len(read.plain) == len(read.offsets)
    assert list(read.offsets) == sorted(read.offsets)


def test_a_huge_ad_is_read_to_its_limit() -> None:
    report = checked("x" * 50_000 + " visa turis")
    assert next(found for found in report.checks if found.name == "visa").status == "missing"


def test_words_of_the_destination_are_those_of_the_ad_as_it_came() -> None:
    text = "\u200bPenempatan 𝗝𝗲\u200bpang, kontrak"
    report = check_ad(Ad(title="Operator", text=text), load_gazetteer())
    assert (report.abroad.words, report.abroad.where) == ("𝗝𝗲\u200bpang", "text")
    assert text[report.abroad.start :].startswith(report.abroad.words)
    titled = check_ad(Ad(title="Kerja di ＴＡＩＷＡＮ"), load_gazetteer())
    assert report_document(titled)["destination"]["words"] == "ＴＡＩＷＡＮ"


def test_a_number_is_read_once_from_its_beginning_and_16_signs_far() -> None:
    assert re.findall(_BEGINS + _NUMBER, "Rp.1.500.000,00 dan DP,5 juta") == ["1.500.000,00", "5"]
    assert re.findall(_BEGINS + _NUMBER, "1." * 10_000) == ["1." * 8]


@pytest.mark.parametrize("piece", ["1.", "biaya 1,", "9"])
def test_numbers_without_end_are_read_to_the_end_of_what_is_read(piece: str) -> None:
    assert {check.name: check.status for check in checked(piece * 20_000).checks}["fee"] == "missing"


def test_letters_that_are_many_when_plain_are_cut_too() -> None:
    part = readable("text", "ﷺ" * MAX_TEXT)
    assert len(part.plain) == len(part.offsets) == MAX_TEXT
    assert part.words(MAX_TEXT - 1, MAX_TEXT).surface == "ﷺ"


def test_a_sending_trainer_says_so_within_a_name() -> None:
    assert check("agency", "magang", company=f"LPK {'x ' * 20}SO").status == "ok"
    assert check("agency", "magang", company=f"LPK {'x ' * 60}SO").status == "missing"
