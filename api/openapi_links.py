"""Links of the OpenAPI document: what an answer names can be read, matched and deleted by these operations.

Stateful tests (``sepadan evaluate api``) walk along them: a record is written, read, matched, deleted, and gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Link = tuple[str, str, str, Mapping[str, Any]]
"""Operation, status of its answer, name of the link, and the link object of OpenAPI."""

_FIRST = "$response.body#/items/0/id"


def _links() -> Iterator[Link]:
    for kind in ("posting", "worker", "course"):
        upsert = f"upsert_{kind}s"
        yield upsert, "200", f"get_{kind}", _by_key(f"get_{kind}", _FIRST)
        yield upsert, "200", f"delete_{kind}", _by_key(f"delete_{kind}", _FIRST)
        yield f"get_{kind}", "200", f"delete_{kind}", _by_key(f"delete_{kind}", "$response.body#/id")
        yield f"get_{kind}", "200", f"put_{kind}", _by_key(f"put_{kind}", "$response.body#/id")
        yield f"put_{kind}", "201", f"get_{kind}", _by_key(f"get_{kind}", "$response.body#/id")
        yield f"put_{kind}", "201", f"delete_{kind}", _by_key(f"delete_{kind}", "$response.body#/id")
        yield f"list_{kind}s", "200", f"get_{kind}", _by_key(f"get_{kind}", _FIRST)
        yield f"list_{kind}_changes", "200", "next", _parameter(f"list_{kind}_changes", "since", "$response.body#/next")
        yield f"list_{kind}s", "200", "next", _parameter(f"list_{kind}s", "cursor", "$response.body#/next")
    yield "upsert_postings", "200", "match_workers", _body("match_workers")
    yield "upsert_workers", "200", "match_postings", _body("match_postings")
    yield "upsert_workers", "200", "recommend_courses", _body("recommend_courses")
    yield "upsert_workers", "200", "get_europass_cv", _by_key("get_europass_cv", _FIRST)
    found = "$response.body#/matches/0/id"
    yield "match_workers", "200", "get_worker", _by_key("get_worker", found)
    yield "match_postings", "200", "get_posting", _by_key("get_posting", found)
    for after in ("get_job", "cancel_job", "delete_job", "get_job_result", "get_job_rejects"):
        yield "create_job", "202", after, _parameter(after, "job_id", "$response.body#/id")
    for after in ("get_upload", "append_upload", "delete_upload"):
        yield "create_upload", "201", after, _parameter(after, "upload_id", "$response.body#/id")
    occupation = _parameter("get_occupation", "code", "$response.body#/occupations/0/code")
    yield "search_occupations", "200", "get_occupation", occupation
    programme = _parameter("get_programme", "key", "$response.body#/programmes/0/id")
    yield "list_programmes", "200", "get_programme", programme


def _by_key(operation: str, key: str) -> Mapping[str, Any]:
    return _parameter(operation, "key", key)


def _parameter(operation: str, name: str, value: str) -> Mapping[str, Any]:
    return {"operationId": operation, "parameters": {name: value}}


def _body(operation: str) -> Mapping[str, Any]:
    return {"operationId": operation, "requestBody": {"id": _FIRST, "k": 3}}


LINKS: tuple[Link, ...] = tuple(_links())
