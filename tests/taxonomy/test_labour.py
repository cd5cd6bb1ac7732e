"""Karirhub's official figures: the tables hold together, and provinces are found by any of their names."""

from __future__ import annotations

from typing import Any

import pytest

from taxonomy import labour
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.labour import NATION, province_code, province_months, province_name, province_years, section_years


def test_sections_add_up_to_the_published_totals_of_each_year() -> None:
    published = {2022: (10_695, 267_107), 2023: (20_027, 334_460), 2024: (17_169, 252_163)}
    for year, totals in published.items():
        own = [one for one in section_years() if one.year == year]
        assert (sum(one.postings or 0 for one in own), sum(one.openings or 0 for one in own)) == totals
        assert len(own) == 21


def test_the_months_of_the_nation_add_up_to_its_years() -> None:
    for year, totals in {2023: (20_027, 334_460), 2024: (17_169, 252_163)}.items():
        own = [one for one in province_months() if (one.province, one.year) == (NATION, year)]
        assert [one.month for one in own] == list(range(1, 13))
        assert (sum(one.postings for one in own), sum(one.openings for one in own)) == totals


def test_employers_of_the_provinces_add_up_to_the_nation() -> None:
    for year in (2022, 2023, 2024):
        own = {one.province: one.employers for one in province_years() if one.year == year}
        assert own.pop(NATION) == sum(own.values())


def test_one_province_under_two_names_is_one_series() -> None:
    assert province_code("Kepri") == province_code("Kepulauan_Riau") == province_code("21") == "21"
    assert sorted({one.year for one in province_months() if one.province == "21"}) == [2023, 2024]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DIY", "34"),
        ("jawa  BARAT", "32"),
        ("Indonesia", "00"),
        ("Nasional", "00"),
        ("Papua Barat Daya", "96"),
        (" 73 ", "73"),
    ],
)
def test_a_province_is_found_by_code_name_or_short_form(text: str, code: str) -> None:
    assert province_code(text) == code
    assert province_code(province_name(code)) == code


@pytest.mark.parametrize("text", ["", "99", "Atlantis", "3171", "\u0663\u0661", "'; --"])
def test_what_is_no_province_is_refused(text: str) -> None:
    with pytest.raises(UnknownIdError, match="a province by code or name"):
        province_code(text)


@pytest.mark.parametrize(
    ("loader", "row", "wanted"),
    [
        (section_years, {"section": "Z", "year": "2022", "postings": "", "openings": "", "employers": ""}, "a section"),
        (section_years, {"section": "A", "year": "x", "postings": "", "openings": "", "employers": ""}, "year"),
        (
            section_years,
            {"section": "A", "year": "2022", "postings": "-1", "openings": "", "employers": ""},
            "postings",
        ),
        (province_years, {"province": "98", "year": "2022", "employers": "1"}, "a province"),
        (
            province_months,
            {"province": "11", "year": "2022", "month": "1", "postings": "2", "openings": "1"},
            "a month with at least as many openings",
        ),
        (
            province_months,
            {"province": "11", "year": "2022", "month": "13", "postings": "1", "openings": "1"},
            "a month with at least as many openings",
        ),
    ],
)
def test_a_faulty_line_is_refused_by_file_and_line(
    monkeypatch: pytest.MonkeyPatch, loader: Any, row: dict[str, str], wanted: str
) -> None:
    monkeypatch.setattr(labour, "bundled_table", lambda *_: iter([("t.tsv line 2", row)]))
    with pytest.raises(InputError) as caught:
        loader.__wrapped__()
    assert caught.value.wanted.startswith(wanted)
    assert caught.value.where == "t.tsv line 2"
