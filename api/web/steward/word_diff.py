"""Two texts word by word: what stands in both, and what is each one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 800
"""Words of each text that are compared: the time grows with their product."""

_PIECE = re.compile(r"\s*(?:[^\W_]+|[\W_])\s*", re.UNICODE)
"""A word or a sign with the white space around it, which is not compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text.

    Attributes:
        text: It.
        is_own: Whether the other text lacks it.
    """

    text: str
    is_own: bool


def word_diff(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces that join to the text again; what lies behind ``MOST_WORDS`` is shown as it is.

    Letters count alike in upper and lower case, and so does any white space.
    """
    (left, left_rest), (right, right_rest) = _words(one), _words(other)
    matcher = SequenceMatcher(None, [_norm(w) for w in left], [_norm(w) for w in right], autojunk=False)
    mine, theirs = list[Piece](), list[Piece]()
    for what, a, b, c, d in matcher.get_opcodes():
        mine += _pieces("".join(left[a:b]), is_own=what != "equal")
        theirs += _pieces("".join(right[c:d]), is_own=what != "equal")
    return [*mine, *_pieces(left_rest, is_own=False)], [*theirs, *_pieces(right_rest, is_own=False)]


def _words(text: str) -> tuple[list[str], str]:
    found = list(_PIECE.finditer(text))
    if len(found) <= MOST_WORDS:
        return [one.group() for one in found] or [text], ""
    return [one.group() for one in found[:MOST_WORDS]], text[found[MOST_WORDS].start() :]


def _norm(word: str) -> str:
    return word.strip().casefold()


def _pieces(text: str, *, is_own: bool) -> Iterator[Piece]:
    """A stretch, the white space behind it apart so that no mark ends in it."""
    words = text.rstrip()
    if words:
        yield Piece(text=words, is_own=is_own)
    if len(words) < len(text):
        yield Piece(text=text[len(words) :], is_own=False)
