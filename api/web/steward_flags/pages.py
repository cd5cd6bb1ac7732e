"""The inspection's flags for stewards (``/pengelola/tanda``): the report of ``/inspection`` with a ruling on each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import CallerDep
from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.routes.inspection import AT_ONCE
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.officer import actor_of
from api.web.page import Page, PageDep
from api.web.planner.waiting import with_query
from api.web.route import PageRoute
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward_flags.view import (
    STATES,
    keys_in_state,
    months_of,
    months_picture,
    posting_row,
    precision_rows,
)
from api.web.tongue import N_, Tongue
from api.web.words import KIND_WORDS
from matcher.ad_inspection.report import Wanted, report
from matcher.ad_inspection.rules import KINDS
from matcher.ad_inspection.rulings import ACTED, LONGEST_REASON, RIGHT, UNDONE, WRONG, precisions, rulings_csv
from taxonomy.errors import InputError, UnknownIdError

FLAGS = f"{STEWARDS}/tanda"

_PAGE = 10
_MOST = 12
_DO: Mapping[str, str] = {"benar": RIGHT, "keliru": WRONG, "tindak": ACTED, "batal": UNDONE}

ROOM = Room(place=5, path=FLAGS, label=N_("Tanda pemeriksaan"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Word = Annotated[str, Query(max_length=40)]
Words = Annotated[str, Query(max_length=100)]


def filter_of(jenis: str, sumber: str, keadaan: str, pemberi: str, tutup: str) -> dict[str, str]:
    """What is asked for, by the names of the address; what is no choice is left out."""
    return {
        "jenis": jenis if jenis in KINDS else "",
        "sumber": sumber,
        "keadaan": keadaan if keadaan in STATES else "",
        "pemberi": " ".join(pemberi.split()),
        "tutup": "1" if tutup else "",
    }


@router.api_route(FLAGS, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def flags(
    page: PageDep,
    serving: ServingDep,
    jenis: Word = "",
    sumber: Words = "",
    keadaan: Word = "",
    pemberi: Words = "",
    tutup: Word = "",
    number: int = Query(default=1, ge=1, le=50_000, alias="page"),
) -> HTMLResponse:
    """Flagged postings as asked for; those that nobody ruled upon first. The head alone starts no work."""
    if page.request.method == "GET":
        serving.inspector.refresh(AT_ONCE)
    return _answer(page, serving, filter_of(jenis, sumber, keadaan, pemberi, tutup), number)


@router.post(FLAGS)
@guarded(FOR_STEWARDS)
def rule(page: PageDep, serving: ServingDep, caller: CallerDep, fields: FieldsDep) -> Response:
    """What a steward says of one flag; back to the list as it was.

    Raises:
        UnknownIdError: The posting is not inspected, or has no such flag any more.
    """
    asked = filter_of(*(fields.get(name, "")[:100] for name in ("jenis", "sumber", "keadaan", "pemberi", "tutup")))
    do, _, place = fields.get("do", "").partition(":")
    key, reason = fields.get("lowongan", ""), fields.get("alasan", "")
    found = next((one for one in serving.inspector.last[0] if one.key == key), None)
    if found is None or not place.isdecimal():
        raise UnknownIdError(wanted="the id of an inspected posting and one of its flags", found=key, where="lowongan")
    if len(reason) > LONGEST_REASON:
        fault = page.tongue.gettext("Alasan paling banyak %(most)s huruf.", most=page.tongue.number(LONGEST_REASON))
    else:
        try:
            serving.flags.rule(found, int(place[:6]), _DO.get(do, do), reason, actor_of(caller))
        except UnknownIdError:
            raise
        except InputError:
            fault = page.tongue.gettext("Tulis alasannya: mengapa keliru, atau apa yang sudah dilakukan.")
        else:
            return page.go(with_query(FLAGS, asked, lalu=do))
    return _answer(page, serving, asked, 1, fault=fault)


@router.api_route(FLAGS + "/unduh", methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def download(serving: ServingDep) -> Response:
    """Every ruling as CSV."""
    headers = {"Content-Disposition": 'attachment; filename="tanda.csv"'}
    content = rulings_csv(serving.engine.store.flag_rulings())
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _answer(page: Page, serving: Serving, asked: Mapping[str, str], number: int, *, fault: str = "") -> HTMLResponse:
    tongue = page.tongue
    found, due = serving.inspector.last
    rulings = serving.flags.standing()
    wanted = Wanted(
        kind=asked["jenis"],
        source=asked["sumber"],
        employer=asked["pemberi"],
        closed=bool(asked["tutup"]),
        only=keys_in_state(found, rulings, asked["keadaan"], asked["jenis"]),
    )
    told = report(found, wanted, serving.today(), offset=(number - 1) * _PAGE, limit=_PAGE)
    months = months_of(found, asked["jenis"], asked["sumber"], tongue)
    answer = show(
        page,
        "pengelola_tanda.html",
        FLAGS,
        told=told,
        due=due,
        rows=[posting_row(serving, one, rulings, tongue) for one in told.page],
        counts=_counts(page, told.postings),
        months=months,
        month_rows=[
            (name, tongue.number(flagged), tongue.number(count), tongue.percent(flagged / count))
            for name, flagged, count in months
        ],
        picture=months_picture(months, tongue),
        precision=precision_rows(precisions(rulings, "kind"), tongue),
        ruled=len(rulings),
        asked=asked,
        **_choices(tongue, {one.source for one in found}),
        number=number,
        pages=max(1, -(-told.total // _PAGE)),
        address=with_query(FLAGS, dict(asked)) + ("&" if any(asked.values()) else "?"),
        fault=fault,
        done=page.request.query_params.get("lalu", "") in _DO,
        most=LONGEST_REASON,
    )
    if fault:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


def _choices(tongue: Tongue, sources: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Kinds, sources and states to choose from."""
    said = tongue.gettext
    every = ("", said("Semua"))
    return {
        "kinds": [every, *((kind, said(label)) for kind, label in KIND_WORDS.items())],
        "sources": [every, *((source, source) for source in sorted(sources))],
        "states": [(name, said(label)) for name, label in STATES.items()],
    }


def _counts(page: Page, postings: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Postings by kind and by source, most first."""
    tongue, number = page.tongue, page.tongue.number
    labels: Mapping[str, Callable[[str], str]] = {"kind": lambda name: tongue.gettext(KIND_WORDS[name]), "source": str}
    heads = {"kind": tongue.gettext("Jenis temuan"), "source": tongue.gettext("Sumber")}
    captions = {
        "kind": tongue.gettext("Lowongan menurut jenis temuan"),
        "source": tongue.gettext("Lowongan menurut sumber"),
    }
    return [
        {
            "caption": captions[by],
            "head": heads[by],
            "rows": [(label(name), number(count)) for name, count in list(postings[by].items())[:_MOST]],
        }
        for by, label in labels.items()
    ]
