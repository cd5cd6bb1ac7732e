"""Search of officers (``/petugas/cari``): by key, by pseudonym, or by a job's name and a place, typed in a hurry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_OFFICERS, Rule
from api.access.rules import guarded
from api.pseudonyms import is_pseudonym
from api.routes.intake import INLINE, read_record
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web import words
from api.web.fields import FieldsDep
from api.web.officer import OFFICERS
from api.web.page import Page, PageDep, repeat
from api.web.route import PageRoute
from matcher.answers import Subject
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.placement.places import is_in
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError

SEARCH = OFFICERS + "/cari"

_HITS, _POOL, _ASKED = 10, 50, 300

_LIKELY = 0.2
"""A job that the words mean with less than this share, as an ad and as a wish together, is not looked for."""

_MOST_JOBS = 3

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What some words ask for.

    Attributes:
        ad: As if they were an ad, to find people by.
        wish: As if somebody wished for that, to find postings by.
        jobs: Codes of the jobs that may be meant, the likeliest first; none where no job can be told.
        regions: Codes of the places named.
    """

    ad: Subject
    wish: Subject
    jobs: tuple[str, ...]
    regions: tuple[str, ...]


@router.api_route(SEARCH, methods=["GET", "HEAD"])
@guarded(Rule(scope="match", staff=frozenset({"officer"})))
def search_form(page: PageDep) -> Response:
    """Whoever comes back to the address of the results finds the field: what was asked stands in no address."""
    return page.go(OFFICERS)


@router.post(SEARCH)
@guarded(FOR_OFFICERS)
def search(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """People and postings by key, by the pseudonym that a tenant knows somebody under, or by words."""
    asked = " ".join(fields.get("cari", "").split())[:_ASKED]
    if not asked:
        return page.go(OFFICERS)
    for kind, where in ((Kind.WORKER, "orang"), (Kind.POSTING, "lowongan")):
        key = _named(serving, caller, asked) if kind is Kind.WORKER else asked
        if key and serving.engine.store.get(kind, key) is not None:
            return page.go(f"{OFFICERS}/{where}/{quote(key, safe='')}")
    found = _found(page, serving, caller, asked)
    trail.shown(one.key for one in found["people"])
    return page.render("petugas_cari.html", asked=asked, again=repeat(page, fields), **found)


def _named(serving: Serving, caller: Caller, asked: str) -> str:
    """The key of a worker that is asked for by it, or by a pseudonym of any tenant."""
    if not is_pseudonym(asked):
        return asked
    tenants = sorted({client.tenant for client in serving.engine.store.clients()})
    opened = (caller.tenancy.pseudonyms.open(asked, tenant) for tenant in tenants)
    return next((key for key in opened if key), "")


def _found(page: Page, serving: Serving, caller: Caller, asked: str) -> Mapping[str, Any]:
    """What is nearest to some words, and how they were read."""
    engine, tongue = serving.engine, page.tongue
    try:
        meant = read_words(engine, asked)
    except InputError:
        return {"people": [], "postings": [], "jobs": [], "place": "", "is_there": {}}
    anyhow = Conditions(respect_education=False, respect_hours=False)
    people = nearest(engine, meant, Kind.WORKER, replace(anyhow, visible=caller.visible))
    postings = nearest(engine, meant, Kind.POSTING, replace(anyhow, today=serving.today()))
    return {
        "people": _rows(view.person_row, serving, people, tongue),
        "postings": _rows(view.posting_row, serving, postings, tongue),
        "jobs": [(words.title(tongue, code), code) for code in meant.jobs],
        "place": words.places(tongue, meant.regions, engine.coder.gazetteer),
        "is_there": {
            "people": any(_is_there(engine, Kind.WORKER, key, meant) for key in people),
            "postings": any(_is_there(engine, Kind.POSTING, key, meant) for key in postings),
        },
    }


def _rows(make: Callable[..., view.Row], serving: Serving, keys: Sequence[str], tongue: Any) -> list[view.Row]:
    rows = list[view.Row]()
    for key in keys:
        try:
            rows.append(make(serving, key, tongue))
        except UnknownIdError:
            continue  # deleted this moment
    return rows


def read_words(engine: Engine, asked: str) -> Asked:
    """The job and the place that some words name; slips of the pen are read as the coders read them.

    Args:
        engine: Holds the coders.
        asked: ``juru las surabya``.

    Raises:
        InputError: They cannot be read as a record.
    """
    place = engine.coder.gazetteer.read(asked)
    job = place.unread or asked
    ad = engine.subject(read_record(Kind.POSTING, {"title": job, "description": job}, "cari", INLINE))
    wish = engine.subject(read_record(Kind.WORKER, {"wish": job, "summary": job}, "cari", INLINE))
    shares = dict[str, float]()
    for code, share in (*ad.coded.occupations, *wish.coded.occupations):
        shares[code] = shares.get(code, 0.0) + share / 2
    likely = sorted((code for code, share in shares.items() if share >= _LIKELY), key=lambda code: -shares[code])
    is_job = bool(place.unread.strip()) and not (ad.coded.uncertain and wish.coded.uncertain)
    jobs = tuple(likely[:_MOST_JOBS]) if is_job else ()
    return Asked(ad=ad, wish=wish, jobs=jobs, regions=tuple(region.code for region in place.regions))


def nearest(engine: Engine, asked: Asked, kind: Kind, conditions: Conditions) -> list[str]:
    """Keys of people or postings: the job at the place first, then elsewhere, then jobs of the same group.

    Args:
        engine: Holds them.
        asked: As ``read_words`` gives it.
        kind: Of what is looked for.
        conditions: That hold whatever is asked.
    """
    subject, found = (asked.ad if kind is Kind.WORKER else asked.wish), dict[str, None]()
    for narrowed in _wider_and_wider(asked, conditions):
        matches = engine.match(subject, _POOL if narrowed.provinces else _HITS, narrowed).matches
        keys = [one.key for one in matches]
        keys.sort(key=lambda key: not _is_there(engine, kind, key, asked))
        found |= dict.fromkeys(keys)
        if len(found) >= _HITS or (found and not narrowed.provinces and not narrowed.kbji):
            break
    return list(found)[:_HITS]


def _wider_and_wider(asked: Asked, conditions: Conditions) -> Iterator[Conditions]:
    """The conditions of one try after the other; that of no job at all only where no job can be told."""
    provinces = tuple(dict.fromkeys(code[:2] for code in asked.regions))
    for jobs in (asked.jobs, tuple(dict.fromkeys(code[:3] for code in asked.jobs))) if asked.jobs else ((),):
        if provinces:
            yield replace(conditions, kbji=jobs, provinces=provinces)
        yield replace(conditions, kbji=jobs)


def _is_there(engine: Engine, kind: Kind, key: str, asked: Asked) -> bool:
    return any(is_in(engine, kind, key, code) for code in asked.regions)
