"""How each skill of one posting meets one worker's: for reasons, with the words of both texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.coded import Coded
from matcher.components import PREFERRED_WEIGHT
from matcher.skill_credit import USUAL_CREDIT, SkillCredit
from matcher.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMatch:
    """How a posting's skill meets a worker's.

    Attributes:
        skill_id: The skill that the posting asks for.
        held_id: The worker's skill that meets it: the same, an adjacent one, or empty.
        credit: In [0, 1].
        weight: Of the skill among the posting's skills.
        required: The posting demands it, not only prefers it.
        posting_words: Words of the posting that ask for it, or empty.
        worker_words: Words of the worker that show it, or empty.
        is_usual: The worker does not say it, but the jobs held usually need it.
    """

    skill_id: str
    held_id: str
    credit: float
    weight: float
    required: bool
    posting_words: str
    worker_words: str
    is_usual: bool = False


def match_skills(worker: Coded, posting: Coded, credit: SkillCredit, vocabulary: Vocabulary) -> tuple[SkillMatch, ...]:
    """How each skill of a posting is met: held, usual in the jobs held, adjacent, or missing.

    Args:
        worker: Coded worker.
        posting: Coded posting.
        credit: What skills earn towards others.
        vocabulary: Numbers of skills and unit groups.
    """
    numbers = vocabulary.skills
    held = {skill.id: skill.surface for skill in worker.skills if skill.id in numbers}
    ids = sorted(held)
    usual = _usual(worker, credit, vocabulary)
    found: list[SkillMatch] = []
    for skill in posting.skills:
        if skill.id not in numbers:
            continue
        number = numbers[skill.id]
        is_usual = skill.id not in held and number in usual
        best, most = (skill.id, USUAL_CREDIT) if is_usual else _nearest(credit.earning(number), ids, numbers)
        preferred = PREFERRED_WEIGHT if skill.relevance == "preferred" else 1.0
        found.append(
            SkillMatch(
                skill_id=skill.id,
                held_id=best,
                credit=most,
                weight=preferred * float(credit.weights[number]),
                required=skill.relevance == "required",
                posting_words=skill.surface,
                worker_words=held.get(best, ""),
                is_usual=is_usual,
            )
        )
    return tuple(found)


def _nearest(earning: Mapping[int, float], ids: Sequence[str], numbers: Mapping[str, int]) -> tuple[str, float]:
    best, most = "", 0.0
    for skill_id in ids:
        earned = earning.get(numbers[skill_id], 0.0)
        if earned > most:
            best, most = skill_id, earned
    return best, most


def _usual(worker: Coded, credit: SkillCredit, vocabulary: Vocabulary) -> frozenset[int]:
    """As ``components.usual_units`` has it: skills of the unit group that was surely worked in."""
    if not worker.worked_in or not worker.experience_months:
        return frozenset()
    return frozenset(credit.usual(vocabulary.units[worker.worked_in]).tolist())
