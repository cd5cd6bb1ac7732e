"""``/lowongan/{key}``: one posting, at an address that may be sent to anybody: nothing in it tells who looks.

Search engines are asked to leave out what is closed, invented, or names somebody's own phone or mail. Whoever keeps a
profile in this browser also reads why the posting fits.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web import views, words
from api.web.fields import FieldsDep
from api.web.page import Page, PageDep
from api.web.route import PageRoute
from api.web.seeker import cards
from api.web.seeker.abroad import AbroadNote, abroad_note
from api.web.seeker.draft import Draft
from api.web.seeker.hidden import REASONS, read_hidden
from api.web.seeker.person import Seeker, seeker_of
from api.web.seeker.search import Search, compared
from api.web.seeker.told_outcomes import tell_opened
from api.web.tongue import Tongue
from indexes.seeker_rows import HIDDEN, SAVED, KeptPosting
from matcher.coded import Coded
from matcher.overseas.ad import Ad
from matcher.overseas.report import check_ad, report_document
from matcher.privacy import without_contacts
from matcher.reason_words import EMPLOYMENT_WORDS
from matcher.records import Kind, Posting
from taxonomy.errors import UnknownIdError

POSTING = "/lowongan/{key:path}"
WHATSAPP = "https://wa.me/?text="
"""Opens WhatsApp, which asks to whom; nothing is sent to it before one presses."""

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingView:
    """A posting as its page shows it.

    Attributes:
        key: Its key.
        href: Its page.
        posting: The record.
        facts: Label and value of what is known, none empty.
        skills: Labels of skills that are asked for.
        is_open: Whether one can still apply today.
        is_sample: From the sample world.
        is_listed: Whether search engines may show it.
        url: Where the ad stands, http(s) only, or empty.
        unlawful: Unlawful demands of the ad: words, what to know, source.
        abroad: What to know of work abroad; None for work in Indonesia.
    """

    key: str
    href: str
    posting: Posting
    facts: tuple[tuple[str, str], ...]
    skills: tuple[str, ...]
    is_open: bool
    is_sample: bool
    is_listed: bool
    url: str
    unlawful: tuple[tuple[str, str], ...]
    abroad: AbroadNote | None


@router.api_route(POSTING, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def posting_page(key: str, request: Request, page: PageDep, serving: ServingDep, daftar: str = "") -> Response:
    """One posting, and why it fits whoever keeps a profile here.

    Raises:
        UnknownIdError: There is none of this key.
    """
    seeker = seeker_of(request, serving)
    answer = _shown(key, page, serving, seeker)
    if seeker is not None and daftar:
        tell_opened(serving, seeker.key, key, daftar)
    return answer


@router.post(POSTING)
@guarded(PUBLIC)
def say_of_posting(key: str, request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Save the posting, hide it, or take back what was said.

    Raises:
        UnknownIdError: There is none of this key.
    """
    serving.engine.get(Kind.POSTING, key)
    seeker = seeker_of(request, serving)
    if seeker is None:
        return page.go("/")
    store, at = serving.engine.store, datetime.now(UTC)
    if "simpan" in fields:
        store.keep_posting(KeptPosting(worker_key=seeker.key, posting_key=key, state=SAVED, reason="", at=at))
    elif "sembunyi" in fields:
        reason, _ = read_hidden(f"{fields['sembunyi']} {key}")
        store.keep_posting(KeptPosting(worker_key=seeker.key, posting_key=key, state=HIDDEN, reason=reason, at=at))
    else:
        store.leave_posting(seeker.key, key)
    return page.go(cards.href_of(key))


