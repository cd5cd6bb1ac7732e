"""What a seeker has asked for as their right, and the posting whose ranking they want a human to look at."""

from __future__ import annotations

from dataclasses import dataclass

from api.serving import Serving
from api.web.seeker.cards import href_of
from api.web.tongue import N_, Tongue
from matcher.records import Kind, Posting
from matcher.rights.requests import PersonRequest, RequestKind, RequestState, Verdict
from taxonomy.errors import UnknownIdError

KINDS = {
    RequestKind.ACCESS: N_("Salinan semua data"),
    RequestKind.CORRECTION: N_("Perbaikan data"),
    RequestKind.ERASURE: N_("Penghapusan"),
    RequestKind.PORTABILITY: N_("Data untuk dibawa pindah"),
    RequestKind.RESTRICTION: N_("Pemakaian data dihentikan sementara"),
    RequestKind.OBJECTION: N_("Pemeriksaan oleh manusia"),
}
STATES = {
    RequestState.RECEIVED: N_("diterima"),
    RequestState.WORKING: N_("sedang dikerjakan"),
    RequestState.DONE: N_("selesai"),
    RequestState.REFUSED: N_("ditolak"),
    RequestState.LIFTED: N_("dicabut"),
}
VERDICTS = {
    Verdict.UPHELD: N_("keberatanmu diterima, rekomendasi otomatis dihentikan"),
    Verdict.CHANGED: N_("hasilnya diperbaiki petugas"),
    Verdict.DISMISSED: N_("hasilnya tetap"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """The posting that an objection names.

    Attributes:
        key: Of it.
        href: Its page.
        title: As it was advertised, with the employer.
    """

    key: str
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequest:
    """One line of what was asked.

    Attributes:
        kind: What it is called.
        day: When it came.
        state: What became of it, or until when it is answered.
        reason: What the answer says.
        about: The posting that it names, while that is stored.
    """

    kind: str
    day: str
    state: str
    reason: str
    about: Contested | None


def contested(serving: Serving, key: str) -> Contested | None:
    """A posting by its key; None where no key is given or there is no such posting any more."""
    try:
        posting = serving.engine.get(Kind.POSTING, key) if key else None
    except UnknownIdError:
        return None
    if not isinstance(posting, Posting):
        return None
    title = " – ".join(part for part in (posting.title, posting.employer) if part)
    return Contested(key=key, href=href_of(key), title=title)


def own_request(serving: Serving, tongue: Tongue, one: PersonRequest) -> OwnRequest:
    """A request, ready to print."""
    row = one.stored
    state = tongue.gettext(STATES[RequestState(row.state)])
    if row.state in {RequestState.RECEIVED, RequestState.WORKING}:
        state = tongue.gettext("%(state)s, dijawab paling lambat %(day)s", state=state, day=tongue.date(row.due_at))
    elif row.verdict:
        verdict = tongue.gettext(VERDICTS[Verdict(row.verdict)])
        state = tongue.gettext("%(state)s, %(verdict)s", state=state, verdict=verdict)
    return OwnRequest(
        kind=tongue.gettext(KINDS[RequestKind(row.kind)]),
        day=tongue.date(row.received_at),
        state=state,
        reason=str(one.answer.get("reason", "")),
        about=contested(serving, str(one.content.get("posting", ""))),
    )
