"""Words on a page gathered to visual lines of pieces, and such lines told as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from matcher.cv.lines import Line, Word
from matcher.cv.marks import without_mark

_GAP = 0.75
"""Free width, in sizes of the type, that may part two cells; blanks are a third of the size."""

_TAB = 1.3
"""Free width, in sizes of the type, that is told as a tab."""

_EVEN = 2.0
"""Widest gap of a line against its narrowest up to which the line is justified and its gaps are blanks."""

FLUSH_WITHIN = 2.0
"""Points within which two left edges are one."""

_SAME_LINE = 0.5
"""Share of the lower height by which two words must overlap to stand on one line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a wide gap between them."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def text(self) -> str:
        """Its words, a blank between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Visual:
    """Pieces at one height, from the left."""

    pieces: tuple[Piece, ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(word.top for piece in self.pieces for word in piece.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.bottom for piece in self.pieces for word in piece.words)

    @property
    def size(self) -> float:
        """Of the largest type."""
        return max(word.size for piece in self.pieces for word in piece.words)

    def left_of(self, x: float) -> tuple[Piece, ...]:
        """Pieces that end before a place."""
        return tuple(piece for piece in self.pieces if piece.x1 <= x)

    def right_of(self, x: float) -> tuple[Piece, ...]:
        """Pieces that begin behind a place."""
        return tuple(piece for piece in self.pieces if piece.x0 >= x)

    def crosses(self, x: float) -> bool:
        """Whether a piece stands across a place."""
        return any(piece.x0 < x < piece.x1 for piece in self.pieces)


def visuals_of(words: Sequence[Word]) -> list[Visual]:
    """Words gathered to lines by their heights, from the top, each line split at wide gaps."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.x0)):
        for row in reversed(rows[-3:]):
            shared = min(row[0].bottom, word.bottom) - max(row[0].top, word.top)
            if shared >= _SAME_LINE * min(row[0].bottom - row[0].top, word.bottom - word.top):
                row.append(word)
                break
        else:
            rows.append([word])
    found = [Visual(tuple(pieces_of(sorted(row, key=lambda word: word.x0)))) for row in rows]
    return sorted(found, key=lambda line: line.top)


def pieces_of(words: Sequence[Word]) -> Iterator[Piece]:
    """Words of one line from the left, parted at wide gaps."""
    piece = [words[0]]
    for word in words[1:]:
        is_mark = len(piece) == 1 and without_mark(f"{piece[0].text} x")[1]
        if word.x0 - piece[-1].x1 > _GAP * max(word.size, piece[-1].size) and not is_mark:
            yield Piece(tuple(piece))
            piece = list[Word]()
        piece.append(word)
    yield Piece(tuple(piece))


def text_of(line: Visual) -> str:
    """The words of a line, a blank between them."""
    return " ".join(piece.text for piece in line.pieces)


def _told(words: Sequence[Word]) -> str:
    """The words of a line, a tab at each wide gap; the even gaps of a justified line are blanks."""
    gaps = [(right.x0 - left.x1, max(left.size, right.size)) for left, right in pairwise(words)]
    widths = [gap for gap, _ in gaps]
    is_justified = len(widths) > 1 and max(widths) <= _EVEN * max(min(widths), 0.1)
    signs = ["\t" if gap > _TAB * size and not is_justified else " " for gap, size in gaps]
    return words[0].text + "".join(sign + word.text for sign, word in zip(signs, words[1:], strict=True))


def plain_lines(visuals: Sequence[Visual]) -> Iterator[Line]:
    """Lines as they stand, a tab at each wide gap."""
    if not visuals:
        return
    right = max(line.pieces[-1].x1 for line in visuals)
    usual = median(line.bottom - line.top for line in visuals) or 1.0
    before: Visual | None = None
    for line in visuals:
        words = [word for piece in line.pieces for word in piece.words]
        text, is_marked = without_mark(_told(words))
        yield Line(
            text=text,
            x0=round(line.pieces[0].x0, 1),
            x1=round(line.pieces[-1].x1, 1),
            right=round(right, 1),
            gap=round(max(0.0, line.top - before.bottom) / usual, 2) if before else 0.0,
            size=round(max(word.size for word in words), 1),
            is_bold=all(word.is_bold for word in words),
            is_bullet=is_marked,
        )
        before = line
