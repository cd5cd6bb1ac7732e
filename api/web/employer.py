"""The pages of employers (``/pemberi-kerja``): write an ad, see what it says and whom it reaches, post it.

Nothing is kept before the ad is posted: the form itself carries what was corrected. Each button sends the whole form,
so that all of it works without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.principal import Role
from api.access.rule import PUBLIC, PUBLIC_BUT_PEOPLE, Reach, Rule
from api.access.rules import guarded
from api.etags import PreconditionError, etag_of
from api.pseudonyms import LONGEST
from api.routes.intake import INLINE, read_record
from api.routes.record_contents import whole_answer
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import ad_view, views
from api.web.ad_buttons import acted
from api.web.ad_form import FIELDS, Written, form_of, read_form
from api.web.ad_list import OWN
from api.web.ad_notes import notes_of
from api.web.ad_result import result_of
from api.web.fields import LIMITS, FieldsDep, kept
from api.web.navigation import Entry
from api.web.own_ads import closed, floor_at, is_open, next_month, own_ad_of, source_of, sources_of, write_ad
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.tongue import N_
from matcher.ads.near_copies import near_copies
from matcher.answers import Subject
from matcher.records import Kind, Posting
from taxonomy.errors import InputError, UnknownIdError

EMPLOYERS = "/pemberi-kerja"
POST = "/pemberi-kerja/pasang"
NEW = "baru"
"""Button of a form that was not sent yet: the same page in another language."""


ENTRY = Entry(place=2, tab="employer", path=EMPLOYERS, label=N_("Pemberi kerja"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Key = Annotated[str, Path(max_length=LONGEST)]


@router.api_route(EMPLOYERS, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def employer_form(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    salin: Annotated[str, Query(max_length=LONGEST)] = "",
) -> HTMLResponse:
    """An empty form, or the copy of an ad of one's own: posted, it is another.

    Raises:
        UnknownIdError: There is none of this key to copy.
    """
    if not salin:
        return _answer(page, serving, caller, kept({}, *FIELDS))
    posting = own_ad_of(serving, caller, salin)
    form = form_of(posting, "", serving.engine.coder.skills, page.tongue)
    day = next_month(posting.closes_on, serving.today())
    form |= {"name": "", "closes_on": day.isoformat() if day else ""}
    return _answer(page, serving, caller, form, copied=posting.title)


@router.post(EMPLOYERS)
@guarded(PUBLIC_BUT_PEOPLE)
def employer_ad(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep
) -> HTMLResponse:
    """What an ad says, how it pays, what must change and whom it reaches; people by key or pseudonym only."""
    form, do = kept(fields, *FIELDS), fields.get("do", "")
    if do == NEW:
        return _answer(page, serving, caller, form)
    if do.startswith("upah:") and do[5:].isascii() and do[5:].isdigit():
        form["pay"] = page.tongue.number(int(do[5:15]))
    had_title, before = bool(form["title"]), _read(page, serving, form)
    written = acted(before, do, floor_at(serving, before.draft.place))
    form = written.as_form(form) | _emptied(do)
    written = _read(page, serving, form)
    form = written.as_form(form)
    if written.faults and page.request.headers.get("hx-target") == "jangkauan":
        return HTMLResponse(status_code=HTTPStatus.NO_CONTENT)  # the count alone: it stays until the ad can be read
    if written.faults:
        return _answer(page, serving, caller, form, faults=written.faults)
    try:
        subject = _subject(serving, written)
    except InputError:
        return _answer(page, serving, caller, form, faults={"text": _unreadable(page)})
    result = result_of(page, serving, caller, trail, subject, written)
    result["notes"] = notes_of(serving, before, written, do, had_title=had_title)
    return _answer(page, serving, caller, form, result=result)


def _read(page: Page, serving: Serving, form: dict[str, str]) -> Written:
    floor = floor_at(serving, form["place"])
    return read_form(form, serving.engine.coder.skills, page.tongue, serving.today(), floor)


def _emptied(do: str) -> dict[str, str]:
    """Fields of searches that found what was looked for."""
    return {"kode": {"find_unit": ""}, "minta": {"find_skill": ""}}.get(do.partition(":")[0], {})


@router.api_route(OWN + "/{key:path}", methods=["GET", "HEAD"])
@guarded(Rule(scope="postings:write", reach=Reach.PEOPLE))
def own_ad(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, key: Key) -> HTMLResponse:
    """A posted ad of one's own, in the form, with all that is told of it.

    Raises:
        UnknownIdError: There is none of this key among one's own.
    """
    posting = own_ad_of(serving, caller, key)
    skills = serving.engine.coder.skills
    form = form_of(posting, etag_of(whole_answer(serving, Kind.POSTING, key)), skills, page.tongue)
    written = read_form(form, skills, page.tongue, posting.closes_on or serving.today())
    subject = serving.engine.stored_subject(Kind.POSTING, key)
    result = result_of(page, serving, caller, trail, subject, written)
    return _answer(page, serving, caller, form, result=result, posted=True)


@router.post(POST)
@guarded(Rule(scope="postings:write", reach=Reach.WRITES))
def post_ad(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Post an ad, or replace or close one, as a record of the caller's own source.

    It is not posted with unlawful demands or beside a copy of itself, unless the employer says that it shall be; nor
    over what another wrote meanwhile.
    """
    form, skills = kept(fields, *FIELDS), serving.engine.coder.skills
    written = _read(page, serving, form)
    form = written.as_form(form)
    if written.faults:
        return _answer(page, serving, caller, form, faults=written.faults)
    source = source_of(caller, fields.get("source", ""))
    key = f"{source}:{written.name}"
    caller.check_write(key, "form")
    try:
        record = read_record(Kind.POSTING, {**written.as_fields(skills), "id": key}, "form")
    except InputError:
        return _answer(page, serving, caller, form, faults={"text": _unreadable(page)})
    assert isinstance(record, Posting)
    if fields.get("do") == "tutup":
        record = closed(record)
    else:
        subject = serving.engine.subject(record)
        result = result_of(page, serving, caller, trail, subject, written)
        copies = ad_view.copies_view(near_copies(serving.engine, subject, serving.today()), serving, caller)
        doubt = {
            "copies": copies,
            "flags": sum(not flag["is_spared"] for flag in result["flags"]),
            "contact": any(flag["is_spared"] for flag in result["flags"]),
            "pay": result["offer"]["is_below"],
        }
        if any(doubt.values()) and not fields.get("sure"):
            return _answer(page, serving, caller, form, result=result, doubt=doubt)
    try:
        write_ad(serving, record, written.etag)
    except PreconditionError:
        told = page.tongue.gettext("Lowongan ini sudah diubah orang lain. Buka versi terbaru, lalu ulangi perubahanmu.")
        return _answer(page, serving, caller, form, conflict={"said": told, "key": key})
    return page.go(f"{OWN}/{key}")


