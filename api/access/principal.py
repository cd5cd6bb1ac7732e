"""Who a request comes from, as the gate found out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, cast

from fastapi import Depends, Request

SCOPES: dict[str, str] = {
    "match": "Rank workers and postings, recommend courses, paths and programmes, code titles and texts",
    "profiles:read": "Read workers",
    "profiles:write": "Insert, replace and delete workers",
    "postings:read": "Read postings",
    "postings:write": "Insert, replace and delete postings",
    "courses:read": "Read courses",
    "courses:write": "Insert, replace and delete courses",
    "outcomes:write": "Tell what came of matches",
    "market": "Demand, supply, skills, wages, forecasts and plans of training centres",
    "inspection": "Unlawful demands and signs of fraud in ads, stored ones included",
    "privacy": "Consents, and requests of people about their data",
    "privacy:reviews": "Objections to automated rankings: what was decided and why, and a human's verdict",
    "webhooks": "Be told of what happens",
    "admin": "Upstreams, their runs, metrics; clients and keys",
    "self": "A job seeker's own data",
}
"""Scope to what it allows. A scope without its part after the colon (``profiles``) grants both."""


class Role(StrEnum):
    """What kind of caller it is; decides whose records it may see (docs/access.md)."""

    LOCAL = "local"
    """Whoever reaches a server that asks for no credentials: only on this machine."""
    PLATFORM = "platform"
    """SIAPKerja: records of all sources, under their own ids."""
    BOARD = "board"
    """A job board or an employer: workers and outcomes of its own sources, others only with consent, by pseudonym."""
    CENTRE = "centre"
    """A training centre: courses of its own sources."""
    OFFICER = "officer"
    """A placement officer or inspector: reads records of all sources, writes none."""
    PERSON = "person"
    """A job seeker with a token for one's own data."""
    ANONYMOUS = "anonymous"
    """No credentials: pages and reference data."""


_OF_SOURCES = frozenset({Role.BOARD, Role.CENTRE, Role.PERSON, Role.ANONYMOUS})
"""Of whom it must be said which sources are theirs: one of whom it is not said owns nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks.

    Attributes:
        client: Id of the client, ``anonymous`` or ``local``; never a person's name.
        tenant: Organisation that the client belongs to; what one tenant wrote another may not see.
        role: Decides whose records may be seen.
        scopes: What may be done, names of ``SCOPES`` or their first parts.
        sources: Sources that may be written and, for a board or a centre, whose people may be seen; None means all.
        subject: Key of the worker that a person's token is for; empty for all others.
        staff: Role of the account that somebody signed in to the pages with; empty for all others.
    """

    client: str
    tenant: str
    role: Role
    scopes: frozenset[str]
    sources: frozenset[str] | None = None
    subject: str = ""
    staff: str = ""

    def may(self, scope: str) -> bool:
        """Whether a scope was granted, whole or by its first part."""
        return scope in self.scopes or scope.partition(":")[0] in self.scopes

    def owns(self, key: str) -> bool:
        """Whether a record's source (the part of its key before the colon) is one of the caller's."""
        if self.sources is None:
            return self.role not in _OF_SOURCES
        return key.partition(":")[0] in self.sources


LOCAL = Principal(client="local", tenant="local", role=Role.LOCAL, scopes=frozenset(SCOPES))
"""Everything, on a server that asks for no credentials."""

ANONYMOUS = Principal(
    client="anonymous", tenant="anonymous", role=Role.ANONYMOUS, scopes=frozenset(), sources=frozenset()
)
"""Nothing but what is public."""


def get_principal(request: Request) -> Principal:
    """Who asks; the gate put it there before the body was read."""
    return cast(Principal, request.state.principal)


PrincipalDep = Annotated[Principal, Depends(get_principal)]
