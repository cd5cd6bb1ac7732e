"""Spans of time as Indonesian and English texts write them: ``2 tahun``, ``1-3 thn``, ``satu setengah tahun``."""

from __future__ import annotations

import re

_NUMBERS = {
    **{word: at for at, word in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(), 1)},
    **{word: at for at, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    **{f"{word} belas": at for at, word in enumerate("dua tiga empat lima enam tujuh delapan sembilan".split(), 12)},
    "dua puluh": 20,
    "tiga puluh": 30,
    "setengah": 0.5,
    "setahun": 1,
}
GAP = r"\s{0,4}"
"""Bounded, so that a field of spaces costs no more than its length."""

NUMBER = (
    r"(?:\d{1,2}(?:[.,]\d)?|"
    + "|".join(sorted((word.replace(" ", r"\s") for word in _NUMBERS), key=len, reverse=True))
    + r")(?:\s{1,4}setengah)?"
)
TO = r"(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?|hingga|to|until)"
"""Between the ends of a range."""

RUN_ON = r"(?:(?!\w)|(?-i:(?<=[a-z])(?=[A-Z]))|(?=\d{1,2}[.)](?!\d)))"
"""A unit ends; where a portal lost its line breaks, in ``2 tahunMemiliki`` or ``30 tahun2. Sehat`` too."""

_UNIT = r"(?:tahunan|tahun|thn|thun|th\.?|taun|yrs?|years?|bulan|bln|bl|months?|minggu)"
SPAN = re.compile(
    # Letters may stand before the digits ("min.1 tahun", "minimum2years"), but not a single one ("S1 tahun").
    rf"(?<!\d)(?<!\d[.,])(?<![a-z](?=[a-z]))(?<!\b[a-z])(?P<low>{NUMBER}){GAP}-?(?P<unit_low>{_UNIT})?{GAP}"
    rf"(?P<plus>\+)?{GAP}(?:\(\w+\){GAP})?"
    rf"(?:{TO}{GAP}(?P<high>{NUMBER}){GAP})?(?:\(\w+\){GAP})?-?(?P<unit>{_UNIT}){RUN_ON}|"
    r"(?P<one>\bsetahun\b)",
    # ASCII, so that nothing matches without regard to case whose case folding differs (the Turkish dotless i).
    re.IGNORECASE | re.ASCII,
)
"""A span: ``low`` with ``unit``, or ``low`` to ``high`` with ``unit`` and perhaps ``unit_low``; ``one``: a year."""


def number_of(words: str) -> float:
    """A number that ``NUMBER`` matched, from digits or words."""
    folded = " ".join(words.casefold().replace(",", ".").split())
    if folded in _NUMBERS:
        return float(_NUMBERS[folded])
    whole, is_and_half = folded.removesuffix(" setengah"), folded.endswith(" setengah")
    return float(_NUMBERS.get(whole) or whole) + (0.5 if is_and_half else 0.0)


def months_of(unit: str) -> float:
    """Months in a unit of ``SPAN``; a week is a quarter of a month."""
    folded = unit.casefold()
    if folded.startswith(("bulan", "bln", "bl", "month")):
        return 1.0
    return 0.25 if folded.startswith("minggu") else 12.0
