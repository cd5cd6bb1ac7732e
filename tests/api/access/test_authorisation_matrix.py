"""The authorisation matrix: every route, every role, own, consented, others' and missing records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.principal import ANONYMOUS, LOCAL, SCOPES, Principal, Role
from api.access.rules import RULES, Reach
from api.app import create_app
from api.pseudonyms import is_pseudonym
from api.routes.intake import read_record
from api.settings import Settings
from matcher.engine import Engine
from matcher.records import Kind
from tests.api.access.matrix_requests import (
    CONSENT,
    CONSENTED,
    FOREIGN,
    MISSING,
    OWN,
    POSTING,
    TARGETS,
    WAYS,
    Cell,
    Way,
    expected,
    stopped,
)
from tests.api.access.test_gate import Fixed

TOUCHES_PEOPLE = (Reach.PEOPLE, Reach.WRITES, Reach.SELF)
SOURCE_OF = {OWN: "alfa", CONSENTED: "beta", FOREIGN: "gama", MISSING: "alfa"}
MARK = {OWN: "zqalfa", CONSENTED: "zqbeta", FOREIGN: "zqgama", MISSING: "zqnone"}
CLIENT_SCOPES = frozenset(SCOPES) - {"self", "admin"}


def client(role: Role, scopes: frozenset[str], sources: frozenset[str] | None = None, subject: str = "") -> Principal:
    return Principal(client=f"{role}-1", tenant=f"{role}-1", role=role, scopes=scopes, sources=sources, subject=subject)


CALLERS = {
    "anonymous": ANONYMOUS,
    "platform": client(Role.PLATFORM, CLIENT_SCOPES),
    "admin": client(Role.PLATFORM, frozenset({"admin"})),
    "board": client(Role.BOARD, CLIENT_SCOPES, frozenset({"alfa"})),
    "board without scopes": client(Role.BOARD, frozenset({"market"}), frozenset({"alfa"})),
    "centre": client(Role.CENTRE, CLIENT_SCOPES, frozenset({"delta"})),
    "officer": client(Role.OFFICER, CLIENT_SCOPES),
    "person": client(Role.PERSON, frozenset({"self"}), frozenset()),
}


@dataclass
class World:
    """An app over records of three sources, asked by whom a cell says."""

    engine: Engine
    http: TestClient
    door: Fixed
    made: int = 0
    wrong: list[str] = field(default_factory=list)
    cells: int = 0

    def person(self, target: str, *, asks: bool = False) -> Cell:
        """A record of its own for a cell; with a request of that person and an objection where it asks."""
        self.made += 1
        key = f"{SOURCE_OF[target]}:w-{self.made}"
        if target == MISSING:
            return Cell(target=target, key=key, name=key)
        raw = {"education": "SMK", "study_programme": "TKJ", "wish": f"juru las {MARK[target]}", "id": key}
        raw["summary"] = "Lulusan SMK jurusan las, bisa SMAW, hubungi 0812-3456-7890"
        self.engine.upsert([read_record(Kind.WORKER, raw, "contoh")])
        self.door.principal = LOCAL
        if target == CONSENTED:
            said = self.http.put(f"/v1/workers/{key}/consents/share", json={**CONSENT, "tenant": "board-1"})
            assert said.status_code == 200, said.text
        if not asks:
            return Cell(target=target, key=key, name=key)
        # Another one objects, for who does is recommended nothing.
        other = key.replace(":w-", ":o-")
        self.engine.upsert([read_record(Kind.WORKER, {**raw, "id": other}, "contoh")])
        ids = [
            self.http.post(f"/v1/workers/{one}/requests", json=body).json()["id"]
            for one, body in ((key, {"kind": "access"}), (other, {"kind": "objection", "posting": "alfa:p-1"}))
        ]
        return Cell(target=target, key=key, name=key, request_id=ids[0], objection_id=ids[1])

    def beside(self, kind: Kind, target: str) -> Cell:
        """As ``person`` for a posting or a course."""
        self.made += 1
        key = f"{SOURCE_OF[target]}:x-{self.made}"
        if target != MISSING:
            self.engine.upsert([read_record(kind, {"id": key, "title": "Las"}, "contoh")])
        return Cell(target=target, key=key, name=key)

    def named(self, who: Principal, cell: Cell) -> Cell:
        """The cell as the caller knows it: foreign people by pseudonym, whether or not it may see them."""
        if who.role not in (Role.BOARD, Role.CENTRE) or who.owns(cell.key):
            return cell
        pseudonyms = self.http.app.state.tenancy.pseudonyms  # type: ignore[attr-defined]
        return replace(cell, name=pseudonyms.of(cell.key, who.tenant))

    def ask(self, label: str, who: Principal, method: str, way: Way, cell: Cell, wanted: tuple[int, ...]) -> None:
        self.door.principal = who
        path, options = way.make(cell)
        answer = self.http.request(method, path, **options)
        self.cells += 1
        if answer.status_code not in wanted:
            self.wrong.append(f"{label}: wanted {wanted}, found {answer.status_code} {answer.text[:200]}")
        for leak in self.leaks(who, cell, answer, f"{path} {options}"):
            self.wrong.append(f"{label}: {leak} leaks, {answer.status_code}")

    def leaks(self, who: Principal, cell: Cell, answer: Any, told: str) -> Iterator[str]:
        """Marked words and keys of people whom the caller may not see; what it named itself may be named back."""
        if who.role in (Role.PLATFORM, Role.OFFICER) and answer.status_code < 400:
            return
        hidden = {
            Role.BOARD: (FOREIGN, CONSENTED),
            Role.PERSON: (FOREIGN, CONSENTED),
        }.get(who.role, (OWN, CONSENTED, FOREIGN))
        if cell.target in hidden and cell.key not in told and cell.key in answer.text:
            yield cell.key
        text = answer.text.replace(cell.key, "")
        for target in hidden:
            if MARK[target] in text and not (target == CONSENTED and who.role is Role.BOARD):
                yield MARK[target]
            if f'"{SOURCE_OF[target]}:w-' in text or f'"{SOURCE_OF[target]}:o-' in text:
                yield SOURCE_OF[target]


@pytest.fixture
def world(engine: Engine, settings: Settings) -> Iterator[World]:
    engine.upsert([read_record(Kind.POSTING, {"id": "alfa:p-1", **POSTING}, "contoh")])
    engine.upsert([read_record(Kind.COURSE, {"id": "delta:c-1", "title": "Las SMAW", "skills": ["SMAW"]}, "contoh")])
    app = create_app(settings, engine)
    door = Fixed(LOCAL)
    app.state.doorkeeper = door
    with TestClient(app, raise_server_exceptions=False) as http:
        made = World(engine, http, door)
        for target in (OWN, CONSENTED, FOREIGN):
            made.person(target)
        engine.build()
        yield made


def _cell(world: World, path: str, way: Way, target: str, kept: dict[str, Cell]) -> Cell:
    for kind in (Kind.POSTING, Kind.COURSE):
        if way.changes and path.startswith(f"/v1/{kind}s"):
            return world.beside(kind, target)
    return world.person(target) if way.changes else kept[target]


def test_every_route_that_touches_people_answers_each_role_as_its_rule_says(world: World) -> None:
    kept = {target: world.person(target, asks=True) for target in TARGETS}
    for (method, path), way in WAYS.items():
        rule = replace(RULES[method, path], scope=RULES[method, path].scope or way.scope)
        for name, who in CALLERS.items():
            stop = stopped(who.role, who.scopes, rule, names_nobody=way.kind == "page")
            for target in TARGETS if stop is None else (OWN,):
                changes = replace(way, changes=way.changes and stop is None)
                cell = world.named(who, _cell(world, path, changes, target, kept))
                if way.kind.startswith("self"):
                    own = cell if way.changes and target != MISSING else kept[OWN]
                    asks = replace(who, subject=own.key if who.role is Role.PERSON else "")
                else:
                    asks = replace(who, subject=kept[OWN].key if who.role is Role.PERSON else "")
                if way.kind == "self" and way.changes and target == MISSING:
                    continue  # a person who is gone: below
                wanted = expected(who.role, way, cell) if stop is None else (stop,)
                if way.kind == "page":
                    wanted = way.ok  # whom it does not show anybody it shows the codes
                world.ask(f"{method} {path} {name} {target}", asks, method, way, cell, wanted)
    assert not world.wrong, "\n".join(world.wrong)
    assert world.cells > 500


def test_every_other_route_stops_who_may_not_and_lets_who_may_through(world: World) -> None:
    for (method, path), rule in RULES.items():
        if rule.reach in TOUCHES_PEOPLE:
            continue
        for name, who in CALLERS.items():
            world.door.principal = who
            answer = world.http.request(method, _filled(path))
            stop, found = stopped(who.role, who.scopes, rule, names_nobody=True), answer.status_code
            # A token's route asks for the client's own credentials; jobs and uploads are no person's.
            inside = (401,) if path == "/oauth/token" else (403,) if who.role is Role.PERSON else ()
            world.cells += 1
            if found != stop and not (stop is None and (found not in (401, 403) or found in inside)):
                world.wrong.append(f"{method} {path} {name}: wanted {stop}, found {found}")
            world.wrong += [f"{method} {path} {name}: {mark} leaks" for mark in MARK.values() if mark in answer.text]
    assert not world.wrong, "\n".join(world.wrong)


def _filled(path: str) -> str:
    return "/".join("alfa:nobody" if part.startswith("{") else part for part in path.split("/"))


def test_a_new_route_that_touches_people_needs_a_way_to_be_asked() -> None:
    assert {place for place, rule in RULES.items() if rule.reach in TOUCHES_PEOPLE} == set(WAYS)


def test_a_board_finds_exactly_its_own_people_and_who_agreed_and_no_count_tells_of_others(world: World) -> None:
    world.door.principal = CALLERS["board"]
    found = world.http.post("/v1/match/workers", json={"posting": POSTING, "k": 50}).json()
    pseudonyms = world.http.app.state.tenancy.pseudonyms  # type: ignore[attr-defined]
    opened = {
        pseudonyms.open(one["id"], "board-1") if is_pseudonym(one["id"]) else one["id"] for one in found["matches"]
    }
    assert opened == {"alfa:w-1", "beta:w-2"}
    assert pseudonyms.open(next(one["id"] for one in found["matches"] if is_pseudonym(one["id"])), "centre-1") is None
    assert sum(found["removed_by_filter"].values()) == 0
    assert "0812" not in str(found)
    world.http.app.state.doorkeeper.principal = LOCAL  # type: ignore[attr-defined]
    world.http.delete("/v1/workers/beta:w-2/consents/share", params={"tenant": "board-1"})
    world.door.principal = CALLERS["board"]
    again = world.http.post("/v1/match/workers", json={"posting": POSTING, "k": 50}).json()
    assert [one["id"] for one in again["matches"]] == ["alfa:w-1"]


def _template(path: str) -> str:
    """The path as routes have it: a key holds slashes."""
    return re.sub(r"^(/v1/(workers|postings|courses)/)\{key\}", r"\1{key:path}", path)


def test_a_rule_says_in_the_document_who_may(world: World) -> None:
    document = world.http.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            said = operation["x-sepadan-access"]
            rule = RULES["GET" if method == "head" else method.upper(), _template(path)]
            assert said == {"scope": rule.scope, "reach": rule.reach, "public": rule.is_public}
