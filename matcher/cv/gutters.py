"""Gutters: free strips from top to bottom, and whether what they part are columns of the page or of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from matcher.cv.headings import heading_of
from matcher.cv.months import read_spans
from matcher.cv.visuals import FLUSH_WITHIN, Visual, text_of

_FLUSH = 0.75
"""Share of lines right of a gutter that must begin at one of few places; gaps that lie above each other by "
"chance do not."""

_PLACES = 3
"""Those places: text, signs of a list, what stands behind these."""

_LEAST_LINES = 2
"""Lines on either side of a gutter."""

_LARGER = 0.8
"""Points above the usual size from which a line alone is a heading, whatever it says."""

_SPANS = 0.3
"""Share of spans of months among words at the right edge from which these belong to their lines."""

_RULED = 3
"""Ruled lines beside a gutter from which it parts the cells of a table."""

_ALIGNED = 0.7
"""Share of lines of the narrower side that have a line beside them from which two sides are one table."""


def gutter_of(visuals: Sequence[Visual]) -> tuple[float, int, int] | None:
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


def _is_flush(run: Sequence[Visual], x: float) -> bool:
    """Whether the lines right of a strip begin at few places."""
    starts = sorted(line.right_of(x)[0].x0 for line in run if line.right_of(x))
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= FLUSH_WITHIN:
            groups[-1].append(start)
        else:
            groups.append([start])
    most = sorted(map(len, groups), reverse=True)[:_PLACES]
    return sum(most) >= _FLUSH * len(starts) and most[0] > 1


def _runs(visuals: Sequence[Visual], x: float) -> Iterator[tuple[int, int]]:
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


def _widened(visuals: Sequence[Visual], x: float, first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """A run with the lines above and below it that go on with one of its sides: right of the gutter, or near below."""
    while last < high and (visuals[last].right_of(x) or _follows(visuals[last - 1], visuals[last])):
        last += 1
    while first > low and visuals[first - 1].right_of(x) and not visuals[first - 1].left_of(x):
        first -= 1
    return first, last


def _follows(above: Visual, line: Visual) -> bool:
    return line.top - above.bottom < 3.0 * max(line.size, 1.0)


def are_columns(
    left: Sequence[Visual], right: Sequence[Visual], run: Sequence[Visual], x: float, rules: Sequence[float]
) -> bool:
    """Whether two sides are columns of the page, to be read one after the other; ruled rows are those of a table."""
    headed_left, headed_right = (any(heading_of(text_of(line)) for line in side) for side in (left, right))
    if headed_left and headed_right:
        return True
    if sum(run[0].top < rule < run[-1].bottom for rule in rules) >= _RULED:
        return False
    beside = sum(bool(line.left_of(x)) and bool(line.right_of(x)) for line in run)
    return beside < _ALIGNED * min(len(left), len(right)) and not headed_left


def at_headings(visuals: Sequence[Visual], x: float) -> Iterator[tuple[list[Visual], bool]]:
    """Stretches of a table between headings that stand alone left of a gutter, and these headings."""
    part = list[Visual]()
    usual = median(line.size for line in visuals)
    for line in visuals:
        if not line.right_of(x) and (heading_of(text_of(line)) or line.size > usual + _LARGER):
            if part:
                yield part, False
            yield [line], True
            part = []
        else:
            part.append(line)
    if part:
        yield part, False


def are_edge(right: Sequence[Visual]) -> bool:
    """Whether words right of a gutter belong to the lines that they end: months, or months and towns at one edge."""
    spans = sum(is_span(text_of(line)) for line in right)
    if spans == len(right):
        return True
    ends = [line.pieces[-1].x1 for line in right]
    starts = [line.pieces[0].x0 for line in right]
    is_right = max(ends) - min(ends) <= FLUSH_WITHIN < max(starts) - min(starts)
    return is_right and spans >= max(1.0, _SPANS * len(right))


def is_span(text: str) -> bool:
    """Whether a text is a span of months and nothing else."""
    return any(span.end - span.start >= len(text) - 2 for span in read_spans(text))
