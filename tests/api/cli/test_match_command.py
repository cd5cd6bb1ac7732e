"""``sepadan match``: its line contract in both directions, its filters, and faulty lines."""

from __future__ import annotations

import gzip
import json

import pytest

from indexes import encoder as encoders
from matcher.engine import Engine
from tests.api.cli.conftest import POSTINGS, WORKERS, Cli

LINE = ["id", "matches", "removed_by_filter", "relax", "would_open"]
REASONS = ["matched", "missing", "adjacent", "would_help"]


def test_each_worker_gets_one_line_of_ranked_open_postings_with_reasons(filled: Cli) -> None:
    report = filled(
        "match", "--workers", filled.write("w.jsonl", WORKERS), "--k", 2, "--output", "out.jsonl", "--json"
    ).document
    lines = filled.read("out.jsonl")
    assert list(report) == ["read", "faulty", "output", "seconds"]
    assert (report["read"], report["faulty"]) == (3, 0)
    assert [line["id"] for line in lines] == [worker["id"] for worker in WORKERS]
    for line in lines:
        assert list(line) == LINE
        assert 1 <= len(line["matches"]) <= 2
        assert line["removed_by_filter"]["closed"] == 1
        scores = [match["score"] for match in line["matches"]]
        assert scores == sorted(scores, reverse=True)
        for match in line["matches"]:
            assert list(match) == ["id", "score", "components", "reasons", "words", "shortlist_chance", "overseas"]
            assert match["id"].startswith("postings:lowongan-")
            assert match["score"] == pytest.approx(sum(match["components"].values()), abs=1e-3)
            assert list(match["reasons"]) == REASONS
    assert lines[0]["matches"][0]["id"] == "postings:lowongan-2"
    assert "mesin-obras" in [skill["id"] for skill in lines[0]["matches"][0]["reasons"]["matched"]]


def test_each_posting_gets_one_line_of_ranked_workers(filled: Cli) -> None:
    answered = filled("match", "--postings", filled.write("p.jsonl", POSTINGS[:2]), "--k", 3)
    assert answered.code == 0
    assert [line["id"] for line in answered.lines] == ["lowongan-1", "lowongan-2"]
    for line in answered.lines:
        assert list(line) == LINE
        assert line["matches"]
        assert {match["id"] for match in line["matches"]} <= {f"workers:{worker['id']}" for worker in WORKERS}


def test_a_line_says_what_the_engine_says(filled: Cli) -> None:
    batch = filled("match", "--workers", filled.write("w.jsonl", WORKERS[:1])).lines[0]
    stored = filled("match", "--id", "workers:pekerja-1", "--json").document
    assert batch["matches"] == stored["matches"]
    assert stored["id"] == "workers:pekerja-1"


def test_the_id_comes_back_as_it_was_given(filled: Cli) -> None:
    rows = [{**WORKERS[0], "id": 7}, {**WORKERS[0], "id": "hr:7"}, {**WORKERS[0], "id": " padded "}]
    answered = filled("match", "--workers", filled.write("w.jsonl", rows))
    assert [line["id"] for line in answered.lines][:2] == [7, "hr:7"]


def test_a_faulty_line_keeps_its_place(filled: Cli) -> None:
    rows = [WORKERS[0], "{", {"id": "z", "salary_idr_month": "banyak"}, '{"id": "n", "summary": NaN}', WORKERS[1], "[]"]
    answered = filled("match", "--workers", filled.write("w.jsonl", rows), "--output", "out.jsonl")
    lines = filled.read("out.jsonl")
    assert answered.code == 0
    assert [line["id"] for line in lines] == ["pekerja-1", None, "z", None, "pekerja-2", None]
    faulty = [line for line in lines if "error" in line]
    assert len(faulty) == 4
    for line in faulty:
        assert list(line) == [*LINE, "error"]
        assert (line["matches"], line["removed_by_filter"], line["relax"]) == ([], {}, [])
        assert list(line["error"]) == ["where", "wanted", "found"]
    assert "salary_idr_month" in lines[2]["error"]["where"]
    assert "w.jsonl" in lines[2]["error"]["where"]
    assert "NaN" in lines[3]["error"]["found"]
    assert "4 of 6 lines are faulty" in answered.err


def test_a_faulty_line_does_not_repeat_contact_details(filled: Cli) -> None:
    row = {"id": "x", "experience_months": "hubungi 081234567890"}
    answered = filled("match", "--workers", filled.write("w.jsonl", [row]))
    assert "experience_months" in answered.lines[0]["error"]["where"]
    assert "081234567890" not in answered.out + answered.err


