"""Clients of every role and people of several sources, made over HTTP, for the matrix of authorisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from evaluation.benchmark.authorisation_requests import Target

BOARD, OTHER, CENTRE = "papan", "lain", "balai"
"""Sources of a board, of another one, and of a training centre."""

_EVERY = ("match", "profiles", "postings", "courses", "outcomes:write", "market", "inspection", "privacy", "webhooks")

CLIENTS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "platform": ("platform", _EVERY, ()),
    "board": ("board", _EVERY, (BOARD,)),
    "centre": ("centre", _EVERY, (CENTRE,)),
    "officer": ("officer", _EVERY, ()),
    "admin": ("platform", ("admin",), ()),
}
"""Client to its role, scopes and sources. The id of each is ``uji-`` and its name."""

PEOPLE: Mapping[str, tuple[str, str]] = {
    "own": (BOARD, "kenarimilik"),
    "foreign": (OTHER, "merpatiasing"),
    "consented": (OTHER, "gelatiksetuju"),
    "missing": (BOARD, ""),
}
"""Worker to its source, and a word that stands in its text and nowhere else."""

SEES: Mapping[str, frozenset[str]] = {
    "anonymous": frozenset(),
    "admin": frozenset(),
    "centre": frozenset(),
    "person": frozenset({"own"}),
    "board": frozenset({"own", "consented"}),
    "platform": frozenset(PEOPLE),
    "officer": frozenset(PEOPLE),
}
"""Role to the people that it may see."""

VICTIM = "tumbal"
"""Word in the text of those who are made to be deleted."""

Call = Callable[..., httpx.Response]


def key_of(who: str) -> str:
    """Key of one of ``PEOPLE``."""
    return f"{PEOPLE[who][0]}:w-{who}"


def client_id(name: str) -> str:
    """Id of one of ``CLIENTS``."""
    return f"uji-{name}"


@dataclass(slots=True)
class World:
    """What is served, and who may ask.

    Attributes:
        http: Calls the server.
        tokens: Role to its token; none of ``anonymous``.
        requests: Worker to kind of request to id.
        pseudonym: Of the consented worker, as the board knows it.
        job: Id of a job of the platform.
    """

    http: httpx.Client
    tokens: dict[str, str]
    requests: dict[str, dict[str, str]] = field(default_factory=dict)
    pseudonym: str = ""
    job: str = ""
    _made: int = 0

    def call(self, role: str, method: str, path: str, **content: Any) -> httpx.Response:
        """Ask as a role."""
        token = self.tokens.get(role)
        headers = {**content.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        return self.http.request(method, path, headers=headers, **content)

    def must(self, method: str, path: str, body: Any) -> Any:
        """Ask as the platform.

        Raises:
            RuntimeError: It was not done.
        """
        answer = self.call("platform", method, path, json=body)
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path}: wanted 2xx, found {answer.status_code}: {answer.text[:500]}")
        return answer.json()

    def fill(self) -> None:
        """Write the records, the consents, the requests, a job and the person's token."""
        stored = [who for who in PEOPLE if who != "missing"]
        self.must(
            "POST",
            "/v1/workers",
            {
                "records": [
                    _worker(key, PEOPLE[who][1]) for who in stored for key in (key_of(who), f"{key_of(who)}-keberatan")
                ]
            },
        )
        sources = (BOARD, OTHER, CENTRE)
        self.must("POST", "/v1/postings", {"records": [_posting(f"{source}:p-1") for source in sources]})
        said = {"channel": "app", "text_version": "2026-11"}
        share = f"/v1/workers/{key_of('consented')}/consents/share"
        self.must("PUT", share, {**said, "tenant": client_id("board")})
        for who in stored:
            self.must("PUT", f"/v1/workers/{key_of(who)}/consents/overseas", said)
            # Who objects is recommended nothing meanwhile, so that somebody else of the same source does.
            asked = {"access": key_of(who), "objection": f"{key_of(who)}-keberatan"}
            self.requests[who] = {
                kind: self.must("POST", f"/v1/workers/{key}/requests", {"kind": kind})["id"]
                for kind, key in asked.items()
            }
        self.job = self.must("POST", "/v1/jobs", {"kind": "match", "of": "workers", "ids": [key_of("own")]})["id"]
        self.tokens["person"] = self.token_of(key_of("own"))
        self.pseudonym = self._seen_by_board()

    def token_of(self, key: str) -> str:
        """A token for a person's own data."""
        return str(self.must("POST", f"/v1/workers/{key}/token", {})["access_token"])

    def _seen_by_board(self) -> str:
        found = self.call("board", "POST", "/v1/match/workers", json={"id": f"{BOARD}:p-1", "k": 50}).json()["matches"]
        return next((str(one["id"]) for one in found if str(one["id"]).startswith("pw_")), "")

    def target(self, role: str, who: str, *, destroys: bool) -> Target:
        """A worker as a role names it; one made for the occasion where it is to be gone afterwards."""
        source, name = PEOPLE[who][0], key_of(who)
        if destroys:
            self._made += 1
            name = f"{source}:v-{self._made}"
            self.must("POST", "/v1/workers", {"records": [_worker(name, VICTIM)]})
            if role == "person":
                self.tokens["victim"] = self.token_of(name)
        elif role == "board" and who == "consented":
            name = self.pseudonym
        requests = self.requests.get(who, self.requests["own"])
        of = BOARD if role == "board" else source
        return Target(name=name, source=source, posting=f"{of}:p-1", requests=requests, job=self.job)

    def put_back(self, source: str) -> None:
        """Write the posting and the course of a source that are there to be deleted."""
        self.must("POST", "/v1/postings", {"records": [_posting(f"{source}:p-hapus")]})
        self.must("POST", "/v1/courses", {"records": [{"id": f"{source}:c-hapus", "title": "Las SMAW"}]})


def _worker(key: str, word: str) -> dict[str, Any]:
    return {
        "id": key,
        "wish": "juru las",
        "summary": f"Bisa mengelas pagar dengan SMAW. {word}",
        "study_programme": "Teknik Pengelasan",
        "skills": ["SMAW", word],
        "education": "SMK",
        "place": "Kota Surabaya",
    }


def _posting(key: str) -> dict[str, Any]:
    return {"id": key, "title": "Juru Las", "description": "Mengelas SMAW. SMK.", "places": ["Kota Surabaya"]}
