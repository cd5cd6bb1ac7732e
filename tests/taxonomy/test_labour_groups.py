"""Karirhub's official seekers and vacancies by group: they add up to the totals that were published."""

from __future__ import annotations

from typing import Any

import pytest

from taxonomy import labour_groups
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.labour import NATION, section_years
from taxonomy.labour_groups import GROUPS, seeker_groups, seeker_years, vacancy_groups

SEEKERS = {2022: 758_547, 2023: 649_372, 2024: 568_638}


@pytest.mark.parametrize("year", sorted(SEEKERS))
def test_men_and_women_of_the_provinces_add_up_to_the_nation(year: int) -> None:
    own = {one.province: one for one in seeker_years() if one.year == year}
    nation = own.pop(NATION)
    assert nation.seekers == SEEKERS[year]
    assert nation.men == sum(one.men for one in own.values())
    assert nation.women == sum(one.women for one in own.values())


@pytest.mark.parametrize("dimension", ["education", "experience", "age"])
def test_seekers_of_each_dimension_add_up_to_all_seekers(dimension: str) -> None:
    for year, total in SEEKERS.items():
        own = [one for one in seeker_groups() if (one.dimension, one.year) == (dimension, year)]
        assert sum(one.seekers for one in own) == total
        assert {one.group for one in own} <= set(GROUPS[dimension])


@pytest.mark.parametrize("dimension", ["occupation", "education", "experience"])
def test_vacancies_of_each_dimension_add_up_to_those_of_the_sections(dimension: str) -> None:
    for year in SEEKERS:
        own = [one for one in vacancy_groups() if (one.dimension, one.year) == (dimension, year)]
        sections = [one for one in section_years() if one.year == year]
        assert sum(one.postings for one in own) == sum(one.postings or 0 for one in sections)
        assert sum(one.openings for one in own) == sum(one.openings or 0 for one in sections)


def test_the_provinces_of_2022_have_no_figure_before_they_were_there() -> None:
    assert not [one for one in seeker_years() if one.province in {"93", "94", "95", "96"} and one.year == 2022]


@pytest.mark.parametrize(
    ("loader", "row", "wanted"),
    [
        (seeker_years, {"province": "11", "year": "2022", "men": "-1", "women": "1"}, "men"),
        (seeker_groups, {"dimension": "age", "group": "0-5", "year": "2022", "seekers": "1"}, "a dimension"),
        (seeker_groups, {"dimension": "sex", "group": "x", "year": "2022", "seekers": "1"}, "a dimension"),
        (
            vacancy_groups,
            {"dimension": "education", "group": "SMA", "year": "2022", "postings": "1", "openings": ""},
            "openings",
        ),
    ],
)
def test_a_faulty_line_is_refused_by_file_and_line(
    monkeypatch: pytest.MonkeyPatch, loader: Any, row: dict[str, str], wanted: str
) -> None:
    monkeypatch.setattr(labour_groups, "bundled_table", lambda *_: iter([("t.tsv line 2", row)]))
    with pytest.raises(InputError) as caught:
        loader.__wrapped__()
    assert caught.value.wanted.startswith(wanted)
    assert caught.value.where == "t.tsv line 2"


def test_a_line_of_an_unknown_province_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"province": "98", "year": "2022", "men": "1", "women": "1"}
    monkeypatch.setattr(labour_groups, "bundled_table", lambda *_: iter([("t.tsv line 2", row)]))
    with pytest.raises(UnknownIdError):
        seeker_years.__wrapped__()
