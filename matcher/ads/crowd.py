"""The workers whom a posting may meet, scored once, and counted again with other demands: what each demand costs.

A demand that changes (schooling, experience, a skill, pay) moves neither vectors nor shared words nor occupations, so
that counting again is one call of the same scorer and filter: what is counted is what posting it so would find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.filters import Conditions, workers_for
from matcher.ranking import Found
from matcher.score import Scorer
from matcher.vocabulary import Vocabulary

FITS = 0.70
"""Score from which somebody counts as fitting: where ``Cocok`` begins (``matcher.reason_words.SCORE_WORDS``)."""

COUNTED_WHOLE = 20_000
"""Workers of a segment up to which all are scored."""

COUNTED_DEPTH = 3_000
"""Candidates by each view of retrieval of a larger one: those beyond fit seldom, and are not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Workers counted for one set of demands.

    Attributes:
        may: Those who meet the hard conditions: schooling, licences, hours.
        fits: Those of them who score ``FITS`` or more.
    """

    may: int
    fits: int


class Crowd:
    """Scored workers of one posting; deterministic, reads only."""

    def __init__(self, found: Sequence[Found], scorer: Scorer, vocabulary: Vocabulary, conditions: Conditions) -> None:
        """Count these.

        Args:
            found: Pairs of the posting with workers, a part for each segment.
            scorer: That scored them.
            vocabulary: What the numbers in columns mean.
            conditions: What they must meet beside the posting's own demands.
        """
        self._found, self._scorer, self._vocabulary, self._conditions = found, scorer, vocabulary, conditions

    def __len__(self) -> int:
        """Workers who are looked at."""
        return sum(len(part.rows) for part in self._found)

    def count(self, posting: Coded) -> Counted:
        """Count with the posting's demands as they are given; its words and occupations are those that were scored."""
        own, may, fits = columns_of([posting], self._vocabulary), 0, 0
        for part in self._found:
            allowed = workers_for(own, part.segment, self._conditions, self._vocabulary).allowed[part.rows]
            totals = self._scorer.score(replace(part.pairs, posting=own)).totals
            may += int(np.count_nonzero(allowed))
            fits += int(np.count_nonzero(allowed & (totals >= FITS)))
        return Counted(may=may, fits=fits)
