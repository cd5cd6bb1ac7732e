from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from matcher import fields
from matcher.fields import as_day, as_flag, as_list, as_number, as_region, as_text, as_utc, clean


@pytest.mark.parametrize("blank", ["", "  \n ", "\x00\x07", math.nan, None])
def test_blanks_and_nan_count_as_missing(blank: object) -> None:
    assert clean(blank) is None
    assert as_text(blank) == ""
    assert as_list(blank) == ()
    assert as_day(blank) is None
    assert as_flag(blank) is None
    assert as_number(blank) is None
    assert as_region(blank) == ""


@given(st.text())
def test_cleaning_keeps_what_can_be_seen_and_twice_is_once(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    visible = "".join(c for c in text if c.isprintable() and not c.isspace())
    assert "".join(c for c in str(kept or "") if c.isprintable() and not c.isspace()) == visible


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (123.0, "123"),
        (123, "123"),
        (12.5, "12.5"),
        (10**400, "1" + "0" * 400),
        (" a\nb ", "a\nb"),
        (True, True),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_text_of_numbers_loses_the_workbooks_decimal(value: object, wanted: object) -> None:
    assert as_text(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a| b |", ("a", " b ")),
        ("a", ("a",)),
        (["a", None, "", "b"], ("a", "b")),
        (5132.0, (5132.0,)),
        (True, True),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_a_list_may_be_text_split_by_bars(value: object, wanted: object) -> None:
    assert as_list(value) == wanted


@given(st.integers(0, 10**11))
def test_numbers_grouped_as_indonesians_or_americans_write_them_are_read(number: int) -> None:
    american = f"{number:,}"
    for text in (str(number), american, american.replace(",", "."), f"Rp {american}", f"Rp. {number}", f"IDR{number}"):
        assert int(str(as_number(text))) == number


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("4.5", "4.5"), ("1.2345", "1.2345"), ("4.500,00", "4.500,00"), ("Rp", "Rp"), (True, "True"), (4.5, 4.5)],
)
def test_what_is_no_grouped_number_is_left_for_the_field_to_judge(value: object, wanted: object) -> None:
    assert as_number(value) == wanted


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from("/.-"))
def test_days_are_read_in_iso_and_in_indonesian_order(day: date, mark: str) -> None:
    iso = day.isoformat()
    indonesian = f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"
    short = f"{day.day}{mark}{day.month}{mark}{day.year}"
    moment = datetime(day.year, day.month, day.day, 23, 59)
    for value in (day, moment, iso, iso + "T23:59:00", iso + " 10:00:00", iso + "T9 WIB", indonesian, short):
        assert as_day(value) == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-01-31T16:59:59Z", date(2025, 1, 31)),
        ("2025-01-31T17:00:00Z", date(2025, 2, 1)),
        ("2025-01-31 17:00:00.5+00:00", date(2025, 2, 1)),
        ("2025-01-31 17:00 +0000", date(2025, 2, 1)),
        ("2025-01-31T23:59:59+07:00", date(2025, 1, 31)),
        ("2025-02-01T00:30:00+09:00", date(2025, 1, 31)),
        (datetime(2025, 1, 31, 17, tzinfo=UTC), date(2025, 2, 1)),
        (datetime(2025, 1, 31, 17, tzinfo=timezone(timedelta(hours=7))), date(2025, 1, 31)),
    ],
)
def test_a_time_with_a_zone_is_the_day_that_it_then_is_in_western_indonesia(moment: object, day: date) -> None:
    assert as_day(moment) == day


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_every_zone_gives_the_same_day_for_the_same_moment(moment: datetime, minutes: int) -> None:
    there = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    wanted = (moment + timedelta(hours=7)).date()
    assert as_day(there) == as_day(there.isoformat()) == as_day(there.isoformat(" ")) == wanted


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:00:00Z", "2025-01-31T25:00:00Z", datetime(9999, 12, 31, 23, tzinfo=UTC), "2025-02-30T01:00:00Z"],
)
def test_a_moment_that_does_not_exist_is_no_day(value: object) -> None:
    with pytest.raises(PydanticCustomError, match="a day that exists"):
        as_day(value)


