"""The design system (``/rancangan``): every part that pages are made of, in every state, with real markup."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.web.page import PageDep
from api.web.route import PageRoute

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

_ROWS = (("Kota Surabaya", 4_210), ("Kab. Bekasi", 3_875), ("Kota Semarang", 1_964))
"""Invented numbers."""


@router.api_route("/rancangan", methods=["GET", "HEAD"])
@guarded(PUBLIC)
def design(page: PageDep) -> HTMLResponse:
    """All of it."""
    return page.render(
        "rancangan.html",
        rows=_ROWS,
        most=max(count for _, count in _ROWS),
        moment=datetime(2026, 8, 17, 3, 5, tzinfo=UTC),
        query="",
        found=[],
    )


@router.api_route("/rancangan/hasil", methods=["GET", "HEAD"])
@guarded(PUBLIC)
def filtered(page: PageDep, cari: str = Query(default="", max_length=60)) -> HTMLResponse:
    """The table of the page filtered: a part where HTMX asks, else a page of its own."""
    found = [(name, page.tongue.number(count)) for name, count in _ROWS if cari.lower() in name.lower()]
    return page.render("rancangan_hasil.html", fragment="found", query=cari, found=found)
