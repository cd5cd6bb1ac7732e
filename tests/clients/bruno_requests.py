"""Reads and sends requests of the Bruno collection, with variables chained, as Bruno would."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx

FOLDER = Path(__file__).parents[2] / "clients" / "bruno"


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
