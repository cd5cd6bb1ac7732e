"""Boundaries that an installation brings itself (GeoJSON, RFC 7946), drawn in place of tiles.

A feature's properties name its region: ``code``, ``kode`` or ``kd_propinsi``/``kd_kabkota`` with or without points.
Degrees are drawn as they are (plate carrée): Indonesia lies on the equator, where that distorts by 2 % at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.places import load_gazetteer

MAX_BYTES = 50_000_000
"""Largest file; simplify boundaries to about a kilometre first."""

PER_DEGREE = 20.0
"""Units of the drawing in a degree: 920 from west to east."""

_WEST, _NORTH = 94.5, 6.5
_NAMES = ("code", "kode", "kd_kabkota", "kd_propinsi")
_LEAST = 0.4
"""Units that a point must lie from the last one that is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A region as it is drawn.

    Attributes:
        path: ``d`` of an SVG path.
        box: West, north, east, south in units of the drawing.
    """

    path: str
    box: tuple[float, float, float, float]


def read_boundaries(path: Path) -> Mapping[str, Outline]:
    """Region code to outline.

    Args:
        path: A FeatureCollection with polygons in WGS 84, longitude first.

    Raises:
        InputError: It cannot be read, is no such document, or has no region that is known.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            wanted = f"boundaries of at most {MAX_BYTES} bytes"
            raise InputError(wanted=wanted, found=path.stat().st_size, where=str(path))
        document = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            wanted="a GeoJSON file that can be read", found=type(error).__name__, where=str(path)
        ) from error
    features = document.get("features") if is_object(document) else None
    if not is_list(features):
        raise InputError(wanted="a FeatureCollection", found=type(document).__name__, where=str(path))
    found: dict[str, Outline] = {}
    for at, feature in enumerate(features):
        try:
            code, rings = _code(feature["properties"]), list(_rings(feature["geometry"]))
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
            where = f"{path} feature {at}"
            raise InputError(wanted="properties and polygons", found=type(error).__name__, where=where) from error
        if code and rings:
            found[code] = _outline(rings)
    if not found:
        wanted = f"features that name a region by {', '.join(_NAMES)}"
        raise InputError(wanted=wanted, found="none", where=str(path))
    return found


def _code(properties: Mapping[str, Any]) -> str:
    for name in _NAMES:
        digits = str(properties.get(name, "")).replace(".", "").strip()
        if load_gazetteer().knows(digits):
            return digits
    return ""


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[tuple[float, float]]]:
    """Rings in units of the drawing, points that lie too near to the last one left out."""
    shapes = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])
    for shape in shapes:
        for ring in shape:
            points: list[tuple[float, float]] = []
            for longitude, latitude, *_ in ring:
                x, y = (float(longitude) - _WEST) * PER_DEGREE, (_NORTH - float(latitude)) * PER_DEGREE
                if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) >= _LEAST:
                    points.append((x, y))
            if len(points) >= 3:
                yield points


def _outline(rings: Sequence[Sequence[tuple[float, float]]]) -> Outline:
    every = [point for ring in rings for point in ring]
    across, down = [x for x, _ in every], [y for _, y in every]
    path = "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)
    return Outline(path=path, box=(min(across), min(down), max(across), max(down)))
