"""The pages for job seekers (``/``) and for employers (``/pemberi-kerja``); plain forms, no script needed.

What people write is read from the body, never from the address, and is not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access.caller import CallerDep
from api.routes.intake import read_subject
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import views, words
from api.web.fields import LIMITS, FieldsDep, kept, monthly_rupiah, too_long
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.tongue import Tongue
from matcher.answers import Subject
from matcher.filters import Conditions
from matcher.reason_words import opening_words
from matcher.records import Kind
from matcher.training.admission import TrainingWish
from matcher.training.claim_words import alternative_words, none_words

SEEKERS = "/"
EMPLOYERS = "/pemberi-kerja"

_SEEKER = ("wish", "summary", "education", "place", "pay", "within_km", "no_night", "disability_access")
"""Fields of the seekers' form; the last is a condition of one search, in no address and in no record."""

_MATCHES = 10
_COURSES = 3

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(SEEKERS, methods=["GET", "HEAD"])
def seeker_form(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """The seekers' page with an empty form."""
    return _answer(page, "seeker.html", serving, kept({}, *_SEEKER))


@router.post(SEEKERS)
def seeker_matches(page: PageDep, serving: ServingDep, fields: FieldsDep) -> HTMLResponse:
    """Open postings and courses for a seeker's own words."""
    form = kept(fields, *_SEEKER)
    if form["within_km"] not in words.RADIUS_CHOICES:
        form["within_km"] = ""
    faults = too_long(form, page.tongue)
    if not form["wish"] and not form["summary"]:
        faults["wish"] = page.tongue.gettext(
            "Tulis pekerjaan yang dicari, atau apa yang bisa kamu kerjakan. Satu kalimat sudah cukup."
        )
    pay = monthly_rupiah(form["pay"], faults, page.tongue)
    if faults:
        return _answer(page, "seeker.html", serving, form, faults=faults)
    worker = {name: form[name] for name in ("wish", "summary", "education", "place")} | {"salary_idr_month": pay}
    subject = read_subject(serving.engine, Kind.WORKER, None, worker)
    conditions = Conditions(
        today=serving.today(),
        within_km=float(form["within_km"]) if form["within_km"] else None,
        no_night=bool(form["no_night"]),
        disability_access=bool(form["disability_access"]),
    )
    result = _seeker_result(page.tongue, serving, subject, conditions)
    unknown = bool(form["place"]) and not subject.coded.region_codes
    return _answer(page, "seeker.html", serving, form, result={**result, "unknown_place": unknown})


def _seeker_result(tongue: Tongue, serving: Serving, subject: Subject, conditions: Conditions) -> dict[str, Any]:
    ranking = serving.engine.match(subject, _MATCHES, conditions)
    advice = serving.engine.recommend_courses(subject, _COURSES, TrainingWish(today=serving.today()))
    serving.metrics.matches("posting", len(ranking.matches))
    serving.metrics.matches("course", len(advice.courses))
    return {
        "read": views.read_view(tongue, serving, subject.coded),
        "cards": views.still_there(views.posting_card, tongue, serving, ranking.matches),
        "relax": views.relax_view(tongue, ranking, Kind.POSTING),
        "would_open": [opening_words(one, tongue.language) for one in ranking.would_open],
        "courses": views.still_there(views.course_card, tongue, serving, advice.courses),
        "no_course": none_words(advice.considered, tongue.language),
        "beside": [alternative_words(one, tongue.language) for one in advice.alternatives],
    }


@router.api_route(EMPLOYERS, methods=["GET", "HEAD"])
def employer_form(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """The employers' page with an empty form."""
    return _answer(page, "employer.html", serving, kept({}, "title", "text", "place"))


@router.post(EMPLOYERS)
def employer_matches(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep
) -> HTMLResponse:
    """Codes of a posting and, for who may see people, ranked workers, by key or pseudonym only."""
    form = kept(fields, "title", "text", "place")
    faults = too_long(form, page.tongue)
    if not form["title"]:
        faults["title"] = page.tongue.gettext("Tulis nama jabatan, misalnya: Staf administrasi gudang.")
    if faults:
        return _answer(page, "employer.html", serving, form, faults=faults)
    posting = {"title": form["title"], "description": form["text"], "places": [form["place"]] if form["place"] else []}
    subject = read_subject(serving.engine, Kind.POSTING, None, posting)
    result = {
        "read": views.read_view(page.tongue, serving, subject.coded),
        "flags": views.unlawful_view(page.tongue, form["title"], form["text"]),
        "people": caller.sees_people,
        "unknown_place": bool(form["place"]) and not subject.coded.region_codes,
    }
    if caller.sees_people:
        ranking = serving.engine.match(subject, _MATCHES, Conditions(visible=caller.visible))
        serving.metrics.matches("worker", len(ranking.matches))
        trail.shown(one.key for one in ranking.matches)
        cards = views.still_there(views.worker_card, page.tongue, serving, ranking.matches)
        result["cards"] = [views.seen_by(caller, card) for card in cards]
        result["relax"] = views.relax_view(page.tongue, ranking, Kind.WORKER)
    return _answer(page, "employer.html", serving, form, result=result)


def _answer(
    page: Page,
    template: str,
    serving: Serving,
    form: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    result: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    return page.render(
        template,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        loaded=views.loaded(page.tongue, serving),
        form=form,
        faults=faults or {},
        result=result,
        limits=LIMITS,
        kinds=words.KIND_WORDS,
        educations=[(code, page.tongue.gettext(label)) for code, label in words.EDUCATION_CHOICES],
        radii=[(km, f"{km} km" if km else page.tongue.gettext("Sejauh apa pun")) for km in words.RADIUS_CHOICES],
    )
