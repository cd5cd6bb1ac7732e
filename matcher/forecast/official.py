"""Karirhub's official months (2022-2024) as series: the nation, and the provinces that have one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from matcher.forecast.months import YEAR, month_text
from matcher.forecast.series import MonthlySeries, monthly_series
from taxonomy.errors import UnknownIdError
from taxonomy.labour import SOURCE, province_months, province_name

Counted = Literal["openings", "postings"]

COUNTED: Mapping[Counted, str] = {"openings": "kuota lowongan", "postings": "jumlah jabatan"}
"""What a month counts, as Karirhub names it: people wanted, jobs advertised."""


@lru_cache(maxsize=2)
def official_series(counted: Counted = "openings") -> Mapping[str, MonthlySeries]:
    """By province code, ``NATION`` among them; most have the twelve months of one year.

    Raises:
        InputError: The bundled table is faulty.
    """
    points: dict[str, list[tuple[str, float | None]]] = {}
    for one in province_months():
        month = month_text(one.year * YEAR + one.month - 1)
        points.setdefault(one.province, []).append((month, float(getattr(one, counted))))
    return {
        code: monthly_series(found, name=f"{province_name(code)}: {COUNTED[counted]}", source=SOURCE, unit=counted)
        for code, found in sorted(points.items())
    }


def official_months(province: str, counted: Counted = "openings") -> MonthlySeries:
    """The series of one province.

    Raises:
        UnknownIdError: It has none; names those that have.
    """
    found = official_series(counted)
    if province not in found:
        wanted = f"a province with official months: {', '.join(found)}"
        raise UnknownIdError(wanted=wanted, found=province, where="province")
    return found[province]
