"""One ad to the plain values that API and command line show alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.overseas.ad import Ad
from matcher.overseas.report import check_ad, international_codes, report_document
from taxonomy.places import Gazetteer
from taxonomy.title_coding import TitleCoding

_OCCUPATIONS = 2


def unit_groups(coding: TitleCoding) -> tuple[str, ...]:
    """The likeliest KBJI unit groups of a title; none where it is uncertain."""
    return () if coding.uncertain else tuple(candidate.code for candidate in coding.candidates[:_OCCUPATIONS])


def checked_ad(ad: Ad, occupations: Sequence[str], gazetteer: Gazetteer) -> dict[str, Any]:
    """All that is told of an ad, with the international codes of its occupation."""
    return {
        **report_document(check_ad(ad, gazetteer, occupations)),
        **international_codes(occupations[:1]),
    }
