"""Names found by their words, typing errors and unfinished words included: what every search box of the house asks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.text import fold

MAX_WORDS = 12
"""Words of a question that are read; more say nothing about one name."""

LEAST_SCORE = 0.35
"""Score under which a name is no answer."""

_WORD = re.compile(r"[a-z0-9+#]+")
_TYPO_FROM = 0.74
"""Least OSA similarity of a word with a typing error: one error in four letters, two in eight."""
_SURE = 0.9
"""Nearness from which a word is taken for what it says, and nothing else is looked for."""
_DESPERATE = 0.6
"""Least OSA similarity where nothing nearer is found: two errors in five letters."""
_LONG_ENOUGH = 3
"""Letters of the shortest word whose errors are forgiven."""


class WordSearch:
    """Names by their words. Keeps nothing of a question; safe to share between threads."""

    def __init__(self, names: Sequence[str], shares: Sequence[float] | None = None) -> None:
        """Index names.

        Args:
            names: Any spelling; may repeat.
            shares: Of each, in [0, 1]: how much it is a name of what it stands for; all of them wholly when None.
        """
        words = [tuple(dict.fromkeys(_WORD.findall(fold(name)))) for name in names]
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
        self._begun = dict[int, dict[str, list[str]]]()  # two threads may both make the same one
        self._shares = np.ones(len(words)) if shares is None else np.array(shares, dtype=np.float64)

    def scores(self, words: str, *, is_unfinished: bool = False) -> npt.NDArray[np.float64]:
        """How well each name answers, in [0, 1]; all 0 for a question without a word.

        The share of the asked words' weight that a name holds (a word as it stands counts 1, a beginning up to 0.95, a
        word with a typing error by its OSA similarity), times 0.7 to 1 by how much of the name was asked for, times 0.8
        to 1 by its share. A word weighs ln(1 + names / names that hold it) (Sparck Jones 1972).

        Args:
            words: Any length; the first ``MAX_WORDS`` distinct words are read.
            is_unfinished: Somebody is typing: the last word may be the beginning of one, typing errors included; one
                letter alone says nothing yet.
        """
        wanted = list(dict.fromkeys(_WORD.findall(fold(words))))[:MAX_WORDS]
        if is_unfinished and len(wanted) > 1 and len(wanted[-1]) == 1:
            wanted.pop()
        held = np.zeros(len(self._shares))
        if not wanted or not len(held):
            return held
        total = 0.0
        for place, word in enumerate(wanted, 1):
            near = self._near(word)
            if is_unfinished and place == len(wanted) and not (near and near[0][1] >= _SURE):
                near = self._nearly_begun(word, near)
            weight = self._weights[near[0][0]] if near else self._unknown
            total += weight
            best = np.zeros(len(held))
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
        if not found and len(word) > _LONG_ENOUGH:
            hits = process.extract(
                word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_DESPERATE, limit=5
            )
            found = {known: 0.8 * similarity for known, similarity, _ in hits}
        return _nearest_first(found)

    def _nearly_begun(self, word: str, near: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """What is near, with known words whose beginning is like the word."""
        if len(word) <= _LONG_ENOUGH:
            return list(near)
        found = dict(near)
        for length in (len(word), len(word) + 1):
            begun = self._begun_by(length)
            hits = process.extract(
                word, list(begun), scorer=OSA.normalized_similarity, score_cutoff=_TYPO_FROM, limit=20
            )
            for beginning, similarity, _ in hits:
                for known in begun[beginning]:
                    nearness = 0.95 * similarity * (0.7 + 0.3 * min(1.0, len(word) / len(known)))
                    found[known] = max(found.get(known, 0.0), nearness)
        return _nearest_first(found)

    def _begun_by(self, length: int) -> dict[str, list[str]]:
        """Beginnings of a length to the longer words that have them; made once for each length."""
        if length not in self._begun:
            begun = defaultdict[str, list[str]](list)
            for known in self._vocabulary:
                if len(known) > length:
                    begun[known[:length]].append(known)
            self._begun[length] = dict(begun)
        return self._begun[length]


def _nearest_first(found: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
