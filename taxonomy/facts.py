"""What a title's texts say beside occupation and skills, as plain values: place, education, pay, experience, demands.

The API and the command line show them alike because both take them from here.
"""

from __future__ import annotations

from typing import Any

from taxonomy.demands import read_demands
from taxonomy.education import kkni_level, read_education
from taxonomy.experience import read_experience
from taxonomy.pay import read_pay
from taxonomy.places import Gazetteer

FACTS = ("place", "education", "pay", "experience", "demands")
"""Names of the facts, in the order shown."""


def read_facts(
    text: str, gazetteer: Gazetteer, *, place: str = "", education: str = "", pay: str = "", experience: str = ""
) -> dict[str, Any]:
    """Facts by name, None for what is not said; values are those of JSON.

    Args:
        text: Body of an ad or profile; what has no field of its own is read from here. Demands are only read here, so
            that their offsets count its code points.
        gazetteer: Reads the place.
        place: Place text; without it there is no place.
        education: Education text.
        pay: Pay text.
        experience: Experience text.
    """
    return {
        "place": _place(place, gazetteer) if place else None,
        "education": _education(education or text),
        "pay": _pay(pay or text),
        "experience": _experience(experience or text),
        "demands": _demands(text),
    }


def _place(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    reading = gazetteer.read(text)
    regions = [
        {"code": region.code, "name": region.name, "province_code": region.province_code} for region in reading.regions
    ]
    return {"regions": regions, "is_remote": reading.is_remote, "country": reading.country}


def _education(text: str) -> dict[str, Any] | None:
    reading = read_education(text)
    if not reading.least:
        return None
    return {
        "least": reading.least,
        "kkni_level": kkni_level(reading.least),
        "levels": list(reading.levels),
        "study_programmes": list(reading.majors),
    }


def _pay(text: str) -> dict[str, Any] | None:
    reading = read_pay(text)
    if reading is None:
        return None
    return {
        "low_idr_month": reading.low_idr_month,
        "high_idr_month": reading.high_idr_month,
        "basis": reading.basis,
        "is_negotiable": reading.is_negotiable,
    }


def _experience(text: str) -> dict[str, Any] | None:
    reading = read_experience(text)
    if reading is None:
        return None
    return {
        "months_min": reading.months_min,
        "months_max": reading.months_max,
        "fresh_graduate_welcome": reading.fresh_graduate_welcome,
    }


def _demands(text: str) -> dict[str, Any] | None:
    reading = read_demands(text)
    if not reading.words:
        return None
    return {
        "age_min": reading.age_min,
        "age_max": reading.age_max,
        "sexes": sorted(reading.sexes),
        "words": [
            {"kind": word.kind, "surface": word.surface, "start": word.start, "end": word.end} for word in reading.words
        ],
    }
