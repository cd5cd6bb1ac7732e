"""Rankings of the engine as response bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from api.access.caller import Caller
from api.schemas_overseas import OverseasNote
from api.schemas_reasons import Reasons, Words
from api.schemas_recommendations import BatchFacts, RecommendationsResponse, RecommendedPosting
from matcher.answers import Ranking
from matcher.explain import Explained
from matcher.impersonal import cleaned
from matcher.openings import Opening
from matcher.privacy import without_personal
from matcher.reason_words import Language, opening_words, reason_words
from matcher.recommended_file import Batch, Recommendation
from taxonomy.occupations import VERSION

_REASONS = tuple(Reasons.model_fields)
_WORDS = tuple(Words.model_fields)


def workers_answer(
    ranking: Ranking, caller: Caller, language: Language, under_review: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """A ``MatchWorkersResponse``; a worker's own words are shown without personal traits and contacts.

    The rankings of the match routes are put together as what JSON is made of, not as models: building
    the models costs as much as a third of the match itself (docs/load.md). That each answer is one that the
    model takes is held by tests, over every kind of reason.

    Args:
        ranking: They.
        caller: Who is shown them; those of others' sources under pseudonyms.
        language: Of the words.
        under_review: Keys of those whose objection to automated rankings waits for a human.
    """
    matches = [
        {**_worker(ranking, found, caller, language), "under_review": found.key in under_review}
        for found in ranking.matches
    ]
    return {**_head(ranking, matches), **_foot(ranking, language)}


def postings_answer(ranking: Ranking, language: Language) -> dict[str, Any]:
    """A ``MatchPostingsResponse``: ranked postings, and those that a licence would open; see ``workers_answer``."""
    matches = [
        {
            **_content(ranking, found, found.title, language),
            "also_at": [asdict(copy) for copy in ranking.also_at.get(found.key, ())],
        }
        for found in ranking.matches
    ]
    would_open = {"would_open": [_opening(one, language) for one in ranking.would_open]}
    return {**_head(ranking, matches), **_foot(ranking, language), **would_open}


def _head(ranking: Ranking, matches: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"id": ranking.key, "matches": matches, "removed_by_filter": dict(ranking.removed_by_filter)}


def _foot(ranking: Ranking, language: Language) -> dict[str, Any]:
    return {
        "relax": [asdict(one) for one in ranking.relax],
        "generation": ranking.generation,
        "weights": ranking.weights,
        "language": language,
        "classification": VERSION,
    }


def _opening(found: Opening, language: Language) -> dict[str, Any]:
    return {
        "id": found.key,
        "title": found.title,
        "licence": dict(found.licence),
        "score": found.score,
        "words": opening_words(found, language),
    }


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


def _worker(ranking: Ranking, found: Explained, caller: Caller, language: Language) -> dict[str, Any]:
    if caller.is_foreign(found.key):
        found = replace(found, matched=_without_contacts(found.matched), adjacent=_without_contacts(found.adjacent))
    content = _content(ranking, found, without_personal(found.title), language)
    return {**content, "id": caller.shown(found.key)}


def _without_contacts(skills: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Skills with the worker's words cleaned: an entry of a list of skills stands as it was typed."""
    return tuple({**skill, "worker_words": cleaned(skill["worker_words"])} for skill in skills)


def _content(ranking: Ranking, found: Explained, title: str, language: Language) -> dict[str, Any]:
    words = reason_words(found, language)
    return {
        "id": found.key,
        "title": title,
        "score": found.score,
        "components": dict(found.components),
        "details": {name: dict(detail) for name, detail in found.details.items()},
        "reasons": {name: [dict(item) for item in getattr(found, name)] for name in _REASONS},
        "words": {name: getattr(words, name) for name in _WORDS},
        "under_review": False,  # of people alone
        "shortlist_chance": ranking.shortlist_chance(found.score),
        "overseas": _overseas(ranking.overseas.get(found.key)),
    }


def _overseas(note: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if note is None else OverseasNote.model_validate(note).model_dump(mode="json")
