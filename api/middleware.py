"""What surrounds every request: an id, a body limit, security headers, one log line, metrics, and no bare 500."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import BodyTooLargeError
from api.headers import Header, is_host_allowed, with_security
from api.logs import frames_of
from api.metrics import Metrics
from api.problems import problem_response

REQUEST_ID = "X-Request-ID"

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLIENT_GONE = 499
"""Counted where the caller went away before the body was read: no fault of ours, and nobody is left to answer."""


class Surroundings:
    """ASGI middleware; see the module."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        log: Any,
        max_body_bytes: int,
        hosts: Sequence[str] = (),
        behind_tls: bool = False,
        always: Sequence[Header] = (),
    ) -> None:
        """Wrap an app.

        Args:
            app: What is wrapped.
            metrics: Where requests are counted.
            log: A structlog logger.
            max_body_bytes: Bodies over it are answered 413, those over the limit of their lane too.
            hosts: What ``Host`` may name; see ``is_host_allowed``.
            behind_tls: Whether browsers come by HTTPS alone.
            always: Further headers of every answer.
        """
        self._app = app
        self._metrics = metrics
        self._log = log
        self._max_body_bytes = max_body_bytes
        self._hosts = tuple(hosts)
        self._behind_tls = behind_tls
        self._always = tuple(always)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = Headers(scope=scope)
        given = headers.get(REQUEST_ID, "")
        request_id = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {}).update(request_id=request_id, arrived=time.monotonic())
        status = 0
        self._metrics.in_flight.inc()

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told = [*message["headers"], (REQUEST_ID.lower().encode(), request_id.encode()), *self._always]
                told += scope["state"].get("answer_headers", ())
                message["headers"] = with_security(told, behind_tls=self._behind_tls)
            await send(message)

        try:
            if not is_host_allowed(headers.get("host", ""), scope["path"], self._hosts):
                detail = "header Host: wanted a name of this service, found another"
                await problem_response(421, "host", detail, request_id)(scope, receive, send_with_headers)
                return
            await self._app(scope, _limited(scope, receive, self._max_body_bytes), send_with_headers)
        except ClientDisconnect:
            status = _CLIENT_GONE
        except Exception as error:
            scope["state"]["fault"] = type(error).__name__
            self._log.error(
                "failed", request_id=request_id, error=type(error).__name__, at=frames_of(error.__traceback__)
            )
            if status:
                raise
            detail = f"An unexpected fault; the log names it under {request_id}."
            await problem_response(500, "unexpected", detail, request_id)(scope, receive, send_with_headers)
        finally:
            self._metrics.in_flight.dec()
            self._tell(scope, status, time.perf_counter() - started, request_id)

    def _tell(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "") or "other"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(method, route, status, seconds)
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        principal = scope["state"].get("principal")
        # The id of a client, of a person's token too; never whose the token is.
        client = {} if principal is None else {"client": principal.client}
        if status >= 500:  # which kind of fault it was; its words went to the caller
            client["error"] = scope["state"].get("fault", "")
        self._log.info("request", **told, **client, **scope["state"].get("trace", {}), request_id=request_id)


def _limited(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Receive that refuses to read past the limit, or that of the route's lane, whatever the header says."""
    declared = Headers(scope=scope).get("content-length", "")
    size = 0

    async def receive_within_limit() -> Message:
        nonlocal size
        state = scope["state"]
        # A route that streams to the disk what it reads says so, once it knows who asks; a lane may take less.
        most = state["upload_bytes"] if "upload_bytes" in state else min(limit, state.get("body_bytes", limit))
        if declared.isdecimal() and int(declared[:20]) > most:
            raise BodyTooLargeError(wanted=f"at most {most} bytes", found=f"{declared[:20]} bytes", where="body")
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise BodyTooLargeError(wanted=f"at most {most} bytes", found="more", where="body")
        return message

    return receive_within_limit
