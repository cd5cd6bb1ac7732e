"""Takes in outcomes: each pair is scored when it is first told, since later its records may say something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import orjson

from indexes.outcome_rows import StoredOutcome
from indexes.rows import UpsertCounts
from matcher.engine import Engine
from matcher.outcome import Outcome
from matcher.part_list import NAMES
from matcher.pipeline import Pipeline
from matcher.records import Kind
from taxonomy.errors import GenerationError, UnknownIdError

_DIGITS = 6
"""Of a component: the same pair coded in another batch of the encoder differs in the seventh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was done.

    Attributes:
        counts: Of outcomes.
        scored: Outcomes whose pair could be scored; the others are kept, and their lists not learnt from.
    """

    counts: UpsertCounts
    scored: int


def take_in(engine: Engine, outcomes: Sequence[Outcome], tellers: frozenset[str] | None = None) -> Taken:
    """Score and keep outcomes, all or nothing; see ``OutcomeRows.put_outcomes``.

    Args:
        engine: Scores pairs with the records as they are now.
        outcomes: Any.
        tellers: Sources whose outcomes may be told anew; what others told stays as it was. None means all.

    Raises:
        UnknownIdError: A worker is not stored.
        StoreError: The store cannot be read or written.
    """
    components = [""] * len(outcomes)
    with suppress(GenerationError):  # without an index nothing can be scored
        components = _components(engine, engine.refresh(), outcomes)
    rows = [_stored(one, parts, engine.weights) for one, parts in zip(outcomes, components, strict=True)]
    return Taken(counts=engine.store.put_outcomes(rows, tellers), scored=sum(bool(parts) for parts in components))


def _stored(one: Outcome, components: str, serving: str) -> StoredOutcome:
    return StoredOutcome(
        worker_key=one.worker_key,
        posting_key=one.posting_key,
        event=str(one.event),
        list_id=one.list_id,
        key=one.key,
        shown_to=str(one.shown_to),
        position=one.position,
        at=one.at,
        weights=one.weights or serving,
        components=components,
        chances=orjson.dumps(one.chances).decode(),
    )


def _components(engine: Engine, pipeline: Pipeline, outcomes: Sequence[Outcome]) -> list[str]:
    """JSON of each pair's components, empty where it cannot be scored: one query for each who asked."""
    found = [""] * len(outcomes)
    asked = defaultdict[tuple[Kind, str], list[tuple[str, int]]](list)
    for at, one in enumerate(outcomes):
        is_worker = one.shown_to == Kind.WORKER
        asker, other = (one.worker_key, one.posting_key) if is_worker else (one.posting_key, one.worker_key)
        asked[one.shown_to, asker].append((other, at))
    for (kind, asker), others in asked.items():
        shown = Kind.POSTING if kind == Kind.WORKER else Kind.WORKER
        there = [(key, at) for key, at in others if key in pipeline.catalogues[shown]]
        with suppress(UnknownIdError):  # not stored, or not indexed yet
            subject = engine.stored_subject(kind, asker)
            keys = sorted({key for key, _ in there})
            scores = pipeline.score(subject, shown, keys)
            for key, at in there:
                row = keys.index(key)
                found[at] = _as_json(scores.values[row].tolist(), scores.known[row].tolist())
    return found


def _as_json(values: Sequence[float], known: Sequence[bool]) -> str:
    parts = {name: (round(value, _DIGITS), mark) for name, value, mark in zip(NAMES, values, known, strict=True)}
    return orjson.dumps(parts).decode()
