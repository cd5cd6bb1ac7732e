"""Skills by the words that people use for them, typing errors included, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from taxonomy.skills import Skill, load_skills
from taxonomy.word_search import LEAST_SCORE, WordSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillHit:
    """A skill that answers a search.

    Attributes:
        skill: The concept.
        score: In [0, 1].
        matched: The label or alias that answers, folded.
    """

    skill: Skill
    score: float
    matched: str


class SkillSearch:
    """All labels and aliases, found by their words."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        """Index the forms of skills."""
        self._names = tuple((form, skill) for skill in skills for form in skill.forms)
        self._search = WordSearch([form for form, _ in self._names])

    def find(self, words: str, limit: int = 8, *, is_unfinished: bool = True) -> tuple[SkillHit, ...]:
        """Skills whose best name answers best; empty when nothing is near.

        Ties break by the shorter label, then by id.

        Args:
            words: Any length; the first twelve words are read.
            limit: Most answers.
            is_unfinished: Somebody is typing: the last word may be unfinished.
        """
        scores = self._search.scores(words, is_unfinished=is_unfinished)
        best: dict[str, tuple[float, int]] = {}
        for row in np.flatnonzero(scores >= LEAST_SCORE).tolist():
            score, skill = float(scores[row]), self._names[row][1]
            if skill.id not in best or score > best[skill.id][0]:
                best[skill.id] = (score, row)
        hits = [
            SkillHit(skill=self._names[row][1], score=score, matched=self._names[row][0])
            for score, row in best.values()
        ]
        hits.sort(key=lambda hit: (-hit.score, len(hit.skill.label), hit.skill.id))
        return tuple(hits[:limit])


@lru_cache(maxsize=1)
def load_skill_search() -> SkillSearch:
    """Over the bundled taxonomy."""
    return SkillSearch(load_skills())
