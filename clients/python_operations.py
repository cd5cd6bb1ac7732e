"""``operations.py`` and ``async_operations.py`` of the Python client: a typed method for each operation."""

from __future__ import annotations

import json
import keyword
import re
import textwrap
from collections.abc import Mapping
from typing import Any

_HEAD = '''"""Every operation of the API, typed. Made by clients/generate.py from docs/openapi.json: do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast
from urllib.parse import quote

from sepadan_client import models


class {name}Operations:
    """The operations; :class:`sepadan_client.{name}Sepadan` sends them."""

    def _json(self, method: str, path: str, **parts: Any) -> Any:
        raise NotImplementedError

    def _bytes(self, method: str, path: str, **parts: Any) -> bytes:
        raise NotImplementedError

    def _headers(self, method: str, path: str, **parts: Any) -> Mapping[str, str]:
        raise NotImplementedError
'''
_SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_BY_THE_CLIENT = frozenset({"accept-language", "Tus-Resumable"})
"""Headers that the client sends by itself, or that a query parameter says too."""


def operations_module(document: Mapping[str, Any], *, is_async: bool = False) -> str:
    """Text of the module.

    Args:
        document: With names for its forms (``named`` of generate.py).
        is_async: Whether its methods are awaited.
    """
    schemas = document["components"]["schemas"]
    found = [
        _method(method, path, _with_enums(operation, schemas))
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    text = _HEAD.replace("{name}", "Async" if is_async else "") + "\n".join(found)
    if not is_async:
        return text
    return re.sub(r"\bself\._(json|bytes|headers)\(", r"await self._\1(", text).replace("    def ", "    async def ")


def _with_enums(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The operation with the enumerations that its parameters name put in: models.py holds them inline too."""
    told = []
    for one in operation.get("parameters", []):
        text = json.dumps(one["schema"])
        for name in re.findall(r'"#/components/schemas/(\w+)"', text):
            if "enum" in schemas[name]:
                text = text.replace(f'{{"$ref": "#/components/schemas/{name}"}}', json.dumps(schemas[name]))
        told.append({**one, "schema": json.loads(text)})
    return {**operation, "parameters": told}


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return "models." + str(schema["$ref"]).rsplit("/", 1)[1]
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if schema.get("type") == "null":
        return "None"
    if schema.get("type") == "array":
        return f"list[{_type(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        return "dict[str, Any]"
    return _SIMPLE.get(schema.get("type", ""), "Any")


def _name(parameter: str) -> str:
    name = re.sub(r"\W", "_", parameter).lower()
    return name + "_" if keyword.iskeyword(name) else name


def _method(method: str, path: str, operation: Mapping[str, Any]) -> str:
    told = [one for one in operation.get("parameters", []) if one["name"] not in _BY_THE_CLIENT]
    inside = [one for one in told if one["in"] == "path"]
    given = [f"{_name(one['name'])}: {_type(one['schema'])}" for one in inside]
    content = operation.get("requestBody", {}).get("content", {})
    sent = ""
    if content:
        kind, body = next(iter(content.items()))
        how = {"application/json": "json", "application/x-www-form-urlencoded": "form"}.get(kind, "content")
        given.append(f"body: {'bytes' if how == 'content' else _type(body['schema'])}")
        sent = f", {how}=body"
    keywords = []
    for one in (one for one in told if one["in"] != "path"):
        kind = _type(one["schema"])
        if not one.get("required"):
            kind = kind if "None" in kind.split(" | ") else f"{kind} | None"
        keywords.append(f"{_name(one['name'])}: {kind}{'' if one.get('required') else ' = None'}")
    star = ["*", *keywords] if keywords else []
    for where, part in (("query", "query"), ("header", "headers")):
        names = [f"{one['name']!r}: {_name(one['name'])}" for one in told if one["in"] == where]
        if names:
            sent += f", {part}={{{', '.join(names)}}}"
    url = re.sub(r"{(\w+)}", lambda found: "{quote(" + _name(found[1]) + ', safe="")}', path)
    url = ("f" if inside else "") + repr(url)
    return _text(operation, method, [*given, *star], f"{method.upper()!r}, {url}{sent}")


def _text(operation: Mapping[str, Any], method: str, given: list[str], call: str) -> str:
    good = {status: one for status, one in operation["responses"].items() if status < "300"}
    shown = [body for one in good.values() for body in one.get("content", {}).items()]
    if shown and all(kind == "application/json" for kind, _ in shown):
        kinds = list(dict.fromkeys(_type(body["schema"]) for _, body in shown))
        returns = " | ".join(kinds)
        act = f"return cast({returns!r}, self._json({call}))"
    elif method in ("head", "options") or (set(good) == {"204"} and operation["operationId"] == "append_upload"):
        returns, act = "Mapping[str, str]", f"return self._headers({call})"
    elif set(good) == {"204"}:
        returns, act = "None", f"self._bytes({call})"
    else:
        returns, act = "bytes", f"return self._bytes({call})"
    about = operation.get("description") or operation.get("summary") or operation["operationId"]
    words = textwrap.fill(about.split("\n\n")[0].replace("\\", "\\\\"), 100, subsequent_indent="        ")
    old = " Deprecated." if operation.get("deprecated") else ""
    return (
        f"\n    def {operation['operationId']}({', '.join(['self', *given])}) -> {returns}:\n"
        f'        """{words}{old}"""\n        {act}\n'
    )
