"""Requests of the Bruno collection, sent in order with variables chained as Bruno would."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.conftest import House

FOLDER = Path(__file__).parents[2] / "clients" / "bruno"
SAMPLE = {
    "access/issue_token": 200,
    "records/upsert_postings": 200,
    "records/upsert_workers": 200,
    "records/get_posting": 200,
    "records/list_postings": 200,
    "match/match_workers": 200,
    "match/match_postings": 200,
    "normalise/normalise": 200,
    "jobs/create_job": 202,
    "jobs/get_job": 200,
    "reference/search_occupations": 200,
    "rights/get_worker_consents": 200,
    "privacy/erase_workers": 200,
    "records/delete_posting": 204,
}


def blocks(path: str) -> dict[str, str]:
    """Name to content of each block; a block ends with a brace at the line's beginning."""
    text = (FOLDER / f"{path}.bru").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w:-]+) [{\[]\n(.*?)^[}\]]", text, re.DOTALL | re.MULTILINE))


def pairs(block: str) -> dict[str, str]:
    lines = (line.strip().split(":", 1) for line in block.splitlines() if line.strip() and line.strip()[0] != "~")
    return {name: value.strip() for name, value in lines}


class Bruno:
    """As much of Bruno as its files need."""

    def __init__(self, http: httpx.Client, variables: dict[str, str]) -> None:
        self.http, self.variables = http, variables

    def filled(self, text: str) -> str:
        fresh = {"$guid": str(uuid.uuid4())}
        return re.sub(r"{{(\$?\w+)}}", lambda found: (self.variables | fresh)[found[1]], text)

    def send(self, path: str) -> httpx.Response:
        found = blocks(path)
        method = next(name for name in ("get", "post", "put", "patch", "delete") if name in found)
        told = pairs(self.filled(found[method]))
        url = told["url"]
        for name, value in pairs(self.filled(found.get("params:path", ""))).items():
            url = url.replace(f":{name}", value)
        parts: dict[str, Any] = {"headers": pairs(self.filled(found.get("headers", "")))}
        if told["auth"] == "basic":
            parts["auth"] = tuple(pairs(self.filled(found["auth:basic"])).values())
        elif told["auth"] == "inherit":
            parts["headers"]["Authorization"] = self.filled("Bearer {{token}}")
        if told["body"] == "json":
            parts["json"] = json.loads(self.filled(found["body:json"]))
        elif told["body"] == "formUrlEncoded":
            parts["data"] = pairs(self.filled(found["body:form-urlencoded"]))
        parts["params"] = pairs(self.filled(found.get("params:query", "")))
        answer = self.http.request(method, url, **parts)
        for name, where in pairs(found.get("vars:post-response", "")).items():
            self.variables[name] = self._taken(answer, where)
        return answer

    @staticmethod
    def _taken(answer: httpx.Response, where: str) -> str:
        if where.startswith("res.headers."):
            return answer.headers[where.removeprefix("res.headers.")]
        value = answer.json()
        for step in re.findall(r"\w+", where.removeprefix("res.body")):
            value = value[int(step) if step.isdigit() else step]
        return str(value)


@pytest.fixture(scope="module")
def bruno(house: House) -> Iterator[Bruno]:
    variables = pairs(blocks("environments/local")["vars"])
    scope = "match postings:read postings:write profiles:read profiles:write privacy"
    own = {"url": house.url, "client_id": "mesin", "client_secret": house.secret, "scope": scope}
    with httpx.Client(timeout=60) as http:
        yield Bruno(http, variables | own)


def test_a_sample_of_requests_is_answered_as_it_should_be(bruno: Bruno) -> None:
    assert {path: bruno.send(path).status_code for path in SAMPLE} == SAMPLE


def test_every_variable_that_is_used_is_in_every_environment() -> None:
    used = {name for path in FOLDER.rglob("*.bru") for name in re.findall(r"{{(\w+)}}", path.read_text("utf-8"))}
    for name in ("local", "sandbox", "production"):
        found = blocks(f"environments/{name}")
        assert used - set(pairs(found["vars"])) == set(re.findall(r"\w+", found["vars:secret"]))


def test_every_body_is_json() -> None:
    bodies = [blocks(str(path.relative_to(FOLDER))[:-4]).get("body:json") for path in FOLDER.glob("*/*.bru")]
    assert len([json.loads(body) for body in bodies if body]) > 30
