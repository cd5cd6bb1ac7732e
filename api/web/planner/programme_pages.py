"""Programmes of training, placement and income support (``/perencana/program``): what runs, for whom, what it gives."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.rule import FOR_PLANNERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.page import Page, PageDep
from api.web.planner.files import Form, chart_file, inline, report_file
from api.web.planner.programme_report import KINDS, chosen, programme_report
from api.web.planner.tables import Report
from api.web.planner.waiting import with_query
from api.web.route import PageRoute
from matcher.programmes.registry import registry_of

PROGRAMMES = "/perencana/program"

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Text = Annotated[str, Query(max_length=40)]


@router.api_route(PROGRAMMES, methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def programme_page(page: PageDep, serving: ServingDep, jenis: Text = "", kebutuhan: Text = "") -> Response:
    """All programmes, or those of a kind and a need."""
    registry, tongue = registry_of(serving.engine.home.kept), page.tongue
    query = {"jenis": jenis if jenis in KINDS else "", "kebutuhan": kebutuhan if kebutuhan in registry.needs else ""}
    return page.render(
        "perencana_program.html",
        fragment="hasil",
        query=query,
        report=_report(page, serving, jenis, kebutuhan),
        kinds=[("", tongue.gettext("Semua jenis")), *((code, tongue.gettext(name)) for code, name in KINDS.items())],
        needs=[
            ("", tongue.gettext("Semua kebutuhan")),
            *((code, need.name[tongue.language]) for code, need in registry.needs.items()),
        ],
        address=partial(_address, query),
        drawn=partial(inline, tongue=tongue),
    )


def _address(query: dict[str, str], path: str) -> str:
    return with_query(f"{PROGRAMMES}{path}", query)


@router.api_route(f"{PROGRAMMES}/unduh/{{form}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def programme_file(page: PageDep, serving: ServingDep, form: Form, jenis: Text = "", kebutuhan: Text = "") -> Response:
    """The same as a workbook or a paper."""
    return report_file(_report(page, serving, jenis, kebutuhan), form, page.tongue, serving.today())


@router.api_route(f"{PROGRAMMES}/grafik/{{name}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def programme_chart(
    page: PageDep,
    serving: ServingDep,
    name: Annotated[str, Path(max_length=40)],
    jenis: Text = "",
    kebutuhan: Text = "",
) -> Response:
    """The chart as a picture."""
    report = _report(page, serving, jenis, kebutuhan)
    return chart_file(report, name.removesuffix(".png"), page.tongue, serving.today())


def _report(page: Page, serving: Serving, kind: str, need: str) -> Report:
    registry = registry_of(serving.engine.home.kept)
    return programme_report(registry, chosen(registry, kind, need), serving.today(), page.tongue)
