"""Which postings are compared at all: those that share an employer, or whose texts are alike where one hides its own.

Two postings with two named employers are never one vacancy (docs/duplicates-guide.md), so an employer's postings are a
world of their own. A small one's are compared with one another; a large one's where they share a province and also the
title, the KBJI unit or a band of the text's signature. A posting without employer meets those whose texts are very like
its own. A posting without place meets all. What would still be too many to compare in pairs is put in the order of
title, place, programmes and text, and each compared with the next few (sorted neighbourhood: Hernández & Stolfo 1995,
SIGMOD), so that the number of pairs grows with the number of postings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from matcher.duplicates.rows import NONE, Numbers
from matcher.duplicates.signatures import LOOSE_ROWS, STRICT_ROWS, Hashes, mix
from matcher.duplicates.traits import Traits

Pairs = npt.NDArray[np.int64]
"""Rows of two postings, the smaller first; shape ``(pairs, 2)``, ascending, each once."""

SMALL = 24
"""Postings of an employer up to which all are compared with one another."""

CROWD = 40
"""Postings of a block up to which all are compared with one another."""

NEIGHBOURS = 12
"""How many following ones each is compared with in a larger block."""

_PAIRS_WAITING = 1 << 22
"""Pairs of blocks that are held before those found twice are dropped."""

_MOST_PLACES = 4
"""Provinces beyond which an ad is taken to be for everywhere."""

_ROWS = npt.NDArray[np.int64]


def candidate_pairs(traits: Traits) -> Pairs:
    """Pairs that may be one vacancy.

    Args:
        traits: The postings.
    """
    if len(traits) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    signatures = traits.signatures
    by = (signatures.values[:, 0], signatures.heads[:, 0], traits.programmes, traits.places, traits.title)
    order = np.lexsort(by)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    codes = _once(_coded(pairs, len(traits)) for pairs in _blocks(traits, rank))
    return np.stack(np.divmod(codes, len(traits)), axis=1)


def _once(parts: Iterable[_ROWS]) -> _ROWS:
    """Codes of all parts, each once, ascending; joined as they come, for most blocks find the same pairs."""
    codes, waiting, held = np.zeros(0, dtype=np.int64), list[_ROWS](), 0
    for part in parts:
        waiting.append(part)
        held += len(part)
        if held > max(_PAIRS_WAITING, len(codes)):
            codes, waiting, held = np.unique(np.concatenate([codes, *waiting])), list[_ROWS](), 0
    return np.unique(np.concatenate([codes, *waiting]))


def _coded(pairs: Pairs, rows: int) -> npt.NDArray[np.int64]:
    ordered = np.sort(pairs, axis=1)
    return np.unique(ordered[:, 0] * rows + ordered[:, 1])


def _blocks(traits: Traits, rank: _ROWS) -> Iterator[Pairs]:
    owner, rows = _owned(traits)
    large = np.bincount(owner)[owner] > SMALL
    yield _within(owner[~large].astype(np.uint64), rows[~large], rank)
    # Hashed first: small numbers of an employer and of a title would meet those of others.
    whose, rows = mix(owner[large].astype(np.uint64), np.zeros(int(large.sum()), dtype=np.uint64)), rows[large]
    places = _Provinces(traits)
    for key in _views(traits, rows):
        yield from places.pairs(mix(whose, key), rows, rank)
    hidden = traits.employer == NONE
    if hidden.any():
        yield from _hidden(traits, hidden, places, rank)


def _owned(traits: Traits) -> tuple[Numbers, _ROWS]:
    """Employer and row of each posting; one with a brand beside its name belongs to that employer too."""
    rows = np.arange(len(traits))
    named, branded = traits.employer != NONE, (traits.brands != NONE) & (traits.brands != traits.employer)
    owners = np.concatenate([traits.employer[named], traits.brands[branded]])
    return owners, np.concatenate([rows[named], rows[branded]])


def _views(traits: Traits, rows: _ROWS) -> Iterator[Hashes]:
    """What postings of a large employer must share one of: title, KBJI unit, a band of the text."""
    yield traits.title[rows].astype(np.uint64)
    # Postings that are not coded share no unit.
    units = traits.units[rows].astype(np.int64)
    yield np.where(units == NONE, rows + (1 << 40), units + (1 << 20)).astype(np.uint64)
    for number, band in enumerate(traits.signatures.bands(LOOSE_ROWS)):
        yield _with_text(traits, band, rows) + np.uint64(number + 1)


def _with_text(traits: Traits, band: Hashes, rows: _ROWS) -> Hashes:
    """A band, where there is a text: postings without one share nothing by it."""
    alone = mix(np.zeros(len(rows), dtype=np.uint64), rows.astype(np.uint64))
    return np.where(traits.signatures.sizes[rows] > 0, band[rows], alone)


def _hidden(traits: Traits, hidden: npt.NDArray[np.bool_], places: _Provinces, rank: _ROWS) -> Iterator[Pairs]:
    """Pairs by text of which at least one posting hides its employer."""
    every = np.arange(len(traits))
    for number, band in enumerate(traits.signatures.bands(STRICT_ROWS)):
        keys = _with_text(traits, band, every) + np.uint64(number + 1)
        met = np.isin(keys, keys[hidden])
        for pairs in places.pairs(keys[met], every[met], rank):
            yield pairs[hidden[pairs].any(axis=1)]


class _Provinces:
    """Lets postings meet that share a province, and those that name none with all."""

    def __init__(self, traits: Traits) -> None:
        sets = [sorted({place[:2] for place in places}) for places in traits.place_sets]
        known = {name: number for number, name in enumerate(sorted({name for one in sets for name in one}), 1)}
        of_set = np.zeros((len(sets), _MOST_PLACES), dtype=np.uint64)
        for at, names in enumerate(sets):
            if len(names) <= _MOST_PLACES:
                of_set[at, : len(names)] = [known[name] for name in names]
        self._of_row = of_set[traits.places]

    def pairs(self, keys: Hashes, rows: _ROWS, rank: _ROWS) -> Iterator[Pairs]:
        """Pairs of rows that share a key and a province, or a key of which one has no province."""
        provinces = self._of_row[rows]
        at, column = np.nonzero(provinces)
        yield _within(mix(keys[at], provinces[at, column]), rows[at], rank)
        nowhere = provinces[:, 0] == 0
        if nowhere.any():
            yield _between(keys[nowhere], rows[nowhere], keys, rows, rank)


def _within(keys: Hashes, rows: _ROWS, rank: _ROWS) -> Pairs:
    """Pairs of rows with equal keys; of a crowd each with the next few in rank."""
    order = np.lexsort((rank[rows], keys))
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    size_of, end_of = np.repeat(sizes, sizes), np.repeat(starts + sizes, sizes)
    reach = np.where(size_of > CROWD, NEIGHBOURS, CROWD)
    place, found = np.arange(len(keys)), list[Pairs]()
    for step in range(1, CROWD):
        left = place[(place + step < end_of) & (step <= reach)]
        if len(left) == 0:
            break
        found.append(np.stack([rows[left], rows[left + step]], axis=1))
    pairs = np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], dtype=np.int64)


def _between(keys: Hashes, rows: _ROWS, other_keys: Hashes, others: _ROWS, rank: _ROWS) -> Pairs:
    """Pairs of a row with others of its key, the nearest in rank of many."""
    order = np.lexsort((rank[others], other_keys))
    other_keys, others = other_keys[order], others[order]
    first, last = np.searchsorted(other_keys, keys), np.searchsorted(other_keys, keys, side="right")
    found = list[Pairs]()
    for at in range(CROWD):
        # Of a crowd the window stands around the row's own rank.
        start = np.maximum(first, np.minimum(last - CROWD, _middle(others, rank, rows, first, last) - CROWD // 2))
        there = start + at < last
        found.append(np.stack([rows[there], others[(start + at)[there]]], axis=1))
    pairs = np.concatenate(found)
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], dtype=np.int64)


def _middle(others: _ROWS, rank: _ROWS, rows: _ROWS, first: _ROWS, last: _ROWS) -> _ROWS:
    """Place within ``first:last`` of the others at which a row would stand by rank."""
    found = [
        low + int(np.searchsorted(rank[others[low:high]], rank[row])) if high - low > CROWD else low
        for row, low, high in zip(rows.tolist(), first.tolist(), last.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.int64)
