"""Find the copies among all stored postings and keep them as clusters: what ``sepadan duplicates find`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from indexes.doubt_rows import put_doubts
from indexes.duplicate_records import Copy, Ruling, Verdict
from indexes.duplicate_rows import Still
from indexes.store import Store
from matcher.codec import from_json
from matcher.coded import coded_from_json
from matcher.completeness import completeness
from matcher.duplicates.blocking import Pairs
from matcher.duplicates.clusters import Cluster, Rulings, clusters_of
from matcher.duplicates.compare import Compared, Tell, compared_pairs, judge
from matcher.duplicates.doubts import BAND, doubts_of
from matcher.duplicates.rows import NONE
from matcher.duplicates.scorecard import Scorecard, bundled_scorecard
from matcher.duplicates.traits import Ad, Traits, ad_of, traits_of
from matcher.freshness import Standing, expiry, freshness
from matcher.records import Kind, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of a posting decides which copy is shown, and is kept with it.

    Attributes:
        is_open: Whether one can still apply.
        completeness: Hundredths.
        day: Day of posting (proleptic ordinal), ``NONE`` when not known.
        url: Where it can be read.
        ends_on: Last day on which one can apply, ISO 8601, or empty.
    """

    is_open: bool
    completeness: int
    day: int
    url: str
    ends_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindReport:
    """What was found.

    Attributes:
        postings: Postings compared.
        uncoded: Postings that are not coded yet and so were left out; ``sepadan build`` codes them.
        pairs_compared: Pairs that shared a block.
        pairs_confirmed: Pairs that are one vacancy.
        clusters: Vacancies that are advertised more than once.
        copies: Postings beyond the canonical one of each.
        across_sources: Clusters with postings of several sources.
        by_source: Source to number of copies that it holds.
        doubtful: Pairs that a person should look at (``matcher.duplicates.doubts``), those settled before included.
    """

    postings: int
    uncoded: int
    pairs_compared: int
    pairs_confirmed: int
    clusters: int
    copies: int
    across_sources: int
    by_source: Mapping[str, int]
    doubtful: int


Compare = Callable[[Traits, Scorecard, Tell, tuple[float, float]], Compared]
"""Compares all candidates, as ``compared_pairs`` does."""


def find(
    store: Store,
    fingerprint: str,
    today: date,
    tell: Tell,
    scorecard: Scorecard | None = None,
    compare: Compare = compared_pairs,
) -> FindReport:
    """Compare all coded postings and keep the clusters in place of those kept before.

    Rulings by hand are heeded, and what is written meanwhile wins. The same store, day and scorecard give the same
    clusters.

    Args:
        store: Holds the postings.
        fingerprint: Of the coder and encoder now in use.
        today: Day on which a canonical posting should be open.
        tell: Told of progress.
        scorecard: Weighs the evidence; the bundled one by default.
        compare: Compares the candidates; by default here and now.

    Raises:
        StoreError: The database refused, or a row is not what was written.
    """
    card, facts = scorecard or bundled_scorecard(), list[Facts]()
    since = store.revision()  # what is written from here on wins over what is read
    total, uncoded = store.counts().get(Kind.POSTING, 0), store.count_pending(Kind.POSTING, fingerprint)
    traits = traits_of(_ads(store, fingerprint, today, facts, tell, total - uncoded))
    compared = compare(traits, card, tell, BAND)
    rulings = _rulings(store.rulings(), traits)
    clusters = clusters_of(
        compared.confirmed,
        len(traits),
        preference(traits.keys, facts),
        lambda pairs: _chances(traits, pairs, card),
        card.threshold,
        rulings,
    )
    doubts = doubts_of(traits, compared.near, compared.chances, card)

    def keep_doubts(connection: sa.Connection, still: Still) -> None:
        there = still(sorted({key for one in doubts for key in (one.first, one.second)}))
        put_doubts(connection, [one for one in doubts if one.first in there and one.second in there])

    copies = [copy for cluster in clusters for copy in _copies(cluster, traits, facts)]
    store.put_duplicates(copies, since, keep_doubts)
    return _report(clusters, traits, uncoded, compared, len(doubts))


