"""Suggestions to many at once (``/petugas/sebar``), so that not everybody is sent to the same posting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.access.rule import FOR_OFFICERS
from api.access.rules import guarded
from api.bodies import MOST_FORM_FIELDS, form_values
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web import words
from api.web.cookies import cookie_of
from api.web.officer import OFFICERS, REGION_COOKIE
from api.web.page import Page, PageDep, repeat
from api.web.regions import Region, region_of
from api.web.route import PageRoute
from api.web.tongue import Tongue
from matcher.placement.places import of_region
from matcher.placement.suggestions import MOST_PEOPLE, MOST_POSTINGS, Suggestions, suggest
from taxonomy.errors import InputError, UnknownIdError

SPREAD = OFFICERS + "/sebar"
LENGTHS = ("1", "3", "5")

_OFFERED = 50
"""People, and postings, of the queue that are there to be ticked."""

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


async def get_lists(request: Request) -> dict[str, str]:
    """The fields of a form in which many boxes have one name: their values on lines."""
    found = dict[str, str]()
    for name, value in await form_values(request, MOST_FORM_FIELDS):
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


@router.api_route(SPREAD, methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def spread_form(page: PageDep, serving: ServingDep, trail: TrailDep) -> HTMLResponse:
    """The form, with the people who wait in the officer's region ticked."""
    boxes = _boxes(page, serving)
    trail.shown(row.key for row in boxes["people"])
    form, chosen = {"orang": "", "lowongan": "", "banyak": "3"}, frozenset(row.key for row in boxes["people"])
    return page.render("sebar.html", form=form, faults={}, result=None, lengths=LENGTHS, chosen=chosen, **boxes)


@router.post(SPREAD)
@guarded(FOR_OFFICERS)
def spread(
    page: PageDep, serving: ServingDep, trail: TrailDep, fields: Annotated[dict[str, str], Depends(get_lists)]
) -> HTMLResponse:
    """Who is sent where, and how many each posting gets, beside how many it would get if everybody went alone."""
    form = {name: fields.get(name, "") for name in ("orang", "lowongan", "banyak")}
    form["banyak"] = form["banyak"] if form["banyak"] in LENGTHS else "3"
    people, postings = form["orang"].split(), form["lowongan"].split()
    faults, result = dict[str, str](), None
    try:
        found = suggest(serving.engine, people, postings, int(form["banyak"]), serving.today())
    except UnknownIdError as error:
        name = "orang" if error.where == "workers" else "lowongan"
        faults[name] = page.tongue.gettext("Kunci “%(key)s” tidak ada.", key=str(error.found)[:80])
    except InputError:
        faults["orang"] = page.tongue.gettext(
            "Tulis kunci paling banyak %(people)s orang, atau %(postings)s lowongan.",
            people=MOST_PEOPLE,
            postings=MOST_POSTINGS,
        )
    else:
        trail.shown(found.people)
        result = _told(serving, found, page.tongue)
    chosen = frozenset((*people, *postings))
    boxes = _boxes(page, serving, people[:MOST_PEOPLE], postings[:MOST_POSTINGS])
    trail.shown(row.key for row in boxes["people"])
    known = {row.key for row in (*boxes["people"], *boxes["postings"])}
    form |= {"orang": "\n".join(key for key in people if key not in known)}
    form |= {"lowongan": "\n".join(key for key in postings if key not in known)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    told: dict[str, Any] = {
        "form": form,
        "faults": faults,
        "result": result,
        "lengths": LENGTHS,
        "chosen": chosen,
        **boxes,
    }
    return page.render("sebar.html", status=status, again=repeat(page, fields), **told)


def _boxes(page: Page, serving: Serving, people: Sequence[str] = (), postings: Sequence[str] = ()) -> dict[str, Any]:
    """What may be ticked: what waits in the officer's region, and what is ticked already."""
    code = page.request.query_params.get("wilayah", "") or cookie_of(page.request, REGION_COOKIE)
    region: Region = region_of(serving.engine.coder.gazetteer, code)
    among = of_region(serving.engine, region.code) if region.code else None
    waiting = [one.worker_key for one in serving.queue.waiting("person", _OFFERED, among)]
    offers = [one.posting_key for one in serving.queue.waiting("posting", _OFFERED, among)]
    return {
        "region": region,
        "people": _rows(view.person_row, serving, [*people, *waiting], page.tongue),
        "postings": _rows(view.posting_row, serving, [*postings, *offers], page.tongue),
    }


def _rows(make: Callable[..., view.Row], serving: Serving, keys: Sequence[str], tongue: Tongue) -> list[view.Row]:
    rows = list[view.Row]()
    for key in dict.fromkeys(keys):
        with suppress(UnknownIdError):  # deleted, or typed wrong; the field of keys keeps it
            rows.append(make(serving, key, tongue))
    return rows


def _told(serving: Serving, found: Suggestions, tongue: Tongue) -> Mapping[str, Any]:
    """Who is sent where, and how many each posting gets."""
    rows: list[tuple[view.Row, list[tuple[view.Row, str, int]]]] = []
    for key, listed in found.people.items():
        lines = [
            (view.posting_row(serving, one.posting, tongue), words.points(tongue, one.score), one.own_rank)
            for one in listed
        ]
        rows.append((view.person_row(serving, key, tongue), lines))
    load = [
        (view.posting_row(serving, key, tongue), found.places[key], found.alone.get(key, 0), found.sent.get(key, 0))
        for key in sorted({*found.sent, *found.alone}, key=lambda key: (-found.alone.get(key, 0), key))
    ]
    return {
        "rows": rows,
        "load": load[:40],
        "left_out": len(found.left_out),
        "most_alone": max(found.alone.values(), default=0),
        "most_sent": max(found.sent.values(), default=0),
    }
