"""A curriculum diff as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.curriculum.diff import CurriculumDiff
from matcher.curriculum.evidence import Shown
from matcher.curriculum.told_parts import skill_as_dict
from matcher.curriculum.verdicts import ModuleAdvice
from matcher.market.served import Market
from taxonomy.labour import NATION, province_name
from taxonomy.occupations import load_occupations


def diff_as_dict(diff: CurriculumDiff, market: Market) -> dict[str, Any]:
    """Everything of a diff.

    Args:
        diff: The diff.
        market: That it was made with: for its day and source.
    """
    return {
        "course": diff.course,
        "title": diff.title,
        "occupations": [{"unit": unit, "title": load_occupations().get(unit).title} for unit in diff.units],
        "judged_by": list(diff.judged_by),
        "province": diff.province,
        "province_name": province_name(diff.province or NATION),
        "postings": diff.postings,
        "source": market.stock.source,
        "as_of": market.stock.as_of.isoformat(),
        "include_closed": market.stock.include_closed,
        "jp": diff.jp,
        "suggested_jp": diff.suggested_jp,
        "words": diff.words,
        "modules": [_module(one) for one in diff.modules],
        "additions": [
            {
                "skill": skill_as_dict(one.skill),
                "suggested_jp": one.suggested_jp,
                "essential": one.essential,
                "evidence": _shown(one.evidence),
            }
            for one in diff.additions
        ],
        "soft": [skill_as_dict(one) for one in diff.soft],
    }


def _module(one: ModuleAdvice) -> dict[str, Any]:
    return {
        "title": one.title,
        "jp": one.jp,
        "verdict": one.verdict,
        "suggested_jp": one.suggested_jp,
        "postings": one.postings,
        "of": one.of,
        "ci95": [round(end, 4) for end in one.ci95],
        "skills": [skill_as_dict(skill) for skill in one.skills],
        "essential": list(one.essential),
        "evidence": _shown(one.evidence),
        "why": one.why,
    }


def _shown(evidence: Sequence[Shown]) -> list[dict[str, str]]:
    return [{"id": one.key, "title": one.title, "words": one.words} for one in evidence]
