"""``/simpanan``: postings that a seeker keeps, and those that are hidden, each of which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.page import PageDep
from api.web.route import PageRoute
from api.web.seeker.hidden import REASONS
from api.web.seeker.person import Seeker, seeker_of
from api.web.seeker.posting_page import posting_view
from api.web.tongue import Tongue
from indexes.seeker_rows import SAVED, KeptPosting
from matcher.records import Kind, Posting
from taxonomy.errors import UnknownIdError

KEPT = "/simpanan"

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A posting that was saved or hidden.

    Attributes:
        key: Of the posting.
        href: Its page; empty where it is gone.
        title: Its title, or its key where it is gone.
        facts: Short facts.
        day: When it was said.
        reason: Why it is hidden, in words; empty for a saved one.
        is_open: Whether one can still apply.
    """

    key: str
    href: str
    title: str
    facts: tuple[str, ...]
    day: str
    reason: str
    is_open: bool


@router.api_route(KEPT, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def kept(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """Saved ones first."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.render("simpanan.html", seeker=None, saved=[], hidden=[])
    saved, hidden = _lists(page.tongue, serving, seeker)
    return page.render("simpanan.html", seeker=seeker, saved=saved, hidden=hidden)


@router.post(KEPT)
@guarded(PUBLIC)
def leave(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Take back what was said of one posting."""
    seeker = seeker_of(request, serving)
    if seeker is not None:
        serving.engine.store.leave_posting(seeker.key, fields.get("kunci", ""))
    return page.go(KEPT)


def _lists(tongue: Tongue, serving: Serving, seeker: Seeker) -> tuple[list[Line], list[Line]]:
    """What is saved, and what is hidden."""
    lines = [(one.state, _line(tongue, serving, one)) for one in seeker.said]
    return [line for state, line in lines if state == SAVED], [line for state, line in lines if state != SAVED]


def _line(tongue: Tongue, serving: Serving, said: KeptPosting) -> Line:
    day, reason = tongue.date(said.at), tongue.gettext(REASONS[said.reason]) if said.reason in REASONS else ""
    try:
        posting = serving.engine.get(Kind.POSTING, said.posting_key)
    except UnknownIdError:
        return Line(
            key=said.posting_key,
            href="",
            title=tongue.gettext("Lowongan yang sudah dihapus pemasangnya"),
            facts=(),
            day=day,
            reason=reason,
            is_open=False,
        )
    assert isinstance(posting, Posting)
    view = posting_view(tongue, serving, posting)
    return Line(
        key=view.key,
        href=view.href,
        title=posting.title,
        facts=tuple(value for _, value in view.facts[:3]),
        day=day,
        reason=reason,
        is_open=view.is_open,
    )
