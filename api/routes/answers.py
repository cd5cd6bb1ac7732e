"""Rankings and advice of the engine as response bodies."""

from __future__ import annotations

from dataclasses import asdict

from api.schemas_match import (
    Match,
    MatchPostingsResponse,
    MatchWorkersResponse,
    OpenedPosting,
    Reasons,
    RecommendCoursesResponse,
    Relaxed,
)
from matcher.answers import Advice, Ranking
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.privacy import without_personal
from matcher.reason_words import Language, opening_words, reason_words
from taxonomy.occupations import VERSION


def workers_answer(ranking: Ranking, language: Language) -> MatchWorkersResponse:
    """Ranked workers; a worker's own words are shown without personal traits and contacts."""
    return MatchWorkersResponse(
        id=ranking.key,
        matches=[_match(found, without_personal(found.title), language) for found in ranking.matches],
        removed_by_filter=dict(ranking.removed_by_filter),
        relax=[Relaxed.model_validate(asdict(one)) for one in ranking.relax],
        generation=ranking.generation,
        weights=ranking.weights,
        language=language,
        classification=VERSION,
    )


def postings_answer(ranking: Ranking, language: Language) -> MatchPostingsResponse:
    """Ranked postings, and those that a licence would open."""
    return MatchPostingsResponse(
        id=ranking.key,
        matches=[_match(found, found.title, language) for found in ranking.matches],
        would_open=[_opening(one, language) for one in ranking.would_open],
        removed_by_filter=dict(ranking.removed_by_filter),
        relax=[Relaxed.model_validate(asdict(one)) for one in ranking.relax],
        generation=ranking.generation,
        weights=ranking.weights,
        language=language,
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


def _opening(found: Opening, language: Language) -> OpenedPosting:
    return OpenedPosting.model_validate(
        {
            "id": found.key,
            "title": found.title,
            "licence": dict(found.licence),
            "score": found.score,
            "words": opening_words(found, language),
        }
    )


def _match(found: Explained, title: str, language: Language) -> Match:
    reasons = {name: getattr(found, name) for name in Reasons.model_fields}
    return Match.model_validate(
        {
            "id": found.key,
            "title": title,
            "score": found.score,
            "components": dict(found.components),
            "details": {name: dict(detail) for name, detail in found.details.items()},
            "reasons": {name: [dict(item) for item in items] for name, items in reasons.items()},
            "words": asdict(reason_words(found, language)),
        }
    )
