"""Cards of ranked postings, workers and courses, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from api.access.caller import Caller
from api.serving import Serving
from api.web import words
from api.web.tongue import Tongue
from api.web.views import SAMPLE_SOURCE, facts_of
from matcher.coded import Coded
from matcher.explain import Explained
from matcher.impersonal import cleaned
from matcher.part_list import COMPONENT_WORDS
from matcher.reason_words import EMPLOYMENT_WORDS, number, score_word, step_words
from matcher.records import Course, Kind, Posting
from matcher.training.advice import CourseAdvice
from taxonomy.errors import UnknownIdError

F = TypeVar("F")


C = TypeVar("C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One ranked record.

    Attributes:
        key: ``source:source_id``.
        title: Heading.
        facts: Short facts under the heading, none empty.
        url: Where the record can be read, http(s) only, or empty.
        score: In [0, 1].
        points: The score of a hundred, as it is shown.
        word: The score in words.
        parts: Name, points of the score and whether anything was known, in order of weight.
        matched: Skills with the words that show them.
        missing: Labels; the required ones first.
        adjacent: Pairs of label asked for and label held.
        would_help: Step in words and points, the one that helps most first.
        is_sample: From the sample world.
    """

    key: str
    title: str
    facts: tuple[str, ...]
    url: str
    score: float
    points: str
    word: str
    parts: tuple[tuple[str, str, bool], ...]
    matched: tuple[Mapping[str, Any], ...]
    missing: tuple[Mapping[str, Any], ...]
    adjacent: tuple[Mapping[str, Any], ...]
    would_help: tuple[tuple[str, str], ...]
    is_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCard:
    """One recommended course.

    Attributes:
        key: ``source:source_id``.
        title: Heading.
        facts: Short facts, none empty.
        closes: Labels of missing skills that it teaches.
        opens: Postings that come within reach.
        improves: Postings whose score rises.
        is_sample: From the sample world.
    """

    key: str
    title: str
    facts: tuple[str, ...]
    closes: tuple[str, ...]
    opens: int
    improves: int
    is_sample: bool


def still_there(
    make: Callable[[Tongue, Serving, F], C], tongue: Tongue, serving: Serving, ranked: Iterable[F]
) -> list[C]:
    """A card of each ranked record; one that another process is changing at this moment is left out, not the page."""
    cards: list[C] = []
    for found in ranked:
        with suppress(UnknownIdError):
            cards.append(make(tongue, serving, found))
    return cards


def posting_card(tongue: Tongue, serving: Serving, found: Explained) -> Card:
    """A posting for a seeker: employer, place, pay and kind of work as far as they are known."""
    posting, coded = serving.engine.get(Kind.POSTING, found.key), _coded(serving, Kind.POSTING, found.key)
    assert isinstance(posting, Posting)
    place = words.places(tongue, coded.region_codes, serving.engine.coder.gazetteer)
    abroad = ", ".join(words.stated_place(tongue, one) for one in posting.places[:3])
    facts = (
        posting.employer,
        place or abroad,
        tongue.gettext("Bisa jarak jauh") if coded.is_remote else "",
        words.rupiah(tongue, coded.pay_low, coded.pay_high),
        EMPLOYMENT_WORDS[posting.employment_type][tongue.language] if posting.employment_type else "",
        _hours(tongue, coded),
        tongue.gettext("Terbuka bagi difabel") if coded.access_words else "",
    )
    url = posting.url if posting.url.startswith(("https://", "http://")) else ""
    return _card(tongue, found, posting.title, facts, url)


def worker_card(tongue: Tongue, serving: Serving, found: Explained) -> Card:
    """A worker for an employer: the key and what was coded; no words of theirs beyond the skills."""
    coded = _coded(serving, Kind.WORKER, found.key)
    return _card(tongue, found, found.key, facts_of(tongue, serving, coded), "")


def seen_by(caller: Caller, card: Card) -> Card:
    """A worker's card as the caller may see it: a foreign one under its pseudonym, its words cleaned."""
    if not caller.is_foreign(card.key):
        return card
    name = caller.shown(card.key)
    return replace(card, key=name, title=name, matched=_clean_words(card.matched), adjacent=_clean_words(card.adjacent))


def _clean_words(skills: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple({**skill, "worker_words": cleaned(skill["worker_words"])} for skill in skills)


def course_card(tongue: Tongue, serving: Serving, advice: CourseAdvice) -> CourseCard:
    """A course for a seeker."""
    course = serving.engine.get(Kind.COURSE, advice.key)
    assert isinstance(course, Course)
    cost = (
        ""
        if course.cost_idr is None
        else tongue.rupiah(course.cost_idr)
        if course.cost_idr
        else tongue.gettext("Gratis")
    )
    near = None if advice.distance_km is None else tongue.number(advice.distance_km, 0)
    away = "" if near is None else tongue.gettext("sekitar %(km)s km", km=near)
    facts = (course.provider, course.place, away, f"{course.jp} JP" if course.jp else "", cost)
    return CourseCard(
        key=advice.key,
        title=course.title,
        facts=tuple(fact for fact in facts if fact),
        closes=tuple(words.label(tongue, skill) for skill in advice.claim.closes[:5]),
        opens=advice.claim.opens,
        improves=advice.claim.improves,
        is_sample=advice.key.startswith(f"{SAMPLE_SOURCE}:"),
    )


def _hours(tongue: Tongue, coded: Coded) -> str:
    if coded.night_words:
        return tongue.gettext("Kerja malam")
    return tongue.gettext("Kerja shift") if coded.shift_words else ""


def _coded(serving: Serving, kind: Kind, key: str) -> Coded:
    return serving.engine.refresh().catalogues[kind].place(key).coded


def _card(tongue: Tongue, found: Explained, title: str, facts: tuple[str, ...], url: str) -> Card:
    language = tongue.language
    parts = [
        (COMPONENT_WORDS[name][language], words.points(tongue, value), bool(found.details[name]["known"]))
        for name, value in found.components.items()
    ]
    return Card(
        key=found.key,
        title=title,
        facts=tuple(fact for fact in facts if fact),
        url=url,
        score=found.score,
        points=words.points(tongue, found.score),
        word=score_word(found.score, language),
        parts=tuple(parts),
        matched=found.matched,
        missing=tuple(sorted(found.missing, key=lambda skill: not skill["required"])),
        adjacent=found.adjacent,
        would_help=tuple((step_words(step, language), number(step["gain"], language)) for step in found.would_help),
        is_sample=found.key.startswith(f"{SAMPLE_SOURCE}:"),
    )
