"""Makes ``tiles.tsv``: ``python -m api.web.maps.make_tiles`` tells how good it would be, ``--write`` writes it.

One map of the provinces, one of all regencies, and one of the regencies of each province.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from api.web.maps.layout import Places, Quality, Shape, lay_out, quality
from api.web.maps.tiles import PROVINCES, REGENCIES
from taxonomy.places import load_gazetteer
from taxonomy.regions import Region

TILES = Path(__file__).parent / "tiles.tsv"


PROVINCES_SHAPE = Shape(tiles_a_degree=(0.3, 0.38), home=0.02, apart=0.6, strait=2)
REGENCIES_SHAPE = Shape(tiles_a_degree=(1.2, 1.5), home=0.05, apart=1.5, strait=4, province=0.15, steps=500)
MOST_ACROSS = 7
"""Tiles from west to east of a province's own map: names are to be read on a telephone."""


def maps() -> Iterator[tuple[str, Sequence[Region], Places]]:
    """Name, regions and places of each map."""
    known = load_gazetteer()
    yield PROVINCES, known.provinces(), lay_out(known.provinces(), PROVINCES_SHAPE)
    yield REGENCIES, known.regencies(), lay_out(known.regencies(), REGENCIES_SHAPE)
    for province in known.provinces():
        regencies = known.regencies(province.code)
        yield province.code, regencies, province_places(regencies)


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


def table() -> tuple[str, dict[str, Quality]]:
    """The table as text, and how good each map is."""
    lines, told = ["map\tcode\tx\ty"], dict[str, Quality]()
    for name, regions, places in maps():
        told[name] = quality(regions, places)
        lines += [f"{name}\t{one.code}\t{x}\t{y}" for one, (x, y) in zip(regions, places.tolist(), strict=True)]
    return "\n".join(lines) + "\n", told


def main() -> None:
    """Tell, and write where asked to."""
    text, told = table()
    for name, one in told.items():
        print(  # noqa: T201
            f"{name}: {one.tiles} tiles on {one.width:g} x {one.height:g}, neighbours kept {one.neighbours_kept:.2f}, "
            f"same way {one.same_way:.2f}, displacement {one.displacement:.2f} tiles"
        )
    if "--write" in sys.argv[1:]:
        TILES.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
