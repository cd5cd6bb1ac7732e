"""The rooms of ``/pengelola``: which pages stewards have, in the order in which they stand, and how one is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi.responses import HTMLResponse

from api.access.rules import RULES
from api.web.page import Page
from api.web.tongue import N_

STEWARDS = "/pengelola"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One page that stewards have.

    Attributes:
        path: Where it is.
        label: In Indonesian.
    """

    path: str
    label: str


ROOMS: tuple[Room, ...] = (
    Room(path=STEWARDS, label=N_("Keadaan")),
    Room(path=f"{STEWARDS}/sumber", label=N_("Sumber data")),
    Room(path=f"{STEWARDS}/ganda", label=N_("Iklan ganda")),
    Room(path=f"{STEWARDS}/judul", label=N_("Judul belum pasti")),
    Room(path=f"{STEWARDS}/tanda", label=N_("Tanda pemeriksaan")),
    Room(path=f"{STEWARDS}/keadilan", label=N_("Keadilan")),
    Room(path=f"{STEWARDS}/generasi", label=N_("Generasi indeks")),
)
"""A new room adds a line here; it is shown once its path has a rule (``api/access/page_rules.py``)."""


def show(page: Page, template: str, room: str, **context: Any) -> HTMLResponse:
    """A page of stewards, with the way to the others above it.

    Args:
        page: Being answered.
        template: Extends ``pengelola_dasar.html``.
        room: Path of ``ROOMS`` that it belongs to.
        **context: As of ``Page.render``.
    """
    said = page.tongue.gettext
    rooms = [(one.path, said(one.label), one.path == room) for one in ROOMS if ("GET", one.path) in RULES]
    return page.render(template, rooms=rooms, **context)
