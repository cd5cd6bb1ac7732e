"""Age and sex that an ad asks for, read as facts for the check on discrimination.

They are facts about an ad and never features of a match: neither a vector, an index nor a score may see them
(UU 13/2003 art. 5-6; SE Menaker M/6/HK.04/V/2025), and ``matcher/privacy.py`` takes the same words out of every text
that is embedded or scored. A word of sex counts where it says who may apply: at the head of a demand ("Pria, usia..."),
behind a word that seeks a person ("dicari wanita"), before an age or as a pair ("pria/wanita"). Goods, customers, rules
of grooming and the job's own name ("Waitress") ask for nobody's sex.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from taxonomy.durations import GAP, NUMBER, RUN_ON, TO, number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandWords:
    """Words of an ad that ask for an age or a sex.

    Attributes:
        kind: ``age`` or ``sex``.
        surface: The words, unchanged.
        start: Code point offset of the first character.
        end: Offset after the last one.
    """

    kind: Literal["age", "sex"]
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What an ad asks for of age and sex.

    Attributes:
        age_min: Least age in years; the lowest when several are named, None when none is.
        age_max: Highest age in years; the highest when several are named, None when none is.
        sexes: ``L`` (laki-laki), ``P`` (perempuan) or both; empty when the ad names none.
        words: The words that say so, in their order.
    """

    age_min: int | None
    age_max: int | None
    sexes: frozenset[str]
    words: tuple[DemandWords, ...]


_YEARS = r"(?:tahun|thn|thun|taun|th\.?|years?(?: old)?|yrs?|y\.?o\.?)"
_AGE = r"(?:(?:ber)?usia|(?:ber)?umur|\bages?|\baged)"
_MOST = (
    r"(?:m[ai]?[kx]\w{0,7}\.?|masimal|di ?bawah|kurang dari|tidak lebih dari|tidak melebihi|paling tua|not more than|"
    r"no more than|under|below|up to|hingga|sampai(?: dengan)?|[<≤]=?)"
)
_LEAST = r"(?:mi?n(?:i?m\w{0,6})?\.?|di ?atas|lebih dari|paling muda|at least|above|over|setidaknya|mulai|[>≥]=?)"
_FILLER = r"(?:antara|between|from|dari|range|kisaran|sekitar|yaitu|adalah|is|are|must be|saat ini|[:.,=±(\-])"
_BETWEEN = rf"(?:{TO}|–|\band\b|\bdan\b|/)"
_ONE = rf"(?P<{{0}}>{NUMBER}){GAP}(?:\(\w+\){GAP})?(?:{_YEARS}{RUN_ON})?"


def _number(name: str) -> str:
    return _ONE.format(name)


_BOUND = rf"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))"
_SECOND = (
    rf"(?:{GAP}{_BETWEEN}?{GAP}(?:(?P<most2>{_MOST})|(?P<least2>{_LEAST})){GAP}(?:{_AGE}{GAP})?[:.]?{GAP}{_number('bound2')}|"
    rf"{GAP}{_BETWEEN}{GAP}{_number('high')})"
)
_NAMED_AGE = re.compile(
    rf"(?<![^\W_](?=[a-z]))(?:{_BOUND}{GAP}[:.]?{GAP})?{_AGE}(?:{GAP}{_FILLER}){{{{0,3}}}}{GAP}".replace("{{", "{").replace("}}", "}")
    + rf"(?:{_BOUND.replace('<most>', '<most1>').replace('<least>', '<least1>')}{GAP}(?:{_AGE})?{GAP}[:.]?{GAP})?"
    + rf"{_number('low')}{_SECOND}?(?P<side>{GAP}(?:ke ?(?:atas|bawah)|maksimal|maks?\b|max\w*|minimal|and above))?",
    re.IGNORECASE,
)
