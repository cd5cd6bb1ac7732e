"""Place names as people write them to the regions of today: 38 provinces, 514 regencies and cities.

Towns and short forms are authored in ``taxonomy/data/place_aliases.tsv``, countries and cities abroad in
``country_names.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.regions import Region, bundled_regions, great_circle_km
from taxonomy.tables import bundled_table
from taxonomy.text import fold

_FUZZY_FROM = 90.0
_FUZZY_LENGTH = 6
_MAX_TEXT = 300
_MAX_WORDS = 5

_KIND: Mapping[str, Literal["kabupaten", "kota"]] = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "kodya": "kota",
}
_NOISE = re.compile(
    r"\b(?:provinsi|prov|propinsi|wilayah|area|daerah(?! istimewa)|sekitar|sekitarnya|penempatan|lokasi|city|regency|"
    r"adm|administrasi|administratif)\b"
)
_REMOTE = re.compile(r"\b(?:remote|wfh|work from (?:home|anywhere)|kerja dari rumah|wfa)\b")
_ANYWHERE = re.compile(
    r"\b(?:seluruh indonesia|se-?indonesia|^indonesia$|nasional|nationwide|di ?mana (?:saja|aja)|mana (?:saja|aja)|"
    r"siap ditempatkan|bebas)\b"
)
_SEPARATOR = re.compile(r"[,;/|&()\[\]\n]+|\s[-–]\s|\b(?:dan|atau|and|or)\b|\bdi\b(?=\s)(?!\s+yogya)")
_SHORT = re.compile(r"\bkep\b")
_HYPHEN = re.compile(r"(?<=\w)[-–](?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """What was read in a place text.

    Attributes:
        regions: Regions named, cities before regencies of the same name; a province only where no regency in it is
            named.
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

    def __init__(
        self, regions: Sequence[Region], aliases: Mapping[str, Sequence[str]], countries: Mapping[str, str]
    ) -> None:
        """Hold regions and authored short names.

        Args:
            regions: Distinct by code.
            aliases: Folded name to codes.
            countries: Folded name of a country or of a city abroad to ISO 3166 alpha-2.
        """
        self._countries = countries
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, tuple[Region, ...]] = {}
        # A city comes before the regency of the same name, which comes before a province.
        order = {"kota": 0, "kabupaten": 1, "province": 2}
        for region in sorted(regions, key=lambda r: (order[r.kind], r.code)):
            self._by_name[fold(region.name)] = (region,)
            self._by_name[region.bare_name] = (*self._by_name.get(region.bare_name, ()), region)
        for name, codes in aliases.items():
            self._by_name[name] = tuple(self._by_code[code] for code in codes)
        self._of_kind = {(region.kind, region.bare_name): region for region in regions}
        self._squeezed = {name.replace(" ", ""): found for name, found in self._by_name.items()}
        self._long_names = [name for name in self._by_name if len(name) >= _FUZZY_LENGTH]
        self._remembered = lru_cache(maxsize=50_000)(self._read)

    def read(self, text: str) -> PlaceReading:
        """Read a text such as ``Jaksel``, ``Kab. Bekasi``, ``KOTA SEMARANG, JAWA TENGAH``, ``Jepang``, ``WFH``.

        Args:
            text: Of any length; its first 300 characters are read.
        """
        return self._remembered(text[:_MAX_TEXT])  # cut first, so that no long text stays in memory

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
        return great_circle_km(one.latitude, one.longitude, two.latitude, two.longitude)

    def _read(self, text: str) -> PlaceReading:
        folded = _SHORT.sub("kepulauan", fold(text).replace(".", " "))
        is_remote, is_anywhere = bool(_REMOTE.search(folded)), bool(_ANYWHERE.search(folded))
        rest = _HYPHEN.sub(" ", _NOISE.sub(" ", _ANYWHERE.sub(" ", _REMOTE.sub(" ", folded))))
        named, countries, unread = list[tuple[Region, ...]](), list[str](), list[str]()
        for part in self._parts(rest):
            words = part.split()
            while words:
                regions, country, used = self._longest(tuple(words))
                named += [regions] if regions else []
                countries += [country] if country else []
                unread += [] if regions or country else [words[0]]
                words = words[used:]
        regions = _settled(named)
        country = countries[0] if countries and not regions else "ID" if regions or is_anywhere else ""
        leftover = " ".join(word for word in unread if re.search(r"\w", word))
        return PlaceReading(
            regions=regions, is_remote=is_remote, is_anywhere=is_anywhere, country=country, unread=leftover
        )

    def _parts(self, text: str) -> list[str]:
        """The parts between separators; two that together are a known name ("Kuningan, Jakarta") stay one."""
        found: list[str] = []
        for part in (" ".join(piece.split()) for piece in _SEPARATOR.split(text)):
            if found and part and self._named(f"{found[-1]} {part}"):
                found[-1] += f" {part}"
            elif part:
                found.append(part)
        return found

    def _longest(self, words: tuple[str, ...]) -> tuple[tuple[Region, ...], str, int]:
        """Regions or country named by the longest run at the start of the words, and how many words it takes."""
        for length in range(min(len(words), _MAX_WORDS), 0, -1):
            regions = self._named(" ".join(words[:length]))
            if regions:
                # "Bandung Kota", "Bogor Kab": the kind may also stand at the end.
                kind = _KIND.get(words[length], "") if len(words) == length + 1 else ""
                of_kind = tuple(region for region in regions if region.kind == kind)
                return of_kind or regions, "", length + bool(kind)
            country = self._countries.get(" ".join(words[:length]))
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
            official = self._of_kind.get((_KIND[head], tail))
            of_kind = (official,) if official else tuple(r for r in self._lookup(tail) if r.kind == _KIND[head])
            return of_kind or self._lookup(name)
        return self._lookup(name)

    def _lookup(self, name: str) -> tuple[Region, ...]:
        """By name; by the name without its spaces when that says nothing ("Bandarlampung", "Gunung Kidul")."""
        return self._by_name.get(name) or self._squeezed.get(name.replace(" ", ""), ())

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


