"""``sepadan setup`` and ``sepadan doctor``."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.cli import doctor
from indexes import encoder as encoders
from taxonomy.errors import EncoderError
from tests.api.cli.conftest import Cli

NAMES = [
    *("Python", "packages", "settings", "keys", "encoder", "home", "permissions", "disk", "store", "database"),
    *("processes", "clock", "index", "backup", "audit log", "access", "rate limits", "port"),
]


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any free port, so that a server on this machine does not matter."""
    monkeypatch.setenv("SEPADAN_PORT", "0")


def _checks(cli: Cli) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in cli("doctor", "--json").document["checks"]}


def test_setup_prepares_the_encoder_in_the_cache_and_says_where(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def prepare(cache: Path, progress: Any) -> Path:
        asked.append(cache)
        progress("assemble", 3, 4)
        return cache / "model"

    monkeypatch.setenv("SEPADAN_CACHE", str(cli.folder / "cache"))
    monkeypatch.setattr(encoders, "prepare", prepare)
    answered = cli("setup", "--json")
    assert list(answered.document) == ["encoder", "seconds"]
    assert answered.document["encoder"] == str(cli.folder / "cache" / "model")
    assert asked == [cli.folder / "cache"]
    assert "prepare encoder" in answered.err
    assert "Encoder is ready" in cli("setup").out


def test_setup_without_the_package_of_the_weights_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(cache: Path, progress: object) -> Path:
        raise EncoderError("encoder weights: wanted e5-small-q4.bin, found none")

    monkeypatch.setattr(encoders, "prepare", prepare)
    assert cli("setup").code == 1


@pytest.mark.usefixtures("free_port")
def test_a_sound_machine_passes_every_check(cli: Cli) -> None:
    answered = cli("doctor", "--json")
    document = answered.document
    assert (answered.code, document["ok"]) == (0, True)
    assert [check["name"] for check in document["checks"]] == NAMES
    for check in document["checks"]:
        assert list(check) == ["name", "ok", "found", "mend"]
        assert check["found"]
        assert not check["mend"]
    assert not cli.home.exists()
    assert "Found" in cli("doctor").out


@pytest.mark.usefixtures("free_port")
def test_an_installation_is_checked_down_to_the_bytes_of_its_index(filled: Cli) -> None:
    sound = _checks(filled)
    name = sound["index"]["found"]
    assert sound["store"]["found"] == "course 2, posting 4, worker 3"
    vectors = next((filled.home / "generations" / name).rglob("vectors.faiss"))
    vectors.write_bytes(vectors.read_bytes() + b" ")
    damaged = _checks(filled)["index"]
    assert not damaged["ok"]
    assert "SHA-256" in damaged["found"]
    assert damaged["mend"] == "run 'sepadan build'"


def test_a_port_in_use_fails_the_check_and_the_run(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("SEPADAN_PORT", str(port))
        answered = cli("doctor", "--json")
    check = answered.document["checks"][-1]
    assert answered.code == 1
    assert not answered.document["ok"]
    assert not check["ok"]
    assert str(port) in check["found"]


@pytest.mark.usefixtures("free_port")
def test_an_encoder_that_does_not_load_is_told_with_its_mend(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise EncoderError("encoder: wanted a whole model, found none")

    monkeypatch.setattr(encoders, "load", refuse)
    check = _checks(cli)["encoder"]
    assert (check["ok"], check["mend"]) == (False, "run 'sepadan setup'")


@pytest.mark.usefixtures("free_port")
def test_a_store_of_another_kind_is_told_and_its_index_is_not_looked_at(cli: Cli) -> None:
    cli.home.mkdir()
    (cli.home / "sepadan.db").write_bytes(b"no database" * 100)
    checks = _checks(cli)
    assert "not a database" in checks["store"]["found"]
    assert checks["index"]["mend"] == "mend the store first"


@pytest.mark.usefixtures("free_port")
def test_an_index_never_built_is_no_fault(cli: Cli) -> None:
    cli("ingest", "postings", cli.write("p.jsonl", [{"id": "1", "title": "Kasir"}]))
    assert _checks(cli)["index"]["found"] == "not there yet; 'sepadan build' makes it"
    assert str(cli.home) in _checks(cli)["home"]["found"]


@pytest.mark.usefixtures("free_port")
def test_too_little_space_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    check = _checks(cli)["disk"]
    assert not check["ok"]
    assert "5 MiB free" in check["found"]


@pytest.mark.usefixtures("free_port")
def test_a_home_that_cannot_be_written_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    check = _checks(cli)["home"]
    assert not check["ok"]
    assert "Permission denied" in check["found"]
    assert os.fspath(cli.folder) in check["mend"]


@pytest.mark.usefixtures("free_port")
def test_a_home_is_found_by_its_relative_path_too(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_HOME", filled.home.name)
    assert _checks(filled)["home"]["found"] == f"{filled.home.name}: can be written"
    monkeypatch.setenv("SEPADAN_HOME", "elsewhere")
    assert _checks(filled)["home"]["found"] == "elsewhere: not there yet, can be made"


@pytest.mark.usefixtures("free_port")
def test_another_python_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PYTHONS", ((2, 7),))
    check = _checks(cli)["Python"]
    assert not check["ok"]
    assert check["found"] == ".".join(str(part) for part in sys.version_info[:3])


@pytest.mark.usefixtures("free_port")
def test_a_missing_package_and_a_wrong_version_are_told_by_name(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["no-such-package>=1", "rich<1", "typer", "no-such-extra>=1; extra == 'postgres'"]
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    check = _checks(cli)["packages"]
    assert check["found"].startswith("no-such-package is missing; rich ")
    assert check["found"].endswith(", wanted <1")
    assert check["mend"] == "run 'make setup'"
