"""Coded records: to JSON and back, and whether one can still apply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from matcher.coded import Coded, coded_from_json, coded_to_json
from taxonomy.occupations import VERSION
from tests.builders import coded_posting, coded_records

TODAY = date(2026, 11, 2)


@given(coded_records("posting") | coded_records("worker") | coded_records("course"))
def test_a_coded_record_survives_json_unchanged(coded: Coded) -> None:
    text = coded_to_json(coded)
    assert coded_from_json(text) == coded
    assert coded_to_json(coded_from_json(text)) == text


def test_every_coded_record_names_its_classification() -> None:
    assert coded_posting().classification == VERSION


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ({}, True),
        ({"closes_on": TODAY}, True),
        ({"closes_on": TODAY - timedelta(days=1)}, False),
        ({"is_closed": True}, False),
        ({"is_closed": True, "closes_on": TODAY + timedelta(days=9)}, False),
    ],
)
def test_a_posting_is_open_through_its_last_day_unless_the_source_closed_it(
    facts: dict[str, object], is_open: bool
) -> None:
    assert coded_posting(**facts).is_open(TODAY) is is_open