def _settled(named: Sequence[tuple[Region, ...]]) -> tuple[Region, ...]:
    """The regions meant, by what stands beside each name; distinct, in order of mention."""
    sure = {regions[0].code for regions in named if len(regions) == 1}
    found: dict[str, Region] = {}
    for regions in named:
        # "Cikarang, Bekasi": of the two Bekasis, the one that Cikarang lies in.
        narrowed = [r for r in regions if r.code in sure] if len({r.bare_name for r in regions}) == 1 else []
        found |= {region.code: region for region in narrowed or regions}
    inside = {region.province_code for region in found.values() if region.kind != "province"}
    provinces = {region.code for region in found.values() if region.kind == "province"}
    if provinces and len(inside) > 1 and inside & provinces:
        # "Kuningan, Jawa Barat": homonyms in other provinces fall away.
        found = {code: region for code, region in found.items() if region.province_code in provinces}
    # A province that only repeats where the regency lies adds nothing.
    return tuple(r for r in found.values() if r.kind != "province" or r.code not in inside)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The bundled regions and short names.

    Raises:
        InputError: A line of the tables is not as it should be.
    """
    regions = bundled_regions()
    known = {region.code for region in regions}
    aliases = {}
    for where, row in bundled_table("place_aliases.tsv", ("alias", "codes")):
        codes = row["codes"].split("|")
        if not known.issuperset(codes):
            raise InputError(wanted="region codes", found=row["codes"], where=f"{where}, {row['alias']}")
        aliases[fold(row["alias"])] = codes
    countries = {fold(row["name"]): row["code"] for _, row in bundled_table("country_names.tsv", ("name", "code"))}
    return Gazetteer(regions, aliases, countries)
