"""How industries fare: official figures year on year beside stored months, and the report in the home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.industry_condition import LEAST, condition
from matcher.industry_report import load_report, make_report, save_report
from matcher.industry_series import series
from taxonomy.errors import GenerationError
from tests.matcher.industry_facts_made import fact, random_facts


def test_a_section_grows_by_its_published_counts() -> None:
    found = condition((), "I")
    years = {one.year: one for one in found.official}
    assert (years[2022].postings, years[2023].postings, years[2024].postings) == (594, 327, 302)
    assert years[2022].growth_postings is None
    assert years[2023].growth_postings == pytest.approx(327 / 594 - 1)
    assert years[2024].growth_openings == pytest.approx(963 / 520 - 1)
    assert years[2024].growth_employers == pytest.approx(82 / 106 - 1)
    assert found.official_scope == "section"
    assert "Karirhub" in found.source


def test_growth_on_a_handful_is_not_given() -> None:
    years = {one.year: one for one in condition((), "E").official}
    assert (years[2022].postings, years[2023].postings) == (1, 9)
    assert years[2023].growth_postings is None
    assert years[2024].growth_postings is None
    assert LEAST > 9


def test_a_year_without_a_figure_stays_empty_and_has_no_growth_after_it() -> None:
    years = {one.year: one for one in condition((), "O").official}
    assert years[2022].postings is None
    assert years[2023].growth_postings is None


def test_a_province_has_its_months_added_up_under_either_name() -> None:
    years = {one.year: one for one in condition((), province="21").official}
    assert (years[2023].openings, years[2024].openings) == (1953, 1167)
    assert years[2024].growth_openings == pytest.approx(1167 / 1953 - 1)
    assert (years[2022].postings, years[2022].employers, years[2022].months) == (None, 75, 0)
    assert (years[2023].months, years[2024].months) == (12, 12)


def test_all_of_indonesia_has_the_published_years() -> None:
    found = condition(())
    years = {one.year: one for one in found.official}
    assert years[2024].growth_openings == pytest.approx(252_163 / 334_460 - 1)
    assert len(found.official_months) == 24
    assert found.official_months[0].month == "2023-01"


def test_stored_months_are_of_the_section_within_the_province() -> None:
    cells = series([fact(), fact(division="64"), fact(provinces=("31",), openings=4)])
    found = condition(cells, "C", "32")
    assert [(one.month, one.postings, one.openings) for one in found.stored] == [("2025-07", 1, 1)]
    assert [(one.postings, one.openings) for one in condition(cells, "C").stored] == [(2, 5)]
    assert [one.postings for one in condition(cells).stored] == [3]


def test_a_report_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    report = make_report(random_facts(300), "coder-1", 42)
    save_report(report, tmp_path)
    assert load_report(tmp_path) == report
    assert report.postings == 300
    assert report.told < 300
    assert report.employers == report.employers_told == 12


def test_a_home_without_a_report_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="found none; run 'sepadan industries report'"):
        load_report(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"hires": {"unit": {}}, "industries": [], "series": []}'])
def test_a_damaged_report_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "industries" / "report.json"
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(GenerationError, match="run 'sepadan industries report'"):
        load_report(tmp_path)


def test_a_report_holds_no_name_of_an_employer(tmp_path: Path) -> None:
    path = save_report(make_report([fact(employer="rahasia sekali") for _ in range(9)], "c", 1), tmp_path)
    assert "rahasia" not in json.dumps(json.loads(path.read_text()))
