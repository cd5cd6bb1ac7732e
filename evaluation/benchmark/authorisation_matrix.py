"""The authorisation matrix: every route x every role x own, foreign, consented and missing people.

What must happen is worked out from the rules that the OpenAPI document carries, and from who may see whom; what does
happen is asked over HTTP. An answer must have the status that was worked out, and hold no mark of somebody whom the
caller may not see. A route that reaches people and has no request here is a hole in the matrix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.benchmark.authorisation_requests import GOOD, REQUESTS, Asking
from evaluation.benchmark.authorisation_things import (
    MINE,
    NOT_THERE,
    OWNERS,
    Things,
    content_of,
    is_of_thing,
    unknown_ids,
)
from evaluation.benchmark.authorisation_world import CLIENTS, PEOPLE, SEES, World, key_of

ACCESS = "x-sepadan-access"
PERSONAL = frozenset({"people", "writes", "self"})
ROLES = ("anonymous", *CLIENTS, "person")

_BESIDE = frozenset({("POST", "/oauth/token")})
"""Asks for credentials itself, in its own way: the gate lets everybody through."""

_PUBLIC_DELETES = frozenset({("DELETE", "/v1/postings/{key}"), ("DELETE", "/v1/courses/{key}")})

_WRITERS = frozenset({"platform", "board", "centre", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A route with its rule, as the document has it."""

    method: str
    path: str
    scope: str
    reach: str
    is_public: bool
    is_page: bool = False
    staff: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Method and path."""
        return (self.method, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One request and what came of it.

    Attributes:
        route: Method and path.
        role: Who asked.
        who: About whom; empty where the route reaches nobody.
        wanted: Statuses that are right.
        found: Status.
        leaks: Marks in the answer of people whom the role may not see.
    """

    route: str
    role: str
    who: str
    wanted: frozenset[int]
    found: int
    leaks: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the status is one of those wanted."""
        return self.found in self.wanted


def routes_of(document: Mapping[str, Any]) -> list[Guarded]:
    """Every route of an OpenAPI document, pages included."""
    operations = [
        (method.upper(), path, operation[ACCESS])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if ACCESS in operation
    ]
    pages = [(page["method"], page["path"], page) for page in document[f"{ACCESS}-pages"]]
    return [
        Guarded(
            method=method,
            path=path,
            scope=rule["scope"],
            reach=rule["reach"],
            is_public=rule["public"],
            is_page=is_page,
            staff=tuple(rule.get("staff", ())),
        )
        for is_page, rows in ((False, operations), (True, pages))
        for method, path, rule in rows
    ]


def holes_of(routes: Iterable[Guarded]) -> list[str]:
    """Routes that reach people and have no request, requests of routes that are gone, and ids of nobody knows whom."""
    known = list(routes)
    personal = {route.name for route in known if route.reach in PERSONAL}
    others = [route.name for route in known if route.reach not in PERSONAL and not route.is_public]
    return [*sorted(" ".join(name) for name in personal ^ set(REQUESTS)), *unknown_ids(others)]


def tried(world: World, routes: Sequence[Guarded]) -> Iterator[Cell]:
    """Every cell, one after the other.

    Args:
        world: Filled.
        routes: Of its document.
    """
    for route in routes:
        for role in ROLES:
            asking = REQUESTS.get(route.name)
            if asking is None:
                yield _at_gate(world, route, role)
                continue
            for who in PEOPLE if asking.names else ("own",):
                if who != "missing" or asking.missing:
                    yield _cell(world, route, asking, role, who)
    yield from _tried_things(Things(world), [route for route in routes if is_of_thing(route.path)])


def _tried_things(things: Things, routes: Sequence[Guarded]) -> Iterator[Cell]:
    """What one client made, asked for by it and by all others; what deletes it comes last."""
    for route in sorted(routes, key=lambda route: route.method == "DELETE"):
        for role in ROLES:
            other = next(owner for owner in OWNERS if owner != role)
            for who, owner in (("other", other), ("own", role)):
                if owner in OWNERS:
                    yield _thing_cell(things, route, role, who, owner)


def _thing_cell(things: Things, route: Guarded, role: str, who: str, owner: str) -> Cell:
    path = route.path.format(**things.ids(owner, route.path))
    wanted = _gate(route, role, route.scope) or (MINE if who == "own" else NOT_THERE)
    answer = things.world.call(role, route.method, path, **content_of(route.method, route.path))
    if route.method == "DELETE" and answer.is_success:
        things.forget(owner, route.path)
    return _judged(route, role, who, wanted, answer.status_code, answer.text, path)


_ANY = frozenset(range(200, 600))


def _at_gate(world: World, route: Guarded, role: str) -> Cell:
    """A route that reaches nobody: who may pass, and that nobody's data comes along."""
    path = re.sub(r"\{[^}]+\}", "tidak-ada", route.path)
    body: dict[str, Any] = {"json": {}} if route.method in ("POST", "PUT", "PATCH") else {}
    wanted = _gate(route, role, route.scope) or _ANY - {401, 403}
    answer = world.call(role, route.method, path, **body)
    if route.name in _BESIDE or (route.is_page and route.method == "POST" and role == "anonymous"):
        wanted = _ANY  # a page also turns away forms that are not its own
    return _judged(route, role, "", wanted, answer.status_code, answer.text, path)


