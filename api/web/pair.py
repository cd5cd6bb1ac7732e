"""A person beside a posting (``/petugas/pasangan``): marked texts, a judgement of one's own, identity, the letter."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.access.caller import Caller, CallerDep
from api.pseudonyms import LONGEST
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from api.web import officer_view as view
from api.web import words
from api.web.fields import FieldsDep
from api.web.officer import OFFICERS, WorkId, actor_of, choices, in_hand
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.tongue import Tongue
from matcher.placement.judgements import Verdict
from matcher.placement.letter import LONGEST as LONGEST_LINE
from matcher.placement.letter import Letter, Office, referral_letter
from matcher.placement.letter_words import proposed_number
from matcher.placement.referral import introduced
from matcher.placement.side_by_side import Fact, SideBySide, side_by_side
from matcher.reason_words import COMPONENT_WORDS, number, score_word, step_words
from matcher.records import Kind, Posting
from taxonomy.errors import InputError, UnknownIdError

PAIR = OFFICERS + "/pasangan"
LETTER = OFFICERS + "/surat"

_OFFICE = ("region", "office", "address", "city", "signer_title", "signer", "nip")
_LETTER = (*_OFFICE, "number", "employer", "employer_place", "attachments", "copies")

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Person = Annotated[str, Query(alias="orang", max_length=LONGEST)]
Job = Annotated[str, Query(alias="lowongan", max_length=LONGEST)]


def address_of(worker: str, posting: str) -> str:
    """Of the page of a pair."""
    return f"{PAIR}?{_asked(worker, posting)}"


def _asked(worker: str, posting: str) -> str:
    return f"orang={quote(worker, safe='')}&lowongan={quote(posting, safe='')}"


@router.api_route(PAIR, methods=["GET", "HEAD"])
def pair(
    page: PageDep,
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    orang: Person = "",
    lowongan: Job = "",
    kerja: WorkId = "",
) -> HTMLResponse:
    """Both, side by side.

    Raises:
        UnknownIdError: Either is not stored, or not indexed.
    """
    with caller.opened(orang) as worker:
        trail.about(worker, posting=lowongan)
        return _shown(page, serving, caller, worker, lowongan, kerja)


@router.post(PAIR)
def judge(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """Judge a pair, or take a judgement back; each with its row of the audit log."""
    posting, kerja = fields.get("lowongan", ""), fields.get("kerja", "")
    with caller.opened(fields.get("orang", "")) as worker:
        trail.is_told = True
        if fields.get("do") == "batal":
            found = serving.judgements.of_pair(worker, posting)
            if found is not None:
                serving.judgements.undo(found, actor_of(caller))
        else:
            seen = _pair(serving, worker, posting)
            verdict: Verdict = "fits" if fields.get("do") == "cocok" else "does_not_fit"
            try:
                serving.judgements.judge(
                    worker,
                    posting,
                    verdict,
                    fields.get("alasan", ""),
                    actor_of(caller),
                    note=fields.get("catatan", ""),
                    score=seen.explained.score,
                    weights=serving.engine.weights,
                )
            except InputError:
                told = page.tongue.gettext("Pilih alasannya. Untuk alasan lain, tulis dengan katamu.")
                return _shown(page, serving, caller, worker, posting, kerja, faults={"alasan": told})
    return page.go(address_of(worker, posting) + (f"&kerja={quote(kerja)}" if kerja else ""))


@router.post(OFFICERS + "/identitas")
def identity(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> HTMLResponse:
    """Who a person is: opened for this one answer, and logged before it goes out."""
    with caller.opened(fields.get("orang", "")) as worker:
        trail.about(worker, purpose="placement")
        if serving.engine.store.get(Kind.WORKER, worker) is None:
            raise UnknownIdError(wanted="the id of a stored worker", found=worker, where="id")
        columns = ("name", "phone", "email", "address")
        opened: Mapping[str, str] = {}
        if serving.vault is not None:
            opened = serving.engine.store.identity(Kind.WORKER, worker, serving.vault, columns) or {}
    return page.render(
        "petugas_identitas.html", fragment="isi", worker=worker, opened=[opened.get(name, "") for name in columns]
    )


@router.api_route(LETTER, methods=["GET", "HEAD"])
def letter_form(
    page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, orang: Person = "", lowongan: Job = ""
) -> HTMLResponse:
    """The form of a letter; who the person is stands only in the letter itself."""
    with caller.opened(orang) as worker:
        trail.about(worker, posting=lowongan)
        posting = _posting(serving, lowongan)
        form = {
            **dict.fromkeys(_LETTER, ""),
            "number": proposed_number(serving.today()),
            "employer": posting.employer,
            "employer_place": next(iter(posting.places), ""),
            "signer_title": "Kepala Bidang Penempatan Tenaga Kerja",
            "copies": "Arsip.",
        }
        return _letter_page(page, serving, worker, lowongan, form, {})


@router.post(LETTER)
def letter(page: PageDep, serving: ServingDep, caller: CallerDep, trail: TrailDep, fields: FieldsDep) -> Response:
    """The letter as a PDF, kept nowhere; its answer is waited for in the queue."""
    posting_key = fields.get("lowongan", "")
    form = {name: fields.get(name, "") for name in _LETTER}
    with caller.opened(fields.get("orang", "")) as worker:
        trail.about(worker, posting=posting_key, format="pdf", purpose="placement")
        posting, seen = _posting(serving, posting_key), _pair(serving, worker, posting_key)
        faults = _missing(form, page.tongue)
        if not faults:
            person = introduced(serving.engine, worker, seen.explained, serving.vault, caller.shown(worker))
            try:
                made = referral_letter(_letter(form, serving, posting, person))
            except InputError as error:
                faults = {_field_of(error.where): _unprintable(error, page.tongue)}
        if faults:
            return _letter_page(page, serving, worker, posting_key, form, faults)
        serving.queue.refer(worker, posting_key)
    name = f"surat-pengantar-{serving.today().isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers)


def _pair(serving: Serving, worker: str, posting: str) -> SideBySide:
    if "\x00" in posting:
        raise UnknownIdError(wanted="the id of a stored posting", found="a NUL", where="lowongan")
    return side_by_side(serving.engine, worker, posting, serving.today())


def _posting(serving: Serving, key: str) -> Posting:
    if "\x00" in key:
        raise UnknownIdError(wanted="the id of a stored posting", found="a NUL", where="lowongan")
    found = serving.engine.get(Kind.POSTING, key)
    assert isinstance(found, Posting)
    return found


def _shown(
    page: Page,
    serving: Serving,
    caller: Caller,
    worker: str,
    posting: str,
    kerja: str,
    *,
    faults: Mapping[str, str] | None = None,
) -> HTMLResponse:
    seen, tongue = _pair(serving, worker, posting), page.tongue
    found = seen.explained
    held = serving.judgements.of_pair(worker, posting)
    return page.render(
        "pasangan.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        seen=seen,
        worker=view.person_row(serving, worker, tongue),
        posting=view.posting_row(serving, posting, tongue),
        score=words.points(tongue, found.score),
        word=score_word(found.score, tongue.language),
        parts=[
            (COMPONENT_WORDS[name][tongue.language], words.points(tongue, value), bool(found.details[name]["known"]))
            for name, value in found.components.items()
        ],
        steps=[(step_words(step, tongue.language), number(step["gain"], tongue.language)) for step in found.would_help],
        facts=[_fact(fact, tongue) for fact in seen.facts],
        bars=[tongue.gettext(view.BARS.get(name, name)) for name in seen.barred_by],
        states=view.STATES,
        sections=view.SECTIONS,
        held=held,
        held_note=serving.judgements.note(held) if held else "",
        all_reasons=view.REASONS,
        history=len(serving.judgements.history(worker, posting)),
        faults=faults or {},
        form={"alasan": "", "catatan": ""},
        work=in_hand(serving, caller, kerja),
        may_open=serving.vault is not None,
        asked=_asked(worker, posting),
        **choices(page),
    )


def _fact(fact: Fact, tongue: Tongue) -> tuple[str, str, str, bool | None]:
    return (
        tongue.gettext(view.FACTS[fact.name]),
        _value(fact.name, fact.asked, tongue),
        _value(fact.name, fact.held, tongue),
        fact.meets,
    )


def _value(name: str, value: str | float | None, tongue: Tongue) -> str:
    if value is None:
        return tongue.gettext("tidak disebut")
    if name == "experience":
        return words.months(tongue, int(value))
    if name == "pay":
        return tongue.rupiah(float(value))
    return "SMA / SMK" if value == "SMA" else str(value)


def _letter_page(
    page: Page, serving: Serving, worker: str, posting: str, form: Mapping[str, str], faults: Mapping[str, str]
) -> HTMLResponse:
    return page.render(
        "surat.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        worker=view.person_row(serving, worker, page.tongue),
        posting=view.posting_row(serving, posting, page.tongue),
        form=form,
        faults=faults,
        most=LONGEST_LINE,
        has_identity=serving.vault is not None,
        asked=_asked(worker, posting),
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


def _letter(form: Mapping[str, str], serving: Serving, posting: Posting, person: Any) -> Letter:
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


def _unprintable(error: InputError, tongue: Tongue) -> str:
    if str(error.found).startswith("U+"):
        return tongue.gettext("Ada huruf yang tidak bisa dicetak. Pakai huruf Latin, angka dan tanda baca.")
    return tongue.gettext("Baris ini terlalu panjang untuk surat.")
