"""The pages of placement officers (``/petugas``): who and what waits, search, a person, a posting."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_OFFICERS
from api.access.rules import guarded
from api.pseudonyms import LONGEST
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from api.web import officer_view as view
from api.web import officer_words
from api.web.cookies import YEAR_S, cookie_of, set_cookie
from api.web.fields import FieldsDep
from api.web.navigation import Entry
from api.web.page import Page, PageDep
from api.web.regions import Region, region_of
from api.web.route import PageRoute
from api.web.tongue import N_
from indexes.request_rows import OPEN, RequestFilter
from matcher.filters import Conditions
from matcher.impersonal import cleaned
from matcher.placement.places import of_region
from matcher.placement.queue import ENDS, LATER_DAYS
from matcher.records import Kind, Posting
from matcher.rights.requests import Actor, RequestKind
from taxonomy.errors import UnknownIdError

OFFICERS = "/petugas"

REGION_COOKIE = "sepadan_wilayah"
"""The region that an officer works in, for a year: each morning it is the same."""

_SHOWN, _RANKED, _COUNTED = 30, 20, 100

ENTRY = Entry(place=3, tab="officer", path=OFFICERS, label=N_("Petugas"), staff=frozenset({"officer"}))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Key = Annotated[str, Path(max_length=LONGEST)]
WorkId = Annotated[str, Query(alias="kerja", max_length=64)]


def actor_of(caller: Caller) -> Actor:
    """Who works, for the log."""
    principal = caller.principal
    return Actor(client=principal.client, role=str(principal.role), tenant=principal.tenant)


@router.api_route(OFFICERS, methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def queue(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    jenis: Annotated[str, Query(max_length=20)] = "",
    wilayah: Annotated[str, Query(max_length=4)] = "",
    kabupaten: Annotated[str, Query(max_length=4)] = "",
) -> HTMLResponse:
    """What waits, everywhere or in a region, and a field to search with."""
    is_chosen = "wilayah" in page.request.query_params
    code = wilayah if is_chosen else cookie_of(page.request, REGION_COOKIE)
    region = region_of(serving.engine.coder.gazetteer, code, kabupaten)
    if page.request.method == "GET":
        serving.queue.fill(serving.engine, serving.today(), region.code)
    kind = jenis if jenis in officer_words.WORK_KINDS else ""
    response = _queue(page, serving, caller, trail, kind, region)
    if is_chosen:
        set_cookie(page.request, response, REGION_COOKIE, region.code, YEAR_S)
    return response


@router.post(OFFICERS + "/antrean")
@guarded(FOR_OFFICERS)
def work(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Take something in hand, end it, put it off or give it back."""
    do, _, name = fields.get("do", "").partition(":")
    by, name = actor_of(caller), name or fields.get("kerja", "")
    region = region_of(serving.engine.coder.gazetteer, fields.get("wilayah", ""))
    among = of_region(serving.engine, region.code) if region.code else None
    if do in {"ambil", "berikut"}:
        kind = fields.get("jenis", "")
        taken = serving.queue.take(name, by) if do == "ambil" else serving.queue.take_next(by, kind, among)
        if taken is None:
            return _queue(page, serving, caller, trail, "", region, "taken" if do == "ambil" else "empty")
        trail.about(taken.worker_key, kind=taken.kind)
        return page.go(view.address_of(taken) + region.query)
    found = serving.queue.one(name)
    trail.is_told = True
    reason, note = fields.get("alasan", ""), fields.get("catatan", "")
    if do in {"selesai", "lanjut"} and reason in ENDS["done"]:
        is_done = serving.queue.done(found, by, reason, note)
    elif do == "tunda" and reason in ENDS["later"]:
        days = fields.get("hari", "")
        wait = next((one for one in LATER_DAYS if str(one) == days), LATER_DAYS[0])
        is_done = serving.queue.put_off(found, by, reason, wait, note)
    elif do == "lepas":
        is_done = serving.queue.give_back(found, by, note)
    else:
        return _queue(page, serving, caller, trail, "", region, "reason")
    if not is_done:
        return _queue(page, serving, caller, trail, "", region, "lost")
    following = serving.queue.take_next(by, found.kind, among) if do == "lanjut" else None
    if following is None:
        return page.go(OFFICERS + (f"?wilayah={region.code}" if region.code else ""))
    return page.go(view.address_of(following) + region.query)


