"""MinHash signatures of texts, many at once in numpy, and the bands by which like texts meet.

Broder 1997, "On the resemblance and containment of documents" (shingles, MinHash); Leskovec, Rajaraman & Ullman 2014,
Mining of Massive Datasets, ch. 3 (bands); Li & König 2010, WWW, "b-Bit Minwise Hashing" (16 bits of each value are
kept); Dietzfelbinger et al. 1997 (multiply-shift hashing). Why no library:
docs/decisions/0013-copies-by-signatures-and-a-scorecard.md.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.uint16]
Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int32]

FUNCTIONS = 128
"""Hash functions of a whole text: the share of equal values is the Jaccard similarity, give or take .04."""

HEAD_FUNCTIONS = 32
HEAD_WORDS = 20
"""Words at the start of a text that have a signature of their own: JobStreet shows about as many and cuts the rest."""

TEXT_WORDS = 400
"""Words read of a text."""

LOOSE_ROWS, STRICT_ROWS = 4, 8
"""Values in a band: texts half alike nearly always share one of 32 loose bands, only very like ones a strict one."""

_SEED = 20_261
_CHUNK = 2_048
_WORD = re.compile(r"\w+")
_ODD = np.uint64(0x9E3779B97F4A7C15)
_WORDS_KEPT = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Texts by row.

    Attributes:
        values: uint16, shape ``(texts, FUNCTIONS)``.
        heads: uint16, shape ``(texts, HEAD_FUNCTIONS)``, of the first words alone.
        sizes: Number of shingles, int32, shape ``(texts,)``; 0 for a text without words.
    """

    values: Values
    heads: Values
    sizes: Counts

    def __len__(self) -> int:
        """Number of texts."""
        return len(self.sizes)

    def bands(self, rows_each: int) -> Iterator[Hashes]:
        """Hash of each band over all texts, uint64; equal hashes mean equal values (but for 64-bit collisions)."""
        for start in range(0, self.values.shape[1], rows_each):
            yield _mixed(self.values[:, start : start + rows_each])


def signatures_of(texts: Iterable[str]) -> Signatures:
    """Signatures of folded texts, some thousands at a time.

    Args:
        texts: Lower case; only the first ``TEXT_WORDS`` words of each are read.
    """
    hasher, texts = _Words(), iter(texts)
    whole, heads, sizes = list[Values](), list[Values](), list[Counts]()
    multipliers = _odd_numbers(FUNCTIONS)
    while chunk := [hasher.hashes(text) for text in islice(texts, _CHUNK)]:
        shingles, counts = _shingles(chunk)
        whole.append(_minima(shingles, counts, multipliers))
        short, short_counts = _shingles([words[:HEAD_WORDS] for words in chunk])
        heads.append(_minima(short, short_counts, multipliers[:HEAD_FUNCTIONS]))
        sizes.append(counts.astype(np.int32))
    return Signatures(
        values=np.concatenate(whole) if whole else np.zeros((0, FUNCTIONS), dtype=np.uint16),
        heads=np.concatenate(heads) if heads else np.zeros((0, HEAD_FUNCTIONS), dtype=np.uint16),
        sizes=np.concatenate(sizes) if sizes else np.zeros(0, dtype=np.int32),
    )


class _Words:
    """CRC-32 of words; those seen are remembered, for a million ads have few different ones."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def hashes(self, text: str) -> list[int]:
        known = self._known
        if len(known) > _WORDS_KEPT:
            known.clear()
        found: list[int] = []
        for word in islice(_WORD.finditer(text), TEXT_WORDS):
            written = word.group()
            value = known.get(written)
            if value is None:
                value = known[written] = zlib.crc32(written.encode("utf-8", "surrogatepass"))
            found.append(value)
        return found


def _shingles(chunk: Sequence[Sequence[int]]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Pairs of neighbouring words of all texts as hashes, one after the other, and how many each text has.

    A text of one word has that word as its shingle, one without words none.
    """
    lengths = np.array([len(words) for words in chunk], dtype=np.int64)
    flat = np.fromiter((word for words in chunk for word in words), dtype=np.uint64, count=int(lengths.sum()))
    following = np.append(flat[1:], np.uint64(0))
    ends = np.cumsum(lengths)[lengths > 0] - 1
    following[ends] = 0
    joined = (flat * _ODD) ^ (following + np.uint64(1)) * np.uint64(0xC2B2AE3D27D4EB4F)
    is_kept = np.ones(len(flat), dtype=bool)
    is_kept[ends[lengths[lengths > 0] > 1]] = False  # the last word begins no pair
    return joined[is_kept], np.where(lengths > 1, lengths - 1, lengths)


def _minima(shingles: Hashes, counts: npt.NDArray[np.int64], multipliers: Hashes) -> Values:
    """Least value of each function over each text; a text without shingles has 65535 throughout."""
    found = np.full((len(counts), len(multipliers)), np.iinfo(np.uint16).max, dtype=np.uint16)
    filled = np.flatnonzero(counts)
    if len(filled) == 0:
        return found
    starts = np.concatenate([[0], np.cumsum(counts[filled])[:-1]])
    folded = shingles ^ (shingles >> np.uint64(29))
    for at, multiplier in enumerate(multipliers):
        least = np.minimum.reduceat((folded * multiplier) >> np.uint64(24), starts)
        found[filled, at] = (least & np.uint64(0xFFFF)).astype(np.uint16)
    return found


def _odd_numbers(count: int) -> Hashes:
    random = np.random.default_rng(_SEED)
    return random.integers(0, 1 << 63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def _mixed(columns: Values) -> Hashes:
    """One hash of each row."""
    found = np.full(len(columns), columns.shape[1], dtype=np.uint64)
    for column in columns.T:
        found = mix(found, column.astype(np.uint64))
    return found


def mix(hashes: Hashes, values: Hashes) -> Hashes:
    """Hashes with one more value each, uint64 (the finaliser of splitmix64, Steele et al. 2014, OOPSLA)."""
    found = (hashes ^ values) + _ODD
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(found ^ (found >> np.uint64(31)), dtype=np.uint64)
