"""A person beside a posting (``/petugas/pasangan``): marked texts, a judgement of one's own, identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_OFFICERS
from api.access.rules import guarded
from api.pseudonyms import LONGEST
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web import officer_words, words
from api.web.fields import FieldsDep
from api.web.officer import OFFICERS, WorkId, actor_of, choices, in_hand, region_carried, told_before
from api.web.page import Page, PageDep
from api.web.pair_facts import facts_told
from api.web.route import PageRoute
from matcher.part_list import COMPONENT_WORDS
from matcher.placement.judgements import Verdict
from matcher.placement.side_by_side import SideBySide, side_by_side
from matcher.reason_words import number, score_word, step_words
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError

PAIR = OFFICERS + "/pasangan"

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Person = Annotated[str, Query(alias="orang", max_length=LONGEST)]
Job = Annotated[str, Query(alias="lowongan", max_length=LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a page about a person and a posting names.

    Attributes:
        person: Id or pseudonym.
        posting: Key.
        work: The work in hand, where there is some.
    """

    person: str
    posting: str
    work: str


def asked_of(orang: Person = "", lowongan: Job = "", kerja: WorkId = "") -> Asked:
    """As a request names them."""
    return Asked(person=orang, posting=lowongan, work=kerja)


AskedDep = Annotated[Asked, Depends(asked_of)]


def address_of(worker: str, posting: str) -> str:
    """Of the page of a pair."""
    return f"{PAIR}?{asked_for(worker, posting)}"


def asked_for(worker: str, posting: str) -> str:
    """Both, as a query."""
    return f"orang={quote(worker, safe='')}&lowongan={quote(posting, safe='')}"


@router.api_route(PAIR, methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def pair(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, asked: AskedDep) -> HTMLResponse:
    """Both, side by side.

    Raises:
        UnknownIdError: Either is not stored, or not indexed.
    """
    with caller.opened(asked.person) as worker:
        trail.about(worker, posting=asked.posting)
        return _shown(page, serving, caller, worker, asked.posting, asked.work)


@router.post(PAIR)
@guarded(FOR_OFFICERS)
def judge(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Judge a pair, or take a judgement back; each with its row of the audit log."""
    posting, kerja = fields.get("lowongan", ""), fields.get("kerja", "")
    with caller.opened(fields.get("orang", "")) as worker:
        trail.is_told = True
        if fields.get("do") == "batal":
            found = serving.judgements.of_pair(worker, posting)
            if found is not None:
                serving.judgements.undo(found, actor_of(caller))
        else:
            seen = pair_of(serving, worker, posting)
            verdict: Verdict = "fits" if fields.get("do") == "cocok" else "does_not_fit"
            try:
                serving.judgements.judge(
                    worker,
                    posting,
                    verdict,
                    fields.get("alasan", ""),
                    actor_of(caller),
                    note=fields.get("catatan", ""),
                    score=seen.explained.score,
                    weights=serving.engine.weights,
                )
            except InputError:
                told = page.tongue.gettext("Pilih alasannya. Untuk alasan lain, tulis dengan katamu.")
                return _shown(page, serving, caller, worker, posting, kerja, faults={"alasan": told})
    region = region_carried(page)
    return page.go(
        address_of(worker, posting)
        + (f"&kerja={quote(kerja)}" if kerja else "")
        + (f"&wilayah={region}" if region else "")
    )


@router.post(OFFICERS + "/identitas")
@guarded(FOR_OFFICERS)
def identity(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> HTMLResponse:
    """Who a person is: opened for this one answer, and logged before it goes out."""
    with caller.opened(fields.get("orang", "")) as worker:
        trail.about(worker, purpose="placement")
        if serving.engine.store.get(Kind.WORKER, worker) is None:
            raise UnknownIdError(wanted="the id of a stored worker", found=worker, where="id")
        columns = ("name", "phone", "email", "address")
        opened: Mapping[str, str] = {}
        if serving.vault is not None:
            opened = serving.engine.store.identity(Kind.WORKER, worker, serving.vault, columns) or {}
    return page.render(
        "petugas_identitas.html", fragment="isi", worker=worker, opened=[opened.get(name, "") for name in columns]
    )


def pair_of(serving: Serving, worker: str, posting: str) -> SideBySide:
    """Both side by side.

    Raises:
        UnknownIdError: Either is not stored, or not indexed.
    """
    return side_by_side(serving.engine, worker, posting, serving.today())


def _shown(
    page: Page,
    serving: Serving,
    caller: Caller,
    worker: str,
    posting: str,
    kerja: str,
    *,
    faults: Mapping[str, str] | None = None,
) -> HTMLResponse:
    seen, tongue = pair_of(serving, worker, posting), page.tongue
    found = seen.explained
    held = serving.judgements.of_pair(worker, posting)
    return page.render(
        "pasangan.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        seen=seen,
        worker=view.person_row(serving, worker, tongue),
        posting=view.posting_row(serving, posting, tongue),
        score=words.points(tongue, found.score),
        word=score_word(found.score, tongue.language),
        parts=[
            (COMPONENT_WORDS[name][tongue.language], words.points(tongue, value), bool(found.details[name]["known"]))
            for name, value in found.components.items()
        ],
        steps=[(step_words(step, tongue.language), number(step["gain"], tongue.language)) for step in found.would_help],
        facts=facts_told(serving, worker, posting, seen.facts, tongue),
        bars=[tongue.gettext(officer_words.BARS.get(name, name)) for name in seen.barred_by],
        states=officer_words.STATES,
        sections=officer_words.SECTIONS,
        held=held,
        held_note=serving.judgements.note(held) if held else "",
        all_reasons=officer_words.REASONS,
        history=len(serving.judgements.history(worker, posting)),
        faults=faults or {},
        form={"alasan": "", "catatan": ""},
        work=(work := in_hand(serving, caller, kerja)),
        work_note=told_before(serving, work),
        may_open=serving.vault is not None,
        asked=asked_for(worker, posting),
        **choices(page),
    )
