"""The pages for job seekers (``/``) and for employers (``/pemberi-kerja``); plain forms, no script needed.

What people write is read from the body, never from the address, and is not stored.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import jinja2
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api.access.caller import CallerDep
from api.access.gate import GuardedRoute
from api.bodies import form_fields
from api.routes.intake import read_subject
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import views, words
from matcher.filters import Conditions
from matcher.reason_words import DEFAULT, opening_words
from matcher.records import Kind
from matcher.training.admission import TrainingWish
from matcher.training.claim_words import alternative_words, none_words
from taxonomy.errors import GenerationError, SepadanError
from taxonomy.pay import read_pay

SEEKERS = "/"
EMPLOYERS = "/pemberi-kerja"
INSPECTORS = "/inspection"
PATHS = frozenset({SEEKERS, EMPLOYERS, INSPECTORS})

_SEEKER = ("wish", "summary", "education", "place", "pay", "within_km", "no_night", "disability_access")
"""Fields of the seekers' form; the last is a condition of one search, in no address and in no record."""

_MATCHES = 10
_COURSES = 3
_LIMITS = {"wish": 300, "summary": 5_000, "place": 100, "pay": 60, "education": 10, "title": 300, "text": 20_000}
_LABELS = {
    "wish": "Pekerjaan yang dicari",
    "summary": "Yang bisa kamu kerjakan",
    "place": "Tempat tinggal",
    "pay": "Upah",
    "education": "Pendidikan",
    "title": "Jabatan",
    "text": "Isi lowongan",
}

router = APIRouter(route_class=GuardedRoute, include_in_schema=False, default_response_class=HTMLResponse)

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals.update(
    points=words.points,
    educations=words.EDUCATION_CHOICES,
    radii=words.RADIUS_CHOICES,
    limits=_LIMITS,
    kinds=words.KIND_WORDS,
)

FieldsDep = Annotated[dict[str, str], Depends(form_fields)]


@router.api_route(SEEKERS, methods=["GET", "HEAD"])
def seeker_form(serving: ServingDep) -> HTMLResponse:
    """The seekers' page with an empty form."""
    return _page("seeker.html", serving, kept({}, *_SEEKER))


@router.post(SEEKERS)
def seeker_matches(serving: ServingDep, fields: FieldsDep) -> HTMLResponse:
    """Open postings and courses for a seeker's own words."""
    form = kept(fields, *_SEEKER)
    if form["within_km"] not in words.RADIUS_CHOICES:
        form["within_km"] = ""
    faults = too_long(form)
    if not form["wish"] and not form["summary"]:
        faults["wish"] = "Tulis pekerjaan yang dicari, atau apa yang bisa kamu kerjakan. Satu kalimat sudah cukup."
    pay = _rupiah(form["pay"], faults)
    if faults:
        return _page("seeker.html", serving, form, faults=faults)
    worker = {name: form[name] for name in ("wish", "summary", "education", "place")} | {"salary_idr_month": pay}
    subject = read_subject(serving.engine, Kind.WORKER, None, worker)
    conditions = Conditions(
        today=serving.today(),
        within_km=float(form["within_km"]) if form["within_km"] else None,
        no_night=bool(form["no_night"]),
        disability_access=bool(form["disability_access"]),
    )
    ranking = serving.engine.match(subject, _MATCHES, conditions)
    advice = serving.engine.recommend_courses(subject, _COURSES, TrainingWish(today=serving.today()))
    serving.metrics.matches("posting", len(ranking.matches))
    serving.metrics.matches("course", len(advice.courses))
    result = {
        "read": views.read_view(serving, subject.coded),
        "cards": views.still_there(views.posting_card, serving, ranking.matches),
        "relax": views.relax_view(ranking),
        "would_open": [opening_words(one, DEFAULT) for one in ranking.would_open],
        "courses": views.still_there(views.course_card, serving, advice.courses),
        "no_course": none_words(advice.considered, DEFAULT),
        "beside": [alternative_words(one, DEFAULT) for one in advice.alternatives],
        "unknown_place": bool(form["place"]) and not subject.coded.region_codes,
    }
    return _page("seeker.html", serving, form, result=result)


@router.api_route(EMPLOYERS, methods=["GET", "HEAD"])
def employer_form(serving: ServingDep) -> HTMLResponse:
    """The employers' page with an empty form."""
    return _page("employer.html", serving, kept({}, "title", "text", "place"))


@router.post(EMPLOYERS)
def employer_matches(serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> HTMLResponse:
    """Codes of a posting and, for who may see people, ranked workers, by key or pseudonym only."""
    form = kept(fields, "title", "text", "place")
    faults = too_long(form)
    if not form["title"]:
        faults["title"] = "Tulis nama jabatan, misalnya: Staf administrasi gudang."
    if faults:
        return _page("employer.html", serving, form, faults=faults)
    posting = {"title": form["title"], "description": form["text"], "places": [form["place"]] if form["place"] else []}
    subject = read_subject(serving.engine, Kind.POSTING, None, posting)
    result = {
        "read": views.read_view(serving, subject.coded),
        "flags": views.unlawful_view(form["title"], form["text"]),
        "people": caller.sees_people,
        "unknown_place": bool(form["place"]) and not subject.coded.region_codes,
    }
    if caller.sees_people:
        ranking = serving.engine.match(subject, _MATCHES, Conditions(visible=caller.visible))
        serving.metrics.matches("worker", len(ranking.matches))
        trail.shown(one.key for one in ranking.matches)
        cards = views.still_there(views.worker_card, serving, ranking.matches)
        result["cards"] = [views.seen_by(caller, card) for card in cards]
        result["relax"] = views.relax_view(ranking)
    return _page("employer.html", serving, form, result=result)


def error_page(error: SepadanError, status: int, request_id: str) -> HTMLResponse:
    """An error in the words of the pages.

    Args:
        error: What went wrong.
        status: HTTP status.
        request_id: Named so that it can be found in the log.
    """
    reason = "Indeks lowongan belum siap." if isinstance(error, GenerationError) else "Permintaan tidak dapat dijawab."
    content = TEMPLATES.get_template("fault.html").render(
        reason=reason, detail=str(error) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "", request_id=request_id
    )
    return HTMLResponse(content, status)


def _page(
    template: str,
    serving: Serving,
    form: dict[str, str],
    *,
    faults: dict[str, str] | None = None,
    result: dict[str, Any] | None = None,
) -> HTMLResponse:
    content = TEMPLATES.get_template(template).render(
        loaded=views.loaded(serving), form=form, faults=faults or {}, result=result
    )
    return HTMLResponse(content, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def kept(fields: dict[str, str], *names: str) -> dict[str, str]:
    """The fields of a form, empty where they were not sent."""
    return {name: fields.get(name, "") for name in names}


def too_long(form: dict[str, str]) -> dict[str, str]:
    """Field to complaint, for fields over their limit."""
    return {
        name: f"{_LABELS[name]} paling banyak {words.number(_LIMITS[name])} huruf; ini {words.number(len(value))}."
        for name, value in form.items()
        if name in _LIMITS and len(value) > _LIMITS[name]
    }


def _rupiah(text: str, faults: dict[str, str]) -> int | None:
    """The wished pay, rupiah a month; what cannot be read is added to the faults."""
    if not text or "pay" in faults:
        return None
    reading = read_pay(f"gaji Rp {text} per bulan")
    amount = reading.low_idr_month if reading else None
    if amount is None:
        faults["pay"] = "Tulis upah per bulan dengan angka, misalnya 4.500.000 atau 4,5 juta."
        return None
    return round(amount)
