"""Why a pair scores as it does, in facts that can be checked against both texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.components import Component, SkillMatch
from matcher.score import DIGITS, Pair, Scored, Scorer
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


def explain(scorer: Scorer, skills: Skills, pair: Pair, scored: Scored, *, key: str, title: str) -> Explained:
    """Turn a scored pair into reasons.

    Args:
        scorer: The scorer that made ``scored``; used again for ``would_help``.
        skills: For labels.
        pair: What was scored.
        scored: Its score.
        key: Key of the record that was found.
        title: Its title.
    """
    weights = scorer.weights.as_dict()
    return Explained(
        key=key,
        title=title,
        score=scored.total,
        components=scored.points,
        details={name: _detail(part, weights[name]) for name, part in scored.components.items()},
        matched=tuple(_matched(skills, match) for match in scored.skills if match.held_id == match.skill_id),
        missing=tuple(_wanted(skills, match) for match in scored.skills if not match.held_id),
        adjacent=tuple(
            _adjacent(skills, match) for match in scored.skills if match.held_id not in {"", match.skill_id}
        ),
        would_help=_would_help(scorer, skills, pair, scored),
    )


def _detail(part: Component, weight: float) -> Mapping[str, float | bool]:
    return {"value": round(part.value, DIGITS), "weight": weight, "known": part.known}


def _named(skill: Skill) -> dict[str, Any]:
    return {"id": skill.id, "label": skill.label, "label_en": skill.label_en, "type": skill.type}


def _wanted(skills: Skills, match: SkillMatch) -> dict[str, Any]:
    return {
        **_named(skills.get(match.skill_id)),
        "posting_words": match.posting_words,
        "required": match.required,
    }


def _matched(skills: Skills, match: SkillMatch) -> dict[str, Any]:
    return {**_wanted(skills, match), "worker_words": match.worker_words, "usual_in_the_job": match.is_usual}


def _adjacent(skills: Skills, match: SkillMatch) -> dict[str, Any]:
    held = _named(skills.get(match.held_id))
    return {**_wanted(skills, match), "worker_words": match.worker_words, "held": held}


def _would_help(scorer: Scorer, skills: Skills, pair: Pair, scored: Scored) -> tuple[Mapping[str, Any], ...]:
    """Each open skill on its own: the score if the worker held it, less the score now.

    Soft skills are left out: no course or licence gives them.
    """
    steps = []
    for match in scored.skills:
        if match.credit < 1.0 and skills.get(match.skill_id).type != "soft":
            gain = scorer.score(pair, also_held=(match.skill_id,)).total - scored.total
            if gain > 0:
                steps.append(
                    {"action": "gain_skill", **_named(skills.get(match.skill_id)), "gain": round(gain, DIGITS)}
                )
    steps.sort(key=lambda step: (-step["gain"], step["id"]))
    return tuple(steps[:_MAX_HELP])
