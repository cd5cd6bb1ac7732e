"""What the members of the industry coder read: hashed words of name, activity and text, and votes of authored words.

The job title has one member of its own, whose power is learnt and small: an accountant of a textile mill works in
textiles, but a mill hires sewers. It decides nothing alone (``IndustryItem.is_blank``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from taxonomy.damped_counts import damped
from taxonomy.industries import load_industries
from taxonomy.industry_text import IndustryItem, words_of
from taxonomy.industry_words import known_matches, load_words, phrases_in, stems
from taxonomy.weights_file import Floats

VIEWS = (
    "characters_name",
    "words_name",
    "words_activity",
    "words_text",
    "words_title",
    "votes",
    "e5_name",
    "e5_text",
)
"""One member each; ``e5_*`` read vectors of the encoder."""

PLAIN_VIEWS = VIEWS[:6]
"""Those that need no encoder, which the bundled weights consist of."""

VOTES = ("whole", "start", "inside", "name", "last", "stem", "said", "activity", "text")
"""How a division is spoken for: a known employer (whole name, its start, inside it), words of the name (its last word
apart, the head in English names), the stem of a word of the name; words of names in the activity, words of texts in the
activity and in all of the text."""

_MOST = 4.0
"""Votes of one kind that count at most."""

_VOTE_SCALE = 0.25
"""Brings a vote to the size of a hashed word, which ``evaluation.regression`` expects."""

_WIDE: Mapping[str, Any] = {"norm": None, "lowercase": False, "token_pattern": r"\S+"}
_HASHED: Mapping[str, HashingVectorizer] = {
    "characters_name": HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=8192, **_WIDE),
    "words_name": HashingVectorizer(ngram_range=(1, 2), n_features=4096, **_WIDE),
    "words_activity": HashingVectorizer(ngram_range=(1, 3), n_features=8192, **_WIDE),
    "words_text": HashingVectorizer(ngram_range=(1, 1), n_features=8192, **_WIDE),
    "words_title": HashingVectorizer(ngram_range=(1, 2), n_features=4096, **_WIDE),
}
"""Hashed views and their widths, chosen so that the weights of 89 classes stay under 5 MB."""


def dense_texts(view: str, items: Sequence[IndustryItem]) -> list[str]:
    """The texts that the encoder reads for a dense view."""
    return [item.passage if view == "e5_text" else " ".join(item.name) for item in items]


def sparse_features(view: str, items: Sequence[IndustryItem]) -> csr_matrix:
    """Features of a hashed view, or the votes.

    Args:
        view: One of ``VIEWS`` that needs no encoder.
        items: Employers with their ads.

    Returns:
        float32, shape ``(len(items), features)``; a row that nothing is known of is all zero.
    """
    if view == "votes":
        return vote_features(items)
    texts = [" ".join(_words(view, item)) for item in items]
    return damped(_HASHED[view].transform(texts))


def _words(view: str, item: IndustryItem) -> Sequence[str]:
    if view in {"characters_name", "words_name"}:
        return item.name
    return words_of({"words_activity": item.activity, "words_text": item.body, "words_title": item.job}[view])


def vote_features(items: Sequence[IndustryItem]) -> csr_matrix:
    """Votes for each division, by how it is spoken for; float32, shape ``(len(items), 9 * 88)``."""
    divisions = {code: at for at, code in enumerate(load_industries().divisions)}
    found: Floats = np.zeros((len(items), len(VOTES) * len(divisions)), dtype=np.float32)
    for row, item in enumerate(items):
        for kind, division in votes(item):
            found[row, VOTES.index(kind) * len(divisions) + divisions[division]] += 1.0
    return csr_matrix(np.sqrt(np.minimum(found, _MOST)) * np.float32(_VOTE_SCALE))


def votes(item: IndustryItem) -> Iterator[tuple[str, str]]:
    """What speaks for which division, one by one: kind of ``VOTES`` and division."""
    yield from known_matches(item.name)
    of_names, of_texts = load_words("name"), load_words("text")
    for at, length, divisions in phrases_in(item.name, of_names):
        kind = "last" if at + length == len(item.name) and at else "name"
        for division in divisions:
            yield kind, division
    for word in item.name:
        if (word,) not in of_names:
            for stem in stems(word):
                for division in of_names.get((stem,), ()):
                    yield "stem", division
    said, body = words_of(item.activity), words_of(item.body)
    for kind, words, phrases in (("said", said, of_names), ("activity", said, of_texts), ("text", body, of_texts)):
        for _, _, divisions in phrases_in(words, phrases):
            for division in divisions:
                yield kind, division
