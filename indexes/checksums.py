"""The checksum of a row: what a disk or a cable turned over between writing and reading is told and never used.

It covers every column but a generation's ``made_at``, which nothing hangs on. A time counts as the moment in UTC, for
the databases write the same moment in different ways. The revision is covered, for a row whose number was turned over
would be passed over by those who ask what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from taxonomy.errors import StoreError

SIZE = 16
"""Bytes of a checksum."""


def checksum(table: str, fields: Sequence[object]) -> bytes:
    """BLAKE2b-128 of the fields of a row.

    Args:
        table: Name of its table, so that a row of one cannot pass for a row of another.
        fields: Values in the order of the columns.
    """
    return hashlib.blake2b(canonical(table, fields), digest_size=SIZE).digest()


def canonical(table: str, fields: Sequence[object]) -> bytes:
    """The fields of a row as bytes that no other row has.

    Args:
        table: Name of its table.
        fields: Values in the order of the columns. Each counts with its type and length, so that fields cannot run
            into one another.
    """
    parts = [table.encode()]
    for field in fields:
        if isinstance(field, str):
            tag, raw = b"s", field.encode("utf-8", "surrogatepass")
        elif isinstance(field, bytes):
            tag, raw = b"b", field
        elif isinstance(field, datetime):
            tag, raw = b"t", (field if field.tzinfo else field.replace(tzinfo=UTC)).astimezone(UTC).isoformat().encode()
        else:
            tag, raw = b"o", repr(field).encode()
        parts += (b"%b%d:" % (tag, len(raw)), raw)
    return b"".join(parts)


def fault_of(table: str, fields: Sequence[object], stored: object) -> str | None:
    """What is wrong with a row, or None.

    Args:
        table: Name of its table.
        fields: Values in the order of the columns.
        stored: Checksum that was written with them.
    """
    found = checksum(table, fields)
    if found == stored:
        return None
    wanted = stored.hex() if isinstance(stored, bytes) else repr(stored)
    return f"wanted checksum {wanted}, found {found.hex()}"


def check_row(table: str, fields: Sequence[object], stored: object) -> None:
    """Refuse a row that is not what was written.

    Args:
        table: Name of its table.
        fields: Values in the order of the columns, kind and key first.
        stored: Checksum that was written with them.

    Raises:
        StoreError: Names kind and key.
    """
    fault = fault_of(table, fields, stored)
    if fault:
        raise StoreError(f"store: {table} of {fields[0]} {fields[1]}: {fault}; run 'sepadan verify'")


def checked_fields(table: str, values: Sequence[Any]) -> Sequence[Any]:
    """The fields of a row that is named by its first one, without the checksum that stands last.

    Raises:
        StoreError: The row is not what was written.
    """
    *fields, stored = values
    fault = fault_of(table, fields, stored)
    if fault:
        raise StoreError(f"store: {table} {fields[0]}: {fault}; run 'sepadan verify'")
    return fields
