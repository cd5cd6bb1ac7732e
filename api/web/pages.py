"""The page for employers (``/pemberi-kerja``); a plain form, no script needed.

What people write is read from the body, never from the address, and is not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access.caller import CallerDep
from api.routes.intake import read_subject
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import views, words
from api.web.fields import LIMITS, FieldsDep, kept, too_long
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from matcher.filters import Conditions
from matcher.records import Kind

EMPLOYERS = "/pemberi-kerja"

_MATCHES = 10

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(EMPLOYERS, methods=["GET", "HEAD"])
def employer_form(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """The employers' page with an empty form."""
    return _answer(page, "employer.html", serving, kept({}, "title", "text", "place"))


@router.post(EMPLOYERS)
def employer_matches(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep
) -> HTMLResponse:
    """Codes of a posting and, for who may see people, ranked workers, by key or pseudonym only."""
    form = kept(fields, "title", "text", "place")
    faults = too_long(form, page.tongue)
    if not form["title"]:
        faults["title"] = page.tongue.gettext("Tulis nama jabatan, misalnya: Staf administrasi gudang.")
    if faults:
        return _answer(page, "employer.html", serving, form, faults=faults)
    posting = {"title": form["title"], "description": form["text"], "places": [form["place"]] if form["place"] else []}
    subject = read_subject(serving.engine, Kind.POSTING, None, posting)
    result = {
        "read": views.read_view(page.tongue, serving, subject.coded),
        "flags": views.unlawful_view(page.tongue, form["title"], form["text"]),
        "people": caller.sees_people,
        "unknown_place": bool(form["place"]) and not subject.coded.region_codes,
    }
    if caller.sees_people:
        ranking = serving.engine.match(subject, _MATCHES, Conditions(visible=caller.visible))
        serving.metrics.matches("worker", len(ranking.matches))
        trail.shown(one.key for one in ranking.matches)
        cards = views.still_there(views.worker_card, page.tongue, serving, ranking.matches)
        result["cards"] = [views.seen_by(caller, card) for card in cards]
        result["relax"] = views.relax_view(page.tongue, ranking, Kind.WORKER)
    return _answer(page, "employer.html", serving, form, result=result)


def _answer(
    page: Page,
    template: str,
    serving: Serving,
    form: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    result: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    return page.render(
        template,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        loaded=views.loaded(page.tongue, serving),
        form=form,
        faults=faults or {},
        result=result,
        limits=LIMITS,
        kinds=words.KIND_WORDS,
    )
