"""``sepadan template``."""

from __future__ import annotations

import json

import pytest

from api.cli.template import EXAMPLES
from api.settings import Settings
from indexes.store import Store
from matcher.home import Home
from tests.api.cli.conftest import Cli


@pytest.mark.parametrize("kind", list(EXAMPLES))
@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_an_example_file_is_taken_by_ingest_as_it_is(cli: Cli, kind: str, suffix: str) -> None:
    written = cli("template", kind, "--output", f"example{suffix}")
    report = cli("ingest", kind, f"example{suffix}", "--json").document
    assert f"sepadan ingest {kind} example{suffix}" in written.out
    assert (report["accepted"], report["rejected"]) == (1, 0)


def test_the_workbook_of_courses_is_read_back_as_the_same_record(cli: Cli) -> None:
    written = cli("template", "courses", "--output", "example.xlsx")
    cli("template", "courses", "--output", "example.jsonl")
    assert "sepadan ingest courses example.xlsx" in written.out
    assert cli("ingest", "courses", "example.jsonl", "--json").document["accepted"] == 1

    def content() -> str:
        store = Store(Home(root=Settings().home).database_url)
        record = store.get("course", "courses:contoh-1")
        store.close()
        assert record is not None
        return record.content_hash

    before = content()
    assert cli("ingest", "courses", "example.xlsx", "--json").document["updated"] == 1
    assert content() == before


@pytest.mark.parametrize("kind", list(EXAMPLES))
def test_both_layouts_make_the_same_record(cli: Cli, kind: str) -> None:
    for suffix in (".jsonl", ".csv"):
        cli("template", kind, "--output", f"example{suffix}")
    cli("ingest", kind, "example.jsonl")

    def content() -> str:
        store = Store(Home(root=Settings().home).database_url)
        record = store.get(kind.removesuffix("s"), f"{kind}:contoh-1")
        store.close()
        assert record is not None
        return record.content_hash

    before = content()
    cli("ingest", kind, "example.csv")
    assert content() == before


def test_without_a_file_the_example_goes_to_stdout(cli: Cli) -> None:
    assert cli("template", "workers").lines == [EXAMPLES["workers"]]
    assert cli("template", "workers", "--json").document == {"kind": "workers", "example": EXAMPLES["workers"]}


def test_json_with_a_file_writes_the_file_and_tells(cli: Cli) -> None:
    document = cli("template", "courses", "--output", "c.jsonl", "--json").document
    assert document["output"] == "c.jsonl"
    assert json.loads((cli.folder / "c.jsonl").read_text(encoding="utf-8")) == EXAMPLES["courses"]


@pytest.mark.parametrize("name", ["example.xlsx", "example"])
def test_a_file_of_another_kind_is_refused_and_not_made(cli: Cli, name: str) -> None:
    answered = cli("template", "workers", "--output", name)
    assert answered.code == 2
    assert f"--output: wanted a name that ends in .jsonl, .ndjson, .csv, found {name}" in answered.err
    assert not (cli.folder / name).exists()


def test_an_unknown_kind_is_refused(cli: Cli) -> None:
    answered = cli("template", "outcomes")
    assert answered.code == 2
    assert "postings, workers, courses" in answered.err
