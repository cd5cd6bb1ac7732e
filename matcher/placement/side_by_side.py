"""One person beside one posting: both texts with the words that show each point, the score, what stands between.

What a person wrote is shown without personal traits and contacts (``matcher.impersonal``), whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from matcher.answers import Subject
from matcher.coded import Coded
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.filters import Conditions
from matcher.impersonal import cleaned, impersonal
from matcher.placement.marked_text import Piece, pieces
from matcher.records import Kind, Posting, Worker
from taxonomy.education import kkni_level
from taxonomy.experience import read_experience
from taxonomy.pay import read_pay

State = Literal["matched", "usual", "adjacent", "missing", "more"]

_ANYHOW = Conditions(respect_hours=False, respect_education=False, waived=("licence",))
"""An officer looks at a pair whether or not a hard condition stands between."""

_MOST_MORE = 12
"""Skills of the person that the posting does not ask for; as many are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One skill or licence, as both texts have it.

    Attributes:
        number: From 1; stands beside the words in both texts.
        state: ``matched`` by words, ``usual`` in the job held, ``adjacent`` to a skill held, ``missing``, or ``more``
            than is asked for.
        label: Of the skill, in Indonesian.
        label_en: In English.
        held: Of an adjacent one the label of the skill that is held, else empty; likewise ``held_en``.
        held_en: In English.
        required: Whether the posting demands it.
        posting_words: That ask for it, or empty.
        worker_words: That show it, without personal traits, or empty.
    """

    number: int
    state: State
    label: str
    label_en: str
    held: str = ""
    held_en: str = ""
    required: bool = False
    posting_words: str = ""
    worker_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a text.

    Attributes:
        name: Field of the record that it is of: ``title``, ``description``, ``summary``, ``jobs`` and so on.
        pieces: Its text in pieces.
    """

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of both that is no skill.

    Attributes:
        name: ``education``, ``experience``, ``pay`` or ``hours``.
        asked: As the posting has it: a level, months, rupiah a month or words; None where it says nothing.
        held: As the person has it.
        meets: Whether it is met; None where one of both is not known.
    """

    name: str
    asked: str | float | None
    held: str | float | None
    meets: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A pair as an officer looks at it.

    Attributes:
        explained: Score, parts and reasons, whatever hard condition stands between.
        points: Skills, by number: those asked for as the posting has them, then what the person has besides.
        facts: What else is asked for.
        posting: The posting's text.
        worker: The person's.
        barred_by: Hard conditions that keep the pair out of every list, such as ``licence`` or ``closed``.
    """

    explained: Explained
    points: tuple[Point, ...]
    facts: tuple[Fact, ...]
    posting: tuple[Section, ...]
    worker: tuple[Section, ...]
    barred_by: tuple[str, ...]


def side_by_side(engine: Engine, worker_key: str, posting_key: str, today: date) -> SideBySide:
    """A stored person beside a stored posting.

    Args:
        engine: Holds both.
        worker_key: Key of the person.
        posting_key: Key of the posting.
        today: Day on which the posting should be open.

    Raises:
        UnknownIdError: Either is not stored, or not indexed.
        GenerationError: Nothing is indexed.
    """
    worker, posting = engine.stored_subject(Kind.WORKER, worker_key), engine.stored_subject(Kind.POSTING, posting_key)
    pipeline = engine.refresh()
    explained = pipeline.revisit(worker, [posting_key], _ANYHOW).matches[0]
    barred = pipeline.revisit(worker, [posting_key], Conditions(today=today)).removed_by_filter
    points = tuple(_points(explained, worker.coded, engine.coder.skills))
    return SideBySide(
        explained=explained,
        points=points,
        facts=tuple(_facts(worker.coded, posting.coded)),
        posting=tuple(_posting_sections(posting, points)),
        worker=tuple(_worker_sections(worker, points)),
        barred_by=tuple(name for name, count in barred.items() if count),
    )


