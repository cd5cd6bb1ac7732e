"""Places in a CV, no finer than a regency."""

from __future__ import annotations

import re

from taxonomy.countries import country_named
from taxonomy.errors import UnknownIdError
from taxonomy.places import load_gazetteer
from taxonomy.regions import Region

_STREET_PART = re.compile(
    r"^\s*(?:jl|jln|jalan|gg|gang|no|rt|rw|blok|perum\w*|komplek|desa|dusun|kel|kelurahan|kp)\b", re.IGNORECASE
)
_POSTCODE = re.compile(r"\b\d{5}\b")


def is_place(text: str) -> bool:
    """Whether a text is a place and nothing else: ``Kab. Bekasi``, ``Taichung, Taiwan``."""
    if not text.strip() or len(text) > 60 or any(letter.isdigit() for letter in text):
        return False
    reading = load_gazetteer().read(text)
    return bool(reading.country) and not reading.unread and not reading.is_remote


def residence(text: str) -> tuple[str, str]:
    """Name and code of the regency (or province, or country) in an address; both empty when none is named.

    Street, village and district stay out: the regency alone is given. A name that a city and a regency share is given
    as it is, with the code of neither.
    """
    parts = [part for part in re.split(r"[,\n\t|•·]+|\s-\s", _POSTCODE.sub("", text)) if part.strip()]
    for kept in (", ".join(part for part in parts if not _STREET_PART.match(part)), text):
        reading = load_gazetteer().read(kept)
        if reading.regions:
            return _named(reading.regions)
        if reading.abroad:
            return _country(reading.abroad[0]), ""
    return "", ""


def _named(regions: tuple[Region, ...]) -> tuple[str, str]:
    if len(regions) == 1:
        return regions[0].name, regions[0].code
    names = {region.bare_name for region in regions}
    return (regions[0].bare_name.title(), "") if len(names) == 1 else (regions[-1].name, regions[-1].code)


def _country(code: str) -> str:
    try:
        return country_named(code).name_id
    except UnknownIdError:
        return code
