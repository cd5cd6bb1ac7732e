"""The gate: no route without a rule, no answer without credentials where they are wanted, nothing read before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient

from api.access.errors import UnauthenticatedError
from api.access.gate import GuardedRoute, check_guarded
from api.access.principal import ANONYMOUS, LOCAL, SCOPES, Principal, Role
from api.access.rules import RULES, rule_of
from api.app import create_app
from api.route_list import ROUTES
from api.settings import Settings
from matcher.engine import Engine
from taxonomy.errors import ConfigError


class Fixed:
    """Takes everybody for one principal."""

    def __init__(self, principal: Principal | None) -> None:
        self.principal = principal

    async def principal_of(self, request: Request) -> Principal:
        if self.principal is None:
            raise UnauthenticatedError("wanted a token that is good, found one that has ended")
        return self.principal


def board(*scopes: str) -> Principal:
    return Principal(
        client="board-1", tenant="board-1", role=Role.BOARD, scopes=frozenset(scopes), sources=frozenset({"board"})
    )


def opened(engine: Engine, settings: Settings, principal: Principal | None) -> TestClient:
    app: FastAPI = create_app(settings, engine)
    app.state.doorkeeper = Fixed(principal)
    return TestClient(app, raise_server_exceptions=False)


def routes() -> set[tuple[str, str]]:
    every = [route for module in ROUTES for route in module.router.routes]
    return {(method, route.path) for route in every for method in route.methods if method != "HEAD"}


def test_every_rule_has_a_route_and_every_route_a_rule() -> None:
    assert routes() == set(RULES)


def test_every_scope_of_a_rule_is_known() -> None:
    assert {rule.scope for rule in RULES.values() if rule.scope} <= set(SCOPES)


def test_a_route_without_a_rule_cannot_be_made() -> None:
    router = APIRouter(route_class=GuardedRoute)
    with pytest.raises(ConfigError, match="/v1/new"):
        router.get("/v1/new")(lambda: None)


def test_methods_with_different_rules_cannot_share_a_route() -> None:
    with pytest.raises(ConfigError, match="one rule"):
        rule_of({"GET", "POST"}, "/v1/inspection")


def test_a_route_beside_the_gate_is_refused() -> None:
    router = APIRouter()
    router.get("/v1/beside")(lambda: None)
    with pytest.raises(ConfigError, match="/v1/beside"):
        check_guarded(router)


def test_what_is_public_is_answered_without_credentials(engine: Engine, settings: Settings) -> None:
    assert opened(engine, settings, ANONYMOUS).get("/v1/skills?q=las").status_code == 200


def test_the_rest_is_not_and_the_body_is_not_read_before(engine: Engine, settings: Settings) -> None:
    answer = opened(engine, settings, ANONYMOUS).post("/v1/match/workers", content=b"{broken")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:sepadan:problem:unauthenticated"


def test_credentials_that_are_not_good_are_refused_even_where_none_are_wanted(
    engine: Engine, settings: Settings
) -> None:
    assert opened(engine, settings, None).get("/v1/skills?q=las").status_code == 401


def test_a_scope_that_is_missing_is_named(engine: Engine, settings: Settings) -> None:
    answer = opened(engine, settings, board("market")).post("/v1/postings", json={"records": []})
    assert answer.status_code == 403
    assert "postings:write" in answer.json()["detail"]
    assert 'scope="postings:write"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("granted", "asked", "may"),
    [
        ("profiles", "profiles:read", True),
        ("profiles:read", "profiles:read", True),
        ("profiles:read", "profiles:write", False),
        ("match", "market", False),
    ],
)
def test_a_scope_without_its_second_part_grants_both(granted: str, asked: str, may: bool) -> None:
    assert board(granted).may(asked) is may


@pytest.mark.parametrize(
    ("principal", "key", "owns"),
    [
        (board(), "board:1", True),
        (board(), "boarding:1", False),
        (board(), "karirhub:board:1", False),
        (LOCAL, "whatever:1", True),
    ],
)
def test_a_record_is_owned_by_its_source(principal: Principal, key: str, owns: bool) -> None:
    assert principal.owns(key) is owns


def test_a_server_that_asks_for_no_credentials_may_do_everything(engine: Engine, settings: Settings) -> None:
    client: Any = TestClient(create_app(settings, engine))
    assert client.get("/metrics").status_code == 200


def test_one_file_of_keys_serves_tokens_and_the_log_in_the_home_that_is_served(engine: Engine, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path / "elsewhere"), engine)
    assert app.state.access.issuer.box is app.state.serving.box
    assert engine.home.secret_keys.exists()
    assert not (tmp_path / "elsewhere").exists()
