"""Advice on training as one document, the same for the API and for ``--json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from matcher.course_terms import CourseTerms
from matcher.reason_words import Language
from matcher.training.admission import TrainingWish
from matcher.training.advice import Claim, CourseAdvice
from matcher.training.advisor import Advice, Considered, PathAdvice
from matcher.training.alternatives import Alternative
from matcher.training.claim_words import alternative_words, claim_words, none_words
from matcher.training.paths import TrainingPath
from taxonomy.occupations import VERSION

SOURCE = "open postings and courses of this installation"


def courses_card(advice: Advice, wish: TrainingWish, language: Language) -> dict[str, Any]:
    """Courses for one worker."""
    courses = [_course(one, advice.considered, language) for one in advice.courses]
    return {"id": advice.key, "courses": courses, **_basis(advice.considered, advice.alternatives, wish, language)}


def paths_card(advice: PathAdvice, wish: TrainingWish, language: Language) -> dict[str, Any]:
    """Paths for one worker."""
    paths = [_path(one, advice.considered, language) for one in advice.paths]
    return {"id": advice.key, "paths": paths, **_basis(advice.considered, advice.alternatives, wish, language)}


def _basis(
    considered: Considered, found: Sequence[Alternative], wish: TrainingWish, language: Language
) -> dict[str, Any]:
    said = none_words(considered, language)
    return {
        "alternatives": [_alternative(one, language) for one in found],
        "postings_considered": considered.postings_considered,
        "reachable": considered.reachable,
        "removed_by_filter": dict(considered.removed_by_filter),
        "why_none": considered.why_none,
        "words": [said] if said else [],
        "source": SOURCE,
        "as_of": wish.today,
        "generation": considered.generation,
        "weights": considered.weights,
        "language": language,
        "classification": VERSION,
    }


def _course(course: CourseAdvice, considered: Considered, language: Language) -> dict[str, Any]:
    return {
        "id": course.key,
        "title": course.title,
        **_claim(course.claim, considered, language),
        "distance_km": course.distance_km,
        "terms": {**_terms(course.terms), "weeks": course.weeks},
        "also_held": [dict(one) for one in course.also_held],
    }


def _path(path: TrainingPath, considered: Considered, language: Language) -> dict[str, Any]:
    steps = [{"id": step.key, **{k: v for k, v in asdict(step).items() if k != "key"}} for step in path.steps]
    totals = {"jp": path.jp, "weeks": path.weeks, "cost_idr": path.cost_idr}
    return {"courses": steps, **totals, **_claim(path.claim, considered, language)}


def _claim(claim: Claim, considered: Considered, language: Language) -> dict[str, Any]:
    return {
        "value": asdict(claim.worth),
        "score": claim.score,
        "opens": claim.opens,
        "opened": list(claim.opened),
        "improves": claim.improves,
        "pay": asdict(claim.pay),
        "per_100_jp": None if claim.per_100_jp is None else dict(claim.per_100_jp),
        "closes": [dict(one) for one in claim.closes],
        "examples": [dict(one) for one in claim.examples],
        "words": list(claim_words(claim, considered, language)),
    }


def _terms(terms: CourseTerms) -> dict[str, Any]:
    shown = (
        *("provider", "vocational_field", "jp", "starts_on", "ends_on", "register_until", "seats", "cost_idr", "mode"),
        *("kkni_level", "certification", "certifier"),
    )
    return {name: getattr(terms, name) for name in shown}


def _alternative(one: Alternative, language: Language) -> dict[str, Any]:
    return {**asdict(one), "keys": list(one.keys), "words": alternative_words(one, language)}
