"""``/cv``: a profile as one page to print, and as a Europass file; name and contact are for the print, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.routes.intake import INLINE, read_record
from api.serving import ServingDep
from api.web import words
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.seeker.draft import Draft
from api.web.seeker.person import seeker_of
from api.web.tongue import Tongue
from matcher.europass.export import MEDIA_TYPES, worker_profile, write_cv
from matcher.europass.kinds import CvFormat
from matcher.impersonal import cleaned
from matcher.records import Kind, Worker
from taxonomy.skills import load_skills

CV = "/cv"
FORMATS: dict[str, CvFormat] = {"json": "europass-json", "xml": "europass-xml"}
HEAD = ("nama", "hp", "surel", "alamat")
"""Fields that are typed for one print."""
MOST = 120

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class CvView:
    """A profile as it is printed.

    Attributes:
        wish: Job wished for.
        summary: Own words.
        jobs: Title, length in words, and what was done.
        education: Level and field.
        skills: Labels, no languages and no licences among them.
        languages: Labels.
        licences: Labels.
        place: Of living.
    """

    wish: str
    summary: str
    jobs: tuple[tuple[str, str, str], ...]
    education: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    licences: tuple[str, ...]
    place: str


@router.api_route(CV, methods=["GET", "HEAD"])
def own_cv(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """The CV of the profile that is kept here."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.render("cv.html", cv=None, is_kept=False, head={}, draft=Draft())
    return _shown(page, seeker.worker, is_kept=True, head={}, draft=Draft())


@router.post(CV)
def printed(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """With name and contact for this print, or of a profile that is not kept."""
    head = {name: fields.get(name, "")[:MOST] for name in HEAD}
    draft, seeker = Draft.of(fields), seeker_of(request, serving)
    raw, faults = draft.worker(page.tongue)
    if not faults:
        worker = read_record(Kind.WORKER, cleaned(raw), "worker", INLINE)
        assert isinstance(worker, Worker)
        return _shown(page, worker, is_kept=False, head=head, draft=draft)
    if seeker is None:
        return page.go("/")
    return _shown(page, seeker.worker, is_kept=True, head=head, draft=Draft())


@router.get(f"{CV}/europass")
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
    profile = worker_profile(seeker.worker, serving.engine.coder, "id" if page.language == "id" else "en")
    chosen = FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="cv-europass.{form}"'}
    return Response(write_cv(profile, chosen, datetime.now(UTC)), media_type=MEDIA_TYPES[chosen], headers=headers)


def _shown(page: Page, worker: Worker, *, is_kept: bool, head: dict[str, str], draft: Draft) -> HTMLResponse:
    view = cv_view(page.tongue, worker)
    return page.render("cv.html", cv=view, is_kept=is_kept, head=head, draft=draft)


def cv_view(tongue: Tongue, worker: Worker) -> CvView:
    """A worker as it is printed."""
    known = load_skills()
    named = [(name, known.find(name)) for name in dict.fromkeys((*worker.skills, *worker.licences))]

    def labels(*kinds: str) -> tuple[str, ...]:
        return tuple(
            words.label(tongue, skill) if skill else name
            for name, skill in named
            if (skill.type if skill else "licence" if name in worker.licences else "hard") in kinds
        )

    level = dict(words.education_choices(tongue)).get(worker.education, worker.education)
    return CvView(
        wish=worker.wish,
        summary=worker.summary,
        jobs=tuple((job.title, words.months(tongue, job.months), job.description) for job in worker.jobs),
        education=" – ".join(part for part in (level, worker.study_programme) if part),
        skills=labels("knowledge", "hard", "soft", "tool"),
        languages=labels("language"),
        licences=labels("licence"),
        place=worker.place,
    )
