"""States, orders and faults of settling titles, in the words of the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.web.tongue import N_, Tongue
from indexes.title_rows import TitleCase
from matcher.titles.answers import DEPENDS, NO_JOB
from matcher.titles.settled import is_lost
from matcher.titles.uncertain import NARROW, SURE_FROM, UncertainTitle
from taxonomy.occupations import load_occupations

ORDERS: Mapping[str, tuple[str, Callable[[UncertainTitle], Any]]] = {
    "banyak": (N_("Paling banyak lowongan"), lambda one: (-one.postings, -one.seekers, one.title)),
    "ragu": (N_("Paling ragu"), lambda one: (one.confidence, -one.postings, one.title)),
    "tipis": (N_("Selisih paling tipis"), lambda one: (one.margin, -one.postings, one.title)),
    "abjad": (N_("Menurut abjad"), lambda one: one.title),
}
"""Name in the address to label and key."""

KINDS: Mapping[str, tuple[str, Callable[[UncertainTitle], bool]]] = {
    "": (N_("Semua"), lambda one: True),
    "ragu": (N_("Tidak satu calon pun mencapai separuh"), lambda one: one.confidence < SURE_FROM),
    "tipis": (N_("Dua calon hampir sama kuat"), lambda one: one.margin < NARROW and one.silent < one.postings),
    "diam": (N_("Mesin tidak punya calon yang berarti"), lambda one: one.silent > 0),
}
"""Name in the address to label and test."""

STATES: Mapping[str, tuple[str, str]] = {
    "open": (N_("Menunggu orang kedua"), "warn"),
    "confirmed": (N_("Berlaku"), "good"),
    "rejected": (N_("Ditolak"), "bad"),
    "withdrawn": (N_("Ditarik"), ""),
    "replaced": (N_("Diganti jawaban lain"), ""),
}
"""State to label and kind of badge."""

LOST = "hilang"
"""State of the page, of no answer: it counts, but its code is no more."""

LOST_LABEL = N_("Kode sudah tidak ada")

FAULTS: Mapping[str, str] = {
    "own": N_("Jawaban sendiri tidak bisa disahkan atau ditolak sendiri. Minta pengelola lain dengan akunnya sendiri."),
    "again": N_("Jawabanmu untuk judul ini masih menunggu. Tarik dulu kalau ingin menggantinya."),
    "same": N_("Jawaban yang sama sudah ada untuk judul ini. Kalau masih menunggu, sahkan saja."),
    "over": N_("Jawaban ini sudah diputuskan. Muat ulang halaman untuk melihat keadaannya."),
}
"""``SettlingError.fault`` to what a steward is told."""


def answer_words(tongue: Tongue, answer: str) -> str:
    """An answer as people read it: code and title, or what the two words mean."""
    if answer == NO_JOB:
        return tongue.gettext("Bukan pekerjaan")
    if answer == DEPENDS:
        return tongue.gettext("Tergantung isi iklan")
    occupations = load_occupations()
    if answer not in occupations:
        return answer
    found = occupations.get(answer)
    return f"{answer} {(tongue.language == 'en' and found.title_en) or found.title}"


def share_words(tongue: Tongue, share: float) -> str:
    """A probability as a percentage, none of which is told as nothing."""
    return tongue.percent(share) if share >= 0.01 else f"< {tongue.percent(0.01)}"


def case_row(tongue: Tongue, case: TitleCase, client: str) -> dict[str, Any]:
    """An answer with its reviews, as the pages show it.

    Args:
        tongue: Of the reader.
        case: The answer.
        client: Who reads, for whom ``is_own`` is told.
    """
    label, kind = STATES[case.state]
    return {
        "id": case.answer.id,
        "title": case.answer.title,
        "answer": answer_words(tongue, case.answer.answer),
        "state": case.state,
        "label": tongue.gettext(label),
        "kind": kind,
        "note": case.answer.note,
        "postings": case.answer.postings,
        "by": person(case.answer.made_by),
        "at": case.answer.made_at,
        "is_own": case.answer.made_by == client,
        "is_lost": is_lost(case),
        "reviews": [
            {
                "label": tongue.gettext(STATES[one.verdict][0]),
                "by": person(one.made_by),
                "at": one.made_at,
                "reason": one.reason,
            }
            for one in case.reviews
        ],
    }


def person(client: str) -> str:
    """Name of an account, without what marks it as one."""
    return client.removeprefix("staff:")
