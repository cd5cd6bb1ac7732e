"""Outcomes for tests: lists as a store keeps them, written out by hand or made of a drawn log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import orjson

from indexes.outcome_rows import StoredOutcome
from indexes.rows import StoredRecord
from matcher.outcome_log import OutcomeLog
from matcher.part_list import NAMES
from matcher.records import Kind

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
PARTS = orjson.dumps(dict.fromkeys(NAMES, (0.5, True))).decode()


def told(
    worker: str,
    posting: str,
    event: str = "shown",
    *,
    position: int | None = None,
    list_id: str = "l1",
    shown_to: Kind = Kind.WORKER,
    weights: str = "judged-1",
    components: str = PARTS,
    chances: Sequence[float] = (),
) -> StoredOutcome:
    """One outcome."""
    return StoredOutcome(
        worker_key=worker,
        posting_key=posting,
        event=event,
        list_id=list_id,
        key=f"uji:{worker}-{posting}-{event}",
        shown_to=str(shown_to),
        position=position,
        at=AT,
        weights=weights,
        components=components,
        chances=orjson.dumps(list(chances)).decode(),
    )


def shown(
    asker: str, others: Sequence[str], *, list_id: str = "l1", shown_to: Kind = Kind.WORKER
) -> list[StoredOutcome]:
    """A whole list."""
    pairs = [(asker, other) if shown_to == Kind.WORKER else (other, asker) for other in others]
    return [
        told(worker, posting, position=place, list_id=list_id, shown_to=shown_to)
        for place, (worker, posting) in enumerate(pairs, 1)
    ]


def worker_rows(count: int) -> list[StoredRecord]:
    """Workers w:0, w:1 and so on."""
    return [
        StoredRecord(kind="worker", key=f"w:{number}", raw_hash="r", content_hash="c", payload="{}")
        for number in range(count)
    ]


def of_log(log: OutcomeLog) -> list[StoredOutcome]:
    """A log of the score's components as outcomes: list n was shown to worker w:n."""
    found = []
    for row in range(len(log)):
        worker, posting = f"w:{log.lists[row]}", f"p:{log.pairs[row]}"
        parts = {
            name: (float(value), bool(known))
            for name, value, known in zip(NAMES, log.values[row], log.known[row], strict=True)
        }
        text, chances = orjson.dumps(parts).decode(), log.chances[row]
        given = tuple(chances.tolist()) if np.isfinite(chances).all() else ()
        place = int(log.positions[row])
        found.append(told(worker, posting, position=place, components=text, chances=given))
        came = {"opened": log.looked[row], "applied": log.applied[row], "shortlisted": log.shortlisted[row]}
        found += [told(worker, posting, event) for event, happened in came.items() if happened]
    return found
