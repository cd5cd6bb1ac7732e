"""What is generated in ``clients`` is what ``docs/openapi.json`` gives."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import generate
import pytest
from sepadan_client.operations import Operations

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_bytes())
NAMES = {one["operationId"] for item in DOCUMENT["paths"].values() for one in item.values()}


def test_nothing_is_stale() -> None:
    assert generate.stale() == [], "run `make clients` and commit what it changes"


def test_a_changed_document_is_noticed_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = json.loads(json.dumps(DOCUMENT))
    changed["paths"]["/v1/postings/{key}"]["delete"]["operationId"] = "remove_posting"
    (tmp_path / "openapi.json").write_text(json.dumps(changed), encoding="utf-8")
    monkeypatch.setattr(generate, "DOCUMENT", tmp_path / "openapi.json")
    monkeypatch.setattr(generate, "python_files", dict)
    stale = generate.stale()
    assert "bruno/records/delete_posting.bru" in stale
    assert "bruno/records/remove_posting.bru" in stale
    assert "typescript/src/schema.d.ts" in stale
    assert "    def remove_posting(self, key: str) -> None:" in generate.operations_module(generate.named(changed))


def test_every_operation_is_a_method_and_a_request() -> None:
    assert {name for name in vars(Operations) if not name.startswith("_")} == NAMES
    folder = ROOT / "clients" / "bruno"
    assert {path.stem for path in folder.glob("*/*.bru") if path.parent.name != "environments"} == NAMES


def test_no_lock_file_names_a_host() -> None:
    lock = (ROOT / "clients" / "typescript" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert re.search(r"\d+\.\d+\.\d+\.\d+|localhost", lock) is None


@pytest.mark.long
def test_node_makes_what_is_committed() -> None:
    folder = ROOT / "clients" / "typescript"
    paths = [folder / "src" / "schema.d.ts", *sorted((folder / "dist").iterdir())]
    before = [path.read_bytes() for path in paths]
    subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True, env=os.environ)
    subprocess.run([sys.executable, "clients/generate.py"], cwd=ROOT, check=True)
    assert [path.read_bytes() for path in paths] == before
