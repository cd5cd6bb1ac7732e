"""``/unggah``: a CV as a file; what was read in it is shown, corrected, and goes on to the same results and profile.

The file is read in memory by a confined process and kept nowhere. What was read lies sealed for an hour, for this
browser alone (``cv_shelf``), so that neither a reload nor the way back loses it and no address holds it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access.gate import Handler
from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.bodies import BodyTooLargeError, form_fields_of
from api.serving import Serving, ServingDep
from api.web.page import Page, PageDep, page_of
from api.web.progress import browser_of, tasks_of
from api.web.route import PageRoute
from api.web.seeker import cv_form, cv_page
from api.web.seeker.asking import Asked
from api.web.seeker.cv_corrected import corrected
from api.web.seeker.cv_doubts import Notes
from api.web.seeker.cv_draft import draft_of_cv
from api.web.seeker.cv_file import UploadError, uploaded
from api.web.seeker.cv_names import LEVEL_WORDS
from api.web.seeker.cv_shelf import KEPT_S, CvShelf, OnShelf, shelf_of
from api.web.seeker.search import FIRST_TAB, PAGE
from api.web.seeker.search_page import found_page
from api.web.tasks import Tell
from api.web.tongue import N_, Tongue
from matcher.cv.document import dropped_words
from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_BYTES, MAX_PAGES
from matcher.cv.read_cv import read_cv
from matcher.cv.record import Month, ReadCv
from taxonomy.education import LEVELS

UPLOAD = "/unggah"
REVIEW = "/unggah/periksa"
GO_ON = "/unggah/lanjut"
"""Where the form of corrections is sent: another address than the page's, so that the way back leads to the page."""

PATIENCE_S = 0.9
"""Seconds that a reader waits for the page itself; then one watches on ``/kemajuan``."""

_FAULTS: Mapping[str, str] = {
    "none": N_("Pilih dulu berkas CV-mu, lalu tekan Baca CV."),
    "several": N_("Kirim satu berkas saja."),
    "broken": N_("Kiriman terputus di tengah jalan. Coba kirim lagi."),
}
"""Faults of the form; those of the file have words of their own (``CvError.words``)."""

_TESTED = ("A1", "A2", "B1", "B2", "C1", "C2")


class UploadRoute(PageRoute):
    """A page's route; a body that is too large for the lane, which is refused before it is read, gets the form too."""

    def in_lane(self, handle: Handler) -> Handler:
        """As every route; see ``GuardedRoute.in_lane``."""
        within = super().in_lane(handle)

        async def tell_too_large(request: Request) -> Response:
            try:
                return await within(request)
            except BodyTooLargeError:
                if self.path != UPLOAD:
                    raise
                status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                return await run_in_threadpool(_form, page_of(request), "too_large", status=status)

        return tell_too_large


router = APIRouter(route_class=UploadRoute, include_in_schema=False, default_response_class=HTMLResponse)


async def _fields(request: Request) -> dict[str, str]:
    return await form_fields_of(request, cv_form.MOST_FIELDS)


CorrectionsDep = Annotated[dict[str, str], Depends(_fields)]


