"""Postings by how far they are, and a plain sketch of the places around: home in the middle, north above.

Distances are those between centroids of regencies, as everywhere; nothing here knows where somebody lives more nearly
than the regency that was written. The sketch stretches what is near (the square root of the distance), for that is
where most postings are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, radians, sin, sqrt

from taxonomy.places import Gazetteer
from taxonomy.regions import Region, great_circle_km

BANDS_KM = (10, 25, 50, 100)
"""Upper ends of the groups; the last group is what is further."""

DRAWN_KM = 200
"""What is further is told and not drawn."""

SIDE = 340
"""Side of the sketch, in its own units."""

_EDGE = 150.0
_RINGS = (25, 100, 200)
_LABEL_HEIGHT, _LETTER_WIDTH = 15.0, 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A posting, for its place.

    Attributes:
        key: Of the posting.
        region_codes: Regency or province codes, none where no place is named.
        is_remote: Done from anywhere.
    """

    key: str
    region_codes: tuple[str, ...]
    is_remote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A group of postings.

    Attributes:
        sort: ``within``, ``beyond``, ``remote`` or ``unknown``.
        km: Upper end of ``within``, lower end of ``beyond``; 0 for the others.
        keys: Postings, the nearest first, ties in the order in which they came.
    """

    sort: str
    km: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the sketch.

    Attributes:
        name: Of the regency.
        km: From home.
        count: Postings there.
        x: From the left, in units of the sketch.
        y: From above.
        radius: By the root of the number of postings.
        has_label: Whether there is room for its name.
        is_left: Whether the name stands to the left of it.
    """

    name: str
    km: float
    count: int
    x: float
    y: float
    radius: float
    has_label: bool
    is_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Postings around a home.

    Attributes:
        home: Name of the regency; empty where it is not known, and then everything is ``unknown`` or ``remote``.
        bands: Groups that hold something, the nearest first.
        spots: Places on the sketch, the nearest first.
        rings: Kilometres and radius of the circles on it.
        km_of: Key of a posting to its distance, for those that have one.
    """

    home: str
    bands: tuple[Band, ...]
    spots: tuple[Spot, ...]
    rings: tuple[tuple[int, float], ...]
    km_of: Mapping[str, float]


def around(home: Sequence[str], postings: Iterable[Placed], gazetteer: Gazetteer) -> Around:
    """Sort postings by distance.

    Args:
        home: Regency or province codes of the place of living; the first counts.
        postings: In the order in which they matter.
        gazetteer: Knows the places.
    """
    base = gazetteer.get(home[0]) if home else None
    groups = defaultdict[tuple[str, int], list[tuple[float, str]]](list)
    nearest, km_of, counts = dict[str, str](), dict[str, float](), defaultdict[str, int](int)
    for one in postings:
        found = None if base is None or one.is_remote else nearest_of(base.code, one.region_codes, gazetteer)
        if found is None:
            groups["remote" if one.is_remote else "unknown", 0].append((0.0, one.key))
            continue
        km, nearest[one.key] = found
        km_of[one.key] = km
        counts[nearest[one.key]] += 1
        groups[_band(km)].append((km, one.key))
    bands = tuple(
        Band(sort=sort, km=end, keys=tuple(key for _, key in sorted(groups[sort, end], key=lambda item: item[0])))
        for sort, end in _ORDER
        if groups.get((sort, end))
    )
    drawn = {code: count for code, count in counts.items() if base and _km(base, gazetteer.get(code)) <= DRAWN_KM}
    return Around(
        home=base.name if base else "",
        bands=bands,
        spots=_spots(base, drawn, gazetteer) if base else (),
        rings=tuple((km, round(_stretched(km), 1)) for km in _RINGS) if drawn else (),
        km_of=km_of,
    )


_ORDER = (*(("within", km) for km in BANDS_KM), ("beyond", BANDS_KM[-1]), ("remote", 0), ("unknown", 0))


def nearest_of(home: str, codes: Sequence[str], gazetteer: Gazetteer) -> tuple[float, str] | None:
    """Kilometres to the nearest of some places, and its code; None where there is none."""
    found = [(gazetteer.distance_km(home, code), code) for code in codes if gazetteer.knows(code)]
    return min(found) if found else None


def _band(km: float) -> tuple[str, int]:
    return next((("within", end) for end in BANDS_KM if km <= end), ("beyond", BANDS_KM[-1]))


def _km(base: Region, other: Region) -> float:
    return great_circle_km(base.latitude, base.longitude, other.latitude, other.longitude)


def _stretched(km: float) -> float:
    return _EDGE * sqrt(min(km, DRAWN_KM) / DRAWN_KM)


def _spots(base: Region, counts: Mapping[str, int], gazetteer: Gazetteer) -> tuple[Spot, ...]:
    places = sorted(((_km(base, gazetteer.get(code)), code) for code in counts), key=lambda item: item)
    drawn = [(code, km, *_point(base, gazetteer.get(code), km), _radius(counts[code])) for km, code in places]
    # A name covers neither a circle nor another name; the nearest places come first.
    taken = [(x - r, y - r, x + r, y + r) for _, _, x, y, r in drawn] + [_HOME]
    spots = list[Spot]()
    for code, km, x, y, radius in drawn:
        region = gazetteer.get(code)
        is_left = x > SIDE / 2
        name = short_name(region)
        box = _label_box(name, x, y, radius, is_left=is_left)
        has_label = _is_inside(box) and not any(_overlap(box, other) for other in taken)
        taken += [box] if has_label else []
        spots.append(
            Spot(
                name=name,
                km=km,
                count=counts[code],
                x=round(x, 1),
                y=round(y, 1),
                radius=round(radius, 1),
                has_label=has_label,
                is_left=is_left,
            )
        )
    return tuple(spots)


_HOME = (SIDE / 2 - 10, SIDE / 2 - 10, SIDE / 2 + 10, SIDE / 2 + 10)


def short_name(region: Region) -> str:
    """``Kab. Bekasi`` for ``Kabupaten Bekasi``: names must fit beside circles."""
    return region.name.replace("Kabupaten", "Kab.")


def _point(base: Region, other: Region, km: float) -> tuple[float, float]:
    east = (other.longitude - base.longitude) * cos(radians(base.latitude))
    angle = atan2(other.latitude - base.latitude, east)
    return SIDE / 2 + _stretched(km) * cos(angle), SIDE / 2 - _stretched(km) * sin(angle)


def _radius(count: int) -> float:
    return min(16.0, 4.0 + 2.0 * sqrt(count))


def _label_box(name: str, x: float, y: float, radius: float, *, is_left: bool) -> tuple[float, float, float, float]:
    width = len(name) * _LETTER_WIDTH
    start = x - radius - 3 - width if is_left else x + radius + 3
    return start, y - _LABEL_HEIGHT / 2, start + width, y + _LABEL_HEIGHT / 2


def _is_inside(box: tuple[float, float, float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= SIDE and box[3] <= SIDE


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
