"""The authored tables: their readers' errors, and the steps that use them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.world import lives, places, postings, register, trades, vacancy, wording, workers
from matcher.world.layouts import LAYOUTS, Parts, pick_layout
from matcher.world.plan import Slot, share_provinces, share_trades
from matcher.world.tables import (
    FACT_COLUMNS,
    cells,
    group_phrases,
    load_facts,
    load_phrases,
    number,
    to_facts,
)
from matcher.world.trades import Title, employer_name, load_sectors, load_trades, overlap, pick_title
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces
from taxonomy.skills import load_skills

FACTS = dict(zip(FACT_COLUMNS, ("5230", "SMA", "Akuntansi|Pemasaran", "0.8", "1.3", "6", "SIM C"), strict=True))


def test_a_line_of_facts_is_read_as_it_stands() -> None:
    facts = to_facts(FACTS, "52.tsv line 2")
    assert (facts.code, facts.education_min, facts.majors) == ("5230", "SMA", ("Akuntansi", "Pemasaran"))
    assert (facts.pay_low, facts.pay_high, facts.experience_months, facts.licence) == (0.8, 1.3, 6, "SIM C")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"code": "9999"}, "52.tsv line 2, code"),
        ({"education_min": "STM"}, "52.tsv line 2, education_min"),
        ({"pay_low": "murah"}, "52.tsv line 2, pay_low"),
        ({"pay_low": "nan"}, "52.tsv line 2, pay_low"),
        ({"pay_high": "0.7"}, "52.tsv line 2, pay_high"),
        ({"experience_months": "-1"}, "52.tsv line 2, experience_months"),
    ],
)
def test_a_faulty_line_of_facts_is_refused_by_field(change: dict[str, str], where: str) -> None:
    with pytest.raises(InputError) as caught:
        to_facts({**FACTS, **change}, "52.tsv line 2")
    assert caught.value.where == where


@pytest.mark.parametrize("change", [{"kind": "song"}, {"text": " "}, {"code": "0"}])
def test_a_faulty_phrase_is_refused(change: dict[str, str]) -> None:
    row = {"code": "5230", "kind": "task", "text": "Melayani pembeli"}
    assert group_phrases(iter([("x line 2", row)]))["5230"]["task"] == ("Melayani pembeli",)
    with pytest.raises(InputError, match="x line 2"):
        group_phrases(iter([("x line 2", {**row, **change})]))


def test_cells_and_numbers() -> None:
    assert cells(" a | |b") == ("a", "b")
    assert number("2.5", "x") == 2.5


def test_every_trade_can_be_advertised_and_told_of() -> None:
    found = load_trades()
    assert set(found) == set(load_facts()) == set(load_phrases())
    assert len(found) >= 350
    for trade in found.values():
        assert trade.skills, trade.code
        assert trade.titles, trade.code


def test_every_licence_is_a_known_skill() -> None:
    names = {facts.licence for facts in load_facts().values() if facts.licence}
    assert {name for name in names if load_skills().find(name) is None} == set()


def _fake_rows(monkeypatch: pytest.MonkeyPatch, module: object, **rows: str) -> None:
    monkeypatch.setattr(module, "rows_in", lambda path, columns: iter([("t.tsv line 2", rows)]))


def test_a_sector_without_a_name_to_fill_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _fake_rows(monkeypatch, trades, sector="x", category="X", names="PT Tetap")
    with pytest.raises(InputError, match=r"\{kata\}"):
        load_sectors.__wrapped__()


def test_an_owner_of_an_unknown_sector_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _fake_rows(monkeypatch, trades, prefix="5", sector="entah", not_in="")
    with pytest.raises(InputError, match="sector"):
        trades._owners({})


def test_a_trade_without_phrases_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trades, "load_phrases", dict)
    with pytest.raises(InputError, match="code 1112"):
        load_trades.__wrapped__()


def test_a_province_without_a_minimum_wage_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "minimum_wage_idr", lambda code, year: None)
    with pytest.raises(InputError, match="minimum wage"):
        places.local_wage_idr(load_gazetteer().get("3174"))


def test_the_local_wage_is_higher_in_the_factory_belt_than_in_its_province() -> None:
    karawang, pangandaran = (places.local_wage_idr(load_gazetteer().get(code)) for code in ("3215", "3218"))
    assert karawang > 2 * pangandaran


@pytest.mark.parametrize("chat", [True, False])
def test_every_regency_is_spelled_so_that_it_is_read_back(chat: bool) -> None:
    rng = Random(1)
    for region in load_gazetteer().regencies():
        text = places.spell(region, rng, chat=chat)
        assert region in load_gazetteer().read(text).regions, text


def test_oil_palm_is_not_looked_for_in_yogyakarta() -> None:
    assert places.is_found_in("Operator Pabrik Kelapa Sawit", "14")
    assert not places.is_found_in("Operator Pabrik Kelapa Sawit", "34")
    assert places.is_found_in("Kasir", "34")


@given(st.integers(min_value=len(load_provinces()) * 4, max_value=900), st.integers(min_value=0, max_value=99))
def test_provinces_are_shared_out_whole_with_none_left_out(count: int, seed: int) -> None:
    codes = share_provinces(count, Random(seed))
    assert len(codes) == count
    assert min(codes.count(code) for code in places.province_weights()) >= 4


def test_trades_are_shared_out_with_as_many_distinct_as_asked() -> None:
    chosen = share_trades(300, 150, Random(2))
    assert len(chosen) == 300
    assert len({trade.code for trade in chosen}) >= 150


def test_an_employer_follows_the_title_where_it_names_a_place_of_work() -> None:
    trade, rng = load_trades()["5230"], Random(1)
    names = {employer_name(trade, rng, "Kasir Apotek") for _ in range(30)}
    assert all(name.startswith(("Apotek", "Klinik", "PT")) for name in names)
    assert employer_name(trade, rng, "Kasir").split()[0] in {"Toko", "Minimarket", "PT", "Swalayan"}


def test_overlap_counts_telling_words_only() -> None:
    assert overlap("Operator Mesin Bordir", ["Menjalankan mesin bordir", "operator"]) == 2
    assert overlap("Staf Admin", ["staf admin"]) == 0


def test_a_title_of_any_register_is_taken_when_the_wanted_one_is_missing() -> None:
    trade = load_trades()["5230"]
    assert isinstance(pick_title(trade, Random(1), ("none",), english=0.0), Title)


def test_majors_are_those_taught_at_the_level() -> None:
    facts = load_facts()
    assert wording.majors_at(facts["7411"], "SMK")
    assert wording.majors_at(facts["7411"], "SMA") == []
    assert "Teknik Informatika" in wording.majors_at(facts["2513"], "S1")
    assert "Manajemen" not in wording.majors_at(facts["5222"], "SMK")
    assert wording.majors_at(facts["2310"], "S2")[0] == "Ilmu Komputer"
    assert wording.majors_at(facts["2221"], "D3") == ["Keperawatan"]


def test_pay_is_written_in_the_ways_of_ads() -> None:
    assert wording.rupiah(4_500_000) == "Rp4.500.000"
    assert wording.juta(4_500_000) == "4,5 jt"
    assert wording.juta(5_000_000) == "5 jt"
    assert "per hari" in wording.pay_line(120_000, 140_000, "day", Random(1), chat=True)
    assert "jt" in wording.pay_line(4e6, 5e6, "month", Random(1), chat=True)


def test_short_forms_go_in_and_come_out_again() -> None:
    text = "saya sudah bisa kerja dengan orang yang sabar"
    assert register.shorten(text, Random(1), 0.0) == text
    short = register.shorten(text, Random(1), 1.0)
    assert "yg" in short
    assert register.spell_out("jaga toko yg rame, udah 3 thn. pernah jd spv") == (
        "Jaga toko yang rame, sudah 3 tahun. Pernah menjadi spv"
    )


@given(st.text(alphabet="abcdefghij KLM12,.", max_size=60), st.integers(min_value=0, max_value=50))
def test_slips_touch_only_long_lower_case_words_and_keep_their_ends(text: str, seed: int) -> None:
    slipped = register.misspell(text, Random(seed), 1.0)
    assert slipped.count(" ") == text.count(" ")
    for before, after in zip(text.split(" "), slipped.split(" "), strict=True):
        if len(before) < 6 or not before.islower():
            assert before == after or not before.isalpha()
        if before.isalpha():
            assert abs(len(before) - len(after)) <= 1
            assert before[0] == after[0]


def test_capitals_fall_away_from_words_but_not_from_abbreviations() -> None:
    assert register.lower_words("Tukang Las GTAW") == "tukang las GTAW"
    assert register.lower_start("SIM C aktif") == "SIM C aktif"
    assert register.lower_start("A") == "A"
    assert register.lower_start("Siap kerja") == "siap kerja"
    assert register.listed(["a"]) == "a"
    assert register.listed(["a", "b", "c"], "atau") == "a, b atau c"


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_layout_says_all_that_is_wanted_with_and_without_offers(name: str) -> None:
    for seed in range(12):
        offers = ["THR"] if seed % 2 else []
        parts = Parts(
            title="Kasir",
            employer="Toko Contoh Jaya",
            place="Kota Medan",
            tasks=["Catat uang", "Jaga toko", "Tata rak"],
            needs=["Jujur", "Ramah"],
            offers=offers,
            closing="Lamar di sini.",
        )
        text = LAYOUTS[name][0](parts, Random(seed)).casefold()
        assert all(
            word in text
            for word in ("catat uang", "jaga toko", "tata rak", "jujur", "ramah", *map(str.casefold, offers))
        )


def test_office_work_is_rarely_advertised_as_a_chat_message() -> None:
    rng = Random(1)
    office, hands = ([pick_layout(is_office=flag, rng=rng) for _ in range(400)] for flag in (True, False))
    assert office.count("chat") < hands.count("chat") / 3


def test_a_life_has_a_goal_even_where_no_other_trade_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    trade = load_trades()["5230"]
    monkeypatch.setattr(lives, "load_trades", lambda: {"5230": trade})
    assert lives._other_trade(trade, "SMA", Random(1)) is trade


def _slot(code: str, region_code: str) -> Slot:
    return Slot(trade=load_trades()[code], region=load_gazetteer().get(region_code))


def test_a_worker_whose_lines_all_clash_with_the_schooling_still_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_suits", lambda line, life: False)
    life = replace(lives.make_life(_slot("5230", "1271"), Random(1)), stage="experienced", years=3)
    assert workers._lived(life, 2, Random(1))


def test_a_turn_of_phrase_that_reads_as_personal_is_drawn_again_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []

    def take_all_out(text: str) -> str:
        drawn.append(text)
        return ""

    monkeypatch.setattr(workers, "without_personal", take_all_out)
    assert workers.make_worker(1, _slot("5230", "1271"), Random(1))["summary"] == drawn[-1]
    assert len(drawn) == 20


def test_a_title_is_taken_as_it_comes_where_none_suits_the_province(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vacancy, "is_found_in", lambda title, province: False)
    row = postings.make_posting(1, _slot("8160", "3402"), Random(3))
    assert row["title"]


def test_a_beginner_names_no_other_field_of_study_than_the_one_learnt() -> None:
    life = replace(lives.make_life(_slot("2120", "1271"), Random(1)), stage="fresh", level="S1", major="Matematika")
    assert not workers._suits("lulusan statistika, sering olah data", life)
    assert workers._suits("lulusan matematika, sering olah data", life)
    assert not workers._suits("{tahun} thn olah data", life)
