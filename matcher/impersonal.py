"""A worker's record as others may see it: own words without personal traits, contact details and NIK numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from matcher.privacy import without_personal
from matcher.records import Worker
from taxonomy.json_values import is_object, is_series

OWN_WORDS = ("summary", "wish", "jobs", "skills", "licences", "place", "education", "study_programme")
"""Fields of a worker that hold free text, which people also put their phone number, faith or age into."""


def impersonal(worker: Worker) -> dict[str, Any]:
    """The fields of a worker, those of ``OWN_WORDS`` cleaned."""
    fields = asdict(worker)
    return fields | {name: cleaned(fields[name]) for name in OWN_WORDS}


def cleaned(value: Any) -> Any:
    """Every text in a value of JSON's kinds without personal traits, contact details and NIK numbers."""
    if isinstance(value, str):
        return without_personal(value)
    if is_object(value):
        return {name: cleaned(item) for name, item in value.items()}
    return [cleaned(item) for item in value] if is_series(value) else value
