"""What a course should teach more or less of, module by module, by what postings of its occupations ask for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.course_terms import CodedModule
from matcher.curriculum.evidence import Shown, asking_any, shown_postings
from matcher.curriculum.lists import LEAST_ASKED, AskedSkill, asked_of, asked_skill
from matcher.curriculum.verdicts import (
    LEAST_POSTINGS,
    Asked,
    ModuleAdvice,
    advise_module,
    balanced,
    best_shown,
    jp_of_addition,
)
from matcher.market.served import Market
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError
from taxonomy.skill_types import role_of
from taxonomy.skills import Skills

LEAST_ADDED = 0.05
"""A skill is to be added where the lower end of its interval lies over this share of postings."""

MOST_ADDED = 8
MOST_GROWTH = 0.25
"""Share of its JP by which a course may grow for what is added."""

ALIKE = 0.75
"""A skill this near to one that is taught is not told as lacking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A skill that the course should teach too.

    Attributes:
        skill: With its postings.
        suggested_jp: JP advised.
        essential: Whether the taxonomy holds it essential to the occupations.
        evidence: Postings that ask.
    """

    skill: AskedSkill
    suggested_jp: int
    essential: bool
    evidence: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurriculumDiff:
    """A course against what is asked for.

    Attributes:
        course: Its key.
        title: Its title.
        units: Its occupations.
        judged_by: Of these, those whose postings it is held against.
        province: Whose postings count; empty for all of Indonesia.
        postings: How many do.
        jp: JP of its modules; None where some do not say.
        suggested_jp: JP after all that is advised; None likewise.
        modules: In the order of the course.
        additions: The most asked first.
        soft: Soft skills asked for and not taught: told, without JP.
        words: What it comes to, Indonesian.
    """

    course: str
    title: str
    units: tuple[str, ...]
    judged_by: tuple[str, ...]
    province: str
    postings: int
    jp: int | None
    suggested_jp: int | None
    modules: tuple[ModuleAdvice, ...]
    additions: tuple[Addition, ...]
    soft: tuple[AskedSkill, ...]
    words: str


def curriculum_diff(
    course: Coded, market: Market, postings: Catalogue, vocabulary: Vocabulary, skills: Skills, province: str = ""
) -> CurriculumDiff:
    """Hold a course against postings.

    Args:
        course: Coded, with its terms.
        market: Stored postings.
        postings: The same, for their words.
        vocabulary: Of both.
        skills: The taxonomy.
        province: Two digits; empty takes all of Indonesia.

    Raises:
        InputError: The course's occupation is not known.
    """
    units = tuple(sorted(unit for unit, _ in course.occupations))
    if not units:
        raise InputError(wanted="a course whose occupation is known", found=course.title, where=course.key)
    asked = _asked(course, market, units, skills, province)
    modules = balanced([advise_module(module, asked) for module in _modules(course)])
    taught = {skill.id for skill in course.skills} | {name for one in _modules(course) for name in one.skills}
    lacking = _lacking(taught, asked)
    hard = [one for one in lacking if role_of(one.type) != "general"][:MOST_ADDED]
    named = {one.id for one in hard} | {skill.id for module in modules for skill in module.skills}
    shown = shown_postings(postings, vocabulary, units, province, sorted(named))
    hard = _affordable(hard, modules)
    additions = tuple(
        Addition(
            skill=one,
            suggested_jp=jp_of_addition(modules),
            essential=one.id in asked.essential,
            evidence=shown[one.id],
        )
        for one in hard
    )
    told = tuple(replace(one, evidence=best_shown(one, shown)) for one in modules)
    jp = None if any(one.jp is None for one in told) else sum(one.jp or 0 for one in told)
    after = sum(one.suggested_jp or 0 for one in told) + sum(one.suggested_jp for one in additions)
    return CurriculumDiff(
        course=course.key,
        title=course.title,
        units=units,
        judged_by=asked.units,
        province=province,
        postings=asked.n,
        jp=jp,
        suggested_jp=None if jp is None else after,
        modules=told,
        additions=additions,
        soft=tuple(one for one in lacking if role_of(one.type) == "general")[:MOST_ADDED],
        words=_words(asked.n, told, additions, jp, after),
    )


def _asked(course: Coded, market: Market, units: tuple[str, ...], skills: Skills, province: str) -> Asked:
    rows = market.postings.provinces
    inside = rows == market.axes.provinces.index(province) if province else np.ones(len(rows), dtype=bool)
    taught = {skill.id for skill in course.skills if skills.get(skill.id).role != "general"}
    of_unit = {unit: asking_any(market, inside, (unit,), taught) for unit in units}
    enough = [unit for unit, (_, n) in of_unit.items() if n >= LEAST_POSTINGS]
    main = max(enough, key=lambda unit: (of_unit[unit][0] / of_unit[unit][1], unit)) if enough else None
    judged = units if main is None else (main,)
    counts, n = asked_of(market, inside, judged)
    needs = {skill.id for unit in units for skill, need in skills.of_unit(unit) if need == "essential"}
    return Asked(
        market=market,
        inside=inside,
        units=judged,
        parts=tuple((unit,) for unit in enough) or (units,),
        counts=counts,
        n=n,
        essential=frozenset(needs),
        skills=skills,
    )


def _modules(course: Coded) -> tuple[CodedModule, ...]:
    """The modules, or the whole course as one where it names none."""
    terms = course.terms
    if terms and terms.modules:
        return terms.modules
    jp = terms.jp if terms else None
    return (CodedModule(title=course.title, jp=jp, skills=tuple(skill.id for skill in course.skills)),)


def _lacking(taught: Collection[str], asked: Asked) -> list[AskedSkill]:
    """Skills that are asked for and neither taught nor near to what is; none where too few postings stand behind it."""
    if asked.n < LEAST_POSTINGS:
        return []
    told = [
        asked_skill(name, count, asked.n, asked.skills)
        for name, count in asked.counts.items()
        if name not in taught and count >= LEAST_ASKED
    ]
    enough = [one for one in told if one.low >= LEAST_ADDED]
    new = [one for one in enough if all(asked.skills.similarity(one.id, own) < ALIKE for own in taught)]
    return sorted(new, key=lambda one: (-one.postings, one.id))


def _affordable(wanted: Sequence[AskedSkill], modules: Sequence[ModuleAdvice]) -> list[AskedSkill]:
    """The most asked skills that find room: what other modules give up, and at most ``MOST_GROWTH`` of the JP more."""
    whole, each = sum(one.jp or 0 for one in modules), jp_of_addition(modules)
    freed = whole - sum(one.suggested_jp or 0 for one in modules)
    return list(wanted[: max(1, int((max(0, freed) + MOST_GROWTH * whole) // each))])


def _words(n: int, modules: Sequence[ModuleAdvice], additions: Sequence[Addition], jp: int | None, after: int) -> str:
    """What it comes to, Indonesian."""
    if n < LEAST_POSTINGS:
        return (
            f"Hanya {n} lowongan jabatan tujuan yang tersimpan: terlalu sedikit untuk menyarankan perubahan "
            f"(perlu {LEAST_POSTINGS})."
        )
    counts = {verdict: sum(one.verdict == verdict for one in modules) for verdict in _IN_WORDS}
    told = [f"{count} modul {_IN_WORDS[verdict]}" for verdict, count in counts.items() if count]
    told += [f"{len(additions)} keterampilan ditambahkan"] if additions else []
    change = "" if jp is None else f" JP: {jp} menjadi {after}."
    return f"Menurut {n} lowongan: {', '.join(told) or 'tidak ada perubahan'}.{change}"


_IN_WORDS = {
    "keep": "tetap",
    "strengthen": "diperkuat",
    "shorten": "dipersingkat",
    "drop": "dihapus",
    "untouched": "tidak dinilai",
}
