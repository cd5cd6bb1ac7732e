"""What a search for ads is set up with, and how a way of searching is chosen by tuning seekers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexes.encoder import Encoder, Vectors
from matcher.home import Home
from matcher.records import Worker

DEPTH = 100
"""Ads that are ranked for each."""

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Who asks.

    Attributes:
        name: As judgements have it.
        text: All that is said.
        wish: The job that is looked for.
        worker: The record.
    """

    name: str
    text: str
    wish: str
    worker: Worker


Rank = Callable[[Seeker], Keys]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalWork:
    """What a search is set up with.

    Attributes:
        home: Where the product has these ads built.
        keys: Of the ads, ascending.
        texts: Title and text of each.
        vectors: ``text`` and ``title`` to float32 of length 1, shape ``(ads, dim)``.
        tuning: Seekers that may be tuned on.
        grades: Name of each to graded ads.
        load_encoder: The bundled encoder; a function of a module.
    """

    home: Home
    keys: Sequence[str]
    texts: Sequence[str]
    vectors: Mapping[str, Vectors]
    tuning: Sequence[Seeker]
    grades: Mapping[str, Mapping[str, int]]
    load_encoder: Callable[[], Encoder]


def best_way(ways: Sequence[Any], work: RetrievalWork, at: Callable[[Any], Rank], most: int | None = None) -> Any:
    """The way of highest condensed nDCG@10 on the tuning seekers; the first of equal ones, and where there are none.

    Args:
        ways: To choose from.
        work: Holds the tuning seekers.
        at: Makes a ranking of a way.
        most: Seekers that it is chosen by; all by default.
    """
    from evaluation.measures import CONDENSED, measure_ranking

    tuning = work.tuning[:most]
    if not tuning:
        return ways[0]

    def worth(way: Any) -> float:
        rank = at(way)
        run = {seeker.name: rank(seeker) for seeker in tuning}
        return float(measure_ranking({name: work.grades[name] for name in run}, run)[CONDENSED].mean())

    return max(ways, key=worth)
