"""``sepadan careers`` and ``sepadan first-jobs``."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from api.cli.careers import unit_named
from taxonomy.errors import InputError
from tests.api.cli.conftest import Cli

LEARNERS = (
    {
        "id": "magang-1",
        "title": "Magang Staf Gudang",
        "description": "Penerimaan barang, stok opname, Microsoft Excel.",
        "employment_type": "internship",
        "study_programmes": ["Logistik"],
        "places": ["Kabupaten Bekasi"],
    },
)
GRADUATES = (
    {"id": "lulusan-1", "summary": "Baru lulus, bisa stok opname.", "study_programme": "Logistik", "education": "SMK"},
    {"id": "lulusan-2", "summary": "Baru lulus.", "study_programme": "ilmu nujum"},
    {"id": "lulusan-3", "summary": 5 * "x", "experience_months": "lama"},
)


BAD_CAREERS: Sequence[tuple[list[str], str]] = [
    (["--from", "🙂"], "a job that the classification knows"),
    (["--from", " "], "a job that the classification knows"),
    (["--from", "9999"], "9999"),
    (["--from", "52"], "a unit group"),
    (["--from", "kasir", "--province", "Atlantis"], "a province"),
    (["--from", "kasir", "--id", "workers:x"], "an installation with records"),
]


BAD_FIRST_JOBS: Sequence[tuple[list[str], str]] = [
    ([], "one of --programme, --id, --workers"),
    (["--programme", "TKJ", "--id", "a:b"], "one of --programme, --id, --workers"),
    (["--programme", "ilmu nujum"], "a study programme that is known"),
    (["--programme", "TKJ", "--level", "kuliah"], "a level of education"),
    (["--programme", "TKJ", "--k", "0"], "k from 1"),
    (["--id", "workers:tidak-ada"], "workers:tidak-ada"),
]


def test_careers_need_no_installation(cli: Cli) -> None:
    answered = cli("careers", "--from", "Kasir", "--json")
    assert answered.code == 0
    assert answered.document["code"] == "5230"
    assert {one["postings"] for one in answered.document["next_jobs"]} == {None}
    assert cli.encoder.calls == 0
    table = cli("careers", "--from", "5230")
    assert table.code == 0
    assert "Setelah Kasir" in table.out
    assert "bukan janji" in table.out


def test_careers_count_stored_postings_and_hold_a_worker_against_them(filled: Cli) -> None:
    answered = filled(
        "careers", "--from", "kuli angkut", "--province", "Jawa Barat", "--id", "workers:pekerja-2", "--json"
    )
    assert answered.code == 0
    stock = next(one for one in answered.document["next_jobs"] if one["code"] == "4321")
    assert (stock["postings"], stock["postings_near"]) == (1, 1)
    assert {want["held"] for want in stock["learnt"]} <= {"have", "missing"}
    assert stock["months_short"] == max(0, stock["months"] - 12)
    shown = filled("careers", "--from", "kuli angkut", "--province", "32", "--id", "workers:pekerja-2")
    assert "dekat 1" in shown.out


def test_careers_before_a_build_are_told_without_counts(cli: Cli) -> None:
    assert cli("ingest", "workers", cli.write("w.jsonl", GRADUATES[:1])).code == 0
    answered = cli("careers", "--from", "kasir", "--json")
    assert {one["postings"] for one in answered.document["next_jobs"]} == {None}


def test_a_bad_question_is_told(cli: Cli) -> None:
    for words, said in BAD_CAREERS:
        answered = cli("careers", *words)
        assert answered.code != 0
        assert said in answered.err


def test_a_job_is_known_by_words_of_its_own_or_by_its_code() -> None:
    for words in ("kasir", "Kasir ", "5230", "5230.01"):
        assert unit_named(words).code == "5230"
    with pytest.raises(InputError):
        unit_named("xqzt")


def test_first_jobs_of_a_programme_and_of_a_stored_worker(filled: Cli) -> None:
    assert filled("ingest", "postings", filled.write("more.jsonl", LEARNERS)).code == 0
    assert filled("ingest", "workers", filled.write("young.jsonl", GRADUATES[:1])).code == 0
    assert filled("build").code == 0
    answered = filled("first-jobs", "--programme", "Logistik", "--level", "SMK", "--place", "Bekasi", "--json")
    assert answered.code == 0
    assert answered.document["programme"]["id"] == "smk-logistik"
    assert answered.document["first_jobs"][0]["id"] == "postings:magang-1"
    stored = filled("first-jobs", "--id", "workers:lulusan-1", "--k", "1")
    assert stored.code == 0
    assert "Lowongan pertama untuk lulusan" in stored.out
    assert "belum tentu kamu bisa" in stored.out
    closed = filled("first-jobs", "--programme", "pemasaran", "--include-closed", "--json")
    assert "postings:lowongan-3" in [one["id"] for one in closed.document["first_jobs"]]


def test_first_jobs_of_a_file_answer_every_line_and_tell_the_faulty_ones(filled: Cli) -> None:
    path = filled.write("young.jsonl", GRADUATES)
    answered = filled("first-jobs", "--workers", path, "--output", filled.folder / "out.jsonl")
    good, unknown, faulty = filled.read("out.jsonl")
    assert (good["id"], unknown["id"], faulty["id"]) == ("lulusan-1", "lulusan-2", "lulusan-3")
    assert "error" not in good
    assert unknown["error"]["wanted"].startswith("a study programme that is known")
    assert faulty["error"]["where"].endswith("experience_months")
    assert unknown["first_jobs"] == faulty["first_jobs"] == []
    assert answered.code != 1


def test_a_bad_question_about_first_jobs_is_told(filled: Cli) -> None:
    for words, said in BAD_FIRST_JOBS:
        answered = filled("first-jobs", *words)
        assert answered.code != 0
        assert said in answered.err
