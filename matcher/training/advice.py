"""The courses that open most for one worker, by matching anew as if each had been done; honest where none helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.coded import Coded
from matcher.course_terms import CourseTerms
from matcher.openings import SAME_WORK
from matcher.score import DIGITS
from matcher.training.admission import REFUSALS, Refusal, TrainingWish, terms_of, weeks_of
from matcher.training.gain import Gain, PayChange, Worth, gain_of
from matcher.training.gained import Learnt
from matcher.training.lessons import Offer, Syllabus, Tables, applicant_of, offers_of, useless
from matcher.training.reach import Outlook

SHOWN = 3
"""Postings, and other courses that give the same, that an answer names."""

LEAST_RISE = 0.004
"""Least mean rise of the score of a course that opens no posting: below it what is taught is one of many skills of a
posting or two."""

LEAST_RISE_ELSEWHERE = 0.01
"""The same of a course for other work than is sought: a point of a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What learning something is claimed to bring; every figure can be recomputed by matching the worker after it.

    Attributes:
        worth: The value that ranks, in its parts.
        opens: Postings newly within reach.
        opened: Their keys, the best scored first.
        improves: Postings whose score rises.
        score: Mean rise of the score over the postings looked at.
        pay: Change of the median of the advertised pay within reach.
        per_100_jp: ``opens``, ``score`` and ``pay`` (rupiah of the median, None where not known) for each 100 JP;
            None where the length is not known.
        closes: Skills that are gained and asked for: id, label, label_en, how many postings ask for it.
        examples: Up to three postings, newly reached ones first, then those that gain most: id, title, score before
            and after, whether it is newly within reach.
    """

    worth: Worth
    opens: int
    opened: tuple[str, ...]
    improves: int
    score: float
    pay: PayChange
    per_100_jp: Mapping[str, float | None] | None
    closes: tuple[Mapping[str, Any], ...]
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseAdvice:
    """One course for one worker.

    Attributes:
        key: Key of the course.
        title: Its title.
        claim: What it brings.
        terms: Its days, seats, cost and so on.
        weeks: How long it lasts; None where not known.
        distance_km: From home to the course; None when it is online or either place is not known.
        also_held: Up to three other courses that give the same, by value, then distance: id, title, distance_km,
            starts_on.
    """

    key: str
    title: str
    claim: Claim
    terms: CourseTerms
    weeks: float | None
    distance_km: float | None
    also_held: tuple[Mapping[str, Any], ...] = ()


def advise(
    worker: Coded, outlook: Outlook, syllabus: Syllabus, wish: TrainingWish, tables: Tables, k: int
) -> tuple[list[CourseAdvice], dict[Refusal, int]]:
    """The k courses of most value.

    Args:
        worker: Who.
        outlook: The postings looked at for the worker.
        syllabus: All courses.
        wish: What is asked of training.
        tables: For labels, places and numbers.
        k: At most this many; fewer when fewer help at all.

    Returns:
        Advice, the most valuable first (of equals the nearer, then by key), one for all courses that give the same,
        and how many courses each condition removed, those of none too.
    """
    offers, removed = offers_of(worker, syllabus, wish, tables)
    applicant, helping = applicant_of(outlook), list[tuple[Gain, Offer]]()
    for offer in offers:
        reason = useless(offer, applicant, outlook, tables)
        if reason is None:
            gain = gain_of(outlook, offer.lesson.learnt, terms_of(offer.lesson.course).jp)
            if helps(gain, [offer]):
                helping.append((gain, offer))
                continue
            reason = "helps_too_little"
        removed[reason] = removed.get(reason, 0) + 1
    helping.sort(key=lambda one: (-one[0].worth.value, one[1].away_km or 0.0, one[1].key))
    programmes = dict[tuple[str, ...], list[tuple[Gain, Offer]]]()
    for gain, offer in helping:
        programmes.setdefault(offer.lesson.learnt.skills, []).append((gain, offer))
    found = [
        _advice(*held[0], [offer for _, offer in held[1:]], outlook, tables) for held in [*programmes.values()][:k]
    ]
    return found, {reason: removed.get(reason, 0) for reason in REFUSALS}


def helps(gain: Gain, offers: Iterable[Offer]) -> bool:
    """Whether a gain is worth speaking of: it opens a posting or raises the mean score enough."""
    is_own_field = all(not offer.alike < SAME_WORK for offer in offers)
    return bool(gain.opened) or gain.mean_rise >= (LEAST_RISE if is_own_field else LEAST_RISE_ELSEWHERE)


def nearest_refusal(removed: Mapping[Refusal, int]) -> Refusal | None:
    """The condition that held back the courses that came furthest; None where none was held back."""
    return next((reason for reason in reversed(REFUSALS) if removed.get(reason)), None)


def _advice(gain: Gain, offer: Offer, also: Sequence[Offer], outlook: Outlook, tables: Tables) -> CourseAdvice:
    course = offer.lesson.course
    terms = terms_of(course)
    return CourseAdvice(
        key=course.key,
        title=course.title,
        claim=claim_of(gain, offer.lesson.learnt, terms.jp, outlook, tables),
        terms=terms,
        weeks=weeks_of(terms),
        distance_km=_km(offer),
        also_held=tuple(
            {
                "id": one.key,
                "title": one.lesson.course.title,
                "distance_km": _km(one),
                "starts_on": terms_of(one.lesson.course).starts_on,
            }
            for one in also[:SHOWN]
        ),
    )


def _km(offer: Offer) -> float | None:
    return None if offer.away_km is None else round(offer.away_km, 1)


def claim_of(gain: Gain, learnt: Learnt, jp: int | None, outlook: Outlook, tables: Tables) -> Claim:
    """A gain in figures and names.

    Args:
        gain: Of the learnt.
        learnt: What is gained.
        jp: How long it takes; None where not known.
        outlook: The postings looked at.
        tables: For labels.
    """
    return Claim(
        worth=gain.worth,
        opens=len(gain.opened),
        opened=tuple(outlook.key(at) for at in gain.opened),
        improves=len(gain.raised),
        score=gain.mean_rise,
        pay=gain.pay,
        per_100_jp=_per_100_jp(gain, jp),
        closes=_closes(learnt, outlook, tables),
        examples=_examples(gain, outlook),
    )


def _per_100_jp(gain: Gain, jp: int | None) -> Mapping[str, float | None] | None:
    if not jp:
        return None
    pay, share = gain.pay, 100 / jp
    rise = None if pay.before is None or pay.after is None else round((pay.after - pay.before) * share, 2)
    return {
        "opens": round(len(gain.opened) * share, DIGITS),
        "score": round(gain.mean_rise * share, DIGITS),
        "pay": rise,
    }


def _closes(learnt: Learnt, outlook: Outlook, tables: Tables) -> tuple[Mapping[str, Any], ...]:
    """What is gained and asked for and was not held, the most asked for first."""
    numbers = {one: tables.vocabulary.skills[one] for one in learnt.skills if one in tables.vocabulary.skills}
    lacking = {one: number for one, number in numbers.items() if outlook.earned[number] < 1}
    asked = {one: int(outlook.asking(number).sum()) for one, number in lacking.items()}
    ranked = sorted(((count, one) for one, count in asked.items() if count), key=lambda item: (-item[0], item[1]))
    named = [(tables.skills.get(one), count) for count, one in ranked]
    return tuple({"id": s.id, "label": s.label, "label_en": s.label_en, "postings": count} for s, count in named)


def _examples(gain: Gain, outlook: Outlook) -> tuple[Mapping[str, Any], ...]:
    newly = set(gain.opened)
    shown = list(dict.fromkeys((*gain.opened, *gain.raised)))[:SHOWN]
    return tuple(
        {
            "id": outlook.key(at),
            "title": outlook.title(at),
            "before": round(float(outlook.now.totals[at]), DIGITS),
            "after": round(float(gain.standing.totals[at]), DIGITS),
            "newly_reached": at in newly,
        }
        for at in shown
    )
