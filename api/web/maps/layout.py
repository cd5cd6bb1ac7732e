"""Where the tiles of a map stand: regions of about equal size, in the shape of the archipelago.

Two steps. The centroids are pushed apart until there is room for a tile around each, while neighbours hold on to each
other in the direction in which they lie (a cartogram in the manner of Dorling 1996, *Area Cartograms*, CATMOG 59);
then each island group is set on a lattice of squares, with the least sum of squared distances (the assignment problem,
Crouse 2016), the lattices of two groups apart by a strait. Neighbours are those of the Gabriel graph (Gabriel & Sokal
1969) of an island group: this needs no boundaries, only centroids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from taxonomy.provinces import load_provinces
from taxonomy.regions import Region

Points = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.int64]

PARTS = 4
"""Places are told in quarters of a tile."""

_STRIDE = 0.45
_HOLD = 0.05
_REACH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a map is laid out.

    Attributes:
        tiles_a_degree: Tiles across a degree of longitude, and down a degree of latitude.
        home: How strongly a tile is drawn to where its centroid lies, in [0, 1].
        apart: How much farther than a tile the tiles of two island groups are pushed apart.
        strait: Least quarters of a tile between two island groups.
        province: How far the regencies of a province are drawn to its middle first, in [0, 1].
        steps: Of the pushing.
    """

    tiles_a_degree: tuple[float, float]
    home: float
    apart: float
    strait: int
    province: float = 0.0
    steps: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How like the land a map is.

    Attributes:
        tiles: How many.
        width: Tiles from west to east.
        height: Tiles from north to south.
        neighbours_kept: Share of the neighbours that still touch, at a side or a corner.
        same_way: Share of the neighbours that lie within 45 degrees of their true direction.
        displacement: Mean distance from where the centroid would lie on a map of this size, in tiles.
    """

    tiles: int
    width: float
    height: float
    neighbours_kept: float
    same_way: float
    displacement: float


def island_group(province: str) -> int:
    """Number of the island group of a province, from west to east.

    Raises:
        KeyError: No such province.
    """
    islands = list(dict.fromkeys(one.island for one in load_provinces().values()))
    return islands.index(load_provinces()[province].island)


def lay_out(regions: Sequence[Region], shape: Shape) -> Places:
    """A place for each region, in quarters of a tile from the north-west corner; shape ``(regions, 2)``, x and y."""
    groups = np.array([island_group(one.province_code) for one in regions])
    pushed = _pushed_apart(_drawn_in(regions, shape), groups, neighbours(regions), shape)
    places = _on_lattices(pushed, groups, shape.strait)
    found: Places = places - places.min(axis=0)
    return found


def neighbours(regions: Sequence[Region]) -> Pairs:
    """Pairs of regions of one island group with no third one between them; shape ``(pairs, 2)``."""
    points = centroids(regions)
    groups = np.array([island_group(one.province_code) for one in regions])
    found: list[tuple[int, int]] = []
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        tree = cKDTree(points[own])
        for at, one in enumerate(own.tolist()):
            for other in own[at + 1 :].tolist():
                middle = (points[one] + points[other]) / 2
                radius = float(np.linalg.norm(points[one] - points[other])) / 2
                if len(tree.query_ball_point(middle, radius * (1 - 1e-9))) == 0:
                    found.append((one, other))
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def centroids(regions: Sequence[Region]) -> Points:
    """Degrees east and south; shape ``(regions, 2)``."""
    return np.array([[one.longitude, -one.latitude] for one in regions], dtype=np.float64).reshape(-1, 2)


def quality(regions: Sequence[Region], places: Places) -> Quality:
    """How like the land the places are."""
    land, tiles = centroids(regions), places / PARTS
    pairs = neighbours(regions)
    one, other = pairs[:, 0], pairs[:, 1]
    true, shown = land[other] - land[one], tiles[other] - tiles[one]
    lengths = np.linalg.norm(true, axis=1) * np.linalg.norm(shown, axis=1)
    cosines = (true * shown).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
    size = tiles.max(axis=0) - tiles.min(axis=0) + 1
    spread = np.where(np.ptp(land, axis=0) > 0, np.ptp(land, axis=0), 1.0)
    scaled = (land - land.min(axis=0)) / spread * (size - 1) + tiles.min(axis=0)
    return Quality(
        tiles=len(regions),
        width=float(size[0]),
        height=float(size[1]),
        neighbours_kept=float((np.abs(shown).max(axis=1) <= 1).mean()) if len(pairs) else 1.0,
        same_way=float((cosines >= np.sqrt(0.5)).mean()) if len(pairs) else 1.0,
        displacement=float(np.linalg.norm(tiles - scaled, axis=1).mean()),
    )


def _drawn_in(regions: Sequence[Region], shape: Shape) -> Points:
    """Centroids in tiles, each drawn towards the middle of its province."""
    points = centroids(regions) * np.array(shape.tiles_a_degree)
    provinces = np.array([one.province_code for one in regions])
    for province in np.unique(provinces):
        own = provinces == province
        points[own] += shape.province * (points[own].mean(axis=0) - points[own])
    found: Points = points
    return found


def _pushed_apart(points: Points, groups: Places, pairs: Pairs, shape: Shape) -> Points:
    """Points that stand a tile apart, and farther from those of other island groups."""
    found = points.copy()
    least = np.where(groups[:, None] == groups[None, :], 1.0, 1.0 + shape.apart)
    np.fill_diagonal(least, 0.0)
    one, other = pairs[:, 0], pairs[:, 1]
    held = points[other] - points[one]
    lengths = np.maximum(np.linalg.norm(held, axis=1, keepdims=True), 1e-9)
    wanted = held / lengths * np.maximum(lengths, 1.0)
    for _ in range(shape.steps):
        between = found[None] - found[:, None]
        distances = np.sqrt((between**2).sum(axis=-1)) + 1e-9
        overlap = np.maximum(0.0, least - distances) / distances
        force = -_STRIDE / 2 * (between * overlap[..., None]).sum(axis=1) + shape.home * (points - found)
        pull = _HOLD * (found[other] - found[one] - wanted)
        np.add.at(force, one, pull)
        np.add.at(force, other, -pull)
        found += np.clip(force, -0.5, 0.5)
    return found


def _on_lattices(points: Points, groups: Places, strait: int) -> Places:
    """The nearest places on a lattice for each island group, the largest group first."""
    wanted, places = points * PARTS, np.zeros((len(points), 2), dtype=np.int64)
    taken = np.zeros((0, 2), dtype=np.int64)
    for group in sorted(np.unique(groups).tolist(), key=lambda one: (-int((groups == one).sum()), one)):
        own = np.flatnonzero(groups == group)
        least, chosen = np.inf, np.zeros((0, 2), dtype=np.int64)
        for offset in product(range(PARTS), repeat=2):
            free = _free(wanted[own], taken, np.array(offset), strait)
            cost = ((wanted[own][:, None] - free[None]) ** 2).sum(axis=-1)
            rows, columns = linear_sum_assignment(cost)
            if len(rows) == len(own) and cost[rows, columns].sum() < least - 1e-9:
                least, chosen = float(cost[rows, columns].sum()), free[columns]
        places[own] = chosen
        taken = np.vstack([taken, chosen])
    return places


def _free(wanted: Points, taken: Places, offset: Places, strait: int) -> Places:
    """Places of a lattice around some points, those out that lie on tiles of other groups or in a strait."""
    low: Places = (np.floor(wanted.min(axis=0) / PARTS) - _REACH).astype(np.int64) * PARTS + offset
    high: Points = wanted.max(axis=0) + _REACH * PARTS
    columns, rows = (np.arange(int(low[axis]), float(high[axis]), PARTS) for axis in (0, 1))
    across, down = np.meshgrid(columns, rows)
    found = np.stack([across.ravel(), down.ravel()], axis=1).astype(np.int64)
    if not len(taken):
        return found
    distance = np.abs(found[:, None] - taken[None]).max(axis=-1).min(axis=1)
    free: Places = found[distance >= PARTS + strait]
    return free
