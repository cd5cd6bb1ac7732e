"""What a course leaves its participants with, and the worker after it.

A course gives the skills that it teaches and the licences that it leads to, with the lower licences that these entitle
to. It gives no soft skill: ``matcher.steps`` says so of every step, for nobody can be taught to be careful in a week,
and nine ads in ten ask for it. An assessment without training (``certification``) gives its certificates alone: who
takes it must hold the skills already (UU 13/2003, article 18). Nothing raises the level of schooling: a level of KKNI
is recognised beside schooling (Perpres 8/2012, articles 4 and 5) and is not the diploma that an ad asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded, CodedSkill
from matcher.skill_credit import Credits, SkillCredit
from matcher.vocabulary import LICENCES, Vocabulary
from taxonomy.errors import UnknownIdError
from taxonomy.licences import covered
from taxonomy.skills import Skills

ASSESSED = "certification"
"""Mode of a course that assesses and does not train."""


_CALLED = frozenset(("pelatihan", "training", "kursus", "diklat"))
"""Words that say that something is a course, not that it teaches how to train staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What is gained, as numbers; the empty one changes nothing.

    Attributes:
        skills: Ids, ascending.
        numbers: Skills of the taxonomy towards which anything is earned, by number, int64; may repeat.
        credits: What is earned towards each, in [0, 1], float64, same shape.
        licences: Compulsory licences as bits.
    """

    skills: tuple[str, ...]
    numbers: npt.NDArray[np.int64]
    credits: Credits
    licences: int


def gained_skills(course: Coded, skills: Skills) -> tuple[str, ...]:
    """Ids of the skills and licences that a course gives, ascending; ids that the taxonomy lacks are passed over.

    Args:
        course: Its codes.
        skills: For the types of its skills.
    """
    taught = dict.fromkeys(skill.id for skill in course.skills if skill.surface.strip().lower() not in _CALLED)
    roles = {skill_id: _role_of(skill_id, skills) for skill_id in taught}
    only_assessed = course.terms is not None and course.terms.mode == ASSESSED
    given = [
        one for one, role in roles.items() if role == "licence" or (role not in {"", "general"} and not only_assessed)
    ]
    return tuple(sorted({*given, *covered(given)}))


def _role_of(skill_id: str, skills: Skills) -> str:
    try:
        return skills.get(skill_id).role
    except UnknownIdError:
        return ""


def learnt_of(gained: Iterable[str], credit: SkillCredit, vocabulary: Vocabulary) -> Learnt:
    """Skills and licences as numbers.

    Args:
        gained: Ids of skills.
        credit: What skills earn towards others.
        vocabulary: What the numbers mean.
    """
    ids = tuple(sorted(set(gained)))
    earning = [credit.earning(vocabulary.skills[one]) for one in ids if one in vocabulary.skills]
    return Learnt(
        skills=ids,
        numbers=np.array([number for each in earning for number in each], dtype=np.int64),
        credits=np.array([earned for each in earning for earned in each.values()], dtype=np.float64),
        licences=sum(1 << LICENCES.index(one) for one in ids if one in LICENCES),
    )


def both(parts: Sequence[Learnt]) -> Learnt:
    """What several courses give together; at least one."""
    return Learnt(
        skills=tuple(sorted({one for part in parts for one in part.skills})),
        numbers=np.concatenate([part.numbers for part in parts]),
        credits=np.concatenate([part.credits for part in parts]),
        licences=int(np.bitwise_or.reduce([part.licences for part in parts])),
    )


def after_courses(worker: Coded, courses: Iterable[Coded], skills: Skills) -> Coded:
    """The worker with what courses gave, as the coder would code who says it: the check of every claim.

    Args:
        worker: Before.
        courses: Which were done.
        skills: For the types of their skills.
    """
    named = {skill.id for skill in worker.skills}
    shown = {one: course.title for course in courses for one in gained_skills(course, skills)}
    new = tuple(CodedSkill(id=one, relevance="held", surface=shown[one]) for one in sorted(shown) if one not in named)
    licences = tuple(one for one in sorted(shown) if one in LICENCES and one not in worker.licences)
    return replace(worker, skills=(*worker.skills, *new), licences=(*worker.licences, *licences))
