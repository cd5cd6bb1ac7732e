"""What the templates show, ready to print: cards of postings, workers and courses, and what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.relax_words import loosened
from api.serving import Serving
from api.web import words
from api.web.tongue import Tongue
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.rules import load_rules
from matcher.answers import Ranking
from matcher.coded import Coded
from matcher.records import Kind

SAMPLE_SOURCE = "contoh"
"""Source of the bundled sample world, whose records are invented."""

_LIKELY = 0.01
"""Probability from which a second and third occupation is worth a line on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read out of somebody's words.

    Attributes:
        occupations: Code, title, probability, and that in percent as it is shown, best first.
        uncertain: The first is a guess.
        skills: Labels with the words that show them.
        facts: Education, experience, place, pay in words, none empty.
    """

    occupations: tuple[tuple[str, str, float, str], ...]
    uncertain: bool
    skills: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What the installation holds.

    Attributes:
        counts: Kind to number that can be found, written with points.
        is_sample: Every posting and worker is of the sample world.
    """

    counts: Mapping[str, str]
    is_sample: bool


def relax_view(tongue: Tongue, ranking: Ranking, kind: Kind) -> tuple[tuple[str, str], ...]:
    """What would leave more records of a kind, in words, and how many."""

    def counted(n: int) -> str:
        if kind is Kind.POSTING:
            return tongue.ngettext("%(n)s lowongan", "%(n)s lowongan", n)
        return tongue.ngettext("%(n)s pencari kerja", "%(n)s pencari kerja", n)

    return tuple((loosened(one, tongue.language), counted(one.would_remain)) for one in ranking.relax)


def unlawful_view(tongue: Tongue, title: str, text: str) -> list[Mapping[str, str]]:
    """Unlawful demands of a pasted ad, with what to write in their place."""
    rules = load_rules().by_id
    return [
        {
            "kind": flag.kind,
            "surface": flag.surface,
            "instead": rules[flag.rule].instead[tongue.language],
            "source": flag.source,
        }
        for flag in find_flags(Ad(title=title, text=text))
        if flag.is_unlawful
    ]


def loaded(tongue: Tongue, serving: Serving) -> Loaded:
    """What can be found now."""
    status = serving.status()
    sources = {source for kind in (Kind.POSTING, Kind.WORKER) for source in status.sources.get(kind, {})}
    counts = {str(kind): tongue.number(status.indexed.get(kind, 0)) for kind in Kind}
    return Loaded(counts=counts, is_sample=sources == {SAMPLE_SOURCE})


def read_view(tongue: Tongue, serving: Serving, coded: Coded) -> Read:
    """What was read out of a seeker's words or an employer's posting."""
    skills = serving.engine.coder.skills
    likely = [(code, weight) for code, weight in coded.occupations[:3] if weight >= _LIKELY] or coded.occupations[:1]
    return Read(
        occupations=tuple(
            (code, words.title(tongue, code), weight, words.points(tongue, weight)) for code, weight in likely
        ),
        uncertain=coded.uncertain,
        skills=tuple((words.label(tongue, skills.get(skill.id)), skill.surface) for skill in coded.skills),
        facts=facts_of(tongue, serving, coded),
    )


def facts_of(tongue: Tongue, serving: Serving, coded: Coded) -> tuple[str, ...]:
    """Schooling, experience, place and pay of a coded record in words, none empty."""
    experience = words.months(tongue, coded.experience_months)
    facts = (
        "SMA / SMK" if coded.education == "SMA" else coded.education,
        tongue.gettext("Pengalaman %(length)s", length=experience)
        if coded.experience_months
        else experience.capitalize(),
        words.places(tongue, coded.region_codes, serving.engine.coder.gazetteer),
        words.rupiah(tongue, coded.pay_low, coded.pay_high),
    )
    return tuple(fact for fact in facts if fact)
