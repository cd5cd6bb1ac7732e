"""Which rows of a backup are about whom: what a restore and a rewritten backup leave out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from indexes.outcome_rows import WORKER
from indexes.schema import TOMBSTONE

Drops = Callable[[str, str], bool]
"""Called with kind and key of a record: whether nothing about it may be kept."""


def nobody(kind: str, key: str) -> bool:
    """Drops nothing."""
    return False


def kept_rows(table: sa.Table, rows: Sequence[Mapping[str, Any]], drops: Drops = nobody) -> list[Mapping[str, Any]]:
    """Rows of a table without those about records that are dropped, and without tombstones of workers.

    A tombstone tells an open index that somebody is gone. No index goes into a backup, so nobody needs those of workers
    there, and their keys may say who somebody was.

    Args:
        table: Of the rows; told by its columns ``kind`` and ``key``, or ``worker_key``.
        rows: Column to value.
        drops: Which records.
    """
    names = set(table.columns.keys())
    if table.name == TOMBSTONE.name:
        rows = [row for row in rows if row["kind"] != WORKER]
    if {"kind", "key"} <= names:
        return [row for row in rows if not drops(row["kind"], row["key"])]
    if "worker_key" in names:
        return [row for row in rows if not drops(WORKER, row["worker_key"])]
    return list(rows)
