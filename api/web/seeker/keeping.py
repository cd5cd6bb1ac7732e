"""``/simpan`` and ``/pulihkan``: a profile is kept from here on, and found again on another device.

Nothing is stored before the seeker has read what it is stored for and said yes. There is no name and no password: a
session of the browser is the key, and a code that is shown once for the day when the browser is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.routes.consents import keep_consents
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep, page_of
from api.web.route import PageRoute
from api.web.seeker.asking import asked_of
from api.web.seeker.cv_shelf import shelf_of
from api.web.seeker.draft import Draft
from api.web.seeker.person import owner_of, put_profile, seeker_of
from api.web.seeker.purposes import choices, said
from api.web.seeker_session import begin_seeker_session
from indexes.seeker_rows import HIDDEN, SAVED, KeptPosting
from matcher.records import Kind
from matcher.rights.purposes import Asked, Purpose, load_purposes
from matcher.rights.recovery import give_code, worker_of

KEEP = "/simpan"
RECOVER = "/pulihkan"

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def ask(
    page: Page,
    draft: Draft,
    posting: str = "",
    *,
    has_profile: bool = False,
    again: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """What a seeker reads before anything is kept.

    Args:
        page: Answered.
        draft: What will be kept.
        posting: Key of a posting that will be kept with it, or empty.
        has_profile: Whether a profile of this browser is replaced.
        again: The form by which this was asked; see ``repeat``.
    """
    return page.render(
        "simpan.html", draft=draft, posting=posting, choices=choices(page.tongue), has_profile=has_profile, again=again
    )


@router.post(KEEP)
@guarded(PUBLIC)
def keep(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Keep the profile, what was said of its use, and the posting; shows the code once."""
    asked = asked_of(fields)
    worker, faults = asked.draft.worker(page.tongue)
    if faults:
        return page.go("/")
    carrier, shelf = Response(), shelf_of(request, serving)
    session = begin_seeker_session(request, carrier)
    had = seeker_of(request, serving) is not None
    key = put_profile(serving, session.owner, worker)
    seeker = seeker_of(request, serving)
    assert seeker is not None
    at = datetime.now(UTC)
    usual = {purpose for purpose, facts in load_purposes().items() if facts.asked is Asked.OPT_OUT}
    now = {one for one in Purpose if serving.engine.limits.allows(key, one)} if had else usual
    wanted = [one.purpose for one in choices(page.tongue) if fields.get(one.field)]
    if changed := said(key, wanted, at, now):
        keep_consents(serving, seeker.principal, changed)
    serving.audit.append(
        actor=seeker.principal.client,
        role=str(seeker.principal.role),
        tenant=seeker.principal.tenant,
        action="record.write",
        target=key,
        facts={"route": f"POST {KEEP}"},
    )
    _keep_postings(serving, key, asked.draft, fields.get("posting", ""), at)
    shelf.drop()
    code = "" if had else give_code(serving.engine.store, key, at)
    return _with_cookies(page_of(request).render("tersimpan.html", code=code, is_back=False, here="/saya"), carrier)


def _keep_postings(serving: Serving, key: str, draft: Draft, posting: str, at: datetime) -> None:
    """What was saved and hidden before there was a profile."""
    store = serving.engine.store
    for hidden, reason in draft.left_out.items():
        store.keep_posting(KeptPosting(worker_key=key, posting_key=hidden, state=HIDDEN, reason=reason, at=at))
    if posting and store.get(Kind.POSTING, posting) is not None:
        store.keep_posting(KeptPosting(worker_key=key, posting_key=posting, state=SAVED, reason="", at=at))


def _with_cookies(response: HTMLResponse, carrier: Response) -> HTMLResponse:
    for cookie in carrier.headers.getlist("set-cookie"):
        response.headers.append("set-cookie", cookie)
    return response


@router.api_route(RECOVER, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def recover_form(page: PageDep) -> HTMLResponse:
    """Where the code is typed."""
    return page.render("pulihkan.html", faults={})


@router.post(RECOVER)
@guarded(PUBLIC)
def recover(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Open the profile of a code in this browser; the code is spent, and a new one is shown."""
    store = serving.engine.store
    key = worker_of(store, fields.get("kode", ""))
    if not key or store.get(Kind.WORKER, key) is None:
        fault = page.tongue.gettext(
            "Kode ini tidak kami kenal. Periksa lagi tiap hurufnya; kode lama tidak berlaku lagi."
        )
        return page.render("pulihkan.html", status=422, faults={"kode": fault})
    carrier = Response()
    begin_seeker_session(request, carrier, owner_of(key))
    code = give_code(store, key, datetime.now(UTC))
    return _with_cookies(page_of(request).render("tersimpan.html", code=code, is_back=True), carrier)
