"""What holds for every command: help, version, usage, errors as text and as JSON, commands of other packages."""

from __future__ import annotations

import errno
import json
import os
import runpy
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import pytest
import typer

from api.cli import lines, loading
from api.cli.errors import error_document, exit_code
from taxonomy.errors import (
    ConfigError,
    EncoderError,
    GenerationError,
    InputError,
    SepadanError,
    StoreError,
    UnknownIdError,
)
from tests.api.cli.conftest import Cli

COMMANDS = (
    "setup ingest build match normalise serve demo sandbox status doctor template evaluate recommend occupations "
    "sources inspect duplicates overseas careers first-jobs industry industries programmes market"
).split()
GROUPS = {
    "recommend": "courses",
    "occupations": "show",
    "sources": "list",
    "duplicates": "find",
    "overseas": "check",
    "industries": "report",
    "programmes": "check",
    "market": "demand",
}


def test_help_names_every_command_without_loading_the_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from api.cli import main; code = main(['--help'])\n"
        "heavy = {'torch', 'sentence_transformers', 'faiss', 'sklearn', 'pandas', 'fastapi'} & set(sys.modules)\n"
        "sys.exit(code or len(heavy))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert [name for name in COMMANDS if name not in ran.stdout] == []


def test_a_command_does_not_wait_for_the_others(tmp_path: Path) -> None:
    code = (
        "import sys; from api.cli import main; main(['status', '--help'])\n"
        "others = {name for name in sys.modules if name.startswith(('api.cli.sources', 'evaluation', 'httpx'))}\n"
        "sys.exit(str(others) if others else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_every_command_takes_json_and_explains_itself(cli: Cli) -> None:
    for name in COMMANDS:
        words = (name, GROUPS[name]) if name in GROUPS else (name,)
        answered = cli(*words, "--help")
        assert answered.code == 0
        assert "--json" in answered.out


def test_the_version_is_the_packages_own(cli: Cli) -> None:
    assert cli("--version").out.strip() == metadata.version("sepadan")


def test_no_command_shows_the_help_and_is_wrong_usage(cli: Cli) -> None:
    answered = cli()
    assert answered.code == 2
    assert "ingest" in answered.out


@pytest.mark.parametrize(
    "words",
    [("inject",), ("status", "--hom", "x"), ("ingest",), ("match", "--workers", "w.jsonl", "--k", "many")],
    ids=["unknown command", "unknown option", "missing argument", "no number"],
)
def test_wrong_usage_is_told_as_text_and_as_json(cli: Cli, words: tuple[str, ...]) -> None:
    plain, as_json = cli(*words), cli(*words, "--json")
    assert plain.code == as_json.code == 2
    assert plain.out == ""
    assert "error:" in plain.err
    error = as_json.document["error"]
    assert list(error) == ["type", "where", "wanted", "found", "message"]
    assert error["message"] in as_json.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError(wanted="a", found="b", where="c"), 2),
        (UnknownIdError(wanted="a", found="b", where="c"), 2),
        (typer.BadParameter("no"), 2),
        (StoreError("x"), 1),
        (GenerationError("x"), 1),
        (EncoderError("x"), 1),
        (ConfigError("x"), 1),
        (SepadanError("x"), 1),
        (OSError(errno.ENOSPC, "full", "f"), 1),
        (PermissionError(errno.EACCES, "denied", "f"), 1),
    ],
)
def test_each_error_has_its_exit_code_and_a_message(error: Exception, code: int) -> None:
    document = error_document(error)["error"]
    assert exit_code(error) == code
    assert document["type"] == type(error).__name__
    assert document["message"]


def test_an_error_of_the_system_names_path_and_want_even_where_the_system_does_not() -> None:
    assert error_document(OSError(errno.ENOSPC, "full", "f"))["error"]["message"] == (
        "f: wanted free space on the disk, found: full"
    )
    assert error_document(OSError("odd"))["error"]["message"] == "disk: wanted a file that can be used, found: OSError"


def test_a_file_name_that_is_not_utf8_can_still_be_told(cli: Cli) -> None:
    error = error_document(InputError(wanted="a file", found="nothing", where=os.fsdecode(b"\xff.jsonl")))["error"]
    assert error["where"] == "�.jsonl"
    json.dumps(error, ensure_ascii=False).encode()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort, EOFError])
def test_stopping_a_command_gives_130(cli: Cli, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]) -> None:
    def stopped(_: object) -> None:
        raise stop

    monkeypatch.setattr("api.cli.status.installation_status", stopped)
    assert cli("status").code == 130


