"""A seeker's session: begins when there is something to keep, needs no account, ends when the seeker says so.

What is kept is kept under ``session.owner``, a random id that says nothing of who it is. Whoever builds on it erases
what stands under that id when the session ends (``end_seeker_session`` gives it back).
"""

from __future__ import annotations

from typing import cast

from fastapi import Request, Response

from api.access.sessions import COOKIE, Session
from api.access.wiring import Access
from api.web.cookies import drop_cookie, set_cookie
from api.web.route import session_of


def seeker_session(request: Request) -> Session | None:
    """The seeker's session of a request; None before there is one, and for staff."""
    session = session_of(request)
    return session if session is not None and session.is_seeker else None


def begin_seeker_session(request: Request, response: Response) -> Session:
    """The seeker's session, begun and given to the browser where there is none; in any thread.

    Forms of the page that is answered now are bound to the new session.

    Raises:
        StoreError: The store refused.
    """
    found = seeker_session(request)
    if found is not None:
        return found
    access = cast(Access, request.app.state.access)
    session, token, seconds = access.sessions.begin()
    request.state.session = session
    set_cookie(request, response, COOKIE, token, seconds)
    return session


def end_seeker_session(request: Request, response: Response) -> str:
    """End it everywhere; gives the id under which things were kept, empty where there was none.

    Raises:
        StoreError: The store refused.
    """
    found = seeker_session(request)
    if found is None:
        return ""
    cast(Access, request.app.state.access).sessions.end_all(found.owner)
    request.state.session = None
    drop_cookie(request, response, COOKIE)
    return found.owner
