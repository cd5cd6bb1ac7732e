"""The verdict on one module, by the postings that ask for its skills, and the JP that follow from all verdicts.

Ads name what they miss most and take much for granted, so a module is never dropped because ads are silent where the
taxonomy holds its skills essential to the occupation, nor where few postings stand behind the figure. Tests, safety at
work, practice at a company and soft skills follow rules of their own and are left as they are: Permenaker 8/2014 on
training programmes by competence, PP 50/2012 on safety at work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.course_terms import CodedModule
from matcher.curriculum.evidence import Shown, asking_any
from matcher.curriculum.lists import AskedSkill, asked_skill
from matcher.market.served import Market
from matcher.share_interval import wilson
from taxonomy.skill_types import role_of
from taxonomy.skills import Skills
from taxonomy.text import fold

Verdict = Literal["keep", "strengthen", "shorten", "drop", "untouched", "unclear"]

LEAST_POSTINGS = 30
"""Postings from which anything is advised; below, everything is unclear."""

RARE, HARDLY, OFTEN = 0.10, 0.02, 0.15
"""Shares of postings: a module is shortened where the upper end of its interval lies under the first, dropped under the
second, and strengthened where the lower end lies over the third."""

STEP_JP = 4
_OWN_RULES = (
    *("uji kompetensi", "ujian", "evaluasi", "asesmen", "sertifikasi", "praktik kerja", "magang", "ojt", "pkl"),
    *(
        "orientasi",
        "soft skill",
        "softskill",
        "k3",
        "keselamatan",
        "etos kerja",
        "produktivitas",
        "kewirausahaan",
        "proyek",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleAdvice:
    """A module of a course.

    Attributes:
        title: Of the module.
        jp: Its JP; None where not stated.
        verdict: What is advised.
        suggested_jp: JP advised; None where ``jp`` is.
        postings: That ask for any of its skills.
        of: Postings of the course's occupations.
        ci95: 95 % interval of the share (Wilson).
        skills: Each of its skills with its postings.
        essential: Its skills that the taxonomy holds essential to the occupations.
        evidence: Postings that ask.
        why: The reason, Indonesian.
    """

    title: str
    jp: int | None
    verdict: Verdict
    suggested_jp: int | None
    postings: int
    of: int
    ci95: tuple[float, float]
    skills: tuple[AskedSkill, ...]
    essential: tuple[str, ...]
    evidence: tuple[Shown, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """What the postings of a course's occupations ask for.

    Attributes:
        market: Stored postings.
        inside: Which of them count; shape ``(rows,)``.
        units: The occupations that additions are judged by: that whose postings ask most for what the course teaches.
        parts: Occupations that a module is judged by, each by itself: a module may serve one of several.
        counts: Skill to postings that ask for it.
        n: Postings of the occupations.
        essential: Skills that the taxonomy holds essential to them.
        skills: The taxonomy.
    """

    market: Market
    inside: npt.NDArray[np.bool_]
    units: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    counts: Mapping[str, int]
    n: int
    essential: frozenset[str]
    skills: Skills


def advise_module(module: CodedModule, asked: Asked) -> ModuleAdvice:
    """The verdict on a module that stands alone; its weight among the others is told by ``balanced``."""
    names = set(module.skills)
    counts = [asking_any(asked.market, asked.inside, part, names) for part in asked.parts]
    count, n = max(counts, key=lambda one: (one[0] / max(one[1], 1), one[1])) if names else (0, asked.n)
    held = tuple(asked_skill(name, asked.counts.get(name, 0), asked.n, asked.skills) for name in module.skills)
    essential = tuple(sorted(names & asked.essential))
    ci95 = wilson(count, n)
    verdict, why = _verdict(module, held, essential, count, n, ci95)
    return ModuleAdvice(
        title=module.title,
        jp=module.jp,
        verdict=verdict,
        suggested_jp=module.jp,
        postings=count,
        of=n,
        ci95=ci95,
        skills=tuple(sorted(held, key=lambda one: (-one.postings, one.id))),
        essential=essential,
        evidence=(),
        why=why,
    )


def _verdict(
    module: CodedModule,
    held: Sequence[AskedSkill],
    essential: Sequence[str],
    count: int,
    n: int,
    ci95: tuple[float, float],
) -> tuple[Verdict, str]:
    words = f" {fold(module.title)} "
    is_general = all(role_of(one.type) == "general" for one in held)  # and so is a module without any
    if is_general or any(f" {rule} " in words for rule in _OWN_RULES):
        return (
            "untouched",
            "Diatur tersendiri (uji, K3, praktik kerja, soft skill) atau tanpa keterampilan yang dikenal.",
        )
    if n < LEAST_POSTINGS:
        return "unclear", f"Hanya {n} lowongan jabatan ini: terlalu sedikit untuk menilai (perlu {LEAST_POSTINGS})."
    told = f"{count} dari {n} lowongan memintanya ({ci95[0]:.0%}-{ci95[1]:.0%})"
    if ci95[1] < HARDLY and not essential:
        return "drop", f"{told}, dan tidak termasuk keterampilan pokok jabatan."
    if ci95[1] < RARE and not essential:
        return "shorten", f"{told}, dan tidak termasuk keterampilan pokok jabatan."
    if ci95[0] > OFTEN:
        return "strengthen", f"{told}."
    if ci95[1] < RARE:
        return "keep", f"{told}; iklan jarang menyebutnya, tetapi pokok bagi jabatan."
    return "keep", f"{told}."


def balanced(modules: Sequence[ModuleAdvice]) -> list[ModuleAdvice]:
    """Verdicts with JP: what is often asked for grows only where its part of the JP lies under its part of the asking.

    A module that is dropped gives all its JP, one that is shortened a third; one that is strengthened gets up to a half
    more, in steps of ``STEP_JP``. Where a module does not say its JP, none are advised.
    """
    weighed = [one for one in modules if one.jp and one.verdict not in {"untouched", "unclear"}]
    all_jp, all_asked = sum(one.jp or 0 for one in weighed), sum(one.postings for one in weighed)
    found: list[ModuleAdvice] = []
    for one in modules:
        if one.jp is None or one.verdict in {"keep", "untouched", "unclear"}:
            found.append(one)
        elif one.verdict == "strengthen":
            wanted = all_jp * one.postings / all_asked if all_asked else 0.0
            more = min(one.jp / 2, wanted - one.jp)
            found.append(_grown(one, _steps(more)))
        else:
            left = 0 if one.verdict == "drop" else one.jp - _steps(one.jp / 3)
            found.append(replace(one, suggested_jp=left))
    return found


def _grown(one: ModuleAdvice, more: int) -> ModuleAdvice:
    if more <= 0 or one.jp is None:
        return replace(one, verdict="keep", why=f"{one.why[:-1]}; JP-nya sudah sebanding.")
    return replace(one, suggested_jp=one.jp + more)


def _steps(jp: float) -> int:
    """Rounded to the nearest step, down at halves."""
    return int(np.ceil(jp / STEP_JP - 0.5)) * STEP_JP


def jp_of_addition(modules: Sequence[ModuleAdvice]) -> int:
    """JP of one skill more: the median of what a skill gets in the course's modules, in steps; 8 where none says."""
    each = [one.jp / len(one.skills) for one in modules if one.jp and one.skills and one.verdict != "untouched"]
    return max(STEP_JP, _steps(float(np.median(each)))) if each else 2 * STEP_JP


def best_shown(one: ModuleAdvice, shown: Mapping[str, tuple[Shown, ...]]) -> tuple[Shown, ...]:
    """Postings of a module's most asked skill that has any."""
    return next((shown[skill.id] for skill in one.skills if shown.get(skill.id)), ())
