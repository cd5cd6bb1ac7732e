"""Provinces, regencies and cities: their codes, names, centroids, and the distance between two points.

Codes and names: Kemendagri (Kepmendagri 300.2.2-2138/2025 and before; the four Papuan provinces by UU 14, 15, 16 and
29/2022). Centroids are rounded to four decimals and good to some tens of kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal, cast

from taxonomy.tables import bundled_table
from taxonomy.text import fold

RegionKind = Literal["province", "kabupaten", "kota"]

_COLUMNS = ("code", "name", "kind", "province_code", "latitude", "longitude", "was")
_EARTH_KM = 6371.0088

MOST_PROVINCES = 64
"""The provinces of a record are bits of one number (``matcher/vocabulary.py``); there are 38."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A province, regency or city.

    Attributes:
        code: 2 digits for a province, 4 for a regency or city.
        name: ``Kota Jakarta Selatan``, ``Kabupaten Bekasi``, ``Jawa Barat``.
        kind: ``province``, ``kabupaten`` or ``kota``.
        province_code: 2 digits; its own code for a province.
        latitude: Of the centroid, degrees north.
        longitude: Of the centroid, degrees east.
        was: Codes that it bore before: a regency is coded anew when its province is split.
    """

    code: str
    name: str
    kind: RegionKind
    province_code: str
    latitude: float
    longitude: float
    was: tuple[str, ...] = ()

    @property
    def bare_name(self) -> str:
        """The name without ``Kota`` or ``Kabupaten``, folded."""
        folded = fold(self.name)
        return folded if self.kind == "province" else folded.partition(" ")[2]


@cache
def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Haversine distance, kilometres (IUGG mean radius)."""
    phi, other_phi = radians(latitude), radians(other_latitude)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def bundled_regions() -> list[Region]:
    """All regions of the bundled table, by code."""
    return [
        Region(
            code=row["code"],
            name=row["name"],
            kind=cast(RegionKind, row["kind"]),
            province_code=row["province_code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            was=tuple(filter(None, row["was"].split("|"))),
        )
        for _, row in bundled_table("regions.tsv", _COLUMNS)
    ]


@lru_cache(maxsize=1)
def _earlier_codes() -> dict[str, str]:
    return {earlier: region.code for region in bundled_regions() for earlier in region.was}


def code_today(code: str) -> str:
    """The code of today for one that a region bore before; any other text as it is.

    Tables and records that name a regency need no change when its province is split.
    """
    return _earlier_codes().get(code, code)
