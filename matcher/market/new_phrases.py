"""Terms of ads that no name of a skill has, in phrases that are taken for a skill and mean none surely: candidates.

The tagger says which phrases are skills, the linker how sure their concept is. Of the phrases without a sure one the
stretches of up to three words are kept that begin and end with a word of no skill's name, unless ads have them
everywhere. They are told with their trend, as skills are. A term is a candidate for a new skill, no skill: a person
decides whether it is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array

from indexes.store import Store
from matcher.codec import from_json
from matcher.market.rising import DatedAds, Trends, skill_trends
from matcher.market.rows import MarketRows
from matcher.market.suppression import THRESHOLD
from matcher.privacy import without_personal
from matcher.records import Kind, Posting
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import Skill
from taxonomy.text import fold, plain

MOST_WORDS = 3
"""Words of a term."""

SHORTEST = 3
"""Letters of a word that may be one."""

WEAK = 0.5
"""Probability of the likeliest concept below which a phrase may as well mean none."""

AS_SKILL = 1 / 3
"""Share of the ads with a term that must have it in such a phrase: "create" and "all" stand everywhere else too."""

MOST_ADS = 3_000
"""Ads that are read by default: reading them takes a minute or two."""

_AT_ONCE = 256
_WORD = re.compile(r"\w+")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Terms that may name new skills.

    Attributes:
        ads: Term to ads that have it, most first; of at least ``THRESHOLD`` ads and employers.
        trends: Of those that enough ads have to be tested.
    """

    ads: Mapping[str, int]
    trends: Trends


def candidates(
    ads: DatedAds,
    postings: MarketRows,
    texts: Mapping[str, str],
    reader: SkillReader,
    known: frozenset[str],
    tell: Tell | None = None,
) -> Candidates:
    """Terms of phrases without a sure concept that several employers have, with their change.

    Args:
        ads: The ads that are read.
        postings: The market that they were taken from.
        texts: Key to text of the ad.
        reader: Reads skills in texts.
        known: Words of the names of skills.
        tell: Told of progress.
    """
    keys = postings.keys()
    rows: list[int] = ads.rows.tolist()
    said = [texts.get(keys[row], "") for row in rows]
    found = list(_terms(said, reader, known, tell or (lambda what, done, total: None)))
    counts = _mostly_skills(_common(found, ads), said)
    names = sorted(counts)
    places = {name: at for at, name in enumerate(names)}
    pairs = [(row, places[name]) for row, own in enumerate(found) for name in own if name in places]
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    has = coo_array((np.ones(at.shape[1]), (at[0], at[1])), shape=(len(found), len(names))).tocsr()
    trends = skill_trends(replace(ads, items=replace(ads.items, has=has)), names)
    return Candidates(ads=dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))), trends=trends)


def known_words(skills: Iterable[Skill]) -> frozenset[str]:
    """Every word of the labels and aliases of skills, folded."""
    names = (name for skill in skills for name in (skill.label, skill.label_en, *skill.aliases))
    return frozenset(word for name in names for word in fold(name).split())


def terms_of(phrase: str, known: frozenset[str]) -> frozenset[str]:
    """Stretches of words of a phrase that begin and end with a word of no skill's name.

    Args:
        phrase: As it stands in an ad.
        known: Words of the names of skills.
    """
    words = fold(plain(phrase)).split()
    new = [len(word) >= SHORTEST and word.isalpha() and word not in known for word in words]
    return frozenset(
        " ".join(words[start : start + length])
        for length in range(1, MOST_WORDS + 1)
        for start in range(len(words) - length + 1)
        if new[start] and new[start + length - 1]
    )


def _terms(texts: list[str], reader: SkillReader, known: frozenset[str], tell: Tell) -> Iterator[frozenset[str]]:
    """The terms of each text."""
    for start in range(0, len(texts), _AT_ONCE):
        for mentions in reader.read_many(texts[start : start + _AT_ONCE]):
            weak = [one.surface for one in mentions if one.similarity < WEAK and not one.negated]
            yield frozenset(term for surface in weak for term in terms_of(surface, known))
        tell("read ads", min(start + _AT_ONCE, len(texts)), len(texts))


def _common(found: list[frozenset[str]], ads: DatedAds) -> dict[str, int]:
    """Terms that several employers have, with their ads: what one employer writes is its own."""
    counts: Counter[str] = Counter(name for own in found for name in own)
    employers: dict[str, set[int]] = {name: set() for name, n in counts.items() if n >= THRESHOLD}
    for own, cluster in zip(found, ads.items.clusters.tolist(), strict=True):
        for name in own & employers.keys():
            employers[name].add(cluster)
    return {name: counts[name] for name, clusters in employers.items() if len(clusters) >= THRESHOLD}


def _mostly_skills(counts: Mapping[str, int], texts: Sequence[str]) -> dict[str, int]:
    """Terms that stand in phrases for a skill as often as ``AS_SKILL`` wants, not all over the ads."""
    plainly = [f" {' '.join(_WORD.findall(fold(plain(text))))} " for text in texts]
    return {term: n for term, n in counts.items() if n >= AS_SKILL * sum(f" {term} " in text for text in plainly)}
