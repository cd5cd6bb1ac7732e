"""Shares of major groups."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.forecast.mix import MAJORS, major_mix, official_mix
from taxonomy.errors import InputError
from taxonomy.labour import major_years


def test_without_stored_postings_the_mix_is_the_official_one() -> None:
    mean, weight = official_mix()
    found = major_mix()
    assert list(found.shares.values()) == pytest.approx(mean.tolist())
    assert (found.weight, found.stored, found.stored_weight, found.years) == (weight, 0, 0.0, (2022, 2023, 2024))
    openings = {one.year: 0 for one in major_years()}
    for one in major_years():
        openings[one.year] += one.openings
    fifth = [one.openings / openings[one.year] for one in major_years() if one.major == "5"]
    assert found.shares["5"] == pytest.approx(np.mean(fifth))


def test_stored_postings_pull_the_mix_but_never_by_more_than_half() -> None:
    found = major_mix({"7": 1_000_000})
    assert found.stored_weight == pytest.approx(0.5)
    assert found.shares["7"] == pytest.approx((major_mix().shares["7"] + 1) / 2)
    few = major_mix({"7": 3})
    assert major_mix().shares["7"] < few.shares["7"] < found.shares["7"]
    assert sum(found.shares.values()) == pytest.approx(1)


def test_the_unrest_of_the_official_years_is_found_again() -> None:
    # a Dirichlet of weight w has a variance of share (1 - share) / (w + 1)
    mean, weight = official_mix("openings")
    shares = {}
    for one in major_years():
        shares.setdefault(one.year, np.zeros(9))[MAJORS.index(one.major)] = one.openings
    table = np.array([values / values.sum() for values in shares.values()])
    assert (mean * (1 - mean)).sum() / (weight + 1) == pytest.approx(table.var(axis=0, ddof=1).sum())


@pytest.mark.parametrize("major", MAJORS)
def test_a_share_lies_in_its_intervals_and_the_wider_holds_the_narrower(major: str) -> None:
    mix = major_mix({"6": 2, "8": 10}, "postings")
    low80, high80 = mix.interval(major, 0.8)
    low95, high95 = mix.interval(major, 0.95)
    assert 0 <= low95 <= low80 <= mix.shares[major] <= high80 <= high95 <= 1


def test_faulty_counts_and_groups_are_refused() -> None:
    with pytest.raises(InputError, match="counts from 0"):
        major_mix({"5": -1})
    with pytest.raises(InputError, match="a major group"):
        major_mix().interval("0", 0.8)
