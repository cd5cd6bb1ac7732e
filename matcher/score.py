"""The score of a worker and a posting: named components in [0, 1], weights that sum to 1, nothing else.

A component whose facts are missing takes a neutral value and says so, so that silence neither helps nor hurts. The same
pair has the same components in both directions, but for ``words``: BM25 weighs the words of the side that asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from matcher.coded import Coded, CodedSkill
from matcher.components import (
    NEUTRAL,
    Component,
    SkillMatch,
    education_component,
    experience_component,
    known_component,
    pay_component,
    skills_component,
    text_value,
)
from taxonomy.errors import InputError
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

DIGITS = 4
"""Digits of a score; the same pair coded in another batch of the encoder differs in the seventh."""

ADJACENT_FROM = 0.5
"""Similarity from which a held skill counts towards a missing one."""

_ADJACENT_CREDIT = 0.5
_PREFERRED_WEIGHT = 0.4
_USUAL_CREDIT = 0.6
_DISTANCE_SCALE_KM = 60.0
_SAME_PROVINCE = 0.35
_RELOCATES = 0.6
_SOFT_WEIGHT = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Share of each component in the score; they sum to 1.

    Set by hand in this version; ``sepadan evaluate retrieval`` says what they give. Outcomes will teach better ones.

    Raises:
        InputError: They do not sum to 1, or one is negative.
    """

    occupation: float = 0.36
    skills: float = 0.12
    text: float = 0.22
    words: float = 0.12
    experience: float = 0.06
    education: float = 0.05
    place: float = 0.04
    pay: float = 0.03

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        shares = self.as_dict()
        if min(shares.values()) < 0 or not abs(sum(shares.values()) - 1) <= 1e-9:
            raise InputError(wanted="shares from 0 that sum to 1", found=shares, where="weights")

    def as_dict(self) -> dict[str, float]:
        """Component to weight."""
        return {field.name: float(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is scored.

    Attributes:
        worker: Coded worker.
        posting: Coded posting.
        occupation: Similarity of their occupations in [0, 1]; None or NaN when either is not coded.
        cosine: Of their vectors, in [-1, 1].
        words: Shared words in [0, 1]: BM25 against the best possible of the query.
    """

    worker: Coded
    posting: Coded
    occupation: float | None
    cosine: float
    words: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A scored pair.

    Attributes:
        total: In [0, 1]: the sum of ``points``, so that what is shown is what is ranked by.
        points: Name to weight times value, to four digits.
        components: Name to component.
        skills: How each skill of the posting is met.
    """

    total: float
    points: Mapping[str, float]
    components: Mapping[str, Component]
    skills: tuple[SkillMatch, ...]


class Scorer:
    """Scores pairs; pure, deterministic."""

    def __init__(self, skills: Skills, gazetteer: Gazetteer, weights: Weights | None = None) -> None:
        """Use a skill taxonomy, a gazetteer and weights (``Weights()`` by default)."""
        self.weights = weights or Weights()
        self._skills = skills
        self._gazetteer = gazetteer

    def score(self, pair: Pair, also_held: Sequence[str] = ()) -> Scored:
        """Score a pair.

        Args:
            pair: What is scored.
            also_held: Skill ids that the worker is supposed to hold too; for "what would help".
        """
        matches = self.match_skills(pair.worker, pair.posting, also_held)
        worker, posting = pair.worker, pair.posting
        components = {
            "occupation": known_component(pair.occupation),
            "skills": skills_component(matches),
            "text": Component(value=text_value(pair.cosine)),
            "words": Component(value=pair.words),
            "experience": experience_component(worker, posting),
            "education": education_component(worker, posting),
            "place": self.place_component(worker, posting),
            "pay": pay_component(worker, posting),
        }
        weights = self.weights.as_dict()
        points = {name: round(weights[name] * part.value, DIGITS) for name, part in components.items()}
        return Scored(total=round(sum(points.values()), DIGITS), points=points, components=components, skills=matches)

    def match_skills(self, worker: Coded, posting: Coded, also_held: Sequence[str] = ()) -> tuple[SkillMatch, ...]:
        """How each skill of a posting is met: held, usual in the jobs held, adjacent, or missing."""
        held = {skill.id: skill.surface for skill in worker.skills} | dict.fromkeys(also_held, "")
        usual = self._usual(worker) - held.keys()
        found = []
        for skill in posting.skills:
            best, credit = "", 0.0
            if skill.id in held:
                best, credit = skill.id, 1.0
            elif skill.id in usual:
                best, credit = skill.id, _USUAL_CREDIT
            else:
                best, similarity = self._nearest(skill.id, held)
                credit = _ADJACENT_CREDIT * similarity
            found.append(
                SkillMatch(
                    skill_id=skill.id,
                    held_id=best,
                    credit=credit,
                    weight=self._weight(skill),
                    required=skill.relevance == "required",
                    posting_words=skill.surface,
                    worker_words=held.get(best, ""),
                    is_usual=best == skill.id and skill.id not in held,
                )
            )
        return tuple(found)

    def _weight(self, skill: CodedSkill) -> float:
        """Soft skills are asked for in every ad and shown in few CVs, so they count less than what can be checked."""
        asked = 1.0 if skill.relevance == "required" else _PREFERRED_WEIGHT
        return asked * (_SOFT_WEIGHT if self._skills.get(skill.id).type == "soft" else 1.0)

    def _usual(self, worker: Coded) -> set[str]:
        """Essential skills of the worker's first occupation, when the coder was sure of it."""
        if worker.uncertain or not worker.occupations or not worker.experience_months:
            return set()
        return {skill.id for skill, kind in self._skills.of_unit(worker.occupations[0][0]) if kind == "essential"}

    def _nearest(self, wanted: str, held: Mapping[str, str]) -> tuple[str, float]:
        best, most = "", 0.0
        for skill_id in sorted(held):
            similarity = self._skills.similarity(wanted, skill_id)
            if similarity >= ADJACENT_FROM and similarity > most:
                best, most = skill_id, similarity
        return best, most

    def place_component(self, worker: Coded, posting: Coded) -> Component:
        """Distance between regency centroids: 1 at home, exp(-km / 60), at least 0.35 in the same province."""
        if posting.is_remote:
            return Component(value=1.0)
        if not worker.region_codes or not posting.region_codes:
            return Component(value=NEUTRAL, known=False)
        best = max(self._reach(home, work) for home in worker.region_codes for work in posting.region_codes)
        return Component(value=max(best, _RELOCATES if worker.will_relocate else 0.0))

    def _reach(self, home: str, work: str) -> float:
        near = float(np.exp(-self._gazetteer.distance_km(home, work) / _DISTANCE_SCALE_KM))
        return max(near, _SAME_PROVINCE) if home[:2] == work[:2] else near
