"""The inspectors' page (``/inspection``): a report over the open postings, and a pasted ad; no script needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.routes.inspection import AT_ONCE, advised
from api.serving import Serving, ServingDep
from api.web import views, words
from api.web.fields import LIMITS, FieldsDep, kept, too_long
from api.web.navigation import Entry
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.tongue import N_, Tongue
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.report import Report, Wanted, report, shown_posting
from matcher.ad_inspection.rewrite import rewrite
from matcher.ad_inspection.rules import KINDS, load_rules
from matcher.reason_words import Language
from taxonomy.places import load_gazetteer

INSPECTORS = "/inspection"

_PAGE = 20
_MOST = 12
"""Lines of a table of counts."""

ENTRY = Entry(
    place=4, tab="inspection", path=INSPECTORS, label=N_("Pemeriksaan"), staff=frozenset({"officer", "steward"})
)
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(INSPECTORS, methods=["GET", "HEAD"])
@guarded(Rule(scope="inspection", reach=Reach.PUBLIC))
def inspectors_report(
    request: Request,
    page: PageDep,
    serving: ServingDep,
    kind: str = Query(default="", max_length=40),
    source: str = Query(default="", max_length=100),
    number: int = Query(default=1, ge=1, le=50_000, alias="page"),
) -> HTMLResponse:
    """The report, and an empty form; a kind that is none asks for all. Who asks for the head alone starts no work."""
    if request.method == "GET":
        serving.inspector.refresh(AT_ONCE)
    wanted = Wanted(kind=kind if kind in KINDS else "", source=source)
    return _answer(page, serving, kept({}, "title", "text"), wanted, number)


@router.post(INSPECTORS)
@guarded(Rule(scope="inspection"))
def inspectors_ad(page: PageDep, serving: ServingDep, fields: FieldsDep) -> HTMLResponse:
    """Flags and a neutral rewrite of a pasted ad; nothing of it is stored."""
    form = kept(fields, "title", "text")
    faults = too_long(form, page.tongue)
    if not form["title"] and not form["text"]:
        faults["text"] = page.tongue.gettext("Tempel isi lowongan yang ingin diperiksa.")
    ad = Ad(title=form["title"], text=form["text"])
    result = None if faults else _checked(ad, page.language)
    return _answer(page, serving, form, Wanted(), 1, faults=faults, result=result)


def _checked(ad: Ad, language: Language) -> dict[str, Any]:
    flags = find_flags(ad)
    neutral = rewrite(ad, flags)
    return {"flags": advised(flags, neutral, language), "neutral": neutral, "unlawful": len(neutral.changes)}


def _answer(
    page: Page,
    serving: Serving,
    form: Mapping[str, str],
    wanted: Wanted,
    number: int,
    *,
    faults: Mapping[str, str] | None = None,
    result: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    found, due = serving.inspector.last
    told = report(found, wanted, serving.today(), offset=(number - 1) * _PAGE, limit=_PAGE)
    every = ("", page.tongue.gettext("Semua"))
    sources = sorted({one.source for one in found})
    return page.render(
        "inspection.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        loaded=views.loaded(page.tongue, serving),
        form=form,
        faults=faults or {},
        result=result,
        limits=LIMITS,
        told=told,
        tables=_tables(page.tongue, told),
        postings=[shown_posting(one) for one in told.page],
        rules=load_rules().by_id,
        due=page.tongue.number(due) if due else "",
        wanted=wanted,
        kinds=words.KIND_WORDS,
        kind_choices=[every, *((kind, page.tongue.gettext(word)) for kind, word in words.KIND_WORDS.items())],
        source_choices=[every, *((source, source) for source in sources)],
        number=number,
        pages=max(1, -(-told.total // _PAGE)),
    )


def _tables(tongue: Tongue, told: Report) -> Sequence[tuple[str, str, Sequence[tuple[str, str]]]]:
    """Caption, heading and lines of each table of counts."""
    gazetteer, _ = load_gazetteer(), tongue.gettext
    labels: Mapping[str, tuple[str, str, Callable[[str], str]]] = {
        "kind": (_("Lowongan menurut jenis temuan"), _("Jenis temuan"), lambda name: _(words.KIND_WORDS[name])),
        "source": (_("Lowongan menurut sumber"), _("Sumber"), lambda name: name),
        "province": (_("Lowongan menurut provinsi"), _("Provinsi"), lambda name: gazetteer.get(name).name),
    }
    return [
        (caption, heading, [(label(name), tongue.number(n)) for name, n in list(told.postings[by].items())[:_MOST]])
        for by, (caption, heading, label) in labels.items()
    ]
