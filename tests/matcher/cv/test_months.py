"""Spans of months in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.cv.months import has_full_day, read_spans
from matcher.cv.record import Month


def shown(text: str, *, singles: bool = False) -> list[str]:
    return [
        f"{span.starts or ''}..{'now' if span.is_current else span.ends or ''}"
        for span in read_spans(text, singles=singles)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan 2019 – sekarang", "2019-01..now"),
        ("03/2018 s.d. 12/2020", "2018-03..2020-12"),
        ("2015-2018", "2015..2018"),
        ("Agustus 2020 hingga kini", "2020-08..now"),
        ("March 2018 to December 2020", "2018-03..2020-12"),
        ("2018-03 – 2020-12", "2018-03..2020-12"),
        ("Mar '18 - Dec '20", "2018-03..2020-12"),
        ("01 Maret 2018 - 31 Desember 2020", "2018-03..2020-12"),
        ("Januari s/d Juni 2020", "2020-01..2020-06"),
        ("03.2018 – 12.2020", "2018-03..2020-12"),
        ("15/03/2018 - 20/12/2020", "2018-03..2020-12"),
        ("dari tahun 2015 sampai tahun 2018", "2015..2018"),
        ("Sejak Maret 2021", "2021-03..now"),
        ("since 2021", "2021..now"),
        ("(Nop. 2019—Peb. 2021)", "2019-11..2021-02"),
        ("Mei 2022 -", "2022-05..now"),
        ("June, 2018 until Now", "2018-06..now"),
    ],
)
def test_spans_are_read(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    "text", ["2021 - 2018", "0812-2019-2021-11", "pegawai 2019", "", "tanggal 3", "12/2019/55 - 3"]
)
def test_what_is_no_span_is_none(text: str) -> None:
    assert shown(text) == []


def test_single_months_and_years_count_where_they_may() -> None:
    assert shown("SMK Negeri 1, lulus 2018", singles=True) == ["..2018"]
    assert shown("2012 - 2015, wisuda Mei 2016", singles=True) == ["2012..2015", "..2016-05"]


def test_a_day_with_month_and_year_is_a_full_day() -> None:
    assert has_full_day("Bekasi, 12 Maret 1996")
    assert not has_full_day("Maret 1996")


months = st.builds(Month, year=st.integers(1950, 2099), month=st.integers(1, 12))


@given(months, months, st.sampled_from([" - ", " s.d. ", " sampai ", "–", " hingga ", " to "]))
def test_numbers_come_back_whatever_stands_between_them(one: Month, two: Month, to: str) -> None:
    first, last = sorted((one, two))
    text = f"{first.month:02}/{first.year}{to}{last.month:02}/{last.year}"
    assert [(span.starts, span.ends, span.is_range) for span in read_spans(text)] == [(first, last, True)]


@given(st.text(max_size=60))
def test_any_text_gives_spans_within_it(text: str) -> None:
    for span in read_spans(text, singles=True):
        assert 0 <= span.start < span.end <= len(text)
