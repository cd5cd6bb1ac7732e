"""The Bruno collection as files."""

from __future__ import annotations

import json
import re

from tests.clients.bruno_requests import FOLDER, blocks, pairs


def test_every_variable_that_is_used_is_in_every_environment() -> None:
    used = {name for path in FOLDER.rglob("*.bru") for name in re.findall(r"{{(\w+)}}", path.read_text("utf-8"))}
    for name in ("local", "sandbox", "production"):
        found = blocks(f"environments/{name}")
        assert used - set(pairs(found["vars"])) == set(re.findall(r"\w+", found["vars:secret"]))


def test_every_body_is_json() -> None:
    bodies = [blocks(str(path.relative_to(FOLDER))[:-4]).get("body:json") for path in FOLDER.glob("*/*.bru")]
    assert len([json.loads(body) for body in bodies if body]) > 30
