"""``sepadan build`` and ``sepadan status``."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.cli.status import store_status
from indexes.schema import GENERATION
from indexes.store import Store
from matcher.coding import RecordCoder
from matcher.engine import Engine
from matcher.home import Home
from matcher.inspection import served_fingerprint
from taxonomy.committee import load_committee
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.api.cli.conftest import POSTINGS, WORKERS, Cli
from tests.fakes import FakeEncoder


def test_build_tells_generation_coded_counts_and_seconds(cli: Cli) -> None:
    cli("ingest", "postings", cli.write("p.jsonl", POSTINGS))
    first = cli("build", "--json").document
    second = cli("build", "--json").document
    assert list(first) == ["generation", "coded", "counts", "seconds"]
    assert first["coded"] == 4
    assert first["counts"] == {"posting": 4, "worker": 0, "course": 0}
    assert (second["coded"], second["counts"]) == (0, first["counts"])
    assert "generation" in cli("build").out


def test_a_full_disk_leaves_the_index_that_serves_and_names_the_file(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled("status", "--json").document["generation"]

    def full(source: object, target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        answered = filled("build", "--json")
    error = answered.document["error"]
    assert answered.code == 1
    assert (error["wanted"], error["found"]) == ("free space on the disk", "No space left on device")
    assert "generations" in error["where"]
    assert filled("status", "--json").document["generation"] == before


def test_the_encoder_that_is_not_prepared_is_told_with_its_mend(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("SEPADAN_HOME", str(cli.home))
    monkeypatch.setenv("SEPADAN_CACHE", str(cli.folder / "empty-cache"))
    answered = cli("build", "--json")
    assert answered.code == 1
    assert answered.document["error"]["type"] == "EncoderError"
    assert "sepadan setup" in answered.err


def test_status_of_a_folder_that_is_not_there_makes_nothing(cli: Cli) -> None:
    document = cli("status", "--json").document
    assert (document["records"], document["generation"]) == ({}, "")
    assert "sepadan build" in cli("status").out
    assert not cli.home.exists()


def test_a_home_that_is_a_file_is_told(cli: Cli) -> None:
    cli.home.write_text("a file")
    for words in (["status"], ["verify"], ["generations"], ["backup", "--output", "out"]):
        answered = cli(*words)
        assert answered.code == 2
        assert "home: wanted a folder, found a file" in answered.err


def test_a_generation_of_another_store_is_told_as_refused(filled: Cli) -> None:
    backup = filled("backup", "--output", filled.folder, "--json").document["backup"]
    elsewhere = filled.folder / "elsewhere"
    assert filled("restore", backup, "--home", elsewhere).code == 0
    with Store(Home(root=filled.home).database_url).snapshot() as connection:
        rows = connection.execute(sa.select(GENERATION)).mappings().all()
    with Store(Home(root=elsewhere).database_url).transaction() as connection:
        connection.execute(sa.insert(GENERATION), [dict(row) for row in rows])
    shutil.copytree(filled.home / "generations", elsewhere / "generations")
    document = filled("status", "--json", "--home", elsewhere).document
    assert document["generation"] == ""
    assert [reason for reason in document["refused"].values() if "wanted store" in reason]


def test_status_says_the_same_as_the_engine(filled: Cli) -> None:
    filled("ingest", "workers", filled.write("more.jsonl", [{**WORKERS[0], "id": "pekerja-9"}]))
    engine = Engine(Home(root=filled.home), FakeEncoder())
    wanted = asdict(engine.status())
    engine.close()
    document = filled("status", "--json").document
    assert document == {"home": str(filled.home), **wanted, "requests": {"waiting": 0, "overdue": 0}}
    assert (document["pending"]["worker"], document["indexed"]["worker"]) == (1, 3)
    assert "4 stored (workers 4), 1 to be coded, 3 can be found" in filled("status").out


def test_a_damaged_generation_is_told_as_refused(filled: Cli) -> None:
    name = filled("status", "--json").document["generation"]
    vectors = next((filled.home / "generations" / name).rglob("vectors.faiss"))
    vectors.write_bytes(vectors.read_bytes() + b" ")
    document = filled("status", "--json").document
    assert document["generation"] == ""
    assert "SHA-256" in document["refused"][name]
    assert document["indexed"] == {}
    assert "SHA-256" in filled("status").out


def test_a_generation_of_another_encoder_is_told_as_refused(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.coding.RULES", "coding-of-tomorrow")
    document = filled("status", "--json").document
    assert [reason for reason in document["refused"].values() if "wanted encoder" in reason]
    assert document["pending"]["posting"] == len(POSTINGS)


def test_the_fingerprint_is_the_coders_own(tmp_path: Path) -> None:
    coder = RecordCoder(FakeEncoder(), load_committee(), load_skills(), load_skill_reader(), load_gazetteer())
    assert served_fingerprint(Home(root=tmp_path)) == coder.fingerprint


def test_an_index_that_was_never_built_is_told(cli: Cli, engine: Engine) -> None:
    found = store_status(engine.store, engine.home)
    assert (found.generation, found.indexed, found.refused) == ("", {}, {})


def test_a_database_by_url_is_used_in_place_of_the_one_in_the_home(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEPADAN_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    cli("ingest", "postings", cli.write("p.jsonl", POSTINGS))
    assert cli("status", "--json").document["records"] == {"posting": 4}
    assert not (cli.home / "sepadan.db").exists()