def _queue(
    page: Page, serving: Serving, caller: Caller, trail: Trail, kind: str, region: Region, taken: str = ""
) -> HTMLResponse:
    """The queue; ``taken`` tells why nothing was done."""
    among = of_region(serving.engine, region.code) if region.code else None
    waits = serving.queue.waiting(kind, _SHOWN, among)
    trail.is_told = False
    trail.shown(one.worker_key for one in waits if one.worker_key)
    asked = serving.desk.requests(RequestFilter(states=OPEN, kind=RequestKind.OBJECTION, limit=_COUNTED))
    return page.render(
        "petugas.html",
        status=HTTPStatus.CONFLICT if taken not in {"", "empty"} else HTTPStatus.OK,
        rows=view.work_rows(serving, waits, caller.principal.client, datetime.now(UTC), page.tongue),
        counts=serving.queue.counts(among),
        kind=kind,
        kinds=officer_words.WORK_KINDS,
        agreement=serving.judgements.agreement(),
        taken=taken,
        region=region,
        objections=len(asked) if caller.principal.may("privacy:reviews") else 0,
    )


@router.api_route(OFFICERS + "/orang/{key:path}", methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def person(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, key: Key, kerja: WorkId = ""
) -> HTMLResponse:
    """A person: own words, what was read, the postings that fit best.

    Raises:
        UnknownIdError: Not stored, or not indexed.
    """
    with caller.opened(key) as stored:
        trail.about(stored)
        subject = serving.engine.stored_subject(Kind.WORKER, stored)
        ranking = serving.engine.match(subject, _RANKED, Conditions(today=serving.today()))
        serving.metrics.matches("posting", len(ranking.matches))
    return page.render(
        "petugas_orang.html",
        person=view.person_row(serving, stored, page.tongue),
        told=view.person_text(serving, stored),
        rows=view.ranked_rows(serving, ranking, Kind.POSTING, page.tongue),
        may_open=serving.vault is not None,
        work=(work := in_hand(serving, caller, kerja)),
        work_note=told_before(serving, work),
        **choices(page),
    )


@router.api_route(OFFICERS + "/lowongan/{key:path}", methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def posting(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, key: Key, kerja: WorkId = ""
) -> HTMLResponse:
    """A posting: its text, what was read, the people who fit best.

    Raises:
        UnknownIdError: Not stored, or not indexed.
    """
    subject = serving.engine.stored_subject(Kind.POSTING, key)
    assert isinstance(subject.record, Posting)
    ranking = serving.engine.match(subject, _RANKED, Conditions(visible=caller.visible))
    serving.metrics.matches("worker", len(ranking.matches))
    trail.shown((one.key for one in ranking.matches), posting=key)
    return page.render(
        "petugas_lowongan.html",
        posting=view.posting_row(serving, key, page.tongue),
        text=subject.record.description,
        is_open=subject.coded.is_open(serving.today()),
        rows=view.ranked_rows(serving, ranking, Kind.WORKER, page.tongue),
        work=(work := in_hand(serving, caller, kerja)),
        work_note=told_before(serving, work),
        **choices(page),
    )


def region_carried(page: Page) -> str:
    """The code of the region whose queue is worked at, as addresses carry it; empty for everywhere."""
    code = page.request.query_params.get("wilayah", "")
    return code if code.isascii() and code.isdigit() and len(code) in {2, 4} else ""


def in_hand(serving: Serving, caller: Caller, work_id: str) -> str:
    """The id of a thing that this officer has in hand; empty for none."""
    if not work_id:
        return ""
    try:
        found = serving.queue.one(work_id)
    except UnknownIdError:
        return ""
    is_mine = found.holder == caller.principal.client and found.is_held_by_other("", datetime.now(UTC))
    return found.id if is_mine else ""


def told_before(serving: Serving, work_id: str) -> str:
    """What a colleague, or the same officer earlier, wrote beside a thing; empty for none."""
    return str(cleaned(serving.queue.note(serving.queue.one(work_id)))) if work_id else ""


def choices(page: Page) -> dict[str, Any]:
    """What may be chosen in forms, in the reader's language."""
    said = page.tongue.gettext
    return {
        "region": region_carried(page),
        "ends": [(code, said(officer_words.ENDS[code])) for code in ENDS["done"]],
        "put_offs": [(code, said(officer_words.PUT_OFFS[code])) for code in ENDS["later"]],
        "days": [(str(n), page.tongue.ngettext("%(n)s hari", "%(n)s hari", n)) for n in LATER_DAYS],
        "reasons": [(code, said(label)) for code, label in officer_words.REASONS.items()],
        "verdicts": officer_words.VERDICTS,
    }
