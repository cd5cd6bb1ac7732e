"""A text in pieces, each with the numbers of the points that its words show: what a page puts marks around.

The pieces joined are the text, to the letter, so that whoever prints them escapes each as he escapes any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST = 20_000
"""Characters in which words are looked for; the rest of a longer text comes unmarked."""

_LEAST = 2
"""Characters of the shortest words that are marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text.

    Attributes:
        text: As it stands there.
        points: Numbers of the points that it shows, ascending; empty for plain text.
    """

    text: str
    points: tuple[int, ...] = ()


def pieces(text: str, shown: Iterable[tuple[int, str]]) -> tuple[Piece, ...]:
    """A text in pieces.

    Args:
        text: Any.
        shown: Number of a point, and words that show it; they are found as whole words in any case, wherever they
            stand, with any space between them. Words that do not stand in the text mark nothing.
    """
    spans = [(*span, number) for number, words in shown for span in _spans(text[:LONGEST], words)]
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    found = list[Piece]()
    for start, end in pairwise(cuts):
        numbers = tuple(sorted({number for begin, stop, number in spans if begin <= start and end <= stop}))
        found.append(Piece(text=text[start:end], points=numbers))
    return _joined(found)


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours that show the same as one piece."""
    joined = list[Piece]()
    for piece in found:
        if joined and joined[-1].points == piece.points:
            joined[-1] = Piece(text=joined[-1].text + piece.text, points=piece.points)
        else:
            joined.append(piece)
    return tuple(joined)


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    parts = tuple(words.split())
    if len("".join(parts)) < _LEAST:
        return []
    return [match.span() for match in _pattern(parts).finditer(text)]


@lru_cache(maxsize=4_096)
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words: where the words begin or end with a letter, no letter or digit may stand beside."""
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return re.compile(before + r"\s+".join(map(re.escape, parts)) + after, re.IGNORECASE)
