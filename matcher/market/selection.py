"""Which part of a market is asked for: provinces, occupations, how fine, how many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taxonomy.errors import InputError
from taxonomy.labour import NATION, province_code
from taxonomy.occupations import UNIT_DIGITS, load_occupations

MOST_ROWS = 1000
ROWS = 50
NO_PLACE = ""
"""Province of records that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for.

    Attributes:
        provinces: Codes of two digits; ``NATION`` is all of Indonesia. Empty where each province is asked for.
        kbji: Beginning of KBJI codes; empty for all occupations.
        digits: How fine occupations are told, 0 (all together) to 4 (unit groups); at least the digits of ``kbji``.
        limit: Most rows of an answer.
    """

    provinces: tuple[str, ...]
    kbji: str
    digits: int
    limit: int


def select(
    provinces: Sequence[str] = (),
    kbji: str = "",
    digits: int | None = None,
    limit: int = ROWS,
    *,
    each_province: bool = False,
) -> Selection:
    """Check what is asked for.

    Args:
        provinces: Codes, names or short forms; none for the nation.
        kbji: 1 to 4 digits that KBJI knows; empty for all.
        digits: As of ``Selection``; one more than ``kbji`` has by default.
        limit: 1 to ``MOST_ROWS``.
        each_province: A row for each province, and for what names none, in place of the nation.

    Raises:
        InputError: Digits or limit are out of range, or both a province and each of them are asked for.
        UnknownIdError: No such province or occupation.
    """
    if kbji and not (kbji.isascii() and kbji.isdigit() and len(kbji) <= UNIT_DIGITS):
        raise InputError(wanted="1 to 4 digits of KBJI 2014", found=kbji[:40], where="kbji")
    if kbji:
        load_occupations().get(kbji)
    chosen = min(len(kbji) + 1, UNIT_DIGITS) if digits is None else digits
    if not len(kbji) <= chosen <= UNIT_DIGITS:
        wanted = f"a number of digits from {len(kbji)} (those of kbji) to {UNIT_DIGITS}"
        raise InputError(wanted=wanted, found=str(chosen), where="level")
    if not 1 <= limit <= MOST_ROWS:
        raise InputError(wanted=f"1 to {MOST_ROWS} rows", found=str(limit), where="limit")
    if provinces and each_province:
        raise InputError(wanted="provinces, or each of them", found="both", where="province")
    named = tuple(dict.fromkeys(province_code(province) for province in provinces))
    return Selection(provinces=() if each_province else named or (NATION,), kbji=kbji, digits=chosen, limit=limit)


def occupation_title(code: str) -> str:
    """Official title of a KBJI code; ``Semua jabatan`` for the empty one."""
    return load_occupations().get(code).title if code else "Semua jabatan"


def check_one_province(provinces: Sequence[str]) -> str:
    """The one province, or the nation, of an answer that is about one.

    Raises:
        InputError: Several are named.
        UnknownIdError: No such province.
    """
    if len(provinces) > 1:
        raise InputError(wanted="one province, or none for the nation", found=str(len(provinces)), where="province")
    return province_code(provinces[0]) if provinces else NATION
