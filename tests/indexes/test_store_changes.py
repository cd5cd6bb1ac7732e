"""Revisions, tombstones, and what changed since."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

import indexes.statements
from indexes import changes, statements
from indexes.changes import Change
from indexes.duplicate_rows import Copy
from indexes.rows import StoredRecord, UpsertCounts
from indexes.store import Store
from taxonomy.errors import StoreError
from tests.indexes.stores import derived, everything, record

ROOT = Path(__file__).resolve().parents[2]


def changed(store: Store, since: int, upto: int | None = None, kind: str = "posting") -> list[str]:
    return [change.key for change in store.changes(kind, "f1", since, upto)]


def stamps(store: Store, table: str) -> dict[str, int]:
    with store.snapshot() as connection:
        return {row.key: row.revision for row in connection.execute(sa.text(f"SELECT key, revision FROM {table}"))}


def test_what_is_made_of_stored_records_replaces_them_under_one_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    store.upsert([record(f"a:{n}") for n in range(5)])
    asked = []

    def change(row: StoredRecord) -> StoredRecord | None:
        asked.append(row)
        return None if row.key == "a:1" else record(row.key, "b")

    assert store.rewrite("posting", ["a:3", "a:0", "a:1", "a:9"], change) == 2
    assert asked == [record("a:0"), record("a:3"), record("a:1")]
    assert stamps(store, "record") == {"a:0": 2, "a:1": 1, "a:2": 1, "a:3": 2, "a:4": 1}
    assert everything(store) == {"a:0": '"b"', "a:1": '"a"', "a:2": '"a"', "a:3": '"b"', "a:4": '"a"'}
    assert store.rewrite("posting", ["a:1"], lambda row: None) == 0
    assert store.rewrite("worker", ["a:0"], change) == 0
    assert store.revision() == 2
    assert store.check() == []


def test_when_a_record_cannot_be_made_anew_none_is_changed(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2")])

    def change(row: StoredRecord) -> StoredRecord:
        if row.key == "a:2":
            raise ValueError
        return record(row.key, "b")

    with pytest.raises(StoreError):
        store.rewrite("posting", ["a:1", "a:2"], change)
    assert everything(store) == {"a:1": '"a"', "a:2": '"a"'}
    assert store.revision() == 1


def test_a_posting_that_is_rewritten_leaves_its_cluster(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2")])
    places = ((0, "a:1"), (1, "a:2"))
    store.put_duplicates([Copy(key=k, cluster="a:1", place=p, chance=900, completeness=50) for p, k in places])
    store.rewrite("posting", ["a:2"], lambda row: record(row.key, "b"))
    assert [copy.key for copy in store.duplicates()] == ["a:1"]


def test_every_write_that_changes_something_takes_the_next_number_and_stamps_its_rows(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2")])
    store.upsert([record("a:2", "b"), record("a:1")])
    store.save_derived([derived(record("a:1"))])
    store.delete("posting", ["a:2"])
    assert store.revision() == 4
    assert stamps(store, "record") == {"a:1": 1}
    assert stamps(store, "derived") == {"a:1": 3}
    assert stamps(store, "tombstone") == {"a:2": 4}


def test_a_write_that_changes_nothing_takes_no_number(store: Store) -> None:
    store.upsert([record("a:1")])
    store.upsert([record("a:1")])
    store.save_derived([derived(record("a:1", "replaced meanwhile"))])
    assert store.delete("posting", ["a:9"]) == store.delete("posting", []) == store.delete("worker", ["a:1"]) == 0
    assert store.revision() == 1
    assert stamps(store, "tombstone") == {}


def test_one_write_has_one_number_over_all_its_batches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    keys = [f"a:{number}" for number in range(7)]
    store.upsert([record(key) for key in keys])
    store.save_derived(derived(record(key)) for key in keys)
    assert set(stamps(store, "record").values()) == {1}
    assert set(stamps(store, "derived").values()) == {2}
    assert store.delete("posting", keys) == 7
    assert set(stamps(store, "tombstone").values()) == {3}


def test_a_change_carries_the_record_and_what_was_derived_from_it_as_it_is_now(store: Store) -> None:
    a, b, c = record("a:1"), record("a:2"), record("a:3")
    store.upsert([c, a, b])
    store.save_derived([derived(a), derived(b), derived(c, fingerprint="older")])
    store.upsert([record("a:2", "newer")])
    assert list(store.changes("posting", "f1", 0)) == [
        Change(key="a:1", content_hash="hash-a", derived=derived(a), payload='"a"'),
        Change(key="a:2", content_hash="hash-newer", derived=None, payload='"newer"'),
        Change(key="a:3", content_hash="hash-a", derived=None, payload='"a"'),
    ]


def test_only_what_came_after_a_revision_is_told_and_each_key_once(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2"), record("a:1", kind="worker")])
    store.save_derived([derived(record("a:1"))])
    store.upsert([record("a:2", "b")])
    assert [changed(store, since) for since in range(4)] == [["a:1", "a:2"], ["a:1", "a:2"], ["a:2"], []]
    assert changed(store, 0, kind="worker") == ["a:1"]
    assert changed(store, 0, kind="course") == []


def test_with_an_upper_bound_later_writes_are_left_for_the_next_look(store: Store) -> None:
    for number in (1, 2, 3):
        store.upsert([record(f"a:{number}")])
    assert changed(store, 0, 2) == ["a:1", "a:2"]
    assert changed(store, 2, 3) == ["a:3"]
    store.upsert([record("a:1", "b")])
    assert changed(store, 0, 2) == ["a:2"]
    assert changed(store, 2) == ["a:1", "a:3"]


def test_a_deleted_record_is_told_as_empty_and_takes_what_hung_on_it_along(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2")])
    store.save_derived([derived(record("a:1"))])
    revision = store.revision()
    assert store.delete("posting", ["a:1", "a:1", "a:9"]) == 1
    assert store.get("posting", "a:1") is None
    assert store.counts() == {"posting": 1}
    assert stamps(store, "derived") == {}
    assert list(store.changes("posting", "f1", revision)) == [
        Change(key="a:1", content_hash="", derived=None, payload="")
    ]


def test_a_tombstone_says_nothing_of_what_was_deleted(store: Store) -> None:
    store.upsert([record("a:1", "secret")])
    store.delete("posting", ["a:1"])
    with store.snapshot() as connection:
        [row] = connection.execute(sa.text("SELECT * FROM tombstone"))
    assert set(row._mapping) == {"kind", "key", "revision", "deleted_at"}


def test_a_record_that_comes_again_after_its_deletion_is_new_and_has_no_tombstone(store: Store) -> None:
    store.upsert([record("a:1"), record("a:1", kind="worker")])
    store.delete("posting", ["a:1"])
    store.delete("worker", ["a:1"])
    assert store.upsert([record("a:1")]) == UpsertCounts(accepted=1)
    assert [change.content_hash for change in store.changes("posting", "f1", 0)] == ["hash-a"]
    assert [change.content_hash for change in store.changes("worker", "f1", 0)] == [""]
    assert len(stamps(store, "tombstone")) == 1
    assert store.check() == []


def test_changes_come_by_key_bytewise_across_batches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    keys = ["b:1", "B:1", "a:10", "a:2", "a:é", "a:z", "a-1:1"]
    store.upsert([record(key) for key in keys])
    store.delete("posting", ["a:2", "a:z"])
    assert changed(store, 0) == sorted(keys, key=str.encode)


def test_what_is_written_while_changes_are_read_is_not_among_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 1)
    store.upsert([record("a:1"), record("a:2"), record("a:3")])
    reading = store.changes("posting", "f1", 0)
    assert next(reading).payload == '"a"'
    store.upsert([record("a:2", "b"), record("a:4")])
    store.delete("posting", ["a:3"])
    assert [(change.key, change.payload) for change in reading] == [("a:2", '"a"'), ("a:3", '"a"')]
    assert [(c.key, c.payload) for c in store.changes("posting", "f1", 1)] == [
        ("a:2", '"b"'),
        ("a:3", ""),
        ("a:4", '"a"'),
    ]


_WRITER = """
import sys
from indexes.rows import StoredRecord
from indexes.store import Store
store = Store(sys.argv[1])
fields = {"kind": "posting", "raw_hash": "r", "content_hash": "c", "payload": ""}
for call in range(40):
    store.upsert([StoredRecord(key=f"{sys.argv[2]}:{call}", **fields)])
