"""The pages of employers (``/pemberi-kerja``): write an ad, see what it says and whom it reaches, post it.

Nothing is kept before the ad is posted: the form itself carries what was corrected. Each button sends the whole form,
so that all of it works without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.principal import Role
from api.etags import PreconditionError, etag_of
from api.pseudonyms import LONGEST
from api.routes.intake import INLINE, read_record
from api.routes.record_contents import whole_answer
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from api.web import ad_view, card_view, views
from api.web.ad_form import FIELDS, Written, acted, form_of, read_form
from api.web.fields import LIMITS, FieldsDep, kept
from api.web.own_ads import closed, floor_at, own_ad_of, source_of, sources_of, write_ad
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from matcher.ads.near_copies import near_copies
from matcher.answers import Subject
from matcher.filters import Conditions
from matcher.records import Kind, Posting
from taxonomy.errors import InputError

EMPLOYERS = "/pemberi-kerja"
OWN = "/pemberi-kerja/lowongan"
POST = "/pemberi-kerja/pasang"


_MATCHES = 10
_LISTED = 50

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Key = Annotated[str, Path(max_length=LONGEST)]


@router.api_route(EMPLOYERS, methods=["GET", "HEAD"])
def employer_form(page: PageDep, serving: ServingDep, caller: CallerDep) -> HTMLResponse:
    """An empty form."""
    return _answer(page, serving, caller, kept({}, *FIELDS))


@router.post(EMPLOYERS)
def employer_ad(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep
) -> HTMLResponse:
    """What an ad says, how it pays, what must change and whom it reaches; people by key or pseudonym only."""
    form, do = kept(fields, *FIELDS), fields.get("do", "")
    if do.startswith("upah:") and do[5:].isascii() and do[5:].isdigit():
        form["pay"] = page.tongue.number(int(do[5:15]))
    skills, today = serving.engine.coder.skills, serving.today()
    written = acted(read_form(form, skills, page.tongue, today), do, floor_at(serving, form["place"]))
    written = read_form(written.as_form(form), skills, page.tongue, today)
    form = written.as_form(form)
    if do.startswith("kode:"):
        form["find_unit"] = ""
    if do.startswith("minta:"):
        form["find_skill"] = ""
    if written.faults:
        return _answer(page, serving, caller, form, faults=written.faults)
    try:
        subject = _subject(serving, written)
    except InputError:
        return _answer(page, serving, caller, form, faults={"text": _unreadable(page)})
    result = _result(page, serving, caller, trail, subject, written)
    return _answer(page, serving, caller, form, result=result)


@router.api_route(OWN, methods=["GET", "HEAD"])
def own_ads(page: PageDep, serving: ServingDep, caller: CallerDep, setelah: str = "") -> HTMLResponse:
    """The ads of the caller's own sources, by key."""
    store, found = serving.engine.store, list[Posting]()
    for source in sources_of(caller):
        for key in store.keys_after(Kind.POSTING, source, setelah, _LISTED + 1):
            posting = serving.engine.get(Kind.POSTING, key)
            assert isinstance(posting, Posting)
            found.append(posting)
    found.sort(key=lambda one: one.key)
    shown, rest = found[:_LISTED], found[_LISTED:]
    today = serving.today()
    rows = [
        {
            "key": one.key,
            "title": one.title,
            "place": ", ".join(one.places[:2]),
            "is_open": not one.is_closed and (one.closes_on is None or one.closes_on >= today),
            "closes_on": page.tongue.date(one.closes_on) if one.closes_on else "",
        }
        for one in shown
    ]
    return page.render("lowongan_saya.html", rows=rows, more=shown[-1].key if rest else "")


@router.api_route(OWN + "/{key:path}", methods=["GET", "HEAD"])
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
    result = _result(page, serving, caller, trail, subject, written)
    return _answer(page, serving, caller, form, result=result, posted=_posted(page, posting, serving))


@router.post(POST)
def post_ad(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Post an ad, or replace or close one, as a record of the caller's own source.

    It is not posted with unlawful demands or beside a copy of itself, unless the employer says that it shall be; nor
    over what another wrote meanwhile.
    """
    form, skills = kept(fields, *FIELDS), serving.engine.coder.skills
    written = read_form(form, skills, page.tongue, serving.today())
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
        result = _result(page, serving, caller, trail, subject, written)
        copies = ad_view.copies_view(near_copies(serving.engine, subject, serving.today()), serving)
        doubt = {"copies": copies, "flags": len(result["flags"]), "pay": result["offer"]["raise_to"]}
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


def _result(
    page: Page, serving: Serving, caller: Caller, trail: Trail, subject: Subject, written: Written
) -> dict[str, Any]:
    coded, tongue, skills = subject.coded, page.tongue, serving.engine.coder.skills
    offer = ad_view.offer_for(coded, serving)
    result: dict[str, Any] = {
        "units": ad_view.units_view(coded, tongue),
        "uncertain": coded.uncertain,
        "skills": ad_view.skills_view(coded, written, skills, tongue),
        "facts": views.facts_of(tongue, serving, coded),
        "found": ad_view.found_view(written, tongue),
        "flags": ad_view.flags_view(written, coded, serving.today().year, tongue),
        "offer": ad_view.offer_view(offer, tongue, serving),
        "unknown_place": bool(written.draft.place) and not coded.region_codes and not coded.countries,
        "people": caller.sees_people,
        "reach": None,
        "cards": [],
    }
    if caller.sees_people:
        result["reach"] = ad_view.reach_view(
            subject, written.draft.text, serving, offer, tongue, is_exact=caller.visible is None
        )
        ranking = serving.engine.match(subject, _MATCHES, Conditions(visible=caller.visible))
        serving.metrics.matches("worker", len(ranking.matches))
        trail.shown(one.key for one in ranking.matches)
        cards = card_view.still_there(card_view.worker_card, tongue, serving, ranking.matches)
        result["cards"] = [card_view.seen_by(caller, card) for card in cards]
    return result


def _posted(page: Page, posting: Posting, serving: Serving) -> Mapping[str, Any]:
    is_open = not posting.is_closed and (posting.closes_on is None or posting.closes_on >= serving.today())
    return {"key": posting.key, "is_open": is_open, "title": posting.title}


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
    posted: Mapping[str, Any] | None = None,
    doubt: Mapping[str, Any] | None = None,
    conflict: Mapping[str, str] | None = None,
) -> HTMLResponse:
    may_post = caller.principal.may("postings:write") and caller.principal.role in {
        *(Role.LOCAL, Role.PLATFORM, Role.BOARD),
    }
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page.render(
        "employer.html",
        # HTMX swaps in nothing of an answer that is no success.
        status=HTTPStatus.OK if page.is_fragment else status,
        fragment="kerja",
        loaded=views.loaded(page.tongue, serving),
        form=form,
        faults=faults or {},
        result=result,
        posted=posted,
        doubt=doubt,
        conflict=conflict,
        limits=LIMITS,
        may_post=may_post,
        sources=sources_of(caller) if may_post else [],
    )