def _shown(key: str, page: Page, serving: Serving, seeker: Seeker | None) -> HTMLResponse:
    posting = serving.engine.get(Kind.POSTING, key)
    assert isinstance(posting, Posting)
    view = posting_view(page.tongue, serving, posting)
    job = None
    if seeker is not None:
        with suppress(UnknownIdError):  # the use of the profile is paused
            subject = serving.engine.stored_subject(Kind.WORKER, seeker.key)
            search = Search(tongue=page.tongue, serving=serving, subject=subject, draft=Draft(), kept=seeker.saved)
            job = next(iter(compared(search, [key])), None)
    address = f"{str(page.request.base_url).rstrip('/')}{view.href}"
    return page.render(
        "lowongan.html",
        status=HTTPStatus.OK,
        headers={} if view.is_listed else {"X-Robots-Tag": "noindex"},
        view=view,
        job=job,
        seeker=seeker,
        hide_reasons=list(REASONS.items()),
        address=address,
        whatsapp=f"{WHATSAPP}{quote(_said_of(view, address), safe='')}",
    )


def _said_of(view: PostingView, address: str) -> str:
    """What is sent to a friend: title, employer and address."""
    return "\n".join(part for part in (view.posting.title, view.posting.employer, address) if part)


def posting_view(tongue: Tongue, serving: Serving, posting: Posting) -> PostingView:
    """A posting, ready to print."""
    coded = cards.place_of(serving, posting.key)
    is_sample = posting.key.startswith(f"{views.SAMPLE_SOURCE}:")
    today = serving.today()
    is_open = coded.is_open(today) if coded else not posting.is_closed
    is_personal = without_contacts(posting.description) != posting.description
    labels = [serving.engine.coder.skills.get(skill.id) for skill in coded.skills] if coded else []
    return PostingView(
        key=posting.key,
        href=cards.href_of(posting.key),
        posting=posting,
        facts=_facts(tongue, serving, posting, coded),
        skills=tuple(words.label(tongue, one) for one in labels),
        is_open=is_open,
        is_sample=is_sample,
        is_listed=is_open and not is_sample and not is_personal,
        url=posting.url if posting.url.startswith(("https://", "http://")) else "",
        unlawful=tuple(
            (one["surface"], one["source"]) for one in views.unlawful_view(tongue, posting.title, posting.description)
        ),
        abroad=_abroad(tongue, serving, posting, coded),
    )


def _facts(tongue: Tongue, serving: Serving, posting: Posting, coded: Coded | None) -> tuple[tuple[str, str], ...]:
    gazetteer = serving.engine.coder.gazetteer
    place = words.places(tongue, coded.region_codes, gazetteer) if coded else ""
    months = posting.experience_months_min
    facts = (
        (tongue.gettext("Pemberi kerja"), posting.employer),
        (tongue.gettext("Tempat"), place or ", ".join(posting.places[:5])),
        (tongue.gettext("Upah"), words.rupiah(tongue, coded.pay_low, coded.pay_high) if coded else ""),
        (
            tongue.gettext("Jenis kerja"),
            EMPLOYMENT_WORDS[posting.employment_type][tongue.language] if posting.employment_type else "",
        ),
        (tongue.gettext("Pendidikan"), " / ".join(posting.education) or (coded.education if coded else "")),
        (tongue.gettext("Pengalaman"), words.months(tongue, months) if months else ""),
        (tongue.gettext("Orang yang dicari"), tongue.number(posting.openings) if posting.openings else ""),
        (tongue.gettext("Dipasang"), _day(tongue, posting.posted_on)),
        (tongue.gettext("Batas melamar"), _day(tongue, posting.closes_on)),
        (tongue.gettext("Sumber"), posting.provenance.source),
    )
    return tuple((label, value) for label, value in facts if value)


def _day(tongue: Tongue, day: date | None) -> str:
    return tongue.date(day) if day else ""


def _abroad(tongue: Tongue, serving: Serving, posting: Posting, coded: Coded | None) -> AbroadNote | None:
    if coded is None or not coded.countries:
        return None
    codes = [code for code, _ in coded.occupations[:2]]
    report = check_ad(Ad.of(posting), serving.engine.coder.gazetteer, codes)
    return abroad_note(tongue, report_document(report))