def _points(explained: Explained, worker: Coded, skills: Any) -> Iterator[Point]:
    asked = [
        *(("usual" if one["usual_in_the_job"] else "matched", one) for one in explained.matched),
        *(("adjacent", one) for one in explained.adjacent),
        *(("missing", one) for one in sorted(explained.missing, key=lambda one: not one["required"])),
    ]
    number = 0
    met = set[str]()
    for state, one in asked:
        number += 1
        met |= {str(one["id"]), str(one.get("held", {}).get("id", ""))}
        yield _point(number, state, one)
    more = [skill for skill in worker.skills if skill.id not in met][:_MOST_MORE]
    for skill in more:
        number += 1
        known = skills.get(skill.id)
        words = str(cleaned(skill.surface))
        yield Point(number=number, state="more", label=known.label, label_en=known.label_en, worker_words=words)


def _point(number: int, state: Any, one: Mapping[str, Any]) -> Point:
    held = one.get("held", {})
    return Point(
        number=number,
        state=state,
        label=one["label"],
        label_en=one["label_en"],
        held=held.get("label", ""),
        held_en=held.get("label_en", ""),
        required=bool(one["required"]),
        posting_words=one["posting_words"],
        worker_words=str(cleaned(one.get("worker_words", ""))),
    )


def _facts(worker: Coded, posting: Coded) -> Iterator[Fact]:
    if posting.education or worker.education:
        both = posting.education and worker.education
        meets = kkni_level(worker.education) >= kkni_level(posting.education) if both else None
        yield Fact(name="education", asked=posting.education or None, held=worker.education or None, meets=meets)
    asked, held = posting.experience_months, worker.experience_months
    if asked is not None or held is not None:
        meets = None if asked is None or held is None else held >= asked
        yield Fact(name="experience", asked=asked, held=held, meets=meets)
    offered, wished = posting.pay_high or posting.pay_low, worker.pay_low
    if offered or wished:
        yield Fact(name="pay", asked=offered, held=wished, meets=offered >= wished if offered and wished else None)
    hours, refused = posting.night_words or posting.shift_words, worker.night_words or worker.shift_words
    if hours or refused:
        stands = (posting.night_words and worker.night_words) or (posting.shift_words and worker.shift_words)
        yield Fact(name="hours", asked=hours or None, held=str(cleaned(refused)) or None, meets=not stands)


def _posting_sections(subject: Subject, points: Sequence[Point]) -> Iterator[Section]:
    posting = subject.record
    assert isinstance(posting, Posting)
    shown = [(point.number, point.posting_words) for point in points if point.posting_words]
    experience, pay = read_experience(posting.description), read_pay(posting.description)
    shown += [(0, found.surface) for found in (experience, pay) if found is not None]
    shown += [(0, words) for words in (subject.coded.shift_words, subject.coded.night_words) if words]
    fields = {
        "title": posting.title,
        "description": posting.description,
        "skills": ", ".join(posting.skills),
        "education": ", ".join(posting.education),
    }
    for name, text in fields.items():
        if text:
            yield Section(name=name, pieces=pieces(text, shown))


def _worker_sections(subject: Subject, points: Sequence[Point]) -> Iterator[Section]:
    worker = subject.record
    assert isinstance(worker, Worker)
    told = impersonal(worker)
    shown = [(point.number, point.worker_words) for point in points if point.worker_words]
    coded = subject.coded
    shown += [(0, str(cleaned(words))) for words in (coded.shift_words, coded.night_words) if words]
    experience = read_experience(told["summary"], own_words=True)
    shown += [(0, experience.surface)] if experience is not None else []
    jobs = (f"{job['title']}. {job['description']}" if job["description"] else job["title"] for job in told["jobs"])
    fields = {
        "wish": told["wish"],
        "summary": told["summary"],
        "jobs": "\n".join(jobs),
        "skills": ", ".join(told["skills"]),
        "licences": ", ".join(told["licences"]),
        "education": " ".join(part for part in (told["education"], told["study_programme"]) if part),
    }
    for name, text in fields.items():
        if text:
            yield Section(name=name, pieces=pieces(text, shown))
