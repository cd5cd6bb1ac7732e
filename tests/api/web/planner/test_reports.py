"""What the pages say of a market, a plan and a course: findings by hand, withheld cells, both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.web.planner import market_report as told_of_market
from api.web.planner.diff_report import VERDICTS, diff_report
from api.web.planner.map_view import MEASURES, market_map
from api.web.planner.market_figures import balance
from api.web.planner.market_report import Asked, market_report
from api.web.planner.outlook_figure import outlook
from api.web.planner.plan_labels import ASSUMPTIONS, REASONS, WORKSHOPS
from api.web.planner.plan_report import plan_report
from api.web.planner.tables import Column, Figure, Report, Table, number, shown
from api.web.tongue import TONGUES
from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.verdicts import Verdict
from matcher.forecast.answer import MarketForecast
from matcher.forecast.forecast import forecast
from matcher.forecast.official import official_series
from matcher.market.selection import select
from matcher.market.served import Market
from matcher.market.stock import stock_of_rows
from matcher.market.tables import demand_rows
from matcher.training import centres
from taxonomy.errors import UnknownIdError
from taxonomy.labour import NATION
from taxonomy.provinces import load_provinces
from taxonomy.skills import load_skills
from tests.api.web.planner import made
from tests.builders import KOTA_BANDUNG, KOTA_SURABAYA
from tests.matcher.market.test_market_figures import AXES, COOK, TODAY, rows_of, seekers, welders

ID, EN = TONGUES["id"], TONGUES["en"]


def market(openings: int = 3) -> Market:
    """Twelve postings for welders in Surabaya, eight for cooks in Bandung; seven who weld, three who cook."""
    postings = [*welders(12, KOTA_SURABAYA), *welders(8, KOTA_BANDUNG, 20, occupations=COOK)]
    sought = [*seekers(7, KOTA_SURABAYA), *seekers(3, KOTA_BANDUNG, 20, occupations=COOK)]
    wanted, workers = rows_of(postings, sought, openings)
    stock = stock_of_rows(wanted, workers, AXES, TODAY, include_closed=False)
    return Market(postings=wanted, workers=workers, stock=stock, axes=AXES)


@pytest.fixture(autouse=True)
def _no_national_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    """The months ahead take seconds and have a test of their own below."""
    empty = Table(name="prakiraan", caption="", columns=(), rows=(), source="")
    figure = Figure(name="prakiraan", title="", finding="", how="", spec=None, table=empty)
    monkeypatch.setattr(told_of_market, "outlook", lambda *args: figure)


def report(asked: Asked, openings: int = 3) -> Report:
    one = market(openings)
    return market_report(one, one, asked, load_skills(), ID)


def test_the_nation_is_told_with_its_intervals_and_what_is_small_is_not() -> None:
    told = report(Asked(digits=4))
    facts = {one.label: one for one in told.facts}
    assert (facts["Lowongan"].text, facts["Orang dicari"].text, facts["Pencari kerja"].text) == ("20", "60", "10")
    assert facts["Orang dicari tiap pencari"].text == "6"
    assert facts["Orang dicari tiap pencari"].beside.startswith("selang 80%: 3,")
    balance = told.figure("seimbang")
    assert balance is not None
    assert [(row[1], row[2], row[3], row[4]) for row in balance.table.rows] == [
        ("7212", 12, 36, None),  # seven seek, but three cooks would be known by the sum of ten
        ("5120", 8, 24, None),
    ]
    assert balance.table.shown(ID)[0][4] == "tidak ditampilkan"
    assert balance.finding.startswith("Paling banyak dicari: Pekerja Pengelasan, 36 orang.")
    assert told.figure("selisih").spec is None  # type: ignore[union-attr]
    assert "salinan" in told.method[0]
    assert told.day == "1 November 2026"


def test_a_level_is_chosen_at_which_something_is_told() -> None:
    told = report(Asked())
    balance = told.figure("seimbang")
    assert balance is not None
    assert [row[1] for row in balance.table.rows] == ["7", "5"]


def test_a_place_without_anybody_says_so() -> None:
    told = report(Asked(province="91", digits=1))
    assert {one.text for one in told.facts} == {"tidak ditampilkan"}
    assert told.figure("seimbang").finding == "Tidak ada golongan jabatan yang cukup besar untuk ditampilkan."  # type: ignore[union-attr]
    assert told.figure("keterampilan").finding.startswith("Lowongan atau pencari di sini terlalu sedikit")  # type: ignore[union-attr]


def test_english_has_english_occupations_and_numbers() -> None:
    one = market(1_000)
    told = market_report(one, one, Asked(digits=4), load_skills(), EN)
    balance = told.figure("seimbang")
    assert balance is not None
    assert balance.table.shown(EN)[0][:4] == ["Welders and flamecutters", "7212", "12", "12,000"]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_and_its_table_withhold_the_same(measure: str) -> None:
    one = market()
    picture, table = market_map(one, NATION, measure, "sumber", ID, lambda code: code)  # type: ignore[arg-type]
    told = {cell.code: cell for cell in picture.cells if cell.number}
    fields = {"lowongan": 1, "dicari": 2, "pencari": 3, "ketat": 4}
    by_name = {row[0]: row for row in table.rows}
    for cell in picture.cells:
        value = by_name[cell.name][fields[measure]] if cell.name in by_name else None
        assert (value is not None) == (cell.code in told)
    assert picture.untold == len(load_provinces()) - len(told)
    assert ("tidak ditampilkan karena" in picture.finding) or not told


def test_a_province_has_a_map_of_its_regencies_and_the_nation_one_of_all() -> None:
    one = market()
    jatim, _ = market_map(one, "35", "dicari", "sumber", ID, lambda code: code)
    assert {cell.code for cell in jatim.cells if cell.number} == {KOTA_SURABAYA}
    assert not any(cell.href for cell in jatim.cells)
    every, table = market_map(one, NATION, "dicari", "sumber", ID, lambda code: code, all_regencies=True)
    assert len(every.cells) == 514
    assert [row[0] for row in table.rows] == ["Kota Surabaya", "Kota Bandung"], "most people wanted first"
    assert every.is_small


def test_the_months_ahead_say_their_last_month_and_which_have_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = forecast(official_series()["33"], 24, first_month="2025-01")
    whole = MarketForecast(
        province="33", major="", counted="openings", forecast=found, alone=(), added=(), mix=None, assumptions=()
    )
    monkeypatch.setattr("api.web.planner.outlook_figure.market_forecast", lambda *args, **more: whole)
    told = outlook("33", date(2025, 3, 15), ID)
    assert told.spec is not None
    assert "Angka resmi terakhir: Desember 2023." in told.finding
    assert "3 bulan dari prakiraan ini sudah lewat" in told.finding
    assert "Untuk Maret 2025 diperkirakan " in told.finding, "a month that is gone is nobody's question"
    assert "Selang itu sangat lebar: pakailah sebagai arah, bukan sebagai sasaran." in told.finding
    assert "Untuk Desember 2026 diperkirakan " in outlook("33", date(2028, 3, 15), ID).finding
    months = [row for row in told.table.rows if row[2] is not None]
    assert len(months) == 24
    for row in months:
        assert row[4][0] <= row[3][0] <= row[2] <= row[3][1] <= row[4][1]  # type: ignore[index,operator]


def test_a_province_without_official_months_has_no_forecast_and_says_who_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise UnknownIdError(wanted="months", found="96", where="province")

    monkeypatch.setattr("api.web.planner.outlook_figure.market_forecast", refuse)
    without = outlook("96", date(2025, 3, 15), ID)
    assert without.spec is None
    assert without.finding.startswith("Papua Barat Daya tidak punya angka bulanan resmi")
    assert "Jawa Barat" in without.finding


def test_a_plan_is_told_with_costs_intervals_and_what_binds() -> None:
    told = plan_report(made.plan(), ID)
    facts = {one.label: (one.text, one.beside) for one in told.facts}
    assert facts["Penempatan yang diharapkan"] == ("30", "selang 80%: 15–60")
    assert facts["Biaya tiap penempatan"][0] == "Rp\xa07,68\xa0juta"
    assert told.notes[0].startswith("3 kelas untuk 48 peserta dengan biaya Rp\xa0230.400.000.")
    limits = told.figure("batas")
    assert limits is not None
    assert limits.finding.endswith("bengkel las (jam-tempat kerja sebulan).")
    jadwal = told.figure("jadwal")
    assert jadwal is not None
    assert jadwal.finding == (
        "2 kursus mulai antara Januari 2027 dan April 2027. Bulan tersibuk: Januari 2027, 2 kelas mulai."
    )
    names = {one.name: one for one in told.tables}
    assert names["tidak-ikut"].rows == [("JP tidak disebut", 2), ("alasan lain", 1)]
    assert names["asumsi"].shown(ID)[0] == ["Bagian peserta yang lulus", "0,90", "perkiraan Sepadan, bukan data"]
    assert names["asumsi"].rows[1][2] == "diisi di formulir"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "empty", "courses": []}, "tidak ada kursus yang bisa diberikan"),
        ({"status": "empty", "centre": {**made.plan()["centre"], "budget_idr_year": 0}}, "anggarannya nol rupiah"),
        ({"status": "empty", "occupations": []}, "tidak ada lowongan yang cocok"),
        ({"status": "empty"}, "tidak ada kelas yang muat"),
        (
            {"status": "infeasible", "conflict": [{"id": "beds", "label": "", "amount": 0.0, "alone": None}]},
            "Yang bertentangan: asrama (tempat tidur)",
        ),
    ],
)
def test_a_plan_that_is_none_says_why(change: dict[str, object], words: str) -> None:
    document = {**made.plan(), "totals": None, "solver": None, "classes": [], **change}
    told = plan_report(document, ID)
    assert words in told.notes[0]
    assert told.facts == []


def test_a_diff_tells_verdicts_and_what_to_add() -> None:
    told = diff_report(made.diff(), ID)
    assert told.notes[0] == "1 modul: perkuat. 1 modul: hapus. Tambahkan: Las GMAW."
    modules, additions = told.tables
    assert modules.shown(ID)[0][1:7] == ["perkuat", "80", "100", "22", "40", "40–70%"]
    assert [row[0] for row in additions.rows] == ["Las GMAW", "Komunikasi"]
    few = diff_report({**made.diff(), "postings": 12}, ID)
    assert few.notes[0].startswith("Hanya ada 12 lowongan jabatan tujuan")


def test_every_label_of_the_engine_has_words() -> None:
    assert WORKSHOPS == centres.WORKSHOPS
    assert ASSUMPTIONS.keys() == {one["name"] for one in Assumptions().told()}
    assert VERDICTS.keys() == set(Verdict.__args__)  # type: ignore[attr-defined]
    assert len(REASONS) == 8


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.0, "1.234"), (12.34, "12,3"), (1.234, "1,23"), (0.0456, "0,046"), (3.0, "3"), (0.0, "0")],
)
def test_numbers_have_as_many_digits_as_say_something(value: float, text: str) -> None:
    assert number(value, ID) == text


def test_what_is_missing_is_told_apart_from_what_is_withheld() -> None:
    whole = Column(title="Lowongan", kind="whole")
    assert shown(None, whole, ID) == "–"
    assert shown(None, replace(whole, hides=True), ID) == "tidak ditampilkan"
    assert shown((0.1, 0.25), Column(title="x", kind="shares"), ID) == "10–25%"
    assert shown(4_500_000, Column(title="x", kind="rupiah"), ID) == "Rp\xa04.500.000"


def test_what_more_money_brings_is_a_sentence_with_its_price() -> None:
    document = made.plan()
    document["gains"] = [{"id": "budget", "label": "x", "added": 260e6, "least": 27.38, "most": 27.99}]
    said = plan_report(document, ID).notes[0]
    assert "Tambahan anggaran Rp\N{NO-BREAK SPACE}260\N{NO-BREAK SPACE}juta setahun memberi 27,4 sampai 28" in said
    assert "kira-kira Rp\N{NO-BREAK SPACE}9,39\N{NO-BREAK SPACE}juta tiap penempatan." in said
    document["gains"][0] |= {"least": 0.0, "most": 32.0}
    assert "memberi paling banyak 32,0 penempatan lagi." in plan_report(document, ID).notes[0]
    document["gains"][0] |= {"least": 0.0, "most": 0.01}
    assert "tidak menambah penempatan: yang habis bukan uangnya." in plan_report(document, ID).notes[0]
    document["gains"] = [
        {
            "id": "trainers:teknik las",
            "label": "instruktur Teknik Las (JP sebulan)",
            "added": 104,
            "least": 1,
            "most": 2,
        }
    ]
    gains = {one.name: one for one in plan_report(document, ID).tables}["kepekaan"]
    assert gains.rows[0][0] == "satu orang lagi: instruktur Teknik Las (JP sebulan)"
    document["gains"] = []
    assert "Tambahan anggaran" not in plan_report(document, ID).notes[0]


def test_two_plans_are_compared_by_name_of_their_centres() -> None:
    before = made.plan()
    before["centre"] = {**before["centre"], "name": "BLK Lain"}
    table = plan_report(made.plan(), ID, before).tables[0]
    assert (table.name, table.caption) == ("banding", "Dibanding rencana sebelumnya (BLK Lain)")
    assert all(row[3] == 0 for row in table.rows)
    assert len(table.rows) == 8, "courses that stay as they were are left out"
    assert plan_report(made.plan(), ID, {"refused": "least"}).tables[0].name != "banding"


def test_how_much_of_the_demand_is_shown_is_said_where_most_is_withheld() -> None:
    one = market()
    rows = demand_rows(one.cells, select([NATION], digits=4)).demand
    told = balance(rows, (), "s", ID, wanted_in_all=600)
    assert told.finding.startswith("Yang tampil hanya 60 dari 600 orang dicari (10%): golongan lain terlalu kecil")
    assert balance(rows, (), "s", ID, wanted_in_all=60).finding.startswith("Paling banyak dicari: ")
