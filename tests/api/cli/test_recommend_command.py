"""``sepadan recommend courses``."""

from __future__ import annotations

import pytest

from tests.api.cli.conftest import POSTINGS, WORKERS, Cli


def test_each_worker_gets_one_line_of_courses(filled: Cli) -> None:
    workers = filled.write("w.jsonl", [*WORKERS, "{"])
    report = filled("recommend", "courses", "--workers", workers, "--k", 3, "--output", "out.jsonl", "--json")
    lines = filled.read("out.jsonl")
    assert report.document["read"] == 4
    assert [line["id"] for line in lines] == [*(worker["id"] for worker in WORKERS), None]
    assert list(lines[0]) == ["id", "courses", "removed_by_filter", "postings_considered"]
    assert (lines[3]["courses"], lines[3]["removed_by_filter"], "error" in lines[3]) == ([], {}, True)
    best = lines[1]["courses"][0]
    assert list(best) == ["id", "title", "score", "opens", "improves", "closes", "distance_km", "examples"]
    # A warehouse clerk is taken to know Excel, which the job usually asks for; the forklift is what is missing.
    assert best["id"] == "courses:kursus-2"
    assert best["closes"][0]["label"] == "Forklift"
    assert 0.0 < best["distance_km"] < 100.0
    assert best["examples"][0]["after"] > best["examples"][0]["before"]


def test_a_stored_worker_is_shown_as_a_table_or_as_json(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    table = filled("recommend", "courses", "--id", "workers:pekerja-2").out
    document = filled("recommend", "courses", "--id", "workers:pekerja-2", "--json").document
    assert "Pelatihan untuk pencari kerja: staf gudang" in table
    assert "Mengemudi Forklift" in table
    assert document["courses"][0]["id"] == "courses:kursus-2"


def test_where_nothing_is_found_the_table_says_so(cli: Cli) -> None:
    assert cli("ingest", "workers", cli.write("w.jsonl", WORKERS)).code == 0
    assert cli("build").code == 0
    for words, shown in (
        (("recommend", "courses"), "Tidak ada pelatihan yang menaikkan skor. Semua diikutkan"),
        (("match",), "Tidak ada yang cocok. Semua diikutkan"),
    ):
        answered = cli(*words, "--id", "workers:pekerja-1")
        assert answered.code == 0
        assert shown in " ".join(answered.out.split())


def test_closed_postings_count_when_asked_for(cli: Cli) -> None:
    closed = {**POSTINGS[1], "id": "lowongan-tutup", "is_closed": True}
    workers = cli.write("w.jsonl", WORKERS[:1])
    assert cli("ingest", "postings", cli.write("p.jsonl", [POSTINGS[1], closed])).code == 0
    assert cli("build").code == 0
    few = cli("recommend", "courses", "--workers", workers).lines[0]
    more = cli("recommend", "courses", "--workers", workers, "--include-closed").lines[0]
    assert (few["postings_considered"], more["postings_considered"]) == (1, 2)


def test_a_posting_has_no_courses(filled: Cli) -> None:
    answered = filled("recommend", "courses", "--id", "postings:lowongan-1")
    assert answered.code == 2
    assert "a stored worker" in answered.err


def test_recommend_alone_says_that_a_command_is_missing(cli: Cli) -> None:
    answered = cli("recommend")
    assert answered.code == 2
    assert "error: Missing command" in answered.err
    assert "courses" in cli("recommend", "--help").out
