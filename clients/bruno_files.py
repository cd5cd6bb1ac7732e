"""The Bruno collection (https://docs.usebruno.com/bru-lang): a ``.bru`` file for each operation, folders by tag."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_ENVIRONMENTS = {
    "local": "http://127.0.0.1:8000",
    "sandbox": "https://sandbox.sepadan.example.go.id",
    "production": "https://sepadan.example.go.id",
}
_VARIABLES = {"job_id": "job", "upload_id": "upload", "request_id": "request"}
_IDS = (
    *("posting", "worker", "course", "job", "upload", "webhook", "delivery", "watch", "request", "purpose"),
    *("code", "name", "programme", "since", "etag", "client_id", "scope"),
)
_FILLED = {
    "posting": "api:P-1001",
    "worker": "api:W-2001",
    "course": "api:C-1",
    "purpose": "overseas",
    "code": "4321",
    "programme": "prakerja",
    "name": "postings",
    "scope": "match",
}
_KEPT = {
    "issue_token": {"token": "res.body.access_token"},
    "upsert_postings": {"posting": "res.body.items[0].id"},
    "upsert_workers": {"worker": "res.body.items[0].id"},
    "upsert_courses": {"course": "res.body.items[0].id"},
    "create_job": {"job": "res.body.id"},
    "create_upload": {"upload": "res.body.id"},
    "make_webhook": {"webhook": "res.body.id"},
    "make_watch": {"watch": "res.body.id"},
    "file_request": {"request": "res.body.id"},
    "get_posting": {"etag": "res.headers.etag"},
}
"""Operation to what later requests need of its answer."""


def bruno_files(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Path in the collection to text.

    Args:
        document: The OpenAPI document as published, with its examples.
    """
    about = {"version": "1", "name": "Sepadan", "type": "collection", "ignore": ["node_modules", ".git"]}
    found = {
        "bruno.json": json.dumps(about, indent=2) + "\n",
        "collection.bru": _block("auth", ["mode: bearer"]) + "\n" + _block("auth:bearer", ["token: {{token}}"]),
    }
    for name, url in _ENVIRONMENTS.items():
        lines = [f"url: {url}", *(f"{one}: {_FILLED.get(one, '')}".rstrip() for one in _IDS)]
        hidden = "vars:secret [\n  client_secret,\n  token\n]\n"
        found[f"environments/{name}.bru"] = _block("vars", lines) + hidden
    seen: dict[str, int] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            tag = operation["tags"][0]
            seen[tag] = seen.get(tag, 0) + 1
            text = _request(document, method, path, operation, seen[tag])
            found[f"{tag}/{operation['operationId']}.bru"] = text
    return found


def _block(name: str, lines: list[str]) -> str:
    return f"{name} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _variable(path: str, parameter: str) -> str:
    if parameter != "key":
        return _VARIABLES.get(parameter, parameter)
    kind = path.split("/")[2]
    return {"postings": "posting", "workers": "worker", "courses": "course", "programmes": "programme"}[kind]


def _request(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any], seq: int) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    body = {"application/json": "json", "application/x-www-form-urlencoded": "formUrlEncoded", "": "none"}
    is_token = operation["operationId"] == "issue_token"
    url = "{{url}}" + re.sub(r"{(\w+)}", r":\1", path)
    auth = "basic" if is_token else "inherit" if operation.get("security") else "none"
    parts = [
        _block("meta", [f"name: {operation['operationId']}", "type: http", f"seq: {seq}"]),
        _block(method, [f"url: {url}", f"body: {body.get(kind, 'text')}", f"auth: {auth}"]),
    ]
    told = operation.get("parameters", [])
    query = [f"~{one['name']}: {_shown(one)}".rstrip() for one in told if one["in"] == "query" and not one["required"]]
    query = [f"{one['name']}: {_shown(one)}" for one in told if one["in"] == "query" and one["required"]] + query
    inside = [f"{one['name']}: {{{{{_variable(path, one['name'])}}}}}" for one in told if one["in"] == "path"]
    headers = [_header(one) for one in told if one["in"] == "header"]
    if kind.startswith("application/offset"):
        headers.append(f"Content-Type: {kind}")
    if method == "post" and kind == "application/json":
        headers.append("Idempotency-Key: {{$guid}}")
    for name, lines in (("params:query", query), ("params:path", inside), ("headers", headers)):
        parts += [_block(name, lines)] if lines else []
    if is_token:
        parts.append(_block("auth:basic", ["username: {{client_id}}", "password: {{client_secret}}"]))
        parts.append(_block("body:form-urlencoded", ["grant_type: client_credentials", "scope: {{scope}}"]))
    elif kind == "application/json":
        example = json.dumps(_example(document, content[kind]["schema"]), indent=2, ensure_ascii=False)
        parts.append(_block("body:json", example.splitlines()))
    elif kind:
        parts.append(_block("body:text", ['{"id":"W-1","wish":"tukang las"}']))
    if operation["operationId"] in _KEPT:
        kept = [f"{name}: {where}" for name, where in _KEPT[operation["operationId"]].items()]
        parts.append(_block("vars:post-response", kept))
    parts.append(_block("docs", (operation.get("description") or operation["operationId"]).splitlines()))
    return "\n".join(parts)


def _shown(parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    found = parameter.get("example", (schema.get("examples") or [schema.get("default")])[0])
    if isinstance(found, bool):
        return str(found).lower()
    return "kasir" if found is None and parameter.get("required") else "" if found is None else str(found)


def _header(parameter: Mapping[str, Any]) -> str:
    name, shown = parameter["name"], _shown(parameter)
    if name == "if-match":
        shown = "{{etag}}"
    return f"{'' if parameter['required'] else '~'}{name}: {shown}".rstrip()


def _example(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """The first example of a schema, else one of what it must have."""
    if "$ref" in schema:
        return _example(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _example(document, schema[key][0])
    if schema.get("type") == "object":
        return {name: _example(document, schema["properties"][name]) for name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [_example(document, schema["items"])]
    return {"string": "contoh", "integer": schema.get("minimum", 1), "number": 1.0, "boolean": False}.get(
        schema.get("type", "string")
    )
