"""Occupations by code or by the words that people use for them, typing errors included, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from taxonomy.aliases import Alias, load_aliases
from taxonomy.occupations import UNIT_DIGITS, Occupation, Occupations, load_occupations
from taxonomy.text import fold
from taxonomy.word_search import LEAST_SCORE, WordSearch

_CODE = re.compile(r"\d{1,4}(?:\.\d{0,2})?")
_LEVELS = (4, 7, 3, 2, 1)
"""Of equally good answers unit groups come first, then single jobs, then wider and wider groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationHit:
    """An occupation that answers a search.

    Attributes:
        occupation: The entry.
        score: In [0, 1].
        matched: The title, alias or code that answers.
    """

    occupation: Occupation
    score: float
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    text: str
    code: str
    share: float


class OccupationSearch:
    """All titles and aliases, found by their words."""

    def __init__(self, occupations: Occupations, aliases: Iterable[Alias] = ()) -> None:
        """Index names.

        Args:
            occupations: What is searched.
            aliases: Further names of unit groups; codes that ``occupations`` lacks are passed over.
        """
        self._occupations = occupations
        self._names = tuple(name for name in _names(occupations, aliases) if name.code in occupations)
        self._search = WordSearch([name.text for name in self._names], [name.share for name in self._names])

    def find(self, words: str, limit: int = 20) -> tuple[OccupationHit, ...]:
        """Occupations for a code, the beginning of a code, or words; empty when nothing is near.

        An occupation scores as its best name does (``WordSearch.scores``, each name with the share that the occupation
        has in an ambiguous alias); ties break by level, then code.

        Args:
            words: Any length; the first twelve words are read.
            limit: Most answers.
        """
        asked = fold(words)
        if _CODE.fullmatch(asked):
            return self._by_code(asked)[:limit]
        scores = self._search.scores(words)
        best: dict[str, tuple[float, int]] = {}
        for row in np.flatnonzero(scores >= LEAST_SCORE).tolist():
            score, code = float(scores[row]), self._names[row].code
            if code not in best or score > best[code][0]:
                best[code] = (score, row)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], _LEVELS.index(len(item[0])), item[0]))
        return tuple(
            OccupationHit(occupation=self._occupations.get(code), score=score, matched=self._names[row].text)
            for code, (score, row) in ordered[:limit]
        )

    def suggest(self, words: str, limit: int = 8) -> tuple[OccupationHit, ...]:
        """Unit groups for what somebody is typing, each by the name that answers best; as ``find`` otherwise.

        Args:
            words: The last of them may be unfinished.
            limit: Most answers.
        """
        scores = self._search.scores(words, is_unfinished=True)
        best: dict[str, int] = {}
        rows = np.flatnonzero(scores >= LEAST_SCORE)
        ordered: list[int] = rows[np.lexsort((rows, -scores[rows]))].tolist()
        for row in ordered:
            best.setdefault(self._names[row].code[:UNIT_DIGITS], row)
            if len(best) == limit:
                break
        return tuple(
            OccupationHit(
                occupation=self._occupations.get(code), score=float(scores[row]), matched=self._names[row].text
            )
            for code, row in best.items()
            if code in self._occupations
        )

    def _by_code(self, code: str) -> tuple[OccupationHit, ...]:
        """Groups first, then what is in them: the shorter code is nearer to what was asked."""
        found = sorted(
            (entry for entry in self._occupations if entry.code.startswith(code)),
            key=lambda entry: (len(entry.code), entry.code),
        )
        return tuple(OccupationHit(occupation=e, score=len(code) / len(e.code), matched=e.code) for e in found)


def _names(occupations: Occupations, aliases: Iterable[Alias]) -> Iterator[_Name]:
    for entry in occupations:
        yield _Name(text=entry.title, code=entry.code, share=1.0)
        if entry.title_en:
            yield _Name(text=entry.title_en, code=entry.code, share=1.0)
    for alias in aliases:
        for code, share in alias.shares.items():
            yield _Name(text=alias.text, code=code, share=share)
        if alias.job:
            yield _Name(text=alias.text, code=alias.job, share=alias.shares[alias.code])


@lru_cache(maxsize=1)
def load_search() -> OccupationSearch:
    """Over the bundled KBJI 2014 table and aliases."""
    return OccupationSearch(load_occupations(), load_aliases())