def _subject(serving: Serving, written: Written) -> Subject:
    fields = written.as_fields(serving.engine.coder.skills)
    return serving.engine.subject(read_record(Kind.POSTING, fields, "posting", INLINE))


def _stored(serving: Serving, caller: Caller, form: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What stands under the name of a form that changes an ad; None of a new one."""
    if not form["etag"]:
        return None
    for source in sources_of(caller):
        try:
            posting = own_ad_of(serving, caller, f"{source}:{form['name']}")
        except UnknownIdError:
            continue
        return {"key": posting.key, "is_open": is_open(posting, serving.today()), "title": posting.title}
    return None


def _unreadable(page: Page) -> str:
    return page.tongue.gettext("Lowongan ini tidak bisa dibaca. Periksa jabatan, tempat dan isinya.")


def _answer(
    page: Page,
    serving: Serving,
    caller: Caller,
    form: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    result: Mapping[str, Any] | None = None,
    posted: bool = False,
    doubt: Mapping[str, Any] | None = None,
    conflict: Mapping[str, str] | None = None,
    copied: str = "",
) -> HTMLResponse:
    may_post = caller.principal.may("postings:write") and caller.principal.role in {
        *(Role.LOCAL, Role.PLATFORM, Role.BOARD),
    }
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page.render(
        "employer.html",
        # HTMX swaps in nothing of an answer that is no success.
        status=HTTPStatus.OK if page.is_fragment else status,
        # On a phone the button is far from what is told.
        headers={"HX-Reswap": f"outerHTML show:#{'kerja' if faults or conflict else 'pasang'}:top"}
        if faults or conflict or doubt
        else {},
        fragment="kerja",
        loaded=views.loaded(page.tongue, serving),
        form=form,
        faults=faults or {},
        result=result,
        posted=posted,
        stored=_stored(serving, caller, form) if may_post else None,
        copied=copied,
        again={"path": EMPLOYERS, "fields": [*form.items(), ("do", "periksa" if result or faults else NEW)]},
        doubt=doubt,
        conflict=conflict,
        limits=LIMITS,
        may_post=may_post,
        sources=sources_of(caller) if may_post else [],
    )
