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
    assert list(lines[0])[:3] == ["id", "courses", "alternatives"]
    assert (lines[3]["courses"], lines[3]["removed_by_filter"], "error" in lines[3]) == ([], {}, True)
    found = {course["id"]: course for course in lines[1]["courses"]}
    best = found["courses:kursus-2"]
    assert best["closes"][0]["label"] == "Forklift"
    assert 0.0 < best["distance_km"] < 100.0
    values = [course["value"]["value"] for course in lines[1]["courses"]]
    assert values == sorted(values, reverse=True)
    assert best["examples"][0]["after"] > best["examples"][0]["before"]
    assert best["words"][-1].startswith("Nilai ")


def test_a_stored_worker_is_shown_as_a_table_or_as_json(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    table = filled("recommend", "courses", "--id", "workers:pekerja-2").out
    document = filled("recommend", "courses", "--id", "workers:pekerja-2", "--json").document
    assert "Pelatihan untuk pencari kerja: staf gudang" in table
    assert "Mengemudi Forklift" in table
    assert "courses:kursus-2" in {course["id"] for course in document["courses"]}


def test_where_nothing_is_found_the_table_says_so(cli: Cli) -> None:
    assert cli("ingest", "workers", cli.write("w.jsonl", WORKERS)).code == 0
    assert cli("build").code == 0
    for words, shown in (
        (
            ("recommend", "courses"),
            "disarankan. Semua diikutkan Belum ada pelatihan di sistem ini.",
        ),
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


def test_paths_take_the_same_options_and_are_shown_as_a_table_or_as_json(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    asked = ("recommend", "paths", "--id", "workers:pekerja-2", "--within-km", 100, "--max-jp", 400)
    table, document = filled(*asked).out, filled(*asked, "--json").document
    assert "Jalur pelatihan untuk pencari kerja: staf gudang" in table
    assert " Mengemudi Forklift" in table
    assert {step["id"] for step in document["paths"][0]["courses"]} == {"courses:kursus-1", "courses:kursus-2"}
    english = filled(*asked, "--lang", "en", "--json").document
    assert english["paths"][0]["words"][-1].startswith("Value ")
    workers = filled.write("w.jsonl", WORKERS[1:2])
    assert filled("recommend", "paths", "--workers", workers).lines[0]["paths"] == document["paths"]


def test_limits_leave_courses_out_and_count_them(filled: Cli) -> None:
    worker = ("recommend", "courses", "--id", "workers:pekerja-2", "--json")
    near = filled(*worker, "--within-km", 1).document
    assert [course["id"] for course in near["courses"]] == ["courses:kursus-1"]
    assert near["removed_by_filter"]["distance"] == 1
    online = filled(*worker, "--mode", "online").document
    assert (online["courses"], online["removed_by_filter"]["mode"], online["why_none"]) == ([], 2, "mode")
    assert online["words"] == ["Tidak ada pelatihan dengan cara belajar yang diminta."]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "besok"), "--from: wanted a day as 2027-01-31, found besok"),
        (("--from", "2027-02-01", "--until", "2027-01-01"), "until: wanted a day from 2027-02-01 on"),
        (("--mode", "tatap muka"), "mode: wanted one of offline, online, blended"),
        (("--max-jp", "-1"), "--max-jp"),
        (("--within-km", "nan"), "--within-km"),
    ],
)
def test_limits_that_cannot_be_used_are_refused_by_name(filled: Cli, options: tuple[str, ...], said: str) -> None:
    answered = filled("recommend", "paths", "--id", "workers:pekerja-2", *options)
    assert answered.code == 2
    assert said in " ".join(answered.err.split())


def test_a_posting_has_no_courses(filled: Cli) -> None:
    answered = filled("recommend", "courses", "--id", "postings:lowongan-1")
    assert answered.code == 2
    assert "a stored worker" in answered.err


def test_recommend_alone_says_that_a_command_is_missing(cli: Cli) -> None:
    answered = cli("recommend")
    assert answered.code == 2
    assert "error: Missing command" in answered.err
    assert "courses" in cli("recommend", "--help").out
