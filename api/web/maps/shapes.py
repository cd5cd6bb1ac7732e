"""Which maps there are, of which regions, and in what shape each is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from api.web.maps.layout import Places, Shape, lay_out, quality
from taxonomy.places import load_gazetteer
from taxonomy.regions import Region

PROVINCES, REGENCIES = "provinces", "regencies"
"""Names of the maps of all provinces and of all regencies; that of a province's regencies is its code."""

PROVINCES_SHAPE = Shape(tiles_a_degree=(0.3, 0.38), home=0.02, apart=0.6, strait=2)
REGENCIES_SHAPE = Shape(tiles_a_degree=(1.2, 1.5), home=0.05, apart=1.5, strait=4, province=0.15, steps=500)
MOST_ACROSS = 7
"""Tiles from west to east of a province's own map: names are to be read on a telephone."""


def map_names() -> tuple[str, ...]:
    """Every map."""
    return (PROVINCES, REGENCIES, *(one.code for one in load_gazetteer().provinces()))


def regions_of(name: str) -> tuple[Region, ...]:
    """The regions of a map, by code."""
    if name == PROVINCES:
        return load_gazetteer().provinces()
    return load_gazetteer().regencies("" if name == REGENCIES else name)


def places_of(name: str) -> Places:
    """Where the regions of a map stand, as ``lay_out`` tells it; all regencies take a minute or two."""
    if name in {PROVINCES, REGENCIES}:
        return lay_out(regions_of(name), PROVINCES_SHAPE if name == PROVINCES else REGENCIES_SHAPE)
    return province_places(regions_of(name))


def province_places(regencies: Sequence[Region]) -> Places:
    """The likest of a few layouts of a province that are narrow enough."""
    best: tuple[float, Places] | None = None
    for scale, flat in product((0.2, 0.4, 0.7, 1.0, 1.5, 2.2), (0.8, 1.0, 1.25)):
        shape = Shape(tiles_a_degree=(scale * 2, scale * 2 * flat), home=0.03, apart=0.0, strait=0)
        places = lay_out(regencies, shape)
        told = quality(regencies, places)
        likeness = told.neighbours_kept + told.same_way - told.displacement / 10
        likeness -= 0.02 * told.width * told.height / told.tiles + (10 if told.width > MOST_ACROSS else 0)
        if best is None or likeness > best[0] + 1e-9:
            best = likeness, places
    assert best is not None
    return best[1]
