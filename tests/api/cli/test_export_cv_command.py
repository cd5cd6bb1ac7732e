"""``sepadan export-cv``: a stored worker as Europass, with identity only for who holds the keys."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from lxml import etree

from tests.api.cli.conftest import Cli

KEYS = f"k1:{b64encode(bytes(range(32))).decode()}"
WORKER = {
    "id": "w-1",
    "source": "uji",
    "name": "Siti Contoh",
    "email": "siti@contoh.invalid",
    "summary": "Menjahit 2 tahun",
    "wish": "penjahit",
    "education": "SMP",
}


@pytest.fixture
def stored(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """One worker, with a sealed identity."""
    monkeypatch.setenv("SEPADAN_IDENTITY_KEYS", KEYS)
    assert cli("ingest", "workers", cli.write("w.jsonl", [WORKER])).code == 0
    return cli


def test_a_cv_is_written_without_identity(stored: Cli) -> None:
    answered = stored("export-cv", "uji:w-1", "--format", "europass-json", "--output", "cv.json")
    assert answered.code == 0
    document = (stored.folder / "cv.json").read_text(encoding="utf-8")
    passport = json.loads(document)["SkillsPassport"]
    assert passport["Locale"] == "en"
    assert "Siti" not in document
    assert passport["LearnerInfo"]["Education"][0]["Title"] == "Junior secondary school (SMP)"


def test_xml_goes_to_a_file_and_takes_the_language(stored: Cli) -> None:
    done = stored("export-cv", "uji:w-1", "--format", "europass-xml", "--lang", "id", "--output", "cv.xml")
    assert done.code == 0
    root = etree.fromstring((stored.folder / "cv.xml").read_bytes())
    assert root.get("locale") == "id"


def test_identity_is_added_for_who_holds_the_keys_alone(stored: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("export-cv", "uji:w-1", "--with-identity", "--output", "cv.json")
    assert stored(*command).code == 0
    document = json.loads((stored.folder / "cv.json").read_text(encoding="utf-8"))["SkillsPassport"]
    who = document["LearnerInfo"]["Identification"]
    assert who["PersonName"] == {"FirstName": "Siti", "Surname": "Contoh"}
    assert who["ContactInfo"]["Email"] == {"Contact": "siti@contoh.invalid"}
    monkeypatch.delenv("SEPADAN_IDENTITY_KEYS")
    refused = stored(*command)
    assert refused.code == 1
    assert "identity_keys" in refused.err


def test_a_worker_without_a_kept_name_is_told(stored: Cli) -> None:
    nameless = {name: value for name, value in WORKER.items() if name not in {"name", "email"}} | {"id": "w-2"}
    assert stored("ingest", "workers", stored.write("w2.jsonl", [nameless])).code == 0
    answered = stored("export-cv", "uji:w-2", "--with-identity")
    assert answered.code == 2
    assert "whose name is kept" in answered.err


def test_an_unknown_worker_and_an_empty_home_are_told(cli: Cli) -> None:
    assert "ingest" in cli("export-cv", "uji:none").err
    assert cli("ingest", "workers", cli.write("w.jsonl", [WORKER])).code == 0
    answered = cli("export-cv", "uji:none")
    assert answered.code == 2
    assert "uji:none" in answered.err


def test_stdout_holds_the_document(stored: Cli) -> None:
    assert stored("export-cv", "uji:w-1").document["SkillsPassport"]
