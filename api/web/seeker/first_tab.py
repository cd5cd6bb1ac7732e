"""The tab of internships and first jobs: found by programme, level and place, told with what the seeker wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from api.web import words
from api.web.seeker.cards import away_words, href_of, place_of
from api.web.seeker.search import Search, distance_of
from api.web.tongue import Tongue
from api.web.views import SAMPLE_SOURCE
from matcher.coded import Coded
from matcher.first_job_profile import FirstJobProfile, first_job_profile, programme_worker
from matcher.first_job_reasons import FirstJob, first_job_words
from matcher.first_jobs import find_first_jobs
from matcher.reason_words import EMPLOYMENT_WORDS, score_word
from matcher.records import Kind, Posting
from taxonomy.errors import InputError, UnknownIdError

Skills = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCard:
    """An entry-level posting or internship.

    Attributes:
        key: Its key.
        place: From 1, in its list.
        href: Its page.
        title: Its title.
        facts: Short facts, none empty.
        score: In [0, 1].
        points: The score of a hundred, as it is shown.
        word: The score in words.
        reasons: Why it is shown, in short sentences.
        said: Skills asked for that the seeker wrote.
        expected: Skills asked for that the programme usually teaches and the seeker did not write.
        to_learn: Skills asked for that are neither.
        is_internship: Whether it is one.
        is_sample: From the sample world.
        is_kept: Whether the seeker keeps it.
    """

    key: str
    place: int
    href: str
    title: str
    facts: tuple[str, ...]
    score: float
    points: str
    word: str
    reasons: tuple[str, ...]
    said: Skills
    expected: Skills
    to_learn: Skills
    is_internship: bool
    is_sample: bool
    is_kept: bool


def first_jobs(search: Search) -> dict[str, Any]:
    """What the tab shows."""
    coded = search.subject.coded
    try:
        # Who has worked longer may look at internships too: by programme, level and place alone.
        programme = search.draft.study_programme or (coded.study_programmes[0] if coded.study_programmes else "")
        if not programme:
            return {"first": [], "needs_programme": True, "unknown_programme": False}
        profile = first_job_profile(programme_worker(programme, coded.education, coded.region_codes))
    except InputError:
        return {"first": [], "needs_programme": True, "unknown_programme": True}
    found = find_first_jobs(search.serving.engine, profile, search.shown + len(search.hidden), search.conditions)
    made = list[FirstCard]()
    for one in found.found:
        if one.key not in search.hidden and len(made) < search.shown:
            with suppress(UnknownIdError):
                made.append(_card(search, one, profile, len(made) + 1))
    return {"first": made, "needs_programme": False, "programme": profile.programme.label}


def _card(search: Search, found: FirstJob, profile: FirstJobProfile, place: int) -> FirstCard:
    """A posting, held against the programme and against what the seeker wrote.

    Raises:
        UnknownIdError: It was deleted since it was ranked.
    """
    posting = search.serving.engine.get(Kind.POSTING, found.key)
    assert isinstance(posting, Posting)
    written = frozenset(skill.id for skill in search.subject.coded.skills)
    return FirstCard(
        key=found.key,
        place=place,
        href=href_of(found.key),
        title=found.title,
        facts=_facts(search, found, posting, place_of(search.serving, found.key)),
        score=found.score,
        points=words.points(search.tongue, found.score),
        word=score_word(found.score, search.tongue.language),
        reasons=first_job_words(found, profile, search.tongue.language)[1 : 1 + _reasons(found)],
        said=(*found.said, *_of(written, (*found.expected, *found.to_learn))),
        expected=_but(written, found.expected),
        to_learn=_but(written, found.to_learn),
        is_internship=found.is_internship,
        is_sample=found.key.startswith(f"{SAMPLE_SOURCE}:"),
        is_kept=found.key in search.kept,
    )


def _reasons(found: FirstJob) -> int:
    """How many sentences after the score are about the work and the programme; what follows is shown as chips."""
    return bool(found.occupation) + bool(found.asked)


def _of(written: frozenset[str], skills: Iterable[Mapping[str, Any]]) -> Skills:
    return tuple(one for one in skills if str(one["id"]) in written)


def _but(written: frozenset[str], skills: Iterable[Mapping[str, Any]]) -> Skills:
    return tuple(one for one in skills if str(one["id"]) not in written)


def _facts(search: Search, found: FirstJob, posting: Posting, coded: Coded | None) -> tuple[str, ...]:
    tongue: Tongue = search.tongue
    gazetteer = search.serving.engine.coder.gazetteer
    place = words.places(tongue, coded.region_codes, gazetteer) if coded else ""
    until = posting.registers_until
    facts = (
        posting.employer,
        place or ", ".join(posting.places[:2]),
        away_words(tongue, distance_of(search.serving, search.subject, found.key)),
        words.rupiah(tongue, coded.pay_low, coded.pay_high) if coded else "",
        EMPLOYMENT_WORDS["internship"][tongue.language] if found.is_internship else "",
        tongue.ngettext("%(n)s orang dicari", "%(n)s orang dicari", posting.openings) if posting.openings else "",
        tongue.gettext("daftar sampai %(day)s", day=tongue.date(until)) if until else "",
    )
    return tuple(fact for fact in facts if fact)
