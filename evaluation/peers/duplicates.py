"""Field of copies among real ads: the labelled pairs of the task ``duplicates``, and F1 over them.

A peer's score tells a pair as one vacancy from a threshold on that is best for the pairs of other employers; ours aims
at a precision of .98, which costs F1. Intervals draw employers. Pairs count as they were labelled: drawn by bands of
likeness, so that hard ones are commoner than in life.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.duplicate_learning import FOLDS
from evaluation.duplicate_pairs import FILE, compared_ads, read_pairs
from evaluation.measures import Statistic
from evaluation.peers.ads import opened_part
from evaluation.peers.contest import Field
from evaluation.peers.duplicate_systems import SYSTEMS, Ad, DuplicateWork, most_f1
from evaluation.task import Options
from matcher.codec import from_json
from matcher.coded import Coded, coded_from_json
from matcher.records import Kind, Posting
from taxonomy.employer_names import employer_name
from taxonomy.text import fold, plain

_SEED = 20_261

Found = npt.NDArray[np.bool_]


def field(options: Options) -> Field:
    """The field.

    Raises:
        InputError: Ads or labels are missing or faulty.
    """
    every = read_pairs(FILE)
    records = _records(options, {key for pair in every for key in (pair.first, pair.second)})
    keys = {posting.key for posting, _ in records}
    labelled = [pair for pair in every if {pair.first, pair.second} <= keys]
    pairs = [(pair.first, pair.second) for pair in labelled]
    labels = np.array([pair.is_one for pair in labelled])
    groups = compared_ads(records, labelled).groups
    work = DuplicateWork(
        records=records,
        ads=[_as_peers_get_it(posting) for posting, _ in records],
        pairs=pairs,
        labels=labels.tolist(),
        weights=[pair.weight for pair in labelled],
    )
    return Field(
        name="copies",
        size=f"{len(pairs):,} labelled pairs of {len(records):,} real ads, which are all gone over each time",
        work=work,
        asked=pairs,
        systems=SYSTEMS,
        measures={name: _measure(of, labels, groups) for name, of in _MEASURES.items()},
        clusters=groups,
        parts=1,
        repeats=3,
    )


def _records(options: Options, needed: set[str]) -> list[tuple[Posting, Coded]]:
    with opened_part(options, needed, options.rows) as (engine, _, _):
        rows = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        found = [(from_json(Kind.POSTING, stored.payload), coded_from_json(one.coded)) for one, stored in rows]
    return [(posting, coded) for posting, coded in found if isinstance(posting, Posting)]


def _as_peers_get_it(posting: Posting) -> Ad:
    return Ad(
        key=posting.key,
        title=fold(plain(posting.title)),
        employer=employer_name(posting.employer).core,
        place=fold("; ".join(sorted(posting.places))),
        text=fold(plain(posting.description)),
    )


def _count(told: Found) -> int:
    return int(np.count_nonzero(told))


def f1_of(told: Found, labels: Found) -> float:
    """F1 of pairs told as one; 0 when none is."""
    return 2 * _count(told & labels) / max(1, _count(told) + _count(labels))


def precision_of(told: Found, labels: Found) -> float:
    """Share of the pairs told as one that are."""
    return _count(told & labels) / max(1, _count(told))


def recall_of(told: Found, labels: Found) -> float:
    """Share of the pairs that are one which are told."""
    return _count(told & labels) / max(1, _count(labels))


_MEASURES: dict[str, Callable[[Found, Found], float]] = {"F1": f1_of, "precision": precision_of, "recall": recall_of}


def _measure(
    of: Callable[[Found, Found], float], labels: Found, groups: Sequence[str]
) -> Callable[[Sequence[Any]], Statistic]:
    def measure(scores: Sequence[Any]) -> Statistic:
        told = told_apart(np.array(scores, dtype=np.float64), labels, groups)
        return lambda rows: of(told[rows], labels[rows])

    return measure


def told_apart(scores: npt.NDArray[np.float64], labels: Found, groups: Sequence[str]) -> Found:
    """Which pairs are told as one, each by the threshold that is best for pairs of other employers.

    Args:
        scores: Of pairs.
        labels: Whether they are one.
        groups: Employer of each.
    """
    names = sorted(set(groups))
    drawn = np.random.default_rng(_SEED).integers(0, FOLDS, len(names))
    fold_of = dict(zip(names, drawn.tolist(), strict=True))
    folds = np.array([fold_of[group] for group in groups])
    told = np.zeros(len(scores), dtype=bool)
    for held in (folds == number for number in range(FOLDS)):
        _, threshold = most_f1(scores[~held].tolist(), labels[~held].tolist())
        told[held] = scores[held] >= threshold
    return told
