"""The letter that introduces a person to an employer (``/petugas/surat``): its form, a look at it, the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.access.rule import FOR_OFFICERS
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web.fields import FieldsDep
from api.web.letterhead import remember, remembered
from api.web.officer import OFFICERS, choices, in_hand, region_carried, told_before
from api.web.page import Page, PageDep, repeat
from api.web.pair import AskedDep, asked_for, pair_of
from api.web.route import PageRoute
from api.web.tongue import Tongue
from indexes.identity_vault import Vault
from matcher.placement.letter import referral_letter
from matcher.placement.letter_text import LONGEST, Letter, LetterText, Office, letter_text
from matcher.placement.letter_words import proposed_number
from matcher.placement.referral import introduced
from matcher.records import Kind, Posting
from taxonomy.errors import InputError

LETTER = OFFICERS + "/surat"

_OFFICE = ("region", "office", "address", "city", "signer_title", "signer", "nip")
_LETTER = (*_OFFICE, "number", "employer", "employer_place", "attachments", "copies")

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(LETTER, methods=["GET", "HEAD"])
@guarded(FOR_OFFICERS)
def letter_form(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, asked: AskedDep
) -> HTMLResponse:
    """The form of a letter; who the person is stands only in the letter itself."""
    with caller.opened(asked.person) as worker:
        trail.about(worker, posting=asked.posting)
        posting = posting_of(serving, asked.posting)
        form = {
            **dict.fromkeys(_LETTER, ""),
            "number": proposed_number(serving.today()),
            "employer": posting.employer,
            "employer_place": next(iter(posting.places), ""),
            "signer_title": "Kepala Bidang Penempatan Tenaga Kerja",
            "copies": "Arsip.",
            **remembered(page.request),
        }
        return _letter_page(page, serving, caller, worker, asked.posting, form, kerja=asked.work)


@router.post(LETTER)
@guarded(FOR_OFFICERS)
def letter(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """The letter as a PDF, kept nowhere; its answer is waited for in the queue."""
    posting_key, form, kerja = fields.get("lowongan", ""), _form_of(fields), fields.get("kerja", "")
    with caller.opened(fields.get("orang", "")) as worker:
        trail.about(worker, posting=posting_key, format="pdf", purpose="placement")
        if faults := _missing(form, page.tongue):
            return _letter_page(page, serving, caller, worker, posting_key, form, faults, kerja=kerja)
        try:
            made = referral_letter(_letter(form, serving, caller, worker, posting_key, serving.vault))
        except InputError as error:
            faults = _unprintable(error, page.tongue)
            return _letter_page(page, serving, caller, worker, posting_key, form, faults, kerja=kerja)
        serving.queue.refer(worker, posting_key)
    name = f"surat-pengantar-{serving.today().isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    response = Response(made, media_type="application/pdf", headers=headers)
    remember(page.request, response, form)
    return response


@router.post(LETTER + "/pratinjau")
@guarded(FOR_OFFICERS)
def preview(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> HTMLResponse:
    """The letter as it will read, above its form; identity stays sealed, so that dots stand for it."""
    posting_key, form, kerja = fields.get("lowongan", ""), _form_of(fields), fields.get("kerja", "")
    with caller.opened(fields.get("orang", "")) as worker:
        trail.about(worker, posting=posting_key)
        if faults := _missing(form, page.tongue):
            return _letter_page(page, serving, caller, worker, posting_key, form, faults, kerja=kerja)
        try:
            made = letter_text(_letter(form, serving, caller, worker, posting_key, None))
        except InputError as error:
            faults = _unprintable(error, page.tongue)
            return _letter_page(page, serving, caller, worker, posting_key, form, faults, kerja=kerja)
        again = repeat(page, fields)
        response = _letter_page(page, serving, caller, worker, posting_key, form, shown=made, kerja=kerja, again=again)
    remember(page.request, response, form)
    return response


def _form_of(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in _LETTER}


def posting_of(serving: Serving, key: str) -> Posting:
    """A stored posting.

    Raises:
        UnknownIdError: There is none.
    """
    found = serving.engine.get(Kind.POSTING, key)
    assert isinstance(found, Posting)
    return found


def _letter_page(
    page: Page,
    serving: Serving,
    caller: Caller,
    worker: str,
    posting: str,
    form: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    *,
    kerja: str,
    shown: LetterText | None = None,
    again: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    work, region = in_hand(serving, caller, kerja), region_carried(page)
    asked = asked_for(worker, posting) + (f"&kerja={work}" if work else "") + (f"&wilayah={region}" if region else "")
    return page.render(
        "surat.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        worker=view.person_row(serving, worker, page.tongue),
        posting=view.posting_row(serving, posting, page.tongue),
        form=form,
        faults=faults or {},
        most=LONGEST,
        shown=shown,
        has_identity=serving.vault is not None,
        asked=asked,
        work=work,
        work_note=told_before(serving, work),
        again=again,
        **choices(page),
    )


def _missing(form: Mapping[str, str], tongue: Tongue) -> dict[str, str]:
    told = {
        "office": tongue.gettext("Tulis nama dinas atau kantor yang menulis surat."),
        "city": tongue.gettext("Tulis kota tempat surat ditandatangani."),
        "signer_title": tongue.gettext("Tulis jabatan yang menandatangani."),
        "number": tongue.gettext("Tulis nomor surat dari buku agenda."),
    }
    faults = {name: said for name, said in told.items() if not form[name]}
    if form["attachments"] and not (form["attachments"].isascii() and form["attachments"].isdigit()):
        faults["attachments"] = tongue.gettext("Tulis jumlah lampiran dengan angka, atau kosongkan.")
    return faults


def _letter(
    form: Mapping[str, str], serving: Serving, caller: Caller, worker: str, posting_key: str, vault: Vault | None
) -> Letter:
    """What a form asks for; without a vault dots stand for who it is."""
    posting, seen = posting_of(serving, posting_key), pair_of(serving, worker, posting_key)
    person = introduced(serving.engine, worker, seen.explained, vault, caller.shown(worker))
    return Letter(
        number=form["number"],
        day=serving.today(),
        office=Office(
            region=form["region"],
            name=form["office"],
            address=form["address"],
            city=form["city"],
            signer=form["signer"],
            signer_title=form["signer_title"],
            nip=form["nip"],
        ),
        job=posting.title,
        posting_key=posting.key,
        person=person,
        employer=form["employer"],
        employer_place=form["employer_place"],
        attachments=int(form["attachments"][:3] or 0),
        copies=tuple(line.strip() for line in form["copies"].splitlines() if line.strip())[:6],
    )


def _field_of(where: str) -> str:
    named = {"signer title": "signer_title", "NIP": "nip", "place": "employer_place", "tembusan": "copies"}
    found = named.get(where, where)
    return found if found in _LETTER else "number"


def _unprintable(error: InputError, tongue: Tongue) -> dict[str, str]:
    if str(error.found).startswith("U+"):
        said = tongue.gettext("Ada huruf yang tidak bisa dicetak. Pakai huruf Latin, angka dan tanda baca.")
    else:
        said = tongue.gettext("Baris ini terlalu panjang untuk surat.")
    return {_field_of(error.where): said}
