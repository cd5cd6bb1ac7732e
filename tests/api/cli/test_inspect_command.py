"""``sepadan inspect``: its line contract, faulty lines, and the report over a home."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.cli.conftest import Cli

ADS: list[Any] = [
    {"id": "a", "title": "Admin (Wanita)", "company": "PT Contoh", "text": "🙂 Usia max 25 th. Bersedia tahan ijazah"},
    {"id": 2, "title": "Penjahit", "text": "Menjahit kemeja pria"},
    {"id": "c", "title": None, "company": None, "text": None, "extra": 1},
    {"title": "tanpa id"},
    {"id": "e", "title": ["x"]},
    "null",
    "{",
]


def test_each_line_gets_one_line_with_flags_in_its_order_and_faulty_ones_say_why(cli: Cli) -> None:
    report = cli("inspect", "--input", cli.write("ads.jsonl", ADS), "--output", "out.jsonl", "--json").document
    lines = cli.read("out.jsonl")
    assert (report["read"], report["faulty"]) == (7, 4)
    assert [line["id"] for line in lines] == ["a", 2, "c", None, "e", None, None]
    assert [bool(line.get("error")) for line in lines] == [False, False, False, True, True, True, True]
    for flag in lines[0]["flags"]:
        assert list(flag) == ["kind", "in", "start", "end", "surface", "rule", "source"]
        assert ADS[0][flag["in"]][flag["start"] : flag["end"]] == flag["surface"]
    assert [flag["kind"] for flag in lines[0]["flags"]] == ["sex", "age", "document"]
    assert all(line["flags"] == [] for line in lines[1:])
    assert lines[3]["error"]["where"].endswith("ads.jsonl line 4, field id")
    assert lines[4]["error"]["wanted"] == "text, or nothing"


def test_neither_store_nor_home_is_needed(cli: Cli) -> None:
    assert cli("inspect", "--input", cli.write("ads.jsonl", ADS[:1])).code == 0
    assert not cli.home.exists()


@pytest.fixture
def flagged(cli: Cli) -> Cli:
    """A home with three postings, two of them flagged."""
    postings = [
        {
            "id": "p-1",
            "title": "Kasir",
            "description": "Usia maks 25 tahun, hubungi WA 081200001111",
            "places": ["Jakarta"],
        },
        {"id": "p-2", "title": "Staf", "employer": "PT Contoh Jaya", "description": "- Wanita [penting]"},
        {"id": "p-3", "title": "Staf", "description": "Jujur"},
    ]
    assert cli("ingest", "postings", cli.write("postings.jsonl", postings)).code == 0
    return cli


def test_the_report_over_a_home_counts_and_shows_without_an_index(flagged: Cli) -> None:
    document = flagged("inspect", "--stored", "--json").document
    assert (document["inspected"], document["flagged"], document["due"]) == (3, 2, 0)
    assert document["flags"] == {"age": 1, "sex": 1, "contact": 1}
    assert document["items"][0]["title"] == "Kasir"
    shown = flagged("inspect", "--stored")
    assert "0812" not in shown.out
    assert "By kind" in shown.out
    assert "Wanita" in shown.out


def test_the_report_takes_a_kind_a_source_and_an_employer(flagged: Cli) -> None:
    assert flagged("inspect", "--stored", "--kind", "sex", "--employer", "jaya", "--json").document["total"] == 1
    assert flagged("inspect", "--stored", "--source", "lain", "--json").document["total"] == 0
    refused = flagged("inspect", "--stored", "--kind", "umur")
    assert refused.code == 2
    assert "--kind: wanted a kind of age" in refused.err


@pytest.mark.parametrize(("words", "found"), [((), "neither"), (("--stored", "--input", "x"), "both")])
def test_one_of_the_two_is_needed(cli: Cli, words: tuple[str, ...], found: str) -> None:
    refused = cli("inspect", *words)
    assert refused.code == 2
    assert f"inspect: wanted either --input ADS.jsonl or --stored, found {found}" in refused.err


def test_a_home_that_is_not_there_is_told_and_not_made(cli: Cli) -> None:
    refused = cli("inspect", "--stored")
    assert refused.code == 1
    assert "found none" in refused.err
    assert not cli.home.exists()
