"""Facts of a posting that are stated, or else read."""

from __future__ import annotations

from matcher.posting_facts import least_experience, pay_of
from matcher.records import Pay
from taxonomy.experience import read_experience
from tests.builders import posting


def test_pay_is_what_is_stated_else_what_the_description_says() -> None:
    said = "Gaji Rp 4.000.000 - 5.000.000 per bulan"
    assert pay_of(posting(description=said)) == (4_000_000, 5_000_000)
    assert pay_of(posting(description=said, pay=Pay(low=3_000_000, high=None))) == (3_000_000, None)
    assert pay_of(posting(description=said, pay=Pay(low=None, high=9, currency="THB"))) == (None, None)
    assert pay_of(posting(description="rapi")) == (None, None)


def test_experience_is_what_is_stated_else_none_for_an_internship_else_what_is_read() -> None:
    reading = read_experience("Pengalaman minimal 2 tahun")
    assert least_experience(posting(experience_months_min=6, employment_type="internship"), reading) == 6
    assert least_experience(posting(employment_type="internship"), reading) == 0
    assert least_experience(posting(), reading) == 24
    assert least_experience(posting(), None) is None
