"""The published document is the app's, nothing under /v1 breaks, and each kind of change is told rightly."""

from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest

from api.app import create_app
from api.openapi_changes import PUBLISHED, as_published, changes
from api.settings import Settings


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings()).openapi()


def test_the_published_document_is_the_apps_and_no_change_breaks(document: dict[str, Any]) -> None:
    published = orjson.loads(PUBLISHED.read_bytes())
    assert [one for one in changes(published, document) if one.breaks] == []
    assert as_published(document) == PUBLISHED.read_bytes(), "run: python -m api.openapi_changes --write"


def without(document: dict[str, Any], *path: str) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    node = changed
    for name in path[:-1]:
        node = node[name]
    del node[path[-1]]
    return changed


def test_what_is_removed_breaks_and_what_is_added_does_not(document: dict[str, Any]) -> None:
    for path in (("paths", "/v1/skills"), ("components", "schemas", "Reject", "properties", "found")):
        less = without(document, *path)
        assert any(one.breaks and one.what == "removed" for one in changes(document, less))
        assert not any(one.breaks for one in changes(less, document))


@pytest.mark.parametrize(
    ("schema", "field", "change", "breaks"),
    [
        ("MatchWorkersRequest", "k", {"maximum": 5}, True),
        ("MatchWorkersRequest", "k", {"maximum": 5_000}, False),
        ("MatchWorkersRequest", "k", {"type": "string"}, True),
        ("UpsertedItem", "status", {"enum": ["accepted", "updated", "unchanged", "rejected", "held"]}, True),
        ("UpsertedItem", "status", {"enum": ["accepted", "updated", "unchanged"]}, False),
        ("UpsertedItem", "row", {"minimum": 0}, True),
        ("UpsertedItem", "row", {"description": "Other words"}, None),
    ],
)
def test_a_change_of_a_field_breaks_by_who_writes_it(
    document: dict[str, Any], schema: str, field: str, change: dict[str, Any], breaks: bool | None
) -> None:
    other = copy.deepcopy(document)
    other["components"]["schemas"][schema]["properties"][field] |= change
    found = changes(document, other)
    assert {one.breaks for one in found} == (set() if breaks is None else {breaks})


def test_a_field_that_a_request_must_have_breaks_and_one_that_an_answer_always_has_does_not(
    document: dict[str, Any],
) -> None:
    other = copy.deepcopy(document)
    schemas = other["components"]["schemas"]
    schemas["MatchWorkersRequest"]["required"] = ["k"]
    assert [one.breaks for one in changes(document, other)] == [True]
    other = copy.deepcopy(document)
    other["components"]["schemas"]["Reject"]["required"] = []
    assert {one.breaks for one in changes(document, other)} == {True}
    assert {one.breaks for one in changes(other, document)} == {False}


def test_a_parameter_that_becomes_needed_breaks(document: dict[str, Any]) -> None:
    other = copy.deepcopy(document)
    parameter = other["paths"]["/v1/postings"]["get"]["parameters"][0]
    parameter["required"] = True
    assert [(one.what, one.breaks) for one in changes(document, other)] == [("required", True)]
    other["paths"]["/v1/postings"]["get"]["parameters"].remove(parameter)
    assert [(one.what, one.breaks) for one in changes(document, other)] == [("removed", True)]
    other["paths"]["/v1/postings"]["get"]["operationId"] = "postings"
    assert sum(one.breaks for one in changes(document, other)) == 2


def test_a_field_that_takes_more_does_not_break_and_an_answer_that_may_say_more_does(document: dict[str, Any]) -> None:
    other = copy.deepcopy(document)
    fields = other["components"]["schemas"]["OutcomesRequest"]["properties"]
    fields["records"] = {"anyOf": [copy.deepcopy(fields["records"]), {"type": "null"}], "title": "More"}
    assert [one.breaks for one in changes(document, other)] == [False]
    assert {one.breaks for one in changes(other, document)} == {True}
    other = copy.deepcopy(document)
    fields = other["components"]["schemas"]["Reject"]["properties"]
    fields["found"] = {"anyOf": [copy.deepcopy(fields["found"]), {"type": "null"}]}
    assert {one.breaks for one in changes(document, other)} == {True}
    assert {one.breaks for one in changes(other, document)} == {False}


def test_names_of_operations_are_unique_and_every_link_leads_to_one(document: dict[str, Any]) -> None:
    found = [operation for item in document["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and name.isidentifier() for name in names)
    links = [
        link
        for operation in found
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 30
    assert {link["operationId"] for link in links} <= set(names)
