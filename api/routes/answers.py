"""Rankings and advice of the engine as response bodies."""

from __future__ import annotations

from dataclasses import asdict

from api.schemas_match import (
    Match,
    MatchPostingsResponse,
    MatchWorkersResponse,
    Reasons,
    RecommendCoursesResponse,
    Relaxed,
)
from matcher.explain import Explained
from matcher.pipeline import Advice, Ranking
from matcher.privacy import without_personal
from taxonomy.occupations import VERSION


def workers_answer(ranking: Ranking) -> MatchWorkersResponse:
    """Ranked workers; a worker's own words are shown without personal traits and contacts."""
    return MatchWorkersResponse(
        id=ranking.key,
        matches=[_match(found, without_personal(found.title)) for found in ranking.matches],
        removed_by_filter=dict(ranking.removed_by_filter),
        relax=[Relaxed.model_validate(asdict(one)) for one in ranking.relax],
        generation=ranking.generation,
        weights=ranking.weights,
        classification=VERSION,
    )


def postings_answer(ranking: Ranking) -> MatchPostingsResponse:
    """Ranked postings."""
    return MatchPostingsResponse(
        id=ranking.key,
        matches=[_match(found, found.title) for found in ranking.matches],
        removed_by_filter=dict(ranking.removed_by_filter),
        relax=[Relaxed.model_validate(asdict(one)) for one in ranking.relax],
        generation=ranking.generation,
        weights=ranking.weights,
        classification=VERSION,
    )


def courses_answer(advice: Advice) -> RecommendCoursesResponse:
    """Courses that help."""
    return RecommendCoursesResponse.model_validate(
        {
            "id": advice.key,
            "courses": [{**asdict(course), "id": course.key} for course in advice.courses],
            "removed_by_filter": dict(advice.removed_by_filter),
            "postings_considered": advice.postings_considered,
            "generation": advice.generation,
            "weights": advice.weights,
            "classification": VERSION,
        }
    )


def _match(found: Explained, title: str) -> Match:
    reasons = {name: getattr(found, name) for name in Reasons.model_fields}
    return Match.model_validate(
        {
            "id": found.key,
            "title": title,
            "score": found.score,
            "components": dict(found.components),
            "details": {name: dict(detail) for name, detail in found.details.items()},
            "reasons": {name: [dict(item) for item in items] for name, items in reasons.items()},
        }
    )