@pytest.mark.parametrize(
    "value", ["31/02/2025", "2025-13-01", "kemarin", "20250309", 45000, 86400.0, "2025-W10-7", "9 Maret 2025", True]
)
def test_what_is_no_day_is_refused_and_a_number_is_never_taken_for_one(value: object) -> None:
    with pytest.raises(PydanticCustomError, match="written YYYY-MM-DD or DD/MM/YYYY"):
        as_day(value)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("ya", True),
        ("YA", True),
        ("yes", True),
        ("true", True),
        (1, True),
        (1.0, True),
        ("1", True),
        (True, True),
        ("tidak", False),
        ("Tidak", False),
        ("no", False),
        ("bukan", False),
        (0, False),
        (False, False),
    ],
)
def test_yes_and_no_are_read_in_bahasa_and_english(value: object, wanted: bool) -> None:
    assert TypeAdapter(fields.Flag).validate_python(value) is wanted


@pytest.mark.parametrize("value", ["t", "mungkin", 2, [True]])
def test_what_is_neither_yes_nor_no_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(fields.Flag).validate_python(value)


@pytest.mark.parametrize(
    ("value", "wanted"), [("33.13", "3313"), (3313.0, "3313"), (33.13, "3313"), ("33", "33"), ([1], [1])]
)
def test_region_codes_are_read_with_and_without_the_dot(value: object, wanted: object) -> None:
    assert as_region(value) == wanted


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 30)))
def test_moments_come_out_in_utc(moment: datetime) -> None:
    wib = timezone(timedelta(hours=7))
    assert as_utc(moment) == moment.replace(tzinfo=UTC)
    assert as_utc(moment.replace(tzinfo=wib)) == moment.replace(tzinfo=UTC) - timedelta(hours=7)
    assert as_utc(moment).tzinfo is UTC


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_a_moment_that_is_a_slip_is_refused_before_it_overflows(year: int) -> None:
    with pytest.raises(PydanticCustomError, match="between 1970 and 2200"):
        as_utc(datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=14))))


LIMITS: list[tuple[Any, list[object], list[object]]] = [
    (fields.Title, ["x", "x" * fields.MAX_TITLE, 7.0], ["", " ", "x" * (fields.MAX_TITLE + 1), ["x"], None]),
    (fields.Line, ["", "x" * fields.MAX_TITLE], ["x" * (fields.MAX_TITLE + 1)]),
    (fields.Text, ["", "x" * fields.MAX_TEXT], ["x" * (fields.MAX_TEXT + 1)]),
    (fields.Id, ["1", "a b", "x" * 200, 12.0], ["", "x" * 201, "a\nb", {"a": 1}]),
    (fields.Lines, [[], ["x"] * fields.MAX_LIST], [["x"] * (fields.MAX_LIST + 1), {"x": 1}, [["x"]]]),
    (fields.Count, [None, 0, "10.000.000", 2.0], [-1, 10_000_001, 1.5, True, "dua", math.inf]),
    (fields.Months, [None, 0, 1_200], [-1, 1_201, 2.5]),
    (fields.Rupiah, [None, 0, 100_000_000_000], [-1, 100_000_000_001, 0.5]),
    (fields.Money, [None, 0, 1e12, "Rp 4.500.000", 0.5], [-1, 1.1e12, math.inf, -math.inf, "banyak", False]),
    (fields.Level, [None, 1, "9"], [0, 10]),
    (fields.Rank, [None, 1, 10_000], [0, -1]),
    (fields.Day, [None, "", "2025-01-31"], ["2025-02-30"]),
    (fields.Region, ["", "33", "3313"], ["3", "331", "33130", "٣٣", "ab"]),
    (fields.Regions, [[], "33|3313", 3313.0], ["33|3", ["33"] * (fields.MAX_LIST + 1)]),
    (fields.Occupation, ["5132", 5132], ["", "513", "51320", "٥١٣٢"]),
    (fields.Occupations, [[], "5132|5131", 5132.0], ["5132|x"]),
    (fields.EmploymentType, ["", "full_time"], ["Full Time", 3]),
    (fields.EmploymentTypes, ["full_time|daily", []], ["full_time|tetap"]),
]


@pytest.mark.parametrize(("kind", "good", "bad"), LIMITS, ids=[str(number) for number in range(len(LIMITS))])
def test_each_field_takes_what_lies_within_its_limits_and_nothing_else(
    kind: Any, good: list[object], bad: list[object]
) -> None:
    adapter = TypeAdapter(kind)
    for value in good:
        adapter.validate_python(value)
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
