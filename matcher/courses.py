"""Which course opens most for a worker: the open postings within reach, scored again as if its skills were held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from matcher.coded import Coded
from matcher.columns import with_skills
from matcher.explain import Explained
from matcher.ragged import Ragged
from matcher.score import Pairs, Scorer
from taxonomy.education import level_rank
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

REACHABLE = 0.70
"""Score from which a posting counts as within reach."""

_MAX_KM = 150.0
_MAX_KM_AWAY = 400.0
"""For who would move for work: a course of some weeks away from home still needs a place to sleep."""

_MIN_GAIN = 0.004
"""Least mean gain of a course that is named: below it what is taught is one of many skills of a posting or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseAdvice:
    """One course for one worker.

    Attributes:
        key: Key of the course.
        title: Its title.
        score: In [0, 1]: mean rise of the score over the postings looked at.
        opens: Postings that come within reach (score of ``REACHABLE``) by it.
        improves: Postings whose score rises.
        closes: Skills that it teaches and the postings ask for: id, label, how many postings.
        distance_km: From home to the course; None when it is online or either place is not known.
        examples: Up to three postings that gain most: id, title, score before and after.
    """

    key: str
    title: str
    score: float
    opens: int
    improves: int
    closes: tuple[Mapping[str, Any], ...]
    distance_km: float | None
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """The postings that the worker could go for, with their scores today.

    Attributes:
        pairs: The worker against each.
        explained: Their reasons, same order.
    """

    pairs: Pairs
    explained: Sequence[Explained]


def advise(
    worker: Coded,
    prospects: Prospects,
    courses: Iterable[Coded],
    scorer: Scorer,
    skills: Skills,
    gazetteer: Gazetteer,
    *,
    k: int,
    today: date | None,
) -> tuple[list[CourseAdvice], dict[str, int]]:
    """The k courses that raise the worker's scores most.

    Args:
        worker: Who.
        prospects: The worker's best postings.
        courses: All courses that still hold.
        scorer: Scores them again with the course's skills held.
        skills: For labels.
        gazetteer: For distances.
        k: At most this many; fewer when fewer courses help at all.
        today: Courses that began before this day are left out; None keeps them.

    Returns:
        Advice, best first (the nearer of equals), and how many courses each condition removed.
    """
    wanted = {m["id"] for e in prospects.explained for m in (*e.missing, *e.adjacent)}
    removed = {"closed": 0, "education": 0, "distance": 0, "teaches_nothing_missing": 0, "helps_too_little": 0}
    advice = []
    for course in courses:
        distance = _distance(worker, course, gazetteer)
        reason = _refusal(worker, course, distance, wanted, today)
        if reason:
            removed[reason] += 1
            continue
        found = _gain(course, prospects, scorer, skills, distance)
        if found.score > _MIN_GAIN:
            advice.append(found)
        else:
            removed["helps_too_little"] += 1
    advice.sort(key=lambda item: (-item.score, -item.opens, item.distance_km or 0.0, item.key))
    return advice[:k], removed


def _refusal(worker: Coded, course: Coded, distance: float | None, wanted: set[str], today: date | None) -> str:
    """The first condition that a course fails, or nothing."""
    if today is not None and not course.is_open(today):
        return "closed"
    if worker.education and course.education and level_rank(worker.education) < level_rank(course.education):
        return "education"
    reach = _MAX_KM_AWAY if worker.will_relocate else _MAX_KM
    if distance is not None and distance > reach:
        return "distance"
    if wanted.isdisjoint(skill.id for skill in course.skills):
        return "teaches_nothing_missing"
    return ""


def _distance(worker: Coded, course: Coded, gazetteer: Gazetteer) -> float | None:
    if course.is_remote or not worker.region_codes or not course.region_codes:
        return None
    return min(gazetteer.distance_km(home, there) for home in worker.region_codes for there in course.region_codes)


def _gain(course: Coded, prospects: Prospects, scorer: Scorer, skills: Skills, distance: float | None) -> CourseAdvice:
    numbers = scorer.vocabulary.skills
    taught = [skill.id for skill in course.skills if skill.id in numbers]
    pairs = prospects.pairs
    learnt = Ragged.of([[numbers[skill_id] for skill_id in taught]], np.uint16)
    with_course = scorer.score(replace(pairs, worker=with_skills(pairs.worker, learnt)))
    rises, opens, asked = [], 0, dict[str, int]()
    for explained, after in zip(prospects.explained, with_course.totals.tolist(), strict=True):
        lacking = {m["id"] for m in (*explained.missing, *explained.adjacent)}
        for skill_id in lacking.intersection(taught):
            asked[skill_id] = asked.get(skill_id, 0) + 1
        before = explained.score
        opens += before < REACHABLE <= after
        if after > before:
            rises.append((after - before, explained, before, after))
    rises.sort(key=lambda rise: (-rise[0], rise[1].key))
    closes = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
    return CourseAdvice(
        key=course.key,
        title=course.title,
        score=round(sum(rise for rise, *_ in rises) / max(1, len(prospects.explained)), 4),
        opens=opens,
        improves=len(rises),
        closes=tuple({"id": i, "label": skills.get(i).label, "postings": count} for i, count in closes),
        distance_km=None if distance is None else round(distance, 1),
        examples=tuple(
            {"id": e.key, "title": e.title, "before": round(before, 4), "after": round(after, 4)}
            for _, e, before, after in rises[:3]
        ),
    )