def _cell(world: World, route: Guarded, asking: Asking, role: str, who: str) -> Cell:
    wanted = _wanted(route, asking, role, who)
    is_done = wanted == asking.good
    target = world.target(role, who, destroys=asking.destroys and is_done)
    if route.name in _PUBLIC_DELETES and is_done:
        world.put_back(target.source)
    content: dict[str, Any] = {}
    if asking.body is not None:
        content["json"] = asking.body(target)
    if asking.form is not None:
        content["data"] = asking.form(target)
    path = asking.path(target)
    # Whoever deletes oneself needs a self that may be missed.
    teller = "victim" if asking.destroys and is_done and role == "person" else role
    answer = world.call(teller, route.method, path, **content)
    return _judged(route, role, who, wanted, answer.status_code, answer.text, f"{path} {content}")


def _judged(route: Guarded, role: str, who: str, wanted: frozenset[int], found: int, text: str, asked: str) -> Cell:
    hidden = [one for one in PEOPLE if one != "missing" and one not in SEES[role]]
    marks = [mark for one in hidden for mark in (PEOPLE[one][1], key_of(one)) if mark in text and mark not in asked]
    if role == "board" and key_of("consented") in text and key_of("consented") not in asked:
        marks.append(key_of("consented"))  # it knows the pseudonym alone
    leaks = tuple(marks)
    return Cell(route=" ".join(route.name), role=role, who=who, wanted=wanted, found=found, leaks=leaks)


def _gate(route: Guarded, role: str, scope: str) -> frozenset[int]:
    """Statuses that a role is turned away with; none where it passes."""
    if route.is_public and not scope:
        return frozenset()
    if route.is_public and route.reach not in PERSONAL:
        return frozenset()
    if role == "anonymous":
        return frozenset({401})
    if route.staff:  # no client is an account of the pages
        return frozenset({403})
    granted = ("self",) if role == "person" else CLIENTS[role][1]
    if scope and scope not in granted and scope.partition(":")[0] not in granted:
        return frozenset({403})
    if route.reach == "self" and role != "person":
        return frozenset({403})
    if route.reach == "writes" and role not in _WRITERS:
        return frozenset({403})
    return frozenset()


def _wanted(route: Guarded, asking: Asking, role: str, who: str) -> frozenset[int]:
    """Statuses that are right when a role asks about somebody."""
    if route.is_public and not asking.names:
        return GOOD  # answered, without people
    turned_away = _gate(route, role, route.scope or asking.scope)
    if turned_away:
        return turned_away
    if route.reach == "self":
        return asking.good if "{request_id}" not in route.path or who in ("own", "missing") else asking.denied
    if asking.tenant:
        return asking.good if role == "platform" else asking.denied
    if asking.only and role not in asking.only:
        return asking.denied
    if not asking.names:
        return asking.good
    if who == "missing":
        return asking.denied
    sees = who in SEES[role] and (asking.consented or role != "board" or who == "own")
    return asking.good if sees else asking.denied
