"""What a seeker has a say in, in the languages of the pages: the texts of ``matcher/rights/tables/purposes.tsv``.

A consent says which version of the text the person saw; the English one stands beside and says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.web.tongue import N_, Tongue
from indexes.consent_rows import ConsentGiven, ConsentState
from matcher.rights.purposes import Asked, Purpose, load_purposes

# Marked for translation; a test holds that every text that is asked about stands here word for word.
ASKED_TEXTS = (
    N_("Rekomendasi lowongan otomatis"),
    N_(
        "Secara berkala sistem menyusun daftar lowongan untuk Anda tanpa diminta. Anda dapat berhenti "
        "menerimanya kapan saja."
    ),
    N_("Dilihat pemberi kerja dan papan kerja lain"),
    N_(
        "Pemberi kerja dan papan kerja di luar layanan ini dapat melihat profil Anda tanpa nama dan kontak. "
        "Anda memilih siapa yang boleh melihat, dan dapat menariknya kembali kapan saja."
    ),
    N_("Saran pelatihan"),
    N_(
        "Kami menghitung pelatihan mana yang membuka lebih banyak lowongan bagi Anda. Anda dapat meminta agar"
        " hal ini tidak dilakukan."
    ),
    N_("Memperbaiki peringkat dari hasil lamaran"),
    N_(
        "Dari lamaran dan hasilnya sistem belajar bobot peringkat. Anda dapat meminta agar hasil lamaran Anda"
        " tidak dipakai."
    ),
    N_("Penempatan ke luar negeri"),
    N_(
        "Profil Anda dapat disusun sebagai CV Europass untuk pemberi kerja di luar negeri. Ini hanya "
        "dilakukan bila Anda setuju."
    ),
    N_("Pemberitahuan lowongan baru"),
    N_(
        "Kami memberi tahu layanan pesan bila ada lowongan baru yang cocok untuk Anda. Ini hanya dilakukan "
        "bila Anda setuju."
    ),
)

CHANNEL = "web"
FIELD = "tujuan-"
"""Before the name of a purpose: the field of a form that allows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A purpose that the seeker has a say in.

    Attributes:
        purpose: Its name.
        field: Of the form.
        name: In the language of the page.
        text: What it means, likewise.
        is_allowed: Whether it is done now, or would be unless the seeker says otherwise.
    """

    purpose: Purpose
    field: str
    name: str
    text: str
    is_allowed: bool


def choices(tongue: Tongue, allowed: Iterable[Purpose] | None = None) -> list[Choice]:
    """What there is to say, in the order of the table.

    Args:
        tongue: Language of the page.
        allowed: What is allowed now; None for somebody who has said nothing yet.
    """
    now = None if allowed is None else frozenset(allowed)
    return [
        Choice(
            purpose=purpose,
            field=f"{FIELD}{purpose}",
            name=tongue.gettext(facts.name_id),
            text=tongue.gettext(facts.text_id),
            is_allowed=facts.asked is Asked.OPT_OUT if now is None else purpose in now,
        )
        for purpose, facts in load_purposes().items()
        if facts.asked is not Asked.NONE
    ]


def said(worker_key: str, wanted: Iterable[Purpose], at: datetime, allowed: Iterable[Purpose]) -> list[ConsentGiven]:
    """What changes when exactly some purposes shall be allowed; what changes nothing stays unsaid.

    Args:
        worker_key: Who says it.
        wanted: Purposes that shall be allowed.
        at: When, UTC.
        allowed: Purposes that are allowed now.
    """
    wanted, allowed = frozenset(wanted), frozenset(allowed)
    return [
        ConsentGiven(
            worker_key=worker_key,
            purpose=str(purpose),
            tenant="",
            state=ConsentState.GRANTED if purpose in wanted else ConsentState.WITHDRAWN,
            at=at,
            channel=CHANNEL,
            text_version=facts.version,
            evidence="",
            actor="laman",
        )
        for purpose, facts in load_purposes().items()
        if facts.asked is not Asked.NONE and (purpose in wanted) != (purpose in allowed)
    ]
