"""Ages that an ad asks for, in a text of any length.

``taxonomy/demands.py`` reads them for the texts that are coded, the first 20,000 characters alone; here a long ad is
read in pieces that end with a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taxonomy.demands import read_demands

_PIECE = 16_000
_OF_BUYERS = re.compile(
    r"\b(?:target|segmen\w*|pasar|market|audiens?|audience|konsumen|pelanggan|customers?|pembaca|penonton)\b[^\n.;]{0,40}$",
    re.IGNORECASE,
)
_BEHIND = 70


def ages_in(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of every demand on age, in order."""
    at = 0
    while at < len(text):
        end = _end_of_piece(text, at)
        for words in read_demands(text[at:end]).words:
            ahead = text[max(0, at + words.start - _BEHIND) : at + words.start]
            if words.kind == "age" and not _OF_BUYERS.search(ahead):
                # An age that ends a line is read with its line break.
                yield at + words.start, at + words.start + len(words.surface.rstrip())
        at = end


def _end_of_piece(text: str, at: int) -> int:
    """After the last line that fits, else after the last word, else where the piece is full."""
    if len(text) - at <= _PIECE:
        return len(text)
    most = at + _PIECE
    for mark in ("\n", " "):
        found = text.rfind(mark, at + 1, most)
        if found > at:
            return found + 1
    return most
