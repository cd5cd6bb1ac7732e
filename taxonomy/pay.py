"""Pay out of fields and text, in rupiah a month.

Hours and days a month: PP 36/2021 article 17 (hourly wage = monthly / 126 for part-time) is a floor for part-timers;
full-time months here count 173 hours (Kepmenaker 102/2004) and 25 working days (PP 36/2021 article 16: six-day week).
Minimum wages: the governors' decrees on the UMP, as published by Kemnaker for the year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from taxonomy.errors import InputError
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
_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2}(?!\d))?|\d+(?:[.,]\d{1,2})?"
_SCALE = r"(?:jutaan|juta|jt(?:[ -]?an)?|mio|million|ribuan|ribu|rb(?:[ -]?an)?|k)(?![a-z])"
_CURRENCY = r"(?:rp\.?|idr|us\$|usd|\$|sgd|s\$|myr|rm|jpy|yen|ntd|twd|krw)"
_GAP = r"\s{0,4}"
"""Bounded, so that a field of spaces costs no more than its length."""
_MONEY = re.compile(
    rf"(?<![\w./-])(?:(?P<currency>{_CURRENCY}){_GAP}\.?{_GAP})?(?P<low>{_AMOUNT})(?:{_GAP}(?P<scale_low>{_SCALE}))?(?:,-+)?"
    rf"(?:{_GAP}(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?|hingga|to|~){_GAP}"
    rf"(?:{_CURRENCY})?{_GAP}\.?{_GAP}(?P<high>{_AMOUNT})"
    rf"(?:{_GAP}(?P<scale>{_SCALE}))?)?",
    re.IGNORECASE | re.ASCII,
)
_PERIOD = re.compile(
    r"^[\s,.\-/(]*(?:/|per|se|a)\s*"
    r"(?P<period>jam|hari|shift|minggu|bulan|bln|tahun|thn|hour|day|week|month|year|proyek|project)|"
    r"^\s*(?P<adverb>perhari|perjam|perbulan|sehari|sebulan|harian|bulanan|monthly|p\.?m\b)",
    re.IGNORECASE,
)
_PERIOD_BEFORE = re.compile(
    r"(?:\bper\s*|/\s*)(?P<period>jam|hari|shift|minggu|bulan|tahun)\b|\b(?P<adverb>harian|mingguan|bulanan|tahunan)\b",
    re.IGNORECASE,
)
_PERIOD_NAMES = {
    **dict.fromkeys(("jam", "hour", "perjam"), "hour"),
    **dict.fromkeys(("hari", "shift", "day", "perhari", "sehari", "harian"), "day"),
    **dict.fromkeys(("minggu", "week", "mingguan"), "week"),
    **dict.fromkeys(("tahun", "thn", "year", "tahunan"), "year"),
    **dict.fromkeys(("proyek", "project"), "project"),
}
_PAY_WORD = re.compile(
    r"gaji|gapok|salary|upah|pendapatan|penghasilan|income|honor|fee|thp|take home|bayaran|remunerasi|kompensasi|"
    r"uang saku",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"omset|omzet|turnover|modal|hadiah|target|budget|anggaran|penjualan|aset|investasi|denda|deposit|biaya|bonus|komisi|"
    r"uang makan|transport|tunjangan|insentif|asuransi|plafon|kontrak senilai|pinjaman|kredit|cicilan|voucher|\bthr\b|"
    r"telp|wa\b|hp\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\s|[+&,]|\bpokok\b|\bdan\b|\bplus\b)*", re.IGNORECASE)
_MINIMUM = re.compile(r"\b(?:gaji\s+)?(?:di ?atas\s+|sesuai\s+|standar\s+)?(?:umr|umk|ump)\b", re.IGNORECASE)
_NEGOTIABLE = re.compile(
    r"\b(?:gaji|salary)\b[^.\n]{0,25}\b(?:nego\w*|kompetitif|competitive|menarik|dibicarakan)\b", re.IGNORECASE
)
_MAX_TEXT = 20_000
_LEAST, _MOST = 300_000.0, 500_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReading:
    """What was read.

    Attributes:
        low_idr_month: Lower bound, rupiah a month; None when no amount is named.
        high_idr_month: Upper bound.
        surface: The words that say it.
        start: Code point offset of the first character.
        end: Offset after the last one.
        is_negotiable: The text leaves it open.
        basis: ``stated``, ``minimum_wage`` (UMR, UMK, UMP without an amount) or ``none``.
    """

    low_idr_month: float | None
    high_idr_month: float | None
    surface: str
    start: int
    end: int
    is_negotiable: bool
    basis: Literal["stated", "minimum_wage", "none"]


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
    """
    read = text[:_MAX_TEXT]
    negotiable = _NEGOTIABLE.search(read)
    amounts = [reading for match in _MONEY.finditer(read) if (reading := _stated(read, match, bool(negotiable)))]
    if amounts:
        after_word = [r for r in amounts if _PAY_WORD.search(read[max(0, r.start - 40) : r.start])]
        return (after_word or amounts)[0]
    minimum = _MINIMUM.search(read)
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
    )


