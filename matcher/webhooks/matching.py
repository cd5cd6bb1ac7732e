"""New matches of what is watched: only what changed is held against only what is watched.

Scored from the side that is watched, as ``/v1/match`` ranks for it, so the score of an event is the score of the
answer. First every new record is scored with all that is watched in one call, with the words taken as fully shared; of
a pair only the component ``words`` hangs on who asks, so this is never less than the score. What does not reach the
watch's least score by that is done with, and the rest is scored exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice, takewhile
from typing import Any

import orjson

from indexes import statements
from indexes.event_rows import NewEvent
from indexes.follower_rows import Pair
from indexes.watch_rows import StoredWatch
from matcher.answers import Subject
from matcher.codec import from_json
from matcher.engine import Engine
from matcher.events import EventKind, new_event
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.records import Kind
from matcher.score import DIGITS
from matcher.search import Places
from matcher.texts import lexical_text
from taxonomy.json_values import is_list

NAME = "matches"
"""Name of the follower."""

PAGE = 100
"""New records that are looked at in one go."""

_ROUNDING = 0.01
"""By how much the two sides of a pair may differ beside the words: vectors and components are rounded."""

Scored = tuple[str, float]
"""Key of a record and its score."""

Disclose = Callable[[StoredWatch, str], str]
"""Watch and key of a worker to the id that the watch's tenant may know the worker by; empty when it may not."""


def disclose_own(watch: StoredWatch, key: str) -> str:
    """Workers of the client's own sources, under their own ids."""
    sources = orjson.loads(watch.sources)
    return key if sources is None or key.partition(":")[0] in sources else ""


