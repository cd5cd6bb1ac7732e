"""What the skill reader must beat: the labels of the taxonomy found word for word, nothing else.

No aliases, no derived forms, no headings, benefits or other context: whole words in the order of a label, letter case
aside; the longest label wins, then the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from evaluation.spans import Offsets

_WORD = re.compile(r"\w(?:[\w.]*\w)?[+#]*")


class LabelDictionary:
    """Labels to be found in texts."""

    def __init__(self, labels: Iterable[str]) -> None:
        """Index labels by their words; a label without a word is passed over."""
        self._known = {words for label in labels if (words := tuple(_WORD.findall(label.casefold())))}
        self._longest = max(map(len, self._known), default=0)

    def find(self, text: str) -> list[Offsets]:
        """Spans of labels, by start, none overlapping."""
        tokens = list(_WORD.finditer(text))
        words = [token.group().casefold() for token in tokens]
        found, at = list[tuple[int, int]](), 0
        while at < len(words):
            length = next(
                (size for size in range(self._longest, 0, -1) if tuple(words[at : at + size]) in self._known), 0
            )
            if length:
                found.append((tokens[at].start(), tokens[min(at + length, len(tokens)) - 1].end()))
            at += max(length, 1)
        return found
