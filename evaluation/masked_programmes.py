"""Ads without the names of study programmes, so that what an ad asks for cannot be read off its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from matcher.records import Posting
from taxonomy.majors import read_majors
from taxonomy.programme_names import core_programme, one_spelling

_WORD = re.compile(r"[\w'`\u2018\u2019]+|[&+]")


class ProgrammeMask:
    """Takes names of study programmes out of texts, in whatever spelling they stand."""

    def __init__(self, names: Iterable[str]) -> None:
        """Hold the names to be taken out."""
        self._names = {tuple(core.split()) for core in map(core_programme, names)} - {()}
        self._longest = max(map(len, self._names), default=0)
        self._spelt = lru_cache(maxsize=None)(one_spelling)

    def without_names(self, text: str, *, least_words: int = 1) -> str:
        """The text without every name, the longest first at each place; one space stands for each.

        Names that come about because another one between their words has gone, go too.

        Args:
            text: Any text.
            least_words: Names of fewer words are left where they are.
        """
        before = None
        while before != text:
            before, text = text, self._once(text, least_words)
        return text

    def _once(self, text: str, least_words: int) -> str:
        spans = [match.span() for match in _WORD.finditer(text)]
        words = [self._spelt(text[start:end]) for start, end in spans]
        parts, done, at = list[str](), 0, 0
        while at < len(words):
            length = self._name_at(words, at, least_words)
            if length:
                parts.append(text[done : spans[at][0]])
                done = spans[at + length - 1][1]
            at += max(1, length)
        return " ".join([*parts, text[done:]])

    def _name_at(self, words: list[str], at: int, least_words: int) -> int:
        """Number of words of the longest name that begins at a word; 0 when none does."""
        for length in range(min(self._longest, len(words) - at), least_words - 1, -1):
            if tuple(words[at : at + length]) in self._names:
                return length
        return 0


def without_programmes(posting: Posting, mask: ProgrammeMask) -> Posting:
    """An ad that names no study programme: not in its own field, nor anywhere in title or text.

    Words that are a programme and a kind of work alike ("administrasi", "desain grafis") go too.
    """
    title, text = mask.without_names(posting.title), mask.without_names(posting.description)
    return replace(posting, title=title, description=text, study_programmes=())


def without_asked(posting: Posting, mask: ProgrammeMask) -> Posting:
    """An ad that asks for no study programme: its own field and what its text asks for are gone, its title stands.

    In the text go the fields of study that the product itself would read, and every name of two words or more.
    """
    text = posting.description
    for major in sorted(read_majors(text), key=len, reverse=True):
        text = re.sub(re.escape(major), " ", text, flags=re.IGNORECASE)
    return replace(posting, description=mask.without_names(text, least_words=2), study_programmes=())