def _stated(text: str, match: re.Match[str], is_negotiable: bool) -> PayReading | None:
    before = re.split(r"[\n;•]", text[max(0, match.start() - 40) : match.start()])[-1]
    after_word = _words_since_pay(before)
    scale_low, scale = match["scale_low"], match["scale"]
    if after_word is None and _NOT_PAY.search(before):
        return None
    is_marked = match["currency"] or (scale_low or scale or "k").casefold() != "k"
    # "gaji pokok 3.500.000" and "gaji 500k" need no other mark; a number further from the word of pay does.
    if not is_marked and (after_word is None or re.search(r"\d", after_word) or match["low"].startswith("0")):
        return None
    period, end = _period(text, match, after_word or "")
    currency = _currency(match["currency"])
    low = _amount(match["low"], scale_low or scale)
    high = _amount(match["high"], scale or scale_low) if match["high"] else None
    low_month = to_idr_month(low, currency, period)
    high_month = None if high is None else to_idr_month(high, currency, period)
    if not _LEAST <= low_month <= _MOST or (high_month is not None and not low_month <= high_month <= _MOST):
        return None
    return PayReading(
        low_idr_month=low_month,
        high_idr_month=low_month if high_month is None else high_month,
        surface=text[match.start() : end],
        start=match.start(),
        end=end,
        is_negotiable=is_negotiable,
        basis="stated",
    )


def _words_since_pay(before: str) -> str | None:
    """What stands between the last word of pay and an amount; None when the amount is not pay's.

    In "gaji 4jt + bonus 1jt" the second amount is the bonus's; in "gaji + bonus 5jt" the amount is of both.
    """
    words = list(_PAY_WORD.finditer(before))
    if not words:
        return None
    since = before[words[-1].end() :]
    other = _NOT_PAY.search(since)
    return since if other is None or _JOINED.fullmatch(since[: other.start()]) else None


def _period(text: str, match: re.Match[str], before: str) -> tuple[str, int]:
    after = _PERIOD.match(text[match.end() : match.end() + 20])
    if after is not None:
        name = (after["period"] or after["adverb"]).casefold()
        return _PERIOD_NAMES.get(name, "month"), match.end() + after.end()
    earlier = _PERIOD_BEFORE.search(before)
    name = (earlier["period"] or earlier["adverb"]).casefold() if earlier else ""
    return _PERIOD_NAMES.get(name, "month"), match.end()


def _currency(words: str | None) -> str:
    folded = (words or "rp").casefold().rstrip(".")
    names = {"us$": "USD", "$": "USD", "s$": "SGD", "rm": "MYR", "yen": "JPY", "ntd": "TWD", "rp": "IDR"}
    return names.get(folded, folded.upper())


def _amount(digits: str, scale: str | None) -> float:
    """``4.500.000`` and ``4,500,000`` are thousands; ``4,5`` and ``4.5`` are fractions."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?", digits):
        whole = re.sub(r"[.,]\d{2}$", "", digits) if re.search(r"[.,]\d{2}$", digits) else digits
        value = float(re.sub(r"[.,]", "", whole))
    else:
        value = float(digits.replace(",", "."))
    name = (scale or "").casefold()
    if name.startswith(("j", "m")):
        return value * 1e6 if value < 1_000 else value
    return value * 1e3 if name else value


def minimum_wage_idr(province_code: str, year: int) -> int | None:
    """Provincial minimum wage (UMP), rupiah a month; the latest known year not after ``year``; None when not known."""
    known = _minimum_wages().get(province_code, {})
    years = [found for found in known if found <= year]
    return known[max(years)] if years else None


@lru_cache(maxsize=1)
def _minimum_wages() -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for _, row in bundled_table("minimum_wage.tsv", ("province_code", "year", "idr_month")):
        found.setdefault(row["province_code"], {})[int(row["year"])] = int(row["idr_month"])
    return found
