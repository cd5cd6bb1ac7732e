"""Job titles to KBJI unit groups: a committee of small linear models whose mean log-probability decides.

Each member is a multinomial logistic regression over one view of the ad: a frozen encoder's vector of the title, hashed
character n-grams of it (robust to typos and compounds), its words, and where there is text, the encoder's vector and
the words of title, category and text. Different views err on different titles; their geometric mean errs less than any.
Members are trained by ``python -m evaluation.train_titles`` and kept in ``taxonomy/data/title_coder.safetensors``.

A score is the calibrated probability that a trained coder would accept the code (temperature scaling, Guo et al. 2017,
arXiv:1706.04599). Below ``UNCERTAIN_BELOW`` the answer says so instead of guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from taxonomy.committee import Committee
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.title_item import Floats, TitleItem, hashed_features
from taxonomy.titles import core_title

Embed = Callable[[Sequence[str]], Floats]

TOP = 5
"""Candidates given for each title."""

UNCERTAIN_BELOW = 0.25
"""First score under which an answer is marked ``uncertain``."""

TITLE_VIEWS = ("title_vector", "title_characters", "title_words")
TEXT_VIEWS = ("text_vector", "text_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible code.

    Attributes:
        code: KBJI 2014 unit group, 4 digits.
        title: Its official title.
        score: Calibrated probability in [0, 1] that it is right.
    """

    code: str
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCoding:
    """Codes of one title, best first.

    Attributes:
        candidates: At most ``TOP``, scores descending; empty when the title holds no word.
        uncertain: True when the first score is below ``UNCERTAIN_BELOW`` or there is none.
    """

    candidates: tuple[Candidate, ...]
    uncertain: bool


class TitleCoder:
    """Codes titles with a committee; deterministic, no network."""

    def __init__(self, committee: Committee, embed: Embed, occupations: Occupations | None = None) -> None:
        """Put a coder together.

        Args:
            committee: Trained members.
            embed: Texts to unit vectors by the encoder that ``committee.encoder`` names.
            occupations: Classification; the bundled one by default.
        """
        self._committee = committee
        self._embed = embed
        self._occupations = occupations or load_occupations()
        self.fingerprint = committee.fingerprint

    def code(
        self, items: Sequence[TitleItem], title_vectors: Floats | None = None, text_vectors: Floats | None = None
    ) -> list[TitleCoding]:
        """Code titles.

        Args:
            items: What is to be coded.
            title_vectors: Vectors of the items' ``words``, shape ``(len(items), dim)``, when the caller has them.
            text_vectors: Vectors of the items' ``passage``, same shape, when the caller has them.

        Returns:
            One coding for each item, same order.
        """
        probabilities = self.probabilities(items, title_vectors, text_vectors)
        return [self._coding(item, row) for item, row in zip(items, probabilities, strict=True)]

    def probabilities(
        self, items: Sequence[TitleItem], title_vectors: Floats | None = None, text_vectors: Floats | None = None
    ) -> Floats:
        """Calibrated probability of each unit group; float32, shape ``(len(items), 446)``, rows sum to 1."""
        found = np.zeros((len(items), len(self._committee.codes)), dtype=np.float32)
        if not items:
            return found
        vectors = self._embed([item.words for item in items]) if title_vectors is None else title_vectors
        mean = self._mean(items, TITLE_VIEWS, vectors)
        found[:] = _softmax(mean / self._committee.temperatures["title"])
        full = [row for row, item in enumerate(items) if item.has_text]
        if full:
            picked = [items[row] for row in full]
            vectors = self._embed([item.passage for item in picked]) if text_vectors is None else text_vectors[full]
            both = len(TITLE_VIEWS) * mean[full] + len(TEXT_VIEWS) * self._mean(picked, TEXT_VIEWS, vectors)
            both /= len(TITLE_VIEWS) + len(TEXT_VIEWS)
            found[full] = _softmax(both / self._committee.temperatures["text"])
        return found

    def _mean(self, items: Sequence[TitleItem], views: Sequence[str], vectors: Floats) -> Floats:
        total = np.zeros((len(items), len(self._committee.codes)), dtype=np.float32)
        for view in views:
            features = vectors if view.endswith("_vector") else hashed_features(view, items)
            total += self._committee.members[view].log_probabilities(features)
        return total / np.float32(len(views))

    def _coding(self, item: TitleItem, probabilities: Floats) -> TitleCoding:
        if not item.words and not item.has_text:
            return TitleCoding(candidates=(), uncertain=True)
        order = np.lexsort((np.arange(len(probabilities)), -probabilities))[:TOP]
        candidates = tuple(
            Candidate(
                code=self._committee.codes[row],
                title=self._occupations.get(self._committee.codes[row]).title,
                score=round(float(probabilities[row]), 4),
            )
            for row in order
        )
        # A title whose words are all call, pay or place ("Lowongan Kerja Bekasi!!! 5jt") names no work.
        is_empty = not core_title(item.title) and not item.text.strip()
        return TitleCoding(candidates=candidates, uncertain=is_empty or candidates[0].score < UNCERTAIN_BELOW)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
