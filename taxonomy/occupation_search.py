"""Occupations by code or by the words that people use for them, typing errors included, best first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.aliases import Alias, load_aliases
from taxonomy.occupations import Occupation, Occupations, load_occupations
from taxonomy.text import fold

MAX_WORDS = 12
"""Words of a question that are read; more say nothing about one occupation."""

_CODE = re.compile(r"\d{1,4}(?:\.\d{0,2})?")
_WORD = re.compile(r"[a-z0-9+#]+")
_LEAST_SCORE = 0.35
_TYPO_FROM = 0.74
"""Least OSA similarity of a word with a typing error: one error in four letters, two in eight."""
_LONG_ENOUGH = 3
"""Letters of the shortest word whose errors are forgiven."""
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
        words = [tuple(dict.fromkeys(_WORD.findall(fold(name.text)))) for name in self._names]
        rows: dict[str, list[int]] = defaultdict(list)
        for row, found in enumerate(words):
            for word in found:
                rows[word].append(row)
        self._rows = {word: np.array(found) for word, found in rows.items()}
        self._vocabulary = tuple(self._rows)
        self._weights = {word: float(np.log(1 + len(words) / len(found))) for word, found in rows.items()}
        # A word that nobody knows (a place, a company) is asked for too, but must not drown the ones that are known.
        self._unknown = max(self._weights.values(), default=0.0) / 2
        self._mass = np.array([sum(self._weights[word] for word in found) for found in words])
        self._shares = np.array([name.share for name in self._names])

    def find(self, words: str, limit: int = 20) -> tuple[OccupationHit, ...]:
        """Occupations for a code, the beginning of a code, or words; empty when nothing is near.

        Score of a name: the share of the asked words' weight that it holds (a word as it stands counts 1, a beginning
        up to 0.95, a word with a typing error by its OSA similarity), times 0.7 to 1 by how much of the name was asked
        for, times 0.8 to 1 by the share that the occupation has in an ambiguous alias. A word weighs ln(1 + names /
        names that hold it) (Sparck Jones 1972). An occupation scores as its best name does; ties break by level, then
        code.

        Args:
            words: Any length; the first ``MAX_WORDS`` words are read.
            limit: Most answers.
        """
        asked = fold(words)
        if _CODE.fullmatch(asked):
            return self._by_code(asked)[:limit]
        wanted = list(dict.fromkeys(_WORD.findall(asked)))[:MAX_WORDS]
        if not wanted or not self._names:
            return ()
        scores = self._scores(wanted)
        best: dict[str, tuple[float, int]] = {}
        for row in np.flatnonzero(scores >= _LEAST_SCORE).tolist():
            score, code = float(scores[row]), self._names[row].code
            if code not in best or score > best[code][0]:
                best[code] = (score, row)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], _LEVELS.index(len(item[0])), item[0]))
        return tuple(
            OccupationHit(occupation=self._occupations.get(code), score=score, matched=self._names[row].text)
            for code, (score, row) in ordered[:limit]
        )

    def _by_code(self, code: str) -> tuple[OccupationHit, ...]:
        found = [entry for entry in self._occupations if entry.code.startswith(code)]
        return tuple(OccupationHit(occupation=e, score=len(code) / len(e.code), matched=e.code) for e in found)

    def _scores(self, wanted: Sequence[str]) -> npt.NDArray[np.float64]:
        held = np.zeros(len(self._names))
        total = 0.0
        for word in wanted:
            near = self._near(word)
            weight = self._weights[near[0][0]] if near else self._unknown
            total += weight
            best = np.zeros(len(self._names))
            for known, similarity in reversed(near):  # the nearest last, so that it stays
                best[self._rows[known]] = similarity
            held += weight * best
        covered = np.minimum(1.0, held / np.maximum(self._mass, 1e-9))
        # Sums of the same weights in another order differ in the last bit: what is as good must be told as as good.
        found: npt.NDArray[np.float64] = np.round(held / total * (0.7 + 0.3 * covered) * (0.8 + 0.2 * self._shares), 9)
        return found

    def _near(self, word: str) -> list[tuple[str, float]]:
        """Known words that may be meant, the nearest first, with how near."""
        found: dict[str, float] = {}
        if len(word) >= _LONG_ENOUGH:
            hits = process.extract(
                word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_TYPO_FROM, limit=20
            )
            found = {known: 0.95 * similarity for known, similarity, _ in hits}
        if len(word) > 1:
            for known in self._vocabulary:
                if known.startswith(word):
                    found[known] = max(found.get(known, 0.0), 0.7 + 0.25 * len(word) / len(known))
        if word in self._rows:
            found[word] = 1.0
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


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
