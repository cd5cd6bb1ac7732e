"""Work that people in Indonesia commonly do on their own account: ``tables/self_employed.tsv``, our own judgement.

A unit group stands there when somebody with its skills can begin alone, from home or with little equipment, and such
businesses are seen in every regency. It says nothing of what one earns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.tables import read_table

_FILE = "self_employed.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBusiness:
    """A business that the work lends itself to.

    Attributes:
        unit: KBJI unit group.
        business: In Bahasa Indonesia.
        business_en: In English.
    """

    unit: str
    business: str
    business_en: str


@lru_cache(maxsize=1)
def load_own_businesses() -> Mapping[str, OwnBusiness]:
    """By unit group.

    Raises:
        InputError: A line of the table is not as it should be; names file and line.
    """
    text = (resources.files("matcher.training") / "tables" / _FILE).read_text(encoding="utf-8")
    return own_businesses_in(text)


def own_businesses_in(text: str) -> dict[str, OwnBusiness]:
    """The businesses of a table.

    Raises:
        InputError: A unit group is unknown or stands there twice, or a business has no name.
    """
    found = dict[str, OwnBusiness]()
    for where, row in read_table(text, _FILE, ("unit", "business", "business_en")):
        if row["unit"] not in load_occupations().unit_codes or row["unit"] in found or not all(row.values()):
            raise InputError(wanted="a unit group, once, and a business in two languages", found=dict(row), where=where)
        found[row["unit"]] = OwnBusiness(**row)
    return found
