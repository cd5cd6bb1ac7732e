"""What the seekers' pages show of a posting, a course, a job abroad, a first job and a next job, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api.serving import Serving
from api.web import card_view, words
from api.web.card_view import Card
from api.web.tongue import N_, Tongue
from matcher.careers import NextJob, Want
from matcher.coded import Coded
from matcher.explain import Explained
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

GOOD, POOR = 0.75, 0.4
"""Values of a component from which it speaks for a posting, and up to which it speaks against it."""

_FOR: Mapping[str, str] = {
    "occupation": N_("Jabatannya sama atau dekat dengan yang kamu cari."),
    "skills": N_("Sebagian besar keterampilan yang diminta sudah kamu punya."),
    "experience": N_("Pengalamanmu cukup."),
    "education": N_("Pendidikanmu cukup."),
    "place": N_("Tempatnya dekat denganmu."),
    "pay": N_("Upahnya sesuai keinginanmu."),
    "wishes": N_("Jenis kerjanya sesuai keinginanmu."),
}
_AGAINST: Mapping[str, str] = {
    "occupation": N_("Jabatannya agak lain dari yang kamu cari."),
    "skills": N_("Banyak keterampilan yang diminta belum terlihat di profilmu."),
    "experience": N_("Pengalaman yang diminta lebih lama."),
    "education": N_("Pendidikan yang diminta lebih tinggi."),
    "place": N_("Tempatnya jauh."),
    "pay": N_("Upahnya di bawah keinginanmu."),
    "wishes": N_("Jenis kerjanya lain dari keinginanmu."),
}
_FROM_HOME: Mapping[str, str] = {**_FOR, "place": N_("Bisa dikerjakan dari rumah.")}
KIND_OF_STEP: Mapping[str, str] = {
    "promotion": N_("Naik jabatan"),
    "specialisation": N_("Jadi ahli di bidang ini"),
    "move": N_("Pindah bidang"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCard:
    """A ranked posting.

    Attributes:
        card: Its score, skills and steps.
        place: From 1, in its list.
        href: Its page.
        away: How far it is, in words; empty where that is not known.
        speaks_for: Short sentences that speak for it.
        speaks_against: Likewise against it.
        closes: Id of a missing skill to the number of the course that teaches it, from 1.
        notes: Warnings before one applies, the gravest first.
        copies: How many other ads of the same posting there are.
        is_kept: Whether the seeker keeps it.
    """

    card: Card
    place: int
    href: str
    away: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    closes: Mapping[str, int]
    notes: tuple[str, ...]
    copies: int
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCard:
    """A job that usually comes next.

    Attributes:
        kind: Promotion, specialisation or move, in words.
        code: KBJI.
        title: Of the occupation, in the language of the page where it has a title there.
        facts: Short facts, none empty.
        have: What it wants and the seeker has.
        missing: What it wants and the seeker does not show.
        postings: Open ones of it.
    """

    kind: str
    code: str
    title: str
    facts: tuple[str, ...]
    have: tuple[str, ...]
    missing: tuple[str, ...]
    postings: int


def href_of(key: str) -> str:
    """The page of a posting, that may be sent to anybody."""
    return f"/lowongan/{quote(key, safe=':/')}"


def label_of(named: Mapping[str, Any], tongue: Tongue) -> str:
    """A label in the language of the page, as far as there is one."""
    return words.label(tongue, named)


def away_words(tongue: Tongue, km: float | None) -> str:
    """A distance in words."""
    if km is None:
        return ""
    if km < 1:
        return tongue.gettext("Di daerahmu sendiri")
    return tongue.gettext("sekitar %(km)s km", km=tongue.number(km, 0))


def job_card(
    tongue: Tongue,
    serving: Serving,
    found: Explained,
    *,
    place: int,
    km: float | None,
    closes: Mapping[str, int],
    copies: int,
    is_kept: bool,
    notes: tuple[str, ...] = (),
) -> JobCard:
    """A ranked posting.

    Raises:
        UnknownIdError: It was deleted since it was ranked.
    """
    coded = place_of(serving, found.key)
    is_remote = coded is not None and coded.is_remote
    return JobCard(
        card=card_view.posting_card(tongue, serving, found),
        place=place,
        href=href_of(found.key),
        away=away_words(tongue, km),
        speaks_for=_said(tongue, found, _FROM_HOME if is_remote else _FOR, _is_good),
        speaks_against=_said(tongue, found, _AGAINST, _is_poor),
        closes={str(one["id"]): closes[str(one["id"])] for one in found.missing if str(one["id"]) in closes},
        notes=notes,
        copies=copies,
        is_kept=is_kept,
    )


def _is_good(value: float) -> bool:
    return value >= GOOD


def _is_poor(value: float) -> bool:
    return value <= POOR


def _said(tongue: Tongue, found: Explained, said: Mapping[str, str], holds: Callable[[float], bool]) -> tuple[str, ...]:
    return tuple(
        tongue.gettext(text)
        for name, text in said.items()
        if name in found.details and found.details[name]["known"] and holds(float(found.details[name]["value"]))
    )


def step_card(tongue: Tongue, found: NextJob) -> StepCard:
    """A next job, held against the seeker."""
    facts = (
        tongue.gettext("biasanya setelah %(months)s", months=words.months(tongue, found.months)),
        tongue.gettext("kurang %(months)s lagi", months=words.months(tongue, found.months_short))
        if found.months_short
        else "",
        tongue.gettext("pendidikan %(level)s", level=found.education) if found.education else "",
    )
    wants = (*found.needs, *found.learnt)
    occupation = found.occupation
    return StepCard(
        kind=tongue.gettext(KIND_OF_STEP[found.kind]),
        code=occupation.code,
        title=words.title(tongue, occupation),
        facts=tuple(fact for fact in facts if fact),
        have=_labels(tongue, wants, "have"),
        missing=_labels(tongue, wants, "missing"),
        postings=found.postings or 0,
    )


def _labels(tongue: Tongue, wants: Sequence[Want], held: str) -> tuple[str, ...]:
    named = [one.skill for one in wants if one.held == held]
    return tuple(dict.fromkeys(words.label(tongue, skill) for skill in named))[:8]


def place_of(serving: Serving, key: str) -> Coded | None:
    """The coded posting; None where it is gone."""
    try:
        return serving.engine.refresh().catalogues[Kind.POSTING].place(key).coded
    except UnknownIdError:
        return None
