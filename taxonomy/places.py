"""Place names as people write them to the regions of today: 38 provinces, 514 regencies and cities.

Codes and names: Kemendagri (Kepmendagri 300.2.2-2138/2025 and before; the four Papuan provinces by UU 14, 15, 16 and
29/2022). Centroids are rounded to four decimals and good to some tens of kilometres. Towns and short forms are authored
in ``taxonomy/data/place_aliases.tsv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Literal, cast

from rapidfuzz import fuzz, process

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.text import fold

_EARTH_KM = 6371.0088
_FUZZY_FROM = 90.0
_FUZZY_LENGTH = 6
_MAX_TEXT = 300
_MAX_WORDS = 5

_KIND = {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota", "kotamadya": "kota", "kodya": "kota"}
_NOISE = re.compile(
    r"\b(?:provinsi|prov|propinsi|wilayah|area|daerah|sekitar|sekitarnya|penempatan|lokasi|city|regency)\b"
)
_REMOTE = re.compile(r"\b(?:remote|wfh|work from (?:home|anywhere)|kerja dari rumah|wfa)\b")
_ANYWHERE = re.compile(
    r"\b(?:seluruh indonesia|se-?indonesia|^indonesia$|nasional|nationwide|di ?mana (?:saja|aja)|mana (?:saja|aja)|"
    r"siap ditempatkan|bebas)\b"
)
_SEPARATOR = re.compile(r"[,;/|&()\[\]\n]+|\s[-–]\s|\bdan\b|\batau\b|\bdi\b(?=\s)")
_COUNTRIES: Mapping[str, str] = {
    **dict.fromkeys(("jepang", "japan", "tokyo", "osaka"), "JP"),
    **dict.fromkeys(("taiwan", "taipei"), "TW"),
    **dict.fromkeys(("malaysia", "kuala lumpur", "johor", "penang", "sabah", "sarawak"), "MY"),
    **dict.fromkeys(("singapura", "singapore"), "SG"),
    **dict.fromkeys(("hong kong", "hongkong"), "HK"),
    **dict.fromkeys(("korea", "korea selatan", "south korea"), "KR"),
    **dict.fromkeys(("arab saudi", "saudi arabia", "saudi", "jeddah", "riyadh"), "SA"),
    **dict.fromkeys(("uni emirat arab", "uea", "dubai", "abu dhabi", "uae"), "AE"),
    **dict.fromkeys(("brunei", "brunei darussalam"), "BN"),
    **dict.fromkeys(("jerman", "germany"), "DE"),
    **dict.fromkeys(("polandia", "poland"), "PL"),
    **dict.fromkeys(("turki", "turkey"), "TR"),
    **dict.fromkeys(("australia", "sydney", "melbourne"), "AU"),
    **dict.fromkeys(("qatar", "doha"), "QA"),
    **dict.fromkeys(("kuwait",), "KW"),
    **dict.fromkeys(("oman", "muscat"), "OM"),
    **dict.fromkeys(("vietnam",), "VN"),
    **dict.fromkeys(("thailand", "bangkok"), "TH"),
    **dict.fromkeys(("filipina", "philippines", "manila"), "PH"),
    **dict.fromkeys(("kamboja", "cambodia"), "KH"),
    **dict.fromkeys(("cina", "tiongkok", "china"), "CN"),
    **dict.fromkeys(("amerika", "amerika serikat", "usa", "united states"), "US"),
}


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
    """

    code: str
    name: str
    kind: Literal["province", "kabupaten", "kota"]
    province_code: str
    latitude: float
    longitude: float

    @property
    def bare_name(self) -> str:
        """The name without ``Kota`` or ``Kabupaten``, folded."""
        folded = fold(self.name)
        return folded if self.kind == "province" else folded.partition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """What was read in a place text.

    Attributes:
        regions: Regions named, cities before regencies of the same name; a province only where no regency in it is named.
        is_remote: Work from anywhere.
        is_anywhere: The whole country.
        country: ISO 3166 alpha-2: ``ID``, another country that is named, or empty when nothing could be read.
        unread: Words that were not understood.
    """

    regions: tuple[Region, ...]
    is_remote: bool
    is_anywhere: bool
    country: str
    unread: str


