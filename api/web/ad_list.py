"""The ads of an employer's own (``/pemberi-kerja/lowongan``): found again among many, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.access.caller import CallerDep
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.serving import ServingDep
from api.web.own_ads import is_open, sources_of
from api.web.page import PageDep
from api.web.route import PageRoute
from api.web.tongue import N_, Tongue
from matcher.codec import from_json
from matcher.records import Kind, Posting
from taxonomy.text import fold

OWN = "/pemberi-kerja/lowongan"

_PAGE = 20
_LOOKED_AT = 1_000
"""Newest ads that are looked at: two years of 40 a month."""

STATES: Mapping[str, str] = {"": N_("Semua"), "dibuka": N_("dibuka"), "ditutup": N_("ditutup")}

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(OWN, methods=["GET", "HEAD"])
@guarded(Rule(scope="postings:write", reach=Reach.PUBLIC))
def own_ads(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    cari: Annotated[str, Query(max_length=200)] = "",
    keadaan: Annotated[str, Query(max_length=20)] = "",
    number: Annotated[int, Query(ge=1, le=_LOOKED_AT, alias="page")] = 1,
) -> HTMLResponse:
    """Those of the caller's own sources."""
    stored = serving.engine.store.newest(Kind.POSTING, sources_of(caller), _LOOKED_AT)
    today, words = serving.today(), fold(cari).split()
    rows = [
        row for record, at in stored if (row := _row(from_json(Kind.POSTING, record.payload), at, today, page.tongue))
    ]
    counts = {"": len(rows), "dibuka": sum(row["is_open"] for row in rows)}
    counts["ditutup"] = counts[""] - counts["dibuka"]
    found = [row for row in rows if _fits(row, words, keadaan)]
    last = max(1, -(-len(found) // _PAGE))
    number = min(number, last)
    return page.render(
        "lowongan_saya.html",
        rows=found[(number - 1) * _PAGE : number * _PAGE],
        total=len(rows),
        cari=cari,
        keadaan=keadaan,
        states=[
            (f"{OWN}?{urlencode({'cari': cari, 'keadaan': name})}", said, counts[name], name == keadaan)
            for name, said in STATES.items()
        ],
        address=f"{OWN}?{urlencode({'cari': cari, 'keadaan': keadaan})}&",
        number=number,
        last=last,
    )


def _row(posting: Any, at: date, today: date, tongue: Tongue) -> Mapping[str, Any]:
    assert isinstance(posting, Posting)
    return {
        "key": posting.key,
        "title": posting.title,
        "place": ", ".join(posting.places[:2]),
        "employer": posting.employer,
        "is_open": is_open(posting, today),
        "closes_on": tongue.date(posting.closes_on) if posting.closes_on else "",
        "written_on": tongue.date(at),
    }


def _fits(row: Mapping[str, Any], words: Sequence[str], state: str) -> bool:
    told = fold(" ".join(str(row[name]) for name in ("title", "place", "employer", "key")))
    return all(word in told for word in words) and (
        state not in STATES or not state or row["is_open"] == (state == "dibuka")
    )
