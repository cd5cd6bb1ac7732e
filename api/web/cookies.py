"""Cookies of the pages: what they are called, and how a browser is told to keep them."""

from __future__ import annotations

from fastapi import Request, Response

from api.settings import Settings

YEAR_S = 365 * 24 * 3600


def is_secure(settings: Settings) -> bool:
    """Whether browsers come by HTTPS alone."""
    return settings.behind_proxy or settings.tls_cert is not None


def cookie_name(request: Request, name: str) -> str:
    """Name of a cookie; ``__Host-`` before it where browsers come by HTTPS, so that no other host can set it."""
    return f"__Host-{name}" if is_secure(request.app.state.settings) else name


def cookie_of(request: Request, name: str) -> str:
    """Value of a cookie; empty where there is none."""
    return request.cookies.get(cookie_name(request, name), "")


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Give a browser a cookie that no script reads and no form of another site sends along.

    Args:
        request: Answered.
        response: Its answer.
        name: Without a prefix.
        value: Of letters, digits and ``_-``.
        seconds: How long it is kept; until the browser is closed when None.
    """
    secure = is_secure(request.app.state.settings)
    response.set_cookie(
        cookie_name(request, name), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Have a browser forget a cookie."""
    set_cookie(request, response, name, "", 0)
