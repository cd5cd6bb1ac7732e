"""Facts of a posting that a source may state and a description may say: what is stated wins."""

from __future__ import annotations

import re

from matcher.records import Posting
from taxonomy.experience import ExperienceReading
from taxonomy.occupations import load_occupations
from taxonomy.pay import RUPIAH_PER, read_pay, to_idr_month

_UNIT = re.compile(r"KBJI 2014 (\d{4})\b")


def hint_of_unit(code: str) -> str:
    """The category path of a posting whose source states its KBJI unit group.

    Raises:
        UnknownIdError: There is no such occupation.
    """
    return f"KBJI 2014 {code} {load_occupations().get(code).title}"


def stated_unit(posting: Posting) -> str:
    """The unit group that a source states by ``hint_of_unit``; empty where it states none, or one that is none."""
    found = _UNIT.match(posting.hint)
    return found[1] if found and found[1] in load_occupations() else ""


def pay_of(posting: Posting) -> tuple[float | None, float | None]:
    """Least and most pay, rupiah a month: as the source states it, else as the description says; None for no bound."""
    pay = posting.pay
    if pay.currency not in RUPIAH_PER:
        return None, None  # one posting paid in baht must not stop a build
    if pay.low is not None or pay.high is not None:
        return (
            None if pay.low is None else to_idr_month(pay.low, pay.currency, pay.period),
            None if pay.high is None else to_idr_month(pay.high, pay.currency, pay.period),
        )
    reading = read_pay(posting.description)
    return (reading.low_idr_month, reading.high_idr_month) if reading else (None, None)


def least_experience(posting: Posting, reading: ExperienceReading | None) -> int | None:
    """Months of experience asked for at least: stated, none for an internship, else as read; None when not told.

    Args:
        posting: The posting.
        reading: Of its description; None when it was not read.
    """
    if posting.experience_months_min is not None:
        return posting.experience_months_min
    if posting.employment_type == "internship":
        return 0
    return reading.months_min if reading else None
