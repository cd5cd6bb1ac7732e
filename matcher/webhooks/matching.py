"""New matches of what is watched: only what changed is held against only what is watched.

Scored from the side that is watched, as ``/v1/match`` ranks for it, so the score of an event is the score of the
answer. First every new record is scored with all that is watched in one call, with the words taken as fully shared; of
a pair only the component ``words`` hangs on who asks, so this is never less than the score. What does not reach the
watch's least score by that is done with, and the rest is scored exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
import orjson

from indexes.event_rows import NewEvent
from indexes.follower_rows import Pair
from indexes.watch_rows import StoredWatch
from matcher.answers import Subject
from matcher.engine import Engine
from matcher.events import EventKind, new_event
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.ranking import Ranked
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

NAME = "matches"
"""Name of the follower."""

PAGE = 100
"""New records that are looked at in one go."""

_ROUNDING = 0.01
"""By how much the two sides of a pair may differ beside the words: vectors and components are rounded."""

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
            told += engine.store.tell_matches(_page(engine, watches, found, keys, today, disclose))
            after = keys[-1]
    return told


def _page(
    engine: Engine, watches: Sequence[StoredWatch], found: Kind, keys: Sequence[str], today: date, disclose: Disclose
) -> list[tuple[Pair, NewEvent]]:
    pipeline = engine.refresh()
    new = [key for key in keys if key in pipeline.catalogues[found]]
    told = list[tuple[Pair, NewEvent]]()
    for watch, near in likely(pipeline, watches, found, new):
        with suppress(UnknownIdError):  # deleted, or not indexed yet
            subject = engine.stored_subject(Kind(watch.kind), watch.key)
            if watch.kind == Kind.POSTING and not subject.coded.is_open(today):
                continue
            ranked = fitting(pipeline, watch, subject, found, near, today)
            told += _events(watch, _allowed(engine, watch, ranked, today, disclose), found, today)
    return told


def likely(
    pipeline: Pipeline, watches: Sequence[StoredWatch], found: Kind, new: Sequence[str]
) -> list[tuple[StoredWatch, list[str]]]:
    """Watches with those of the new records that may reach their least score, by the bound; none is missed.

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
    column = {key: at for at, key in enumerate(there)}
    places = [pipeline.catalogues[found].place(key) for key in new]
    subjects = [Subject(coded=place.coded, vector=place.vector, text="") for place in places]
    bounds = pipeline.bounds(subjects, watched, there) + _ROUNDING
    chosen = defaultdict[str, list[str]](list)
    for watch in watches:
        if watch.key in column:
            rows = np.flatnonzero(bounds[:, column[watch.key]] >= watch.least_score).tolist()
            chosen[watch.id] = [new[row] for row in rows]
    return [(watch, chosen[watch.id]) for watch in watches if chosen[watch.id]]


def fitting(
    pipeline: Pipeline, watch: StoredWatch, subject: Subject, found: Kind, keys: Sequence[str], today: date
) -> list[Ranked]:
    """Those of some records that meet a watch's conditions and reach its least score, best first, ties by key."""
    ranked = pipeline.fitting(subject, found, keys, conditions_of(watch, today))
    good = [one for one in ranked if one.total >= watch.least_score]
    return sorted(good, key=lambda one: (-one.total, one.key))


def conditions_text(conditions: Conditions) -> str:
    """Conditions as a watch keeps them: without the day, which is that of each look."""
    values = asdict(conditions)
    return orjson.dumps({name: value for name, value in values.items() if name not in ("today", "waived")}).decode()


def conditions_of(watch: StoredWatch, today: date) -> Conditions:
    """The conditions of a watch, on a day; of postings those that are open."""
    stored = orjson.loads(watch.conditions)
    values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in stored.items()}
    made = Conditions(**values)
    return replace(made, today=today) if watch.kind == Kind.WORKER else made


def _allowed(
    engine: Engine, watch: StoredWatch, ranked: Sequence[Ranked], today: date, disclose: Disclose
) -> list[tuple[Ranked, str]]:
    """Those that were not told yet and may be, with the id that goes out; as many as the day has room for."""
    named = [(one, one.key if watch.kind == Kind.WORKER else disclose(watch, one.key)) for one in ranked]
    shown = [(one, name) for one, name in named if name]
    if not shown:
        return []
    known, today_s = engine.store.told_pairs(watch.id, [one.key for one, _ in shown], today.isoformat())
    fresh = [(one, name) for one, name in shown if one.key not in known]
    return fresh[: max(0, watch.most_per_day - today_s)]


def _events(
    watch: StoredWatch, allowed: Sequence[tuple[Ranked, str]], found: Kind, today: date
) -> list[tuple[Pair, NewEvent]]:
    """For a watched worker one event of all postings; for a watched posting one of each worker: none names two."""
    if not allowed:
        return []
    pairs = [Pair(watch=watch.id, key=one.key, day=today.isoformat(), kind=str(found)) for one, _ in allowed]
    shown = [{str(found): name, "score": round(one.total, 4)} for one, name in allowed]
    if watch.kind == Kind.WORKER:
        event = _event(watch, watch.key, shown)
        return [(pair, event) for pair in pairs]
    return [(pair, _event(watch, pair.key, [one])) for pair, one in zip(pairs, shown, strict=True)]


def _event(watch: StoredWatch, worker_key: str, matches: Sequence[Mapping[str, Any]]) -> NewEvent:
    data = {"watch": watch.id, watch.kind: watch.key, "matches": list(matches)}
    return new_event(EventKind.MATCH_NEW, watch.tenant, data, worker_key=worker_key)
