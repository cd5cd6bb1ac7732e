"""docs/deploy.md: what it promises of each deployment holds by the model, and each command is there."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from api.cli import main
from api.settings import Settings
from matcher.capacity.plan import Assumptions, Load, Model, Needs, needs
from matcher.capacity.points import curves, shipped_points

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/deploy.md").read_text("utf-8")


def column(at: int) -> Needs:
    """What the model says of a column of the first table."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("|")][:8]
    told = {row[0]: row[at] for row in rows}

    def number(name: str) -> float:
        found = re.search(r"[\d,]+", told[name])
        assert found, told
        return float(found[0].replace(",", ""))

    load = Load(
        workers=number("people"), postings=number("open postings"), qps=number("answers a second, busiest hour")
    )
    assert load.workers > load.postings > load.qps > 0
    return needs(Model(curves=curves(shipped_points()), scale={}), load, Assumptions())


def test_a_laptop_is_enough_for_what_the_page_says() -> None:
    found = column(1)
    assert found.answer_cores <= 2
    assert found.replica_gib + found.builder_gib <= 8


def test_one_server_is_enough_with_its_database() -> None:
    found = column(2)
    assert found.answer_cores + found.database_cores <= 16
    assert found.replica_gib + found.builder_gib + 8 <= 32
    assert found.night_hours <= 6


def test_the_cluster_is_what_the_model_says() -> None:
    found = column(3)
    assert (found.replicas, found.builders, found.vector_machines) == (4, 1, 0)
    assert max(found.replica_gib, found.builder_gib) <= 64
    assert found.night_hours <= 6
    text = (ROOT / "docs/decisions/0041-capacity.md").read_text("utf-8")
    assert (
        f"{found.night_hours:.1f} hours of the night by today's batch ({found.night_core_hours:.0f} core hours)" in text
    )
    assert f"{found.replica_gib:.0f} GiB each, one builder with {found.builder_gib:.0f} GiB" in text


def test_every_command_and_setting_and_file_of_the_page_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # a long option is cut in a narrow table
    lines = [line for line in PAGE.splitlines() if line.startswith("sepadan ")]
    lines += re.findall(r"`(sepadan [^`]+)`", PAGE.replace("\n", " "))
    assert len(lines) >= 5
    for line in lines:
        words = [word for word in line.split("#")[0].split()[1:] if word[0].isalpha()]
        names = words[: 2 if words[0] in ("recommend", "evaluate") else 1]
        names = names[:1] if names[0] == "evaluate" else names
        assert main([*names, "--help"]) == 0
        shown = capsys.readouterr().out
        assert all(option in shown for option in re.findall(r"--[a-z-]+", line)), line
    named = set(re.findall(r"SEPADAN_[A-Z_]+[A-Z]", PAGE))
    assert named <= {f"SEPADAN_{name.upper()}" for name in Settings.model_fields}
    for path in re.findall(r"\b(?:deploy|tests)/[\w./-]+\w", PAGE):
        assert (ROOT / path).exists(), path
    assert re.search(r"^run:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    extras = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(re.search(rf"^{extra} = ", extras, re.MULTILINE) for extra in re.findall(r"sepadan\[(\w+)\]", PAGE))


def started(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """``deploy/start`` in a copy, with an engine of containers that only writes down what it is told."""
    tools = folder / "tools"
    if not tools.exists():
        (folder / "deploy").mkdir()
        shutil.copy(ROOT / "deploy/start", folder / "deploy/start")
        tools.mkdir()
        engine = tools / "podman"
        engine.write_text('#!/bin/sh\n[ "$1" = unshare ] || echo "$SEPADAN_PUBLIC_URL: $*" >> told\n')
        engine.chmod(0o755)
        owner = tools / "chown"
        owner.write_text("#!/bin/sh\n")
        owner.chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    command = ["bash", str(folder / "deploy/start"), *words]
    return subprocess.run(command, env={"PATH": path}, cwd=folder, capture_output=True, text=True, check=False)


def test_one_command_starts_a_server_and_never_writes_over_a_key(tmp_path: Path) -> None:
    url = "https://sepadan.contoh.go.id"
    assert started(tmp_path, url).returncode == 0
    secrets = tmp_path / "deploy/secrets"
    wanted = set(re.findall(r"\./secrets/(\w+)", (ROOT / "deploy/compose.yaml").read_text("utf-8")))
    assert {path.name for path in secrets.iterdir()} == wanted
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    assert before["postgres_password"].strip() in before["database_url"]
    assert before["secret_keys"].startswith("id1:")
    assert before["secret_keys"] != before["identity_keys"]
    for path in secrets.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert started(tmp_path, url).returncode == 0
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before
    told = (tmp_path / "told").read_text().splitlines()
    assert told == [f"{url}: compose -f deploy/compose.yaml up --build --detach"] * 2


def test_an_address_without_tls_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    ran = started(tmp_path, "http://sepadan.contoh.go.id")
    assert ran.returncode == 2
    assert "https://" in ran.stderr
    assert not (tmp_path / "deploy/secrets").exists()