class Gazetteer:
    """Regions by code and by name."""

    def __init__(self, regions: Sequence[Region], aliases: Mapping[str, Sequence[str]]) -> None:
        """Hold regions and authored short names.

        Args:
            regions: Distinct by code.
            aliases: Folded name to codes.
        """
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, tuple[Region, ...]] = {}
        # A city comes before the regency of the same name, which comes before a province.
        order = {"kota": 0, "kabupaten": 1, "province": 2}
        for region in sorted(regions, key=lambda r: (order[r.kind], r.code)):
            self._by_name[fold(region.name)] = (region,)
            self._by_name[region.bare_name] = (*self._by_name.get(region.bare_name, ()), region)
        for name, codes in aliases.items():
            self._by_name[name] = tuple(self._by_code[code] for code in codes)
        self._long_names = [name for name in self._by_name if len(name) >= _FUZZY_LENGTH]
        self.read = lru_cache(maxsize=50_000)(self._read)

    def knows(self, code: str) -> bool:
        """Whether a code exists."""
        return code in self._by_code

    def get(self, code: str) -> Region:
        """The region of a code.

        Raises:
            UnknownIdError: No such code.
        """
        if code not in self._by_code:
            raise UnknownIdError(wanted="a region code of 2 or 4 digits", found=code, where="region code")
        return self._by_code[code]

    def provinces(self) -> tuple[Region, ...]:
        """All provinces, by code."""
        return tuple(region for region in self._by_code.values() if region.kind == "province")

    def regencies(self, province_code: str = "") -> tuple[Region, ...]:
        """All regencies and cities, or those of one province, by code."""
        return tuple(
            region
            for region in self._by_code.values()
            if region.kind != "province" and province_code in {"", region.province_code}
        )

    def distance_km(self, code: str, other: str) -> float:
        """Great-circle distance between centroids, kilometres; 0 for the same, or when one contains the other.

        Raises:
            UnknownIdError: No such code.
        """
        one, two = self.get(code), self.get(other)
        if code == other or (one.province_code == two.province_code and "province" in {one.kind, two.kind}):
            return 0.0
        return _great_circle_km(one.latitude, one.longitude, two.latitude, two.longitude)

    def _read(self, text: str) -> PlaceReading:
        """Read a place text such as ``Jaksel``, ``Kab. Bekasi``, ``KOTA SEMARANG, JAWA TENGAH``, ``Jepang``, ``WFH``."""
        folded = fold(text[:_MAX_TEXT]).replace(".", " ")
        is_remote, is_anywhere = bool(_REMOTE.search(folded)), bool(_ANYWHERE.search(folded))
        rest = _NOISE.sub(" ", _ANYWHERE.sub(" ", _REMOTE.sub(" ", folded)))
        found: dict[str, Region] = {}
        countries, unread = list[str](), list[str]()
        for part in _SEPARATOR.split(rest):
            words = part.split()
            while words:
                regions, country, used = self._longest(tuple(words))
                found |= {region.code: region for region in regions}
                countries += [country] if country else []
                unread += [] if regions or country else [words[0]]
                words = words[used:]
        inside = {region.province_code for region in found.values() if region.kind != "province"}
        # A province that only repeats where the regency lies adds nothing.
        regions = tuple(r for r in found.values() if r.kind != "province" or r.code not in inside)
        named = {r.code for r in found.values() if r.kind == "province"}
        if named and len(inside) > 1 and inside & named:
            # "Kuningan, Jawa Barat": homonyms in other provinces fall away.
            regions = tuple(r for r in regions if r.province_code in named)
        country = countries[0] if countries and not regions else "ID" if regions or is_anywhere else ""
        leftover = " ".join(word for word in unread if re.search(r"\w", word))
        return PlaceReading(
            regions=regions, is_remote=is_remote, is_anywhere=is_anywhere, country=country, unread=leftover
        )

    def _longest(self, words: tuple[str, ...]) -> tuple[tuple[Region, ...], str, int]:
        """Regions or country named by the longest run at the start of the words, and how many words it takes."""
        for length in range(min(len(words), _MAX_WORDS), 0, -1):
            regions = self._named(" ".join(words[:length]))
            if regions:
                return regions, "", length
            country = _COUNTRIES.get(" ".join(words[:length]))
            if country:
                return (), country, length
        for length in range(min(len(words), 3), 0, -1):
            near = self._nearly(" ".join(words[:length]))
            if near:
                return near, "", length
        return (), "", 1

    def _named(self, name: str) -> tuple[Region, ...]:
        head, _, tail = name.partition(" ")
        if head in _KIND and tail:
            of_kind = tuple(r for r in self._by_name.get(tail, ()) if r.kind == _KIND[head])
            return of_kind or self._by_name.get(name, ())
        return self._by_name.get(name, ())

    def _nearly(self, name: str) -> tuple[Region, ...]:
        head, _, tail = name.partition(" ")
        kind = _KIND.get(head, "") if tail else ""
        wanted = tail if kind else name
        if len(wanted) < _FUZZY_LENGTH:
            return ()
        best = process.extractOne(wanted, self._long_names, scorer=fuzz.ratio, score_cutoff=_FUZZY_FROM)
        if best is None:
            return ()
        regions = self._by_name[best[0]]
        return tuple(r for r in regions if r.kind == kind) or regions if kind else regions


@cache
def _great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Haversine distance, kilometres (IUGG mean radius)."""
    phi, other_phi = radians(latitude), radians(other_latitude)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The bundled regions and short names.

    Raises:
        InputError: A line of the tables is not as it should be.
    """
    regions = [
        Region(
            code=row["code"],
            name=row["name"],
            kind=cast(Literal["province", "kabupaten", "kota"], row["kind"]),
            province_code=row["province_code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in _table("regions.tsv")
    ]
    known = {region.code for region in regions}
    aliases = {}
    for row in _table("place_aliases.tsv"):
        codes = row["codes"].split("|")
        if not known.issuperset(codes):
            raise InputError(wanted="region codes", found=row["codes"], where=f"place_aliases.tsv, {row['alias']}")
        aliases[fold(row["alias"])] = codes
    return Gazetteer(regions, aliases)


def _table(name: str) -> list[dict[str, str]]:
    text = (resources.files("taxonomy") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
