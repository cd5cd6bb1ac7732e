"""Going back to the start: everything that came since is gone, callers and the audit log stay, and all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from indexes.schema import METADATA
from indexes.start_rows import WentBack
from indexes.store import Store
from taxonomy.errors import StoreError
from tests.indexes.stores import derived, everything, record
from tests.indexes.test_store_damage import fill_rest

STAY = {"client", "api_key", "signing_key", "usage", "audit_log", "audit_head", "fact", "revision"}


def counted(store: Store) -> dict[str, int]:
    """Rows of every table that has any."""
    with store.snapshot() as connection:
        found = {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in METADATA.sorted_tables}
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def start(store: Store, tmp_path: Path) -> Path:
    """A file with sixty postings and five workers with their codes, and the store that it is of."""
    rows = [record(f"a:{n}") for n in range(60)] + [record(f"a:{n}", kind="worker") for n in range(5)]
    store.upsert(rows, [derived(row) for row in rows])
    assert store.keep_start(tmp_path / "start.db") == 65
    return tmp_path / "start.db"


def test_everything_is_as_it_began_but_callers_and_the_audit_log(store: Store, start: Path) -> None:
    began, coded = everything(store), {row.key: row.vector for row, _ in store.derived("posting", "f1")}
    fill_rest(store)
    store.upsert([record("a:1", "changed"), record("b:1"), record("b:2", kind="worker")], [derived(record("b:1"))])
    store.delete("posting", ["a:2"])
    store.delete("worker", ["a:3"])
    before, revision = counted(store), store.revision()
    done = store.go_back(start, {"a", "b"})
    assert (done.restored, done.removed) == (3, 2)
    assert done.others == sum(
        count for name, count in before.items() if name not in STAY | {"record", "derived", "tombstone"}
    )
    assert store.revision() == revision + 1
    assert everything(store) == began
    assert {row.key: row.vector for row, _ in store.derived("posting", "f1")} == coded
    after = counted(store)
    assert {name: after[name] for name in STAY} == {name: before[name] for name in STAY}
    assert after.keys() - STAY == {"record", "derived", "tombstone"}
    assert (after["record"], after["derived"]) == (65, 65)
    # Whoever follows the store sees what came back and what went, and nothing else.
    changed = {one.key: one.derived is not None for one in store.changes("posting", "f1", revision)}
    assert changed == {"a:1": True, "a:2": True, "b:1": False}
    assert store.check() == []


def test_a_second_time_changes_nothing(store: Store, start: Path) -> None:
    store.delete("posting", ["a:2"])
    store.go_back(start, {"a"})
    revision = store.revision()
    assert store.go_back(start, {"a"}) == WentBack(restored=0, removed=0, others=0)
    assert store.revision() == revision


def test_codes_that_are_gone_come_back_though_the_record_stayed(store: Store, start: Path) -> None:
    with store.transaction() as connection:
        connection.execute(sa.text("DELETE FROM derived WHERE key = 'a:7'"))
    assert store.go_back(start, {"a"}).restored == 1
    assert store.count_pending("posting", "f1") == 0


def test_a_record_of_another_source_leaves_everything_as_it_is(store: Store, start: Path) -> None:
    fill_rest(store)
    store.upsert([record("orang:1", kind="worker")])
    before = counted(store)
    with pytest.raises(StoreError, match="records of a, b alone, found one of kind worker of source orang"):
        store.go_back(start, {"b", "a"})
    assert counted(store) == before


def test_a_start_that_was_damaged_leaves_everything_as_it_is(store: Store, start: Path) -> None:
    store.delete("posting", ["a:2"])
    raw = start.read_bytes()
    start.write_bytes(raw.replace(b"hash-a", b"hash-b"))
    before = everything(store)
    with pytest.raises(StoreError):
        store.go_back(start, {"a"})
    start.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(StoreError):
        store.go_back(start, {"a"})
    assert everything(store) == before


def test_a_start_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be kept"):
        store.keep_start(tmp_path / "nowhere" / "start.db")
