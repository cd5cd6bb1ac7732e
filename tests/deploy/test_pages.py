"""The pages of operations: every command is there with its options, every test that the threat model names is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.cli import main
from api.settings import SECRETS_FOLDER, Settings

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
THREATS = (ROOT / "docs/threat-model.md").read_text("utf-8")
GROUPS = (
    "clients",
    "clients key",
    "clients keys",
    "generations",
    "rights",
    "audit-log",
    "retention",
    "erase",
    "vault",
    "jobs",
)


def commands() -> dict[str, set[str]]:
    """Every ``sepadan ...`` of the page, in blocks and in the text: words of the command to the options it is given."""
    blocks = [line for line in OPERATIONS.splitlines() if line.startswith("sepadan ")]
    spans = re.findall(r"`(sepadan [^`]+)`", OPERATIONS.replace("\n", " "))
    found: dict[str, set[str]] = {}
    for line in [*blocks, *spans]:
        words = line.split("#")[0].split()[1:]
        depth = max((len(group.split()) for group in GROUPS if words[: len(group.split())] == group.split()), default=0)
        options = {word for word in words if word.startswith("--")}
        found.setdefault(" ".join(words[: depth + 1]), set()).update(options)
    return found


@pytest.mark.parametrize(("command", "options"), commands().items())
def test_every_command_of_the_page_has_a_help_that_knows_its_options(
    command: str, options: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(option in shown for option in options)


def test_every_setting_of_the_page_is_one() -> None:
    named = set(re.findall(r"SEPADAN_[A-Z_]+[A-Z]", OPERATIONS))
    assert named <= {f"SEPADAN_{name.upper()}" for name in Settings.model_fields} | {SECRETS_FOLDER, "SEPADAN_CACHE"}


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", THREATS))
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert {name for name in named if f"def {name}(" not in source} == set()
    assert len(named) >= 40


def test_every_threat_has_a_kind_an_answer_and_a_test_and_every_boundary_a_threat() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in THREATS.splitlines()
        if line[:3] == "| 1" or re.match(r"\| \d+ \|", line)
    ]
    kinds = {"spoofing", "tampering", "repudiation", "disclosure", "denial", "elevation"}
    for number, row in enumerate(rows, start=1):
        assert row[0] == str(number)
        assert row[2] in kinds
        assert row[4]
        assert "`test_" in row[5]
    assert {row[2] for row in rows} == kinds
    assert {row[1] for row in rows} == set("1234567")