def tell_matches(
    engine: Engine,
    since: int,
    upto: int,
    today: date,
    disclose: Disclose = disclose_own,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Find and write the new matches of all that changed in some revisions; gives how many pairs were told.

    Args:
        engine: Matches.
        since: Revision up to which all is told.
        upto: Last revision to look at.
        today: In western Indonesia.
        disclose: What a tenant may know of a worker.
        go_on: Asked before each page; once it is not so, this ends early and must be done again from ``since``.

    Raises:
        GenerationError: Nothing is indexed.
        StoreError: The store refused.
    """
    told = 0
    for found, watched in ((Kind.POSTING, Kind.WORKER), (Kind.WORKER, Kind.POSTING)):
        watches = engine.store.watches(kind=watched)
        after = ""
        while watches and go_on() and (keys := engine.store.changed_keys(found, since, upto, after, PAGE)):
            told += _page(engine, watches, found, keys, Look(today=today, disclose=disclose, go_on=go_on))
            after = keys[-1]
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What holds for a whole look; see ``tell_matches``."""

    today: date
    disclose: Disclose
    go_on: Callable[[], bool]


def _page(engine: Engine, watches: Sequence[StoredWatch], found: Kind, keys: Sequence[str], look: Look) -> int:
    """Tell of the matches of some new records, some watches at a time, so that the first need not wait for the last."""
    pipeline = engine.refresh()
    new = [key for key in keys if key in pipeline.catalogues[found]]
    places, told = pipeline.places(found, new), 0
    for some in statements.batches(likely(pipeline, watches, found, new)):
        if look.go_on():
            told += engine.store.tell_matches(list(_told(engine, pipeline, some, new, places, look)))
    return told


def _told(
    engine: Engine, pipeline: Pipeline, watches: Sequence[StoredWatch], new: Sequence[str], places: Places, look: Look
) -> Iterator[tuple[Pair, NewEvent]]:
    """Matches of watches of one kind with the new records, each with its event."""
    watched = Kind(watches[0].kind)
    found = Kind.POSTING if watched is Kind.WORKER else Kind.WORKER
    subjects = _subjects(engine, pipeline, watched, sorted({watch.key for watch in watches}), look.today)
    known, today_s = engine.store.told_pairs([watch.id for watch in watches], new, look.today.isoformat())
    scored = dict[tuple[str, str], list[Scored]]()
    for watch in watches:
        if watch.key not in subjects:  # deleted meanwhile, or a posting that is closed
            continue
        asked = (watch.key, watch.conditions)
        if asked not in scored:
            conditions = conditions_of(watch, look.today)
            ranked = pipeline.fitting(subjects[watch.key], found, places, conditions)
            scored[asked] = sorted(((one.key, one.total) for one in ranked), key=lambda one: (-one[1], one[0]))
        room = watch.most_per_day - today_s.get(watch.id, 0)
        fresh = (one for one in good_of(watch, scored[asked]) if (watch.id, one[0]) not in known)
        shown = islice(_shown(watch, fresh, look.disclose), max(0, room))
        yield from _events(watch, list(shown), found, look.today)


def _subjects(engine: Engine, pipeline: Pipeline, kind: Kind, keys: Sequence[str], today: date) -> dict[str, Subject]:
    """What is watched, by key: of postings those that are open."""
    made = dict[str, Subject]()
    for stored in engine.store.get_some(kind, keys):
        if stored.key in pipeline.catalogues[kind]:
            place, record = pipeline.catalogues[kind].place(stored.key), from_json(kind, stored.payload)
            if kind is Kind.WORKER or place.coded.is_open(today):
                text = lexical_text(record)
                made[stored.key] = Subject(coded=place.coded, vector=place.vector, text=text, record=record)
    return made


def likely(pipeline: Pipeline, watches: Sequence[StoredWatch], found: Kind, new: Sequence[str]) -> list[StoredWatch]:
    """Watches of which one of the new records may reach the least score, by the bound; none is missed.

    Args:
        pipeline: Scores.
        watches: All of one kind.
        found: Kind of the new records.
        new: Their keys; all indexed.
    """
    if not watches or not new:
        return []
    watched = watches[0].kind
    there = [key for key in sorted({watch.key for watch in watches}) if key in pipeline.catalogues[watched]]
    places = [pipeline.catalogues[found].place(key) for key in new]
    subjects = [Subject(coded=place.coded, vector=place.vector, text="") for place in places]
    best = pipeline.bounds(subjects, watched, there).max(axis=0) + _ROUNDING
    most = dict(zip(there, best.tolist(), strict=True))
    return [watch for watch in watches if most.get(watch.key, -1.0) >= watch.least_score]


def good_of(watch: StoredWatch, scored: Sequence[Scored]) -> Iterator[Scored]:
    """Those that reach the watch's least score; ``scored`` has the best first."""
    return takewhile(lambda one: one[1] >= watch.least_score, scored)


def conditions_text(conditions: Conditions) -> str:
    """Conditions as a watch keeps them: without the day, which is that of each look."""
    values = asdict(conditions)
    return orjson.dumps({name: value for name, value in values.items() if name not in ("today", "waived")}).decode()


def conditions_of(watch: StoredWatch, today: date) -> Conditions:
    """The conditions of a watch, on a day; of postings those that are open."""
    stored = orjson.loads(watch.conditions)
    values: dict[str, Any] = {n: tuple(v) if is_list(v) else v for n, v in stored.items()}
    made = Conditions(**values)
    return replace(made, today=today) if watch.kind == Kind.WORKER else made


def _shown(watch: StoredWatch, found: Iterable[Scored], disclose: Disclose) -> Iterator[tuple[Scored, str]]:
    """Those that the watch's tenant may know of, each with the id that goes out."""
    for one in found:
        name = one[0] if watch.kind == Kind.WORKER else disclose(watch, one[0])
        if name:
            yield one, name


def _events(
    watch: StoredWatch, shown: Sequence[tuple[Scored, str]], found: Kind, today: date
) -> list[tuple[Pair, NewEvent]]:
    """For a watched worker one event of all postings; for a watched posting one of each worker: none names two."""
    if not shown:
        return []
    pairs = [Pair(watch=watch.id, key=key, day=today.isoformat(), kind=str(found)) for (key, _), _ in shown]
    matches = [{str(found): name, "score": round(score, DIGITS)} for (_, score), name in shown]
    if watch.kind == Kind.WORKER:
        event = _event(watch, watch.key, matches)
        return [(pair, event) for pair in pairs]
    return [(pair, _event(watch, pair.key, [one])) for pair, one in zip(pairs, matches, strict=True)]


def _event(watch: StoredWatch, worker_key: str, matches: Sequence[Mapping[str, Any]]) -> NewEvent:
    data = {"watch": watch.id, watch.kind: watch.key, "matches": list(matches)}
    return new_event(EventKind.MATCH_NEW, watch.tenant, data, worker_key=worker_key)
