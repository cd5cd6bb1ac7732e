"""Words on a page to lines in reading order: columns of the page one after the other, rows of a table row by row.

A free strip from top to bottom (a gutter) parts two columns of the page, or two columns of a table; which of both is
the question. Two columns of the page each have headings of their own; the left column of a table or form names what
stands to its right, line by line. Recursive cuts at free strips are those of Nagy & Seth 1984 ("Hierarchical
representation of optically scanned documents", ICPR); headings as evidence are ours, for no library that we may use
tells columns from tables without ruled lines (docs/decisions/0031).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.cv.gutters import are_columns, are_edge, at_headings, gutter_of
from matcher.cv.lines import Line, Word
from matcher.cv.table_rows import cell_edges, rows_of
from matcher.cv.visuals import Visual, pieces_of, plain_lines, visuals_of

_DEEP = 6


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
        visuals = visuals_of(words)
        lines = [line for line in self._region(visuals, rules, 0) if line.text]
        return [replace(line, page=page, number=number) for number, line in enumerate(lines, 1)]

    def _region(self, visuals: Sequence[Visual], rules: Sequence[float], deep: int) -> Iterator[Line]:
        found = gutter_of(visuals) if deep < _DEEP else None
        if found is None:
            yield from plain_lines(visuals)
            return
        x, start, end = found
        yield from self._region(visuals[:start], rules, deep + 1)
        inside = visuals[start:end]
        left = [Visual(pieces) for line in inside if (pieces := line.left_of(x))]
        right = [Visual(pieces) for line in inside if (pieces := line.right_of(x))]
        if are_columns(left, right, inside, x, rules):
            yield from self._region(left, rules, deep + 1)
            yield from self._region(right, rules, deep + 1)
        elif are_edge(right):
            yield from plain_lines(inside)  # each belongs to its line
        else:
            for part, is_heading in at_headings(inside, x):
                yield from plain_lines(part) if is_heading else self._table(part, rules)
        yield from self._region(visuals[end:], rules, deep + 1)

    def _table(self, visuals: Sequence[Visual], rules: Sequence[float]) -> Iterator[Line]:
        """Rows of a table, cell by cell; a row that has one cell alone is plain lines."""
        columns = cell_edges(visuals)
        for row in rows_of(visuals, rules, columns):
            cells: list[list[Visual]] = [[] for _ in columns]
            for line in row:
                for at, (x0, x1) in enumerate(columns):
                    words = [word for piece in line.pieces for word in piece.words if x0 <= word.x0 < x1]
                    if words:
                        cells[at].append(Visual(tuple(pieces_of(words))))
            if sum(map(bool, cells)) < 2:
                yield from plain_lines([line for cell in cells for line in cell])
                continue
            self._rows += 1
            for at, cell in enumerate(cells):
                for told in plain_lines(cell):
                    yield replace(told, row=self._rows, cell=at)