@router.api_route(UPLOAD, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def upload_form(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """Where a file is chosen: what is read, how large it may be, what is not kept."""
    shelf = shelf_of(request, serving)
    found = shelf.get()
    if found is not None and found.fault:  # of a file that took long: it is told once
        _settle(shelf, found)
        return _form(page, found.fault, has_read=found.cv is not None)
    return _form(page, has_read=found is not None)


@router.post(UPLOAD)
@guarded(PUBLIC)
async def upload(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """Read a file, and show what was read; the form again with what is wrong where it cannot be."""
    try:
        data = await uploaded(request)
    except UploadError as error:
        return await run_in_threadpool(_form, page, error.fault)
    return await run_in_threadpool(_read, request, page, serving, data)


def _read(request: Request, page: Page, serving: Serving, data: bytes) -> Response:
    shelf, is_done = shelf_of(request, serving), threading.Event()

    def work(_: Tell) -> str:
        try:
            cv = read_cv(data, serving.engine.coder.finder)
            shelf.put(OnShelf(cv=cv, form=cv_form.form_of(cv)))
        except CvError as error:
            shelf.put(replace(shelf.get() or OnShelf(), fault=error.fault))
            return UPLOAD
        finally:
            is_done.set()
        return REVIEW

    task = tasks_of(request).start(browser_of(request), work)
    found = shelf.get() if is_done.wait(PATIENCE_S) else None
    if found is None:
        return page.go(f"/kemajuan/{task}")
    if found.fault:
        _settle(shelf, found)
        return _form(page, found.fault, has_read=found.cv is not None)
    return page.go(REVIEW)


def _settle(shelf: CvShelf, found: OnShelf) -> None:
    """Forget a fault that was told; what was read before it stays."""
    if found.cv is None:
        shelf.drop()
    else:
        shelf.put(replace(found, fault=""))


def _form(
    page: Page, fault: str = "", *, has_read: bool = False, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HTMLResponse:
    said = fault_words(page.tongue, fault) if fault else ""
    return page.render(
        "unggah.html",
        status=status if fault else HTTPStatus.OK,
        faults={"berkas": said} if said else {},
        has_read=has_read,
        megabytes=MAX_BYTES >> 20,
        pages=MAX_PAGES,
        minutes=round(KEPT_S / 60),
    )


def fault_words(tongue: Tongue, fault: str) -> str:
    """What is wrong with an upload, and what to do."""
    if fault in _FAULTS:
        return tongue.gettext(_FAULTS[fault])
    return CvError(fault, wanted="", found="").words(tongue.language)  # type: ignore[arg-type]


@router.api_route(REVIEW, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def review(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """What was read, to be corrected; the form for a file where there is nothing."""
    found = shelf_of(request, serving).get()
    return page.go(UPLOAD) if found is None or found.cv is None else _shown(page, serving, found.cv, found.form)


@router.post(GO_ON)
@guarded(PUBLIC)
def go_on(request: Request, page: PageDep, serving: ServingDep, fields: CorrectionsDep) -> Response:
    """Keep the corrections for the hour, then do what the button says: a row more or less, search, print, no more."""
    shelf = shelf_of(request, serving)
    found = shelf.get()
    if found is None or found.cv is None:
        return page.go(UPLOAD)
    if "buang" in fields:
        shelf.drop()
        return page.go(UPLOAD)
    form, focus = _changed(cv_form.taken(fields), fields)
    shelf.put(OnShelf(cv=found.cv, form=form))
    if focus:
        if page.is_fragment:
            return _shown(page, serving, found.cv, form, focus=focus)
        return page.go(f"{REVIEW}#{focus}")
    return _onward(page, serving, found.cv, form, fields)


def _changed(form: dict[str, str], fields: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The form after a button for rows, and where one goes on; empty where another was pressed."""
    if "tambah" in fields:
        kind = fields["tambah"]
        form, focus = cv_form.with_row(form, kind)
        return form, focus or "skill_new"
    if "hapus" in fields:
        row = fields["hapus"]
        return cv_form.without_row(form, row), f"tambah-{row.partition('-')[0]}"
    return form, ""


def _onward(page: Page, serving: Serving, read: ReadCv, form: Mapping[str, str], fields: Mapping[str, str]) -> Response:
    today = serving.today()
    cv, faults = corrected(form, read, page.tongue, today.year)
    draft = draft_of_cv(cv, Month(year=today.year, month=today.month))
    worker, more = draft.worker(page.tongue)
    if faults or more:
        return _shown(page, serving, read, form, faults={**faults, **more})
    if "cetak" in fields:
        return cv_page.shown(page, draft, {})
    return found_page(page, serving, Asked(draft=draft, tab=FIRST_TAB, shown=PAGE, compared=()), worker)


def _shown(
    page: Page,
    serving: Serving,
    read: ReadCv,
    form: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    focus: str = "",
) -> HTMLResponse:
    notes = Notes(page.tongue, form, read, serving.engine.coder.gazetteer)
    beside = notes.all()
    return page.render(
        "periksa.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        here=REVIEW,
        form=form,
        faults=faults or {},
        wrong={name.rpartition("-")[0] for name in faults or {}},
        focus=focus,
        notes=beside,
        doubtful=[name for name, note in beside.items() if note.doubts],
        rows={kind: cv_form.rows_of(form, kind) for kind in cv_form.FIRST_FIELD},
        skills=notes.skills(),
        dropped=dropped_words(read, page.language),
        read=read,
        minutes=round(KEPT_S / 60),
        most=cv_form.LENGTHS,
        **_choices(page.tongue, form),
    )


def _choices(tongue: Tongue, form: Mapping[str, str]) -> dict[str, Any]:
    """Options of the lists; a level of a language that is in none of them stands in its own."""
    known = [("", tongue.gettext("Tidak diisi"))]
    known += [(level, tongue.gettext(said).capitalize()) for level, said in LEVEL_WORDS.items()]
    known += [(level, level) for level in _TESTED]
    names = {code for code, _ in known}
    held = {value for name, value in form.items() if name.startswith("language-") and name.endswith("-level")}
    return {
        "months": [("", tongue.gettext("Bulan")), *((str(at), name) for at, name in enumerate(tongue.months(), 1))],
        "levels": [
            ("", tongue.gettext("Tidak diisi")),
            *((level, "SMA / SMK" if level == "SMA" else level) for level in LEVELS),
        ],
        "spoken": [*known, *((level, level) for level in sorted(held - names))],
    }
