"""``sepadan ingest``: its JSON contract, and every kind of bad file."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from api.settings import Settings
from indexes import encoder as encoders
from indexes.store import Store
from matcher.home import Home
from taxonomy.errors import StoreError
from tests.api.cli.conftest import POSTINGS, WORKERS, Cli

KEYS = ["read", "accepted", "updated", "unchanged", "rejected", "rejects_file", "notes", "seconds"]


def test_the_report_has_the_keys_of_the_contract_and_read_is_the_sum(cli: Cli) -> None:
    answered = cli("ingest", "postings", cli.write("p.jsonl", [*POSTINGS, {"id": "x"}, "no json"]), "--json")
    report = answered.document
    assert answered.code == 0
    assert list(report) == KEYS
    assert report["read"] == 6 == sum(report[name] for name in ("accepted", "updated", "unchanged", "rejected"))
    assert (report["accepted"], report["rejected"]) == (4, 2)
    rejects = [json.loads(line) for line in Path(report["rejects_file"]).read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in rejects] == [5, 6]
    assert "2 of 6 rows were rejected" in answered.err


def test_the_same_file_again_changes_nothing_and_a_changed_row_replaces_the_old_one(cli: Cli) -> None:
    cli("ingest", "workers", cli.write("w.jsonl", WORKERS))
    again = cli("ingest", "workers", cli.write("w.jsonl", WORKERS), "--json").document
    changed = [{**WORKERS[0], "wish": "penjahit"}, *WORKERS[1:]]
    updated = cli("ingest", "workers", cli.write("w.jsonl", changed), "--json").document
    assert (again["unchanged"], again["accepted"], again["rejects_file"]) == (3, 0, "")
    assert (updated["updated"], updated["unchanged"]) == (1, 2)


def test_ingest_never_loads_the_encoder(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the encoder was loaded")

    monkeypatch.setattr(encoders, "load", refuse)
    assert cli("ingest", "postings", cli.write("p.jsonl", POSTINGS)).code == 0
    assert cli("status").code == 0


def test_without_json_a_table_is_printed(cli: Cli) -> None:
    answered = cli("ingest", "postings", cli.write("p.jsonl", POSTINGS))
    assert "accepted" in answered.out
    assert "{" not in answered.out


def test_home_may_stand_before_or_after_the_command(cli: Cli) -> None:
    file = cli.write("p.jsonl", POSTINGS)
    cli("--home", cli.folder / "one", "ingest", "postings", file)
    cli("ingest", "postings", file, "--home", cli.folder / "two")
    assert (cli.folder / "one" / "sepadan.db").is_file()
    assert (cli.folder / "two" / "sepadan.db").is_file()
    assert not cli.home.exists()


def test_a_missing_file_is_told_before_any_row_is_read(cli: Cli) -> None:
    answered = cli("ingest", "postings", cli.write("p.jsonl", POSTINGS), cli.folder / "none.jsonl", "--json")
    assert answered.code == 2
    assert answered.document["error"]["type"] == "InputError"
    assert "none.jsonl" in answered.document["error"]["where"]
    assert "none.jsonl" in answered.err
    assert not cli.home.exists()


def test_a_folder_in_place_of_a_file_is_refused(cli: Cli) -> None:
    answered = cli("ingest", "postings", cli.folder)
    assert answered.code == 2
    assert "found a folder" in answered.err


def test_a_pipe_in_place_of_a_file_is_refused(cli: Cli) -> None:
    os.mkfifo(cli.folder / "pipe.jsonl")
    answered = cli("ingest", "workers", "pipe.jsonl")
    assert answered.code == 2
    assert "pipe.jsonl: wanted a file that exists, found a pipe or device" in answered.err


def test_an_unknown_source_is_refused_with_the_names_that_exist(cli: Cli) -> None:
    error = cli("ingest", "linkedout", cli.write("p.jsonl", POSTINGS), "--json").document["error"]
    assert list(error) == ["type", "where", "wanted", "found", "message"]
    assert {"lokerid", "jobstreet", "maganghub", "postings", "workers", "courses", "jsonld"} <= set(
        error["wanted"].removeprefix("one of ").split(", ")
    )
    assert error["found"] == "linkedout"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty file"),
        ('{"id": "1", "title": "Kasir"}\n'.encode("utf-16"), "UTF-16"),
        (gzip.compress(b'{"id": "1", "title": "Kasir"}\n' * 50)[:-20], "after line"),
    ],
    ids=["empty", "utf-16", "cut gzip"],
)
def test_a_file_that_cannot_be_read_at_all_is_named_and_the_files_before_it_stay_in(
    cli: Cli, content: bytes, found: str
) -> None:
    bad = cli.folder / ("bad.jsonl.gz" if content.startswith(b"\x1f") else "bad.jsonl")
    bad.write_bytes(content)
    answered = cli("ingest", "postings", cli.write("p.jsonl", POSTINGS), bad)
    assert answered.code == 2
    assert bad.name in answered.err
    assert found in answered.err
    assert cli("status", "--json").document["records"]["posting"] >= len(POSTINGS)


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\xff\xfe\x80 binary",
        b'{"id": "1", "title": NaN}',
        b'{"id": "1", "title": "' + b"x" * 9_000_000 + b'"}',
        b"[" * 100_000,
        b'{"id": "1", "title": "\xff"}',
        b'{"id": "1", "title": "Kasir", "colour": "red"}',
    ],
    ids=["binary", "NaN", "9 MB line", "deep", "not UTF-8", "unknown field"],
)
def test_a_rotten_line_is_rejected_with_its_reason_and_the_good_ones_go_in(cli: Cli, line: bytes) -> None:
    file = cli.folder / "mixed.jsonl"
    good = [json.dumps(row).encode() for row in POSTINGS[:2]]
    file.write_bytes(b"\n".join([good[0], line, good[1]]))
    report = cli("ingest", "postings", file, "--json").document
    assert (report["read"], report["accepted"], report["rejected"]) == (3, 2, 1)


def test_an_unknown_column_of_a_table_is_refused_by_name(cli: Cli) -> None:
    file = cli.folder / "p.csv"
    file.write_text("id,title,gajih\n1,Kasir,3\n", encoding="utf-8")
    answered = cli("ingest", "postings", file)
    assert answered.code == 2
    assert "gajih" in answered.err


def test_a_store_that_refuses_is_a_failure_not_wrong_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("store: cannot be written: database or disk is full")

    monkeypatch.setattr(Store, "upsert", full)
    answered = cli("ingest", "postings", cli.write("p.jsonl", POSTINGS), "--json")
    assert answered.code == 1
    assert answered.document["error"] == {
        "type": "StoreError",
        "where": "",
        "wanted": "",
        "found": "",
        "message": "store: cannot be written: database or disk is full",
    }


def test_a_home_that_is_a_file_is_a_failure_that_names_it(cli: Cli) -> None:
    cli.home.write_text("not a folder", encoding="utf-8")
    answered = cli("ingest", "postings", cli.write("p.jsonl", POSTINGS))
    assert answered.code == 1
    assert str(cli.home) in answered.err


@pytest.mark.parametrize("as_json", [True, False])
def test_a_run_that_rejects_every_row_fails_with_its_report_and_names_the_rejects(cli: Cli, as_json: bool) -> None:
    file = cli.write("p.jsonl", [{"id": "x"}, "no json"])
    answered = cli("ingest", "postings", file, *(["--json"] if as_json else []))
    (rejects,) = (cli.home / "rejects").iterdir()
    assert answered.code == 1
    assert f"every row was rejected (2); see {rejects}" in answered.err
    assert "warning" not in answered.err
    assert "rejected" in answered.out
    if as_json:
        assert list(answered.document) == KEYS
        assert (answered.document["read"], answered.document["rejected"]) == (2, 2)
        assert answered.document["rejects_file"] == str(rejects)


def test_courses_that_are_over_or_name_no_skills_are_taken_and_counted(cli: Cli) -> None:
    rows = [{"id": "1", "title": "Las", "skills": ["Las SMAW"], "starts_on": "2020-01-06"}, {"id": "2", "title": "Las"}]
    answered = cli("ingest", "courses", cli.write("c.jsonl", rows), "--json")
    assert answered.document["notes"] == {"courses_over": 1, "courses_without_skills": 1}
    again = cli("ingest", "courses", cli.write("d.jsonl", rows))
    assert "courses_over" in again.out
    assert "notes" not in again.out


def test_what_a_file_does_not_say_may_be_set(cli: Cli) -> None:
    file = cli.write("program.csv", ["program,jp", "Barista,240 JP"])
    given = ("--set", "provider=BPVP Contoh = Kupang", "--set", "place=Kota Kupang")
    assert cli("ingest", "blk-programmes", file, *given, "--json").document["accepted"] == 1
    store = Store(Home(root=Settings().home).database_url)
    [[stored]] = store.pending("course", "none")
    store.close()
    record = json.loads(stored.payload)
    assert (record["provider"], record["place"]) == ("BPVP Contoh = Kupang", "Kota Kupang")


@pytest.mark.parametrize(("said", "told"), [("provider", "wanted FIELD=VALUE"), ("gaji=5", "wanted one of the fields")])
def test_what_cannot_be_set_is_refused_before_a_row_is_read(cli: Cli, said: str, told: str) -> None:
    answered = cli("ingest", "courses", cli.write("c.jsonl", [{"id": "1", "title": "Las"}]), "--set", said)
    assert answered.code == 2
    assert told in answered.err
