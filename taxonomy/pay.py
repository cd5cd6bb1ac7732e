"""Pay out of fields and text, in rupiah a month.

Hours and days a month: PP 36/2021 article 17 (hourly wage = monthly / 126 for part-time) is a floor for part-timers;
full-time months here count 173 hours (Kepmenaker 102/2004) and 25 working days (PP 36/2021 article 16: six-day week).
Minimum wages: the governors' decrees on the UMP and the UMK, as published by Kemnaker for the year; fractions of a
rupiah are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from taxonomy import pay_patterns as patterns
from taxonomy.errors import InputError
from taxonomy.pay_amounts import Amount, amounts_in
from taxonomy.pay_text import readable
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces
from taxonomy.regions import code_today
from taxonomy.tables import bundled_table

HOURS_A_MONTH = 173.0
DAYS_A_MONTH = 25.0
WEEKS_A_MONTH = 52 / 12

RATES_DATE = "2025-12-31"
"""Day for which ``RUPIAH_PER`` holds, rounded; good to about five per cent, which ranking bears."""

RUPIAH_PER: dict[str, float] = {
    "IDR": 1.0,
    "USD": 16_700.0,
    "SGD": 12_950.0,
    "MYR": 4_100.0,
    "JPY": 107.0,
    "KRW": 11.6,
    "TWD": 530.0,
    "HKD": 2_145.0,
    "SAR": 4_450.0,
    "AED": 4_550.0,
    "EUR": 19_600.0,
    "AUD": 11_100.0,
}
"""Rupiah for one unit of a currency."""

_PER_MONTH = {
    "hour": HOURS_A_MONTH,
    "day": DAYS_A_MONTH,
    "week": WEEKS_A_MONTH,
    "month": 1.0,
    "year": 1 / 12,
    "project": 1.0,
}
_MAX_TEXT = 20_000
_LEAST, _LEAST_PROJECT, _MOST = 300_000.0, 10_000.0, 500_000_000.0
_ANY_YEAR = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReading:
    """What was read.

    Attributes:
        low_idr_month: Lower bound, rupiah a month; None when none is named, as in "up to 5 juta".
        high_idr_month: Upper bound; None when none is named, as in "mulai 5 juta".
        surface: The words that say it.
        start: Code point offset of the first character.
        end: Offset after the last one.
        is_negotiable: The text leaves it open.
        basis: ``stated``, ``minimum_wage`` (UMR, UMK, UMP without an amount) or ``none``.
        low: Lower bound in ``currency`` per ``period``.
        high: Upper bound, likewise.
        currency: ISO 4217 code.
        period: ``hour``, ``day``, ``week``, ``month``, ``year`` or ``project``.
        minimum_wage_idr: The minimum wage that is spoken of, rupiah a month, where its place is named and it is known.
    """

    low_idr_month: float | None
    high_idr_month: float | None
    surface: str
    start: int
    end: int
    is_negotiable: bool
    basis: Literal["stated", "minimum_wage", "none"]
    low: float | None = None
    high: float | None = None
    currency: str = "IDR"
    period: str = "month"
    minimum_wage_idr: int | None = None


def to_idr_month(amount: float, currency: str, period: str) -> float:
    """An amount in rupiah a month.

    Args:
        amount: In ``currency`` per ``period``.
        currency: ISO 4217 code among ``RUPIAH_PER``.
        period: ``hour``, ``day``, ``week``, ``month``, ``year`` or ``project`` (taken as a month).

    Raises:
        InputError: Unknown currency or period.
    """
    if currency not in RUPIAH_PER:
        raise InputError(wanted=f"a currency of {', '.join(RUPIAH_PER)}", found=currency, where="pay currency")
    if period not in _PER_MONTH:
        raise InputError(wanted=f"a period of {', '.join(_PER_MONTH)}", found=period, where="pay period")
    return amount * RUPIAH_PER[currency] * _PER_MONTH[period]


def read_pay(text: str) -> PayReading | None:
    """The pay that a text states; None when it says nothing of pay.

    An amount counts when it carries a currency or a scale (jt, rb) or stands right after a word of pay, and no word of
    turnover, fees or bonus stands nearer to it; among several, the first after a word of pay wins, else the first.
    Without a word of pay, a scale alone counts only in a short line or before a period.
    """
    made = readable(text[:_MAX_TEXT])
    found = _read(made.text)
    if found is None:
        return None
    # In the offsets and the words of the text as it was given.
    start, end = made.offsets[found.start], max(made.offsets[found.end - 1] + 1, made.offsets[found.end])
    return replace(found, surface=text[start:end], start=start, end=end)


def _read(text: str) -> PayReading | None:
    negotiable = patterns.NEGOTIABLE.search(text)
    readings = [_reading(text, amount, negotiable is not None) for amount in amounts_in(text)]
    stated = [reading for reading in readings if reading is not None]
    if stated:
        after_word = [r for r in stated if patterns.PAY_WORD.search(text[max(0, r.start - 40) : r.start])]
        return (after_word or stated)[0]
    minimum = patterns.MINIMUM.search(text)
    found = minimum or negotiable
    if found is None:
        return None
    return PayReading(
        low_idr_month=None,
        high_idr_month=None,
        surface=found[0],
        start=found.start(),
        end=found.end(),
        is_negotiable=negotiable is not None,
        basis="minimum_wage" if minimum else "none",
        minimum_wage_idr=_named_wage(minimum) if minimum else None,
    )


def _reading(text: str, amount: Amount, is_negotiable: bool) -> PayReading | None:
    """An amount in rupiah a month; None for a sum that nobody is paid."""
    low, high = (
        None if bound is None else to_idr_month(bound, amount.currency, amount.period)
        for bound in (amount.low, amount.high)
    )
    least = _LEAST_PROJECT if amount.period == "project" else _LEAST
    if not all(least <= bound <= _MOST for bound in (low, high) if bound is not None):
        return None
    return PayReading(
        low_idr_month=low,
        high_idr_month=high,
        surface=text[amount.start : amount.end],
        start=amount.start,
        end=amount.end,
        is_negotiable=is_negotiable,
        basis="stated",
        low=amount.low,
        high=amount.high,
        currency=amount.currency,
        period=amount.period,
    )


def _named_wage(minimum: re.Match[str]) -> int | None:
    """The minimum wage of the place named after its word: "UMK Karawang 2025", "UMR Jakarta"."""
    after = minimum.string[minimum.end() : minimum.end() + 60]
    regions = load_gazetteer().read(re.split(r"[,;\n)+]|\d", after)[0]).regions
    if not regions:
        return None
    code = regions[0].province_code if minimum[0].casefold().endswith("ump") else regions[0].code
    year = re.search(r"\b20\d\d\b", after)
    return minimum_wage_idr(code, int(year[0]) if year else _ANY_YEAR)


def minimum_wage_idr(region_code: str, year: int) -> int | None:
    """Minimum wage, rupiah a month: of a regency or city (UMK) where it is known, else of its province (UMP).

    A province that was split off has that of the one it was part of until it sets its own. The latest known year not
    after ``year`` counts; None when none is known.
    """
    found = minimum_wage(region_code, year)
    return None if found is None else found.idr_month


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """A minimum wage.

    Attributes:
        region_code: Of the regency or city (UMK), or province (UMP), that it is of.
        year: That it was set for.
        idr_month: Rupiah a month.
    """

    region_code: str
    year: int
    idr_month: int


def minimum_wage(region_code: str, year: int) -> MinimumWage | None:
    """As ``minimum_wage_idr``, with its place and year."""
    wages = _minimum_wages()
    province = code_today(region_code)[:2]
    split_from = load_provinces()[province].part_of if province in load_provinces() else ""
    place = next((code for code in (code_today(region_code), province, split_from) if wages.get(code)), province)
    known = wages.get(place, {})
    years = [found for found in known if found <= year]
    return MinimumWage(region_code=place, year=max(years), idr_month=known[max(years)]) if years else None


@lru_cache(maxsize=1)
def _minimum_wages() -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for _, row in bundled_table("minimum_wage.tsv", ("region_code", "year", "idr_month")):
        found.setdefault(code_today(row["region_code"]), {})[int(row["year"])] = int(row["idr_month"])
    return found
