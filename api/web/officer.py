"""The pages of placement officers (``/petugas``): who and what waits, search, a person, a posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.pseudonyms import LONGEST, is_pseudonym
from api.routes.intake import INLINE, read_record
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from matcher.filters import Conditions
from matcher.placement.queue import ENDS, LATER_DAYS
from matcher.records import Kind, Posting
from matcher.rights.requests import Actor
from taxonomy.errors import InputError, UnknownIdError

OFFICERS = "/petugas"

_SHOWN, _RANKED, _HITS = 30, 20, 10
_ASKED = 300

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Key = Annotated[str, Path(max_length=LONGEST)]
WorkId = Annotated[str, Query(alias="kerja", max_length=64)]


def actor_of(caller: Caller) -> Actor:
    """Who works, for the log."""
    principal = caller.principal
    return Actor(client=principal.client, role=str(principal.role), tenant=principal.tenant)


@router.api_route(OFFICERS, methods=["GET", "HEAD"])
def queue(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    jenis: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What waits, and a field to search with."""
    if page.request.method == "GET":
        serving.queue.fill(serving.engine, serving.today())
    kind = jenis if jenis in view.WORK_KINDS else ""
    work = serving.queue.waiting(kind, _SHOWN)
    trail.shown(one.worker_key for one in work if one.worker_key)
    rows = view.work_rows(serving, work, caller.principal.client, datetime.now(UTC), page.tongue)
    told = serving.judgements.agreement()
    return page.render(
        "petugas.html",
        rows=rows,
        counts=serving.queue.counts(),
        kind=kind,
        kinds=view.WORK_KINDS,
        agreement=told,
        taken="",
    )


@router.post(OFFICERS + "/antrean")
def work(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Take something in hand, end it, put it off or give it back."""
    do, _, name = fields.get("do", "").partition(":")
    by, name = actor_of(caller), name or fields.get("kerja", "")
    if do in {"ambil", "berikut"}:
        kind = fields.get("jenis", "")
        taken = serving.queue.take(name, by) if do == "ambil" else serving.queue.take_next(by, kind)
        if taken is None:
            return _told(page, serving, caller, "taken" if do == "ambil" else "empty")
        trail.about(taken.worker_key, kind=taken.kind)
        return page.go(view.address_of(taken))
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
        is_done = serving.queue.give_back(found, by)
    else:
        return _told(page, serving, caller, "reason")
    if not is_done:
        return _told(page, serving, caller, "lost")
    following = serving.queue.take_next(by, found.kind) if do == "lanjut" else None
    return page.go(view.address_of(following) if following else OFFICERS)


def _told(page: Page, serving: Serving, caller: Caller, what: str) -> HTMLResponse:
    """The queue, with why nothing was done."""
    rows = view.work_rows(
        serving, serving.queue.waiting("", _SHOWN), caller.principal.client, datetime.now(UTC), page.tongue
    )
    return page.render(
        "petugas.html",
        status=HTTPStatus.OK if what == "empty" else HTTPStatus.CONFLICT,
        rows=rows,
        counts=serving.queue.counts(),
        kind="",
        kinds=view.WORK_KINDS,
        agreement=serving.judgements.agreement(),
        taken=what,
    )


@router.post(OFFICERS + "/cari")
def search(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """People and postings by key, by the pseudonym that a tenant knows somebody under, or by words."""
    asked = " ".join(fields.get("cari", "").split())[:_ASKED]
    if not asked:
        return page.go(OFFICERS)
    for kind, where in ((Kind.WORKER, "orang"), (Kind.POSTING, "lowongan")):
        key = _named(serving, caller, asked) if kind is Kind.WORKER else asked
        if key and "\x00" not in key and serving.engine.store.get(kind, key) is not None:
            return page.go(f"{OFFICERS}/{where}/{quote(key, safe='')}")
    people, postings = _by_words(serving, asked, page)
    trail.shown(one.key for one in people)
    return page.render("petugas_cari.html", asked=asked, people=people, postings=postings)


def _named(serving: Serving, caller: Caller, asked: str) -> str:
    """The key of a worker that is asked for by it, or by a pseudonym of any tenant."""
    if not is_pseudonym(asked):
        return asked
    tenants = sorted({client.tenant for client in serving.engine.store.clients()})
    opened = (caller.tenancy.pseudonyms.open(asked, tenant) for tenant in tenants)
    return next((key for key in opened if key), "")


def _by_words(serving: Serving, asked: str, page: Page) -> tuple[list[Any], list[Any]]:
    """What is nearest to some words: as if they were an ad, and as if somebody wished for that."""
    engine, today = serving.engine, serving.today()
    try:
        ad = engine.subject(read_record(Kind.POSTING, {"title": asked, "description": asked}, "cari", INLINE))
        wish = engine.subject(read_record(Kind.WORKER, {"wish": asked, "summary": asked}, "cari", INLINE))
    except InputError:
        return [], []
    anyhow = Conditions(respect_education=False, respect_hours=False)
    people = engine.match(ad, _HITS, anyhow)
    postings = engine.match(wish, _HITS, replace(anyhow, today=today))
    return (
        view.ranked_rows(serving, replace(people, key=""), Kind.WORKER, page.tongue),
        view.ranked_rows(serving, replace(postings, key=""), Kind.POSTING, page.tongue),
    )


@router.api_route(OFFICERS + "/orang/{key:path}", methods=["GET", "HEAD"])
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
        work=in_hand(serving, caller, kerja),
        **choices(page),
    )


@router.api_route(OFFICERS + "/lowongan/{key:path}", methods=["GET", "HEAD"])
def posting(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, key: Key, kerja: WorkId = ""
) -> HTMLResponse:
    """A posting: its text, what was read, the people who fit best.

    Raises:
        UnknownIdError: Not stored, or not indexed.
    """
    if "\x00" in key:
        raise UnknownIdError(wanted="the id of a stored posting", found="a NUL", where="id")
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
        work=in_hand(serving, caller, kerja),
        **choices(page),
    )


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


def choices(page: Page) -> dict[str, Any]:
    """What may be chosen in forms, in the reader's language."""
    said = page.tongue.gettext
    return {
        "ends": [(code, said(view.ENDS[code])) for code in ENDS["done"]],
        "put_offs": [(code, said(view.PUT_OFFS[code])) for code in ENDS["later"]],
        "days": [(str(n), page.tongue.ngettext("%(n)s hari", "%(n)s hari", n)) for n in LATER_DAYS],
        "reasons": [(code, said(label)) for code, label in view.REASONS.items()],
        "verdicts": view.VERDICTS,
    }
