"""Answers to POST, which are the long ones, go packed to whoever takes that.

What GET answers carries strong validators and is asked for by ranges (RFC 9110, sections 8.8.3 and 14): packing it here
would give two representations one ``ETag``. A result of a job is packed by its own route, which knows both.
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send


class CompressedPosts(GZipMiddleware):
    """gzip for answers to POST."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["method"] == "POST":
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)
