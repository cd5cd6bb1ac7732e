"""Copies among many: time, memory and growth up to a million postings, and what is found of copies that are known.

The growth is drawn into ``evaluation/duplicates-growth.svg`` of the cache folder.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
import numpy.typing as npt

from evaluation.ads import opened_ads
from evaluation.benchmark.duplicate_growth import plot_duplicate_growth
from evaluation.benchmark.duplicate_market import Made, market
from evaluation.measures import wilson
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from matcher.codec import from_json, to_json
from matcher.coded import Coded, coded_from_json, coded_to_json
from matcher.duplicates.blocking import Pairs
from matcher.duplicates.clusters import Cluster, Rulings, clusters_of
from matcher.duplicates.compare import compared_pairs, judge
from matcher.duplicates.find import Facts, facts_of, preference
from matcher.duplicates.scorecard import Chances, bundled_scorecard
from matcher.duplicates.traits import Ad, Traits, ad_of, traits_of
from matcher.records import Kind, Posting

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)

PICTURE = "duplicates-growth.svg"

MINUTES = 15
PRECISION, RECALL = 0.98, 0.90

_GROWTH = 1.2
"""Most for the exponent of growth; 1 is linear."""

_CHUNK = 5_000
_TODAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One market, deduplicated.

    Attributes:
        size: Number of postings.
        seconds: Without the making of the market.
        processor: Seconds that processors worked for it; on a machine that others use, what the time would be alone.
        memory_gib: Largest resident memory of the process so far.
        found: How many copies stand in the cluster of their original.
        copies: How many copies there are.
        right: Pairs within clusters with a copy in them that are right.
        pairs: All such pairs.
    """

    size: int
    seconds: float
    processor: float
    memory_gib: float
    found: int
    copies: int
    right: int
    pairs: int


@reported("duplicate-scale")
def run(options: Options) -> list[Row]:
    """Measure sizes up to ``options.rows``.

    Raises:
        InputError: Ads are missing or faulty.
        ModuleNotFoundError: matplotlib is not installed (``pip install 'sepadan[dev]'``).
    """
    with opened_ads(options) as (engine, _):
        rows = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        records = [(from_json(Kind.POSTING, stored.payload), coded_from_json(one.coded)) for one, stored in rows]
    ads = [(posting, coded) for posting, coded in records if isinstance(posting, Posting)]
    sizes = [size for size in SIZES if size <= options.rows] or [options.rows]
    runs: list[Run] = []
    for done, size in enumerate(sizes):
        options.tell("deduplicate markets", done, len(sizes))
        runs.append(run_of(ads, size))
    options.tell("deduplicate markets", len(sizes), len(sizes))
    plot_duplicate_growth(runs, options.cache / "evaluation" / PICTURE)
    return figures(runs)


def run_of(ads: Sequence[tuple[Posting, Coded]], size: int) -> Run:
    """Make a market and find its copies, as ``matcher.duplicates.find`` does from the rows of a store.

    Args:
        ads: Real ads with their codes.
        size: Number of postings.
    """
    clock, card = _Clock(), bundled_scorecard()
    original, facts = dict[int, str](), list[Facts]()
    traits = traits_of(_ads(market(ads, size), clock, original, facts))
    confirmed = compared_pairs(traits, card, lambda what, done, total: None).confirmed

    def chances(pairs: Pairs) -> Chances:
        return judge(traits, np.sort(pairs, axis=1), card)

    order = preference(traits.keys, facts)
    clusters = clusters_of(confirmed, len(traits), order, chances, card.threshold, Rulings())
    seconds, processor = clock.own_seconds()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return Run(
        size=size, seconds=seconds, processor=processor, memory_gib=memory, **_checked(clusters, traits, original)
    )


class _Clock:
    """Wall-clock and processor time without those of making the market."""

    def __init__(self) -> None:
        self._started = self._now()
        self._making = np.zeros(2)

    @contextmanager
    def making(self) -> Generator[None]:
        """Times the making."""
        started = self._now()
        yield
        self._making += self._now() - started

    def own_seconds(self) -> tuple[float, float]:
        """Seconds by the clock and by the processors."""
        wall, processor = (self._now() - self._started - self._making).tolist()
        return wall, processor

    @staticmethod
    def _now() -> npt.NDArray[np.float64]:
        return np.array([time.monotonic(), time.process_time()])


def _ads(made: Iterator[Made], clock: _Clock, original: dict[int, str], facts: list[Facts]) -> Iterator[Ad]:
    """The postings as they are compared, each read from its JSON as a store holds it."""
    row = 0
    while True:
        with clock.making():
            chunk = [(one.original, to_json(one.posting), coded_to_json(one.coded)) for one in islice(made, _CHUNK)]
        if not chunk:
            return
        for source, payload, codes in chunk:
            posting = from_json(Kind.POSTING, payload)
            if isinstance(posting, Posting):
                facts.append(facts_of(posting, _TODAY))
                yield ad_of(posting, coded_from_json(codes))
            if source:
                original[row] = source
            row += 1


def _checked(clusters: Sequence[Cluster], traits: Traits, original: dict[int, str]) -> dict[str, int]:
    """How many copies were found, and how many pairs with a copy are right.

    A pair is right where both are of one original. Copies of ads that life itself has twice are told as wrong too: the
    figure is a lower bound.
    """
    cluster_of = {member: number for number, cluster in enumerate(clusters) for member in cluster.rows}
    row_of = {key: at for at, key in enumerate(traits.keys)}
    found = sum(
        copy in cluster_of and cluster_of[copy] == cluster_of.get(row_of[key], -1) for copy, key in original.items()
    )
    right = pairs = 0
    for cluster in clusters:
        for copy in (member for member in cluster.rows if member in original):
            others = [other for other in cluster.rows if other != copy]
            pairs += len(others)
            right += sum(original.get(other, traits.keys[other]) == original[copy] for other in others)
    return {"found": found, "copies": len(original), "right": right, "pairs": pairs}


def figures(runs: Sequence[Run]) -> list[Row]:
    """Rows of all runs; targets are held by the largest.

    Args:
        runs: Ascending by size.
    """
    rows: list[Row] = []
    for one in runs:
        name, is_last = f"{one.size:,} postings", one is runs[-1]
        rows += [
            row(f"{name}: seconds", one.seconds, n=one.size, at_most=MINUTES * 60.0 if is_last else None),
            row(f"{name}: seconds of processors", one.processor, n=one.size),
            row(f"{name}: memory, GiB", one.memory_gib, n=one.size),
            row(
                f"{name}: known copies found",
                one.found / max(1, one.copies),
                n=one.copies,
                ci95=wilson(one.found, one.copies),
                at_least=RECALL if is_last else None,
            ),
            row(
                f"{name}: pairs with a copy that are right",
                one.right / max(1, one.pairs),
                n=one.pairs,
                ci95=wilson(one.right, one.pairs),
                at_least=PRECISION if is_last else None,
            ),
        ]
    if len(runs) > 1:
        sizes, seconds = np.log([one.size for one in runs]), np.log([max(one.seconds, 1e-3) for one in runs])
        slope = float(np.polyfit(sizes, seconds, 1)[0])
        rows.append(row("time grows with postings to the power of", slope, n=len(runs), at_most=_GROWTH))
    return rows
