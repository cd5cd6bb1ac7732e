"""The titles that the coder is unsure of, gathered from what is stored, kept up with what changes there.

Unsure is what the coder itself says: its calibrated first probability is below ``SURE_FROM``, the next is hardly less
likely, or it holds that the title names no work. A title that names several jobs is no doubt.

Postings are public and shown; of workers' wishes only the number stands beside a title, and a title that only wishes
have is told where ``FEWEST_SEEKERS`` people or more wish for it in the same words.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from indexes.changes import changed_page
from indexes.statements import BATCH
from indexes.store import Store
from matcher.codec import from_json
from matcher.records import Kind, Worker
from matcher.texts import title_item, wish_item
from taxonomy.coder import UNCERTAIN_BELOW
from taxonomy.title_coding import TOP, named_jobs
from taxonomy.titles import core_title

FEWEST_SEEKERS = 5
"""People who must share a wish before a number of them is told."""

SURE_FROM = 0.5
"""First probability from which the coder is taken at its word: under it more than every second first code is wrong."""

NARROW = 0.1
"""Margin of the first probability before the next under which both may be meant."""

NEXT_TO_NOTHING = 0.1
"""Sum of the five probabilities under which the rest, above all that no work is named, says more than they do."""

SHOWN_KEYS = 5
"""Postings that are kept as examples of a title."""

_MARK = '"uncertain":true'
_PAGE = 10_000

Scores = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainTitle:
    """A normalised title that the coder is unsure of.

    Attributes:
        title: As ``core_title`` gives it.
        postings: Stored postings with it that were coded with doubt.
        keys: Keys of the first of them, at most ``SHOWN_KEYS``.
        sources: Source to number of postings, most first.
        candidates: Unit group and mean calibrated probability over the postings, best first, at most five.
        silent: Postings for which the coder has no candidate worth naming: it holds that no work is named, or does not
            know at all.
        seekers: Workers who wish for it and were coded with doubt; 0 where they are fewer than ``FEWEST_SEEKERS``.
    """

    title: str
    postings: int
    keys: tuple[str, ...]
    sources: Mapping[str, int]
    candidates: Scores
    silent: int
    seekers: int

    @property
    def confidence(self) -> float:
        """Mean probability of the best candidate; 0 without one."""
        return self.candidates[0][1] if self.candidates else 0.0

    @property
    def margin(self) -> float:
        """How far the best candidate is before the next."""
        return self.confidence - (self.candidates[1][1] if len(self.candidates) > 1 else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """One record that was coded with doubt."""

    title: str
    scores: Scores
    is_silent: bool


class UncertainTitles:
    """Follows a store; safe to share between threads. The first look reads every record coded with doubt."""

    def __init__(self, store: Store, fingerprint: str) -> None:
        """Follow a store; nothing is read yet.

        Args:
            store: The truth.
            fingerprint: Of the coder in use.
        """
        self._store, self._fingerprint = store, fingerprint
        self._lock = threading.Lock()
        self._seen = -1
        self._doubts: dict[Kind, dict[str, _Doubt]] = {Kind.POSTING: {}, Kind.WORKER: {}}
        self._titles: Mapping[str, UncertainTitle] = {}

    @property
    def is_cold(self) -> bool:
        """Whether nothing was read yet, so that the next question takes a while in a large store."""
        return self._seen < 0

    def now(self) -> Mapping[str, UncertainTitle]:
        """Normalised title to what is known of it; the same object while the store stands still.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._lock:
            upto = self._store.revision()
            if upto != self._seen:
                for kind, doubts in self._doubts.items():
                    self._look(kind, doubts, upto)
                self._titles = _gathered(self._doubts[Kind.POSTING], self._doubts[Kind.WORKER])
                self._seen = upto
            return self._titles

    def _look(self, kind: Kind, doubts: dict[str, _Doubt], upto: int) -> None:
        if self._seen < 0:
            mark = _MARK if kind is Kind.WORKER else None
            for coded, stored in self._store.derived_like(kind, self._fingerprint, mark):
                _keep(doubts, kind, stored.key, coded, stored.payload)
            return
        for keys in self._changed(kind, upto):
            for key in keys:
                doubts.pop(key, None)
            for change in self._store.as_they_are(kind, keys, self._fingerprint):
                if change.derived is not None:
                    _keep(doubts, kind, change.key, change.derived.coded, change.payload)

    def _changed(self, kind: Kind, upto: int) -> Iterator[Sequence[str]]:
        after = ""
        while True:
            with self._store.snapshot() as connection:
                keys = changed_page(connection, kind, self._seen, upto, after, _PAGE)
            yield from (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))
            if len(keys) < _PAGE:
                return
            after = keys[-1]


def _keep(doubts: dict[str, _Doubt], kind: Kind, key: str, coded: str, payload: str) -> None:
    """Note a record that was coded with doubt, unless its title has no word that could be settled."""
    values = orjson.loads(coded)
    scores = tuple((code, score) for code, score in values["occupations"])
    if not values["uncertain"] and (kind is Kind.WORKER or not _is_doubtful(scores)):
        return
    record = from_json(kind, payload)
    item = wish_item(record) if isinstance(record, Worker) else title_item(record)
    title = core_title(item.title)
    if title and (values["uncertain"] or not named_jobs(item.title)):
        doubts[key] = _Doubt(title=title, scores=scores, is_silent=values["uncertain"] and _is_silent(scores))


def _is_doubtful(scores: Scores) -> bool:
    """Whether the first of the probabilities is low, or hardly before the next."""
    (_, first), *rest = scores or (("", 0.0),)
    return first < SURE_FROM or (bool(rest) and first - rest[0][1] < NARROW)


def _gathered(postings: Mapping[str, _Doubt], workers: Mapping[str, _Doubt]) -> Mapping[str, UncertainTitle]:
    by_title = defaultdict[str, list[str]](list)
    for key in sorted(postings):
        by_title[postings[key].title].append(key)
    wished: Counter[str] = Counter(doubt.title for doubt in workers.values())
    shared = {title: count for title, count in wished.items() if count >= FEWEST_SEEKERS}
    for title in shared.keys() - by_title.keys():
        by_title[title] = []
    return {
        title: UncertainTitle(
            title=title,
            postings=len(keys),
            keys=tuple(keys[:SHOWN_KEYS]),
            sources=dict(Counter(key.partition(":")[0] for key in keys).most_common()),
            candidates=mean_scores(postings[key].scores for key in keys),
            silent=sum(postings[key].is_silent for key in keys),
            seekers=shared.get(title, 0),
        )
        for title, keys in by_title.items()
    }


def mean_scores(all_scores: Iterable[Scores]) -> Scores:
    """Mean probability of each unit group over several answers, 0 where one lacks it; the best five."""
    sums, count = defaultdict[str, float](float), 0
    for scores in all_scores:
        count += 1
        for code, score in scores:
            sums[code] += score
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return tuple((code, round(total / count, 4)) for code, total in ranked)


def _is_silent(scores: Scores) -> bool:
    """Of a title marked uncertain: whether no candidate is worth naming, next to nothing or behind "no work"."""
    return not scores or scores[0][1] >= UNCERTAIN_BELOW or sum(score for _, score in scores) < NEXT_TO_NOTHING
