"""What is usual at an employer: which parts of its texts stand under many titles, which titles it alone uses.

Text that an employer puts under every title says nothing of the work, and must not make two of its ads alike. It is
found where signatures hold it: a value that ads of more than ``FEW_ROLES`` titles of one employer share comes from such
text, by the same law by which equal values measure shared text (Broder 1997), and is left out when texts are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.duplicates.rows import NONE, Numbers
from matcher.duplicates.signatures import Signatures
from matcher.duplicates.titles import Title

COLUMNS = 32
"""Values of a signature that are looked at."""

FEW_ROLES = 3
"""Titles of an employer up to which what they share is text of the work: one job often has two or three titles."""

_FEW_ADS = 3
_MOST = 255
_VALUE_BITS = 16
_NUMBER = np.int64(1) << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """What is usual at the employers of many postings.

    Attributes:
        roles: Number of titles, towns aside, of a posting's employer under which each of the first values of its
            signature stands, at most 255; uint8, shape ``(rows, COLUMNS)``; 1 where the employer is hidden.
        particular: By number of the title, whether one employer alone uses it, in at most three ads.
    """

    roles: npt.NDArray[np.uint8]
    particular: npt.NDArray[np.bool_]


def customs_of(titles: Sequence[Title], title: Numbers, employer: Numbers, signatures: Signatures) -> Customs:
    """What is usual at the employers.

    Args:
        titles: Different titles.
        title: Number of the title of each row.
        employer: Number of the employer of each row, or ``NONE``.
        signatures: Of the texts.
    """
    numbers = dict[str, int]()
    role = np.array([numbers.setdefault(one.words, len(numbers)) for one in titles], dtype=np.int64)
    named = np.flatnonzero(employer != NONE)
    roles = np.ones((len(employer), COLUMNS), dtype=np.uint8)
    for column in range(COLUMNS):
        keys = (employer[named].astype(np.int64) << _VALUE_BITS) | signatures.values[named, column]
        roles[named, column] = _different(keys, role[title[named]])
    return Customs(roles=roles, particular=_particular(titles, title, employer))


def _different(keys: npt.NDArray[np.int64], values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Number of different values under each row's key, at most 255."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    is_new = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    is_other = is_new | np.append(True, values[1:] != values[:-1])[: len(keys)]
    group = np.cumsum(is_new) - 1
    counts = np.bincount(group, weights=is_other).astype(np.int64)
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = np.minimum(counts, _MOST)[group]
    return found


def _particular(titles: Sequence[Title], title: Numbers, employer: Numbers) -> npt.NDArray[np.bool_]:
    """Under such a title two ads are of one vacancy even where cut texts show other parts of it."""
    named = employer != NONE
    users = np.unique(title[named] * _NUMBER + employer[named]) >> 32
    employers = np.bincount(users, minlength=len(titles))
    ads = np.bincount(title, minlength=len(titles))
    return np.asarray((employers == 1) & (ads <= _FEW_ADS))
