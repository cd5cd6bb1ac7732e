"""A route of a page: the session of a browser is a credential here, and a form must be of ours."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.access.errors import TooManyRequestsError
from api.access.gate import GuardedRoute
from api.access.limits import limit_headers
from api.access.principal import Principal
from api.access.sessions import COOKIE, Session
from api.access.wiring import Access
from api.web.cookies import cookie_of
from api.web.csrf import check_token
from taxonomy.errors import UnknownIdError

ACCOUNT = "/akun"
_FREE = frozenset({ACCOUNT, "/keluar", "/masuk", "/pilihan"})
"""What somebody with a password from an operator may open before it is changed."""

_RATE, _BURST = 10, 60
"""Pages a second of one account for long, and at once."""


class PageRoute(GuardedRoute):
    """Every page is one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind the gate, the check of forms and the change of given passwords."""
        handle = self.in_lane(APIRoute.get_route_handler(self))

        async def check_then_handle(request: Request) -> Response:
            if "\x00" in request.url.path or b"%00" in request.scope["query_string"]:
                # Nothing that is stored holds one, and PostgreSQL fails when it is asked for one.
                raise UnknownIdError(wanted="an address without NUL", found="a NUL", where="address")
            session = session_of(request)
            if session and session.account and session.account.must_change and self.path not in _FREE:
                return RedirectResponse(ACCOUNT, 303)
            if request.method not in {"GET", "HEAD"}:
                await check_token(request, self.path)
            return await handle(request)

        return self.behind_gate(check_then_handle)

    async def principal_of(self, request: Request) -> Principal:
        """Who asks: by the credentials of the request, else by the session of the browser, else nobody."""
        request.state.session = None
        is_client = "authorization" in request.headers or "x-api-key" in request.headers
        token = "" if is_client else cookie_of(request, COOKIE)
        if token:
            access = cast(Access, request.app.state.access)
            request.state.session = await run_in_threadpool(access.sessions.find, token)
        session = session_of(request)
        if session is None or session.principal is None:
            return await super().principal_of(request)
        standing = await request.app.state.access.limits.take("session", session.owner, _RATE, _BURST)
        request.state.answer_headers = limit_headers([standing])
        if standing.is_over:
            told = {"Retry-After": str(standing.reset_s)}
            raise TooManyRequestsError(f"wanted fewer pages at once, found more; wait {standing.reset_s} s", told)
        return session.principal


def session_of(request: Request) -> Session | None:
    """The session of a request to a page; None where there is none."""
    return cast("Session | None", getattr(request.state, "session", None))
