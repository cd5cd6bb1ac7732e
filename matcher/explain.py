"""Why a pair scores as it does, in facts that can be checked against both texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from matcher.score import DIGITS, Scorer, Scores
from matcher.skill_match import SkillMatch, match_skills
from matcher.vocabulary import Vocabulary
from matcher.weights import NAMES
from taxonomy.skills import Skill, Skills

_MAX_HELP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A ranked pair with its reasons.

    Attributes:
        key: Key of the record that was found.
        title: For people.
        score: In [0, 1]; the sum of ``components``.
        components: Name to points: weight times value.
        details: Name to value, weight and whether anything was known.
        matched: Skills held, with the words of both texts.
        missing: Skills asked for and not shown.
        adjacent: Skills not held but close to one that is.
        would_help: Single steps and by how much the score then rises, re-scored; largest first.
    """

    key: str
    title: str
    score: float
    components: Mapping[str, float]
    details: Mapping[str, Mapping[str, float | bool]]
    matched: tuple[Mapping[str, Any], ...]
    missing: tuple[Mapping[str, Any], ...]
    adjacent: tuple[Mapping[str, Any], ...]
    would_help: tuple[Mapping[str, Any], ...]


class Explainer:
    """Turns scored pairs into reasons."""

    def __init__(self, scorer: Scorer, skills: Skills, vocabulary: Vocabulary) -> None:
        """Explain the scores of ``scorer``, with the labels of ``skills`` and the numbers of ``vocabulary``."""
        self._scorer = scorer
        self._skills = skills
        self._vocabulary = vocabulary

    def explain(self, scores: Scores, at: int, worker: Coded, posting: Coded, found: Coded) -> Explained:
        """The reasons of one pair.

        Args:
            scores: Scores of some pairs.
            at: Which of them.
            worker: The worker of the pair.
            posting: The posting of the pair.
            found: The one of both that was searched for.
        """
        matches = match_skills(worker, posting, self._scorer.credit, self._vocabulary)
        weights = self._scorer.weights.as_dict()
        details = {
            name: {"value": round(float(value), DIGITS), "weight": weights[name], "known": bool(known)}
            for name, value, known in zip(NAMES, scores.values[at], scores.known[at], strict=True)
        }
        return Explained(
            key=found.key,
            title=found.title,
            score=float(scores.totals[at]),
            components=dict(zip(NAMES, scores.points[at].tolist(), strict=True)),
            details=details,
            matched=tuple(self._matched(match) for match in matches if match.held_id == match.skill_id),
            missing=tuple(self._wanted(match) for match in matches if not match.held_id),
            adjacent=tuple(self._adjacent(match) for match in matches if match.held_id not in {"", match.skill_id}),
            would_help=self._would_help(scores, at, matches),
        )

    def _named(self, skill_id: str) -> dict[str, Any]:
        skill: Skill = self._skills.get(skill_id)
        return {"id": skill.id, "label": skill.label, "label_en": skill.label_en, "type": skill.type}

    def _wanted(self, match: SkillMatch) -> dict[str, Any]:
        return {**self._named(match.skill_id), "posting_words": match.posting_words, "required": match.required}

    def _matched(self, match: SkillMatch) -> dict[str, Any]:
        return {**self._wanted(match), "worker_words": match.worker_words, "usual_in_the_job": match.is_usual}

    def _adjacent(self, match: SkillMatch) -> dict[str, Any]:
        return {**self._wanted(match), "worker_words": match.worker_words, "held": self._named(match.held_id)}

    def _would_help(self, scores: Scores, at: int, matches: tuple[SkillMatch, ...]) -> tuple[Mapping[str, Any], ...]:
        """Each open skill on its own: the score if the worker held it, less the score now.

        Soft skills are left out: no course or licence gives them.
        """
        open_skills = [
            match.skill_id for match in matches if match.credit < 1 and self._skills.get(match.skill_id).type != "soft"
        ]
        steps = []
        for skill_id, total in zip(open_skills, self._totals_with(scores, at, matches, open_skills), strict=True):
            gain = round(float(total - scores.totals[at]), DIGITS)
            if gain > 0:
                steps.append({"action": "gain_skill", **self._named(skill_id), "gain": gain})
        steps.sort(key=lambda step: (-step["gain"], step["id"]))
        return tuple(steps[:_MAX_HELP])

    def _totals_with(
        self, scores: Scores, at: int, matches: tuple[SkillMatch, ...], gained: list[str]
    ) -> npt.NDArray[np.float64]:
        """Total of the pair with each skill held on its own; what the scorer gives with it among ``also_held``."""
        if not gained:
            return np.zeros(0)
        numbers = self._vocabulary.skills
        asked = [numbers[match.skill_id] for match in matches]
        earned = self._scorer.credit.between(asked, [numbers[skill_id] for skill_id in gained]).T
        met = np.maximum(earned, np.array([match.credit for match in matches]))
        weights = np.array([match.weight for match in matches])
        values = np.repeat(scores.values[at : at + 1], len(gained), axis=0)
        # One after the other, as the scorer sums them.
        values[:, NAMES.index("skills")] = np.cumsum(met * weights, axis=1)[:, -1] / np.cumsum(weights)[-1]
        return self._scorer.weighed(values, np.repeat(scores.known[at : at + 1], len(gained), axis=0)).totals
