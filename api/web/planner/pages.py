"""The planner's first page (``/perencana``): a place, its map, its market and the months ahead; downloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.rule import FOR_PLANNERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.navigation import Entry
from api.web.page import Page, PageDep
from api.web.planner.files import Form, chart_file, inline, map_file, report_file
from api.web.planner.map_view import MEASURES, Measure, market_map, region_table
from api.web.planner.market_report import LEVELS, Asked, market_report, source_line
from api.web.planner.tables import Report, number
from api.web.planner.waiting import READY, wait_for, with_query
from api.web.route import PageRoute
from api.web.tasks import Tell
from api.web.tongue import N_, Tongue
from matcher.world.centres import sample_centres
from taxonomy.labour import NATION
from taxonomy.places import load_gazetteer

PLANNER = "/perencana"

Text = Annotated[str, Query(max_length=60)]

ENTRY = Entry(place=5, tab="planner", path=PLANNER, label=N_("Perencana"), staff=frozenset({"planner"}))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def query_of(provinsi: str, rinci: str, tutup: str, peta: str, wilayah: str, lembaga: str = "") -> dict[str, str]:
    """What is asked for, by the names of the page; anything that is no choice is left out.

    Args:
        provinsi: Two digits, or the id of a training centre, whose province is meant.
        rinci: Digits of KBJI.
        tutup: Whether closed postings count too.
        peta: What the map shows.
        wilayah: ``kabupaten`` for a map of all regencies.
        lembaga: A centre that was chosen before; forgotten where the province is no longer its own.
    """
    centres = {one.id: one.province for one in sample_centres()}
    place = centres.get(provinsi, provinsi)
    is_province = len(place) == 2 and load_gazetteer().knows(place)
    centre = provinsi if provinsi in centres else lembaga
    return {
        "provinsi": place if is_province else "",
        "lembaga": centre if is_province and centres.get(centre) == place else "",
        "rinci": rinci if rinci in {str(one) for one in LEVELS} else "",
        "tutup": "1" if tutup else "",
        "peta": peta if peta in MEASURES and peta != "dicari" else "",
        "wilayah": "kabupaten" if wilayah == "kabupaten" and not is_province else "",
    }


def asked_of(query: Mapping[str, str]) -> Asked:
    """The same for the engine."""
    return Asked(
        province=query["provinsi"] or NATION, digits=int(query["rinci"] or 0), include_closed=bool(query["tutup"])
    )


def _key(serving: Serving, asked: Asked, tongue: Tongue) -> tuple[Any, ...]:
    return serving.engine.store.revision(), serving.today(), asked, tongue.language


def report_of(serving: Serving, asked: Asked, tongue: Tongue, tell: Tell = lambda done, total: None) -> Report:
    """The report of a place; kept until a record changes or the day ends.

    Args:
        serving: Of the app.
        asked: What was chosen.
        tongue: Of the page.
        tell: Hears how far it is, of four parts.
    """

    def make() -> Report:
        tell(0, 4)
        market = serving.market.on(serving.today(), include_closed=asked.include_closed)
        everything = serving.market.on(serving.today(), include_closed=True)
        market.cells  # noqa: B018 - counted now, so that the bar moves
        tell(1, 4)
        made = market_report(market, everything, asked, serving.engine.coder.skills, tongue)
        tell(2, 4)
        for figure in made.figures:
            if figure.spec:
                inline(figure, tongue)
        tell(4, 4)
        return made

    return cast(Report, serving.planned.made(_key(serving, asked, tongue), make))


@router.api_route(PLANNER, methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def planner(
    page: PageDep,
    serving: ServingDep,
    provinsi: Text = "",
    rinci: Text = "",
    tutup: Text = "",
    peta: Text = "",
    wilayah: Text = "",
    lembaga: Text = "",
) -> Response:
    """The market of a place; who asks first waits for it on a page of its own, who asks for the head starts no work."""
    if page.request.method == "HEAD":
        return HTMLResponse()
    query = query_of(provinsi, rinci, tutup, peta, wilayah, lembaga)
    asked = asked_of(query)
    if serving.planned.get(_key(serving, asked, page.tongue)) is None:
        sent = wait_for(
            page,
            lambda tell: report_of(serving, asked, page.tongue, tell),
            with_query(PLANNER, query, **{READY: "1"}),
        )
        if sent is not None:
            return sent
    report = report_of(serving, asked, page.tongue)
    return page.render(
        "perencana.html", fragment="hasil", query=query, report=report, **_map(page, serving, query), **_choices(page)
    )


def _map(page: Page, serving: Serving, query: Mapping[str, str]) -> dict[str, Any]:
    asked = asked_of(query)
    market = serving.market.on(serving.today(), include_closed=asked.include_closed)
    others = {name: value for name, value in query.items() if name not in {"provinsi", "lembaga", "wilayah"}}
    picture, table = market_map(
        market,
        asked.province,
        cast(Measure, query["peta"] or "dicari"),
        source_line(market, page.tongue),
        page.tongue,
        lambda code: with_query(PLANNER, others, provinsi=code),
        all_regencies=bool(query["wilayah"]),
        outlines=serving.boundaries,
    )
    tabs = [
        (
            with_query(PLANNER, dict(query), peta="" if name == "dicari" else name),
            page.tongue.gettext(label),
            name == (query["peta"] or "dicari"),
        )
        for name, label in MEASURES.items()
    ]
    return {"map": picture, "map_table": table, "measures_of": tabs}


def _choices(page: Page) -> dict[str, Any]:
    _ = page.tongue.gettext
    return {
        "provinces": [("", "Indonesia"), *((one.code, one.name) for one in load_gazetteer().provinces())],
        "centres": [(one.id, one.name) for one in sample_centres()],
        "levels": [
            ("", _("Otomatis")),
            ("1", _("Golongan pokok (1 angka KBJI)")),
            ("2", _("Subgolongan pokok (2 angka)")),
            ("3", _("Golongan (3 angka)")),
            ("4", _("Kelompok unit (4 angka)")),
        ],
        "drawn": partial(inline, tongue=page.tongue),
        "plain": partial(number, tongue=page.tongue),
        "with_query": with_query,
    }


@router.api_route(f"{PLANNER}/unduh/{{form}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def planner_file(
    page: PageDep,
    serving: ServingDep,
    form: Form,
    provinsi: Text = "",
    rinci: Text = "",
    tutup: Text = "",
    wilayah: Text = "",
) -> Response:
    """The same as a workbook or a paper, with the numbers of the map."""
    query = query_of(provinsi, rinci, tutup, "", wilayah)
    asked = asked_of(query)
    report = report_of(serving, asked, page.tongue)
    market = serving.market.on(serving.today(), include_closed=asked.include_closed)
    source = source_line(market, page.tongue)
    regions = region_table(market, asked.province, source, page.tongue, all_regencies=bool(query["wilayah"]))
    whole = replace(report, tables=(regions, *report.tables))
    return report_file(whole, form, page.tongue, serving.today())


@router.api_route(f"{PLANNER}/grafik/{{name}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def planner_chart(
    page: PageDep,
    serving: ServingDep,
    name: Annotated[str, Path(max_length=40)],
    provinsi: Text = "",
    rinci: Text = "",
    tutup: Text = "",
    peta: Text = "",
    wilayah: Text = "",
) -> Response:
    """One chart of it as a picture, or the map (``peta``)."""
    if name.removesuffix(".png") == "peta":
        shown = _map(page, serving, query_of(provinsi, rinci, tutup, peta, wilayah))
        return map_file(shown["map"], shown["map_table"].source, page.tongue, serving.today())
    report = report_of(serving, asked_of(query_of(provinsi, rinci, tutup, "", "")), page.tongue)
    return chart_file(report, name.removesuffix(".png"), page.tongue, serving.today())
