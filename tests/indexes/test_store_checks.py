"""Damaged rows are told by every read that would give them, and by the check of the whole store."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.checksums import SIZE, checksum
from indexes.store import Store
from taxonomy.errors import StoreError
from tests.indexes.stores import damage, derived, record

_FIELD = st.one_of(st.text(max_size=3), st.binary(max_size=3), st.integers(-1, 300), st.booleans(), st.none())


@given(st.lists(_FIELD, max_size=4), st.lists(_FIELD, max_size=4))
def test_checksums_are_equal_where_the_fields_are(left: list[object], right: list[object]) -> None:
    same = [(type(field), field) for field in left] == [(type(field), field) for field in right]
    assert (checksum("t", left) == checksum("t", right)) == same
    assert len(checksum("t", left)) == SIZE
    assert checksum("t", left) != checksum("u", left)


def test_fields_cannot_run_into_one_another() -> None:
    assert checksum("t", ["ab", "c"]) != checksum("t", ["a", "bc"])
    assert checksum("t", ["a", ""]) != checksum("t", ["", "a"])
    assert checksum("t", ["as1:b"]) != checksum("t", ["a", "b"])
    assert checksum("t", ["12"]) != checksum("t", [12]) != checksum("t", [b"12"])


def fill(store: Store) -> None:
    store.upsert([record("a:1"), record("a:2")])
    store.save_derived([derived(record("a:1")), derived(record("a:2"))])


_RECORD_READS: list[Callable[[Store], object]] = [
    lambda store: store.get("posting", "a:2"),
    lambda store: list(store.pending("posting", "never")),
    lambda store: list(store.derived("posting", "f1")),
    lambda store: list(store.derived("posting", "f1", ["a:2"])),
    lambda store: list(store.changes("posting", "f1", 0)),
]


@pytest.mark.parametrize("read", _RECORD_READS)
@pytest.mark.parametrize(
    "column", ["raw_hash = 'x'", "payload = '\"b\"'", "revision = 9"], ids=["raw_hash", "payload", "revision"]
)
def test_a_record_that_is_not_what_was_written_is_never_given(
    store: Store, read: Callable[[Store], object], column: str
) -> None:
    fill(store)
    damage(store, f"UPDATE record SET {column} WHERE key = 'a:2'")
    told = r"record of posting a:2: wanted checksum \w{32}, found \w{32}; run 'sepadan verify'"
    with pytest.raises(StoreError, match=told):
        read(store)
    assert store.get("posting", "a:1") == record("a:1")


@pytest.mark.parametrize("read", _RECORD_READS[2:])
@pytest.mark.parametrize("change", [{"coded": "[]"}, {"vector": struct.pack("<2f", 0.8, 0.6)}])
def test_codes_and_vectors_that_are_not_what_was_written_are_never_given(
    store: Store, read: Callable[[Store], object], change: dict[str, object]
) -> None:
    fill(store)
    [column] = change
    damage(store, f"UPDATE derived SET {column} = :{column} WHERE key = 'a:2'", **change)
    with pytest.raises(StoreError, match="derived of posting a:2: wanted checksum"):
        read(store)


def test_a_value_that_has_changed_its_type_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    fill(store)
    damage(store, "UPDATE record SET payload = x'2261ff' WHERE key = 'a:1'")
    damage(store, "UPDATE record SET checksum = 'text' WHERE key = 'a:2'")
    damage(store, "UPDATE derived SET vector = 12 WHERE key = 'a:1'")
    for key in ("a:1", "a:2"):
        with pytest.raises(StoreError, match=f"record of posting {key}: wanted checksum"):
            store.get("posting", key)
    assert [fault.partition(": ")[0] for fault in store.check()] == [
        "record of posting a:1",
        "record of posting a:2",
        "derived of posting a:1",
    ]
    store.close()


def test_a_whole_store_has_no_faults(store: Store) -> None:
    assert store.check() == []
    fill(store)
    store.set_generation("g1", "1" * 64, 2)
    store.delete("posting", ["a:2"])
    assert store.check() == []


def test_every_fault_is_told_once_with_its_place(store: Store) -> None:
    fill(store)
    store.upsert([record("a:3"), record("a:4")])
    store.delete("posting", ["a:4"])
    damage(store, "UPDATE record SET payload = 'x' WHERE key = 'a:1'")
    damage(store, "UPDATE derived SET coded = 'x' WHERE key = 'a:1'")
    damage(store, "DELETE FROM record WHERE key = 'a:2'")
    damage(store, "UPDATE tombstone SET key = 'a:3'")
    damage(store, "UPDATE revision SET value = 1 WHERE name = 'revision'")
    assert [fault.partition(", found")[0].partition(" checksum")[0] for fault in store.check()] == [
        "record of posting a:1: wanted",
        "derived of posting a:1: wanted",
        "derived of posting a:2: wanted its record",
        "tombstone of posting a:3: wanted no record",
        "revision: wanted 3 or more, as record has it",
        "revision: wanted 2 or more, as derived has it",
        "revision: wanted 4 or more, as tombstone has it",
    ]
    damage(store, "DELETE FROM revision WHERE name = 'revision'")
    assert store.check()[-1] == "revision: wanted 4 or more, as tombstone has it, found None"


@pytest.mark.parametrize(
    ("vector", "told"),
    [
        (b"\x00\x01\xff", "wanted a vector of float32, found 3 bytes"),
        (struct.pack("<2f", 1.0, 1.0), "wanted a finite vector of length 1, found length 1.41"),
        (struct.pack("<2f", float("nan"), 1.0), "wanted a finite vector of length 1, found length nan"),
        (struct.pack("<2f", float("inf"), 0.0), "wanted a finite vector of length 1, found length inf"),
    ],
)
def test_vectors_that_cannot_be_searched_are_told(store: Store, vector: bytes, told: str) -> None:
    store.upsert([record("a:1")])
    store.save_derived([derived(record("a:1"), vector=vector)])
    [fault] = store.check()
    assert fault.startswith(f"derived of posting a:1: {told}")


def test_a_table_that_cannot_be_read_does_not_hide_the_faults_of_the_others(store: Store) -> None:
    fill(store)
    damage(store, "DROP TABLE derived")
    damage(store, "UPDATE record SET payload = 'x' WHERE key = 'a:1'")
    faults = store.check()
    assert "cannot be read" in faults[0]
    assert faults[1].startswith("record of posting a:1: wanted checksum")
    assert len(set(faults)) == len(faults)


def test_a_sqlite_file_that_lost_the_order_of_an_index_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    fill(store)
    with store._engine.connect() as connection:
        # What a torn write leaves: an index that does not name every row of its table.
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql("UPDATE sqlite_schema SET sql = NULL WHERE name = 'record_by_revision'")
        connection.exec_driver_sql("DELETE FROM sqlite_schema WHERE name = 'record_by_revision'")
        connection.commit()
    store.close()
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    faults = store.check()
    assert any(fault.startswith("database: ") for fault in faults)
    store.close()


def test_an_identity_without_its_record_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    with store._engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # foreign keys can be turned off only outside a transaction
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql(
            "INSERT INTO identity (kind, key, key_id, revision) VALUES ('worker', 'a:1', 'k', 1)"
        )
        connection.commit()
        connection.invalidate()
    assert store.check() == ["database: row 1 of identity has none in record"]
    store.close()


def test_the_check_reads_a_large_store_a_few_rows_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexes.statements.BATCH", 2)
    rows = [record(f"a:{number}") for number in range(9)]
    store.upsert(rows)
    store.save_derived([derived(row) for row in rows])
    damage(store, "UPDATE record SET raw_hash = 'x' WHERE key IN ('a:3', 'a:8')")
    assert [fault.partition(": ")[0] for fault in store.check()] == ["record of posting a:3", "record of posting a:8"]
