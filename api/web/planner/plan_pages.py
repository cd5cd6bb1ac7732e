"""The plan of a training centre (``/perencana/rencana``): a form whose address holds it, and what comes of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.rule import FOR_PLANNERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.page import Page, PageDep
from api.web.planner.files import Form, chart_file, inline, report_file
from api.web.planner.plan_form import OWN, PROMISES, PlanForm, read_form
from api.web.planner.plan_glance import glance_facts, glance_of, used_up
from api.web.planner.plan_labels import WORKSHOPS
from api.web.planner.plan_report import plan_report
from api.web.planner.waiting import wait_for
from api.web.route import PageRoute
from api.web.tasks import Tell
from matcher.curriculum.plan import make_plan
from matcher.curriculum.told import plan_as_dict
from matcher.records import Kind
from matcher.training.centres import KINDS
from matcher.world.centres import sample_centres
from taxonomy.errors import InputError, UnknownIdError

PLAN = "/perencana/rencana"
_MOST_FIELDS = 40
"""Kejuruan that the form shows: those with the most courses."""

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Key = Annotated[str, Query(max_length=40)]


@router.api_route(PLAN, methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def plan_page(page: PageDep, serving: ServingDep, hitung: Key = "", hasil: Key = "", perkiraan: Key = "") -> Response:
    """The form; with ``hitung`` the plan too, for which a reader waits; with ``hasil`` one that is there already.

    A plan that was changed carries the one before it in the address (``sebelum``). With ``perkiraan`` is told
    what the form allows at a glance, which HTMX asks for alone while it is being filled in.
    """
    form = read_form(page.request.query_params, _fields(serving), serving.today(), page.tongue)
    if hitung and form.centre and form.wanted and page.request.method == "GET":
        key = _key(serving, form)
        onward = f"{PLAN}?{page.request.url.query.replace('hitung=1', f'hasil={key}')}#hasil"
        if serving.plans.get(key) is None:
            sent = wait_for(page, lambda tell: _make(serving, form, key, tell), onward)
            if sent is not None:
                return sent
            _make(serving, form, key, lambda done, total: None)
        return page.go(onward)
    if perkiraan:
        return _answer(page, serving, form, hasil, is_glance=True)
    if not hitung:  # nothing was asked for yet, so nothing is at fault
        return _answer(page, serving, replace(form, faults={}), hasil)
    return _answer(page, serving, form, hasil, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.faults else HTTPStatus.OK)


def _make(serving: Serving, form: PlanForm, key: str, tell: Tell) -> None:
    """Work out a plan and keep it; what the engine cannot take is kept as its words."""
    assert form.centre is not None
    assert form.wanted is not None
    tell(0, 0)
    engine = serving.engine
    market = serving.market.on(serving.today(), include_closed=bool(form.values["tutup"]))
    courses = engine.refresh().catalogues[Kind.COURSE]
    try:
        found = make_plan(market, courses, form.centre, form.wanted, engine.vocabulary, engine.coder.skills)
        told = plan_as_dict(found)
    except (InputError, UnknownIdError) as error:
        told = {"refused": error.where}
    serving.plans.put(key, told)


def _key(serving: Serving, form: PlanForm) -> str:
    assert form.centre is not None
    assert form.wanted is not None
    asked = {
        "revision": serving.engine.store.revision(),
        "day": serving.today(),
        "closed": form.values["tutup"],
        "centre": asdict(form.centre),
        "wanted": asdict(form.wanted),
    }
    return serving.plans.key(asked)


def _fields(serving: Serving) -> list[str]:
    """Kejuruan of the stored courses, those with the most courses first."""
    counts: dict[str, int] = {}
    for course in serving.engine.refresh().catalogues[Kind.COURSE]:
        if course.terms and course.terms.vocational_field:
            counts[course.terms.vocational_field] = counts.get(course.terms.vocational_field, 0) + 1
    return sorted(sorted(counts), key=lambda name: -counts[name])[:_MOST_FIELDS]


def _answer(
    page: Page,
    serving: Serving,
    form: PlanForm,
    hasil: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    is_glance: bool = False,
) -> HTMLResponse:
    seen = glance_of(serving, form) if is_glance else None
    plan = serving.plans.get(hasil) if hasil else None
    refused = _refusal(page, str(plan["refused"])) if plan and "refused" in plan else ""
    before = _before(page, serving, hasil)
    report = plan_report(plan, page.tongue, serving.plans.get(before)) if plan and not refused else None
    is_gone = bool(hasil) and plan is None
    return page.render(
        "perencana_rencana.html",
        status=status,
        fragment="perkiraan" if is_glance else "hasil",
        is_glance=is_glance,
        seen=seen,
        seen_facts=glance_facts(seen, page.tongue) if seen else [],
        used_up=used_up(seen, page.tongue) if seen else [],
        form=form,
        values=form.values,
        faults=form.faults,
        report=report,
        refused=refused,
        is_gone=is_gone,
        key=hasil,
        ways=urlencode({"hasil": hasil, "sebelum": before} if before else {"hasil": hasil}),
        promises=range(1, PROMISES + 1),
        courses=[("", page.tongue.gettext("Tidak ada")), *_given(plan)],
        **_choices(page),
    )


def _before(page: Page, serving: Serving, key: str) -> str:
    """Key of the plan that this one was changed from; empty where it is gone, or the same."""
    before = page.request.query_params.get("sebelum", "")
    return before if before != key and serving.plans.get(before) else ""


def _refusal(page: Page, where: str) -> str:
    """Why the engine takes no such plan, by the part of the wish that it names."""
    _ = page.tongue.gettext
    if where.startswith(("least", "sessions")):
        return _("Kursus yang dijanjikan tidak bisa diberikan lembaga ini. Periksa bengkel dan instrukturnya.")
    if where.startswith("courses"):
        return _("Terlalu banyak kursus yang bisa diberikan. Kurangi bengkel atau kejuruannya.")
    return _("Bulan rencana tidak bisa dihitung: terlalu jauh dari angka resmi terakhir, atau sudah lewat.")


def _given(plan: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The courses that the centre can give, by title."""
    named = [(one["course"], one["title"]) for one in plan.get("courses", ())] if plan else []
    return sorted(named, key=lambda one: one[1])


