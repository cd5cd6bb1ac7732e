"""PostgreSQL's planner is told of growth, so that a load does not take the square of its time."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from indexes import planner
from indexes.planner import Planner
from indexes.schema import DERIVED, RECORD
from indexes.store import Store
from tests.indexes.stores import derived, record


def test_a_kind_is_told_when_it_has_doubled(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(planner, "tell", lambda _, tables: told.extend(table.name for table in tables))
    counting = Planner()
    with store.transaction() as connection:
        for written, kind, table, expected in [
            (499, "posting", RECORD, 0),
            (1, "posting", RECORD, 1),
            (499, "posting", RECORD, 1),
            (1, "posting", RECORD, 2),
            (400, "worker", RECORD, 2),
            (999, "posting", RECORD, 2),
            (100, "worker", RECORD, 3),
            (600, "posting", DERIVED, 4),
            (0, "posting", DERIVED, 4),
        ]:
            counting.wrote(connection, table, [kind] * written)
            assert len(told) == expected
    assert told == ["record", "record", "record", "derived"]


@pytest.mark.postgres
def test_after_a_load_postgresql_knows_how_large_the_tables_are(postgres_url: str) -> None:
    store = Store(postgres_url)
    rows = [record(f"a:{number}") for number in range(600)]
    store.upsert(rows)
    store.save_derived(derived(row) for row in rows)
    sizes = sa.text("SELECT relname, reltuples FROM pg_class WHERE relname IN ('record', 'derived', 'tombstone')")
    with store.snapshot() as connection:
        assert {name: int(size) for name, size in connection.execute(sizes)} == {
            "record": 500,
            "derived": 500,
            "tombstone": -1,
        }
    with store.transaction() as connection:
        planner.tell(connection)
    with store.snapshot() as connection:
        assert {name: int(size) for name, size in connection.execute(sizes)} == {
            "record": 600,
            "derived": 600,
            "tombstone": 0,
        }
    store.close()


def test_sqlite_needs_no_telling(store: Store) -> None:
    with store.transaction() as connection:
        planner.tell(connection)
    assert store.check() == []
