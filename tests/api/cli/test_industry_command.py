"""``sepadan industry`` and ``sepadan industries``: the line contract, faulty lines, import, report and condition."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from taxonomy.industries import load_industries
from tests.api.cli.conftest import Cli

EMPLOYERS: list[dict[str, Any]] = [
    {"id": "a", "employer": "PT Bank Mandiri (Persero) Tbk", "title": "Teller", "text": "Melayani nasabah."},
    {"id": 2, "employer": "Klinik Gigi Rekaan", "title": "Akuntan", "text": None},
    {"id": 3.5, "title": "Akuntan"},
    {"id": "d", "employer": "<script>alert(1)</script>'; DROP TABLE x;--\u200b\U0001f600", "text": "NaN"},
]


def test_each_employer_gets_one_line_with_divisions_best_first(cli: Cli) -> None:
    assert cli("industry", "--input", cli.write("e.jsonl", EMPLOYERS), "--output", "out.jsonl").code == 0
    lines = cli.read("out.jsonl")
    assert [line["id"] for line in lines] == ["a", 2, 3.5, "d"]
    for line in lines:
        assert list(line) == ["id", "kbli"]
        scores = [entry["score"] for entry in line["kbli"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        for entry in line["kbli"]:
            assert list(entry) == ["code", "title", "score"]
            assert entry["title"] == load_industries().get(entry["code"]).title
            assert len(entry["code"]) == 2
    assert lines[2]["kbli"] == []


def test_faulty_lines_are_answered_with_what_was_wanted_and_the_rest_goes_on(cli: Cli) -> None:
    rows = ["not json", {"employer": "x"}, {"id": 1, "employer": 5}, {"id": 2, "title": "x" * 50_001}, EMPLOYERS[0]]
    found = cli("industry", "--input", cli.write("e.jsonl", rows))
    assert found.code == 0
    assert [sorted(line) for line in found.lines[:4]] == [["error", "id", "kbli"]] * 4
    wanted = [line["error"]["wanted"] for line in found.lines[1:4]]
    assert wanted[:2] == ["text or a number", "text, or nothing"]
    assert wanted[2].startswith("at most ")
    assert found.lines[4]["kbli"]
    assert "4 of 5 lines are faulty" in found.err


def test_a_text_of_a_million_characters_is_coded_by_its_beginning(cli: Cli) -> None:
    short = {"id": "a", "employer": "Klinik Gigi Rekaan", "text": "Merawat gigi. " * 100}
    rows = [short, {**short, "text": "Merawat gigi. " * 75_000}]
    lines = cli("industry", "--input", cli.write("e.jsonl", rows)).lines
    assert lines[0]["kbli"]
    assert lines[1] == lines[0]


def test_a_missing_input_is_refused_and_nothing_is_written(cli: Cli) -> None:
    assert cli("industry", "--input", "none.jsonl", "--output", "out.jsonl").code == 2
    assert not (cli.folder / "out.jsonl").exists()


def test_a_version_is_imported_and_kept(cli: Cli) -> None:
    path = cli.folder / "kbli.csv"
    rows = [("A", "1", "A", "Tani", ""), ("A", "2", "01", "Tanaman", "Semua tanaman.")]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("kategori", "digit", "kode", "judul", "deskripsi"), *rows])
    report = cli("industries", "import", path, "--version", "KBLI2025", "--json").document
    assert (report["version"], report["descriptions"]) == ("KBLI2025", 1)
    assert report["entries"] == {"1 digits": 1, "2 digits": 1, "3 digits": 0, "4 digits": 0, "5 digits": 0}
    assert json.loads(Path(report["file"]).read_text(encoding="utf-8"))["entries"][1] == ["A", "01", "Tanaman"]
    assert "1/1/0/0/0" in cli("industries", "import", path, "--version", "KBLI2025").out
    assert cli("industries", "import", path).code == 2
    assert cli("industries", "import", cli.write("x.txt", [""])).code == 2


def test_the_report_codes_employers_of_stored_postings_once(cli: Cli) -> None:
    postings = [
        {
            "id": f"p{at}",
            "title": "Teller Bank",
            "employer": "PT Bank Mandiri Tbk" if at % 2 else "Bank Mandiri, PT",
            "description": "Melayani nasabah, menghitung uang.",
            "places": ["Kota Batam"],
            "posted_on": "2025-07-09",
            "openings": 2,
        }
        for at in range(6)
    ]
    assert cli("ingest", "postings", cli.write("p.jsonl", postings)).code == 0
    assert cli("build").code == 0
    report = cli("industries", "report", "--json").document
    assert (report["postings"], report["employers"]) == (6, 1)
    assert report["classification"] == "KBLI2020"
    assert {one["province"] for one in report["series"]} == {"00", "21"}
    calls = cli.encoder.calls
    assert cli("industries", "report", "--json").document == report
    assert cli.encoder.calls == calls
    shown = cli("industries", "report", "--level", "unit").out
    assert "Lowongan" in shown
    stored = cli("industries", "condition", "--province", "Kepri", "--json").document["stored"]
    assert stored == [{"month": "2025-07", "postings": 6, "openings": 12}]
    assert "2025-07" in cli("industries", "condition", "--province", "Kepri").out


def test_a_report_of_a_home_that_is_not_there_or_of_a_strange_level_is_refused(cli: Cli) -> None:
    assert cli("industries", "report").code == 1
    assert "one of major, sub_major, unit" in cli("industries", "report", "--level", "x").err
    assert not cli.home.exists()


def test_the_condition_shows_official_years_without_any_home(cli: Cli) -> None:
    found = cli("industries", "condition", "--section", "c", "--json").document
    assert [one["year"] for one in found["official"]] == [2022, 2023, 2024]
    assert found["official"][2]["openings"] == 27_219
    shown = cli("industries", "condition", "--section", "C").out
    assert "27,219 (+31%)" in shown
    assert not cli.home.exists()


@pytest.mark.parametrize("words", [("--section", "Z"), ("--province", "Atlantis")])
def test_a_section_or_province_that_is_none_is_refused(cli: Cli, words: tuple[str, str]) -> None:
    assert cli("industries", "condition", *words).code == 2
