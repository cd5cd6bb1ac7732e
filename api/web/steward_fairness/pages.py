"""The fairness audit (``/pengelola/keadilan``): the newest result, older ones, a form to run it, downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import CallerDep
from api.access.rule import FOR_FIGURES
from api.access.rules import guarded
from api.fairness_card import FIGURES, csv_bytes
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.officer import actor_of
from api.web.page import Page, PageDep
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward_fairness.kept import made_at
from api.web.steward_fairness.running import LEAST_PEOPLE, SIZES, K, Wanted, what_is_missing, work_for
from api.web.steward_fairness.view import MEANINGS, figure_choices, figures_of, label_of
from api.web.tongue import N_
from matcher.records import Kind
from matcher.world.traits import SOURCE
from taxonomy.errors import GenerationError, UnknownIdError

FAIRNESS = f"{STEWARDS}/keadilan"

_FAULTS: Mapping[str, str] = {
    "people": N_("Pencari kerja yang bisa dicocokkan terlalu sedikit untuk audit."),
    "open": N_("Tidak ada lowongan yang dibuka."),
    "invented": N_("Sifat rekaan hanya untuk dunia contoh; di sini ada pencari kerja yang sungguhan."),
    "keys": N_("Kunci identitas belum dipasang (SEPADAN_IDENTITY_KEYS), jadi sifat orang tidak bisa dibaca."),
    "identities": N_(
        "Tidak ada identitas tersimpan. Data perlu dimasukkan lagi beserta jenis kelamin dan tanggal lahir."
    ),
    "index": N_("Belum ada indeks. Operator perlu menjalankan sepadan build."),
}

ROOM = Room(place=6, path=FAIRNESS, label=N_("Keadilan"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Name = Annotated[str, Query(alias="hasil", max_length=40)]
Figure = Annotated[str, Query(alias="angka", max_length=20)]


@router.api_route(FAIRNESS, methods=["GET", "HEAD"])
@guarded(FOR_FIGURES)
def fairness(page: PageDep, serving: ServingDep, hasil: Name = "", angka: Figure = "selection") -> HTMLResponse:
    """A kept audit, the newest where none is named.

    Raises:
        UnknownIdError: None is kept under this name.
    """
    return _answer(page, serving, hasil, angka)


@router.post(FAIRNESS)
@guarded(FOR_FIGURES)
def run(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """Run the audit, watched on ``/kemajuan``; what keeps it from being run is told at once."""
    wanted = Wanted(
        at_most=SIZES.get(fields.get("banyak", ""), SIZES["300"]),
        fewest=LEAST_PEOPLE.get(fields.get("sedikit", ""), LEAST_PEOPLE["10"]),
        is_invented=bool(fields.get("rekaan")),
    )
    try:
        missing = what_is_missing(serving, wanted)
    except GenerationError:
        missing = "index"
    if missing:
        return _answer(page, serving, "", "selection", fault=page.tongue.gettext(_FAULTS[missing]), form=fields)
    work = work_for(serving, wanted, actor_of(caller), lambda name: f"{FAIRNESS}?hasil={name}")
    return page.go(f"/kemajuan/{tasks_of(page.request).start(browser_of(page.request), work)}")


@router.api_route(FAIRNESS + "/unduh/{form}", methods=["GET", "HEAD"])
@guarded(FOR_FIGURES)
def download(serving: ServingDep, form: Annotated[Literal["csv", "json"], Path()], hasil: Name) -> Response:
    """A kept audit as ``sepadan audit --output`` and ``--json`` give it.

    Raises:
        UnknownIdError: None is kept under this name.
    """
    document = _kept(serving, hasil)
    content = csv_bytes(document) if form == "csv" else orjson.dumps(document, option=orjson.OPT_INDENT_2)
    media = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    headers = {"Content-Disposition": f'attachment; filename="keadilan-{hasil}.{form}"'}
    return Response(content, media_type=media, headers=headers)


def _kept(serving: Serving, name: str) -> dict[str, Any]:
    found = serving.audits.get(name)
    if found is None:
        raise UnknownIdError(wanted="the name of a kept audit", found=name, where="hasil")
    return found


def _answer(
    page: Page,
    serving: Serving,
    name: str,
    figure: str,
    *,
    fault: str = "",
    form: Mapping[str, str] | None = None,
) -> HTMLResponse:
    names, said = serving.audits.names(), page.tongue.gettext
    shown = name or (names[0] if names else "")
    document = _kept(serving, shown) if shown else None
    figure = figure if figure in FIGURES else "selection"
    groups: Sequence[Mapping[str, Any]] = document["groups"] if document else ()
    adverse = [
        (label_of(group, page.tongue), ", ".join(said(FIGURES[one]) for one in group["adverse"]))
        for group in groups
        if group["adverse"]
    ]
    answer = show(
        page,
        "pengelola_keadilan.html",
        FAIRNESS,
        document=document,
        name=shown,
        made_at=made_at(shown) if shown else None,
        others=[(one, made_at(one), one == shown) for one in names],
        figure=figure,
        meaning=said(MEANINGS[figure]),
        tabs=[
            (f"{FAIRNESS}?hasil={shown}&angka={one}", label, is_shown)
            for one, label, is_shown in figure_choices(page.tongue, figure)
        ],
        traits=figures_of(document, figure, page.tongue) if document else [],
        adverse=adverse,
        fault=fault,
        form={"banyak": "300", "sedikit": "10", "rekaan": "", **(form or {})},
        sizes=[(one, page.tongue.number(int(one)) if one.isdigit() else page.tongue.gettext("Semua")) for one in SIZES],
        least=[(one, one) for one in LEAST_PEOPLE],
        k=K,
        is_sample=_is_sample(serving),
    )
    if fault:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


def _is_sample(serving: Serving) -> bool:
    """Whether invented traits may be offered: every worker is of the sample world."""
    return {one.source for one in serving.ages.look()[Kind.WORKER]} == {SOURCE}
