"""``sepadan market``."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from rich.console import Console

from api.cli.market_tables import skill_tables, trend_tables
from tests.api.cli.conftest import Cli

ADS = [
    {
        "id": f"las-{at}",
        "title": "Juru Las",
        "employer": f"Bengkel Contoh {at}",
        "description": "Mengelas SMAW, membaca gambar teknik.",
        "places": ["Kota Surabaya"],
        "openings": 2,
        "pay_low": 4_000_000,
        "pay_high": 5_000_000 + 100_000 * at,
        "posted_on": str(date.today() - timedelta(days=at % 20)),  # what the store says is open hangs on the day
    }
    for at in range(12)
]
PEOPLE = [
    {"id": f"orang-{at}", "wish": "juru las", "summary": "Bisa las SMAW.", "place": "Kota Surabaya"} for at in range(8)
]


@pytest.fixture
def welders(cli: Cli) -> Cli:
    assert cli("ingest", "postings", cli.write("p.jsonl", ADS)).code == 0
    assert cli("ingest", "workers", cli.write("w.jsonl", PEOPLE)).code == 0
    assert cli("build").code == 0
    return cli


def test_each_part_tells_its_figures_as_a_table_and_as_json(welders: Cli) -> None:
    words = {
        "demand": ["Juru Las", "Lowongan"],
        "supply": ["Pencari kerja", "Laki-laki"],
        "tightness": ["Rasio", "3.00", "pendidikan"],
        "skills": ["Paling diminta", "tidak ada sumber dengan dua jangka"],
        "wages": ["Ribu rupiah per bulan", "Upah"],
        "flows": ["bukan yang diamati", "tetap 100%"],
    }
    for part, said in words.items():
        shown = welders("market", part, "--province", "Jawa Timur", *(["--level", "0"] if part == "tightness" else []))
        assert shown.code == 0, shown.err
        flat = " ".join(shown.out.split())
        assert [word for word in said[1:] if word not in flat] == []
        found = welders("market", part, "--province", "35", "--json").document
        assert (found["n_postings"], found["n_seekers"], found["provinces"]) == (12, 8, ["35"])
        assert found["source"]


def test_tables_of_gaps_and_of_candidates_name_them() -> None:
    blank = {"interval95": [1, 2], "q": 0.01, "early_ads": 1, "late_ads": 9, "early_share": 0.1, "late_share": 0.9}
    gap = {"label": "Las GTAW", "asked_share": 0.5, "held_share": 0.1, "relative": 2.5}
    card = {
        "as_of": "2026-11-01",
        "include_closed": False,
        "n_postings": 9,
        "n_seekers": None,
        "left_out": {},
        "classification": "KBJI2014",
        "asked": [],
        "short": [gap],
        "plenty": [],
        "trends": {
            "rising": [{"label": "Las robotik", "ratio": 9.0, **blank}],
            "falling": [],
            "splits": {},
            "tested": 7,
        },
        "phrases": {"ads_read": 40, "candidates": [{"phrase": "kobot", "ads": 6}]},
    }
    console = Console(width=200, record=True, file=StringIO())
    for part in (*skill_tables(card), *trend_tables(card)):
        console.print(part)
    shown = console.export_text()
    for words in ("kurang dari 5 pencari kerja", "Las GTAW", "2.50x", "Las robotik", "9.00x", "dari 40 iklan", "kobot"):
        assert words in shown


def test_a_past_day_has_the_ads_of_that_day_and_all_ads_can_be_counted(welders: Cli) -> None:
    past = welders("market", "demand", "--as-of", "2001-01-01")
    assert "belum tayang 12" in past.out
    assert "pakai --include-closed" in " ".join(past.out.split())
    found = welders("market", "demand", "--as-of", "2001-01-01", "--include-closed", "--json").document
    assert found["n_postings"] == 12


def test_phrases_that_no_skill_names_are_read_where_they_are_asked_for(welders: Cli) -> None:
    found = welders("market", "skills", "--phrases", "20", "--json").document["phrases"]
    assert found["ads_read"] == 0  # all ads are of one window: nothing can be compared
    assert found["candidates"] == []
    assert "Frasa" in welders("market", "skills", "--phrases", "20").out


def test_a_bad_question_is_told(welders: Cli) -> None:
    for words, said in (
        (["demand", "--province", "Atlantis"], "Atlantis"),
        (["demand", "--kbji", "0000"], "0000"),
        (["demand", "--kbji", "'; --"], "digits of KBJI"),
        (["demand", "--level", "7"], "level"),
        (["demand", "--limit", "0"], "1 to 1000"),
        (["demand", "--as-of", "kemarin"], "a day such as"),
        (["demand", "--province", "31", "--each-province"], "provinces, or each"),
        (["skills", "--province", "31", "--province", "32"], "one province"),
        (["skills", "--since", "🙂"], "a day such as"),
        (["skills", "--phrases", "-1"], "0 to 1000000"),
    ):
        answered = welders("market", *words)
        assert answered.code != 0
        assert said in answered.err


def test_a_home_without_records_and_a_store_without_an_index_are_told(cli: Cli) -> None:
    assert "an installation with records" in cli("market", "demand").err
    assert cli("ingest", "workers", cli.write("w.jsonl", PEOPLE)).code == 0
    assert "sepadan build" in cli("market", "supply").err
