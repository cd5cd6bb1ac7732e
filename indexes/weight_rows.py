"""Weights of the score as the store keeps them: which were learnt, from what, and which of them serve.

When none serves, those that come with the product do. Each that serves knows the revision at which it began to, so that
one can go back to the one before, and from there further back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from indexes.checksums import checked_fields, checksum, fault_of
from indexes.moments import utc
from indexes.schema import WEIGHTS
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError

_FIELDS = ("name", "shares", "facts", "made_at", "state", "served_at_revision")
WEIGHT_COLUMNS = tuple(WEIGHTS.c[name] for name in (*_FIELDS, "revision", "checksum"))
"""What a read takes, the checksum last."""


class WeightState(StrEnum):
    """What weights are used for."""

    PROPOSED = "proposed"
    SHADOW = "shadow"
    SERVING = "serving"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWeights:
    """Weights as the store keeps them.

    Attributes:
        name: Theirs alone.
        shares: Component to share, JSON.
        facts: What they were learnt from and what the gate said, JSON.
        made_at: When, UTC.
        state: What they are used for.
        served_at_revision: Revision at which they began to serve; None when they never did, or were gone back from.
    """

    name: str
    shares: str
    facts: str
    made_at: datetime
    state: WeightState
    served_at_revision: int | None


class WeightRows(StoreBase):
    """The part of a store that keeps weights."""

    def put_weights(self, name: str, shares: str, facts: str) -> None:
        """Keep weights as proposed.

        Raises:
            InputError: There are weights of this name.
            StoreError: The database refused, or a row is not what was written.
        """
        made = datetime.now(UTC)
        with self.transaction() as connection:
            if name in _trusted(connection):
                raise InputError(wanted="a name that no weights have", found=name, where="weights")
            fields = (name, shares, facts, made, str(WeightState.PROPOSED), None, self._next_revision(connection))
            row = dict(zip((column.name for column in WEIGHT_COLUMNS), fields, strict=False))
            connection.execute(sa.insert(WEIGHTS).values(**row, checksum=checksum(WEIGHTS.name, fields)))

    def weights(self) -> list[StoredWeights]:
        """All weights, those that serve first, then the newest.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            return list(_trusted(connection).values())

    def serve_weights(self, name: str) -> None:
        """Let weights serve; engines that are open see it by the revision.

        Args:
            name: Of kept weights. When they serve already nothing changes.

        Raises:
            UnknownIdError: They are not kept.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            rows = _trusted(connection)
            chosen = _one(rows, name)
            if chosen.state != WeightState.SERVING:
                revision = self._next_revision(connection)
                for row in _of_state(rows, WeightState.SERVING):
                    _move(connection, row, WeightState.RETIRED, row.served_at_revision, revision)
                _move(connection, chosen, WeightState.SERVING, revision, revision)

    def serve_weights_before(self) -> str:
        """Go back to the weights that served before; gives their name, or nothing for those of the product.

        Raises:
            InputError: Those of the product serve: there is nothing before them.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            rows = _trusted(connection)
            for now in _of_state(rows, WeightState.SERVING):
                since = now.served_at_revision or 0
                before = {served: row for row in rows.values() if 0 < (served := row.served_at_revision or 0) < since}
                revision = self._next_revision(connection)
                _move(connection, now, WeightState.RETIRED, None, revision)
                if not before:
                    return ""
                chosen = before[max(before)]
                _move(connection, chosen, WeightState.SERVING, chosen.served_at_revision, revision)
                return chosen.name
        raise InputError(wanted="learnt weights that serve", found="none", where="weights")

    def shadow_weights(self, name: str) -> None:
        """Let weights score beside those that serve, and no others.

        Args:
            name: Of kept weights that do not serve.

        Raises:
            UnknownIdError: They are not kept.
            InputError: They serve.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            rows = _trusted(connection)
            chosen = _one(rows, name)
            if chosen.state == WeightState.SERVING:
                raise InputError(wanted="weights that do not serve", found=name, where="weights")
            if chosen.state != WeightState.SHADOW:
                revision = self._next_revision(connection)
                for row in _of_state(rows, WeightState.SHADOW):
                    before = WeightState.RETIRED if row.served_at_revision else WeightState.PROPOSED
                    _move(connection, row, before, row.served_at_revision, revision)
                _move(connection, chosen, WeightState.SHADOW, chosen.served_at_revision, revision)


def weights_of_row(values: Sequence[Any]) -> StoredWeights:
    """A row of ``WEIGHT_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    name, shares, facts, made_at, state, served, _ = checked_fields(WEIGHTS.name, values)
    return StoredWeights(
        name=name,
        shares=shares,
        facts=facts,
        made_at=utc(made_at),
        state=WeightState(state),
        served_at_revision=served,
    )


def weight_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of weights.

    Args:
        connection: Of any transaction.
    """
    rows = connection.execute(sa.select(*WEIGHT_COLUMNS).order_by(WEIGHTS.c.name)).all()
    serving = [row.name for row in rows if row.state == WeightState.SERVING]
    many = [f"weights: wanted at most one that serves, found {', '.join(serving)}"] if len(serving) > 1 else []
    checked = ((row.name, fault_of(WEIGHTS.name, tuple(row)[:-1], row.checksum)) for row in rows)
    return [f"weights {name}: {fault}" for name, fault in checked if fault] + many


def _trusted(connection: sa.Connection) -> dict[str, StoredWeights]:
    """By name, in the order of ``WeightRows.weights``."""
    serves_last = sa.case((WEIGHTS.c.state == str(WeightState.SERVING), 0), else_=1)
    every = sa.select(*WEIGHT_COLUMNS).order_by(serves_last, WEIGHTS.c.made_at.desc(), WEIGHTS.c.name.desc())
    return {row.name: weights_of_row(row) for row in connection.execute(every)}


def _one(rows: dict[str, StoredWeights], name: str) -> StoredWeights:
    if name not in rows:
        known = ", ".join(sorted(rows)) or "none are kept"
        raise UnknownIdError(wanted=f"the name of kept weights ({known})", found=name, where="weights")
    return rows[name]


def _of_state(rows: dict[str, StoredWeights], state: WeightState) -> list[StoredWeights]:
    return [row for row in rows.values() if row.state == state]


def _move(connection: sa.Connection, row: StoredWeights, state: WeightState, served: int | None, revision: int) -> None:
    fields = (row.name, row.shares, row.facts, row.made_at, str(state), served, revision)
    changed = {"state": str(state), "served_at_revision": served, "revision": revision}
    change = sa.update(WEIGHTS).where(WEIGHTS.c.name == row.name)
    connection.execute(change.values(**changed, checksum=checksum(WEIGHTS.name, fields)))