class TestOutput:
    """Output files are written whole or not at all."""

    @pytest.fixture
    def titles(self, cli: Cli) -> Path:
        return cli.write("t.jsonl", [{"id": "1", "title": "Kasir"}])

    def test_a_full_disk_leaves_the_old_file_and_names_the_new_one(
        self, cli: Cli, titles: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (cli.folder / "out.jsonl").write_text("before", encoding="utf-8")

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(lines.os, "fsync", full)
        answered = cli("normalise", "--input", titles, "--output", "out.jsonl", "--json")
        assert answered.code == 1
        assert answered.document["error"]["where"] == "out.jsonl.part"
        assert answered.document["error"]["wanted"] == "free space on the disk"
        assert (cli.folder / "out.jsonl").read_text(encoding="utf-8") == "before"
        assert not (cli.folder / "out.jsonl.part").exists()

    def test_an_output_that_cannot_take_its_name_leaves_nothing_half_written(
        self, cli: Cli, titles: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def denied(source: object, target: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))

        monkeypatch.setattr(lines.os, "replace", denied)
        answered = cli("normalise", "--input", titles, "--output", "out.jsonl")
        assert answered.code == 1
        assert "out.jsonl: wanted permission, found: Permission denied" in answered.err
        assert [path.name for path in cli.folder.iterdir()] == ["t.jsonl"]

    @pytest.mark.parametrize("output", [".", "none/out.jsonl"])
    def test_an_output_in_no_folder_is_wrong_usage(self, cli: Cli, titles: Path, output: str) -> None:
        answered = cli("normalise", "--input", titles, "--output", output)
        assert answered.code == 2
        assert "--output" in answered.err
        assert cli.encoder.calls == 0

    def test_a_device_is_written_to_and_not_replaced(self, cli: Cli, titles: Path) -> None:
        device = cli.folder / "device"
        device.symlink_to(os.devnull)
        assert cli("normalise", "--input", titles, "--output", device).code == 0
        assert device.is_symlink()
        assert device.is_char_device()

    def test_a_link_goes_on_leading_to_the_file_that_is_written(self, cli: Cli, titles: Path) -> None:
        link = cli.folder / "link.jsonl"
        link.symlink_to(cli.folder / "out.jsonl")
        (cli.folder / "out.jsonl").write_text("before", encoding="utf-8")
        assert cli("normalise", "--input", titles, "--output", link).code == 0
        assert link.is_symlink()
        assert cli.read("out.jsonl")[0]["id"] == "1"

    def test_the_output_may_be_the_input(self, cli: Cli, titles: Path) -> None:
        assert cli("normalise", "--input", titles, "--output", titles).code == 0
        assert cli.read("t.jsonl")[0]["id"] == "1"


def test_a_reader_that_went_away_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "api.cli", "template", "workers"]
    ran = subprocess.run(command, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert ran.stderr == ""


def test_the_package_runs_as_a_module(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["sepadan", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("api.cli", run_name="__main__")
    assert ended.value.code == 0


class TestPlugins:
    """Commands of other packages come in by entry points."""

    def _with(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        entry = metadata.EntryPoint(name="extra", value=value, group=loading.GROUP)
        monkeypatch.setattr(metadata, "entry_points", lambda group: [entry] if group == loading.GROUP else [])

    def test_a_function_becomes_a_command(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        self._with(monkeypatch, "tests.api.cli.test_main:greet")
        assert cli("extra", "Budi", "--json").document == {"halo": "Budi"}

    def test_its_errors_end_as_those_of_every_command(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        self._with(monkeypatch, "tests.api.cli.test_main:greet")
        assert cli("extra", "").code == 2

    def test_an_application_becomes_a_group(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        self._with(monkeypatch, "tests.api.cli.test_main:greetings")
        assert cli("extra", "greet", "Ani", "--json").document == {"halo": "Ani"}

    @pytest.mark.parametrize("value", ["no_such_package:run", "tests.api.cli.test_main:no_such_name"])
    def test_a_broken_one_leaves_the_others_alone_and_says_why(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        self._with(monkeypatch, value)
        answered = cli("extra")
        assert cli("status").code == 0
        assert answered.code == 1
        assert value in answered.err


def greet(name: str, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Greet."""
    if not name:
        raise InputError(wanted="a name", found="nothing", where="name")
    typer.echo(json.dumps({"halo": name}) if as_json else name)


greetings = typer.Typer()
greetings.command("greet")(greet)
greetings.callback()(lambda: None)
