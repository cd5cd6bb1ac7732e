"""What an industry coder must beat: the commonest division, and likeness to official titles, untrained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import bm25s
import numpy as np

from evaluation.title_baselines import Scores, best_units
from indexes.encoder import Encoder
from taxonomy.industries import DIVISION_DIGITS, load_industries
from taxonomy.industry_features import votes
from taxonomy.industry_text import IndustryItem, words_of
from taxonomy.industry_words import NO_INDUSTRY, load_read


def industry_baselines(items: Sequence[IndustryItem], encoder: Encoder) -> Mapping[str, list[tuple[str, ...]]]:
    """Divisions of each employer by each baseline, best first.

    Args:
        items: Employers with their ads.
        encoder: For the cosine of plain vectors.
    """
    entries = [entry for entry in load_industries() if len(entry.code) >= DIVISION_DIGITS]
    titles, divisions = [entry.title for entry in entries], [entry.code[:DIVISION_DIGITS] for entry in entries]
    texts = [f"{' '.join(item.name)} {item.body}" for item in items]
    return {
        "commonest division": [_commonest()] * len(items),
        "BM25 of official titles": best_units(_bm25(texts, titles), divisions),
        "encoder cosine to official titles": best_units(
            encoder.encode_query([item.passage for item in items]) @ encoder.encode_query(titles).T, divisions
        ),
        "authored words alone": [_most_votes(item) for item in items],
    }


def _commonest() -> tuple[str, ...]:
    """The division of most employers that were read."""
    counts: Counter[str] = Counter(read.code for read in load_read().values() if read.code != NO_INDUSTRY)
    return (min(counts, key=lambda code: (-counts[code], code)),)


def _bm25(texts: Sequence[str], titles: Sequence[str]) -> Scores:
    """BM25 (Robertson & Zaragoza 2009) of every title for every text."""
    index = bm25s.BM25(k1=1.5, b=0.75)
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in words_of(title)] for title in titles]
    index.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
    found: Scores = np.zeros((len(texts), len(titles)), dtype=np.float32)
    for row, text in enumerate(texts):
        known = [word for word in dict.fromkeys(words_of(text)) if word in vocabulary]
        if known:
            found[row] = index.get_scores(known)
    return found


def _most_votes(item: IndustryItem) -> tuple[str, ...]:
    counts: Counter[str] = Counter(division for _, division in votes(item))
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))
