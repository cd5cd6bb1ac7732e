"""Makes ``tiles.tsv``: ``python -m api.web.maps.make_tiles`` tells how good it would be, ``--write`` writes it.

One map of the provinces, one of all regencies, and one of the regencies of each province.
"""

from __future__ import annotations

import sys
from pathlib import Path

from api.web.maps.layout import Quality, quality
from api.web.maps.shapes import map_names, places_of, regions_of

TILES = Path(__file__).parent / "tiles.tsv"


def table() -> tuple[str, dict[str, Quality]]:
    """The table as text, and how good each map is."""
    lines, told = ["map\tcode\tx\ty"], dict[str, Quality]()
    for name in map_names():
        regions, places = regions_of(name), places_of(name)
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
