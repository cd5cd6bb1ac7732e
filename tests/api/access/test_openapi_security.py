"""What the OpenAPI document says of who may call what."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.rules import RULES
from tests.api.access.conftest import House


@pytest.fixture
def document(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.http.get("/openapi.json").json()
    return found


def test_every_operation_says_its_scope_and_how_it_refuses(document: dict[str, Any]) -> None:
    rules = {(method.lower(), path.replace(":path}", "}")): rule for (method, path), rule in RULES.items()}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rule = rules["get" if method == "head" else method, path]
            named = {name for way in operation["security"] for name in way}
            if not rule.is_public and rule.scope != "self":
                assert {"oauth2", "bearer", "apiKey", "basic"} == named
                assert operation["security"][0] == {"oauth2": [rule.scope] if rule.scope else []}
            assert {} in operation["security"] or not rule.is_public
            assert "401" in operation["responses"]
            assert ("403" in operation["responses"]) is not rule.is_public
            assert ("429" in operation["responses"]) is (path not in {"/healthz", "/readyz"})
    assert set(document["components"]["securitySchemes"]) == {"oauth2", "bearer", "apiKey", "basic"}


def test_each_refusal_is_as_the_document_says(house: House, document: dict[str, Any]) -> None:
    promised = document["components"]["responses"]
    narrow = house.token("siapkerja", scope="match")
    for answer, name in ((house.http.get("/v1/sources"), "Unauthenticated"), (house.get(narrow), "Forbidden")):
        assert set(promised[name]["headers"]) <= {
            header.title().replace("Www", "WWW").replace("Ratelimit", "RateLimit") for header in answer.headers
        }
        assert answer.headers["content-type"] == "application/problem+json"
