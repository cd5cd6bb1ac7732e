"""Tokens that prove that a form was ours (OWASP: signed double submit, bound to the session).

A token is a keyed hash of the session's hash, or of a random cookie where there is no session, under a mask that is
new on each page: compressed pages tell nothing of it (BREACH).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from typing import cast

from fastapi import Request
from starlette.datastructures import Headers

from api.access.errors import ForbiddenError
from api.access.sessions import Session
from api.bodies import MOST_FORM_FIELDS, form_pairs
from api.web.cookies import cookie_of

FIELD = "_csrf"
HEADER = "X-CSRF-Token"
COOKIE = "sepadan_pra"

STATELESS = frozenset({"/", "/pemberi-kerja", "/pemberi-kerja/masuk", "/inspection"})
"""Forms that keep nothing and begin nothing: without a session there is nothing to forge."""

_SIZE = 32


class ForgedError(ForbiddenError):
    """A form without the token of its page, or with one of another session."""


def token_for(request: Request) -> str:
    """A token for the forms of a page; makes the random cookie where it is needed (``state.csrf_cookie``)."""
    mask = secrets.token_bytes(_SIZE)
    proof = _proof(request, _bound_to(request) or _fresh(request))
    return base64.urlsafe_b64encode(mask + bytes(a ^ b for a, b in zip(mask, proof, strict=True))).decode()


async def check_token(request: Request, path: str) -> None:
    """Refuse a POST that did not come from a page of ours.

    A form with files sends its token in the query (``page.csrf_query()``): it is checked before the files are read.

    Args:
        request: POST; its session is known.
        path: Template of its route.

    Raises:
        ForgedError: It did not.
        MediaTypeError: Its body is no form.
        BodyError: Its body is no form.
    """
    if _is_client(request.headers) or (path in STATELESS and getattr(request.state, "session", None) is None):
        return
    bound = _bound_to(request)
    if bound and is_same_site(request) and _is_proof(await _given(request), _proof(request, bound)):
        return
    raise ForgedError("wanted the token of a page of this session, found none or another")


def is_same_site(request: Request) -> bool:
    """Whether the browser says that no other site sent it; an old browser says nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


async def _given(request: Request) -> str:
    told = request.headers.get(HEADER, "") or request.query_params.get(FIELD, "")
    if told or _is_multipart(request.headers):
        return told
    return dict(await form_pairs(request, MOST_FORM_FIELDS)).get(FIELD, "")


def _is_client(headers: Headers) -> bool:
    """Whether credentials came that no browser sends by itself."""
    return "x-api-key" in headers or headers.get("authorization", "").lower().startswith("bearer ")


def _is_multipart(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


def _bound_to(request: Request) -> str:
    session = cast("Session | None", getattr(request.state, "session", None))
    if session is not None:
        return f"session:{session.stored.token_hash}"
    found = cookie_of(request, COOKIE) or getattr(request.state, "csrf_cookie", "")
    return f"cookie:{found}" if found else ""


def _fresh(request: Request) -> str:
    request.state.csrf_cookie = secrets.token_urlsafe(_SIZE)
    return _bound_to(request)


def _proof(request: Request, bound: str) -> bytes:
    key = cast(bytes, request.app.state.serving.box.derive("csrf"))
    return hmac.digest(key, bound.encode(), "sha256")


def _is_proof(token: str, proof: bytes) -> bool:
    try:
        given = base64.urlsafe_b64decode(token.encode("ascii"))
    except (binascii.Error, ValueError):
        return False
    unmasked = bytes(a ^ b for a, b in zip(given[:_SIZE], given[_SIZE:], strict=False))
    return len(given) == 2 * _SIZE and hmac.compare_digest(unmasked, proof)
