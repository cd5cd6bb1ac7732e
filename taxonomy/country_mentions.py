"""Countries that a text names as places: not as a language, a dish, a market, an owner or a trip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.countries import load_countries
from taxonomy.tables import bundled_table
from taxonomy.text import fold

REACH = 70
"""Code points before a name in which the words that say what it names are looked for."""

_TURKISH = str.maketrans("İı", "ii")
"""Without regard to case, a pattern's i takes these too; case folding makes no i of them."""

_AMBIGUOUS = frozenset(
    "nilai ubi orchard roma paris bangi miri malta peru milan perth darwin novena kallang bishan yishun hougang tuas "
    "klang kelang kl png uk usa rrc rrt ksa uae uea medina jordan wina praha oslo madrid dublin hamburg holland "
    "georgetown texas california hawaii wellington adelaide colombo kairo cairo labuan texas makati cebu aichi kobe "
    "spore s'pore chile india selangor perak guyana sibu amman manama london".split()
)
"""Names that are words, goods, people or dishes more often than places of work; as a place they still count."""

_NOT_PLACE_BEFORE = re.compile(
    r"\b(?:bahasa|berbahasa|bhs|masakan|makanan|kuliner|restoran|resto|kafe|cafe|sushi|chef|koki|kitchen|dapur|produk|"
    r"brand|merek|merk|mobil|mesin|part|barang|pasar|ekspor|impor|export|import|customer|pelanggan|klien|client|buyer|"
    r"pembeli|pembaca|investor|asal|berasal dari|dari|from|pma|grup|group|kantor pusat|budaya|kurikulum|sekolah|"
    r"skincare|kosmetik|drama|musik|waralaba|gaya|ala|ekspat\w*|warga(?: negara)?|minimarket|fashion|sales|universitas|"
    r"kuliah|kuliner|beasiswa|studi|study|wisata|tour|travel|trip|liburan|jalan-jalan|reward|hadiah|bonus|"
    r"umr[oa]h|haji|"
    r"jamaah|kunjungan|pameran|training|pelatihan|seminar|dinas|sertifikasi|standar|standard|lulusan|alumni|mantan|eks|"
    r"ex|penerjemah|interpreter|translator|speaking|guru|instruktur|sensei|native|perusahaan|company|bank|kedutaan)\b"
    r"[^.;:\n]{0,22}$",
    re.IGNORECASE,
)
_NOT_PLACE_AFTER = re.compile(
    r"^[ -]{0,2}(?:food|cuisine|restaurant|language|based|market|speaking|style|standard|brand|company|client)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMention:
    """A country named in a text.

    Attributes:
        country: ISO 3166-1 alpha-2.
        start: Code point offset of the name.
        end: Offset after it.
    """

    country: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {fold(row["name"]): row["code"] for _, row in bundled_table("country_names.tsv", ("name", "code"))}
    for country in load_countries().values():
        codes |= {fold(country.name_id): country.code, fold(country.name_en): country.code}
    known = {name: code for name, code in codes.items() if code != "ID" and name not in _AMBIGUOUS}
    by_letter: dict[str, list[str]] = {}
    for name in sorted(known, key=len, reverse=True):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]).replace(r"\ ", r"\s{1,3}"))
    # One branch for each first letter: a flat list of 400 names is ten times slower.
    words = "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE), known


def country_mentions(text: str) -> Iterator[CountryMention]:
    """Countries other than Indonesia that a text names as places, in its order.

    Args:
        text: Of an ad: its title or its body.
    """
    pattern, codes = _names()
    for match in pattern.finditer(text):
        before, after = text[max(0, match.start() - REACH) : match.start()], text[match.end() : match.end() + 20]
        country = codes.get(fold(match[0].translate(_TURKISH)))
        if country and not (_NOT_PLACE_BEFORE.search(before) or _NOT_PLACE_AFTER.search(after)):
            yield CountryMention(country=country, start=match.start(), end=match.end())
