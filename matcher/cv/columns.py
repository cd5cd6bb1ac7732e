"""Words on a page to lines in reading order: columns of the page one after the other, rows of a table row by row.

A free strip from top to bottom (a gutter) parts two columns of the page, or two columns of a table; which of both is
the question. Two columns of the page each have headings of their own; the left column of a table or form names what
stands to its right, line by line. Recursive cuts at free strips are those of Nagy & Seth 1984 ("Hierarchical
representation of optically scanned documents", ICPR); headings as evidence are ours, for no library that we may use
tells columns from tables without ruled lines (docs/decisions/0031).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from matcher.cv.headings import heading_of
from matcher.cv.lines import Line, Word
from matcher.cv.marks import without_mark
from matcher.cv.months import read_spans

_GAP = 0.75
"""Free width, in sizes of the type, that may part two cells; blanks are a third of the size."""

_TAB = 1.3
"""Free width, in sizes of the type, that is told as a tab."""

_EVEN = 2.0
"""Widest gap of a line against its narrowest up to which the line is justified and its gaps are blanks."""

_FLUSH = 0.75
"""Share of lines right of a gutter that must begin at one of few places; gaps that lie above each other by "
"chance do not."""

_PLACES = 3
"""Those places: text, signs of a list, what stands behind these."""

_FLUSH_WITHIN = 2.0

_LEAST_LINES = 2
"""Lines on either side of a gutter."""

_ALIGNED = 0.7
"""Share of lines of the narrower side that have a line beside them from which two sides are one table."""

_SAME_LINE = 0.5
"""Share of the lower height by which two words must overlap to stand on one line."""

_ROW_GAP = 0.12
"""Free height beyond the usual one, in heights of a line, from which a row of a table without ruled lines begins."""

_DEEP = 6


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one line without a wide gap between them."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class _Visual:
    """Pieces at one height, from the left."""

    pieces: tuple[_Piece, ...]

    @property
    def top(self) -> float:
        return min(word.top for piece in self.pieces for word in piece.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for piece in self.pieces for word in piece.words)

    @property
    def size(self) -> float:
        return max(word.size for piece in self.pieces for word in piece.words)

    def left_of(self, x: float) -> tuple[_Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.x1 <= x)

    def right_of(self, x: float) -> tuple[_Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.x0 >= x)

    def crosses(self, x: float) -> bool:
        return any(piece.x0 < x < piece.x1 for piece in self.pieces)


