"""What came of matches, as the store keeps it: each event of a pair once for each list that it was shown in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import check_row, checksum, fault_of
from indexes.rows import UpsertCounts
from indexes.schema import OUTCOME, RECORD
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

WORKER = "worker"
"""Kind of the records whose erasure takes their outcomes along."""

_FIELDS = (
    "worker_key",
    "posting_key",
    "event",
    "list_id",
    "key",
    "shown_to",
    "position",
    "at",
    "weights",
    "components",
    "chances",
)
OUTCOME_COLUMNS = tuple(OUTCOME.c[name] for name in (*_FIELDS, "revision", "checksum"))
"""What a read takes, the checksum last."""

_PLACE = tuple(OUTCOME.primary_key.columns)

Place = tuple[str, str, str, str]
"""Worker, posting, event and list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOutcome:
    """An outcome as the store keeps it.

    Attributes:
        worker_key: Key of a stored worker.
        posting_key: Key of a posting, which need not be stored any more.
        event: What happened.
        list_id: The list that the pair was shown in; empty when in none.
        key: ``source:source_id`` of the event in its source.
        shown_to: ``worker`` or ``posting``: who looked at the list.
        position: Place in the list, from 1, or None.
        at: When, UTC.
        weights: Name of the weights that ranked the list.
        components: Value and mark of each component of the pair when it was first told, JSON; empty when the pair
            could not be scored.
        chances: Probability of each place of the list for this pair, JSON list.
    """

    worker_key: str
    posting_key: str
    event: str
    list_id: str
    key: str
    shown_to: str
    position: int | None
    at: datetime
    weights: str
    components: str
    chances: str

    @property
    def place(self) -> Place:
        """What it is told apart by."""
        return (self.worker_key, self.posting_key, self.event, self.list_id)

    @property
    def told(self) -> tuple[object, ...]:
        """What the source says of it; the rest is worked out when it comes in."""
        return (self.key, self.shown_to, self.position, self.at, self.chances)


class OutcomeRows(StoreBase):
    """The part of a store that keeps outcomes."""

    def put_outcomes(self, outcomes: Sequence[StoredOutcome], tellers: frozenset[str] | None = None) -> UpsertCounts:
        """Keep outcomes, all or nothing; one that is kept already is left alone.

        Weights and components stay as they were when an outcome was first told: what is told again later was not shown
        by what serves later.

        Args:
            outcomes: Where one comes twice the later one wins; both are counted.
            tellers: Sources whose outcomes may be replaced; one that another told is left alone. None means all.

        Raises:
            UnknownIdError: A worker is not stored: one that was erased does not come back by its outcomes.
            StoreError: The database refused.
        """
        counts, revision = UpsertCounts(), 0
        with self.transaction() as connection:
            for batch in statements.batches(outcomes):
                _check_workers(connection, batch)
                did, changed = _what_changes(batch, _kept(connection, batch), tellers)
                if changed and not revision:
                    revision = self._next_revision(connection)
                statements.put(connection, OUTCOME, [_values(row, revision) for row in changed])
                self._planner.wrote(connection, OUTCOME, (OUTCOME.name for _ in changed))
                counts += did
        return counts

    def stored_workers(self, keys: Sequence[str]) -> set[str]:
        """Those of some keys that a worker is stored under.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return {key for batch in statements.batches(keys) for key in _stored_workers(connection, batch)}

    def outcomes_of(self, worker_key: str) -> list[StoredOutcome]:
        """All outcomes of a worker, by posting, event and list.

        Raises:
            StoreError: A row is not what was written.
        """
        chosen = sa.select(*OUTCOME_COLUMNS).where(OUTCOME.c.worker_key == worker_key).order_by(*_PLACE)
        with self.snapshot() as connection:
            return [outcome_of(row) for row in connection.execute(chosen)]

    def outcomes(self) -> Iterator[StoredOutcome]:
        """All outcomes by worker, posting, event and list; one state throughout, a few rows at a time.

        Raises:
            StoreError: A row is not what was written.
        """
        every = sa.select(*OUTCOME_COLUMNS).order_by(*_PLACE).execution_options(yield_per=statements.BATCH)
        with self.snapshot() as connection, connection.execute(every) as rows:
            for row in rows:
                yield outcome_of(row)


def outcome_of(values: Sequence[Any]) -> StoredOutcome:
    """A row of ``OUTCOME_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(OUTCOME.name, fields, stored)
    return _read(fields)


