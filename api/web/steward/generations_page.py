"""Generations (``/pengelola/generasi``): what indexes there are, what each is made of, checks, and going back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.steward.generation_checks import GenerationChecks
from api.web.steward.generation_facts import changes_between, counts_beside, counts_of, facts_beside, facts_of
from api.web.steward.moments import ago
from api.web.steward.pulse import pulse
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward.words import KINDS_MANY
from api.web.tasks import Tell
from api.web.tongue import N_, Tongue
from matcher.inspection import Found, Generations
from matcher.records import Kind
from taxonomy.errors import GenerationError, UnknownIdError

GENERATIONS = f"{STEWARDS}/generasi"

GROUNDS: Mapping[str, str] = {
    "worse_results": N_("hasil pencarian memburuk"),
    "damaged": N_("generasi yang melayani rusak"),
    "wrong_data": N_("data yang keliru ikut terindeks"),
    "trial": N_("uji coba"),
    "forward": N_("kembali ke yang lebih baru"),
}
"""Why another generation should serve, as the audit log keeps it."""

_PAGE = 25

Name = Annotated[str, Path(max_length=120)]

ROOM = Room(place=7, path=GENERATIONS, label=N_("Generasi indeks"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def _generations(serving: Serving) -> Generations:
    engine = serving.engine
    return Generations(engine.home, engine.store, engine.coder.fingerprint)


def _checks(serving: Serving) -> GenerationChecks:
    return GenerationChecks(serving.engine.home.checks)


@router.api_route(GENERATIONS, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def generations(
    page: PageDep, serving: ServingDep, number: Annotated[int, Query(ge=1, le=50_000, alias="page")] = 1
) -> HTMLResponse:
    """Every generation that is recorded or lies on the disk; manifests are read, and no other file."""
    found, now = _generations(serving).all(reads_files=False), datetime.now(UTC)
    shown = found[(number - 1) * _PAGE : number * _PAGE]
    return show(
        page,
        "pengelola_generasi.html",
        GENERATIONS,
        rows=[_row(serving, one, page.tongue, now) for one in shown],
        names=[one.name for one in found if one.is_recorded],
        total=len(found),
        number=number,
        pages=max(1, -(-len(found) // _PAGE)),
        weights=serving.status().weights,
        outside=serving.engine.delta_size,
    )


def _row(serving: Serving, one: Found, tongue: Tongue, now: datetime) -> dict[str, Any]:
    made_at = datetime.fromisoformat(one.made_at) if one.made_at else None
    return {
        "name": one.name,
        "made_at": made_at,
        "ago": ago(tongue, made_at, now) if made_at else "",
        "counts": [(tongue.gettext(KINDS_MANY[kind]), one.counts.get(str(kind), 0)) for kind in Kind],
        "mib": one.size_bytes / (1 << 20),
        "is_current": one.is_current,
        "is_recorded": one.is_recorded,
        "fault": one.fault,
        "checked": _checks(serving).of(one.name),
    }


@router.api_route(GENERATIONS + "/banding", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def compare(
    page: PageDep,
    serving: ServingDep,
    satu: Annotated[str, Query(max_length=120)] = "",
    dua: Annotated[str, Query(max_length=120)] = "",
) -> HTMLResponse:
    """Two generations fact by fact, and what was written between them.

    Raises:
        UnknownIdError: One of them is not recorded.
        GenerationError: The manifest of one is missing or changed.
    """
    every = _generations(serving)
    both = [(name, every.manifest(name)) for name in (satu, dua)]
    (first, older), (second, newer) = sorted(both, key=lambda one: (one[1]["revision"], one[1]["made_at"]))
    return show(
        page,
        "pengelola_banding.html",
        GENERATIONS,
        names=(first, second),
        facts=facts_beside(older, newer, page.tongue),
        counts=counts_beside(older, newer, page.tongue),
        changes=changes_between(serving.engine.store, int(older["revision"]), int(newer["revision"]), page.tongue),
    )


@router.api_route(GENERATIONS + "/{name}", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def generation(
    page: PageDep, serving: ServingDep, name: Name, kabar: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """One generation: its manifest, its last check.

    Raises:
        UnknownIdError: There is none of this name.
    """
    return _shown(page, serving, name, news=kabar)


def _shown(page: Page, serving: Serving, name: str, *, news: str = "") -> HTMLResponse:
    every, now, tongue = _generations(serving), datetime.now(UTC), page.tongue
    found = every.all(reads_files=False)
    one = next((one for one in found if one.name == name), None)
    if one is None:
        raise UnknownIdError(wanted="the name of a generation", found=name[:120], where="generation")
    try:
        manifest = every.manifest(name)
    except (GenerationError, UnknownIdError):  # the page says why
        manifest = dict[str, Any]()
    return show(
        page,
        "pengelola_satu_generasi.html",
        GENERATIONS,
        one=_row(serving, one, tongue, now),
        facts=facts_of(manifest, tongue),
        parts=counts_of(manifest, tongue) if manifest else [],
        files=sorted(manifest.get("files", {}).items()),
        others=[other.name for other in found if other.is_recorded and other.name != name],
        news=news,
    )


@router.post(GENERATIONS + "/{name}/periksa")
@guarded(FOR_STEWARDS)
def verify(page: PageDep, serving: ServingDep, name: Name) -> Response:
    """Check every byte of one, as ``sepadan generations verify`` does.

    Raises:
        UnknownIdError: It is not recorded.
    """
    serving.engine.store.manifest_sha256(name)
    task = tasks_of(page.request).start(browser_of(page.request), lambda tell: _verified(serving, name, tell))
    return page.go(f"/kemajuan/{task}")


def _verified(serving: Serving, name: str, tell: Tell) -> str:
    with pulse(tell):
        _checks(serving).keep(name, _fault(serving, name))
    return _address(name, "diperiksa")


def _fault(serving: Serving, name: str) -> str:
    """Why it cannot serve; empty when it can."""
    try:
        _generations(serving).verify(name)
    except GenerationError as error:
        return str(error)
    return ""


def _address(name: str, news: str) -> str:
    return f"{GENERATIONS}/{quote(name, safe='')}?kabar={news}"


@router.api_route(GENERATIONS + "/{name}/layani", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def ask_to_serve(page: PageDep, serving: ServingDep, name: Name) -> HTMLResponse:
    """What it means that another one serves, and the form that asks why.

    Raises:
        UnknownIdError: There is none of this name.
    """
    return _asked(page, serving, name)


def _asked(page: Page, serving: Serving, name: str, faults: Mapping[str, str] | None = None) -> HTMLResponse:
    every = _generations(serving)
    manifest, now = every.manifest(name), datetime.now(UTC)
    rows = {one.name: one for one in every.all(reads_files=False)}
    current = next((one for one in rows.values() if one.is_current), None)
    revision = int(manifest["revision"])
    behind = sum(sum(serving.engine.store.written_between(kind, revision)) for kind in Kind)
    said = page.tongue.gettext
    return show(
        page,
        "pengelola_layani.html",
        GENERATIONS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        one=_row(serving, rows[name], page.tongue, now),
        current=current.name if current else "",
        counts=counts_beside(every.manifest(current.name), manifest, page.tongue)
        if current and not current.fault
        else [],
        behind=behind,
        reasons=[("", said("Pilih alasan")), *((code, said(words)) for code, words in GROUNDS.items())],
        faults=faults or {},
    )


@router.post(GENERATIONS + "/{name}/layani")
@guarded(FOR_STEWARDS)
def serve(page: PageDep, serving: ServingDep, caller: CallerDep, name: Name, fields: FieldsDep) -> Response:
    """Let a whole generation serve, as ``sepadan generations serve`` does.

    Raises:
        UnknownIdError: It is not recorded.
    """
    ground = fields.get("alasan", "")
    if ground not in GROUNDS:
        return _asked(page, serving, name, {"alasan": page.tongue.gettext("Pilih alasannya dulu.")})
    serving.engine.store.manifest_sha256(name)
    work = _Switch(serving=serving, caller=caller, name=name, ground=ground)
    task = tasks_of(page.request).start(browser_of(page.request), work.done)
    return page.go(f"/kemajuan/{task}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Switch:
    """Another generation is to serve.

    Attributes:
        serving: Of the app.
        caller: Who wants it.
        name: Of the generation.
        ground: One of ``GROUNDS``.
    """

    serving: Serving
    caller: Caller
    name: str
    ground: str

    def done(self, tell: Tell) -> str:
        """Check every byte, write the row of the audit log, switch; a damaged one serves never."""
        store, by = self.serving.engine.store, self.caller.principal
        with pulse(tell):
            fault = _fault(self.serving, self.name)
            _checks(self.serving).keep(self.name, fault)
            if fault:
                return _address(self.name, "diperiksa")
            before = next((name for name, _, is_current in store.generations() if is_current), "")
            facts = {"generation": self.name, "before": before, "ground": self.ground}
            self.serving.audit.append(
                actor=by.client, role=str(by.role), tenant=by.tenant, action="generation.serve", facts=facts
            )
            store.serve_generation(self.name)
            self.serving.engine.settle()
        return _address(self.name, "melayani")
