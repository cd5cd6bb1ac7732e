"""The rooms of ``/pengelola``: which pages stewards have, and how one is shown.

The page of a room has a ``ROOM`` beside its router; ``api.route_list`` gathers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import HTMLResponse

from api.web.page import Page

STEWARDS = "/pengelola"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One page that stewards have.

    Attributes:
        place: In the row of rooms.
        path: Where it is.
        label: In Indonesian.
    """

    place: int
    path: str
    label: str


def show(page: Page, template: str, room: str, **context: Any) -> HTMLResponse:
    """A page of stewards, with the way to the others above it.

    Args:
        page: Being answered.
        template: Extends ``pengelola_dasar.html``.
        room: Path of the room that it belongs to.
        **context: As of ``Page.render``.
    """
    said = page.tongue.gettext
    every: Sequence[Room] = page.request.app.state.rooms
    rooms = [(one.path, said(one.label), one.path == room) for one in every]
    return page.render(template, rooms=rooms, **context)
