"""``sepadan recommend postings``."""

from __future__ import annotations

import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.api.cli.conftest import POSTINGS, WORKERS, Cli

COLUMNS = ["worker", "posting", "rank", "score", "own_rank", "price"]
ALL = [f"workers:{row['id']}" for row in WORKERS]


def by_worker(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    found = dict[str, list[str]]()
    for row in rows:
        found.setdefault(row["worker"], []).append(row["posting"])
    return found


def test_at_dial_0_every_list_is_what_match_gives_for_the_worker(filled: Cli) -> None:
    assert filled("recommend", "postings", "--dial", 0, "--k", 2, "--output", "lists.jsonl").code == 0
    found = by_worker(filled.read("lists.jsonl"))
    for key in ALL:
        matches = filled("match", "--id", key, "--k", 2, "--json").document["matches"]
        assert found.get(key, []) == [match["id"] for match in matches]


def test_a_closed_posting_is_in_no_list(filled: Cli) -> None:
    assert filled("recommend", "postings", "--output", "lists.jsonl").code == 0
    listed = {row["posting"] for row in filled.read("lists.jsonl")}
    assert listed
    assert "postings:lowongan-3" not in listed


def test_parquet_and_json_lines_hold_the_same_rows_and_a_run_is_repeatable(filled: Cli) -> None:
    reports = [
        filled("recommend", "postings", "--output", name, "--json").document
        for name in ("lists.jsonl", "lists.parquet", "again.parquet")
    ]
    rows = filled.read("lists.jsonl")
    assert list(rows[0]) == COLUMNS
    assert pq.read_table(filled.folder / "lists.parquet").to_pylist() == rows
    assert pq.read_table(filled.folder / "again.parquet").to_pylist() == rows
    assert [report["output"] for report in reports] == ["lists.jsonl", "lists.parquet", "again.parquet"]
    assert reports[0]["report"] == reports[1]["report"] == reports[2]["report"]
    metadata = json.loads(pq.read_schema(filled.folder / "lists.parquet").metadata[b"sepadan"])
    assert metadata["report"] == reports[1]["report"]
    assert metadata["made_at"]


def test_the_report_stands_beside_each_workers_own_best(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    report = filled("recommend", "postings", "--json").document
    assert list(report) == ["output", "batch", "day", "generation", "weights", "report"]
    assert (report["output"], report["batch"]) == (None, None)
    told = report["report"]
    assert (told["workers"], told["postings"], told["places"], told["dial"], told["k"]) == (3, 3, 3, 0.8, 10)
    assert set(told["lost"]) == {"mean", "top_tenth", "bottom_tenth", "most"}
    table = filled("recommend", "postings").out
    assert "3 pekerja (" in table
    assert "Gini keterlihatan lowongan" in table
    assert f"{told['own']['matches']:.1f}" in table
    assert "bukan dari hasil nyata" in table


def test_workers_are_chosen_by_id_by_file_and_by_province(filled: Cli) -> None:
    def workers(*words: object) -> int:
        return int(filled("recommend", "postings", *words, "--json").document["report"]["workers"])

    (filled.folder / "ids.txt").write_text(f"{ALL[0]}\n\n  {ALL[1]}  \n")
    assert workers() == 3
    assert workers("--id", ALL[0]) == 1
    assert workers("--id", ALL[0], "--id", ALL[2]) == 2
    assert workers("--ids", "ids.txt") == 2
    assert workers("--ids", "ids.txt", "--id", ALL[2]) == 3
    assert workers("--province", "Jawa Tengah") == 1
    assert workers("--province", "33", "--province", "32") == 2


def test_only_when_it_is_told_to_do_the_api_answer_from_the_lists(filled: Cli) -> None:
    folder = filled.home / "recommendations"
    filled("recommend", "postings")
    assert not folder.exists()
    batch = filled("recommend", "postings", "--serve", "--json").document["batch"]
    assert [path.name for path in folder.iterdir()] == [batch]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--dial", "1.5"), "dial: wanted a dial from 0 to 1, found 1.5"),
        (("--dial", "nan"), "dial: wanted a dial from 0 to 1, found nan"),
        (("--k", "0"), "k: wanted k from 1 to 50, found 0"),
        (("--k", "51"), "k: wanted k from 1 to 50, found 51"),
        (("--output", "lists.csv"), "--output: wanted a name that ends in .parquet or .jsonl, found lists.csv"),
        (("--output", "-"), "--output: wanted a name that ends in .parquet or .jsonl, found -"),
        (("--output", "none/lists.jsonl"), "--output: wanted a file in a folder that exists, found none/lists.jsonl"),
        (("--province", "Atlantis"), "--province: wanted a province"),
        (("--province", "91"), "workers: wanted at least one indexed worker, found none"),
        (("--id", "workers:tidak-ada"), "workers: wanted the id of an indexed worker, found workers:tidak-ada"),
        (("--id", "postings:lowongan-1"), "workers: wanted the id of an indexed worker, found postings:lowongan-1"),
        (("--ids", "blank.txt"), "blank.txt: wanted keys of workers (source:id), one a line, found none"),
        (("--ids", "rubbish.bin"), "rubbish.bin: wanted UTF-8 text with a key a line"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_nothing_is_written(
    filled: Cli, words: tuple[str, ...], message: str
) -> None:
    (filled.folder / "blank.txt").write_text("\n  \n")
    (filled.folder / "rubbish.bin").write_bytes(b"\xff\xfe\x00\x81")
    before = sorted(path.name for path in filled.folder.iterdir())
    answered = filled("recommend", "postings", *words)
    assert answered.code == 2
    assert message in answered.err
    assert sorted(path.name for path in filled.folder.iterdir()) == before


def test_a_file_of_ids_that_is_not_there_and_a_home_without_records_are_told(filled: Cli) -> None:
    assert filled("recommend", "postings", "--ids", "none.txt").code == 1
    answered = filled("recommend", "postings", "--home", "nowhere")
    assert answered.code == 1
    assert "sepadan ingest" in answered.err


def test_a_run_that_fails_leaves_the_file_that_was_there(filled: Cli) -> None:
    (filled.folder / "lists.jsonl").write_text("kept\n")
    assert filled("recommend", "postings", "--id", "workers:none", "--output", "lists.jsonl").code == 2
    assert (filled.folder / "lists.jsonl").read_text() == "kept\n"


def test_a_worker_whom_nothing_suits_has_no_row_and_is_counted(cli: Cli) -> None:
    assert cli("ingest", "workers", cli.write("w.jsonl", WORKERS[:1])).code == 0
    assert cli("ingest", "postings", cli.write("p.jsonl", [POSTINGS[3]])).code == 0
    assert cli("build").code == 0
    report = cli("recommend", "postings", "--output", "lists.jsonl", "--json").document["report"]
    assert (report["workers"], report["without_candidate"], report["gain"]) == (1, 1, None)
    assert cli.read("lists.jsonl") == []
    assert "1 tanpa calon" in " ".join(cli("recommend", "postings").out.split())
