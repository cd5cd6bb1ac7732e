"""What surrounds a place name: work from home, the whole country, and the words and marks to take away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from taxonomy.text import fold

KINDS: Mapping[str, Literal["kabupaten", "kota"]] = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "kodya": "kota",
}
"""Words that say whether the regency or the city of a name is meant."""

DIRECTIONS = frozenset(("barat", "timur", "utara", "selatan", "tengah", "pusat", "tenggara"))
"""Words that may stand for a whole name after one that begins alike: ``Jakarta Barat, Pusat``."""

OUTSIDE = frozenset(("luar", "diluar", "selain", "kecuali", "bukan"))
"""Words after which a name says where the work is not."""

_NOISE = re.compile(
    r"\b(?:provinsi|prov|propinsi|wilayah|area|daerah(?! istimewa)|sekitar|sekitarnya|penempatan|lokasi|city|regency|"
    r"adm|administrasi|administratif|kecamatan|kec|kelurahan|kel)\b"
)
# "Remote control" and "support via remote" are about tools, "remote area" about the bush.
_REMOTE = re.compile(
    r"(?<!via )\bremote\b(?! (?:control|desktop|access|server|sensing|area|site|system|toys?|ac|tv)\b)|"
    r"\b(?:wfh|wfa|work[ -]from[ -](?:home|anywhere)|(?:be)?kerja (?:dari|di) rumah|telecommut\w+)\b"
)
_ANYWHERE = re.compile(
    r"\b(?:seluruh indonesia|se-?indonesia|^indonesia$|nasional|nationwide|di ?mana (?:saja|aja)|mana (?:saja|aja)|"
    r"siap ditempatkan|bebas)\b"
)
_SEPARATOR = re.compile(r"[,;:/|&()\[\]\n]+|\s[-–]\s|\b(?:dan|atau|and|or)\b|\bdi\b(?=\s)(?!\s+yogya)")
_SHORT = re.compile(r"\bkep\b")
_HYPHEN = re.compile(r"(?<=\w)[-–](?=\w)")
_KIND = rf"(?:{'|'.join(KINDS)})"
_BOTH_KINDS = re.compile(rf"\b{_KIND}\s*(?:/|&|,|-|dan|atau|maupun)\s*{_KIND}\s+(?=\w)")


def split_places(text: str) -> tuple[list[str], bool, bool]:
    """The parts of a text that may name places, and whether it says work from home, or anywhere in the country.

    "Kota/Kab. Bekasi" loses its kinds: both are meant.
    """
    folded = _SHORT.sub("kepulauan", fold(text).replace(".", " "))
    folded = _BOTH_KINDS.sub(" ", folded)
    is_remote, is_anywhere = bool(_REMOTE.search(folded)), bool(_ANYWHERE.search(folded))
    rest = _HYPHEN.sub(" ", _NOISE.sub(" ", _ANYWHERE.sub(" ", _REMOTE.sub(" ", folded))))
    parts = (" ".join(piece.split()) for piece in _SEPARATOR.split(rest))
    return [part for part in parts if part], is_remote, is_anywhere
