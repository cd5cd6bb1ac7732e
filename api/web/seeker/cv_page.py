"""``/cv``: a profile as one page to print, and as a Europass file; name and contact are for the print, never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.routes.intake import INLINE, read_record
from api.serving import Serving, ServingDep
from api.web import words
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.seeker.cv_names import language_in, level_words
from api.web.seeker.draft import Draft
from api.web.seeker.held import NOW, HeldJob
from api.web.seeker.person import Seeker, seeker_of
from api.web.tongue import Tongue
from matcher.europass.export import MEDIA_TYPES, worker_profile, write_cv
from matcher.europass.kinds import CvFormat
from matcher.impersonal import cleaned
from matcher.records import Kind, Worker
from taxonomy.errors import UnknownIdError
from taxonomy.skill_types import OF_SKILLS, Role
from taxonomy.skills import Skill, load_skills

CV = "/cv"
FORMATS: dict[str, CvFormat] = {"json": "europass-json", "xml": "europass-xml"}
HEAD = ("nama", "hp", "surel", "alamat")
"""Fields that are typed for one print."""
MOST = 120
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class CvJob:
    """A job as it is printed.

    Attributes:
        title: What the person was.
        facts: Employer, months from and to, length, none empty.
        tasks: What was done.
    """

    title: str
    facts: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CvView:
    """A profile as it is printed.

    Attributes:
        wish: Job wished for.
        summary: Own words.
        jobs: In their order.
        education: Level and field.
        skills: Labels, no languages and no licences among them.
        languages: Labels.
        licences: Labels.
        place: Of living.
    """

    wish: str
    summary: str
    jobs: tuple[CvJob, ...]
    education: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    licences: tuple[str, ...]
    place: str


@router.api_route(CV, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def own_cv(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """The CV of the profile that is kept here."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.render("cv.html", cv=None, is_kept=False, head={}, draft=Draft())
    return _answer(page, _of_kept(page, serving, seeker), Draft(), {}, is_kept=True)


@router.post(CV)
@guarded(PUBLIC)
def printed(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """With name and contact for this print, or of a profile that is not kept."""
    head = {name: fields.get(name, "")[:MOST] for name in HEAD}
    draft, seeker = Draft.of(fields), seeker_of(request, serving)
    _, faults = draft.worker(page.tongue)
    if not faults:
        if (form := fields.get("europass", "")) in FORMATS:
            return _europass(page, serving, _worker(page.tongue, draft), form)
        return shown(page, draft, head)
    if seeker is None:
        return page.go("/")
    return _answer(page, _of_kept(page, serving, seeker), Draft(), head, is_kept=True)


def _of_kept(page: Page, serving: Serving, seeker: Seeker) -> CvView:
    """A kept profile; who chose no skills gets those that were read in their own words, and the place's full name."""
    view = cv_view(page.tongue, seeker.worker)
    try:
        coded = serving.engine.stored_subject(Kind.WORKER, seeker.key).coded
    except UnknownIdError:  # its use is paused
        return view
    place = words.places(page.tongue, coded.region_codes[:1], serving.engine.coder.gazetteer) or view.place
    if view.skills:
        return replace(view, place=place)
    known = serving.engine.coder.skills
    read = [known.get(skill.id) for skill in coded.skills]
    labels = dict.fromkeys(words.label(page.tongue, one) for one in read if one.role in OF_SKILLS)
    return replace(view, place=place, skills=tuple(labels))


@router.get(f"{CV}/europass")
@guarded(PUBLIC)
def europass(
    request: Request,
    page: PageDep,
    serving: ServingDep,
    form: Annotated[Literal["json", "xml"], Query(alias="format")] = "json",
) -> Response:
    """The kept profile as Europass JSON 3.3 or XML 3.4, without identity."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(CV)
    return _europass(page, serving, seeker.worker, form)


def _europass(page: Page, serving: Serving, worker: Worker, form: str) -> Response:
    profile = worker_profile(worker, serving.engine.coder, "id" if page.language == "id" else "en")
    chosen = FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="cv-europass.{form}"'}
    return Response(write_cv(profile, chosen, datetime.now(UTC)), media_type=MEDIA_TYPES[chosen], headers=headers)


def _worker(tongue: Tongue, draft: Draft) -> Worker:
    raw, _ = draft.worker(tongue)
    worker = read_record(Kind.WORKER, cleaned(raw), "worker", INLINE)
    assert isinstance(worker, Worker)
    return worker


def shown(page: Page, draft: Draft, head: dict[str, str]) -> HTMLResponse:
    """The CV of a profile that is not kept, with employers and dates where the draft has them.

    Args:
        page: Answered.
        draft: Without faults.
        head: Fields of ``HEAD`` for this print.

    Raises:
        InputError: The draft cannot be read.
    """
    view = cv_view(page.tongue, _worker(page.tongue, draft))
    jobs = tuple(_job(page.tongue, replace(job, **cleaned(_own_words(job)))) for job in draft.held if job.title)
    return _answer(page, replace(view, jobs=jobs), draft, head, is_kept=False)


def _own_words(job: HeldJob) -> dict[str, Any]:
    return {"title": job.title, "employer": job.employer, "tasks": list(job.tasks)}


def _answer(page: Page, view: CvView, draft: Draft, head: dict[str, str], *, is_kept: bool) -> HTMLResponse:
    again = None if is_kept else {"path": CV, "fields": [*draft.carried(), *head.items()]}
    return page.render("cv.html", cv=view, is_kept=is_kept, head=head, draft=draft, again=again)


def _job(tongue: Tongue, job: HeldJob) -> CvJob:
    ends = tongue.gettext("sekarang") if job.ends == NOW else _month(tongue, job.ends)
    span = " – ".join(part for part in (_month(tongue, job.starts), ends) if part)
    length = "" if job.months is None else words.months(tongue, job.months)
    return CvJob(
        title=job.title, facts=tuple(one for one in (job.employer, span, length) if one), tasks=tuple(job.tasks)
    )


def _month(tongue: Tongue, said: str) -> str:
    """``2019-03`` as ``Maret 2019``; a year, and whatever else, as it is."""
    found = _MONTH.fullmatch(said)
    return tongue.month(date(int(found[1]), int(found[2]), 1)) if found else said[:10]


def cv_view(tongue: Tongue, worker: Worker) -> CvView:
    """A worker as it is printed."""
    known = load_skills()
    named = [
        (name, known.find(name) or language_in(name)) for name in dict.fromkeys((*worker.skills, *worker.licences))
    ]

    def labels(*roles: Role) -> tuple[str, ...]:
        return tuple(
            _shown_name(tongue, name, skill)
            for name, skill in named
            if (skill.role if skill else "licence" if name in worker.licences else "ability") in roles
        )

    level = dict(words.education_choices(tongue)).get(worker.education, worker.education)
    return CvView(
        wish=worker.wish,
        summary=worker.summary,
        jobs=tuple(
            _job(tongue, HeldJob(title=job.title, months=job.months, tasks=tuple(job.description.splitlines())))
            for job in worker.jobs
        ),
        education=" – ".join(part for part in (level, worker.study_programme) if part),
        skills=labels(*OF_SKILLS),
        languages=labels("language"),
        licences=labels("licence"),
        place=worker.place,
    )


def _shown_name(tongue: Tongue, name: str, skill: Skill | None) -> str:
    if skill is None:
        return name
    label = words.label(tongue, skill)
    level = name[len(skill.label) :].strip() if skill.role == "language" else ""
    return f"{label} ({level_words(tongue, level)})" if level else label
