"""``/`` and ``/saya``: a search by one's own words, or by the profile that one keeps; results on tabs.

What people write is read from the body, never from the address, and is not stored before they say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web import views, words
from api.web.fields import LIMITS, FieldsDep
from api.web.navigation import Entry
from api.web.page import Page, PageDep, repeat
from api.web.route import PageRoute
from api.web.seeker import keeping
from api.web.seeker.asking import Asked, asked_of, context_of, fields_of, typed_subject
from api.web.seeker.draft import Draft
from api.web.seeker.person import Seeker, draft_of, seeker_of
from api.web.seeker.search import Search
from api.web.seeker.told_outcomes import tell_opened, tell_shown
from api.web.tongue import N_
from indexes.seeker_rows import HIDDEN, SAVED, KeptPosting
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

SEEKERS = "/"
OWN = "/saya"
_OTHER_LISTS = frozenset({"tab", "bandingkan", "negara", "dekat_saja", "tambah", "buang"})
"""Buttons that lead to another list than the one on the page."""

ENTRY = Entry(place=1, tab="seeker", path=SEEKERS, label=N_("Pencari kerja"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(SEEKERS, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def seeker_form(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """The seekers' page with an empty form."""
    return form_page(page, serving, Draft())


@router.post(SEEKERS)
@guarded(PUBLIC)
def seeker_matches(page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Open postings, courses and more for a seeker's own words."""
    asked = asked_of(fields)
    worker, faults = asked.draft.worker(page.tongue)
    if faults or "ubah" in fields:
        return _whole(form_page(page, serving, asked.draft, faults, repeat(page, fields)))
    if "simpan" in fields or "simpan_profil" in fields:
        has_profile = seeker_of(page.request, serving) is not None
        saved = fields.get("simpan", "")
        asking = keeping.ask(page, asked.draft, saved, has_profile=has_profile, again=repeat(page, fields))
        return _whole(asking)
    return _placed(found_page(page, serving, asked, worker), fields)


def found_page(page: Page, serving: Serving, asked: Asked, worker: Mapping[str, Any]) -> HTMLResponse:
    """Results for a profile that travels in the form, by whichever way it was made.

    Args:
        page: Answered.
        serving: Searched.
        asked: Of the form.
        worker: The profile of its draft.
    """
    search = Search(
        tongue=page.tongue,
        serving=serving,
        subject=typed_subject(serving, worker),
        draft=asked.draft,
        hidden=frozenset(asked.draft.left_out),
        shown=asked.shown,
        just_hidden=asked.just_hidden,
        country=asked.country,
    )
    return page.render(
        "hasil.html",
        action=SEEKERS,
        is_kept=False,
        message="",
        list_id="",
        again={"path": SEEKERS, "fields": fields_of(asked)},
        **context_of(page, search, asked),
    )


def _whole(answer: HTMLResponse) -> HTMLResponse:
    """Another page than the one whose part HTMX asked for: it takes the place of all of it."""
    answer.headers.update({"HX-Retarget": "main", "HX-Reselect": "main", "HX-Reswap": "outerHTML show:window:top"})
    return answer


def _placed(answer: Response, fields: Mapping[str, str]) -> Response:
    """Whoever chooses another list begins at its top; after all else the page stays where it is."""
    if not _OTHER_LISTS.isdisjoint(fields):
        answer.headers["HX-Reswap"] = "outerHTML show:#jenis-hasil:top"
    return answer


def form_page(
    page: Page,
    serving: Serving,
    draft: Draft,
    faults: dict[str, str] | None = None,
    again: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """The form, filled with what was typed."""
    return page.render(
        "seeker.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        loaded=views.loaded(page.tongue, serving),
        draft=draft,
        seeker=seeker_of(page.request, serving) is not None,
        faults=faults or {},
        limits=LIMITS,
        educations=words.education_choices(page.tongue, draft.education),
        radii=words.radius_choices(page.tongue),
        again=again,
    )


@router.api_route(OWN, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def own_matches(request: Request, page: PageDep, serving: ServingDep, tab: str = "") -> Response:
    """Results for the profile that one keeps."""
    seeker = seeker_of(request, serving)
    return page.go(SEEKERS) if seeker is None else _own(page, serving, seeker, asked_of({"tab": tab}))


@router.post(OWN)
@guarded(PUBLIC)
def own_search(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Likewise, narrowed; saves and hides postings."""
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go(SEEKERS)
    asked, message = asked_of(fields), ""
    if key := fields.get("simpan", ""):
        serving.engine.get(Kind.POSTING, key)
        _say(serving, seeker, key, SAVED, "")
        tell_opened(serving, seeker.key, key, fields.get("daftar", ""))
        message = page.tongue.gettext("Lowongan disimpan. Lihat di halaman Simpanan.")
    elif asked.just_hidden:
        _say(serving, seeker, asked.just_hidden, HIDDEN, asked.reason)
    elif key := fields.get("tampilkan", ""):
        serving.engine.store.leave_posting(seeker.key, key)
    return _placed(_own(page, serving, seeker_of(request, serving) or seeker, asked, message), fields)


def _say(serving: Serving, seeker: Seeker, key: str, state: str, reason: str) -> None:
    row = KeptPosting(worker_key=seeker.key, posting_key=key, state=state, reason=reason, at=datetime.now(UTC))
    serving.engine.store.keep_posting(row)


def _own(page: Page, serving: Serving, seeker: Seeker, asked: Asked, message: str = "") -> Response:
    try:
        subject = serving.engine.stored_subject(Kind.WORKER, seeker.key)
    except UnknownIdError:  # its use is paused: nobody finds it, and it finds nothing
        return page.go("/data-saya")
    profile = draft_of(seeker.worker).as_form()
    asked_for = {name: value for name, value in asked.draft.as_form().items() if not profile.get(name)}
    search = Search(
        tongue=page.tongue,
        serving=serving,
        subject=subject,
        draft=Draft.of({**profile, **asked_for}),
        key=seeker.key,
        hidden=seeker.hidden,
        kept=seeker.saved,
        shown=asked.shown,
        just_hidden=asked.just_hidden,
        country=asked.country,
    )
    context = context_of(page, search, asked)
    ranking = context["result"].get("ranking")
    shown = [one.key for one in ranking.matches] if ranking else []
    list_id = tell_shown(serving, seeker.key, shown, ranking.weights) if ranking else ""
    again = {"path": OWN, "fields": fields_of(asked)}
    return page.render("hasil.html", action=OWN, is_kept=True, message=message, list_id=list_id, again=again, **context)
