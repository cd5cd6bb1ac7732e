"""Answers to titles (``/pengelola/judul/jawaban``): what waits for a second person, what counts, what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.errors import OverloadedError
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.officer import actor_of
from api.web.page import Page, PageDep
from api.web.planner.waiting import with_query
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.steward.rooms import show
from api.web.steward_titles.doubt_pages import TITLES, Words
from api.web.steward_titles.words import FAULTS, LOST, LOST_LABEL, STATES, case_row
from api.web.tasks import Tell
from api.web.tongue import Tongue
from indexes.title_rows import CONFIRMED, OPEN, REJECTED, WITHDRAWN, SettlingError, TitleCase
from matcher.titles import applying
from matcher.titles.answers import LONGEST_NOTE
from matcher.titles.settled import is_lost
from matcher.titles.table import table_bytes
from taxonomy.errors import InputError, UnknownIdError

ANSWERS = f"{TITLES}/jawaban"

_PAGE = 25
_VERDICTS: Mapping[str, str] = {"sahkan": CONFIRMED, "tolak": REJECTED, "tarik": WITHDRAWN}

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

State = Annotated[str, Query(alias="keadaan", max_length=20)]


def _state_of(case: TitleCase) -> str:
    return LOST if case.state == CONFIRMED and is_lost(case) else case.state


@router.api_route(ANSWERS, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def answers(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    keadaan: State = OPEN,
    cari: Words = "",
    number: int = Query(default=1, ge=1, le=50_000, alias="page"),
    usul: Annotated[str, Query(max_length=64)] = "",
    putus: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Answers in a state; those that wait first, the newest first otherwise."""
    return _answers(page, serving, caller, keadaan, cari, number, done=putus or usul)


@router.post(f"{TITLES}/tinjau")
@guarded(FOR_STEWARDS)
def review(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """Confirm, reject or withdraw an answer; what that changes is coded anew without being waited for.

    Raises:
        UnknownIdError: There is no such answer.
    """
    do, _, answer_id = fields.get("do", "").partition(":")
    reason, said = fields.get("alasan", ""), page.tongue.gettext
    fault = ""
    if do not in _VERDICTS:
        fault = page.tongue.gettext("Pilih sahkan, tolak atau tarik.")
    elif len(reason) > LONGEST_NOTE:
        fault = page.tongue.gettext("Alasan paling banyak %(most)s huruf.", most=page.tongue.number(LONGEST_NOTE))
    else:
        try:
            case = serving.titles.review(answer_id, _VERDICTS[do], actor_of(caller), reason)
        except SettlingError as error:
            fault = said(FAULTS[error.fault])
        except UnknownIdError:
            raise
        except InputError:
            fault = page.tongue.gettext("Tulis alasannya, supaya yang mengusulkan tahu apa yang perlu diubah.")
        else:
            if applying.is_due(serving.engine.store):
                with suppress(OverloadedError):  # it stays due: the page says so and has a button for it
                    tasks_of(page.request).start(browser_of(page.request), _work(serving))
            shown = fields.get("keadaan", OPEN)[:20]
            return page.go(with_query(ANSWERS, {"keadaan": shown if shown != OPEN else "", "putus": case.answer.id}))
    return _answers(page, serving, caller, fields.get("keadaan", OPEN), "", 1, fault=fault, at=answer_id)


@router.post(f"{TITLES}/terapkan")
@guarded(FOR_STEWARDS)
def apply(page: PageDep, serving: ServingDep) -> Response:
    """Code anew what settled titles change; watched on ``/kemajuan``."""
    task = tasks_of(page.request).start(browser_of(page.request), _work(serving))
    return page.go(f"/kemajuan/{task}")


def _work(serving: Serving) -> Any:
    def work(tell: Tell) -> str:
        applying.apply(serving.engine.store, serving.engine.coder, tell)
        serving.engine.refresh()
        return f"{ANSWERS}?keadaan={CONFIRMED}"

    return work


@router.api_route(f"{TITLES}/unduh", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def download(serving: ServingDep, keadaan: State = "") -> Response:
    """Answers as tab-separated values, which ``sepadan titles settle`` reads; those in a state alone, or all."""
    cases = [case for case in serving.engine.store.title_cases() if keadaan in {"", _state_of(case)}]
    headers = {"Content-Disposition": 'attachment; filename="judul.tsv"'}
    return Response(table_bytes(cases), media_type="text/tab-separated-values; charset=utf-8", headers=headers)


def _answers(
    page: Page,
    serving: Serving,
    caller: Caller,
    state: str,
    words: str,
    number: int,
    *,
    done: str = "",
    fault: str = "",
    at: str = "",
) -> HTMLResponse:
    store = serving.engine.store
    state = state if state in {*STATES, LOST} else OPEN
    cases = store.title_cases()
    asked = " ".join(words.split()).casefold()
    chosen = [case for case in cases if _state_of(case) == state and asked in case.answer.title]
    chosen.sort(key=lambda case: case.answer.made_at, reverse=state != OPEN)
    pages = max(1, -(-len(chosen) // _PAGE))
    number = min(number, pages)
    runs = store.title_runs(1)
    answer = show(
        page,
        "pengelola_judul_jawaban.html",
        TITLES,
        tabs=_tabs(page.tongue, cases, state),
        state=state,
        rows=[
            case_row(page.tongue, case, caller.principal.client)
            for case in chosen[(number - 1) * _PAGE : number * _PAGE]
        ],
        total=len(chosen),
        words=words,
        number=number,
        pages=pages,
        address=with_query(ANSWERS, {"keadaan": state, "cari": words}) + "&",
        download=with_query(f"{TITLES}/unduh", {"keadaan": state}),
        is_due=applying.is_due(store),
        run=runs[0] if runs else None,
        done=_done(page, serving, caller, done),
        fault=fault,
        at=at,
        most=LONGEST_NOTE,
    )
    if fault:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


def _tabs(tongue: Tongue, cases: Sequence[TitleCase], state: str) -> list[tuple[str, str, bool]]:
    """Address and label of each state with how many are in it, and whether it is the one that is shown."""
    counts: Counter[str] = Counter(_state_of(case) for case in cases)
    labels = {**{name: label for name, (label, _) in STATES.items()}, LOST: LOST_LABEL}
    return [
        (f"{ANSWERS}?keadaan={name}", f"{tongue.gettext(label)} ({tongue.number(counts[name])})", name == state)
        for name, label in labels.items()
        if name != LOST or counts[LOST]
    ]


def _done(page: Page, serving: Serving, caller: Caller, answer_id: str) -> dict[str, Any] | None:
    """The answer that was just given or reviewed; None for none."""
    if not answer_id:
        return None
    try:
        return case_row(page.tongue, serving.engine.store.title_case(answer_id), caller.principal.client)
    except UnknownIdError:
        return None
