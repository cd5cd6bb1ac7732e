"""Authored job titles and the unit groups that they mean.

Tables: ``taxonomy/data/aliases/*.tsv``, one file a sub-major group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
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
        language: ``id``, ``en``, ``jv``, ``su`` or ``mix``.
        register: ``formal``, ``ad``, ``abbreviation`` or ``informal``.
        shares: Unit groups with their shares, which sum to 1; more than one when the title is ambiguous.
    """

    text: str
    code: str
    language: str
    register: str
    shares: Mapping[str, float]


@lru_cache(maxsize=1)
def load_aliases() -> tuple[Alias, ...]:
    """All aliases, by file and line.

    Raises:
        InputError: A line is not as it should be; names file and line.
    """
    tables = bundled_folder("aliases")
    return tuple(_alias(row, where) for name, text in tables for where, row in read_table(text, name, COLUMNS))


@lru_cache(maxsize=1)
def alias_names() -> frozenset[str]:
    """Every alias as its core (``taxonomy.titles.core_title``): the words by which a job is called."""
    return frozenset(core_title(alias.text) for alias in load_aliases())


def _alias(row: Mapping[str, str], where: str) -> Alias:
    others = {code: float(share) for code, share in _ALSO.findall(row["also"])}
    for code in (row["code"], *others):
        if code not in load_occupations().unit_codes:
            raise InputError(wanted="a KBJI unit group", found=code, where=where)
    if row["register"] not in REGISTERS:
        raise InputError(wanted=f"a register of {', '.join(sorted(REGISTERS))}", found=row["register"], where=where)
    others.pop(row["code"], None)
    first = 1.0 - sum(others.values())
    if not row["alias"].strip() or first <= 0:
        raise InputError(wanted="an alias whose other shares sum to less than 1", found=dict(row), where=where)
    shares = {row["code"]: first, **others}
    return Alias(text=row["alias"], code=row["code"], language=row["lang"], register=row["register"], shares=shares)
