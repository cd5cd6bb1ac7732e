"""What is known of a province beside its place: how it is called, on which island group it lies, what it was part of.

Authored in ``taxonomy/data/provinces.tsv``; whatever has a list of provinces works it out from there. Letters: ISO
3166-2:ID. People: BPS, 2024, rounded. ``part_of`` names the province that a new one was split from: until it has
figures of its own (a minimum wage, crops), those of that province count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError
from taxonomy.regions import bundled_regions, code_today
from taxonomy.tables import bundled_table
from taxonomy.text import fold

_COLUMNS = ("code", "iso", "short", "also", "island", "people_millions", "part_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province.

    Attributes:
        code: Two digits.
        iso: Two letters, for where there is hardly any room.
        short: As people say it: ``Jateng``.
        also: Other names, folded.
        island: Name of its island group.
        people: In millions.
        part_of: Code of the province that it was split from, or empty.
    """

    code: str
    iso: str
    short: str
    also: tuple[str, ...]
    island: str
    people: float
    part_of: str


@lru_cache(maxsize=1)
def load_provinces() -> Mapping[str, Province]:
    """Every province of ``regions.tsv`` by code, in its order.

    Raises:
        InputError: A province is missing, is none, or has no number of people.
    """
    found = {row["code"]: _province(row, where) for where, row in bundled_table("provinces.tsv", _COLUMNS)}
    known = [region.code for region in bundled_regions() if region.kind == "province"]
    if list(found) != known:
        differ = sorted(found.keys() ^ set(known)) or "another order"
        raise InputError(wanted="the provinces of regions.tsv, in its order", found=differ, where="provinces.tsv")
    return found


def _province(row: Mapping[str, str], where: str) -> Province:
    try:
        people = float(row["people_millions"])
    except ValueError:
        people = 0.0
    if not (row["iso"] and row["short"] and row["island"] and people > 0):
        wanted = "letters, a short name, an island group and millions of people"
        raise InputError(wanted=wanted, found=dict(row), where=where)
    return Province(
        code=row["code"],
        iso=row["iso"],
        short=row["short"],
        also=tuple(filter(None, row["also"].split("|"))),
        island=row["island"],
        people=people,
        part_of=row["part_of"],
    )


def with_split_off(codes: frozenset[str]) -> frozenset[str]:
    """Provinces, and those that were split from them since somebody wrote the list down."""
    return codes | {one.code for one in load_provinces().values() if one.part_of in codes}


def other_names() -> Iterator[tuple[str, str, str]]:
    """Where it stands, folded name, and codes of regions, for every name that is not an official one.

    Codes with bars between are all meant; with strokes, the first unless another is named beside it.
    """
    for one in load_provinces().values():
        for name in dict.fromkeys((fold(one.short), *one.also)):
            yield "provinces.tsv", name, one.code
    for where, row in bundled_table("place_aliases.tsv", ("alias", "codes")):
        yield where, fold(row["alias"]), _today(row["codes"])


def _today(codes: str) -> str:
    """Codes as they are today; where several provinces are meant (an island), those split off from one are too."""
    if "/" in codes:
        return "/".join(code_today(code) for code in codes.split("/"))
    found = [code_today(code) for code in codes.split("|")]
    if len(found) > 1:
        found += sorted(with_split_off(frozenset(found)) - set(found))
    return "|".join(found)
