"""Months as texts (``2025-07``) and as whole numbers that can be counted on."""

from __future__ import annotations

import re

from taxonomy.errors import InputError

YEAR = 12
"""Months of a year."""

_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


def month_number(month: str, where: str = "month") -> int:
    """Months since the year 0: ``2025-07`` is 2025 * 12 + 6.

    Raises:
        InputError: Not a month as ``2025-07``.
    """
    found = _MONTH.fullmatch(month.strip())
    if found is None:
        raise InputError(wanted="a month as 2025-07", found=month, where=where)
    return int(found[1]) * YEAR + int(found[2]) - 1


def month_text(number: int) -> str:
    """The month of a number: the other way round."""
    return f"{number // YEAR:04d}-{number % YEAR + 1:02d}"


def months_from(month: str, n: int) -> tuple[str, ...]:
    """``n`` months in a row, the first one included."""
    first = month_number(month)
    return tuple(month_text(first + step) for step in range(n))
