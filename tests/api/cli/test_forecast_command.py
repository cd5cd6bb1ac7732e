"""``sepadan forecast``."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.cli.conftest import Cli

BAD_WORDS: list[tuple[list[str], str]] = [
    (["--province", "Aceh"], "a province with official months"),
    (["--province", "Atlantis"], "a province by code or name"),
    (["--horizon", "0"], "1 to 24 months"),
    (["--major", "0"], "a major group"),
    (["--counted", "semua"], "openings or postings"),
    (["--scenario", "banyak"], "jobs@place:industry"),
    (["--scenario", "tidak-ada.json"], "a JSON file"),
    (["--series", "tidak-ada.csv"], "a CSV file"),
    (["--series", "x.csv", "--major", "8"], "--series alone"),
    (["--nowcast"], "an installation with records"),
]


def test_the_months_ahead_need_no_installation(cli: Cli) -> None:
    answered = cli("forecast", "--province", "Jawa Tengah", "--major", "8", "--horizon", "2", "--json")
    assert answered.code == 0
    assert answered.document["mix"]["stored_postings"] == 0
    assert len(answered.document["months"]) == 2
    assert cli.encoder.calls == 0


def test_people_read_a_table_with_source_and_warnings(cli: Cli) -> None:
    shown = cli("forecast", "--province", "33", "--horizon", "1", "--scenario", "2400@33.25:garmen")
    assert shown.code == 0
    words = " ".join(shown.out.split())
    for part in (
        "Ramalan: Jawa Tengah: kuota lowongan",
        "Dari skenario",
        "Deret pendek",
        "Sumber: Kemnaker",
        "Andaian",
    ):
        assert part in words


def test_stored_postings_shape_the_mix(filled: Cli) -> None:
    answered = filled("forecast", "--province", "33", "--major", "8", "--horizon", "1", "--json")
    assert answered.code == 0
    assert answered.document["mix"]["stored_postings"] == 1
    assert filled("ingest", "workers", filled.write("w.jsonl", [{"id": "w", "summary": "kasir"}])).code == 0


def test_a_store_without_a_build_leaves_the_official_mix(cli: Cli) -> None:
    assert cli("ingest", "workers", cli.write("w.jsonl", [{"id": "w", "summary": "kasir"}])).code == 0
    answered = cli("forecast", "--province", "33", "--major", "8", "--horizon", "1", "--json")
    assert answered.document["mix"]["stored_postings"] == 0


def test_a_scenario_may_come_from_a_file(cli: Cli) -> None:
    path = cli.home.parent / "pabrik.json"
    path.write_text('{"jobs": 1200, "place": "Batang", "industry": "garmen", "months": 6}')
    answered = cli("forecast", "--province", "33", "--horizon", "1", "--scenario", str(path), "--json")
    assert answered.document["months"][0]["added"] == 200
    for text, said in (
        ("[]", "an object"),
        ("{", "JSON"),
        ('{"jobs": 1}', "industry"),
        (" " * 100_001, "100000 bytes"),
    ):
        path.write_text(text)
        refused = cli("forecast", "--scenario", str(path))
        assert refused.code != 0
        assert said in refused.err


def test_a_series_of_ones_own_is_carried_on(cli: Cli) -> None:
    path = cli.home.parent / "deret.csv"
    path.write_text("bulan,nilai\n" + "".join(f"2025-{month:02d},{month * 3}\n" for month in range(1, 13)))
    answered = cli("forecast", "--series", str(path), "--horizon", "2", "--json")
    assert answered.code == 0
    assert [month["month"] for month in answered.document["months"]] == ["2026-01", "2026-02"]
    assert answered.document["short"]
    shown = cli("forecast", "--series", str(path), "--horizon", "1", "--lang", "en")
    assert "A short series" in " ".join(shown.out.split())
    path.write_text("bulan,nilai\n2025-01,satu\n")
    refused = cli("forecast", "--series", str(path))
    assert refused.code != 0
    assert "baris 2" in refused.err


def test_the_month_in_progress_is_told_from_stored_postings(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"id": f"l-{month}-{day}", "title": "Kasir", "description": "Melayani.", "places": ["Kota Semarang"],
         "posted_on": f"2026-{month:02d}-{day:02d}"}
        for month in range(1, 10)
        for day in range(2, 29, 2)
    ]  # fmt: skip
    assert filled("ingest", "postings", filled.write("arus.jsonl", rows)).code == 0
    assert filled("build").code == 0
    monkeypatch.setattr("api.cli.forecast.today", lambda: date(2026, 9, 15))
    for province, code in (("Indonesia", "00"), ("Jawa Tengah", "33")):
        found = filled("forecast", "--nowcast", "--province", province, "--json").document
        assert (found["province"], found["month"], found["seen"], found["n_months"]) == (code, "2026-09", 7, 6)
        assert found["seen"] <= found["low95"] <= found["point"] <= found["high95"]
    assert filled("forecast", "--nowcast", "--province", "32", "--json").document["seen"] == 0
    shown = " ".join(filled("forecast", "--nowcast").out.split())
    assert "keterlambatan tidak dikoreksi" in shown
    assert "biasanya" in shown
    assert "terlalu sedikit bulan" in " ".join(filled("forecast", "--nowcast", "--province", "32").out.split())


def test_a_bad_question_is_told(cli: Cli) -> None:
    for words, said in BAD_WORDS:
        answered = cli("forecast", *words)
        assert answered.code != 0, words
        assert said in answered.err, (words, answered.err)
