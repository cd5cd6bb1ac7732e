"""Components of the score that need no taxonomy: each in [0, 1], neutral where facts are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from taxonomy.education import kkni_level, level_rank

NEUTRAL = 0.5
"""Value of a component that nothing is known about."""

_START_MONTHS = 12
_NEARLY_EDUCATED = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of a score.

    Attributes:
        value: In [0, 1].
        known: False when the value is neutral for lack of facts.
    """

    value: float
    known: bool = True


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


def occupation_similarity(
    query: npt.NDArray[np.float32],
    rows: npt.NDArray[np.float32],
    norms: npt.NDArray[np.float32],
    similarity: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Soft cosine (Sidorov et al. 2014) of one distribution over unit groups with many.

    Args:
        query: Weights, shape ``(446,)``.
        rows: Weights, shape ``(n, 446)``.
        norms: Length of each row under ``similarity``, shape ``(n,)``.
        similarity: Similarity of unit groups, shape ``(446, 446)``.

    Returns:
        In [0, 1], shape ``(n,)``; NaN where either side is not coded.
    """
    turned = similarity @ query
    length = np.sqrt(float(query @ turned))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: npt.NDArray[np.float32] = np.clip((rows @ turned) / (norms * length), 0.0, 1.0).astype(np.float32)
    return found


_COSINE_LOW, _COSINE_HIGH = 0.80, 0.95
"""The bundled encoder's cosines of unrelated pairs lie about the first, of near-equal texts about the second."""


def text_value(cosine: float) -> float:
    """Cosine stretched to [0, 1]."""
    return float(min(1.0, max(0.0, (cosine - _COSINE_LOW) / (_COSINE_HIGH - _COSINE_LOW))))


def skills_component(matches: Sequence[SkillMatch]) -> Component:
    """Weighted share of the posting's skills that are met; more skills held never lower it."""
    total = sum(match.weight for match in matches)
    if total == 0:
        return Component(value=NEUTRAL, known=False)
    return Component(value=sum(match.weight * match.credit for match in matches) / total)


def experience_component(worker: Coded, posting: Coded) -> Component:
    """Months held against months asked for; internships are for people at the start of their working life."""
    held, wanted = worker.experience_months, posting.experience_months
    if posting.is_internship:
        if held is None:
            return Component(value=NEUTRAL, known=False)
        return Component(value=1.0 if held <= _START_MONTHS else max(0.0, 1.0 - (held - _START_MONTHS) / 24))
    if wanted is None or held is None:
        return Component(value=NEUTRAL, known=False)
    return Component(value=1.0 if held >= wanted else held / wanted)


def education_component(worker: Coded, posting: Coded) -> Component:
    """The level asked for is held: 1; each level above two over it takes 0.15; one KKNI level short 0.4; more 0."""
    if not worker.education or not posting.education:
        return Component(value=NEUTRAL, known=False)
    above = level_rank(worker.education) - level_rank(posting.education)
    if above < 0:
        short = kkni_level(posting.education) - kkni_level(worker.education)
        return Component(value=_NEARLY_EDUCATED if short <= 1 else 0.0)
    return Component(value=max(0.25, 1.0 - 0.15 * max(0, above - 2)))


def pay_component(worker: Coded, posting: Coded) -> Component:
    """The most that is offered against what is wished, squared below it."""
    offered = posting.pay_high if posting.pay_high is not None else posting.pay_low
    if offered is None or not worker.pay_low:
        return Component(value=NEUTRAL, known=False)
    return Component(value=min(1.0, offered / worker.pay_low) ** 2)


def known_component(value: float | None) -> Component:
    """A value in [0, 1] as a component; neutral and not known when it is None or NaN."""
    if value is None or np.isnan(value):
        return Component(value=NEUTRAL, known=False)
    return Component(value=value)
