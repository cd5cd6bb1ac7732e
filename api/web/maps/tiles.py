"""Where each tile of the maps stands: the committed table, and what has changed since it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from api.web.maps.layout import PARTS
from api.web.maps.shapes import places_of, regions_of
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.regions import code_today
from taxonomy.tables import Row, read_table

Tiles = Mapping[str, tuple[float, float]]
"""Code to the north-west corner of its tile, in tiles from the north-west corner of the map."""


@lru_cache(maxsize=64)
def tiles(name: str) -> Tiles:
    """The tiles of a map, by code.

    A map whose regions are others than in the table (a province was split since) is laid out when it is first asked
    for, in a second; ``make_tiles --write`` keeps that.

    Raises:
        InputError: A line of the table is faulty; names it.
    """
    regions, kept = regions_of(name), table().get(name, {})
    if set(kept) == {one.code for one in regions}:
        return kept
    places = places_of(name) / PARTS
    return {one.code: (float(x), float(y)) for one, (x, y) in zip(regions, places, strict=True)}


@lru_cache(maxsize=1)
def table() -> Mapping[str, Tiles]:
    """The committed tiles by map, under the codes of today.

    Raises:
        InputError: A line is faulty, or two tiles of a map overlap; names it.
    """
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for where, row in _rows("tiles.tsv", ("map", "code", "x", "y")):
        code = code_today(row["code"])
        if not load_gazetteer().knows(code) or not (row["x"].isdigit() and row["y"].isdigit()):
            raise InputError(wanted="a region and two whole numbers", found=str(dict(row)), where=where)
        own = found.setdefault(row["map"], {})
        place = int(row["x"]) / PARTS, int(row["y"]) / PARTS
        near = [one for one, (x, y) in own.items() if abs(x - place[0]) < 1 and abs(y - place[1]) < 1]
        if code in own or near:
            raise InputError(wanted="a tile that overlaps no other", found=f"{code} on {near}", where=where)
        own[code] = place
    return found


def _rows(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Row]]:
    text = (resources.files("api.web.maps") / name).read_text(encoding="utf-8")
    yield from read_table(text, name, columns)
