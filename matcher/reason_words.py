"""The reasons of a match in plain words, in Bahasa Indonesia and English: short sentences, each a fact of the match.

Every number is a number of the match, every name a label or words of one of both texts: nothing is said that the
reasons do not hold. What the pages call scores, parts and kinds of work stands here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from taxonomy.rupiah import rupiah

if TYPE_CHECKING:
    from matcher.explain import Explained
    from matcher.openings import Opening

Language = Literal["id", "en"]

LANGUAGES: tuple[Language, ...] = ("id", "en")
DEFAULT: Language = "id"

Said = Mapping[Language, str]

SCORE_WORDS: tuple[tuple[float, Said], ...] = (
    (0.80, {"id": "Sangat cocok", "en": "Very good fit"}),
    (0.70, {"id": "Cocok", "en": "Good fit"}),
    (0.60, {"id": "Cukup cocok", "en": "Fair fit"}),
    (0.0, {"id": "Kurang cocok", "en": "Weak fit"}),
)
"""Least score of each word. Of 6,646 graded pairs an officer would propose .82 of those called ``Sangat cocok`` (n =
860), .63 of ``Cocok``, .24 of ``Cukup cocok``; REACHABLE (0.70) of the course advice is where ``Cocok`` begins."""

EMPLOYMENT_WORDS: Mapping[str, Said] = {
    "full_time": {"id": "Penuh waktu", "en": "Full time"},
    "part_time": {"id": "Paruh waktu", "en": "Part time"},
    "contract": {"id": "Kontrak", "en": "Contract"},
    "internship": {"id": "Magang", "en": "Internship"},
    "freelance": {"id": "Lepas", "en": "Freelance"},
    "daily": {"id": "Harian", "en": "Daily"},
}

EQUIVALENT: Mapping[str, Said] = {
    "SMP": {"id": "SMP (bisa lewat Paket B)", "en": "SMP, junior high (Paket B counts)"},
    "SMA": {"id": "SMA (bisa lewat Paket C)", "en": "SMA, senior high (Paket C counts)"},
}

SENTENCES: Mapping[str, Said] = {
    "score": {"id": "{word}: {score} dari 100.", "en": "{word}: {score} of 100."},
    "known": {"id": "{name}: {points} dari {most}.", "en": "{name}: {points} of {most}."},
    "unknown": {
        "id": "{name}: belum disebut, jadi tidak menambah atau mengurangi peringkat: {points} dari {most}.",
        "en": "{name}: not said, so it counts neither for nor against: {points} of {most}.",
    },
    "matched": {"id": "{label}: sudah cocok.", "en": "{label}: this fits."},
    "usual": {
        "id": "Ini tidak tertulis di profil, tetapi biasa ada di pekerjaan sebelumnya.",
        "en": "The profile does not say it, but it is usual in the job held.",
    },
    "required": {"id": "{label}: wajib, belum ada di profil.", "en": "{label}: required, not in the profile."},
    "preferred": {
        "id": "{label}: lebih disukai, belum ada di profil.",
        "en": "{label}: preferred, not in the profile.",
    },
    "adjacent": {"id": "{label}: belum ada, tetapi {held} mirip.", "en": "{label}: not yet, but {held} is close."},
    "posting_words": {"id": "Lowongan menulis “{words}”.", "en": "The ad says “{words}”."},
    "worker_words": {"id": "Profil menulis “{words}”.", "en": "The profile says “{words}”."},
    "gain": {"id": "{step}: skor naik {gain}.", "en": "{step}: the score rises by {gain}."},
    "best": {"id": "Paling membantu: {said}", "en": "Helps most: {said}"},
    "opening": {
        "id": "Kalau punya {label}, lowongan ini terbuka: {title}. Skornya {score} dari 100.",
        "en": "With {label} this job opens: {title}. Its score is {score} of 100.",
    },
}

STEPS: Mapping[str, Said] = {
    "gain_skill": {"id": "Bisa {label}", "en": "Learn {label}"},
    "gain_licence": {"id": "Punya {label}", "en": "Get {label}"},
    "gain_certificate": {"id": "Punya {label}", "en": "Get {label}"},
    "raise_education": {"id": "Lulus {level}", "en": "Finish {level}"},
    "gain_experience": {"id": "Tambah {amount} bulan pengalaman", "en": "Work {amount} more months"},
    "relocate": {"id": "Mau pindah ke {label}", "en": "Be ready to move to {label}"},
    "lower_pay": {"id": "Mau upah {amount} per bulan", "en": "Ask for {amount} a month"},
    "accept_type": {"id": "Mau kerja {kind}", "en": "Take this kind of work: {kind}"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWords:
    """A match in words; a sentence or a few for each fact.

    Attributes:
        score: The score.
        components: Each part of it, in the order of ``Explained.components``.
        matched: As ``Explained.matched``.
        missing: As ``Explained.missing``.
        adjacent: As ``Explained.adjacent``.
        would_help: As ``Explained.would_help``.
    """

    score: str
    components: tuple[str, ...]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    adjacent: tuple[str, ...]
    would_help: tuple[str, ...]


def reason_words(found: Explained, language: Language) -> ReasonWords:
    """The reasons of a match in a language."""
    return ReasonWords(
        score=_say("score", language, word=score_word(found.score, language), score=number(found.score, language)),
        components=tuple(_component(name, found, language) for name in found.components),
        matched=tuple(_matched(item, language) for item in found.matched),
        missing=tuple(_missing(item, language) for item in found.missing),
        adjacent=tuple(_adjacent(item, language) for item in found.adjacent),
        would_help=tuple(_helping(step, language) for step in found.would_help),
    )


def opening_words(opening: Opening, language: Language) -> str:
    """A posting that a licence opens, in a language."""
    score = number(opening.score, language)
    return _say("opening", language, label=label_of(opening.licence, language), title=opening.title, score=score)


def step_words(step: Mapping[str, Any], language: Language) -> str:
    """One step of ``Explained.would_help`` in a few words, without what it gains."""
    write = rupiah if step["action"] == "lower_pay" else _whole
    amount = "" if step["amount"] is None else write(step["amount"], language)
    what = str(step["what"])
    return STEPS[step["action"]][language].format(
        label=label_of(step, language),
        amount=amount,
        level=EQUIVALENT[what][language] if what in EQUIVALENT else what,
        kind=EMPLOYMENT_WORDS[what][language].lower() if what in EMPLOYMENT_WORDS else "",
    )


def score_word(score: float, language: Language) -> str:
    """A score in [0, 1] in words."""
    return next(word for least, word in SCORE_WORDS if score >= least)[language]


def number(share: float, language: Language) -> str:
    """A share in [0, 1] as points of a hundred, at most two decimals: ``0.1230`` is ``12,3`` or ``12.3``."""
    return figure(share * 100, language)


def figure(amount: float, language: Language) -> str:
    """``23.4936`` as ``23,49`` or ``23.49``; at most two decimals."""
    shown = f"{amount:.2f}".rstrip("0").rstrip(".")
    return shown.replace(".", ",") if language == "id" else shown


def _whole(amount: float, language: Language) -> str:
    """``4500000`` as ``4.500.000`` or ``4,500,000``."""
    shown = f"{round(amount):,}"
    return shown.replace(",", ".") if language == "id" else shown


def _say(name: str, language: Language, /, **facts: str) -> str:
    return SENTENCES[name][language].format(**facts)


def label_of(named: Mapping[str, Any], language: Language) -> str:
    """The label of a skill or licence; the Indonesian one where there is no other."""
    return str((language == "en" and named["label_en"]) or named["label"])


def _component(name: str, found: Explained, language: Language) -> str:
    from matcher.part_list import (
        COMPONENT_WORDS,  # with it comes all that scores: the command line reads this module too
    )

    detail = found.details[name]
    return _say(
        "known" if detail["known"] else "unknown",
        language,
        name=COMPONENT_WORDS[name][language],
        points=number(found.components[name], language),
        most=number(detail["weight"], language),
    )


def _quoted(item: Mapping[str, Any], language: Language) -> list[str]:
    """The words of both texts, as far as they are there."""
    sides = ("posting_words", "worker_words")
    return [_say(side, language, words=item[side]) for side in sides if item.get(side)]


def _matched(item: Mapping[str, Any], language: Language) -> str:
    usual = [_say("usual", language)] if item["usual_in_the_job"] else []
    return " ".join([_say("matched", language, label=label_of(item, language)), *_quoted(item, language), *usual])


def _missing(item: Mapping[str, Any], language: Language) -> str:
    need = "required" if item["required"] else "preferred"
    return " ".join([_say(need, language, label=label_of(item, language)), *_quoted(item, language)])


def _adjacent(item: Mapping[str, Any], language: Language) -> str:
    said = _say("adjacent", language, label=label_of(item, language), held=label_of(item["held"], language))
    return " ".join([said, *_quoted(item, language)])


def _helping(step: Mapping[str, Any], language: Language) -> str:
    said = _say("gain", language, step=step_words(step, language), gain=number(step["gain"], language))
    return _say("best", language, said=said) if step["best"] else said
