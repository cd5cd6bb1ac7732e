"""The best of what was scored in several segments, ties by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexes.vectors import Rows
from matcher.coded import Coded
from matcher.columns import Columns
from matcher.openings import Opened
from matcher.score import Pairs, Scores, joined_pairs, joined_scores
from matcher.segment import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Scored rows of one segment; all in one order.

    Attributes:
        segment: The segment.
        rows: Row numbers, int64.
        pairs: What was scored.
        scores: Their scores.
    """

    segment: Segment
    rows: Rows
    pairs: Pairs
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One scored row.

    Attributes:
        found: Where it was found.
        at: Its place there.
    """

    found: Found
    at: int

    @property
    def total(self) -> float:
        """Its score."""
        return float(self.found.scores.totals[self.at])

    def is_same_work(self, least: float) -> bool:
        """Whether both occupations are at least so similar; what is not coded is not held against anybody."""
        return not float(self.found.pairs.occupations[self.at]) < least

    @property
    def key(self) -> str:
        """Key of its record."""
        return self.found.segment.key(int(self.found.rows[self.at]))

    @property
    def coded(self) -> Coded:
        """Its record."""
        return self.found.segment.coded(int(self.found.rows[self.at]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search gave: the best, how many each condition removed and left, and what a licence would open."""

    own: Columns
    ranked: Sequence[Ranked]
    removed: Mapping[str, int]
    remain: int
    opened: Sequence[Opened]


def together(ranked: Sequence[Ranked], searched: str) -> tuple[Pairs, Scores]:
    """The pairs of ranked rows and their scores, in their order.

    Args:
        ranked: At least one; all of one record that was searched for.
        searched: What was found: ``posting`` or ``worker``.
    """
    parts = {id(one.found): one.found for one in ranked}
    places = {part: [place for place, one in enumerate(ranked) if id(one.found) == part] for part in parts}
    taken = [(found, [ranked[place].at for place in places[part]]) for part, found in parts.items()]
    if len(taken) == 1:
        found, at = taken[0]
        return found.pairs.take(at), found.scores.take(at)
    pairs = joined_pairs([found.pairs.take(at) for found, at in taken], searched)
    scores = joined_scores([found.scores.take(at) for found, at in taken])
    order = np.argsort([place for part in parts for place in places[part]]).tolist()
    return pairs.take(order), scores.take(order)


def best(found: Sequence[Found], k: int) -> list[Ranked]:
    """The k rows of the highest total; equal ones by key.

    Args:
        found: Scored rows, segment by segment.
        k: At least 1.
    """
    totals = np.concatenate([np.zeros(0), *(part.scores.totals for part in found)])
    least = np.partition(totals, len(totals) - k)[len(totals) - k] if len(totals) > k else -np.inf
    # Only those that can be among the k are asked for their key.
    ranked = [Ranked(found=part, at=int(at)) for part in found for at in np.flatnonzero(part.scores.totals >= least)]
    return sorted(ranked, key=lambda one: (-one.total, one.key))[:k]