def test_more_lines_than_a_batch_come_out_in_order(filled: Cli) -> None:
    rows = [{"id": f"w{number:03}", "wish": "kasir"} for number in range(150)]
    filled("match", "--workers", filled.write("w.jsonl", rows), "--k", 1, "--output", "out.jsonl")
    assert [line["id"] for line in filled.read("out.jsonl")] == [row["id"] for row in rows]


def test_closed_postings_and_unlike_education_are_taken_when_asked_for(filled: Cli) -> None:
    workers = filled.write("w.jsonl", WORKERS[:1])
    plain = filled("match", "--workers", workers).lines[0]
    wide = filled("match", "--workers", workers, "--include-closed", "--any-education").lines[0]
    assert plain["removed_by_filter"]["education"] == 1
    assert "closed" not in wide["removed_by_filter"]
    assert "education" not in wide["removed_by_filter"]
    assert {"postings:lowongan-3", "postings:lowongan-4"} <= {match["id"] for match in wide["matches"]}


def test_a_damaged_gzip_file_is_told_before_anything_is_written(cli: Cli) -> None:
    file = cli.folder / "w.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(WORKERS[0]).encode() * 200)[:-30])
    answered = cli("match", "--workers", file, "--output", "out.jsonl")
    assert answered.code == 2
    assert "w.jsonl.gz" in answered.err
    assert not (cli.folder / "out.jsonl").exists()


@pytest.mark.parametrize("province", ["33", "Jawa Tengah"])
def test_a_province_is_taken_by_code_or_name(filled: Cli, province: str) -> None:
    line = filled(
        "match", "--workers", filled.write("w.jsonl", WORKERS[:1]), "--province", province, "--source", "postings"
    ).lines[0]
    assert {match["id"] for match in line["matches"]} == {"postings:lowongan-2"}
    assert line["removed_by_filter"]["source"] == 0


def test_hours_radius_slack_and_access_narrow_and_what_would_leave_more_is_told(filled: Cli) -> None:
    workers = filled.write("w.jsonl", WORKERS[:1])
    near = filled("match", "--workers", workers, "--within-km", 50, "--any-education").lines[0]
    assert "postings:lowongan-1" not in {match["id"] for match in near["matches"]}
    assert near["removed_by_filter"]["distance"] == 1
    assert {"condition": "distance", "to": 400, "would_remain": 3} in near["relax"]
    for option, name in (("--no-night", "night"), ("--no-shift", "shift")):
        day = filled("match", "--workers", workers, option, "--any-education").lines[0]
        assert "postings:lowongan-2" not in {match["id"] for match in day["matches"]}
        assert day["removed_by_filter"][name] == 1
        assert {"condition": name, "to": None, "would_remain": 3} in day["relax"]
    open_ = filled("match", "--workers", workers, "--disability-access").lines[0]
    assert (open_["matches"], open_["removed_by_filter"]["access"]) == ([], 3)
    slack = filled("match", "--workers", workers, "--education-slack", 8).lines[0]
    assert slack["removed_by_filter"]["education"] == 0


def test_hours_that_a_worker_refuses_are_left_out_unless_the_caller_takes_any(filled: Cli) -> None:
    refuses = {**WORKERS[0], "summary": f"{WORKERS[0]['summary']} Tidak bisa shift malam."}
    workers = filled.write("w.jsonl", [refuses])
    assert filled("match", "--workers", workers).lines[0]["removed_by_filter"]["night"] == 1
    assert "night" not in filled("match", "--workers", workers, "--any-hours").lines[0]["removed_by_filter"]


