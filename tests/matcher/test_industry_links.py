"""Which industries hire which occupations, and the series by month: against slow counting."""

from __future__ import annotations

import pytest

from matcher.industry_facts import PostingFact
from matcher.industry_links import DIGITS, LEAST, LEAST_EMPLOYERS, Level, counted, hiring
from matcher.industry_series import months_of, series
from tests.matcher.industry_facts_made import fact, random_facts, several

FACTS = random_facts(400)


def usable(facts: list[PostingFact]) -> list[PostingFact]:
    return [one for one in facts if one.division and one.occupation]


@pytest.mark.parametrize("level", list(DIGITS))
def test_cells_are_those_of_counting_posting_by_posting(level: Level) -> None:
    found, own, digits = hiring(FACTS, level), usable(FACTS), DIGITS[level]
    assert found.postings == len(own)
    seen = 0
    for cell in found.cells:
        of_cell = [o for o in own if o.section == cell.section and o.occupation[:digits] == cell.occupation]
        of_section = [o for o in own if o.section == cell.section]
        of_occupation = [o for o in own if o.occupation[:digits] == cell.occupation]
        assert cell.postings == len(of_cell) >= LEAST
        assert cell.employers == len({o.employer for o in of_cell}) >= LEAST_EMPLOYERS
        assert cell.share == pytest.approx(len(of_cell) / len(of_section))
        assert cell.lift == pytest.approx(len(of_cell) / len(of_section) / (len(of_occupation) / len(own)))
        seen += len(of_cell)
    assert seen + found.withheld_postings == len(own)


def test_a_cell_below_five_is_withheld_and_counted() -> None:
    facts = several(5) + several(4, division="64", occupation="4211")
    found = hiring(facts, "unit")
    assert [(cell.section, cell.occupation, cell.postings) for cell in found.cells] == [("C", "8151", 5)]
    assert (found.withheld_cells, found.withheld_postings) == (1, 4)


@pytest.mark.parametrize("employers", [1, 2, 3])
def test_a_cell_of_fewer_than_three_employers_is_withheld_however_many_postings_they_have(employers: int) -> None:
    facts = [fact(employer=f"pabrik {at % employers}") for at in range(5 * employers)]
    found = hiring(facts, "unit")
    assert [cell.employers for cell in found.cells] == ([3] if employers == 3 else [])
    assert found.withheld_postings == (0 if employers == 3 else len(facts))


def test_lift_is_one_where_an_industry_hires_as_all_do() -> None:
    facts = [one for d in ("13", "64") for o in ("8151", "4211") for one in several(6, division=d, occupation=o)]
    assert {cell.lift for cell in hiring(facts, "major").cells} == {1.0}


def test_sections_and_divisions_are_counted_with_their_employers() -> None:
    facts = [fact(employer="a", openings=3), fact(employer="b", division="14"), fact(employer="c", division="")]
    found = {one.code: (one.employers, one.postings, one.openings) for one in counted(facts)}
    assert found == {"C": (2, 2, 4), "13": (1, 1, 3), "14": (1, 1, 1)}
    assert [one.code for one in counted(facts)] == ["C", "13", "14"]


def test_nothing_stored_gives_nothing() -> None:
    assert hiring([], "unit").cells == ()
    assert counted([]) == ()
    assert series([]) == ()


def test_a_posting_in_two_provinces_counts_in_both_and_once_in_the_nation() -> None:
    cells = series([fact(provinces=("31", "32"), openings=7)])
    assert [(c.province, c.postings, c.openings) for c in cells] == [("00", 1, 7), ("31", 1, 7), ("32", 1, 7)]


@pytest.mark.parametrize("province", ["00", "21", "31"])
@pytest.mark.parametrize("section", [None, "C", "G", ""])
def test_a_series_is_that_of_counting_month_by_month(section: str | None, province: str) -> None:
    found = {one.month: (one.postings, one.openings) for one in months_of(series(FACTS), section, province)}
    for month in ("2025-06", "2025-07"):
        own = [
            o
            for o in FACTS
            if o.month == month
            and (section is None or o.section == section)
            and (province == "00" or province in o.provinces)
        ]
        assert found.get(month, (0, 0)) == (len(own), sum(o.openings for o in own))
    assert "" not in found
