"""``sepadan occupations``."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from api.occupation_card import occupation_card
from taxonomy.crosswalk import load_crosswalk
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills
from tests.api.cli.conftest import Cli
from tests.matcher.sources.workbooks import write_workbook

HEADER = ("digit", "kode", "judul", "deskripsi")
TREE: Sequence[tuple[str, str, str, str]] = (
    ("1", "5", "Jasa", ""),
    ("2", "51", "Perorangan", ""),
    ("3", "512", "Masak", ""),
    ("4", "5120", "Juru [Masak]", "Memasak\nsetiap hari."),
    ("6", "5120.01", "Koki", ""),
)


def table(cli: Cli, name: str, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    path = cli.folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def test_search_gives_the_best_first_as_a_table_and_as_json(cli: Cli) -> None:
    found = cli("occupations", "search", "sopirr", "truk", "--limit", 2, "--json").document
    assert found["classification"] == "KBJI2014"
    assert found["occupations"][0]["code"] == "8332"
    assert len(found["occupations"]) == 2
    shown = cli("occupations", "search", "sopirr truk").out
    assert "8332" in shown
    assert "Sopir Truk" in shown


def test_a_search_that_finds_nothing_says_so(cli: Cli) -> None:
    assert "Tidak ada yang cocok" in cli("occupations", "search", "xqzzwv").out
    assert cli("occupations", "search", "xqzzwv", "--json").document["occupations"] == []


def test_show_gives_what_the_api_gives(cli: Cli) -> None:
    card = occupation_card("4321", load_occupations(), load_crosswalk(), load_skills())
    assert cli("occupations", "show", "4321", "--json").document == {**card, "description": ""}
    shown = " ".join(cli("occupations", "show", "0112").out.replace("│", " ").split())
    assert "0110 Commissioned armed forces officers (bagian darinya)" in shown
    assert "Sejajar" in shown
    assert "Uraian" not in shown


def test_an_unknown_code_or_version_is_wrong_input(cli: Cli) -> None:
    assert cli("occupations", "show", "7999").code == 2
    answered = cli("occupations", "show", "5120", "--version", "KBJI2026", "--json")
    assert answered.code == 2
    assert "sepadan occupations import" in answered.document["error"]["wanted"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_imported_version_is_searched_and_shown(cli: Cli, suffix: str) -> None:
    path = table(cli, "k.csv", TREE)
    if suffix == ".xlsx":
        sheet: list[list[Any]] = [list(HEADER), *([int(d), float(c), t, text] for d, c, t, text in TREE)]
        path = write_workbook(cli.folder / "k.xlsx", sheet)
    report = cli("occupations", "import", path, "--version", "KBJI2030", "--json").document
    kept = cli.home / "classifications" / "KBJI2030.json"
    assert report == {
        "version": "KBJI2030",
        "entries": {"1 digits": 1, "2 digits": 1, "3 digits": 1, "4 digits": 1, "6 digits": 1},
        "descriptions": 1,
        "conversions": 0,
        "file": str(kept),
    }
    assert json.loads(kept.read_text(encoding="utf-8"))["version"] == "KBJI2030"
    found = cli("occupations", "search", "koki", "--version", "KBJI2030", "--json").document["occupations"]
    assert [hit["code"] for hit in found] == ["5120.01"]
    card = cli("occupations", "show", "5120", "--version", "KBJI2030", "--json").document
    assert (card["description"], card["classification"]) == ("Memasak\nsetiap hari.", "KBJI2030")
    assert (card["skills"], card["isco08"], card["esco"]) == ([], [], [])
    assert "Juru [Masak]" in cli("occupations", "show", "5120", "--version", "KBJI2030").out


def test_a_conversion_table_lends_a_version_skills_and_counterparts(cli: Cli) -> None:
    words = ("occupations", "import", table(cli, "k.csv", TREE), "--version", "KBJI2030")
    pairs = table(cli, "c.csv", [("5120", "5120"), ("3434", "5120")], ("old", "new"))
    answered = cli(*words, "--conversion", pairs)
    assert "1/1/1/1/1" in answered.out
    card = cli("occupations", "show", "5120", "--version", "KBJI2030", "--json").document
    assert [(entry["code"], entry["relation"]) for entry in card["isco08"]] == [("3434", "broad"), ("5120", "broad")]
    assert {skill["id"] for skill in card["skills"]} == {
        skill.id for unit in ("3434", "5120") for skill, _ in load_skills().of_unit(unit)
    }
    needs = [skill["need"] for skill in card["skills"]]
    assert needs == sorted(needs)


def test_the_home_may_be_named(cli: Cli) -> None:
    words = (
        "occupations",
        "import",
        table(cli, "k.csv", TREE),
        "--version",
        "KBJI2030",
        "--home",
        cli.folder / "other",
    )
    assert cli(*words).code == 0
    assert cli("occupations", "search", "koki", "--version", "KBJI2030").code == 2
    assert cli("--home", cli.folder / "other", "occupations", "search", "koki", "--version", "KBJI2030").code == 0


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("k.txt", "x", "FILE: wanted a file whose name ends in .csv, .csv.gz or .xlsx, found k.txt"),
        ("k.csv", "digit,kode,judul\n1,5\n", "row 1"),
        ("k.csv", "kode\n5\n", "header: wanted columns digit or jumlah_digit, judul or nama_resmi"),
        ("k.csv", "digit,kode,judul\n1,5,Jasa\n", "row 1: wanted a group with entries below it, found 5"),
        ("k.csv.gz", "no gzip", "wanted a whole file"),
    ],
)
def test_a_file_that_cannot_be_used_is_wrong_input_and_nothing_is_kept(
    cli: Cli, name: str, text: str, message: str
) -> None:
    (cli.folder / name).write_text(text, encoding="utf-8")
    answered = cli("occupations", "import", name, "--version", "KBJI2030")
    assert answered.code == 2
    assert message in answered.err
    assert not cli.home.exists()


def test_the_group_without_a_command_shows_its_help(cli: Cli) -> None:
    answered = cli("occupations", "--help")
    assert all(name in answered.out for name in ("import", "search", "show"))