def _chances(traits: Traits, pairs: Pairs, card: Scorecard) -> npt.NDArray[np.float64]:
    return judge(traits, np.sort(pairs, axis=1), card)


def _ads(store: Store, fingerprint: str, today: date, facts: list[Facts], tell: Tell, total: int) -> Iterator[Ad]:
    """The postings as they are compared, by key; what decides which one is shown is put into ``facts``."""
    for done, (derived, stored) in enumerate(store.derived(Kind.POSTING, fingerprint)):
        posting = from_json(Kind.POSTING, stored.payload)
        if isinstance(posting, Posting):
            facts.append(facts_of(posting, today))
            yield ad_of(posting, coded_from_json(derived.coded))
        if done % 1_000 == 0:
            tell("read postings", done, total)
    tell("read postings", total, total)


def facts_of(posting: Posting, today: date) -> Facts:
    """What decides which copy is shown.

    Args:
        posting: The posting.
        today: Day on which it should be open.
    """
    ends_on, _ = expiry(posting)
    return Facts(
        is_open=freshness(posting, today).standing == Standing.OPEN,
        completeness=round(100 * completeness(posting).score),
        day=posting.posted_on.toordinal() if posting.posted_on else NONE,
        url=posting.url,
        ends_on=ends_on.isoformat() if ends_on else "",
    )


def preference(keys: Sequence[str], facts: Sequence[Facts]) -> npt.NDArray[np.int64]:
    """Place of each row when the open come first, then the fullest, then the newest, then by key."""
    order = sorted(
        range(len(keys)),
        key=lambda row: (not facts[row].is_open, -facts[row].completeness, -facts[row].day, keys[row]),
    )
    places = np.empty(len(keys), dtype=np.int64)
    places[order] = np.arange(len(keys))
    return places


def _rulings(said: Sequence[Ruling], traits: Traits) -> Rulings:
    """Rulings as rows; those of postings that are not there are passed over."""
    named = {key for ruling in said for key in (ruling.first, ruling.second)}
    rows = {key: row for row, key in enumerate(traits.keys) if key in named}
    known = [one for one in said if one.first in rows and one.second in rows]
    pairs = {verdict: list[tuple[int, int]]() for verdict in Verdict}
    for one in known:
        first, second = sorted((rows[one.first], rows[one.second]))
        pairs[one.verdict].append((first, second))
    return Rulings(same=pairs[Verdict.SAME], apart=frozenset(pairs[Verdict.APART]))


def _copies(cluster: Cluster, traits: Traits, facts: Sequence[Facts]) -> Iterator[Copy]:
    name = traits.keys[cluster.rows[0]]
    for place, (row, chance) in enumerate(zip(cluster.rows, cluster.chances, strict=True)):
        own, employer = facts[row], int(traits.employer[row])
        yield Copy(
            key=traits.keys[row],
            cluster=name,
            place=place,
            chance=round(1_000 * chance),
            completeness=own.completeness,
            employer=traits.employers[employer].key if employer != NONE else "",
            url=own.url,
            posted_on=date.fromordinal(own.day).isoformat() if own.day != NONE else "",
            ends_on=own.ends_on,
        )


def _report(clusters: Sequence[Cluster], traits: Traits, uncoded: int, compared: Compared, doubtful: int) -> FindReport:
    sources = [[traits.keys[row].partition(":")[0] for row in cluster.rows] for cluster in clusters]
    by_source: Counter[str] = Counter(name for names in sources for name in names[1:])
    return FindReport(
        postings=len(traits),
        uncoded=uncoded,
        pairs_compared=compared.count,
        pairs_confirmed=len(compared.confirmed),
        clusters=len(clusters),
        copies=sum(by_source.values()),
        across_sources=sum(len(set(names)) > 1 for names in sources),
        by_source=dict(sorted(by_source.items())),
        doubtful=doubtful,
    )
