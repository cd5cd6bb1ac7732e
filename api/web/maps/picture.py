"""A map as the template draws it: tiles or outlines, each in a class, most of them links; and its legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.web.maps.boundaries import Outline
from api.web.maps.classes import MapClass, classes_of
from api.web.maps.tiles import tiles
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces

TILE = 40.0
"""Units of the drawing that a tile is wide."""

_GAP = 0.6
_LETTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """A region on the map.

    Attributes:
        code: Of the region.
        name: Whole.
        short: Where there is some room: ``Jateng``.
        letters: Where there is hardly any: ``JT``.
        number: Of its class, 1 to 5; 0 where nothing is told.
        text: Its value, ready to print.
        href: Where it leads; empty for nowhere.
        x: West end of the tile, or of the outline.
        y: North end.
        path: ``d`` of its outline; empty for a tile.
        is_here: Whether it is the region that the page is about.
        is_city: Whether it is a city: many have the name of the regency around them.
    """

    code: str
    name: str
    short: str
    letters: str
    number: int
    text: str
    href: str
    x: float
    y: float
    path: str
    is_here: bool
    is_city: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """A map.

    Attributes:
        title: What it shows.
        finding: What it says, in words.
        cells: The regions, by code.
        box: Of the drawing: left, top, width, height.
        legend: The classes, lowest first.
        untold: Regions without a value.
        is_small: Whether tiles are too small for words and links.
        tile: Side of a tile; 0 for outlines.
    """

    title: str
    finding: str
    cells: Sequence[MapCell]
    box: tuple[float, float, float, float]
    legend: Sequence[MapClass]
    untold: int
    is_small: bool
    tile: float


def picture(
    name: str,
    values: Mapping[str, float],
    *,
    title: str,
    finding: str,
    text: Callable[[float | None], str],
    href: Callable[[str], str],
    here: str = "",
    outlines: Mapping[str, Outline] | None = None,
) -> MapPicture:
    """Lay out a map.

    Args:
        name: One of ``map_names``.
        values: Region to value; those withheld or empty are left out.
        title: What it shows.
        finding: In words.
        text: A value ready to print, also None.
        href: Address of a region; empty for none.
        here: Region that the page is about.
        outlines: Of an installation; used where they have every region of the map.
    """
    places = tiles(name)
    numbers, legend = classes_of(values)
    drawn: Mapping[str, Outline] = outlines if outlines and places.keys() <= outlines.keys() else {}
    cells = [
        _cell(code, place, numbers.get(code, 0), text(values.get(code)), href(code), code == here, drawn.get(code))
        for code, place in sorted(places.items())
    ]
    return MapPicture(
        title=title,
        finding=finding,
        cells=cells,
        box=_box(places, [drawn[code] for code in places] if drawn else []),
        legend=legend,
        untold=len(places) - len(values.keys() & places.keys()),
        is_small=len(places) > 100 or bool(drawn),
        tile=0.0 if drawn else TILE - _GAP,
    )


def _cell(
    code: str, place: tuple[float, float], number: int, text: str, href: str, is_here: bool, drawn: Outline | None
) -> MapCell:
    region, known = load_gazetteer().get(code), load_provinces()
    bare = region.name.removeprefix("Kabupaten ")
    short = known[code].short if code in known else bare.removeprefix("Kota ").removeprefix("Administrasi ")
    return MapCell(
        code=code,
        name=region.name,
        short=short,
        letters=known[code].iso if code in known else _cut(short),
        number=number,
        text=text,
        href=href,
        x=place[0] * TILE,
        y=place[1] * TILE,
        path=drawn.path if drawn else "",
        is_here=is_here,
        is_city=region.kind == "kota",
    )


def _cut(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}."


def _box(places: Mapping[str, tuple[float, float]], drawn: Sequence[Outline]) -> tuple[float, float, float, float]:
    if drawn:
        left, top = min(one.box[0] for one in drawn), min(one.box[1] for one in drawn)
        return left - 2, top - 2, max(o.box[2] for o in drawn) - left + 4, max(o.box[3] for o in drawn) - top + 4
    across, down = zip(*places.values(), strict=True)
    return -2.0, -2.0, (max(across) + 1) * TILE + 4, (max(down) + 1) * TILE + 4
