"""Keys of records in paths, and the route that takes them, for keys may hold slashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import HTTPException, Path, Request, Response

from api.access.gate import Handler
from api.access.rule import Reach, Rule
from api.idempotency import IdempotentRoute
from api.methods import belongs_below
from api.pseudonyms import LONGEST
from matcher.records import Kind
from taxonomy.errors import UnknownIdError


class RecordRoute(IdempotentRoute):
    """A route of records, whose keys may hold slashes: what is meant for a resource below a record is not for it."""

    def get_route_handler(self) -> Handler:
        """The handler, or 405."""
        handle = super().get_route_handler()

        async def unless_below(request: Request) -> Response:
            if belongs_below(request.url.path, self.path):
                raise HTTPException(405)
            return await handle(request)

        return unless_below


Key = Annotated[str, Path(description="source:id", max_length=LONGEST, examples=["api:P-1001"])]

KIND_OF_PATH = {"postings": Kind.POSTING, "workers": Kind.WORKER, "courses": Kind.COURSE}

READ: Mapping[Kind, Rule] = {
    Kind.POSTING: Rule(scope="postings:read", reach=Reach.PUBLIC),
    Kind.WORKER: Rule(scope="profiles:read", reach=Reach.PEOPLE),
    Kind.COURSE: Rule(scope="courses:read", reach=Reach.PUBLIC),
}
"""Who may read records of a kind."""

WRITE: Mapping[Kind, Rule] = {
    Kind.POSTING: Rule(scope="postings:write", reach=Reach.WRITES),
    Kind.WORKER: Rule(scope="profiles:write", reach=Reach.WRITES),
    Kind.COURSE: Rule(scope="courses:write", reach=Reach.WRITES),
}
"""Who may write or delete records of a kind, each those of its own sources."""


def check_key(kind: Kind, key: str) -> None:
    """Refuse a key that no record can have.

    Raises:
        UnknownIdError: It holds a NUL.
    """
    if "\x00" in key:  # no stored key holds one, and PostgreSQL fails when it is asked for one
        raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")
