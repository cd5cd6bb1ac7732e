"""Both sides of a batch as plain arrays, in the form that compiled code reads: tuples of arrays, nothing else.

``matcher.batch.laid_out`` fills them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Facts(NamedTuple):
    """What filters and score read of each row of either side; names and units as in ``matcher.columns.Columns``."""

    units: npt.NDArray[np.uint16]
    unit_weights: npt.NDArray[np.float32]
    unit_norms: npt.NDArray[np.float32]
    skill_starts: npt.NDArray[np.int64]
    skills: npt.NDArray[np.uint16]
    region_starts: npt.NDArray[np.int64]
    regions: npt.NDArray[np.int16]
    licences: npt.NDArray[np.uint64]
    is_remote: npt.NDArray[np.bool_]
    is_abroad: npt.NDArray[np.bool_]
    will_relocate: npt.NDArray[np.int8]
    wants_remote: npt.NDArray[np.int8]
    education: npt.NDArray[np.int8]
    kkni: npt.NDArray[np.int8]
    experience: npt.NDArray[np.int32]
    employment: npt.NDArray[np.uint8]
    is_internship: npt.NDArray[np.bool_]
    seniority: npt.NDArray[np.int8]
    limits: npt.NDArray[np.uint8]


class Offers(NamedTuple):
    """What a posting asks for and offers beyond its facts.

    Attributes:
        skill_weights: Weight of each entry of ``Facts.skills``, float64.
        pay: The most that is offered, rupiah a month; NaN where nothing is said.
        cluster: Number of the vacancy that a posting is a copy of, int32; -1 of none.
        cluster_starts: Where the copies of each vacancy begin in ``cluster_rows``, int64.
        cluster_rows: Rows of copies, the preferred first, int32.
        unit_starts: Where the rows of each first unit group begin; int64, shape ``(units + 1,)``.
        ranks: Place of each row in the order of the keys, int32.
    """

    skill_weights: npt.NDArray[np.float64]
    pay: npt.NDArray[np.float64]
    cluster: npt.NDArray[np.int32]
    cluster_starts: npt.NDArray[np.int64]
    cluster_rows: npt.NDArray[np.int32]
    unit_starts: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.int32]


class Wishes(NamedTuple):
    """What a worker wishes beyond the facts.

    Attributes:
        pay: The least that is wished, rupiah a month; NaN where nothing is.
        usual_of: Unit group whose essential skills count as held; ``NO_UNIT`` for none.
    """

    pay: npt.NDArray[np.float64]
    usual_of: npt.NDArray[np.uint16]


class Words(NamedTuple):
    """Words of postings with their BM25 scores, both ways.

    Attributes:
        row_starts: Where the words of each row begin, int64.
        row_words: Words by number, uint32.
        row_scores: BM25 of each, float32.
        list_starts: Where the rows of each word begin, int64.
        list_rows: Rows, ascending, uint32.
        list_scores: BM25 of each, float32.
    """

    row_starts: npt.NDArray[np.int64]
    row_words: npt.NDArray[np.uint32]
    row_scores: npt.NDArray[np.float32]
    list_starts: npt.NDArray[np.int64]
    list_rows: npt.NDArray[np.uint32]
    list_scores: npt.NDArray[np.float32]


class Asked(NamedTuple):
    """What workers say, in the words of the postings.

    Attributes:
        starts: Where the words of each worker begin, int64.
        words: Words by number, those of the shortest lists first, int32.
        times: How often each is said, float32.
    """

    starts: npt.NDArray[np.int64]
    words: npt.NDArray[np.int32]
    times: npt.NDArray[np.float32]


class Tables(NamedTuple):
    """What the numbers mean to each other.

    Attributes:
        similarity: Of unit groups, float32, shape ``(units, units)``.
        reach: How near regions are, float64 in [0, 1], shape ``(regions, regions)``.
        credit_starts: Where what each skill earns begins, int64.
        credit_to: Skills that it earns towards, int32.
        credit: How much, float64 in (0, 1].
        usual_starts: Where the essential skills of each unit group begin, int64.
        usual: These skills, int32.
        shares: Weights of the components, float64, in the order of ``matcher.weights.NAMES``.
    """

    similarity: npt.NDArray[np.float32]
    reach: npt.NDArray[np.float64]
    credit_starts: npt.NDArray[np.int64]
    credit_to: npt.NDArray[np.int32]
    credit: npt.NDArray[np.float64]
    usual_starts: npt.NDArray[np.int64]
    usual: npt.NDArray[np.int32]
    shares: npt.NDArray[np.float64]


class Workers(NamedTuple):
    """Workers to match: row i of each.

    Attributes:
        facts: What filters and score read.
        wishes: What they wish.
        asked: What they say.
        vectors: float32 of length 1, shape ``(rows, dim)``.
    """

    facts: Facts
    wishes: Wishes
    asked: Asked
    vectors: npt.NDArray[np.float32]


class Postings(NamedTuple):
    """Postings to match them with: row i of each, by first unit group and then by key.

    Who looks for one occupation is held against neighbours then, which lie in a few pages of the memory.

    Attributes:
        facts: What filters and score read.
        offers: What they ask for and offer.
        words: Their words.
        vectors: float32 of length 1, shape ``(rows, dim)``.
    """

    facts: Facts
    offers: Offers
    words: Words
    vectors: npt.NDArray[np.float32]


class Depths(NamedTuple):
    """How far candidates are sought.

    Attributes:
        words: Candidates by words.
        entries: Entries of word lists that are added up to find them.
        occupation: Candidates by occupation.
        likely: Rows of the nearest unit groups that are compared for these.
        slack: KKNI levels by which a worker may fall short.
    """

    words: int
    entries: int
    occupation: int
    likely: int
    slack: int