class PageReader:
    """Reads pages one after the other; rows of tables are counted over all of them."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._rows = 0

    def read(self, words: Sequence[Word], rules: Sequence[float], page: int) -> list[Line]:
        """Lines of a page in reading order, numbered.

        Args:
            words: Of the page.
            rules: Heights of ruled lines.
            page: Its number, from 1.
        """
        visuals = _visuals(words)
        lines = [line for line in self._region(visuals, rules, 0) if line.text]
        return [replace(line, page=page, number=number) for number, line in enumerate(lines, 1)]

    def _region(self, visuals: Sequence[_Visual], rules: Sequence[float], deep: int) -> Iterator[Line]:
        found = _gutter(visuals) if deep < _DEEP else None
        if found is None:
            yield from _plain(visuals)
            return
        x, start, end = found
        yield from self._region(visuals[:start], rules, deep + 1)
        inside = visuals[start:end]
        left = [_Visual(pieces) for line in inside if (pieces := line.left_of(x))]
        right = [_Visual(pieces) for line in inside if (pieces := line.right_of(x))]
        if _are_columns(left, right, inside, x):
            yield from self._region(left, rules, deep + 1)
            yield from self._region(right, rules, deep + 1)
        elif all(_is_span(_text(line)) for line in right):
            yield from _plain(inside)  # dates at the right edge: each belongs to its line
        else:
            for part, is_heading in _at_headings(inside, x):
                yield from _plain(part) if is_heading else self._table(part, rules)
        yield from self._region(visuals[end:], rules, deep + 1)

    def _table(self, visuals: Sequence[_Visual], rules: Sequence[float]) -> Iterator[Line]:
        """Rows of a table, cell by cell; a row that has one cell alone is plain lines."""
        columns = _cell_edges(visuals)
        for row in _rows(visuals, rules, columns):
            cells: list[list[_Visual]] = [[] for _ in columns]
            for line in row:
                for at, (x0, x1) in enumerate(columns):
                    words = [word for piece in line.pieces for word in piece.words if x0 <= word.x0 < x1]
                    if words:
                        cells[at].append(_Visual(tuple(_pieces(words))))
            if sum(map(bool, cells)) < 2:
                yield from _plain([line for cell in cells for line in cell])
                continue
            self._rows += 1
            for at, cell in enumerate(cells):
                for told in _plain(cell):
                    yield replace(told, row=self._rows, cell=at)


def _at_headings(visuals: Sequence[_Visual], x: float) -> Iterator[tuple[list[_Visual], bool]]:
    """Stretches of a table between headings that stand alone left of a gutter, and these headings."""
    part: list[_Visual] = []
    for line in visuals:
        if not line.right_of(x) and heading_of(_text(line)):
            if part:
                yield part, False
            yield [line], True
            part = []
        else:
            part.append(line)
    if part:
        yield part, False


def _visuals(words: Sequence[Word]) -> list[_Visual]:
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
    found = [_Visual(tuple(_pieces(sorted(row, key=lambda word: word.x0)))) for row in rows]
    return sorted(found, key=lambda line: line.top)


def _pieces(words: Sequence[Word]) -> Iterator[_Piece]:
    piece = [words[0]]
    for word in words[1:]:
        is_mark = len(piece) == 1 and without_mark(f"{piece[0].text} x")[1]
        if word.x0 - piece[-1].x1 > _GAP * max(word.size, piece[-1].size) and not is_mark:
            yield _Piece(tuple(piece))
            piece = []
        piece.append(word)
    yield _Piece(tuple(piece))


def _gutter(visuals: Sequence[_Visual]) -> tuple[float, int, int] | None:
    """The free strip with the most lines beside it: its place, and the first and last line (exclusive) of it."""
    edges = sorted({piece.x0 - 1.0 for line in visuals for piece in line.pieces})
    best: tuple[int, float, int, int] | None = None
    for x in edges:
        for start, end in _runs(visuals, x):
            run = visuals[start:end]
            left = sum(bool(line.left_of(x)) for line in run)
            right = sum(bool(line.right_of(x)) for line in run)
            worth = min(left, right) * 2 + (end - start)
            is_better = min(left, right) >= _LEAST_LINES and (best is None or worth > best[0])
            if is_better and _is_flush(run, x):
                best = (worth, x, start, end)
    return None if best is None else best[1:]


def _is_flush(run: Sequence[_Visual], x: float) -> bool:
    """Whether the lines right of a strip begin at few places."""
    starts = sorted(line.right_of(x)[0].x0 for line in run if line.right_of(x))
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= _FLUSH_WITHIN:
            groups[-1].append(start)
        else:
            groups.append([start])
    most = sorted(map(len, groups), reverse=True)[:_PLACES]
    return sum(most) >= _FLUSH * len(starts) and most[0] > 1


def _runs(visuals: Sequence[_Visual], x: float) -> Iterator[tuple[int, int]]:
    """Runs of lines that a strip does not cross, without the lines at their ends that stand on one side alone."""
    start = 0
    for at in range(len(visuals) + 1):
        if at < len(visuals) and not visuals[at].crosses(x):
            continue
        run = range(start, at)
        both = [i for i in run if visuals[i].left_of(x) and visuals[i].right_of(x)]
        if both:
            yield _widened(visuals, x, both[0], both[-1] + 1, start, at)
        start = at + 1


def _widened(visuals: Sequence[_Visual], x: float, first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """A run with the lines above and below it that go on with one of its sides: right of the gutter, or near below."""
    while last < high and (visuals[last].right_of(x) or _follows(visuals[last - 1], visuals[last])):
        last += 1
    while first > low and visuals[first - 1].right_of(x) and not visuals[first - 1].left_of(x):
        first -= 1
    return first, last


def _follows(above: _Visual, line: _Visual) -> bool:
    return line.top - above.bottom < 3.0 * max(line.size, 1.0)


def _are_columns(left: Sequence[_Visual], right: Sequence[_Visual], run: Sequence[_Visual], x: float) -> bool:
    """Whether two sides are columns of the page, to be read one after the other."""
    headed_left, headed_right = (any(heading_of(_text(line)) for line in side) for side in (left, right))
    if headed_left and headed_right:
        return True
    beside = sum(bool(line.left_of(x)) and bool(line.right_of(x)) for line in run)
    return beside < _ALIGNED * min(len(left), len(right)) and not headed_left


def _is_span(text: str) -> bool:
    return any(span.end - span.start >= len(text) - 2 for span in read_spans(text))


def _text(line: _Visual) -> str:
    return " ".join(piece.text for piece in line.pieces)


def _cell_edges(visuals: Sequence[_Visual]) -> list[tuple[float, float]]:
    """Columns of a table as (from, to): each begins where cells of several lines begin and no word stands across."""
    words = [word for line in visuals for piece in line.pieces for word in piece.words]
    begins = sorted(piece.x0 for line in visuals for piece in line.pieces)
    starts = [begins[0]]
    for at, begin in enumerate(begins):
        alike = sum(abs(other - begin) <= _FLUSH_WITHIN for other in begins[at:])
        is_new = begin - starts[-1] > _FLUSH_WITHIN and (alike > 1 or len(visuals) < 4)
        if is_new and not any(word.x0 < begin - 1 < word.x1 - 1 for word in words):
            starts.append(begin)
    return list(
        zip([float("-inf"), *(x - 1 for x in starts[1:])], [*(x - 1 for x in starts[1:]), float("inf")], strict=True)
    )


def _rows(
    visuals: Sequence[_Visual], rules: Sequence[float], columns: Sequence[tuple[float, float]]
) -> Iterator[list[_Visual]]:
    """Lines of a table gathered to rows: between ruled lines, else at wider gaps, else where a first cell begins."""
    cuts = _ruled(visuals, rules)
    if sum(cuts) < max(1, len(visuals) // 12):
        first = columns[0][1]
        begins = [any(piece.x0 < first for piece in line.pieces) for line in visuals[1:]]
        cuts = begins if _is_form(visuals, first) else _gapped(visuals, columns)
        pairs = zip(cuts if any(cuts) else begins, visuals, visuals[1:], strict=False)
        cuts = [cut and not _goes_on(above, line, first) for cut, above, line in pairs]
    row = [visuals[0]]
    for line, cut in zip(visuals[1:], cuts, strict=True):
        if cut:
            yield row
            row = []
        row.append(line)
    yield row


def _goes_on(above: _Visual, line: _Visual, first: float) -> bool:
    """Whether the first cell of a line goes on with the one above: a broken span of months, or a small letter."""
    upper, lower = (
        " ".join(word.text for piece in one.pieces for word in piece.words if word.x0 < first) for one in (above, line)
    )
    if not upper or not lower:
        return False
    return lower[0].islower() or (not read_spans(upper) and bool(read_spans(f"{upper} {lower}")))


def _ruled(visuals: Sequence[_Visual], rules: Sequence[float]) -> list[bool]:
    """Below which lines a ruled line is drawn."""
    found = []
    for at in range(1, len(visuals)):
        bottom = max(line.bottom for line in visuals[max(0, at - 3) : at])
        above, below = (bottom + visuals[at - 1].top) / 2, (visuals[at].top + visuals[at].bottom) / 2
        found.append(any(min(above, bottom - 2) <= rule <= below for rule in rules))
    return found


def _is_form(visuals: Sequence[_Visual], first: float) -> bool:
    """Whether most values of a table of two columns stand behind a colon."""
    values = [line.right_of(first - 1) for line in visuals if line.left_of(first)]
    colons = sum(bool(value) and value[0].text.startswith(":") for value in values)
    labels = sum(line.left_of(first)[-1].text.endswith(":") for line in visuals if line.left_of(first))
    return max(colons, labels) > 0.5 * len(values)


def _gapped(visuals: Sequence[_Visual], columns: Sequence[tuple[float, float]]) -> list[bool]:
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


def _is_bold(line: _Visual) -> bool:
    return all(word.is_bold for piece in line.pieces for word in piece.words)


def _told(words: Sequence[Word]) -> str:
    """The words of a line, a tab at each wide gap; the even gaps of a justified line are blanks."""
    gaps = [(right.x0 - left.x1, max(left.size, right.size)) for left, right in pairwise(words)]
    widths = [gap for gap, _ in gaps]
    is_justified = len(widths) > 1 and max(widths) <= _EVEN * max(min(widths), 0.1)
    signs = ["\t" if gap > _TAB * size and not is_justified else " " for gap, size in gaps]
    return words[0].text + "".join(sign + word.text for sign, word in zip(signs, words[1:], strict=True))


def _plain(visuals: Sequence[_Visual]) -> Iterator[Line]:
    """Lines as they stand, a tab at each wide gap."""
    if not visuals:
        return
    right = max(line.pieces[-1].x1 for line in visuals)
    usual = median(line.bottom - line.top for line in visuals) or 1.0
    before: _Visual | None = None
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
