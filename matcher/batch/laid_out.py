"""Columns, words and tables laid out as the arrays of ``matcher.batch.sides``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from indexes.row_words import RowWords
from matcher.batch.sides import Asked, Facts, Offers, Tables, Wishes, Words
from matcher.columns import Columns
from matcher.components import skill_weights, usual_units
from matcher.nearness import region_reach
from matcher.ragged import Ragged
from matcher.score import Scorer
from matcher.skill_credit import SkillCredit
from matcher.vocabulary import Vocabulary
from taxonomy.occupations import Occupations


def facts_of(columns: Columns) -> Facts:
    """The facts of all rows."""
    taken = {name: np.ascontiguousarray(getattr(columns, name)) for name in Facts._fields if hasattr(columns, name)}
    taken |= {
        "skill_starts": columns.skills.starts,
        "skills": np.ascontiguousarray(columns.skills.values),
        "region_starts": columns.regions.starts,
        "regions": np.ascontiguousarray(columns.regions.values),
    }
    return Facts(**taken)


def offers_of(
    postings: Columns,
    ranks: npt.NDArray[np.int32],
    credit: SkillCredit,
    vocabulary: Vocabulary,
    copies: Sequence[Sequence[int]] = (),
) -> Offers:
    """What postings offer.

    Args:
        postings: Open ones, by first unit group and then by key.
        ranks: Place of each in the order of the keys.
        credit: What skills weigh.
        vocabulary: What the numbers of unit groups mean.
        copies: For each vacancy the rows of its copies, the preferred first.
    """
    cluster = np.full(len(postings), -1, dtype=np.int32)
    for number, rows in enumerate(copies):
        cluster[list(rows)] = number
    return Offers(
        skill_weights=skill_weights(postings, credit),
        pay=np.where(np.isnan(postings.pay_high), postings.pay_low, postings.pay_high),
        cluster=cluster,
        cluster_starts=np.cumsum([0, *map(len, copies)]).astype(np.int64),
        cluster_rows=np.array([row for rows in copies for row in rows], dtype=np.int32),
        unit_starts=np.searchsorted(postings.units[:, 0], np.arange(len(vocabulary.units) + 1)).astype(np.int64),
        ranks=ranks,
    )


def wishes_of(workers: Columns) -> Wishes:
    """What workers wish."""
    return Wishes(pay=np.where(workers.pay_low > 0, workers.pay_low, np.nan), usual_of=usual_units(workers))


def tables_of(scorer: Scorer, vocabulary: Vocabulary, occupations: Occupations) -> Tables:
    """The tables behind a score."""
    credit = scorer.credit
    earned = [credit.earned_by(skill) for skill in range(len(vocabulary.skills))]
    usual = [credit.usual(unit) for unit in range(len(vocabulary.units))]
    return Tables(
        similarity=np.ascontiguousarray(occupations.similarity, dtype=np.float32),
        reach=np.stack([region_reach(region, vocabulary) for region in range(len(vocabulary.regions))]),
        credit_starts=np.cumsum([0, *(len(numbers) for numbers, _ in earned)]).astype(np.int64),
        credit_to=np.concatenate([numbers for numbers, _ in earned]).astype(np.int32),
        credit=np.concatenate([amounts for _, amounts in earned]),
        usual_starts=np.cumsum([0, *map(len, usual)]).astype(np.int64),
        usual=np.concatenate(usual).astype(np.int32),
        shares=np.array(list(scorer.weights.as_dict().values())),
    )


def words_of(lists: csc_array) -> Words:
    """The words of postings.

    Args:
        lists: As ``LexicalIndex.lists`` or rows of it, in the order of the rows.
    """
    by_row, by_word = csr_array(lists), csc_array(lists)
    by_word.sort_indices()
    return Words(
        row_starts=by_row.indptr.astype(np.int64),
        row_words=by_row.indices.astype(np.uint32),
        row_scores=by_row.data.astype(np.float32),
        list_starts=by_word.indptr.astype(np.int64),
        list_rows=by_word.indices.astype(np.uint32),
        list_scores=by_word.data.astype(np.float32),
    )


def asked_of(
    said: RowWords, rows: npt.NDArray[np.int64], numbers: npt.NDArray[np.int32], sizes: npt.NDArray[np.int64]
) -> Asked:
    """What some workers say, those words that postings know, the rarest first.

    Args:
        said: Words of all workers.
        rows: Which workers.
        numbers: The postings' number of each word, as ``RowWords.numbers_in``.
        sizes: How many postings say each word, by its number there.
    """
    every = Ragged(starts=said.starts, values=said.words)
    places, owners = every.places(rows), every.take(rows).owners
    words = numbers[said.words[places]]
    known = words >= 0
    words, owners, times = words[known], owners[known], said.times[places][known].astype(np.float32)
    order = np.lexsort((words, sizes[words], owners))
    starts = np.searchsorted(owners[order], np.arange(len(rows) + 1)).astype(np.int64)
    return Asked(starts=starts, words=words[order], times=times[order])
