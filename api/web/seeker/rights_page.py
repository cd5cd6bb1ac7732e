"""``/data-saya``: what is kept of a seeker, and everything that the law lets one do about it (UU 27/2022 art. 5 to 13).

All of it goes through the same desk, log and eraser as the API's ``/v1/me``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.routes.consents import keep_consents
from api.routes.rights_access import actor_of
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep, page_of
from api.web.route import PageRoute
from api.web.seeker.choosing_page import told
from api.web.seeker.cv_shelf import shelf_of
from api.web.seeker.own_requests import Contested, contested, own_request
from api.web.seeker.person import Seeker, draft_of, seeker_of
from api.web.seeker.purposes import choices, said
from api.web.seeker_session import end_seeker_session
from indexes.request_rows import RequestFilter
from matcher.records import Kind
from matcher.rights.purposes import Purpose
from matcher.rights.recovery import give_code
from matcher.rights.requests import PersonRequest, RequestKind, RequestState

DATA = "/data-saya"

MOST_WORDS = 2_000
MOST_KEY = 400
"""Letters of a posting's key, as in the API."""

PostingKey = Annotated[str, Query(max_length=MOST_KEY)]

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(DATA, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def own_data(request: Request, page: PageDep, serving: ServingDep, lowongan: PostingKey = "") -> Response:
    """What is kept, and what can be done about it; ``lowongan`` names a posting whose ranking is to be looked at."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.render("data_saya.html", seeker=None)
    return _shown(page, serving, seeker, about=contested(serving, lowongan))


@router.get(f"{DATA}/unduh")
@guarded(PUBLIC)
def download(request: Request, page: PageDep, serving: ServingDep, jenis: str = "semua") -> Response:
    """Everything that is kept (``semua``), or what another service can take (``bawa``), as a file of JSON."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(DATA)
    is_whole = jenis != "bawa"
    kind = RequestKind.ACCESS if is_whole else RequestKind.PORTABILITY
    serving.desk.file(seeker.key, kind, {}, actor_of(seeker.principal))
    document = serving.files.everything(seeker.key) if is_whole else serving.files.portable(seeker.key)
    name = "data-saya.json" if is_whole else "data-saya-untuk-dibawa.json"
    return Response(
        orjson.dumps(document, option=orjson.OPT_INDENT_2, default=str),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post(f"{DATA}/izin")
@guarded(PUBLIC)
def consent(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """What the data may be used for from now on."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(DATA)
    now = _allowed(serving, seeker)
    wanted = [one.purpose for one in choices(page.tongue) if fields.get(one.field)]
    if changed := said(seeker.key, wanted, datetime.now(UTC), now):
        keep_consents(serving, seeker.principal, changed)
    return _shown(page, serving, seeker, page.tongue.gettext("Pilihanmu sudah dicatat dan langsung berlaku."))


@router.post(f"{DATA}/permintaan")
@guarded(PUBLIC)
def ask(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Ask for a human's look, pause the use of the data, or go on with it."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(DATA)
    tongue, desk, by = page.tongue, serving.desk, actor_of(seeker.principal)
    kind, asked = fields.get("jenis", ""), fields.get("keluhan", "")
    if kind == "manusia":
        about = contested(serving, fields.get("lowongan", ""))
        if not asked or len(asked) > MOST_WORDS:
            fault = tongue.gettext(
                "Tulis apa yang perlu diperiksa, paling banyak %(most)s huruf.", most=tongue.number(MOST_WORDS)
            )
            return _shown(page, serving, seeker, faults={"keluhan": fault}, about=about)
        named = {"posting": about.key} if about else {}
        desk.file(seeker.key, RequestKind.OBJECTION, {"words": asked} | named, by)
        return _shown(
            page,
            serving,
            seeker,
            tongue.gettext("Permintaanmu dicatat. Seorang petugas akan menjawab dalam 3 x 24 jam."),
        )
    if kind == "jeda" and not _paused(serving, seeker):
        desk.file(seeker.key, RequestKind.RESTRICTION, {}, by)
        return _shown(
            page,
            serving,
            seeker,
            tongue.gettext("Datamu tetap tersimpan, tetapi tidak dipakai lagi sampai kamu mengizinkannya."),
        )
    if kind == "lanjut":
        for row in _paused(serving, seeker):
            desk.lift(row.stored.id, by)
        return _shown(page, serving, seeker, tongue.gettext("Datamu dipakai lagi."))
    return page.go(DATA)


@router.post(f"{DATA}/kode")
@guarded(PUBLIC)
def code(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """A new code, in place of one that was lost or seen by somebody."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(DATA)
    made = give_code(serving.engine.store, seeker.key, datetime.now(UTC))
    return page.render("tersimpan.html", code=made, is_back=True)


@router.api_route(f"{DATA}/hapus", methods=["GET", "HEAD"])
@guarded(PUBLIC)
def erase_form(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """What is erased, and the last question."""
    seeker = seeker_of(request, serving)
    return page.go(DATA) if seeker is None else page.render("hapus.html", is_gone=False)


@router.post(f"{DATA}/hapus")
@guarded(PUBLIC)
def erase(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """Erase the profile and all that hangs on it, and end the session."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(DATA)
    serving.eraser.erase(Kind.WORKER, [seeker.key])
    shelf_of(request, serving).drop()
    return _ended(request, "hapus.html", is_gone=True)


@router.post(f"{DATA}/keluar")
@guarded(PUBLIC)
def leave(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """Forget the profile in this browser; it stays kept, and the code opens it."""
    shelf_of(request, serving).drop()
    carrier = Response()
    end_seeker_session(request, carrier)
    answer = page.go("/")
    for cookie in carrier.headers.getlist("set-cookie"):
        answer.headers.append("set-cookie", cookie)
    return answer


def _ended(request: Request, template: str, **context: Any) -> HTMLResponse:
    carrier = Response()
    end_seeker_session(request, carrier)
    answer = page_of(request).render(template, **context)
    for cookie in carrier.headers.getlist("set-cookie"):
        answer.headers.append("set-cookie", cookie)
    return answer


def _allowed(serving: Serving, seeker: Seeker) -> list[Purpose]:
    return [purpose for purpose in Purpose if serving.engine.limits.allows(seeker.key, purpose)]


def _requests(serving: Serving, seeker: Seeker) -> list[PersonRequest]:
    return serving.desk.requests(RequestFilter(worker_key=seeker.key, limit=100))


def _paused(serving: Serving, seeker: Seeker) -> list[PersonRequest]:
    found = _requests(serving, seeker)
    return [
        one for one in found if one.stored.kind == RequestKind.RESTRICTION and one.stored.state == RequestState.DONE
    ]


def _shown(
    page: Page,
    serving: Serving,
    seeker: Seeker,
    message: str = "",
    faults: dict[str, str] | None = None,
    about: Contested | None = None,
) -> HTMLResponse:
    tongue = page.tongue
    return page.render(
        "data_saya.html",
        status=422 if faults else 200,
        seeker=seeker,
        message=message,
        faults=faults or {},
        told=told(tongue, draft_of(seeker.worker)),
        choices=choices(tongue, _allowed(serving, seeker)),
        about=about,
        asked=[
            own_request(serving, tongue, one)
            for one in _requests(serving, seeker)
            if one.stored.kind != RequestKind.ACCESS
        ],
        is_paused=bool(_paused(serving, seeker)),
        most_words=MOST_WORDS,
    )
