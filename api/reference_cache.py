"""Reference data is the same for everybody and seldom another: it may be kept, and is not sent again unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Depends, Request, Response

from api.access.gate import GuardedRoute, Handler
from api.etags import ETAG, IfNoneMatch, etag_of, names

MAX_AGE_S = 3_600
"""So long a client, or a cache between, need not ask again; tables change with a release."""

_CACHE_CONTROL = f"public, max-age={MAX_AGE_S}"
_KEPT = {"description": "How long it may be kept (RFC 9111)", "schema": {"type": "string"}}
CACHEABLE: Mapping[int | str, dict[str, Any]] = {
    200: {"headers": {**ETAG, "Cache-Control": _KEPT}},
    304: {"description": "It is what If-None-Match names", "headers": {**ETAG, "Cache-Control": _KEPT}},
}
"""What a route of reference data answers, for the document."""


class ReferenceRoute(GuardedRoute):
    """A route of public tables: its answers carry an ``ETag`` of their bytes and may be kept for an hour."""

    def behind_gate(self, handle: Handler) -> Handler:
        """The gate, then the route's own work, then what the caller has already."""

        async def answer_or_unchanged(request: Request) -> Response:
            answer = await handle(request)
            if answer.status_code != 200:
                return answer
            etag = etag_of(bytes(answer.body))
            headers = {"ETag": etag, "Cache-Control": _CACHE_CONTROL}
            known = request.headers.get("if-none-match")
            if known is not None and names(known, etag, weakly=True):
                return Response(status_code=304, headers=headers)
            answer.headers.update(headers)
            return answer

        return super().behind_gate(answer_or_unchanged)


def _documented(if_none_match: IfNoneMatch = None) -> None:
    """The route reads the header itself; this puts it into the document."""


CONDITIONAL = Depends(_documented)
"""Dependency of a router whose routes take ``If-None-Match``."""
