"""Which destinations are closed, and for which work (``tables/closures.tsv``).

Kepmenaker 260/2015 stops placement with private households ("pengguna perseorangan") in 19 countries of the Middle East
and North Africa. UU 18/2017 article 31 allows only countries with a law that protects foreign workers, a written
agreement and social security or insurance; article 32 lets the government stop placement. Each row tells its date: what
came later is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from matcher.overseas.ad import ReadAd, Words, find
from matcher.overseas.signs import HOUSEHOLD, NOT_HOUSEHOLD
from taxonomy.countries import load_countries
from taxonomy.errors import InputError
from taxonomy.tables import read_table

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A destination that is closed.

    Attributes:
        country: ISO 3166-1 alpha-2.
        is_household_only: Closed for work in private households alone.
        rule: Law or decision behind it.
        as_of: Month of which the row tells, ``YYYY-MM``.
        note_id: Why, in Indonesian.
        note_en: Why, in English.
    """

    country: str
    is_household_only: bool
    rule: str
    as_of: str
    note_id: str
    note_en: str


@lru_cache(maxsize=1)
def load_closures() -> tuple[Closure, ...]:
    """Every closure, those of all work first.

    Raises:
        InputError: A line of the table is not as it should be; names file and line.
    """
    text = (resources.files("matcher.overseas") / "tables" / "closures.tsv").read_text(encoding="utf-8")
    found: list[Closure] = []
    for where, row in read_table(text, "closures.tsv", ("country", "household", "rule", "as_of", "note_id", "note_en")):
        is_known = row["country"] in load_countries() and row["household"] in {"0", "1"} and row["rule"]
        if not is_known or not _MONTH.fullmatch(row["as_of"]):
            wanted = "a country code, 0 or 1, a rule, YYYY-MM and two notes"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        notes = {name: row[name] for name in ("country", "rule", "as_of", "note_id", "note_en")}
        found.append(Closure(is_household_only=row["household"] == "1", **notes))
    return tuple(sorted(found, key=lambda closure: closure.is_household_only))


def closure_of(countries: Sequence[str], *, is_household: bool) -> Closure | None:
    """The first closure of one of these countries that the work falls under; None when all are open."""
    return next(
        (
            closure
            for closure in load_closures()
            if closure.country in countries and (is_household or not closure.is_household_only)
        ),
        None,
    )


def household_words(ad: ReadAd) -> Words | None:
    """The words that show that the work is in a private household; None where an institution employs."""
    shown = find((ad.title,), HOUSEHOLD)
    if shown is not None and not find((ad.title,), NOT_HOUSEHOLD):
        return shown
    if find(ad.said, NOT_HOUSEHOLD):
        return None
    return find((ad.text,), HOUSEHOLD)