store.close()
"""


def test_a_reader_that_follows_several_writers_misses_nothing(store: Store, url: str) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, url, name], cwd=ROOT, text=True) for name in ("one", "two")
    ]
    seen, told, running = 0, [], True
    while running:
        running = any(writer.poll() is None for writer in writers)  # looked at before the read: one read comes after
        upto = store.revision()
        told += changed(store, seen, upto)
        seen = upto
    assert [writer.returncode for writer in writers] == [0, 0]
    assert (
        sorted(told) == sorted(everything(store)) == sorted(f"{name}:{n}" for name in ("one", "two") for n in range(40))
    )
    assert seen == 80


def test_few_changes_are_found_by_the_indexes(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    with store.snapshot() as connection:

        def plan(statement: sa.Select[Any]) -> list[str]:
            sql = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
            steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            return [step for step in steps if any(name in step for name in ("record", "derived", "tombstone"))]

        keys = plan(changes.changed_keys("posting", 5, None))
        assert len(keys) == 3
        assert all(step.endswith("_by_revision (kind=? AND revision>?)") for step in keys), keys
        rows = plan(changes.changed_rows("posting", ["a", "b"]))
        assert len(rows) == 2
        assert all("(kind=? AND key=?)" in step for step in rows), rows
    store.close()


def test_no_statement_on_the_way_of_a_match_names_the_identities() -> None:
    asked = [
        statements.record("worker", "a:1"),
        statements.pending("worker", "f", ""),
        statements.count_pending("worker", "f"),
        statements.derived("worker", "f"),
        statements.derived_hashes("worker", "f"),
        *statements.in_parts(statements.derived("worker", "f"), ["a:1"]),
        changes.changed_keys("worker", 0, 5),
        changes.changed_rows("worker", ["a:1"]),
    ]
    for statement in asked:
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            sql = str(statement.compile(dialect=dialect))
            assert "identity" not in sql
            assert "record" in sql or "derived" in sql


@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_pages_of_changed_keys_are_together_what_changed(store: Store, limit: int) -> None:
    store.upsert([record(f"a:{number}") for number in range(5)])
    store.upsert([record("a:3", "b"), record("b:1")])
    store.save_derived([derived(record("a:1"))])
    store.delete("posting", ["a:2"])
    for since, upto in ((0, 4), (1, 4), (1, 2), (4, 4)):
        pages, after = list[str](), ""
        with store.snapshot() as connection:
            while page := changes.changed_page(connection, "posting", since, upto, after, limit):
                assert len(page) <= limit
                pages, after = pages + page, page[-1]
        assert pages == changed(store, since, upto)
