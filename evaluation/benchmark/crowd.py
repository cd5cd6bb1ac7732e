"""A crowd of postings for measurements at a million: real ones again and again, each a little different.

A copy has the vector of a real posting moved as real postings differ (``evaluation/benchmark/million.py``), its words
without a stretch of them, another region and another closing day. What is measured on it is speed, memory and agreement
with an exact search, not quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from evaluation.benchmark.million import differences_of
from matcher.segment import Fresh

_LEFT_OUT = 0.2
"""Largest share of a text's words that a copy leaves out."""

_DAYS = 120


def crowd(real: Sequence[Fresh], rows: int, regions: Sequence[str], first_day: date, seed: int) -> Iterator[Fresh]:
    """Postings in key order.

    Args:
        real: At least two with distinct vectors.
        rows: How many are made.
        regions: Codes that places are drawn from.
        first_day: Closing days are drawn from the days after it.
        seed: Same seed, same crowd.
    """
    rng = np.random.default_rng(seed)
    differences = differences_of(np.unique(np.stack([item.vector for item in real]), axis=0))
    words = [item.text.split() for item in real]
    for row in range(rows):
        origin = row % len(real)
        item = real[origin]
        coded = replace(
            item.coded,
            key=f"ramai:{row:09d}",
            region_codes=(regions[int(rng.integers(len(regions)))],) if item.coded.region_codes else (),
            closes_on=first_day + timedelta(days=int(rng.integers(1, _DAYS))),
            is_closed=False,
        )
        yield Fresh(
            coded=coded,
            vector=_moved(item.vector, differences[int(rng.integers(len(differences)))]),
            text=_shorter(words[origin], rng),
        )


def _moved(vector: npt.NDArray[np.float32], step: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    there = vector + step
    found: npt.NDArray[np.float32] = np.divide(there, np.linalg.norm(there))
    return found


def _shorter(words: Sequence[str], rng: np.random.Generator) -> str:
    gone = int(rng.integers(0, max(1, int(_LEFT_OUT * len(words)))))
    start = int(rng.integers(0, max(1, len(words) - gone)))
    return " ".join([*words[:start], *words[start + gone :]])