def _choices(page: Page) -> dict[str, Any]:
    own = (OWN, page.tongue.gettext("Lembaga lain (isi sendiri)"))
    return {
        "centres": [own, *((one.id, one.name) for one in sample_centres())],
        "kinds": [(kind, kind) for kind in KINDS],
        "workshop_names": {kind: page.tongue.gettext(name) for kind, name in WORKSHOPS.items()},
        "drawn": partial(inline, tongue=page.tongue),
    }


@router.api_route(f"{PLAN}/unduh/{{form}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def plan_file(page: PageDep, serving: ServingDep, form: Form, hasil: Key = "") -> Response:
    """A plan that is there as a workbook or a paper."""
    before = serving.plans.get(_before(page, serving, hasil))
    return report_file(plan_report(_kept(serving, hasil), page.tongue, before), form, page.tongue, serving.today())


@router.api_route(f"{PLAN}/grafik/{{name}}", methods=["GET", "HEAD"])
@guarded(FOR_PLANNERS)
def plan_chart(
    page: PageDep, serving: ServingDep, name: Annotated[str, Path(max_length=40)], hasil: Key = ""
) -> Response:
    """One chart of it as a picture."""
    report = plan_report(_kept(serving, hasil), page.tongue)
    return chart_file(report, name.removesuffix(".png"), page.tongue, serving.today())


def _kept(serving: Serving, key: str) -> dict[str, Any]:
    found = serving.plans.get(key)
    if found is None or "refused" in found:
        raise UnknownIdError(wanted="a plan that was worked out in the last week", found=key, where="hasil")
    return found
