"""Who works in a plant, a hotel, a hospital: shares of staff by major group of KBJI, assumed.

``tables/staffing.tsv`` was written for Sepadan from what such places employ: no official figure stands behind it, and
every answer says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from matcher.forecast.mix import MAJORS
from matcher.reason_words import Said
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.tables import read_table
from taxonomy.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Who works in an industry, as assumed.

    Attributes:
        industry: KBLI section, or name of a usual plant (``garmen``).
        label: For people.
        kbli: KBLI section or division.
        shares: By major group; they add up to 1.
    """

    industry: str
    label: Said
    kbli: str
    shares: Mapping[str, float]


@lru_cache(maxsize=1)
def staffing_table() -> Mapping[str, Staffing]:
    """Assumed staff by industry; in the table's order.

    Raises:
        InputError: A line is faulty: its shares do not add up to 100.
    """
    text = (resources.files("matcher") / "forecast" / "tables" / "staffing.tsv").read_text(encoding="utf-8")
    found: dict[str, Staffing] = {}
    columns = ("industry", "label_id", "label_en", "kbli", *(f"m{major}" for major in MAJORS))
    for where, row in read_table(text, "staffing.tsv", columns):
        try:
            percents = {major: int(row[f"m{major}"]) for major in MAJORS}
        except ValueError as error:
            raise InputError(wanted="whole percents", found=str(dict(row)), where=where) from error
        if sum(percents.values()) != 100 or min(percents.values()) < 0:
            raise InputError(wanted="percents that add up to 100", found=str(sum(percents.values())), where=where)
        found[row["industry"]] = Staffing(
            industry=row["industry"],
            label={"id": row["label_id"], "en": row["label_en"]},
            kbli=row["kbli"],
            shares={major: percent / 100 for major, percent in percents.items()},
        )
    return found


def staffing_of(industry: str) -> Staffing:
    """Assumed staff of a KBLI section (``C``) or a usual plant (``garmen``), by any of its names.

    Raises:
        UnknownIdError: Neither; names them.
    """
    table = staffing_table()
    names = {fold(key): one for key, one in table.items()}
    names |= {fold(label): one for one in table.values() for label in one.label.values()}
    found = names.get(fold(industry.replace("_", "-"))) or names.get(fold(industry))
    if found is None:
        wanted = f"a KBLI section (A-U) or one of {', '.join(key for key in table if len(key) > 1)}"
        raise UnknownIdError(wanted=wanted, found=industry, where="scenario, industry")
    return found
