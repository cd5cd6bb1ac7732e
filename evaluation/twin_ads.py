"""Ads that stand twice under different ids: do they stand side by side in the rankings of job seekers?

Twins have the same title (letter case and spaces aside) and texts that differ in one letter of twenty at most; places,
pay and the board's own fields may differ, and with them the score. Where all that was coded of them and all their words
are the same, they must have the very same score for everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from evaluation.measures import Values, bootstrap_clusters
from evaluation.rows import row, share_row
from evaluation.task import Options, Row
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.records import Posting, Worker
from matcher.texts import lexical_text
from taxonomy.text import fold, plain

LEAST_ALIKE = 95.0
"""Least RapidFuzz ratio (0-100) of the texts of twins."""

SEEN = 100
"""Ranks within which at least one of two twins must stand to be looked at: further down nobody looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two ads that are one.

    Attributes:
        first: Key.
        second: Key.
        is_coded_alike: Whether their codes and words are the same, so that no fact tells them apart.
    """

    first: str
    second: str
    is_coded_alike: bool


def twins_among(ads: Sequence[Posting], catalogue: Catalogue) -> list[Twins]:
    """Twins, by key: of the ads of one title, in the order of their texts, each with the next one.

    Args:
        ads: By key.
        catalogue: What was coded of them.
    """
    alike: dict[str, list[Posting]] = defaultdict(list)
    for ad in ads:
        alike[fold(plain(ad.title))].append(ad)
    found = [
        Twins(first=one.key, second=other.key, is_coded_alike=_is_coded_alike(one, other, catalogue))
        for group in alike.values()
        for one, other in pairwise(sorted(group, key=_text))
        if fuzz.ratio(_text(one), _text(other), score_cutoff=LEAST_ALIKE)
    ]
    return sorted(found, key=lambda twins: (twins.first, twins.second))


def _text(ad: Posting) -> str:
    return fold(plain(ad.description))


def _is_coded_alike(one: Posting, other: Posting, catalogue: Catalogue) -> bool:
    coded = [replace(catalogue.place(ad.key).coded, key="", closes_on=None, is_closed=False) for ad in (one, other)]
    return coded[0] == coded[1] and fold(lexical_text(one)) == fold(lexical_text(other))


def twin_rows(engine: Engine, ads: Sequence[Posting], seekers: Sequence[Worker], options: Options) -> list[Row]:
    """How far apart twins stand, in ranks and in scores, over seekers and over twins of which one is seen.

    Args:
        engine: Over the ads.
        ads: By key.
        seekers: Who looks.
        options: Told of progress.
    """
    pipeline = engine.refresh()
    twins, keys = twins_among(ads, pipeline.catalogues["posting"]), [ad.key for ad in ads]
    place = {key: at for at, key in enumerate(keys)}
    ends = np.array([(place[one.first], place[one.second]) for one in twins], dtype=np.int64).reshape(-1, 2)
    is_same = np.array([one.is_coded_alike for one in twins], dtype=bool)
    ranks, gaps, same_gaps, owners = list[Values](), list[Values](), list[bool](), list[str]()
    for done, subject in enumerate(engine.subjects(list(seekers)), 1):
        scores = pipeline.score(subject, "posting", keys).totals
        rank = ranks_of(scores)
        seen = (rank[ends] <= SEEN).any(axis=1)
        ranks.append(np.abs(np.diff(rank[ends[seen]], axis=1)).ravel().astype(np.float64))
        gaps.append(np.abs(np.diff(scores[ends[seen]], axis=1)).ravel())
        same_gaps += (np.diff(scores[ends[is_same]], axis=1) == 0).ravel().tolist()
        owners += [subject.coded.key] * int(seen.sum())
        options.tell("rank twins", done, len(seekers))
    return [
        share_row("twins of which nothing differs: same score for a seeker", same_gaps, at_least=1.0),
        _median("twins seen: median distance in ranks", np.concatenate(ranks), owners),
        _median("twins seen: median difference of scores", np.concatenate(gaps), owners),
        share_row("twins seen: same score", [gap == 0 for gap in np.concatenate(gaps).tolist()]),
    ]


def ranks_of(scores: Values) -> npt.NDArray[np.int64]:
    """Rank of each score from 1, the highest first, ties by place."""
    found = np.empty(len(scores), dtype=np.int64)
    found[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return found


def _median(name: str, values: Values, owners: Sequence[str]) -> Row:
    if not len(values):
        return row(name, 0.0, n=0)
    ci95 = bootstrap_clusters(lambda rows: float(np.median(values[rows])), owners)
    return row(name, float(np.median(values)), n=len(values), ci95=ci95)
