"""Rankings of the engine as response bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.schemas_match import (
    Match,
    MatchedPosting,
    MatchPostingsResponse,
    MatchWorkersResponse,
    OpenedPosting,
    Reasons,
    Relaxed,
)
from api.schemas_recommendations import BatchFacts, RecommendationsResponse, RecommendedPosting
from matcher.answers import Ranking
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.privacy import without_personal
from matcher.reason_words import Language, opening_words, reason_words
from matcher.recommended_file import Batch, Recommendation
from taxonomy.occupations import VERSION


def workers_answer(
    ranking: Ranking, language: Language, under_review: frozenset[str] = frozenset()
) -> MatchWorkersResponse:
    """Ranked workers; a worker's own words are shown without personal traits and contacts.

    Args:
        ranking: They.
        language: Of the words.
        under_review: Keys of those whose objection to automated rankings waits for a human.
    """
    matches = [_match(ranking, found, without_personal(found.title), language) for found in ranking.matches]
    marked = [one.model_copy(update={"under_review": True}) if one.id in under_review else one for one in matches]
    return MatchWorkersResponse(
        id=ranking.key,
        matches=marked,
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
        matches=[_posting(ranking, found, language) for found in ranking.matches],
        would_open=[_opening(one, language) for one in ranking.would_open],
        removed_by_filter=dict(ranking.removed_by_filter),
        relax=[Relaxed.model_validate(asdict(one)) for one in ranking.relax],
        generation=ranking.generation,
        weights=ranking.weights,
        language=language,
        classification=VERSION,
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


def recommendations_answer(
    batch: Batch, listed: Sequence[Recommendation], ranking: Ranking, language: Language
) -> RecommendationsResponse:
    """What is left of a worker's list of a batch."""
    facts, as_listed = batch.facts, {one.posting: one for one in listed}
    return RecommendationsResponse(
        id=ranking.key,
        batch=BatchFacts(
            name=batch.name,
            made_at=facts["made_at"],
            dial=facts["report"]["dial"],
            k=facts["report"]["k"],
            generation=facts["generation"],
            weights=facts["weights"],
        ),
        recommendations=[_recommended(as_listed[found.key], ranking, found, language) for found in ranking.matches],
        removed_by_filter=dict(ranking.removed_by_filter),
        generation=ranking.generation,
        weights=ranking.weights,
        language=language,
        classification=VERSION,
    )


def _recommended(listed: Recommendation, ranking: Ranking, found: Explained, language: Language) -> RecommendedPosting:
    then = {"rank": listed.rank, "batch_score": listed.score, "own_rank": listed.own_rank, "price": listed.price}
    return RecommendedPosting.model_validate({**_content(ranking, found, found.title, language), **then})


def _match(ranking: Ranking, found: Explained, title: str, language: Language) -> Match:
    return Match.model_validate(_content(ranking, found, title, language))


def _posting(ranking: Ranking, found: Explained, language: Language) -> MatchedPosting:
    others = [asdict(copy) for copy in ranking.also_at.get(found.key, ())]
    return MatchedPosting.model_validate({**_content(ranking, found, found.title, language), "also_at": others})


def _content(ranking: Ranking, found: Explained, title: str, language: Language) -> dict[str, Any]:
    reasons = {name: getattr(found, name) for name in Reasons.model_fields}
    return {
        "id": found.key,
        "title": title,
        "score": found.score,
        "components": dict(found.components),
        "details": {name: dict(detail) for name, detail in found.details.items()},
        "reasons": {name: [dict(item) for item in items] for name, items in reasons.items()},
        "words": asdict(reason_words(found, language)),
        "shortlist_chance": ranking.shortlist_chance(found.score),
        "overseas": ranking.overseas.get(found.key),
    }
