"""The inspectors' page (``/inspection``): a report over the open postings, and a pasted ad; no script needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access.gate import GuardedRoute
from api.routes.inspection import AT_ONCE, advised
from api.serving import Serving, ServingDep
from api.web import views, words
from api.web.pages import INSPECTORS, TEMPLATES, FieldsDep, kept, too_long
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.report import Report, Wanted, report, shown_posting
from matcher.ad_inspection.rewrite import rewrite
from matcher.ad_inspection.rules import KINDS, load_rules
from taxonomy.places import load_gazetteer

_PAGE = 20
_MOST = 12
"""Lines of a table of counts."""

router = APIRouter(route_class=GuardedRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(INSPECTORS, methods=["GET", "HEAD"])
def inspectors_report(
    request: Request,
    serving: ServingDep,
    kind: str = Query(default="", max_length=40),
    source: str = Query(default="", max_length=100),
    page: int = Query(default=1, ge=1, le=50_000),
) -> HTMLResponse:
    """The report, and an empty form; a kind that is none asks for all. Who asks for the head alone starts no work."""
    if request.method == "GET":
        serving.inspector.refresh(AT_ONCE)
    wanted = Wanted(kind=kind if kind in KINDS else "", source=source)
    return _page(serving, kept({}, "title", "text"), wanted, page)


@router.post(INSPECTORS)
def inspectors_ad(serving: ServingDep, fields: FieldsDep) -> HTMLResponse:
    """Flags and a neutral rewrite of a pasted ad; nothing of it is stored."""
    form = kept(fields, "title", "text")
    faults = too_long(form)
    if not form["title"] and not form["text"]:
        faults["text"] = "Tempel isi lowongan yang ingin diperiksa."
    ad = Ad(title=form["title"], text=form["text"])
    result = None if faults else _checked(ad)
    return _page(serving, form, Wanted(), 1, faults=faults, result=result)


def _checked(ad: Ad) -> dict[str, Any]:
    flags = find_flags(ad)
    neutral = rewrite(ad, flags)
    return {"flags": advised(flags, neutral, "id"), "neutral": neutral, "unlawful": len(neutral.changes)}


def _page(
    serving: Serving,
    form: Mapping[str, str],
    wanted: Wanted,
    page: int,
    *,
    faults: Mapping[str, str] | None = None,
    result: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    found, due = serving.inspector.last
    told = report(found, wanted, serving.today(), offset=(page - 1) * _PAGE, limit=_PAGE)
    content = TEMPLATES.get_template("inspection.html").render(
        loaded=views.loaded(serving),
        form=form,
        faults=faults or {},
        result=result,
        told=told,
        tables=_tables(told),
        postings=[shown_posting(one) for one in told.page],
        rules=load_rules().by_id,
        due=words.number(due) if due else "",
        wanted=wanted,
        kinds=words.KIND_WORDS,
        sources=sorted({one.source for one in found}),
        page=page,
        pages=max(1, -(-told.total // _PAGE)),
        number=words.number,
    )
    return HTMLResponse(content, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def _tables(told: Report) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Heading and lines of each table of counts."""
    gazetteer = load_gazetteer()
    labels: Mapping[str, tuple[str, Callable[[str], str]]] = {
        "kind": ("Jenis temuan", lambda name: words.KIND_WORDS[name]),
        "source": ("Sumber", lambda name: name),
        "province": ("Provinsi", lambda name: gazetteer.get(name).name),
    }
    return [
        (heading, [(label(name), words.number(count)) for name, count in list(told.postings[by].items())[:_MOST]])
        for by, (heading, label) in labels.items()
    ]
