"""Scans: a planted secret is found; where the advisory service says nothing, nobody is told that all is well."""

from __future__ import annotations

import json
import re
from email import message_from_string
from pathlib import Path
from types import ModuleType

import pytest

from tests.deploy.scripts import script

PLANTED = {
    "AWS Access Key": "key = 'AKIA" + "Q7RST2UVWXY3ZAB4'",
    "GitHub Token": "t = 'ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'",
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "Basic Auth Credentials": "url = 'https://budi:" + "r4h4s1a@contoh.invalid/'",
    "Secret Keyword": "password = " + "'r4h4s1a-sekali'",
    "Base64 High Entropy String": "box = '" + "qL8vN2xT5zR1mK7w" + "J4yH9dF3sA6gC0bE" + "'",
    "Hex High Entropy String": "box = '" + "9f8e7d6c5b4a3928" + "1706f5e4d3c2b1a0" + "'",
    "JSON Web Token": "t = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P'",
}


def check(name: str) -> ModuleType:
    """A script of deploy/checks as a module."""
    return script(f"checks/{name}")


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_of_each_kind_is_found(tmp_path: Path, kind: str) -> None:
    (tmp_path / "planted.py").write_text(f"x = 1\n{PLANTED[kind]}\n", "utf-8")
    found = check("secrets").look_into(tmp_path, ["planted.py"])
    assert ("planted.py", kind) in {(file, what) for file, what, _ in found}
    assert set(found.values()) == {2}


def test_pins_are_asked_for_without_their_local_version() -> None:
    lock = "torch==2.13.0+cpu \\\n    --hash=sha256:aa\ntyper==0.29.1 \\\n    --hash=sha256:bb\n"
    assert check("advisories").pins_of(lock) == ["torch==2.13.0", "typer==0.29.1"]


def test_what_the_advisory_service_says_is_told_and_its_silence_is_not_taken_for_a_yes() -> None:
    verdict = check("advisories").verdict
    sound = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
    assert verdict(1, 0, sound, "") == (0, "scan: 1 pinned packages, no vulnerability known")
    bad = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]})
    assert verdict(1, 1, bad, "")[0] == 1
    assert "a 1: PYSEC-1" in verdict(1, 1, bad, "")[1]
    silent = json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]})
    assert verdict(1, 0, silent, "")[0] == 2
    assert verdict(1, 1, "", "x\nConnectionError: no route") == (
        2,
        "scan: the advisory service could not be asked: ConnectionError: no route",
    )


def test_the_notice_names_every_package_of_the_lock_and_each_tells_its_licence() -> None:
    notice = check("notice")
    names = notice.pinned(notice.LOCK.read_text("utf-8"))
    assert {"torch", "fastapi", "faiss-cpu"} <= set(names)
    rows = re.findall(
        r"^\| ([\w.-]+) \| (.+) \|$", notice.PAGE.read_text("utf-8").split("## Python packages")[1], re.MULTILINE
    )
    assert [name for name, _ in rows if name not in {"package", "---"}] == names
    assert notice.page().startswith(notice.DATA.read_text("utf-8"))  # what is installed tells one too


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: x", "MIT OR Apache-2.0"),
        ("License: BSD-3-Clause", "BSD-3-Clause"),
        ("License: Copyright (c) 2015 somebody\nClassifier: License :: OSI Approved :: BSD License", "BSD"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
    ],
)
def test_a_licence_is_what_a_package_says_of_itself(headers: str, wanted: str) -> None:
    assert check("notice").licence_of(message_from_string(f"Name: x\n{headers}\n\n")) == wanted


def test_a_package_without_a_licence_is_told_by_name() -> None:
    with pytest.raises(ValueError, match=r"lonely: wanted a licence"):
        check("notice").licence_of(message_from_string("Name: lonely\n\n"))
