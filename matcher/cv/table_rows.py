"""Tables on a page: where their cells begin, and which lines are one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from matcher.cv.lines import Word
from matcher.cv.marks import without_mark
from matcher.cv.months import read_spans
from matcher.cv.visuals import FLUSH_WITHIN, Visual

_ROW_GAP = 0.12
"""Free height beyond the usual one, in heights of a line, from which a row of a table without ruled lines begins."""


def cell_edges(visuals: Sequence[Visual]) -> list[tuple[float, float]]:
    """Columns of a table as (from, to): each begins where cells of several lines begin and no word stands across."""
    words = [word for line in visuals for piece in line.pieces for word in piece.words]
    begins = sorted(piece.x0 for line in visuals for piece in line.pieces)
    starts = [begins[0]]
    for at, begin in enumerate(begins):
        alike = sum(abs(other - begin) <= FLUSH_WITHIN for other in begins[at:])
        is_new = begin - starts[-1] > FLUSH_WITHIN and (alike > 1 or len(visuals) < 4)
        if is_new and not any(word.x0 < begin - 1 < word.x1 - 1 for word in words):
            starts.append(begin)
    return list(
        zip([float("-inf"), *(x - 1 for x in starts[1:])], [*(x - 1 for x in starts[1:]), float("inf")], strict=True)
    )


def rows_of(
    visuals: Sequence[Visual], rules: Sequence[float], columns: Sequence[tuple[float, float]]
) -> Iterator[list[Visual]]:
    """Lines of a table gathered to rows: between ruled lines, else at wider gaps, else where a first cell begins."""
    cuts = _ruled(visuals, rules)
    if sum(cuts) < max(1, len(visuals) // 12):
        first = columns[0][1]
        begins = [any(piece.x0 < first for piece in line.pieces) for line in visuals[1:]]
        cuts = begins if _is_form(visuals, first) else _gapped(visuals, columns)
        pairs = zip(cuts if any(cuts) else begins, visuals, visuals[1:], strict=False)
        cuts = [cut and not _goes_on(above, line, first) for cut, above, line in pairs]
    cuts = [cut or _is_value(line, columns[0][1]) for cut, line in zip(cuts, visuals[1:], strict=True)]
    row = [visuals[0]]
    for line, cut in zip(visuals[1:], cuts, strict=True):
        if cut:
            yield row
            row = list[Visual]()
        row.append(line)
    yield row


def _is_value(line: Visual, first: float) -> bool:
    """Whether a line is a label and a value behind a colon: a row of its own, whatever stands above it."""
    value = line.right_of(first - 1)
    return bool(line.left_of(first)) and bool(value) and value[0].text.startswith(":")


def _goes_on(above: Visual, line: Visual, first: float) -> bool:
    """Whether the first cell of a line goes on with the one above: a broken span of months, or a small letter."""
    upper, lower = (
        " ".join(word.text for piece in one.pieces for word in piece.words if word.x0 < first) for one in (above, line)
    )
    if not upper or not lower:
        return False
    return lower[0].islower() or (not read_spans(upper) and bool(read_spans(f"{upper} {lower}")))


def _ruled(visuals: Sequence[Visual], rules: Sequence[float]) -> list[bool]:
    """Below which lines a ruled line is drawn."""
    found: list[bool] = []
    for at in range(1, len(visuals)):
        bottom = max(line.bottom for line in visuals[max(0, at - 3) : at])
        above, below = (bottom + visuals[at - 1].top) / 2, (visuals[at].top + visuals[at].bottom) / 2
        found.append(any(min(above, bottom - 2) <= rule <= below for rule in rules))
    return found


def _is_form(visuals: Sequence[Visual], first: float) -> bool:
    """Whether most values of a table of two columns stand behind a colon."""
    values = [line.right_of(first - 1) for line in visuals if line.left_of(first)]
    colons = sum(bool(value) and value[0].text.startswith(":") for value in values)
    labels = sum(line.left_of(first)[-1].text.endswith(":") for line in visuals if line.left_of(first))
    return max(colons, labels) > 0.5 * len(values)


def _gapped(visuals: Sequence[Visual], columns: Sequence[tuple[float, float]]) -> list[bool]:
    """Above which lines more height is free than between two lines of one cell, or bold ends: rows begin there."""
    free = list[float]()
    for x0, x1 in columns:
        cell = [[word for piece in line.pieces for word in piece.words if x0 <= word.x0 < x1] for line in visuals]
        heights = sorted(_heights(words) for words in cell if words)
        free += [below[0] - above[1] for above, below in pairwise(heights)]
    heights = [_heights([word for piece in line.pieces for word in piece.words]) for line in visuals]
    height = median(bottom - top for top, bottom in heights)
    usual = max(0.0, min((gap for gap in free if gap > -0.3 * height), default=0.0))
    found, lowest = list[bool](), heights[0][1]
    for at in range(1, len(visuals)):
        is_head = at == 1 and len(visuals[0].pieces) > 1 and _is_bold(visuals[0]) and not _is_bold(visuals[1])
        found.append(is_head or heights[at][0] - lowest > usual + _ROW_GAP * height)
        lowest = max(lowest, heights[at][1])
    return found


def _heights(words: Sequence[Word]) -> tuple[float, float]:
    """Upper and lower edge of words, without a sign of a list before them, which often is of another typeface."""
    text = words[1:] if len(words) > 1 and without_mark(f"{words[0].text} x")[1] else words
    return min(word.top for word in text), max(word.bottom for word in text)


def _is_bold(line: Visual) -> bool:
    return all(word.is_bold for piece in line.pieces for word in piece.words)
