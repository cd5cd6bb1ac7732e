"""Columns of tables that hold boxes of ``SecretBox``: how they are counted, checked and sealed anew under a new key.

A room that keeps secrets names its column in ``SEALED``, so that a rotation of keys forgets none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum
from indexes.client_records import signing_key_place
from indexes.request_rows import request_place
from indexes.schema_access import SIGNING_KEY
from indexes.schema_jobs import JOB, UPLOAD, job_place, upload_place
from indexes.schema_rights import PERSON_REQUEST
from indexes.schema_webhooks import WEBHOOK, webhook_place
from indexes.secret_box import SecretBox
from indexes.store_base import StoreBase
from taxonomy.errors import SepadanError


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """One column of boxes.

    Attributes:
        column: Holds them; null or empty where there is none.
        place: Row (column to value) to the place that its box was sealed for.
    """

    column: sa.Column[Any]
    place: Callable[[Mapping[str, Any]], str]

    @property
    def table(self) -> sa.Table:
        """The table it is of."""
        table = self.column.table
        assert isinstance(table, sa.Table)
        return table


SEALED: tuple[SealedColumn, ...] = (
    SealedColumn(column=SIGNING_KEY.c.private_box, place=lambda row: signing_key_place(row["kid"])),
    SealedColumn(column=PERSON_REQUEST.c.content, place=lambda row: request_place(row["id"], "content")),
    SealedColumn(column=PERSON_REQUEST.c.answer, place=lambda row: request_place(row["id"], "answer")),
    SealedColumn(column=JOB.c.key, place=lambda row: job_place(row["id"])),
    SealedColumn(column=UPLOAD.c.key, place=lambda row: upload_place(row["id"])),
    SealedColumn(column=WEBHOOK.c.secret, place=lambda row: webhook_place(row["id"])),
    SealedColumn(column=WEBHOOK.c.previous, place=lambda row: webhook_place(row["id"])),
)
"""Every column of boxes."""


def keys_in_use(store: StoreBase, columns: Sequence[SealedColumn] = SEALED) -> dict[str, int]:
    """Name of a key to how many boxes it sealed.

    Raises:
        StoreError: The database refused.
    """
    found: Counter[str] = Counter()
    for sealed in columns:
        with store.snapshot() as connection:
            chosen = sa.select(sealed.column).where(_is_sealed(sealed))
            found.update(_key_of(box) for box in connection.scalars(chosen))
    return dict(sorted(found.items()))


def reseal_boxes(store: StoreBase, box: SecretBox, columns: Sequence[SealedColumn] = SEALED) -> int:
    """Seal anew, with the current key, every box that an older key sealed; gives how many.

    A transaction for each batch: cut short it is taken up where it stopped.

    Raises:
        ConfigError: The key of a box is not at hand.
        StoreError: The database refused, or a box does not open.
    """
    return sum(_reseal(store, box, sealed) for sealed in columns)


def box_faults(store: StoreBase, box: SecretBox, columns: Sequence[SealedColumn] = SEALED) -> list[str]:
    """What does not open among the boxes, by table and place.

    Raises:
        StoreError: The database refused.
    """
    found: list[str] = []
    for sealed in columns:
        with store.snapshot() as connection:
            chosen = sa.select(sealed.table).where(_is_sealed(sealed))
            rows = [dict(row) for row in connection.execute(chosen).mappings()]
        for row in rows:
            try:
                box.open(sealed.place(row), row[sealed.column.name])
            except SepadanError as error:
                found.append(f"{sealed.table.name}: {error}")
    return found


def _reseal(store: StoreBase, box: SecretBox, sealed: SealedColumn) -> int:
    done, current = 0, box.current.encode() + b":"
    older = sa.func.substr(sealed.column, 1, len(current)) != current
    while True:
        with store.transaction() as connection:
            chosen = sa.select(sealed.table).where(_is_sealed(sealed), older).limit(statements.BATCH)
            rows = [dict(row) for row in connection.execute(chosen).mappings()]
            for row in rows:
                place = sealed.place(row)
                row[sealed.column.name] = box.seal(place, box.open(place, row[sealed.column.name]))
                if "checksum" in row:
                    row["checksum"] = checksum(sealed.table.name, [row[name] for name in row if name != "checksum"])
            statements.put(connection, sealed.table, rows)
        if not rows:
            return done
        done += len(rows)


def _is_sealed(sealed: SealedColumn) -> sa.ColumnElement[bool]:
    return sa.func.length(sealed.column) > 0


def _key_of(box: bytes) -> str:
    return bytes(box).partition(b":")[0].decode("ascii", "replace")
