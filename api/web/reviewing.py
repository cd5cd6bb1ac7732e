"""Objections to automated rankings (``/petugas/peninjauan``): an officer looks, decides, and the person reads why.

UU 27/2022 article 10. The same desk and log as ``/v1/reviews``; accounts of officers alone come here: a human decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import CallerDep
from api.access.rule import FOR_REVIEWERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_words, review_view
from api.web.fields import FieldsDep
from api.web.officer import OFFICERS, actor_of, region_carried
from api.web.page import Page, PageDep
from api.web.regions import region_of
from api.web.route import PageRoute
from indexes.request_rows import OPEN, RequestFilter
from matcher.placement.places import is_in
from matcher.records import Kind
from matcher.rights.requests import PersonRequest, RequestKind, Verdict
from taxonomy.errors import InputError, UnknownIdError

REVIEWS = OFFICERS + "/peninjauan"
MOST_WORDS = 2_000

_SHOWN, _LOOKED_AT = 30, 1_000

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

RequestId = Annotated[str, Path(max_length=40)]


@router.api_route(REVIEWS, methods=["GET", "HEAD"])
@guarded(FOR_REVIEWERS)
def objections(
    page: PageDep,
    serving: ServingDep,
    trail: TrailDep,
    wilayah: Annotated[str, Query(max_length=4)] = "",
    kabupaten: Annotated[str, Query(max_length=4)] = "",
) -> HTMLResponse:
    """What waits for a human, everywhere or of people of a region; first due first."""
    region = region_of(serving.engine.coder.gazetteer, wilayah, kabupaten)
    wanted = RequestFilter(states=OPEN, kind=RequestKind.OBJECTION, limit=_LOOKED_AT)
    of_region = [
        one
        for one in serving.desk.requests(wanted)
        if one.stored.worker_key and is_in(serving.engine, Kind.WORKER, one.stored.worker_key, region.code)
    ]
    shown, now = of_region[:_SHOWN], datetime.now(UTC)
    trail.shown(one.stored.worker_key for one in shown)
    return page.render(
        "peninjauan.html",
        rows=[review_view.asked(serving, one, now, page.tongue) for one in shown],
        more=len(of_region) > len(shown),
        region=region,
    )


@router.api_route(REVIEWS + "/{request_id}", methods=["GET", "HEAD"])
@guarded(FOR_REVIEWERS)
def objection(page: PageDep, serving: ServingDep, trail: TrailDep, request_id: RequestId) -> HTMLResponse:
    """What was asked, what the machine decided and why, and the form of the answer; or the answer.

    Raises:
        UnknownIdError: There is no such objection.
    """
    found = _objection(serving, request_id)
    trail.about(found.stored.worker_key)
    return _shown(page, serving, found)


@router.post(REVIEWS + "/{request_id}")
@guarded(FOR_REVIEWERS)
def decide(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep, request_id: RequestId
) -> Response:
    """Say that somebody works on it, or decide.

    Raises:
        UnknownIdError: There is no such objection.
    """
    found, by = _objection(serving, request_id), actor_of(caller)
    verdict, reason = fields.get("putusan", ""), fields.get("alasan", "")
    region = region_carried(page)
    address = f"{REVIEWS}/{found.stored.id}" + (f"?wilayah={region}" if region else "")
    is_answer = fields.get("do") != "kerjakan"
    if is_answer and (faults := _faults(page, verdict, reason)):
        trail.about(found.stored.worker_key)
        return _shown(page, serving, found, faults=faults, form={"putusan": verdict, "alasan": reason})
    try:
        if is_answer:
            serving.desk.decide(found.stored.id, by, Verdict(verdict), reason)
        else:
            serving.desk.work(found.stored.id, by)
    except InputError:  # another was quicker
        trail.about(found.stored.worker_key)
        return _shown(page, serving, _objection(serving, request_id), is_late=True)
    trail.is_told = True
    return page.go(address)


def _objection(serving: Serving, request_id: str) -> PersonRequest:
    found = serving.desk.get(request_id)
    if found.stored.kind != RequestKind.OBJECTION:
        raise UnknownIdError(wanted="the id of an objection", found=request_id, where="id")
    return found


def _faults(page: Page, verdict: str, reason: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if verdict not in set(Verdict):
        faults["putusan"] = page.tongue.gettext("Pilih putusanmu.")
    if not reason.strip() or len(reason) > MOST_WORDS:
        faults["alasan"] = page.tongue.gettext(
            "Tulis alasannya untuk orang ini, paling banyak %(most)s huruf.", most=page.tongue.number(MOST_WORDS)
        )
    return faults


def _shown(
    page: Page,
    serving: Serving,
    found: PersonRequest,
    *,
    faults: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    is_late: bool = False,
) -> HTMLResponse:
    now = datetime.now(UTC)
    one = review_view.asked(serving, found, now, page.tongue)
    decided: Mapping[str, Any] = review_view.decided(serving, found, page.tongue) if one["is_open"] else {}
    status = HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page.render(
        "peninjauan_satu.html",
        status=status,
        one=one,
        decided=decided,
        choices=officer_words.REVIEWS,
        verdicts=officer_words.VERDICTS,
        faults=faults or {},
        form=form or {"putusan": "", "alasan": ""},
        conflict=is_late,
        most=MOST_WORDS,
        region=region_carried(page),
    )