def test_the_table_says_in_bahasa_what_would_leave_more(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = " ".join(filled("match", "--id", "workers:pekerja-1", "--no-night", "--within-km", 50).out.split())
    assert "Agar lebih banyak:" in shown
    assert "termasuk kerja malam: " in shown


@pytest.mark.parametrize("province", ["Atlantis", "3374", "Kota Semarang"])
def test_what_is_no_province_is_refused(filled: Cli, province: str) -> None:
    answered = filled("match", "--workers", filled.write("w.jsonl", WORKERS), "--province", province)
    assert answered.code == 2
    assert province in answered.err


@pytest.mark.parametrize("k", [0, -1, 10**9])
@pytest.mark.parametrize("command", [("match",), ("recommend", "courses")])
def test_a_k_out_of_range_is_refused_with_what_was_wanted(cli: Cli, k: int, command: tuple[str, ...]) -> None:
    answered = cli(*command, "--workers", cli.write("w.jsonl", WORKERS), "--k", k, "--json")
    error = answered.document["error"]
    assert answered.code == 2
    assert (error["wanted"], error["found"], error["where"]) == ("k from 1 to 1000", str(k), "k")


def test_a_stored_record_is_shown_as_a_table_with_reasons(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    worker = filled("match", "--id", "workers:pekerja-1").out
    posting = filled("match", "--id", "postings:lowongan-1").out
    assert "Lowongan untuk pencari kerja: operator jahit (workers:pekerja-1)" in worker
    assert "Operator Jahit [shift malam]" in worker
    assert "Tidak diikutkan: sudah ditutup 1" in worker
    assert "Pencari kerja untuk lowongan: Staf Gudang" in posting


def test_words_come_in_the_language_that_is_asked_for(filled: Cli) -> None:
    workers = filled.write("w.jsonl", WORKERS[:1])
    for options, word in (((), "dari 100"), (("--lang", "id"), "dari 100"), (("--lang", "en"), "of 100")):
        match = filled("match", "--workers", workers, *options).lines[0]["matches"][0]
        assert word in match["words"]["score"]
        assert len(match["words"]["missing"]) == len(match["reasons"]["missing"])
    assert filled("match", "--workers", workers, "--lang", "fr").code == 2


def test_a_posting_that_a_licence_opens_is_told(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    rows = [
        {"id": "sopir", "title": "Operator Jahit dan Sopir", "text": "Wajib SIM A. Menjahit.", "place": "Kab. Semarang"}
    ]
    filled("ingest", "postings", filled.write("p.jsonl", rows))
    assert filled("build").code == 0
    line = filled("match", "--workers", filled.write("w.jsonl", WORKERS[:1])).lines[0]
    assert [(one["id"], one["licence"]["id"]) for one in line["would_open"]] == [("postings:sopir", "sim-a")]
    assert line["would_open"][0]["words"] in " ".join(filled("match", "--id", "workers:pekerja-1").out.split())


def test_an_unknown_id_is_refused(filled: Cli) -> None:
    answered = filled("match", "--id", "workers:nobody", "--json")
    assert answered.code == 2
    assert answered.document["error"]["type"] == "UnknownIdError"
    assert answered.document["error"]["found"] == "workers:nobody"


def test_exactly_one_subject_must_be_named(cli: Cli) -> None:
    neither = cli("match")
    both = cli("match", "--workers", "w.jsonl", "--id", "workers:1")
    assert neither.code == both.code == 2
    assert "wanted one of --workers, --postings, --id, found none" in neither.err
    assert "found --workers, --id" in both.err


def test_without_an_index_nothing_is_written_and_the_mend_is_told(cli: Cli) -> None:
    answered = cli("match", "--workers", cli.write("w.jsonl", WORKERS), "--output", "out.jsonl")
    assert answered.code == 1
    assert "sepadan build" in answered.err
    assert str(cli.home) in answered.err
    assert [path.name for path in cli.folder.iterdir()] == ["w.jsonl"]


def test_records_that_were_never_built_are_told_with_the_mend(cli: Cli) -> None:
    workers = cli.write("w.jsonl", WORKERS)
    cli("ingest", "workers", workers)
    answered = cli("match", "--workers", workers, "--output", "out.jsonl")
    assert answered.code == 1
    assert "run 'sepadan build'" in answered.err
    assert not (cli.folder / "out.jsonl").exists()


def test_a_wrong_file_is_told_before_the_encoder_is_loaded(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the encoder was loaded")

    monkeypatch.setattr(encoders, "load", refuse)
    utf16 = cli.folder / "utf16.jsonl"
    utf16.write_bytes(json.dumps(WORKERS[0]).encode("utf-16"))
    for file in (
        cli.folder / "none.jsonl",
        cli.folder,
        cli.write("empty.jsonl", []),
        utf16,
        cli.write("b.jsonl", [""]),
    ):
        answered = cli("match", "--workers", file)
        assert answered.code == 2
        assert str(file) in answered.err


def test_json_and_lines_do_not_share_stdout(filled: Cli) -> None:
    answered = filled("match", "--workers", filled.write("w.jsonl", WORKERS), "--json")
    assert answered.code == 2
    assert answered.document["error"]["where"] == "--output"


def test_the_encoder_is_asked_once_a_batch_not_once_a_line(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = list[int]()
    subjects = Engine.subjects

    def counted(self: Engine, records: list[object]) -> object:
        sizes.append(len(records))
        return subjects(self, records)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "subjects", counted)
    filled("match", "--workers", filled.write("w.jsonl", WORKERS))
    assert sizes == [3]
