"""Who may call what, in the OpenAPI document: schemes, the scope of each operation, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.doorkeeper import TOKEN_PATH, UNLIMITED
from api.access.principal import SCOPES
from api.access.rule import Rule
from api.access.rules import RULES
from api.problems import MEDIA_TYPE

_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_LIMITED = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit-Policy", "RateLimit")}

HEADERS: Mapping[str, Any] = {
    "RateLimit-Policy": {
        "description": "What is allowed, by draft-ietf-httpapi-ratelimit-headers-10",
        "schema": {"type": "string"},
        "example": '"rate";q=200;w=4, "day";q=1000000;w=86400',
    },
    "RateLimit": {
        "description": "What is left, and seconds until there is more",
        "schema": {"type": "string"},
        "example": '"rate";r=199;t=4, "day";r=999999;t=50400',
    },
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}},
    "WWW-Authenticate": {"description": "How to come again (RFC 6750)", "schema": {"type": "string"}},
}

RESPONSES: Mapping[str, Any] = {
    "Unauthenticated": {
        "description": "No credentials, or none that are good",
        "headers": {"WWW-Authenticate": {"$ref": "#/components/headers/WWW-Authenticate"}, **_LIMITED},
        "content": _PROBLEM,
    },
    "Forbidden": {
        "description": "Good credentials that do not allow this; `detail` names the scope",
        "headers": {"WWW-Authenticate": {"$ref": "#/components/headers/WWW-Authenticate"}, **_LIMITED},
        "content": _PROBLEM,
    },
    "TooManyRequests": {
        "description": "More than the client's rate or quota, or too many failed tries",
        "headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}, **_LIMITED},
        "content": _PROBLEM,
    },
}


def schemes() -> dict[str, Any]:
    """The ways of saying who one is."""
    granted = {name: told for name, told in SCOPES.items() if name != "self"}
    flow = {"tokenUrl": TOKEN_PATH, "scopes": granted}
    return {
        "oauth2": {
            "type": "oauth2",
            "description": "Client credentials (docs/access.md)",
            "flows": {"clientCredentials": flow},
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of this server or of an issuer that it believes, or an API key",
        },
        "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key: spd_..."},
        "basic": {"type": "http", "scheme": "basic", "description": "Id and secret of a client: pages, and curl"},
    }


def add_security(document: dict[str, Any]) -> None:
    """Put schemes, each operation's scope and its refusals into a document.

    Args:
        document: OpenAPI 3.1; changed in place.
    """
    components = document.setdefault("components", {})
    components["securitySchemes"] = schemes()
    components.setdefault("headers", {}).update(HEADERS)
    components.setdefault("responses", {}).update(RESPONSES)
    rules = {(method, _shown(path)): rule for (method, path), rule in RULES.items()}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rule = rules.get(("GET" if method == "head" else method.upper(), path))
            if rule is not None:
                _secure(path, operation, rule)


def _secure(path: str, operation: dict[str, Any], rule: Rule) -> None:
    if path == TOKEN_PATH:
        operation["security"] = [{"basic": []}, {}]
    elif rule.is_public:
        operation["security"] = [{}]
    else:
        scopes = [rule.scope] if rule.scope and rule.scope != "self" else []
        # A job seeker's own token is had from no token endpoint.
        ways = ("bearer",) if rule.scope == "self" else ("bearer", "apiKey", "basic")
        oauth2 = [] if rule.scope == "self" else [{"oauth2": scopes}]
        operation["security"] = [*oauth2, *({way: []} for way in ways)]
        operation["responses"].setdefault("403", {"$ref": "#/components/responses/Forbidden"})
    operation["responses"].setdefault("401", {"$ref": "#/components/responses/Unauthenticated"})
    if path not in UNLIMITED:
        operation["responses"].setdefault("429", {"$ref": "#/components/responses/TooManyRequests"})


def _shown(path: str) -> str:
    """A template as OpenAPI writes it: without the kinds of its parameters."""
    return path.replace(":path}", "}")
