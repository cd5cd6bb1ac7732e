"""Copies to settle (``/pengelola/ganda``): pairs that the search doubts, side by side, answered and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from filelock import FileLock, Timeout

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.officer import actor_of
from api.web.page import Page, PageDep
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.steward import copies_view as view
from api.web.steward.moments import ago
from api.web.steward.pulse import pulse
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.tasks import Tell
from api.web.tongue import N_
from indexes.doubt_rows import UNSURE, PairAnswer
from indexes.duplicate_records import Verdict
from matcher.duplicates.find import find
from matcher.duplicates.scorecard import bundled_scorecard
from matcher.duplicates.settling import ANSWERS
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

COPIES = f"{STEWARDS}/ganda"
PAIR = f"{COPIES}/pasangan"

_PAGE = 25
_LISTS = {"sama": str(Verdict.SAME), "berbeda": str(Verdict.APART), "belum-tahu": UNSURE}
"""Word of an address to the answers that it lists."""

Key = Annotated[str, Query(max_length=400)]
Source = Annotated[str, Query(max_length=100, alias="sumber")]
Skipped = Annotated[int, Query(ge=0, le=1_000_000, alias="lewati")]
AnswerId = Annotated[str, Query(max_length=64, alias="tadi")]

ROOM = Room(place=3, path=COPIES, label=N_("Iklan ganda"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def _threshold() -> int:
    return round(1_000 * bundled_scorecard().threshold)


@router.api_route(COPIES, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def copies(
    page: PageDep,
    serving: ServingDep,
    jawaban: Annotated[str, Query(max_length=20)] = "",
    source: Source = "",
    number: Annotated[int, Query(ge=1, le=50_000, alias="page")] = 1,
    tadi: AnswerId = "",
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Pairs that wait for an answer, or those that were answered so."""
    store, offset = serving.engine.store, (number - 1) * _PAGE
    answer = _LISTS.get(jawaban, "")
    if answer:
        answered, total = store.pair_answers(answer, offset=offset, limit=_PAGE)
        rows = view.lines(serving, answered, page.tongue)
    else:
        total = store.count_doubts(source)
        found = store.doubts(_threshold(), source=source, offset=offset, limit=_PAGE)
        rows = view.lines(serving, found, page.tongue)
    counts = {name: store.pair_answers(of, limit=1)[1] for name, of in _LISTS.items()}
    return show(
        page,
        "pengelola_ganda.html",
        COPIES,
        rows=rows,
        total=total,
        waiting=total if not answer and not source else store.count_doubts(),
        counts=counts,
        chosen=jawaban if answer else "",
        source=source,
        source_choices=_source_choices(page, serving),
        number=number,
        pages=max(1, -(-total // _PAGE)),
        start=offset + 1,
        answers=view.ANSWERS,
        last=_last(serving, tadi),
        news=kabar,
    )


def _source_choices(page: Page, serving: Serving) -> list[tuple[str, str]]:
    named = [one.source for one in serving.ages.look()[Kind.POSTING]]
    return [("", page.tongue.gettext("Semua")), *((name, name) for name in named)]


def _last(serving: Serving, answer_id: str) -> PairAnswer | None:
    """The answer that was just given, where it stands."""
    if not answer_id:
        return None
    try:
        found = serving.engine.store.pair_answer(answer_id)
    except UnknownIdError:
        return None
    return None if found.undone_by else found


@router.api_route(f"{COPIES}/berikut", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def following(
    page: PageDep, serving: ServingDep, source: Source = "", skipped: Skipped = 0, tadi: AnswerId = ""
) -> Response:
    """On to the pair that waits next, those that were passed over left out."""
    found = serving.engine.store.doubts(_threshold(), source=source, offset=skipped, limit=1)
    more = {"sumber": source, "lewati": skipped or "", "tadi": tadi}
    if not found:
        return page.go(_address(COPIES, sumber=source, tadi=tadi, kabar="habis"))
    return page.go(_address(PAIR, satu=found[0].first, dua=found[0].second, **more))


def _address(path: str, **query: object) -> str:
    asked = {name: value for name, value in query.items() if value not in {"", None}}
    return f"{path}?{urlencode(asked)}" if asked else path


@router.api_route(PAIR, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def pair(
    page: PageDep,
    serving: ServingDep,
    satu: Key,
    dua: Key,
    source: Source = "",
    skipped: Skipped = 0,
    tadi: AnswerId = "",
) -> HTMLResponse:
    """Two ads side by side.

    Raises:
        UnknownIdError: One of them is not stored.
    """
    return _shown(page, serving, (satu, dua), source, skipped, tadi)


def _shown(
    page: Page, serving: Serving, keys: tuple[str, str], source: str, skipped: int, tadi: str = "", lost: str = ""
) -> HTMLResponse:
    store, tongue = serving.engine.store, page.tongue
    first, second = sorted(keys)
    one, other = view.posting_of(serving, first), view.posting_of(serving, second)
    left, right = view.sides(one, other)
    doubt, ruling = store.doubt(first, second), store.ruling(first, second)
    answers = store.answers_about(first, second)
    stands = next((given for given in answers if not given.undone_by), None)
    speaks_for, speaks_against = view.reasons(doubt, tongue)
    cluster = {copy.key for copy in store.cluster_of(first)}
    now = datetime.now(UTC)
    return show(
        page,
        "pengelola_pasangan.html",
        COPIES,
        status=HTTPStatus.CONFLICT if lost else HTTPStatus.OK,
        one=left,
        other=right,
        facts=view.facts(one, other, tongue),
        chance=doubt.chance / 1_000 if doubt else None,
        threshold=_threshold() / 1_000,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
        is_joined=second in cluster,
        ruling=str(ruling.verdict) if ruling else "",
        stands=stands,
        history=[(given, ago(tongue, given.made_at, now)) for given in answers],
        answers=view.ANSWERS,
        source=source,
        skipped=skipped,
        skip=_address(f"{COPIES}/berikut", sumber=source, lewati=skipped + 1),
        last=_last(serving, tadi),
        lost=lost,
    )


@router.post(PAIR)
@guarded(FOR_STEWARDS)
def settle(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """Keep an answer, and go on to the pair that waits next.

    Raises:
        UnknownIdError: One of the ads is not stored.
    """
    keys = fields.get("satu", "")[:400], fields.get("dua", "")[:400]
    source, answer = fields.get("sumber", "")[:100], fields.get("do", "")
    skipped = int(told) if (told := fields.get("lewati", "")[:7]).isdecimal() else 0
    for key in keys:
        view.posting_of(serving, key)
    if answer not in ANSWERS or keys[0] == keys[1]:
        return _shown(page, serving, keys, source, skipped, lost="none")
    kept = serving.settling.answer(keys, answer, actor_of(caller), fields.get("lihat", "")[:64])
    if kept is None:
        return _shown(page, serving, keys, source, skipped, lost="answered")
    return page.go(_address(f"{COPIES}/berikut", sumber=source, lewati=skipped or "", tadi=kept.id))


@router.post(f"{COPIES}/batal")
@guarded(FOR_STEWARDS)
def undo(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """Take an answer back, and show its pair.

    Raises:
        UnknownIdError: There is no such answer.
    """
    answer_id = fields.get("jawaban", "")[:64]
    undone = serving.settling.undo(answer_id, actor_of(caller))
    if undone is None:
        found = serving.engine.store.pair_answer(answer_id)
        return _shown(page, serving, (found.first, found.second), "", 0, lost="undone")
    return page.go(_address(PAIR, satu=undone.first, dua=undone.second))


@router.post(f"{COPIES}/cari")
@guarded(FOR_STEWARDS)
def search(page: PageDep, serving: ServingDep, caller: CallerDep) -> Response:
    """Search all postings for copies, as ``sepadan duplicates find`` does; one search at a time."""
    lock = FileLock(serving.engine.home.copies_lock, timeout=0)
    try:
        with lock:
            pass
    except Timeout:
        return page.go(_address(COPIES, kabar="sibuk"))
    serving.audit.append(
        actor=caller.principal.client,
        role=str(caller.principal.role),
        tenant=caller.principal.tenant,
        action="copies.find",
    )
    task = tasks_of(page.request).start(browser_of(page.request), lambda tell: _found(serving, caller, tell))
    return page.go(f"/kemajuan/{task}")


def _found(serving: Serving, caller: Caller, tell: Tell) -> str:
    engine = serving.engine
    try:
        with FileLock(engine.home.copies_lock, timeout=0), pulse(tell) as told:
            find(engine.store, engine.coder.fingerprint, serving.today(), lambda what, done, total: told(done, total))
    except Timeout:
        return _address(COPIES, kabar="sibuk")
    return _address(COPIES, kabar="selesai")
