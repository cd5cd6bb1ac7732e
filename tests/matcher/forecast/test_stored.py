"""What stored postings add to forecasts."""

from __future__ import annotations

from datetime import date

from matcher.forecast.stored import stored_majors
from matcher.vocabulary import load_vocabulary
from taxonomy.labour import NATION
from tests.builders import catalogue, coded_posting


def test_stored_postings_are_counted_by_major_group_closed_ones_too_and_guesses_not() -> None:
    held = catalogue(
        [
            coded_posting("uji:a", occupations=(("5222", 0.9), ("8344", 0.1)), region_codes=("3275",)),
            coded_posting("uji:b", occupations=(("5230", 1.0),), region_codes=("3578", "3275")),
            coded_posting("uji:c", occupations=(("7212", 1.0),), closes_on=date(2020, 1, 1), region_codes=("3275",)),
            coded_posting("uji:d", occupations=(("7212", 0.2),), uncertain=True, region_codes=("3275",)),
            coded_posting("uji:e"),
        ],
        fresh=[coded_posting("uji:f", occupations=(("8344", 1.0),), region_codes=("3275",))],
        numbers=load_vocabulary(),
    )
    empty = dict.fromkeys("123456789", 0)
    assert stored_majors(held, load_vocabulary(), "32") == {**empty, "5": 2, "7": 1, "8": 1}
    assert stored_majors(held, load_vocabulary(), "35") == {**empty, "5": 1}
    assert stored_majors(held, load_vocabulary(), NATION) == {**empty, "5": 2, "7": 1, "8": 1}
    assert stored_majors(held, load_vocabulary(), "11") == empty
