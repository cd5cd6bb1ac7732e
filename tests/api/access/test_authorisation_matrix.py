"""The authorisation matrix in one process: each route, role and kind of people; a new route without a request fails."""

from __future__ import annotations

import pytest

from evaluation.authorisation import rows_of, turned_over
from evaluation.benchmark.authorisation_matrix import ROLES, Cell, Guarded, holes_of, routes_of, tried
from evaluation.benchmark.authorisation_things import OWNERS, is_of_thing
from evaluation.benchmark.authorisation_world import World


@pytest.fixture(scope="module")
def matrix(world: World) -> tuple[list[Guarded], list[Cell], World]:
    routes = routes_of(world.http.get("/openapi.json").json())
    return routes, list(tried(world, routes)), world


def test_every_cell_is_answered_as_the_rules_say(matrix: tuple[list[Guarded], list[Cell], World]) -> None:
    wrong = [
        f"{cell.role} about {cell.who or 'nobody'}: {cell.route}: wanted {sorted(cell.wanted)[:6]}, found {cell.found}"
        for cell in matrix[1]
        if not cell.is_right
    ]
    assert wrong == []


def test_no_answer_holds_anything_of_a_person_who_is_hidden_from_who_asks(
    matrix: tuple[list[Guarded], list[Cell], World],
) -> None:
    assert [(cell.role, cell.route, cell.who, cell.leaks) for cell in matrix[1] if cell.leaks] == []


def test_every_route_that_reaches_people_is_asked_about_them(matrix: tuple[list[Guarded], list[Cell], World]) -> None:
    routes, cells, world = matrix
    assert holes_of(routes) == []
    assert world.pseudonym.startswith("pw_")
    assert {cell.route for cell in cells} == {f"{route.method} {route.path}" for route in routes}
    assert all(row.holds is not False for row in rows_of(cells, []))


def test_a_rule_that_is_turned_over_is_found(matrix: tuple[list[Guarded], list[Cell], World]) -> None:
    routes, _, world = matrix
    wrong = [cell for cell in tried(world, turned_over(routes)) if not cell.is_right]
    assert {cell.route for cell in wrong} == {"GET /v1/workers/{key}"}


def test_a_new_route_that_reaches_people_without_a_request_is_a_hole() -> None:
    new = Guarded(method="GET", path="/v1/new", scope="match", reach="people", is_public=False)
    assert "GET /v1/new" in holes_of([new])


def test_a_new_route_with_an_id_of_which_it_is_not_known_whose_it_is_is_a_hole() -> None:
    new = Guarded(method="GET", path="/v1/reports/{report}", scope="market", reach="nothing", is_public=False)
    assert "GET /v1/reports/{report}" in holes_of([new])


def test_what_a_client_made_is_asked_for_by_id_by_itself_and_by_every_other_role(
    matrix: tuple[list[Guarded], list[Cell], World],
) -> None:
    routes, cells, _ = matrix
    things = {f"{route.method} {route.path}" for route in routes if is_of_thing(route.path)}
    assert len(things) >= 20
    for route in things:
        asked = {(cell.role, cell.who) for cell in cells if cell.route == route}
        assert {(role, "other") for role in ROLES} | {(role, "own") for role in OWNERS} <= asked
    denied = {cell.found for cell in cells if cell.who == "other" and cell.role in OWNERS}
    assert denied == {404}
