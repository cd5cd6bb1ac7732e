"""Indonesian words of the systems that are read: days with the month's name, kinds of employment."""

from __future__ import annotations

import re

from taxonomy.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        "januari jan|februari pebruari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agt agu|"
        "september sept sep|oktober okt|november nopember nov nop|desember des".split("|"),
        1,
    )
    for name in names.split()
}
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})[ .-]+([a-z]+)[ .-]+([0-9]{4})(?![0-9])")
_TYPES = {
    "tetap": "full_time",
    "karyawan tetap": "full_time",
    "penuh waktu": "full_time",
    "full time": "full_time",
    "pkwtt": "full_time",
    "kontrak": "contract",
    "pkwt": "contract",
    "karyawan kontrak": "contract",
    "outsourcing": "contract",
    "paruh waktu": "part_time",
    "part time": "part_time",
    "magang": "internship",
    "pemagangan": "internship",
    "harian": "daily",
    "harian lepas": "daily",
    "lepas": "freelance",
    "freelance": "freelance",
}


def day_in_words(value: object) -> object:
    """A day with its month's name (``15 Desember 2026``) as ``2026-12-15``; anything else as it is."""
    match = _DAY.search(fold(value)) if isinstance(value, str) else None
    if match is None or match[2] not in _MONTHS:
        return value
    return f"{match[3]}-{_MONTHS[match[2]]:02d}-{int(match[1]):02d}"


def employment_type(text: str) -> str:
    """The template's word for a kind of employment (``PKWT`` is ``contract``); empty for words that say none."""
    return _TYPES.get(fold(text), "")
