"""Career steps and first jobs as plain values, for JSON bodies and for lines of the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.occupation_card import entry_card
from matcher.careers import NextJob, Want
from matcher.first_job_reasons import FirstJob, first_job_words
from matcher.first_jobs import FirstJobs
from matcher.reason_words import Language
from matcher.records import Posting
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import VERSION, Occupation, load_occupations

ReadPosting = Callable[[str], Posting]
"""Key of a posting to its record; ``UnknownIdError`` where it is gone."""


def careers_card(
    unit: Occupation, found: Sequence[NextJob], worker: str | None, provinces: Sequence[str]
) -> dict[str, Any]:
    """Steps from a unit group."""
    return {
        **entry_card(unit),
        "worker": worker,
        "provinces": list(provinces),
        "next_jobs": [_next_card(one) for one in found],
        "classification": VERSION,
    }


def _next_card(found: NextJob) -> dict[str, Any]:
    return {
        **entry_card(found.occupation),
        "kind": found.kind,
        "months": found.months,
        "months_short": found.months_short,
        "education": found.education,
        "education_held": found.education_held,
        "needs": [_want_card(one) for one in found.needs],
        "learnt": [_want_card(one) for one in found.learnt],
        "postings": found.postings,
        "postings_near": found.postings_near,
    }


def _want_card(want: Want) -> dict[str, Any]:
    skill = want.skill
    return {"id": skill.id, "label": skill.label, "label_en": skill.label_en, "type": skill.type, "held": want.held}


def first_jobs_card(jobs: FirstJobs, worker: str | None, read: ReadPosting, language: Language) -> dict[str, Any]:
    """Entry-level postings of a profile, with what their sources say of places and registrations.

    One that was deleted since they were ranked is left out.
    """
    programme = jobs.profile.programme
    return {
        "worker": worker,
        "programme": {
            "id": programme.id,
            "label": programme.label,
            "levels": list(programme.levels),
            "isced": programme.isced,
        },
        "first_jobs": [
            _first_card(one, jobs, posting, language)
            for one in jobs.found
            if (posting := _still_there(read, one.key)) is not None
        ],
        "removed_by_filter": dict(jobs.removed_by_filter),
        "generation": jobs.generation,
        "language": language,
        "classification": VERSION,
    }


def _still_there(read: ReadPosting, key: str) -> Posting | None:
    try:
        return read(key)
    except UnknownIdError:
        return None


def _first_card(found: FirstJob, jobs: FirstJobs, posting: Posting, language: Language) -> dict[str, Any]:
    return {
        "id": found.key,
        "title": found.title,
        "score": found.score,
        "components": dict(found.components),
        "details": {name: dict(detail) for name, detail in found.details.items()},
        "occupation": entry_card(load_occupations().get(found.code)) if found.code else None,
        "usualness": found.usualness,
        "asked": list(found.asked),
        "asks_programme": found.asks_programme,
        "said": [dict(one) for one in found.said],
        "expected": [dict(one) for one in found.expected],
        "to_learn": [dict(one) for one in found.to_learn],
        "is_internship": found.is_internship,
        "openings": posting.openings,
        "registered": posting.registered,
        "registers_until": posting.registers_until,
        "starts_on": posting.starts_on,
        "ends_on": posting.ends_on,
        "words": list(first_job_words(found, jobs.profile, language)),
    }
