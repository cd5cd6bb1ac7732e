"""MagangHub positions and the study programmes that they ask for: can the programmes be told from the rest of the ad?

Every position names one to five programmes in a field of its own. That field is taken away, and so are names of
programmes in title and text (``evaluation.masked_programmes``); what is left is coded anew by the product. Candidates
are all distinct names in the data, in one spelling (``taxonomy.programme_names``).

Our ranking reads the product's codes through the table of ``taxonomy.study_programmes``, which was written by hand: how
usual the ad's unit groups are for a programme. Of names of one programme the more usual comes first, and the cosine of
ad and name counts too. Its three weights were set on a fifth of the employers. Nothing else was learnt from this data,
but who wrote the table had seen which names occur in it, and how often. ``with_learnt`` adds what ads of other
employers ask for, never of the same employer (five folds).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.encoder import Encoder
from indexes.lexical import LexicalIndex
from matcher.coding import Coding
from matcher.records import Posting
from matcher.texts import lexical_text, passage
from taxonomy.occupations import load_occupations
from taxonomy.programme_names import core_programme
from taxonomy.study_programmes import StudyProgrammes, load_study_programmes
from taxonomy.text import fold, plain

Scores = npt.NDArray[np.float64]
"""Shape ``(ads, names)``."""

FOLDS = 5

TEXT_SHARE = 0.6
"""Weight of the cosine, brought to [0, 1] for each ad, against the affinity; set on one fold."""

LESS_USUAL = 0.1
"""What a name of a programme loses for each doubling of its place among the programme's names."""


LEARNT_SHARE = 16.0
"""Weight of the share of ads elsewhere that ask for a name, against the affinity."""

PRIOR_ADS = 3.0
"""Ads of any kind that count in with those of a unit group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Positions and the programmes that they ask for.

    Attributes:
        postings: As the source gives them, by key; each asks for one programme or more.
        names: All programmes in one spelling, ascending.
        wanted: Places in ``names`` of what each posting asks for, ascending.
        employers: Who asks; the key where it is not known.
    """

    postings: tuple[Posting, ...]
    names: tuple[str, ...]
    wanted: tuple[tuple[int, ...], ...]
    employers: tuple[str, ...]

    @property
    def folds(self) -> npt.NDArray[np.int64]:
        """Fold of each posting, by its employer's name alone; shape ``(ads,)``."""
        digests = (hashlib.sha256(name.encode()).digest() for name in self.employers)
        return np.array([int.from_bytes(digest[:4], "big") % FOLDS for digest in digests], dtype=np.int64)


def asked_of(postings: Sequence[Posting]) -> Asked:
    """Postings that ask for programmes, with what they ask for."""
    asking = sorted((one for one in postings if any(map(core_programme, one.study_programmes))), key=lambda p: p.key)
    cores = [{core for core in map(core_programme, one.study_programmes) if core} for one in asking]
    names = tuple(sorted({core for found in cores for core in found}))
    place = {name: at for at, name in enumerate(names)}
    return Asked(
        postings=tuple(asking),
        names=names,
        wanted=tuple(tuple(sorted(place[core] for core in found)) for found in cores),
        employers=tuple(fold(one.employer) or one.key for one in asking),
    )


def recall_at(scores: Scores, wanted: Sequence[Sequence[int]], k: int) -> npt.NDArray[np.float64]:
    """Share of what each row wants that stands among its ``k`` best columns, ties by column; shape ``(rows,)``."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k].tolist()
    return np.array([len(set(asked) & set(row)) / len(asked) for asked, row in zip(wanted, best, strict=True)])


def affinities(codings: Sequence[Coding], names: Sequence[str]) -> Scores:
    """Mean affinity of what each name means to the unit groups of each ad, by their shares; 0 for names not known."""
    programmes, occupations = load_study_programmes(), load_occupations()
    shares = np.stack([occupations.distribution(coding.coded.occupations) for coding in codings]).astype(np.float64)
    numbers = [programmes.number(name) for name in names]
    rows = [programmes.affinity[number] if number is not None else np.zeros(shares.shape[1]) for number in numbers]
    found: Scores = shares @ np.stack(rows).T
    return found


def usualness(names: Sequence[str], programmes: StudyProgrammes) -> npt.NDArray[np.float64]:
    """Minus the binary logarithm of a name's place among those of its programme; last of all when it is not there."""
    place = {core_programme(name): at for one in programmes for at, name in enumerate(one.names, 1)}
    last = max(place.values()) + 1
    return -np.log2([place.get(name, last) for name in names])


def ours(codings: Sequence[Coding], cosines: Scores, names: Sequence[str]) -> Scores:
    """Affinity, usualness of the name and a little of the cosine; see the head of this module."""
    usual = usualness(names, load_study_programmes())
    return affinities(codings, names) + LESS_USUAL * usual + TEXT_SHARE * to_unit(cosines)


def with_learnt(scores: Scores, elsewhere: Scores) -> Scores:
    """Our ranking with what ads of the same unit groups ask for elsewhere."""
    return scores + LEARNT_SHARE * elsewhere


def to_unit(scores: Scores) -> Scores:
    """Each row brought to [0, 1]; a row of equal scores becomes 0."""
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    found: Scores = (scores - low) / np.where(high > low, high - low, 1.0)
    return found


def name_cosines(encoder: Encoder, postings: Sequence[Posting], names: Sequence[str]) -> Scores:
    """Cosine of each ad's passage with each name."""
    found: Scores = encoder.encode_passage([passage(one) for one in postings]).astype(np.float64)
    return found @ encoder.encode_query(list(names)).astype(np.float64).T


def title_cosines(encoder: Encoder, postings: Sequence[Posting], names: Sequence[str]) -> Scores:
    """Cosine of each ad's title with each name."""
    found: Scores = encoder.encode_query([plain(one.title) for one in postings]).astype(np.float64)
    return found @ encoder.encode_passage(list(names)).astype(np.float64).T


def name_words(postings: Sequence[Posting], names: Sequence[str]) -> Scores:
    """BM25 of each ad's words in each name."""
    index = LexicalIndex.build(names)
    return np.stack([index.scores(lexical_text(one)) for one in postings]).astype(np.float64)


def counts_elsewhere(asked: Asked) -> Scores:
    """How many ads of other folds ask for each name."""
    asks = _asks(asked)
    folds = asked.folds
    by_fold = np.stack([asks[folds == fold].sum(axis=0) for fold in range(FOLDS)])
    found: Scores = (by_fold.sum(axis=0) - by_fold)[folds]
    return found


def asked_elsewhere(asked: Asked, codings: Sequence[Coding]) -> Scores:
    """Share of ads of other folds with the unit groups of each ad that ask for each name, in [0, 1].

    Of a unit group that is rare there the share is drawn to that of all ads, as ``PRIOR_ADS`` more of them would.
    """
    occupations = load_occupations()
    shares = np.stack([occupations.distribution(coding.coded.occupations) for coding in codings]).astype(np.float64)
    asks, folds = _asks(asked), asked.folds
    found = np.zeros_like(asks)
    for left_out in range(FOLDS):
        own, other = folds == left_out, folds != left_out
        usual = asks[other].mean(axis=0)
        counts = shares[other].T @ asks[other] + PRIOR_ADS * usual
        found[own] = shares[own] @ (counts / (shares[other].sum(axis=0) + PRIOR_ADS)[:, None])
    return found


def _asks(asked: Asked) -> Scores:
    found = np.zeros((len(asked.postings), len(asked.names)))
    for row, wanted in enumerate(asked.wanted):
        found[row, list(wanted)] = 1.0
    return found
