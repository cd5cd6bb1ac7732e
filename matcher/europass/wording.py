"""Sentences that a Europass CV of ours holds besides names: who said what, and how long a job took."""

from __future__ import annotations

import html
from collections.abc import Sequence

from matcher.europass.kinds import CvLanguage
from matcher.europass.profile import CvJob, CvOccupation, CvProfile

_MONTHS = {
    "en": "Duration: {months} months (dates are not recorded)",
    "id": "Lama: {months} bulan (tanggal tidak dicatat)",
}
_COMMENT = {
    "en": "Pseudonymous: {key}. Made from coded facts (KBJI 2014, ISCO-08, ESCO v1.1, KKNI); own words are in "
    "Indonesian and are not translated. This service uses the ESCO classification of the European Commission.",
    "id": "Pseudonim: {key}. Dibuat dari fakta berkode (KBJI 2014, ISCO-08, ESCO v1.1, KKNI); kata-kata pelamar tidak "
    "diterjemahkan. Layanan ini memakai klasifikasi ESCO dari Komisi Eropa.",
}
_AS_SAID = {"en": "in Indonesian, as said", "id": "kata pelamar"}
_LICENCES = {"en": "Licences and certificates", "id": "Lisensi dan sertifikat"}
_DRIVING = {
    "en": "The class is for orientation; an Indonesian licence (SIM) is not exchanged by it.",
    "id": "Golongan ini hanya petunjuk; SIM Indonesia tidak otomatis berlaku.",
}


def own_words(text: str) -> str:
    """A person's words as the format carries rich text: escaped, and marked as Indonesian.

    The schema allows no attribute on these elements, so that ``xml:lang`` stands on the paragraph inside them.
    """
    return f'<p lang="id" xml:lang="id">{html.escape(text, quote=False)}</p>' if text else ""


def plain_words(text: str) -> str:
    """Characters that XML 1.0 allows (W3C XML 1.0, section 2.2); others are left out."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def label(occupation: CvOccupation, lang: CvLanguage) -> str:
    """Title of an occupation with its ISCO-08 code; own words, marked as such, where it is not coded."""
    if not occupation.title:
        return f"{occupation.own_words} [{_AS_SAID[lang]}]"
    return f"{occupation.title} (ISCO-08 {occupation.isco08})"


def activities(job: CvJob, lang: CvLanguage) -> str:
    """What is told of a job: how long, and in own words what it was called and what was done."""
    told = [] if job.months is None else [_MONTHS[lang].format(months=job.months)]
    words = ". ".join(
        part for part in (job.occupation.own_words if job.occupation.title else "", job.own_words) if part
    )
    return "\n".join([*told, *([own_words(words)] if words else [])])


def comment(profile: CvProfile) -> str:
    """What a reader should know of the document."""
    return _COMMENT[profile.lang].format(key=profile.key)


def licences(profile: CvProfile) -> str:
    """Licences and certificates, a line each."""
    notes = [_DRIVING[profile.lang]] if profile.driving else []
    return "\n".join([f"{_LICENCES[profile.lang]}:", *(f"- {name}" for name in profile.licences), *notes])


def listed(names: Sequence[str]) -> str:
    """Names of skills on one line."""
    return ", ".join(names)
