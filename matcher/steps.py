"""Single steps that a worker can take towards a posting, and the worker after each: what "would help" is scored with.

Only what a person can do: learn, get a licence or certificate, one more school, more months of work, move, ask for less
pay, take another kind of work. Nothing that is asked of who a person is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Literal

import numpy as np

from matcher.coded import Coded
from matcher.columns import Columns, with_skills
from matcher.ragged import Ragged
from matcher.skill_match import SkillMatch
from matcher.vocabulary import Vocabulary
from taxonomy.education import kkni_level, level_rank, one_step_towards
from taxonomy.licences import COMPULSORY, covered
from taxonomy.pay import minimum_wage_idr
from taxonomy.skills import Skills

Action = Literal[
    "gain_skill",
    "gain_licence",
    "gain_certificate",
    "raise_education",
    "gain_experience",
    "relocate",
    "lower_pay",
    "accept_type",
]

GAINS_SKILL = frozenset({"gain_skill", "gain_licence", "gain_certificate"})
"""Actions after which a skill of the taxonomy is held."""

_LATEST = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        action: What is done.
        what: Skill id, level of education, region code or employment type; empty where the amount says it all.
        amount: Months more, or rupiah a month, whole; None where ``what`` says it all.
    """

    action: Action
    what: str = ""
    amount: int | None = None


def possible_steps(worker: Coded, posting: Coded, matches: Sequence[SkillMatch], skills: Skills) -> list[Step]:
    """Steps by which a worker may come nearer to a posting; whether one really helps, the score says.

    Args:
        worker: Coded worker.
        posting: Coded posting.
        matches: How each skill of the posting is met.
        skills: For their types; no course or licence gives a soft skill.
    """
    found = [Step(action=_gaining(m.skill_id, skills), what=m.skill_id) for m in matches if _can_be_gained(m, skills)]
    return [*found, *_schooling(worker, posting), *_working(worker, posting), *_yielding(worker, posting)]


def _can_be_gained(match: SkillMatch, skills: Skills) -> bool:
    return match.credit < 1 and skills.get(match.skill_id).role != "general"


def _gaining(skill_id: str, skills: Skills) -> Action:
    if skill_id in COMPULSORY:
        return "gain_licence"
    return "gain_certificate" if skills.get(skill_id).role == "licence" else "gain_skill"


def _schooling(worker: Coded, posting: Coded) -> Iterator[Step]:
    if worker.education and posting.education:
        level = one_step_towards(worker.education, posting.education)
        if level:
            yield Step(action="raise_education", what=level)


def _working(worker: Coded, posting: Coded) -> Iterator[Step]:
    held, wanted = worker.experience_months, posting.experience_months
    if held is not None and wanted is not None and held < wanted:
        yield Step(action="gain_experience", amount=wanted - held)


def _yielding(worker: Coded, posting: Coded) -> Iterator[Step]:
    if not worker.will_relocate and worker.region_codes and posting.region_codes and not posting.is_remote:
        yield Step(action="relocate", what=posting.region_codes[0])
    offered = posting.pay_low if posting.pay_high is None else posting.pay_high
    if offered and worker.pay_low and offered < worker.pay_low and offered >= _least_lawful(posting):
        yield Step(action="lower_pay", amount=floor(offered))
    wished = set(worker.employment_types)
    for kind in posting.employment_types:
        if wished and kind not in wished:
            yield Step(action="accept_type", what=kind)


def _least_lawful(posting: Coded) -> float:
    """The lowest minimum wage of the posting's regions, 0 where none is known: nobody is advised to ask for less.

    PP 36/2021, article 23: an employer may not pay below it.
    """
    known = [minimum_wage_idr(code, _LATEST) for code in posting.region_codes]
    return float(min((wage for wage in known if wage is not None), default=0))


def after_steps(workers: Columns, steps: Sequence[Step], vocabulary: Vocabulary) -> Columns:
    """Workers, each after a step of their own.

    Args:
        workers: A row for each step.
        steps: Likewise.
        vocabulary: What the numbers mean.
    """
    names = ("education", "kkni", "experience", "will_relocate", "pay_low", "employment")
    new = {name: getattr(workers, name).copy() for name in names}
    learnt: list[list[int]] = [[] for _ in steps]
    for row, step in enumerate(steps):
        if step.action in GAINS_SKILL:
            learnt[row] = [vocabulary.skills[gained] for gained in with_lower(step.what) if gained in vocabulary.skills]
        elif step.action == "raise_education":
            new["education"][row], new["kkni"][row] = level_rank(step.what), kkni_level(step.what)
        elif step.action == "gain_experience":
            new["experience"][row] += step.amount
        elif step.action == "relocate":
            new["will_relocate"][row] = 1
        elif step.action == "lower_pay":
            new["pay_low"][row] = step.amount
        else:
            new["employment"][row] |= vocabulary.employment_bits([step.what])
    return with_skills(replace(workers, **new), Ragged.of(learnt, np.uint16))


def with_lower(licence: str) -> tuple[str, ...]:
    """A skill or licence, and the lower licences that it entitles to."""
    return (licence, *covered([licence]))
