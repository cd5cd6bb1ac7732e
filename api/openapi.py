"""The OpenAPI 3.1 document: FastAPI's, made whole with what the gate, the deprecations and the links add.

``docs/openapi.json`` is this document as it was last published; ``api/openapi_changes.py`` says whether a change to it
breaks a client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access.gate import ACCESS, GuardedRoute
from api.access.openapi_security import add_security
from api.access.rule import Rule
from api.access.rules import RULES
from api.deprecation import DEPRECATIONS
from api.openapi_links import LINKS
from api.problems import Problem
from api.route_list import ROUTES
from api.sandbox import ABOUT
from api.schemas import problems

_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})
_ABOUT = """Job-skill matching for Indonesia: postings, workers and courses in, ranked matches with reasons out.

Errors are problem details (RFC 9457). Every answer carries `X-Request-ID`. Writes take an `Idempotency-Key`; records
have an `ETag` for `If-None-Match` and `If-Match`; lists are read by cursors. See docs/api-contract.md."""


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document, made once.

    Args:
        app: With all its routes.
    """
    if app.openapi_schema is None:
        is_sandbox = app.state.is_sandbox
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=_ABOUT + (ABOUT if is_sandbox else ""),
            routes=app.routes,
            tags=app.openapi_tags,
            contact={"name": "Sepadan maintainers"},
            license_info={"name": "MIT", "identifier": "MIT"},
            servers=[{"url": "/", "description": "A sandbox" if is_sandbox else "This installation"}],
        )
        _put_problem(document["components"]["schemas"])
        rules = {(method, path.replace(":path", "")): rule for (method, path), rule in RULES.items()}
        for path, method, operation in operations(document):
            _complete(operation, rules["GET" if method == "head" else method.upper(), path])
            _deprecate(operation, method.upper(), path)
        _link(document)
        add_security(document)
        document[f"{ACCESS}-pages"] = _pages()
        app.openapi_schema = document
    return app.openapi_schema


def _pages() -> list[dict[str, Any]]:
    """The rules of what stands in no schema: pages for people."""
    every = [route for module in ROUTES for route in module.router.routes]
    hidden = [route for route in every if isinstance(route, GuardedRoute) and not route.include_in_schema]
    return [
        {"method": method, "path": route.path, **route.rule.as_document()}
        for route in hidden
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method in lower case and operation of each in a document."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield path, method, operation


def _put_problem(schemas: dict[str, Any]) -> None:
    """Our problem in place of FastAPI's validation error, which this API never answers with."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)


def _complete(operation: dict[str, Any], rule: Rule) -> None:
    """Put in what every operation of its kind may answer."""
    responses = operation["responses"]
    also = problems(400) if "requestBody" in operation else {}
    if "422" in responses:  # FastAPI puts in its own wherever there is a parameter
        also |= problems(422)
    if not rule.is_public:
        also |= problems(401, 403, 429)
    if operation.get("parameters"):
        also |= problems(414)
    for status, said in also.items():
        shown = responses.get(str(status), {})
        if status == 422 or not shown.get("content"):  # the token endpoint has words of its own (RFC 6749)
            responses[str(status)] = said
    for answer in responses.values():
        answer.setdefault("headers", {})["X-Request-ID"] = {
            "description": "Of this request; also in the log",
            "schema": {"type": "string"},
            "required": True,
        }
    operation["responses"] = dict(sorted(responses.items()))


def _deprecate(operation: dict[str, Any], method: str, path: str) -> None:
    for one in DEPRECATIONS:
        if (one.method, one.path.replace(":path", "")) == (method, path):
            operation["deprecated"] = True
            operation["description"] = one.words + "\n\n" + operation.get("description", "")
            for answer in operation["responses"].values():
                answer["headers"] |= one.described()


def _link(document: dict[str, Any]) -> None:
    """Say which operation may follow with what of an answer, so that a client or a test can walk the API."""
    by_name = {operation["operationId"]: operation for _, _, operation in operations(document)}
    for name, status, link, target in LINKS:
        by_name[name]["responses"][status].setdefault("links", {})[link] = dict(target)
