"""Countries of work: ISO 3166-1 codes with their Indonesian and English names (``data/countries.tsv``).

English names are the short ones of ISO 3166-1; Indonesian ones are those in use in the ministries' lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.tables import bundled_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country.

    Attributes:
        code: ISO 3166-1 alpha-2.
        alpha3: ISO 3166-1 alpha-3.
        name_id: In Indonesian.
        name_en: In English.
    """

    code: str
    alpha3: str
    name_id: str
    name_en: str


@lru_cache(maxsize=1)
def load_countries() -> Mapping[str, Country]:
    """Countries by alpha-2 code.

    Raises:
        InputError: A line of the table is not as it should be; names file and line.
    """
    found: dict[str, Country] = {}
    for where, row in bundled_table("countries.tsv", ("code", "alpha3", "name_id", "name_en")):
        is_code = len(row["code"]) == 2 and len(row["alpha3"]) == 3 and (row["code"] + row["alpha3"]).isupper()
        if not is_code or row["code"] in found or not all(row.values()):
            raise InputError(wanted="a code of 2 letters, one of 3, and two names, once", found=dict(row), where=where)
        found[row["code"]] = Country(**row)
    return found


def country_named(code: str) -> Country:
    """The country of an alpha-2 code.

    Raises:
        UnknownIdError: No such code in the table.
    """
    country = load_countries().get(code)
    if country is None:
        raise UnknownIdError(wanted="ISO 3166-1 alpha-2 of a country", found=code, where="country code")
    return country
