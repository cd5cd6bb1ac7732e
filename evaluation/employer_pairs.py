"""Employers' names: whether those that mean one employer get one identity and others do not.

Names of companies and public bodies, as they advertise; labelled by us. The table was drawn from what the rules join
and from what they nearly join, so it is hard and not a sample of how often names differ.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evaluation.ad_texts import gold_rows
from evaluation.rows import share_row
from evaluation.task import Row
from taxonomy.employer_identities import resolve_employers
from taxonomy.text import fold, plain

FILE = Path(__file__).parent / "data" / "employer_pairs.tsv"

_COLUMNS = ("first", "second", "label")
_TARGET = 0.98


def employer_rows(path: Path = FILE) -> list[Row]:
    """Precision and recall of employers' identities, beside names that are the same letter for letter.

    Args:
        path: Pairs of names, label 1 where they are one employer.

    Raises:
        InputError: The table is missing or faulty.
    """
    pairs = [(row["first"], row["second"], row["label"] == "1") for _, row in gold_rows(path, _COLUMNS)]
    known = resolve_employers([name for first, second, _ in pairs for name in (first, second)])
    is_one = np.array([label for *_, label in pairs], dtype=bool)
    found = np.array([known.of(first) == known.of(second) != "" for first, second, _ in pairs], dtype=bool)
    exact = np.array([fold(plain(first)) == fold(plain(second)) for first, second, _ in pairs], dtype=bool)
    return [
        share_row("employers: precision", is_one[found].tolist(), at_least=_TARGET),
        share_row("employers: recall", found[is_one].tolist()),
        share_row("employers, same letters: recall", exact[is_one].tolist()),
    ]
