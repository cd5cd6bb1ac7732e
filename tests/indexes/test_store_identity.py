"""Who the people are: sealed, apart from the records, gone with them."""

from __future__ import annotations

import pytest

import indexes.statements
from indexes.identity_vault import Vault
from indexes.schema import IDENTITY, METADATA
from indexes.store import Store
from taxonomy.errors import ConfigError, InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage, record

OLD = Vault({"k1": bytes(32)}, "k1")
BOTH = Vault({"k1": bytes(32), "k2": bytes(range(32))}, "k2")
NEW = Vault({"k2": bytes(range(32))}, "k2")
SITI = {"nik": "3273010101900001", "name": "Siti Aminah", "sex": "P", "mother": "Aminah"}
BUDI = {"name": "Budi", "phone": "0812"}


@pytest.fixture
def workers(store: Store) -> Store:
    store.upsert([record(f"a:{number}", kind="worker") for number in range(1, 6)])
    return store


def test_an_identity_comes_back_as_it_went_in(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    assert workers.identity("worker", "a:1", OLD) == SITI
    assert workers.identity("worker", "a:2", OLD) == BUDI
    assert workers.identity("worker", "a:3", OLD) is None
    assert workers.identity("posting", "a:1", OLD) is None


def test_only_the_columns_that_are_asked_for_are_opened(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI}, OLD)
    damage(workers, "UPDATE identity SET nik = address, name = :box", box=b"damaged")
    assert workers.identity("worker", "a:1", OLD, ["sex", "other", "email"]) == {"sex": "P", "mother": "Aminah"}
    with pytest.raises(StoreError, match="identity of worker a:1, name"):
        workers.identity("worker", "a:1", OLD)
    with pytest.raises(InputError, match=r"wanted a column of identities \(nik, name, .*other\), found mother"):
        workers.identity("worker", "a:1", OLD, ["mother"])


def test_many_identities_come_by_key_and_who_is_not_kept_is_passed_over(
    workers: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI, "a:5": BUDI}, OLD)
    keys = [f"a:{number}" for number in range(1, 6)]
    assert list(workers.identities("worker", keys, OLD)) == [("a:1", SITI), ("a:2", BUDI), ("a:5", BUDI)]
    assert list(workers.identities("worker", keys[:2], OLD, ["sex"])) == [("a:1", {"sex": "P"}), ("a:2", {})]
    assert list(workers.identities("posting", keys, OLD)) == []
    with pytest.raises(InputError, match="wanted a column of identities"):
        list(workers.identities("worker", keys, OLD, ["mother"]))


def test_identities_are_counted_without_a_key(workers: Store) -> None:
    assert workers.count_identities("worker") == 0
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    assert workers.count_identities("worker") == 2
    assert workers.count_identities("posting") == 0


def test_new_fields_replace_all_of_the_old_ones_and_no_fields_remove_them(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    workers.put_identity("worker", {"a:1": BUDI, "a:2": {}, "a:3": {}}, OLD)
    assert workers.identity("worker", "a:1", OLD) == BUDI
    assert workers.identity("worker", "a:2", OLD) is None
    assert workers.identity("worker", "a:3", OLD) is None


def test_equal_fields_are_left_alone(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI}, OLD)
    revision = workers.revision()
    workers.put_identity("worker", {"a:1": dict(reversed(SITI.items())), "a:2": {}}, BOTH)
    workers.put_identity("worker", {}, OLD)
    assert workers.revision() == revision
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    assert workers.revision() == revision + 1


def test_what_no_longer_opens_is_written_anew(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI}, OLD)
    workers.put_identity("worker", {"a:1": SITI}, NEW)
    assert workers.identity("worker", "a:1", NEW) == SITI


def test_an_identity_needs_a_record(workers: Store) -> None:
    with pytest.raises(UnknownIdError, match="wanted the key of a stored worker, found a:9"):
        workers.put_identity("worker", {"a:1": SITI, "a:9": BUDI}, OLD)
    assert workers.identity("worker", "a:1", OLD) is None


def test_a_deleted_record_takes_its_identity_with_it(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    workers.delete("worker", ["a:1"])
    workers.upsert([record("a:1", kind="worker")])
    assert workers.identity("worker", "a:1", OLD) is None
    assert workers.identity("worker", "a:2", OLD) == BUDI


def test_a_record_that_changes_keeps_its_identity(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI}, OLD)
    workers.upsert([record("a:1", "b", kind="worker")])
    assert workers.identity("worker", "a:1", OLD) == SITI


def test_a_new_key_takes_the_place_of_an_older_one(workers: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    workers.put_identity("worker", {f"a:{number}": SITI for number in range(1, 6)}, OLD)
    workers.put_identity("worker", {"a:5": BUDI}, BOTH)
    with pytest.raises(ConfigError, match="wanted key 'k1' that sealed worker a:1"):
        workers.reseal(NEW)
    assert workers.reseal(BOTH) == 4
    assert [workers.identity("worker", f"a:{number}", NEW) for number in range(1, 6)] == [SITI] * 4 + [BUDI]
    revision = workers.revision()
    assert workers.reseal(NEW) == 0
    assert workers.revision() == revision


def test_rows_that_were_swapped_are_told_by_the_check(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI, "a:2": BUDI}, OLD)
    assert workers.check(OLD) == []
    damage(workers, "UPDATE identity SET key = 'a:3' WHERE key = 'a:1'")
    assert workers.check() == []
    [fault] = workers.check(OLD)
    assert fault.startswith("store: identity of worker a:3, nik: wanted a field sealed here with key 'k1'")
    assert len(workers.check(NEW)) == 2


def test_the_file_shows_nothing_of_an_identity(workers: Store) -> None:
    workers.put_identity("worker", {"a:1": SITI}, OLD)
    with workers.snapshot() as connection:
        shown = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for table in METADATA.sorted_tables
            for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}")
            for value in row
        )
    assert not any(text.encode() in shown for text in (SITI["nik"], SITI["name"], SITI["mother"], "mother"))


def test_only_the_table_of_identities_has_columns_for_them() -> None:
    named = {"nik", "name_of_person", "phone", "email", "address", "sex", "birth_date", "religion", "photo"}
    for table in METADATA.sorted_tables:
        assert table is IDENTITY or not named & set(table.columns.keys())