def outcome_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of outcomes: what is not as written, and outcomes of workers that are not there.

    Args:
        connection: Of any transaction.
    """
    every = sa.select(*OUTCOME_COLUMNS).order_by(*_PLACE).execution_options(yield_per=statements.BATCH)
    found = [
        f"outcome of {row.worker_key} {row.posting_key}: {fault}"
        for row in connection.execute(every)
        if (fault := fault_of(OUTCOME.name, tuple(row)[:-1], row.checksum))
    ]
    there = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.key == OUTCOME.c.worker_key)
    stray = sa.select(OUTCOME.c.worker_key).where(~sa.exists(there)).distinct().order_by(OUTCOME.c.worker_key)
    return found + [f"outcome of {key}: wanted its worker, found none" for key in connection.scalars(stray)]


def erase_outcomes(connection: sa.Connection, workers: Sequence[str]) -> None:
    """Remove all that is kept of workers.

    Args:
        connection: Of a write transaction.
        workers: Their keys, at most ``statements.BATCH``.
    """
    connection.execute(sa.delete(OUTCOME).where(OUTCOME.c.worker_key.in_(workers)))


def _stored_workers(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    there = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.key.in_(keys))
    return set(connection.scalars(there))


def _check_workers(connection: sa.Connection, batch: Sequence[StoredOutcome]) -> None:
    wanted = {row.worker_key for row in batch}
    missing = sorted(wanted - _stored_workers(connection, sorted(wanted)))
    if missing:
        raise UnknownIdError(wanted="the key of a stored worker", found=missing[0], where="worker_key")


def _kept(connection: sa.Connection, batch: Sequence[StoredOutcome]) -> dict[Place, StoredOutcome]:
    """Those of a batch that are kept already and are what was written."""
    places = sa.tuple_(*_PLACE).in_([row.place for row in batch])
    rows = connection.execute(sa.select(*OUTCOME_COLUMNS).where(places)).all()
    whole = [_read(tuple(row)[:-2]) for row in rows if not fault_of(OUTCOME.name, tuple(row)[:-1], row.checksum)]
    return {row.place: row for row in whole}


def _what_changes(
    batch: Sequence[StoredOutcome], kept: dict[Place, StoredOutcome], tellers: frozenset[str] | None
) -> tuple[UpsertCounts, list[StoredOutcome]]:
    """Counts of a batch, and the last version of each outcome that is not kept like that."""
    held, changed, statuses = dict(kept), dict[Place, StoredOutcome](), list[str]()
    for row in batch:
        before = held.get(row.place)
        if before is not None and tellers is not None and before.key.partition(":")[0] not in tellers:
            statuses.append("unchanged")
            continue
        fresh = row if before is None else _first_scored(before, row)
        statuses.append("accepted" if before is None else "unchanged" if before == fresh else "updated")
        if fresh != before:
            held[row.place] = changed[row.place] = fresh
    return UpsertCounts.of(statuses), list(changed.values())


def _first_scored(before: StoredOutcome, row: StoredOutcome) -> StoredOutcome:
    """The outcome as told now, with weights and components as they were when it could first be scored."""
    if not before.components:
        return row if row.components or row.told != before.told else before
    fields: dict[str, Any] = {name: getattr(row, name) for name in _FIELDS}
    fields |= {"weights": before.weights, "components": before.components}
    return StoredOutcome(**fields)


def _read(values: Sequence[Any]) -> StoredOutcome:
    """A row without its checksum; SQLite forgets the zone of a time, and all are UTC."""
    fields = dict(zip(_FIELDS, values, strict=False))
    at: datetime = fields["at"]
    fields["at"] = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return StoredOutcome(**fields)


def _values(row: StoredOutcome, revision: int) -> dict[str, object]:
    fields = {name: getattr(row, name) for name in _FIELDS}
    return {**fields, "revision": revision, "checksum": checksum(OUTCOME.name, (*fields.values(), revision))}
