"""The slow and obvious oracle of the score: one pair at a time, on coded records, with no columns and no numbers.

It is the scorer of the first version, typed over. ``matcher.score`` must agree with it on every pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import e, exp, isnan

from matcher.coded import Coded
from matcher.part_list import NAMES
from taxonomy.education import kkni_level, level_rank
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills
from tests.builders import CodedPair

NEUTRAL = (0.5, False)
Part = tuple[float, bool]
"""A value in [0, 1], and whether anything was known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowScored:
    """What the scorer must give for one pair.

    Attributes:
        parts: Component to value and whether it is known.
        points: Component to weight times value, four digits.
        total: Their sum, four digits.
    """

    parts: Mapping[str, Part]
    points: Mapping[str, float]
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMatch:
    """How one skill of a posting is met: by which skill of the worker, how far, and what it weighs."""

    skill_id: str
    held_id: str
    credit: float
    weight: float
    is_usual: bool


def slow_score(
    pair: CodedPair, weights: Mapping[str, float], skills: Skills, gazetteer: Gazetteer, also_held: Sequence[str] = ()
) -> SlowScored:
    """Score one pair; arguments as those of ``Scorer`` and ``Scorer.score``."""
    worker, posting = pair.worker, pair.posting
    parts = {
        "occupation": known(pair.occupation),
        "skills": skills_part(slow_matches(worker, posting, skills, also_held)),
        "text": (min(1.0, max(0.0, (pair.cosine - 0.80) / (0.95 - 0.80))), True),
        "words": known(pair.words),
        "experience": experience(worker, posting),
        "education": education(worker, posting),
        "stage": stage(worker, posting),
        "seniority": seniority(worker, posting),
        "place": place(worker, posting, gazetteer),
        "pay": pay(worker, posting),
        "wishes": wishes(worker, posting, gazetteer),
    }
    parts |= {name: oracle_of(name)(worker, posting) for name in NAMES[len(parts) :]}
    points = {name: round(weights[name] * value, 4) for name, (value, _) in parts.items()}
    return SlowScored(parts=parts, points=points, total=round(sum(points.values()), 4))


def oracle_of(name: str) -> Callable[[Coded, Coded], Part]:
    """``slow`` of the test of a component that is not written out below."""
    found: Callable[[Coded, Coded], Part] = import_module(f"tests.matcher.parts.test_{name}").slow
    return found


def known(value: float | None) -> Part:
    return NEUTRAL if value is None or isnan(value) else (value, True)


def slow_matches(worker: Coded, posting: Coded, skills: Skills, also_held: Sequence[str] = ()) -> tuple[SlowMatch, ...]:
    """How each skill of a posting is met."""
    held = {skill.id for skill in worker.skills} | set(also_held)
    usual = usual_skills(worker, skills) - held
    found = []
    for skill in posting.skills:
        best, credit = nearest(skill.id, held, skills)
        if skill.id in held:
            best, credit = skill.id, 1.0
        elif skill.id in usual:
            best, credit = skill.id, 0.6
        weight = (1.0 if skill.relevance == "required" else 0.4) * (
            0.35 if skills.get(skill.id).type == "soft" else 1.0
        )
        found.append(
            SlowMatch(skill_id=skill.id, held_id=best, credit=credit, weight=weight, is_usual=skill.id in usual)
        )
    return tuple(found)


def usual_skills(worker: Coded, skills: Skills) -> set[str]:
    """Essential skills of the work that was surely done, whatever is wished for."""
    if not worker.worked_in or not worker.experience_months:
        return set()
    return {skill.id for skill, need in skills.of_unit(worker.worked_in) if need == "essential"}


def nearest(wanted: str, held: set[str], skills: Skills) -> tuple[str, float]:
    """The first by id of the most similar skills held, at half its similarity; nothing below 0.5."""
    best, most = "", 0.0
    for skill_id in sorted(held):
        alike = skills.similarity(wanted, skill_id)
        if alike >= 0.5 and alike > most:
            best, most = skill_id, alike
    return best, 0.5 * most


def skills_part(matches: Sequence[SlowMatch]) -> Part:
    total = sum(match.weight for match in matches)
    return (sum(match.weight * match.credit for match in matches) / total, True) if total else NEUTRAL


def experience(worker: Coded, posting: Coded) -> Part:
    held, wanted = worker.experience_months, 0 if posting.is_internship else posting.experience_months
    if wanted == 0:
        return 1.0, True
    if held is None or wanted is None:
        return 0.85 if wanted is None else 0.5, False
    return max(0.0, 1.0 - max(0, wanted - held) / 48), True


def stage(worker: Coded, posting: Coded) -> Part:
    held = worker.experience_months
    if not posting.is_internship:
        return 1.0, True
    if held is None:
        return 0.25, True
    if held <= 6:
        return 0.5, True
    return 0.5 * (36 - held) / 30 if held < 36 else 0.0, True


def seniority(worker: Coded, posting: Coded) -> Part:
    wished, offered = max(1, worker.seniority), max(1, posting.seniority)
    reach = max(wished, 2) if (worker.experience_months or 0) >= 60 else wished
    if offered > reach:
        return max(0.0, 1.0 - 0.3 * (offered - reach)), True
    return (max(0.0, 1.0 - 0.25 * (wished - offered)) if offered < wished else 1.0), True


def education(worker: Coded, posting: Coded) -> Part:
    if not worker.education or not posting.education:
        return NEUTRAL
    above = level_rank(worker.education) - level_rank(posting.education)
    if above < 0:
        return 0.4 if kkni_level(posting.education) - kkni_level(worker.education) <= 1 else 0.0, True
    return max(0.25, 1.0 - 0.15 * max(0, above - 2)), True


def place(worker: Coded, posting: Coded, gazetteer: Gazetteer) -> Part:
    best, told = near(worker, posting, gazetteer)
    return (max(best, 0.6 if worker.will_relocate else 0.0), True) if told else NEUTRAL


def near(worker: Coded, posting: Coded, gazetteer: Gazetteer) -> Part:
    if posting.is_remote:
        return 1.0, True
    if not worker.region_codes or not posting.region_codes:
        return NEUTRAL
    best = 0.0
    for home in worker.region_codes:
        for work in posting.region_codes:
            best = max(best, exp(-gazetteer.distance_km(home, work) / 60.0), 0.35 if home[:2] == work[:2] else 0.0)
    return best, True


def pay(worker: Coded, posting: Coded) -> Part:
    offered = posting.pay_high if posting.pay_high is not None else posting.pay_low
    if offered is None or not worker.pay_low:
        return NEUTRAL
    return min(1.0, offered / worker.pay_low) ** 2, True


def wishes(worker: Coded, posting: Coded, gazetteer: Gazetteer) -> Part:
    """The mean over the wishes that the worker names and the posting speaks to."""
    met = []
    offered = {*posting.employment_types, *(["internship"] if posting.is_internship else [])}
    wished = set(worker.employment_types)
    if offered and wished:
        same_hours = {"full_time", "contract"}
        met.append(1.0 if offered & wished else 0.5 if offered & same_hours and wished & same_hours else 0.0)
    if worker.wants_remote is not None and (posting.is_remote or posting.countries or posting.region_codes):
        met.append(1.0 if worker.wants_remote == posting.is_remote else 0.0)
    if worker.will_relocate is False:
        reach, told = near(worker, posting, gazetteer)
        if posting.countries and not posting.is_remote:
            met.append(0.0)
        elif told:
            met.append(min(1.0, reach * e))
    return (sum(met) / len(met), True) if met else NEUTRAL
