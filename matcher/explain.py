"""Why a pair scores as it does, in facts that can be checked against both texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matcher.coded import Coded
from matcher.part_list import NAMES
from matcher.score import DIGITS, Pairs, Scorer, Scores
from matcher.skill_match import SkillMatch, match_skills
from matcher.steps import GAINS_SKILL, Step, after_steps, possible_steps
from matcher.vocabulary import Vocabulary
from taxonomy.places import Gazetteer
from taxonomy.skills import Skill, Skills

_MAX_HELP = 5


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
        would_help: Single steps of ``matcher.steps`` and by how much the score then rises, re-scored; the best first,
            and marked.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A pair as records.

    Attributes:
        worker: Coded worker.
        posting: Coded posting.
        found: The one of both that was searched for.
    """

    worker: Coded
    posting: Coded
    found: Coded


class Explainer:
    """Turns scored pairs into reasons."""

    def __init__(self, scorer: Scorer, skills: Skills, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        """Explain the scores of ``scorer``, with the labels of ``skills`` and ``gazetteer``, by ``vocabulary``."""
        self._scorer = scorer
        self._skills = skills
        self._gazetteer = gazetteer
        self._vocabulary = vocabulary

    def explain(self, pairs: Pairs, scores: Scores, met: Sequence[Met], *, with_steps: bool = True) -> list[Explained]:
        """The reasons of pairs, in their order.

        Args:
            pairs: What was scored.
            scores: Their scores.
            met: The same pairs as records.
            with_steps: Look for what would help.
        """
        matches = [match_skills(one.worker, one.posting, self._scorer.credit, self._vocabulary) for one in met]
        steps = [
            possible_steps(one.worker, one.posting, own, self._skills) if with_steps else []
            for one, own in zip(met, matches, strict=True)
        ]
        helps = self._would_help(pairs, scores, steps)
        return [
            self._explained(scores, at, one.found, own, help_)
            for at, (one, own, help_) in enumerate(zip(met, matches, helps, strict=True))
        ]

    def _explained(
        self,
        scores: Scores,
        at: int,
        found: Coded,
        matches: tuple[SkillMatch, ...],
        would_help: tuple[Mapping[str, Any], ...],
    ) -> Explained:
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
            would_help=would_help,
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

    def _would_help(
        self, pairs: Pairs, scores: Scores, steps: Sequence[Sequence[Step]]
    ) -> list[tuple[Mapping[str, Any], ...]]:
        """Steps of each pair that raise its score, most first: the score after each on its own, less the score now."""
        every = [step for own in steps for step in own]
        rows = np.repeat(np.arange(len(steps)), [len(own) for own in steps])
        gains = np.zeros(0)
        if every:
            before = pairs.each(rows)
            workers = after_steps(before.worker, every, self._vocabulary)
            gains = self._scorer.score(replace(before, worker=workers)).totals - scores.totals[rows]
        helping: list[list[tuple[float, Step]]] = [[] for _ in steps]
        for row, step, gain in zip(rows.tolist(), every, np.round(gains, DIGITS).tolist(), strict=True):
            if gain > 0:
                helping[row].append((gain, step))
        return [self._best_steps(found) for found in helping]

    def _best_steps(self, found: Sequence[tuple[float, Step]]) -> tuple[Mapping[str, Any], ...]:
        ranked = sorted(found, key=lambda one: (-one[0], one[1].action, one[1].what))[:_MAX_HELP]
        return tuple(
            {
                "action": step.action,
                "what": step.what,
                **self._labels(step),
                "amount": step.amount,
                "gain": gain,
                "best": place == 0,
            }
            for place, (gain, step) in enumerate(ranked)
        )

    def _labels(self, step: Step) -> dict[str, str]:
        """Of what a step is about, where it has a name of its own in each language."""
        if step.action in GAINS_SKILL:
            skill = self._skills.get(step.what)
            return {"label": skill.label, "label_en": skill.label_en}
        name = self._gazetteer.get(step.what).name if step.action == "relocate" else step.what
        return {"label": name, "label_en": name}
