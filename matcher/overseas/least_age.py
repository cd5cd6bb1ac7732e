"""The least age that an ad asks for, as ads for work abroad say it: "usia 18-35", "20 s.d. 45 th", "18+".

Beside ``taxonomy.demands``, which reads ads of Indonesian boards and is asked where these forms see nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.overseas.ad import ReadAd, Words, before, find_all
from taxonomy.demands import read_demands

_TO = r"(?:-|–|s/d|s\.?d\.?|sampai|hingga|to)"
_YEARS = r"(?:tahun|thn|th\b|yo\b|years)"
_FORMS = (
    # "usia 18-35", "umur minimal 21 th", "age 21+", "min. 23 tahun"
    (
        r"\b(?:(?:usia|umur|age|aged) ?:? ?(?:mi?n\w*\.? ?|mulai )?|min(?:imal|imum)?\.? (?:umur|usia|age)? ?)"
        rf"(?P<age>\d\d) ?(?:\+|ke atas|tahun ke atas|{_YEARS}|{_TO} ?\d\d|$|[.,;])"
    ),
    # "18 - 40 tahun"
    rf"\b(?P<range>\d\d) ?{_TO} ?\d\d ?{_YEARS}",
    r"\b(?P<plus>\d\d)\+(?=\W|$)",
    # "Pria 20-35"
    (
        r"\b(?:pria|wanita|laki-laki|perempuan|cewek|cowok|male|female|[lp]/[lpw])[ /,:()a-z-]{0,15}"
        r"(?P<sexed>\d\d) ?(?:-|–|sampai) ?\d\d"
    ),
    # "23-40." as a line of its own
    r"(?:^|[.\n]) ?(?P<lone>[1-5]\d) ?[-–] ?[2-6]\d(?= ?(?:[.\n]|$))",
    r"\bminimum age (?P<minimum>\d\d)",
    r"\bage (?P<aged>\d\d)",
    # "umur 17 boleh"
    r"\b(?:usia|umur) (?:mulai |min\w* )?(?P<young>1\d)\b",
)
_LEAST = re.compile("|".join(_FORMS), re.IGNORECASE)
_MOST = re.compile(r"\bma[kx]\w*\.? ?$", re.IGNORECASE)
_YOUNGEST, _OLDEST = 10, 65
"""Years; other numbers are no ages of applicants."""


def least_age(ad: ReadAd) -> tuple[int, Words] | None:
    """Years and the words that say them, the lowest of several; None when the ad names no least age."""
    told = min(_told(ad), key=lambda one: (one[0], one[1].start), default=None)
    return told if told is not None else _as_demanded(ad)


def _told(ad: ReadAd) -> Iterator[tuple[int, Words]]:
    for part, match in find_all(ad.said, _LEAST):
        years = next(int(found) for found in match.groups() if found)
        is_most = _MOST.search(part.plain[match.start() : match.start(match.lastgroup or 0)])
        if _YOUNGEST <= years <= _OLDEST and not is_most and not _MOST.search(before(part, match)):
            yield years, part.words(*match.span())


def _as_demanded(ad: ReadAd) -> tuple[int, Words] | None:
    """As ``taxonomy.demands`` reads it."""
    reading = read_demands(ad.text.plain)
    if reading.age_min is None:
        return None
    words = next(word for word in reading.words if word.kind == "age")
    return reading.age_min, ad.text.words(words.start, words.end)
