"""Sources (``/pengelola/sumber``): their runs, what each did, refused rows by reason; run anew, close what was held."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.page import Page, PageDep
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.steward import sources_view as view
from api.web.steward.pulse import pulse
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward.words import OUTCOMES
from api.web.tasks import Tell
from api.web.tongue import N_
from matcher.pulls.limits import Surroundings
from matcher.pulls.listing import confirm
from matcher.pulls.report import Outcome
from matcher.pulls.run import run_upstream
from matcher.reject_reading import as_csv, reasons_of, reject_file, reject_files
from taxonomy.errors import ConfigError, InputError, UnknownIdError

SOURCES = f"{STEWARDS}/sumber"

_PAGE = 25
_FILES = 10

Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Query(ge=1, le=50_000, alias="page")]
FileName = Annotated[str, Path(max_length=200)]

ROOM = Room(place=2, path=SOURCES, label=N_("Sumber data"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(SOURCES, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def sources(
    page: PageDep,
    serving: ServingDep,
    keadaan: Annotated[str, Query(max_length=20)] = "",
    cari: Annotated[str, Query(max_length=100)] = "",
    number: Number = 1,
) -> HTMLResponse:
    """Every source, narrowed by state and name."""
    now, state = datetime.now(UTC), keadaan if keadaan in view.STATES else ""
    every = view.source_rows(serving, now)
    found = [row for row in every if (not state or state in row.states) and cari.casefold() in row.name.casefold()]
    shown = found[(number - 1) * _PAGE : number * _PAGE]
    counts = {name: sum(name in row.states for row in every) for name in view.STATES}
    said = page.tongue.gettext
    return show(
        page,
        "pengelola_sumber.html",
        SOURCES,
        rows=[view.shown_row(row, page.tongue, now) for row in shown],
        total=len(found),
        every=len(every),
        state=state,
        asked=cari,
        choices=[
            ("", said("Semua")),
            *((name, f"{said(word)} ({counts[name]})") for name, word in view.STATES.items()),
        ],
        number=number,
        pages=max(1, -(-len(found) // _PAGE)),
    )


@router.api_route(SOURCES + "/{name}", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def source(
    page: PageDep,
    serving: ServingDep,
    name: Name,
    hasil: Annotated[str, Query(max_length=20)] = "",
    number: Number = 1,
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """One source with its runs.

    Raises:
        UnknownIdError: There is none of this name.
    """
    return _shown(page, serving, name, hasil=hasil, number=number, news=kabar)


def _shown(
    page: Page, serving: Serving, name: str, *, hasil: str = "", number: int = 1, news: str = "", fault: str = ""
) -> HTMLResponse:
    now, outcome = datetime.now(UTC), hasil if hasil in OUTCOMES else ""
    row = next((row for row in view.source_rows(serving, now) if row.name == name), None)
    if row is None:
        raise UnknownIdError(wanted="the name of a source", found=name[:100], where="source")
    runs, total = serving.engine.store.runs_at(name, outcome, (number - 1) * _PAGE, _PAGE)
    said = page.tongue.gettext
    return show(
        page,
        "pengelola_satu_sumber.html",
        SOURCES,
        status=HTTPStatus.CONFLICT if fault else HTTPStatus.OK,
        source=view.shown_row(row, page.tongue, now),
        is_held=row.last is not None and row.last.outcome == Outcome.HELD,
        runs=[view.run_row(run, page.tongue) for run in runs],
        total=total,
        outcome=outcome,
        choices=[("", said("Semua")), *((name, said(word)) for name, (word, _) in OUTCOMES.items())],
        number=number,
        pages=max(1, -(-total // _PAGE)),
        files=reject_files(serving.engine.home.rejects, name)[:_FILES],
        news=news,
        fault=fault,
    )


@router.api_route(SOURCES + "/{name}/proses/{number}", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def run(
    page: PageDep, serving: ServingDep, name: Name, number: Annotated[int, Path(ge=1, le=1_000_000_000)]
) -> HTMLResponse:
    """One run: its counts, its fault, what was refused.

    Raises:
        UnknownIdError: There is none.
    """
    found = view.run_row(serving.engine.store.run(name, number), page.tongue)
    files = reject_files(serving.engine.home.rejects, name)
    has_file = found["rejects_file"] in files
    return show(page, "pengelola_proses.html", SOURCES, name=name, run=found, has_file=has_file)


@router.api_route(SOURCES + "/{name}/tolakan/{file}", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def rejects(page: PageDep, serving: ServingDep, name: Name, file: FileName) -> HTMLResponse:
    """Refused rows of a file by reason, with examples.

    Raises:
        UnknownIdError: There is none of this name.
    """
    path = reject_file(serving.engine.home.rejects, name, file)
    reasons, total, has_more = reasons_of(path)
    return show(
        page, "pengelola_tolakan.html", SOURCES, name=name, file=file, reasons=reasons, total=total, has_more=has_more
    )


@router.get(SOURCES + "/{name}/tolakan/{file}/unduh/{form}")
@guarded(FOR_STEWARDS)
def download(serving: ServingDep, name: Name, file: FileName, form: Literal["csv", "jsonl"]) -> Response:
    """A rejects file to take along, as it lies there or as a table.

    Raises:
        UnknownIdError: There is none of this name.
    """
    path = reject_file(serving.engine.home.rejects, name, file)
    stem = file.removesuffix(".jsonl")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stem, safe='')}.{form}"}
    if form == "csv":
        return StreamingResponse(as_csv(path), headers=headers, media_type="text/csv; charset=utf-8")
    return Response(path.read_bytes(), headers=headers, media_type="application/x-ndjson")


@router.post(SOURCES + "/{name}/jalankan")
@guarded(FOR_STEWARDS)
def run_anew(page: PageDep, serving: ServingDep, caller: CallerDep, name: Name) -> Response:
    """Pull a source now, as ``sepadan sources run`` does.

    Raises:
        UnknownIdError: There is none of this name, or none to pull from.
    """
    serving.engine.store.upstream(name)
    _tell(serving, caller, "source.run", name)
    inside = page.request.app.state.settings.pull_inside
    task = tasks_of(page.request).start(browser_of(page.request), lambda tell: _run(serving, name, inside, tell))
    return page.go(f"/kemajuan/{task}")


def _run(serving: Serving, name: str, inside: str, tell: Tell) -> str:
    around = Surroundings(inside=frozenset(part.strip() for part in inside.split(",") if part.strip()))
    address = f"{SOURCES}/{quote(name, safe='')}"
    try:
        with pulse(tell):
            done = run_upstream(serving.engine.store, name, serving.engine.home, around)
    except ConfigError:  # another process runs it
        return f"{address}?kabar=sibuk"
    return f"{address}/proses/{done.number}"


@router.post(SOURCES + "/{name}/tutup")
@guarded(FOR_STEWARDS)
def close_held(page: PageDep, serving: ServingDep, caller: CallerDep, name: Name) -> Response:
    """Close what the last run held back, as ``sepadan sources confirm`` does.

    Raises:
        UnknownIdError: There is none of this name.
    """
    try:
        done = confirm(serving.engine.store, name, serving.engine.home)
    except (ConfigError, InputError) as error:
        if isinstance(error, UnknownIdError):
            raise
        return _shown(page, serving, name, fault=str(error))
    _tell(serving, caller, "source.confirm", name, run=done.number, count=int(orjson.loads(done.report)["closed"]))
    return page.go(f"{SOURCES}/{quote(name, safe='')}?kabar=ditutup")


def _tell(serving: Serving, caller: Caller, action: str, name: str, **facts: int) -> None:
    by = caller.principal
    told: dict[str, str | int] = {"source": name, **facts}
    serving.audit.append(actor=by.client, role=str(by.role), tenant=by.tenant, action=action, facts=told)
