"""Place names as people write them to the regions of today: provinces, regencies and cities.

Towns, old names and short forms are authored in ``taxonomy/data/place_aliases.tsv``, those of provinces in
``provinces.tsv``, countries and cities abroad in ``country_names.tsv``; ``districts.tsv`` has the names of the
kecamatan (Kemendagri, as in idn-area-data 3.1.2, MIT), ordinary words left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.place_mentions import Mention, MentionKind, settled
from taxonomy.place_words import DIRECTIONS, KINDS, OUTSIDE, split_places
from taxonomy.provinces import other_names
from taxonomy.regions import Region, bundled_regions, code_today, great_circle_km
from taxonomy.tables import bundled_table
from taxonomy.text import fold

_FUZZY_FROM = 90.0
_FUZZY_LENGTH = 6
_MAX_TEXT = 300
_MAX_WORDS = 5


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
        abroad: Other countries named, in order of mention; ``country`` is the first of them when no region is named.
    """

    regions: tuple[Region, ...]
    is_remote: bool
    is_anywhere: bool
    country: str
    unread: str
    abroad: tuple[str, ...] = ()


class Gazetteer:
    """Regions by code and by name."""

    def __init__(
        self,
        regions: Sequence[Region],
        aliases: Mapping[str, Mention],
        countries: Mapping[str, str],
        districts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Hold regions and their other names.

        Args:
            regions: Distinct by code.
            aliases: Folded name to what it may mean.
            countries: Folded name of a country or of a city abroad to ISO 3166 alpha-2.
            districts: Folded name of a district to the codes of the regencies that have one of that name.
        """
        self._countries = countries
        self._by_code = {region.code: region for region in regions}
        named: dict[str, tuple[Region, ...]] = {}
        # A city comes before the regency of the same name, which comes before a province.
        order = {"kota": 0, "kabupaten": 1, "province": 2}
        for region in sorted(regions, key=lambda r: (order[r.kind], r.code)):
            if region.kind != "province":
                named[region.bare_name] = (*named.get(region.bare_name, ()), region)
            named[fold(region.name)] = (region,)
        self._mentions = {name: Mention(regions=found, kind="homonym") for name, found in named.items()} | dict(aliases)
        self._of_kind = {(region.kind, region.bare_name): region for region in regions}
        self._squeezed = {name.replace(" ", ""): found for name, found in self._mentions.items()}
        self._long_names = [name for name in self._mentions if len(name) >= _FUZZY_LENGTH]
        self._districts = {
            name: Mention(regions=tuple(self._by_code[code] for code in codes), kind="district")
            for name, codes in (districts or {}).items()
        }
        self._remembered = lru_cache(maxsize=50_000)(self._read)

    def forget(self) -> None:
        """Forget the texts that were read before: people write them."""
        self._remembered.cache_clear()

    def read(self, text: str) -> PlaceReading:
        """Read a text such as ``Jaksel``, ``Kab. Bekasi``, ``KOTA SEMARANG, JAWA TENGAH``, ``Jepang``, ``WFH``.

        Args:
            text: Of any length; its first 300 characters are read.
        """
        return self._remembered(text[:_MAX_TEXT])  # cut first, so that no long text stays in memory

    def knows(self, code: str) -> bool:
        """Whether a code exists, or was a region's before its province was split."""
        return code_today(code) in self._by_code

    def get(self, code: str) -> Region:
        """The region of a code; also of one that it bore before its province was split.

        Raises:
            UnknownIdError: No such code.
        """
        found = self._by_code.get(code_today(code))
        if found is None:
            raise UnknownIdError(wanted="a region code of 2 or 4 digits", found=code, where="region code")
        return found

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
        parts, is_remote, is_anywhere = split_places(text)
        mentions, countries, unread, stem = list[Mention](), list[str](), list[str](), ""
        for part in self._joined(parts):
            words = part.split()
            if words[0] in DIRECTIONS and self._named(f"{stem} {words[0]}"):
                words.insert(0, stem)  # "Jakarta Barat, Pusat"
            while words:
                mention, country, used = self._longest(words)
                name, words = words[:used], words[used:]
                if mention is not None and not OUTSIDE.intersection(unread[-1:]):
                    mentions.append(mention)
                    stem = next((word for word in name if word not in KINDS), "")
                elif country:
                    countries.append(country)
                else:
                    unread += name
        regions, abroad = settled(mentions), tuple(dict.fromkeys(code for code in countries if code != "ID"))
        country = "ID" if regions else countries[0] if countries else "ID" if is_anywhere else ""
        return PlaceReading(
            regions=regions,
            is_remote=is_remote,
            is_anywhere=is_anywhere,
            country=country,
            unread=" ".join(word for word in unread if re.search(r"\w", word)),
            abroad=abroad,
        )

    def _joined(self, parts: Sequence[str]) -> list[str]:
        """The parts, where two that together are a known name ("Kuningan, Jakarta") are one."""
        found: list[str] = []
        for part in parts:
            if found and self._named(f"{found[-1]} {part}"):
                found[-1] += f" {part}"
            else:
                found.append(part)
        return found

    def _longest(self, words: Sequence[str]) -> tuple[Mention | None, str, int]:
        """What the longest run at the start of the words names, a place or a country, and how many words it takes."""
        for length in range(min(len(words), _MAX_WORDS), 0, -1):
            name = " ".join(words[:length])
            mention = self._named(name)
            if mention is not None:
                # "Bandung Kota", "Bogor Kab": the kind may also stand at the end.
                kind = KINDS.get(words[length], "") if len(words) == length + 1 else ""
                return _of_kind(mention, kind), "", length + bool(kind)
            country, district = self._countries.get(name, ""), self._districts.get(name)
            if country or district:
                return None if country else district, country, length
        for length in range(min(len(words), 3), 0, -1):
            if length > 1 and self._named(" ".join(words[1:length])):
                continue  # "in Yogyakarta" is not a slip of the pen for "DI Yogyakarta"
            near = self._nearly(" ".join(words[:length]))
            if near is not None:
                return near, "", length
        return None, "", 1

    def _named(self, name: str) -> Mention | None:
        head, _, tail = name.partition(" ")
        if head in KINDS and tail:
            official = self._of_kind.get((KINDS[head], tail))
            if official is not None:
                return Mention(regions=(official,), kind="homonym")
            mention = self._lookup(tail)
            if mention is not None and any(region.kind == KINDS[head] for region in mention.regions):
                return _of_kind(mention, KINDS[head])
        return self._lookup(name)

    def _lookup(self, name: str) -> Mention | None:
        """By name; by the name without its spaces when that says nothing ("Bandarlampung", "Gunung Kidul")."""
        return self._mentions.get(name) or self._squeezed.get(name.replace(" ", ""))

    def _nearly(self, name: str) -> Mention | None:
        head, _, tail = name.partition(" ")
        kind = KINDS.get(head, "") if tail else ""
        wanted = tail if kind else name
        if len(wanted) < _FUZZY_LENGTH:
            return None
        best = process.extractOne(wanted, self._long_names, scorer=fuzz.ratio, score_cutoff=_FUZZY_FROM)
        return None if best is None else _of_kind(self._mentions[best[0]], kind)


def _of_kind(mention: Mention, kind: str) -> Mention:
    """The mention with the regions of a kind alone, when it has any."""
    regions = tuple(region for region in mention.regions if region.kind == kind)
    return Mention(regions=regions, kind=mention.kind) if regions else mention


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The bundled regions and their other names.

    Raises:
        InputError: A line of the tables is not as it should be.
    """
    regions = bundled_regions()
    by_code = {region.code: region for region in regions}
    countries = {fold(row["name"]): row["code"] for _, row in bundled_table("country_names.tsv", ("name", "code"))}
    districts = {
        row["name"]: [code_today(code) for code in row["codes"].split("|")]
        for _, row in bundled_table("districts.tsv", ("name", "codes"))
    }
    return Gazetteer(regions, _aliases(by_code), countries, districts)


def _aliases(by_code: Mapping[str, Region]) -> dict[str, Mention]:
    aliases: dict[str, Mention] = {}
    for where, name, said in other_names():
        codes = re.split(r"[|/]", said)
        if not by_code.keys() >= set(codes):
            raise InputError(wanted="region codes", found=said, where=f"{where}, {name}")
        found = tuple(by_code[code] for code in codes)
        is_homonym = len({region.bare_name for region in found}) == 1
        kind: MentionKind = "first" if "/" in said else "homonym" if is_homonym else "all"
        aliases[name] = Mention(regions=found, kind=kind)
    return aliases
