"""Image, compose file and units as far as they can be read; the long run walks through the image's steps."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from api.settings import SECRETS_FOLDER, Settings
from tests.deploy.containerfile import DEPLOY, ROOT, Step, environment, stages_of

STAGES = stages_of((DEPLOY / "Containerfile").read_text("utf-8"))
LAST = STAGES[-1]
LOCK = (DEPLOY / "requirements.lock").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
PINS = dict(re.findall(r"^([a-z0-9.-]+)==(\S+) \\$", LOCK, re.MULTILINE))
KNOWN = {f"SEPADAN_{name.upper()}" for name in Settings.model_fields} | {"SEPADAN_CACHE", SECRETS_FOLDER}


def of(stage: list[Step], word: str) -> list[str]:
    return [step.rest for step in stage if step.word == word]


def test_the_image_runs_as_nobody_in_particular_and_has_no_tools_to_build_with() -> None:
    assert len(STAGES) == 2
    assert of(LAST, "USER") == ["10001:10001"]
    assert not re.search(r"\b(apt|apt-get|pip|gcc|make|curl)\b", " ".join(of(LAST, "RUN")))
    assert [source for source in of(LAST, "COPY") if "--from=build" not in source] == []
    assert of(LAST, "VOLUME") == ['["/var/lib/sepadan"]']
    assert "/readyz" in of(LAST, "HEALTHCHECK")[0]


def test_a_server_in_the_image_asks_for_credentials_and_every_variable_is_a_setting() -> None:
    found = environment(LAST)
    assert (found["SEPADAN_AUTH"], found["SEPADAN_HOST"]) == ("on", "0.0.0.0")
    assert {name for name in found if name.startswith("SEPADAN_")} <= KNOWN
    settings = Settings.model_validate({name[8:].lower(): value for name, value in found.items() if name in KNOWN})
    assert settings.log_format == "json"


def test_everything_that_is_copied_is_there_and_not_kept_out() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[1] == "*"
    for source in of(STAGES[0], "COPY"):
        for path in source.split()[:-1]:
            assert (ROOT / path).exists()
            assert f"!{path}" in ignored


def test_every_package_of_the_image_is_pinned_by_hash_and_is_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for need in map(Requirement, [*project["dependencies"], *extras["postgres"], *extras["telemetry"]]):
        assert need.specifier.contains(Version(PINS[need.name.lower()]), prereleases=True), need
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.strip()):
        assert re.search(r"^\S+==\S+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", block), block[:60]
    assert "://" not in LOCK
    installs = [run for run in of(STAGES[0], "RUN") if "pip install" in run]
    assert all("--require-hashes" in run or "--no-index" in run for run in installs)
    assert len(installs) == 3
    assert (DEPLOY / "build.lock").read_text("utf-8").strip() in LOCK


def test_services_give_up_what_they_do_not_need_and_only_this_machine_reaches_them() -> None:
    ours: list[dict[str, Any]] = [COMPOSE["services"][name] for name in ("migrate", "sepadan")]
    for service in ours:
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert set(service["environment"]) <= KNOWN
    assert ours[1]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    for service in COMPOSE["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).is_dir()
    assert "ports" not in COMPOSE["services"]["postgres"]
    assert "outside" not in COMPOSE["services"]["postgres"]["networks"]
    named = {f"sepadan_{name}" for name in Settings.model_fields}
    assert set(ours[1]["secrets"]) <= named


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with a program that is there in place of ours."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze (Debian's systemd)")
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text("utf-8")
        assert set(re.findall(r"\b(SEPADAN_[A-Z_]+)=", text)) <= KNOWN
        (tmp_path / unit.name).write_text(text.replace("/opt/sepadan/bin/sepadan", "/bin/true"), "utf-8")
    return tmp_path


def analyze(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False)


def test_the_units_are_read_without_a_complaint(units: Path) -> None:
    ran = analyze("verify", "--man=no", *sorted(units.iterdir()))
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("name", ["sepadan.service", "sepadan-backup.service"])
def test_the_unit_leaves_little_to_whoever_gets_in(units: Path, name: str) -> None:
    ran = analyze("security", "--offline=true", "--threshold=20", units / name)
    assert ran.returncode == 0, ran.stdout[-200:]  # an exposure of at most 2.0 of 10
