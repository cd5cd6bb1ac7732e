"""How much a posting tells: a share in [0, 1] with its named parts, for choosing among copies and for showing.

The parts are what the announcement of a vacancy must or should name by Permenaker 39/2016 (penempatan tenaga kerja) and
Perpres 57/2023 (wajib lapor lowongan pekerjaan): work, employer, place, pay, schooling, duties, day, and a way to
apply. The weights are our own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.records import Posting
from taxonomy.employer_names import employer_key

WEIGHTS: Mapping[str, float] = {
    "title": 0.15,
    "employer": 0.15,
    "place": 0.15,
    "description": 0.2,
    "pay": 0.15,
    "education": 0.1,
    "date": 0.05,
    "contact": 0.05,
}
"""Part to its share of the whole; they add up to 1."""

FULL_CHARACTERS = 800
"""Characters of a description that is called full: the median of whole ads of Loker.id is 1,050."""

_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|\bwa(?:\.me|\b)|whats ?app|\b(?:\+62|62|08)[\d -]{8,}|"
    r"kirim(?:kan)? (?:cv|lamaran)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How much a posting tells.

    Attributes:
        score: In [0, 1], rounded to two digits.
        parts: Part to how far it is there, in [0, 1]; the names of ``WEIGHTS``.
    """

    score: float
    parts: Mapping[str, float]


def completeness(posting: Posting) -> Completeness:
    """How much a posting tells; see the module."""
    parts = {
        "title": float(bool(posting.title.strip())),
        "employer": float(bool(employer_key(posting.employer))),
        "place": float(bool(posting.places or posting.region_codes)),
        "description": round(min(1.0, len(posting.description) / FULL_CHARACTERS), 2),
        "pay": float(posting.pay.low is not None or posting.pay.high is not None),
        "education": float(bool(posting.education)),
        "date": float(posting.posted_on is not None),
        "contact": float(bool(posting.url or _CONTACT.search(posting.description))),
    }
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    return Completeness(score=round(score, 2), parts=parts)
