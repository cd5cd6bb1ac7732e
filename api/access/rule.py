"""A rule: who may call a route, and whose records it may touch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.access.principal import Role


class Reach(StrEnum):
    """Whose records an answer may hold, or a request may change."""

    NOTHING = "nothing"
    """No stored record of a person: reference data, figures, what came with the request."""
    PUBLIC = "public"
    """Records that are public: postings and courses."""
    PEOPLE = "people"
    """Workers or their outcomes: a board's own, others with consent."""
    WRITES = "writes"
    """Records of the caller's own sources, written or deleted."""
    SELF = "self"
    """The person whose token it is."""


_WRITERS = frozenset({Role.LOCAL, Role.PLATFORM, Role.BOARD, Role.CENTRE})
"""Who may write or delete records at all, each those of its own sources; an officer reads."""

_ROLES = {Reach.WRITES: _WRITERS, Reach.SELF: frozenset({Role.PERSON})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may call a route.

    Attributes:
        scope: What must be granted; empty for any client with good credentials.
        reach: Whose records are touched.
        is_public: Whether it is answered without credentials. One that reaches people is so as far as it names none:
            who names a stored worker, or asks for some, needs credentials and the scope.
        staff: Roles of accounts (``api.access.accounts.STAFF``) that may call it, for pages that only they have; empty
            for whoever has the scope. Who reaches a server that asks nobody may call all.
    """

    scope: str = ""
    reach: Reach = Reach.NOTHING
    is_public: bool = False
    staff: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that may call it, whatever scopes were granted."""
        return _ROLES.get(self.reach, frozenset(Role))

    def as_document(self) -> dict[str, str | bool | list[str]]:
        """For the OpenAPI document."""
        told: dict[str, str | bool | list[str]] = {
            "scope": self.scope,
            "reach": str(self.reach),
            "public": self.is_public,
        }
        return {**told, "staff": sorted(self.staff)} if self.staff else told


PUBLIC = Rule(is_public=True)
"""For everybody, and of no person. Of seekers' pages too: a seeker has no account, and who has none has nothing here;
the routes look for the session of the browser themselves."""

PUBLIC_BUT_PEOPLE = Rule(scope="match", reach=Reach.PEOPLE, is_public=True)
"""For everybody, as far as no stored worker is named or asked for."""

CLIENT, CLIENT_PEOPLE = Rule(), Rule(reach=Reach.PEOPLE)
MATCH, MATCH_PEOPLE = Rule(scope="match"), Rule(scope="match", reach=Reach.PEOPLE)
MARKET, ADMIN, WEBHOOKS = Rule(scope="market"), Rule(scope="admin"), Rule(scope="webhooks")
PRIVACY = Rule(scope="privacy", reach=Reach.PEOPLE)
REVIEWS = Rule(scope="privacy:reviews", reach=Reach.PEOPLE)
SELF = Rule(scope="self", reach=Reach.SELF)
"""Rules that several routes of programs share; one that a single route has stands above its function."""

FOR_STAFF = Rule(staff=frozenset({"officer", "employer", "planner", "steward"}))
FOR_OFFICERS = Rule(scope="match", reach=Reach.PEOPLE, staff=frozenset({"officer"}))
FOR_REVIEWERS = Rule(scope="privacy:reviews", reach=Reach.PEOPLE, staff=frozenset({"officer"}))
FOR_PLANNERS = Rule(scope="market", staff=frozenset({"planner"}))
FOR_STEWARDS = Rule(scope="admin", reach=Reach.PUBLIC, staff=frozenset({"steward"}))
FOR_FIGURES = Rule(scope="admin", staff=frozenset({"steward"}))
"""Rules that several pages of accounts share."""
