"""The titles that the coder is unsure of (``/pengelola/judul``), and one of them with what may be answered."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.officer import actor_of
from api.web.page import Page, PageDep
from api.web.planner.waiting import READY, wait_for, with_query
from api.web.route import PageRoute
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward_titles.doubt_list import filter_of, next_title, waiting_titles
from api.web.steward_titles.examples import examples_of
from api.web.steward_titles.words import FAULTS, KINDS, ORDERS, answer_words, case_row, share_words
from api.web.tongue import N_, Tongue
from indexes.title_rows import CONFIRMED, OPEN, SettlingError
from matcher.records import Kind
from matcher.titles.answers import DEPENDS, LONGEST_NOTE, NO_JOB, is_unit
from matcher.titles.desk import Proposal
from matcher.titles.uncertain import UncertainTitle
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupation_search import load_search
from taxonomy.titles import core_title

TITLES = f"{STEWARDS}/judul"
ONE = f"{TITLES}/satu"

_PAGE = 25
_HITS = 8
SLOW_FROM = 20_000
"""Stored postings from which the first look is waited for on a page of its own."""

ROOM = Room(place=4, path=TITLES, label=N_("Judul belum pasti"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Word = Annotated[str, Query(max_length=20)]
Words = Annotated[str, Query(max_length=120)]
Title = Annotated[str, Query(alias="judul", max_length=400)]


@router.api_route(TITLES, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def titles(
    page: PageDep,
    serving: ServingDep,
    urut: Word = "",
    jenis: Word = "",
    sumber: Words = "",
    cari: Words = "",
    number: int = Query(default=1, ge=1, le=50_000, alias="page"),
) -> Response:
    """A page of them; who asks first of many waits for it on a page of its own."""
    asked = filter_of(urut, jenis, sumber, cari)
    if serving.uncertain.is_cold and serving.status().records.get(str(Kind.POSTING), 0) >= SLOW_FROM:
        onward = with_query(TITLES, asked, **{READY: "1"})
        if sent := wait_for(page, lambda tell: serving.uncertain.now(), onward):
            return sent
    found = waiting_titles(serving, asked)
    every = serving.uncertain.now().values()
    sources = sorted({source for one in every for source in one.sources})
    pages = max(1, -(-len(found) // _PAGE))
    number = min(number, pages)
    said = page.tongue.gettext
    return show(
        page,
        "pengelola_judul.html",
        TITLES,
        rows=[_row(page.tongue, one, asked) for one in found[(number - 1) * _PAGE : number * _PAGE]],
        total=len(found),
        postings=sum(one.postings for one in found),
        asked=asked,
        orders=[(name, said(label)) for name, (label, _) in ORDERS.items()],
        kinds=[(name, said(label)) for name, (label, _) in KINDS.items()],
        sources=[("", page.tongue.gettext("Semua")), *((source, source) for source in sources)],
        number=number,
        pages=pages,
        address=with_query(TITLES, asked) + ("&" if any(asked.values()) else "?"),
        open_count=sum(case.state == OPEN for case in serving.engine.store.title_cases()),
    )


def _row(tongue: Tongue, one: UncertainTitle, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": one.title,
        "address": with_query(ONE, dict(asked), judul=one.title),
        "postings": one.postings,
        "seekers": one.seekers,
        "sources": _sources(tongue, one),
        "best": answer_words(tongue, one.candidates[0][0]) if one.candidates else "",
        "share": share_words(tongue, one.confidence),
        "is_silent": one.silent == one.postings,
    }


def _sources(tongue: Tongue, one: UncertainTitle) -> str:
    return ", ".join(f"{source} {tongue.number(count)}" for source, count in list(one.sources.items())[:4])


@router.api_route(ONE, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def one_title(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    judul: Title,
    jabatan: Words = "",
    urut: Word = "",
    jenis: Word = "",
    sumber: Words = "",
    cari: Words = "",
    usul: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """One title: where it stands, what the coder would say, and a form for an answer.

    Raises:
        UnknownIdError: No posting has it, no five people wish for it and nobody answered it.
    """
    asked = filter_of(urut, jenis, sumber, cari)
    return _one(page, serving, caller, judul, asked, jabatan=jabatan, proposed=usul)


@router.post(f"{TITLES}/usul")
@guarded(FOR_STEWARDS)
def propose(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """An answer, which waits for a second person; goes on to the next title.

    Raises:
        UnknownIdError: There is no such title.
    """
    asked = filter_of(*(fields.get(name, "")[:120] for name in ("urut", "jenis", "sumber", "cari")))
    title, answer = core_title(fields.get("judul", "")[:400]), fields.get("jawaban", "")
    note = fields.get("catatan", "")
    if title not in serving.uncertain.now() and not serving.engine.store.title_cases(title):
        raise UnknownIdError(wanted="a title that the coder is unsure of", found=title, where="judul")
    following = next_title(serving, title, asked)
    faults: dict[str, str] = {}
    if not answer:
        faults["jawaban"] = page.tongue.gettext("Pilih satu jawaban dulu.")
    if len(note) > LONGEST_NOTE:
        most, found = page.tongue.number(LONGEST_NOTE), page.tongue.number(len(note))
        faults["catatan"] = page.tongue.gettext(
            "Catatan paling banyak %(most)s huruf; ini %(found)s.", most=most, found=found
        )
    if not faults:
        known = serving.uncertain.now().get(title)
        offered = Proposal(title=title, answer=answer, note=note, postings=known.postings if known else 0)
        try:
            (made,) = serving.titles.propose([offered], actor_of(caller))
        except SettlingError as error:
            faults["jawaban"] = page.tongue.gettext(FAULTS[error.fault])
        except InputError:
            faults["jawaban"] = page.tongue.gettext("Pilih salah satu jawaban yang ada di halaman ini.")
        else:
            told = {"usul": made.id, **({"judul": following} if following else {})}
            return page.go(with_query(ONE if following else f"{TITLES}/jawaban", dict(asked), **told))
    return _one(page, serving, caller, title, asked, faults=faults, note=note, chosen=answer)


def _one(
    page: Page,
    serving: Serving,
    caller: Caller,
    words: str,
    asked: Mapping[str, str],
    *,
    jabatan: str = "",
    proposed: str = "",
    faults: Mapping[str, str] | None = None,
    note: str = "",
    chosen: str = "",
) -> HTMLResponse:
    title, tongue = core_title(words), page.tongue
    known = serving.uncertain.now().get(title)
    cases = serving.engine.store.title_cases(title) if title else []
    if known is None and not cases:
        raise UnknownIdError(wanted="a title that the coder is unsure of", found=words, where="judul")
    following = next_title(serving, title, asked)
    candidates = known.candidates if known else ()
    settled = next((case for case in cases if case.state == CONFIRMED), None)
    context: dict[str, Any] = {
        "title": title,
        "known": known,
        "sources": _sources(tongue, known) if known else "",
        "candidates": [(code, answer_words(tongue, code), share_words(tongue, share)) for code, share in candidates],
        "found": _found(tongue, jabatan, {code for code, _ in candidates}),
        "jabatan": jabatan,
        "specials": [(answer, answer_words(tongue, answer)) for answer in (NO_JOB, DEPENDS)],
        "examples": examples_of(serving, tongue, known, settled),
        "cases": [case_row(tongue, case, caller.principal.client) for case in reversed(cases)],
        "asked": asked,
        "skip": with_query(ONE, dict(asked), judul=following) if following else "",
        "back": with_query(TITLES, dict(asked)),
        "proposed": _proposed(serving, proposed),
        "faults": faults or {},
        "note": note,
        "chosen": chosen,
        "most": LONGEST_NOTE,
        "search": f"{ONE}?{urlencode({'judul': title})}",
    }
    if page.is_fragment:
        return page.render("pengelola_judul_satu.html", fragment="temuan", rooms=[], **context)
    answer = show(page, "pengelola_judul_satu.html", TITLES, **context)
    if faults:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _proposed(serving: Serving, answer_id: str) -> str:
    """Title of the answer that was just given; empty for none."""
    if not answer_id:
        return ""
    try:
        return serving.engine.store.title_case(answer_id).answer.title
    except UnknownIdError:
        return ""


def _found(tongue: Tongue, words: str, shown: set[str]) -> list[tuple[str, str, str]]:
    """Unit groups for the words of a search: code, label and the name that answers; those shown already left out."""
    hits = load_search().suggest(words, 2 * _HITS) if words.strip() else ()
    found = [(hit.occupation.code, answer_words(tongue, hit.occupation.code), hit.matched) for hit in hits]
    return [
        (code, label, "" if matched in label else matched)
        for code, label, matched in found
        if is_unit(code) and code not in shown
    ][:_HITS]
