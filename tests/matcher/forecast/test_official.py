"""Karirhub's months as series."""

from __future__ import annotations

import pytest

from matcher.forecast.official import official_months, official_series
from taxonomy.errors import UnknownIdError
from taxonomy.labour import NATION


def test_the_nation_has_two_years_and_most_provinces_one() -> None:
    found = official_series()
    assert len(found[NATION].values) == 24
    assert not found[NATION].short
    assert {code for code, one in found.items() if not one.short} == {"00", "13", "16", "21", "36", "52", "65"}
    assert all(one.gaps == 0 for one in found.values())


def test_openings_are_never_fewer_than_postings() -> None:
    for code, openings in official_series("openings").items():
        pairs = zip(openings.values, official_series("postings")[code].values, strict=True)
        assert all(people >= jobs for people, jobs in pairs if people is not None and jobs is not None)


def test_a_province_without_months_is_refused_with_those_that_have_some() -> None:
    assert official_months("32").first_month == "2023-01"
    with pytest.raises(UnknownIdError, match="00, 12, 13"):
        official_months("11")
