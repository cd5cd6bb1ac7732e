"""Numbers and months as people type them: ``3,2 miliar``, ``800jt``, ``Rp. 500.000.000,-``, ``Januari 2027``.

A sum that is read ten or a thousand times too large goes through a budget unseen, so what can be meant in two ways is
no number: a complaint costs a moment.
"""

from __future__ import annotations

import re
from datetime import date

from api.web.tongue import TONGUES
from taxonomy.text import fold

_LONGEST = 40
"""Characters; nobody writes a number that is longer, and what is pasted may be a novel."""

_THOUSAND, _MILLION, _BILLION, _TRILLION = 10**3, 10**6, 10**9, 10**12
_TIMES = {
    **dict.fromkeys(("ribu", "rb", "thousand"), _THOUSAND),
    **dict.fromkeys(("juta", "jt", "million"), _MILLION),
    **dict.fromkeys(("miliar", "milyar", "milliar", "mlr", "m", "billion"), _BILLION),
    **dict.fromkeys(("triliun", "trilyun", "triliyun", "t", "trillion"), _TRILLION),
}
_AMOUNT = re.compile(r"(?:rp\.?|idr)?\s*(?P<digits>\d[\d., ]*?)\s*(?P<unit>[a-z]+)?\s*(?:,-|\.-)?(?:\s*rupiah)?")

_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?")
"""Groups parted by commas, two at least: one alone is a fraction in Indonesian."""
_PLAIN = re.compile(r"\d+(?:,\d+|\.\d{1,2})?|0\.\d+")

_YEAR_FIRST = re.compile(r"(20\d{2})\s*[-/.]\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(20\d{2})")
_NAMED = re.compile(r"([a-z]{3,12})\.?\s+(20\d{2})")


def read_number(text: str) -> float | None:
    """A number as it was meant; None where it is none, or could be two.

    Args:
        text: ``3.200.000.000``, ``Rp 3,2 miliar``, ``3.2 M``, ``800jt``, ``12,5``.
    """
    plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").lower().split())
    if len(plain) > _LONGEST or not plain.isascii():
        return None
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    digits, unit = found["digits"].strip(" "), found["unit"] or ""
    if unit == "rupiah":
        unit = ""
    if unit and unit not in _TIMES:
        return None
    value = _read_digits(digits, has_unit=bool(unit), is_vast=_TIMES.get(unit, 1) >= _BILLION)
    return None if value is None else value * _TIMES.get(unit, 1)


def _read_digits(digits: str, *, has_unit: bool, is_vast: bool) -> float | None:
    """The digits before a unit.

    ``3.250 miliar`` is a thousand times ``3,25 miliar`` or the same, and ``500,000`` half a million or five hundred.
    """
    if _DOTTED.fullmatch(digits):
        return None if is_vast else float(digits.replace(".", "").replace(",", "."))
    if _SPACED.fullmatch(digits):
        return float(digits.replace(" ", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits):
        return float(digits.replace(",", ""))
    if not _PLAIN.fullmatch(digits):
        return None
    if not has_unit and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        return None
    return float(digits.replace(",", "."))


def read_month(text: str) -> date | None:
    """The first day of a month: ``2027-01``, ``01/2027``, ``Januari 2027``, ``Jan 2027``; None where it is none."""
    plain = " ".join(text[:_LONGEST].lower().split())
    if found := _YEAR_FIRST.fullmatch(plain):
        return _first(int(found[1]), int(found[2]))
    if found := _YEAR_LAST.fullmatch(plain):
        return _first(int(found[2]), int(found[1]))
    if found := _NAMED.fullmatch(plain):
        return _first(int(found[2]), _month_of(found[1]))
    return None


def _month_of(name: str) -> int:
    """Number of a month by its name or the beginning of it, in either language; 0 where there is none."""
    for tongue in TONGUES.values():
        for at, month in enumerate(tongue.months(), 1):
            if fold(month).startswith(name):
                return at
    return 0


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None
