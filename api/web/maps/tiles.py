"""The committed tables of the maps: where each tile stands, and how a province is called where there is no room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.tables import Row, read_table

PARTS = 4
"""Places are told in quarters of a tile."""

PROVINCES, REGENCIES = "provinces", "regencies"
"""Names of the maps of all provinces and of all regencies; that of a province's regencies is its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName:
    """A province where there is little room.

    Attributes:
        iso: Two letters of ISO 3166-2:ID.
        short: As people say it: ``Jateng``.
    """

    iso: str
    short: str


@lru_cache(maxsize=1)
def tiles() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Map to code to the north-west corner of its tile, in tiles from the north-west corner of the map.

    Raises:
        InputError: A line is faulty, or two tiles of a map overlap; names it.
    """
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for where, row in _rows("tiles.tsv", ("map", "code", "x", "y")):
        if not load_gazetteer().knows(row["code"]) or not (row["x"].isdigit() and row["y"].isdigit()):
            raise InputError(wanted="a region and two whole numbers", found=str(dict(row)), where=where)
        own = found.setdefault(row["map"], {})
        place = int(row["x"]) / PARTS, int(row["y"]) / PARTS
        near = [code for code, (x, y) in own.items() if abs(x - place[0]) < 1 and abs(y - place[1]) < 1]
        if row["code"] in own or near:
            raise InputError(wanted="a tile that overlaps no other", found=f"{row['code']} on {near}", where=where)
        own[row["code"]] = place
    return found


@lru_cache(maxsize=1)
def short_names() -> Mapping[str, ShortName]:
    """By province.

    Raises:
        InputError: A line is faulty.
    """
    rows = _rows("short_names.tsv", ("code", "iso", "short"))
    return {row["code"]: ShortName(iso=row["iso"], short=row["short"]) for _, row in rows}


def _rows(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    text = (resources.files("api.web.maps") / name).read_text(encoding="utf-8")
    yield from read_table(text, name, columns)
