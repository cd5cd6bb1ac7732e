"""Authored job titles, the unit groups that they mean, and the single job where the words name just one.

Tables: ``aliases`` and ``job_aliases`` in ``taxonomy/data``, one file a sub-major group. A code is a unit group or a
single job of it. The title coder is taught the first alone: with the second, authored later for the single jobs, it was
no better (docs/decisions/0005).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.tables import bundled_folder, read_table
from taxonomy.titles import core_title

COLUMNS = ("code", "alias", "lang", "register", "also")
REGISTERS = frozenset({"formal", "ad", "abbreviation", "informal"})
_ALSO = re.compile(r"(\d{4}):(0\.\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One title as people write it.

    Attributes:
        text: The title.
        code: The unit group that it means first.
        job: The single job of that group (``2512.03``) that it means, or empty when it may be several.
        language: ``id``, ``en``, ``jv``, ``su`` or ``mix``.
        register: ``formal``, ``ad``, ``abbreviation`` or ``informal``.
        shares: Unit groups with their shares, which sum to 1; more than one when the title is ambiguous.
    """

    text: str
    code: str
    language: str
    register: str
    shares: Mapping[str, float]
    job: str = ""


TAUGHT, LOOKED_UP = "aliases", "job_aliases"
"""Folders of the tables: what the title coder is taught, and what is looked up only."""


def load_aliases() -> tuple[Alias, ...]:
    """All aliases: those that are taught, then those that are looked up only, by file and line.

    Raises:
        InputError: A line is not as it should be; names file and line.
    """
    return aliases_in(TAUGHT) + aliases_in(LOOKED_UP)


@lru_cache(maxsize=2)
def aliases_in(folder: str) -> tuple[Alias, ...]:
    """The aliases of one folder, by file and line.

    Args:
        folder: ``TAUGHT`` or ``LOOKED_UP``.

    Raises:
        InputError: A line is not as it should be; names file and line.
    """
    tables = bundled_folder(folder)
    return tuple(_alias(row, where) for name, text in tables for where, row in read_table(text, name, COLUMNS))


@lru_cache(maxsize=1)
def alias_names() -> frozenset[str]:
    """Every alias as its core (``taxonomy.titles.core_title``): the words by which a job is called."""
    return frozenset(core_title(alias.text) for alias in load_aliases())


def _alias(row: Mapping[str, str], where: str) -> Alias:
    occupations = load_occupations()
    named = row["code"]
    unit = named[:UNIT_DIGITS]
    others = {code: float(share) for code, share in _ALSO.findall(row["also"])}
    for code in (unit, *others):
        if code not in occupations.unit_codes:
            raise InputError(wanted="a KBJI unit group", found=code, where=where)
    if named not in occupations:
        raise InputError(wanted="a KBJI unit group or a single job of it", found=named, where=where)
    if row["register"] not in REGISTERS:
        raise InputError(wanted=f"a register of {', '.join(sorted(REGISTERS))}", found=row["register"], where=where)
    others.pop(unit, None)
    first = 1.0 - sum(others.values())
    if not row["alias"].strip() or first <= 0:
        raise InputError(wanted="an alias whose other shares sum to less than 1", found=dict(row), where=where)
    return Alias(
        text=row["alias"],
        code=unit,
        job="" if named == unit else named,
        language=row["lang"],
        register=row["register"],
        shares={unit: first, **others},
    )
