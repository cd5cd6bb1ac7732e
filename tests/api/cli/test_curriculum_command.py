"""``sepadan curriculum plan`` and ``diff``."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.api.cli.conftest import Cli
from tests.matcher.curriculum.levels import no_forecast

__all__ = ["no_forecast"]

COURSES = (
    {
        "id": "gudang",
        "title": "=Staf Gudang 🙂",
        "vocational_field": "Logistik",
        "skills": ["Microsoft Excel", "stock opname"],
        "kbji": ["4321"],
        "jp": 160,
        "seats": 16,
        "modules": [
            {"title": "Excel", "jp": 100, "skills": ["Microsoft Excel"]},
            {"title": "Stok", "jp": 60, "skills": ["stock opname"]},
        ],
    },
    {"id": "jahit", "title": "Operator Jahit", "vocational_field": "Garmen Apparel", "kbji": ["8153"], "jp": 240},
)
POSTINGS = tuple(
    {"id": f"g{at}", "title": "Staf Gudang", "description": "Stock opname.", "places": ["Kabupaten Bekasi"]}
    for at in range(32)
)
CENTRE: dict[str, Any] = {
    "id": "blk-uji",
    "name": "BLK Contoh Uji",
    "kind": "BLK",
    "regency_code": "3216",
    "trainers": [{"vocational_field": "Logistik", "n": 2, "jp_per_week": 24}],
    "budget_idr_year": 200_000_000,
}
PLAN = ("curriculum", "plan", "--centre", "centre.json", "--from", "2027-01", "--months", "4")


@pytest.fixture
def filled(cli: Cli) -> Cli:
    (cli.folder / "centre.json").write_text(json.dumps(CENTRE), encoding="utf-8")
    for source, rows in (("postings", POSTINGS), ("courses", COURSES)):
        assert cli("ingest", source, cli.write(f"{source}.jsonl", rows)).code == 0
    assert cli("build").code == 0
    return cli


def test_a_plan_is_told_and_written_as_json_workbook_and_paper(filled: Cli) -> None:
    told = filled(*PLAN, "--scenarios", "2", "--output", "rencana.json")
    assert told.code == 0, told.err
    assert "penempatan" in told.out
    assert "rencana.json" in told.out
    plan = json.loads(Path("rencana.json").read_text(encoding="utf-8"))
    assert plan["status"] == "planned"
    assert filled(*PLAN, "--output", "rencana.xlsx", "--compare", "rencana.json").code == 0
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path("rencana.xlsx").read_bytes()))
    assert book.sheet_names[:3] == ["Ringkasan", "Jadwal", "Kursus"]
    assert "Perbandingan" in book.sheet_names
    rows = book.get_sheet_by_name("Kursus").to_python()
    assert rows[1][0] == "=Staf Gudang 🙂"
    assert sum(row[3] for row in book.get_sheet_by_name("Jadwal").to_python()[1:]) == plan["totals"]["classes"]
    assert filled(*PLAN, "--output", "rencana.pdf", "--compare", "rencana.json", "--scenarios", "0").code == 0
    assert Path("rencana.pdf").read_bytes().startswith(b"%PDF-1.")


def test_a_plan_beside_another_tells_the_difference(filled: Cli) -> None:
    assert filled(*PLAN, "--output", "satu.json", "--at-most", "courses:gudang=1").code == 0
    beside = filled(*PLAN, "--compare", "satu.json", "--json", "--no-sensitivity", "--scenarios", "0").document
    assert beside["comparison"]["other"]["classes"] == 1
    assert beside["comparison"]["more_placements"]["mean"] > 0
    told = filled(*PLAN, "--compare", "satu.json", "--no-sensitivity", "--scenarios", "0")
    assert "Dibandingkan" in told.out


def test_promises_that_cannot_be_kept_are_told_with_what_would_do(filled: Cli) -> None:
    words = ("--session", "courses:gudang@2027-02=5", "--scenarios", "0")
    told = filled(*PLAN, *words, "--output", "rencana.pdf")
    assert told.code == 0
    assert "bertentangan" in told.out
    plan = filled(*PLAN, *words, "--json").document
    assert {one["kind"] for one in plan["conflict"]} >= {"session"}
    assert filled(*PLAN, *words, "--output", "rencana.xlsx").code == 0
    assert "Pertentangan" in CalamineWorkbook.from_path("rencana.xlsx").sheet_names


def test_a_course_is_held_against_postings(filled: Cli) -> None:
    told = filled("curriculum", "diff", "--course", "courses:gudang", "--province", "Jawa Barat")
    assert told.code == 0, told.err
    assert "Excel" in told.out
    diff = filled("curriculum", "diff", "--course", "courses:gudang", "--json").document
    assert diff["postings"] == 32
    assert [one["verdict"] for one in diff["modules"]][1] == "strengthen"


BAD: Sequence[tuple[Sequence[str], str]] = [
    (("--from", "2027-1"), "a month, as 2027-01"),
    (("--months", "0"), "1 to 36 months"),
    (("--centre", "tidak-ada"), "a sample centre"),
    (("--centre", "tidak-ada.json"), "a file that can be read"),
    (("--output", "rencana.doc"), ".json, .xlsx, .pdf"),
    (("--scenarios", "51"), "0 to 50"),
    (("--at-least", "courses:gudang"), "KEY=N"),
    (("--at-least", "courses:jahit=1"), "tidak punya instruktur"),
    (("--session", "courses:gudang=1"), "KEY@YYYY-MM=N"),
    (("--session", "courses:gudang@2026-12=1"), "a month from 0"),
    (("--assume", "harapan=1"), "one of completion"),
    (("--assume", "completion=banyak"), "completion=NUMBER"),
    (("--assume", "completion=nan"), "a number from 0.01 to 1"),
    (("--course", "courses:tidak-ada"), "courses:tidak-ada"),
    (("--compare", "tidak-ada.json"), "a file that can be read"),
    (("--compare", "centre.json"), "a plan written with --output"),
]


def test_bad_words_are_refused(filled: Cli, subtests: pytest.Subtests) -> None:
    for words, wanted in BAD:
        with subtests.test(words=words):
            answer = filled(*PLAN, *words)
            assert answer.code != 0
            assert wanted in answer.err


def test_without_an_installation_it_says_so(cli: Cli) -> None:
    (cli.folder / "centre.json").write_text(json.dumps(CENTRE), encoding="utf-8")
    assert "an installation with records" in cli(*PLAN).err
