"""Suggestions to many at once (``/petugas/sebar``), so that not everybody is sent to the same posting."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access.caller import CallerDep
from api.serving import ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web import words
from api.web.fields import FieldsDep
from api.web.officer import OFFICERS
from api.web.page import PageDep
from api.web.route import PageRoute
from matcher.placement.suggestions import MOST_PEOPLE, MOST_POSTINGS, suggest
from taxonomy.errors import InputError, UnknownIdError

SPREAD = OFFICERS + "/sebar"
LENGTHS = ("1", "3", "5")

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(SPREAD, methods=["GET", "HEAD"])
def spread_form(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """The form, with the people who wait."""
    waiting = [one.worker_key for one in serving.queue.waiting("person", 40)]
    form = {"orang": "\n".join(waiting), "lowongan": "", "banyak": "3"}
    return page.render("sebar.html", form=form, faults={}, result=None, lengths=LENGTHS)


@router.post(SPREAD)
def spread(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> HTMLResponse:
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
        tongue, rows = page.tongue, []
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
        result = {
            "rows": rows,
            "load": load[:40],
            "left_out": len(found.left_out),
            "most_alone": max(found.alone.values(), default=0),
            "most_sent": max(found.sent.values(), default=0),
        }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page.render("sebar.html", status=status, form=form, faults=faults, result=result, lengths=LENGTHS)
