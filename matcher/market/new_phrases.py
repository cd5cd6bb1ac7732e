"""Phrases of ads that the tagger takes for a skill and that mean no concept surely: candidates for new skills.

They are told with their trend, as skills are. A phrase is a candidate, no skill: a person decides whether it is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array

from indexes.store import Store
from matcher.codec import from_json
from matcher.market.rising import DatedAds, Trends, skill_trends
from matcher.market.rows import MarketRows
from matcher.market.suppression import THRESHOLD
from matcher.market.trend_test import LEAST
from matcher.privacy import without_personal
from matcher.records import Kind, Posting
from taxonomy.skill_mentions import SkillReader
from taxonomy.text import fold, plain

MOST_WORDS = 5
"""Words of a phrase; longer ones are sentences."""

WEAK = 0.5
"""Probability of the likeliest concept below which a phrase may as well mean none."""

MOST_ADS = 3_000
"""Ads that are read by default: reading them takes a minute or two."""

_AT_ONCE = 256

Tell = Callable[[str, int, int], None]


def ad_texts(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """What stored postings say, personal traits taken out, by key; those that are not stored are passed over.

    Raises:
        StoreError: The store cannot be read, or a row is not what was written.
    """
    wanted, found = set(keys), dict[str, str]()
    for change in store.changes(Kind.POSTING, "", 0):
        if change.key in wanted and change.content_hash:
            posting = from_json(Kind.POSTING, change.payload)
            if isinstance(posting, Posting):
                found[change.key] = without_personal(posting.description)
    return found


def sampled(ads: DatedAds, most: int = MOST_ADS) -> DatedAds:
    """At most so many of the ads, evenly over all of them."""
    kept = np.unique(np.linspace(0, len(ads.rows) - 1, min(most, len(ads.rows))).astype(np.int64))
    items = ads.items
    return replace(
        ads,
        items=replace(
            items,
            later=items.later[kept],
            strata=items.strata[kept],
            clusters=items.clusters[kept],
            has=items.has[kept],
        ),
        rows=ads.rows[kept],
        left_out=ads.left_out + len(ads.rows) - len(kept),
    )


def phrase_trends(
    ads: DatedAds, postings: MarketRows, texts: Mapping[str, str], reader: SkillReader, tell: Tell | None = None
) -> Trends:
    """Phrases without a sure concept that enough ads of enough employers have, tested for a change.

    Args:
        ads: The ads that are read.
        postings: The market that they were taken from.
        texts: Key to text of the ad.
        reader: Reads skills in texts.
        tell: Told of progress.
    """
    keys = postings.keys()
    said = [texts.get(keys[row], "") for row in ads.rows.tolist()]
    found = list(_phrases(said, reader, tell or (lambda what, done, total: None)))
    names = _common(found, ads)
    places = {name: at for at, name in enumerate(names)}
    pairs = [(row, places[name]) for row, own in enumerate(found) for name in own if name in places]
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    has = coo_array((np.ones(at.shape[1]), (at[0], at[1])), shape=(len(found), len(names))).tocsr()
    return skill_trends(replace(ads, items=replace(ads.items, has=has)), names)


def _phrases(texts: list[str], reader: SkillReader, tell: Tell) -> Iterator[frozenset[str]]:
    """The phrases of each text that mean no concept surely."""
    for start in range(0, len(texts), _AT_ONCE):
        for mentions in reader.read_many(texts[start : start + _AT_ONCE]):
            yield frozenset(
                name for one in mentions if one.similarity < WEAK and is_name(name := fold(plain(one.surface)))
            )
        tell("read ads", min(start + _AT_ONCE, len(texts)), len(texts))


def is_name(phrase: str) -> bool:
    """Whether a phrase may be the name of a skill: some words, no number, nothing that could be a contact."""
    words = phrase.split()
    return (
        0 < len(words) <= MOST_WORDS and len(phrase) > 2 and not any(mark.isdigit() or mark in "@/:" for mark in phrase)
    )


def _common(found: list[frozenset[str]], ads: DatedAds) -> list[str]:
    """Phrases that enough ads have, of enough employers: what one employer writes is its own."""
    counts = Counter(name for own in found for name in own)
    employers: dict[str, set[int]] = {name: set() for name, n in counts.items() if n >= LEAST}
    for own, cluster in zip(found, ads.items.clusters.tolist(), strict=True):
        for name in own & employers.keys():
            employers[name].add(cluster)
    return sorted(name for name, clusters in employers.items() if len(clusters) >= THRESHOLD)
