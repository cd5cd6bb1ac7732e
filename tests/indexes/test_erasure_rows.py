"""Erasures in the store: keyed hashes, holds, notices, and files without a trace, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from indexes import compaction, sealed_columns
from indexes.checksums import checksum
from indexes.client_records import signing_key_place
from indexes.durable import locked
from indexes.schema import METADATA, RECORD
from indexes.schema_erasure import ERASURE, HOLD, NOTICE
from indexes.sealed_columns import SealedColumn, box_faults, keys_in_use, reseal_boxes
from indexes.secret_box import SecretBox, add_key, load_secret_box
from indexes.store import Store
from matcher.rights.requests import opened, seal
from taxonomy.errors import ConfigError, GenerationError, StoreError
from tests.indexes.stores import record
from tests.indexes.test_store_access import SIGNING
from tests.matcher.rights.made import entry, request

AT = datetime(2026, 11, 27, tzinfo=UTC)


def erase(store: Store, *keys: str, blocked: bool = True, days: int = 0) -> list[str]:
    at = AT + timedelta(days=days)
    digests = {key: f"s1:{key}" for key in keys}
    return store.erase("worker", digests, erased_at=at, due_at=at + timedelta(3), is_blocked=blocked)


def test_an_erasure_is_remembered_by_its_hash_until_it_is_finished(store: Store) -> None:
    store.upsert([record("a:1", kind="worker"), record("a:2", kind="worker")])
    store.put_notices("worker", ["a:1", "a:2"], AT)
    assert erase(store, "a:1", "a:9") == ["a:1"]
    assert erase(store, "a:2", blocked=False, days=1) == ["a:2"]
    found = store.erasures(unfinished=True)
    assert [one.digest for one in found] == ["s1:a:1", "s1:a:9", "s1:a:2"]
    assert (found[0].erased_at, found[0].due_at, found[0].is_blocked) == (AT, AT + timedelta(3), True)
    assert store.notices("worker") == {}
    assert store.blocked(["s1:a:1", "s1:a:2", "s1:a:3"]) == {"s1:a:1"}
    assert store.has_blocked("worker")
    assert not store.has_blocked("posting")
    assert store.finish_erasures(found[0].revision, AT) == 2
    assert [one.digest for one in store.erasures(unfinished=True)] == ["s1:a:2"]
    assert store.erasures()[0].finished_at == AT
    assert store.lift(["s1:a:1", "s1:a:2"]) == 1
    assert store.check() == []


def test_a_turned_over_row_is_told(store: Store) -> None:
    erase(store, "a:1")
    store.put_holds("worker", ["a:1"], "perkara", AT)
    store.put_notices("worker", ["a:2"], AT)
    with store.transaction() as connection:
        connection.execute(sa.update(ERASURE).values(is_blocked=False))
        connection.execute(sa.update(HOLD).values(reason="lain"))
        connection.execute(sa.update(NOTICE).values(key="a:3"))
    faults = store.check()
    assert [fault.partition(":")[0].split()[0] for fault in faults] == ["erasure", "hold", "notice"]
    for read in (store.erasures, lambda: store.holds("worker"), lambda: store.notices("worker")):
        with pytest.raises(StoreError, match="wanted checksum"):
            read()


def test_tombstones_of_a_kind_are_forgotten_and_who_follows_is_told(store: Store) -> None:
    store.upsert([record("a:1", kind="worker"), record("a:2")])
    erase(store, "a:1")
    store.delete("posting", ["a:2"])
    upto = store.revision()
    assert store.forgotten("worker") == 0
    assert store.forget_tombstones("worker", upto) == 1
    assert store.forgotten("worker") == upto < store.revision()
    assert store.forget_tombstones("worker", upto) == 0
    with store.snapshot() as connection:
        assert connection.execute(sa.text("SELECT key FROM tombstone")).scalars().all() == ["a:2"]


def test_what_was_quiet_is_found_by_key(store: Store) -> None:
    store.upsert([record(key, kind="worker") for key in ("a:2", "a:1")])
    now = datetime.now(UTC)
    assert store.quiet_workers(now + timedelta(1)) == ["a:1", "a:2"]
    assert store.quiet_workers(now - timedelta(1)) == []
    [(key, payload, at), _] = store.written_before("worker", now + timedelta(1))
    assert key == "a:1"
    assert payload == record("a:1").payload
    assert abs(at - now) < timedelta(minutes=5)


def test_no_byte_of_a_deleted_row_is_left_in_the_files_of_sqlite(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    for number in range(300):
        store.upsert([record(f"a:{number}", f"katarahasia{number % 3}" * 30, kind="worker")])
    erase(store, *(f"a:{number}" for number in range(0, 300, 3)))
    assert store.empty_log()
    store.compact()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"katarahasia0" not in files
    assert b"katarahasia1" in files
    assert b"a:299" in files
    store.close()


def test_a_reader_of_an_older_state_keeps_the_log_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    store.upsert([record("a:1")])
    with store.snapshot() as connection:
        connection.execute(sa.select(RECORD)).all()
        store.upsert([record("a:2")])
        assert not store.empty_log()
        monkeypatch.setattr(compaction, "_LONG_MS", 10)
        with pytest.raises(StoreError, match=r"reader of an older state|locked"):
            store.compact()
    assert store.empty_log()
    store.close()


@pytest.mark.postgres
def test_no_byte_of_a_deleted_row_is_left_in_the_files_of_postgresql(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.upsert([record(f"a:katarahasia{number}", kind="worker") for number in range(600)])
    assert store.empty_log()
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")

    def files() -> bytes:
        with admin.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            names = [*(table.name for table in METADATA.sorted_tables), "pg_statistic"]
            read = "SELECT pg_read_binary_file(pg_relation_filepath('{}'))"
            return b"".join(bytes(connection.exec_driver_sql(read.format(name)).scalar_one()) for name in names)

    assert b"katarahasia" in files()
    erase_all = {f"a:katarahasia{number}": f"s1:{number}" for number in range(600)}
    store.erase("worker", erase_all, erased_at=AT, due_at=AT, is_blocked=True)
    store.forget_tombstones("worker", store.revision())
    store.compact()
    assert b"katarahasia" not in files()
    assert len(store.erasures()) == 600
    store.close()
    admin.dispose()


@pytest.mark.postgres
def test_compaction_waits_for_older_snapshots_of_postgresql_and_tells_when_they_stay(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(postgres_url)
    store.upsert([record("a:1")])
    reader = sa.create_engine(postgres_url, isolation_level="REPEATABLE READ")
    with reader.connect() as older:
        older.execute(sa.select(RECORD)).all()
        store.upsert([record("a:2")])
        with monkeypatch.context() as patched:
            patched.setattr(compaction, "_LONG_MS", 100)
            with pytest.raises(StoreError, match="reader of an older state"):
                store.compact()
        ends = threading.Timer(0.3, older.rollback)
        ends.start()
        store.compact()
        ends.join()
    reader.dispose()
    store.close()


def test_a_database_that_cannot_be_compacted_is_told(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'not.db'}")
    (tmp_path / "not.db").write_bytes(b"no database" * 400)
    for step in (compaction.compact, compaction.empty_log):
        with pytest.raises(StoreError, match="cannot"):
            step(engine)


def test_a_folder_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GenerationError, match="can be written"), locked(tmp_path / "file" / "below"):
        pass


OLD, BOTH = SecretBox({"a": b"a" * 32}), SecretBox({"b": b"b" * 32, "a": b"a" * 32})


def test_boxes_of_a_column_are_counted_sealed_anew_and_checked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_columns.statements, "BATCH", 2)
    table = sa.Table(
        "vault_test",
        sa.MetaData(),
        sa.Column("id", sa.String(9), primary_key=True),
        sa.Column("box", sa.LargeBinary),
        sa.Column("checksum", sa.LargeBinary),
    )
    with store.transaction() as connection:
        table.create(connection)
        rows = [{"id": f"w{n}", "box": OLD.seal(f"x:w{n}", b"secret")} for n in range(5)]
        connection.execute(sa.insert(table), [*rows, {"id": "none", "box": None}])
    columns = (SealedColumn(column=table.c.box, place=lambda row: f"x:{row['id']}"),)
    assert keys_in_use(store, columns) == {"a": 5}
    assert reseal_boxes(store, BOTH, columns) == 5
    assert reseal_boxes(store, BOTH, columns) == 0
    assert keys_in_use(store, columns) == {"b": 5}
    with store.snapshot() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == "w3")).one()
    assert row.checksum == checksum("vault_test", [row.id, row.box])
    assert box_faults(store, BOTH, columns) == []
    assert len(box_faults(store, OLD, columns)) == 5


def test_keys_of_tokens_and_words_of_requests_are_sealed_anew(store: Store) -> None:
    store.upsert([record("a:1", kind="worker")])
    asked = replace(request("rq_1"), content=seal(OLD, "rq_1", "content", {"words": "hapus"}))
    store.put_request(asked, entry())
    box = OLD.seal(signing_key_place("s1"), b"private")
    store.change_signing_keys(lambda _: [replace(SIGNING, private_box=box)])
    assert keys_in_use(store) == {"a": 2}
    assert reseal_boxes(store, BOTH) == 2
    assert (keys_in_use(store), box_faults(store, BOTH), store.check()) == ({"b": 2}, [], [])
    assert opened(BOTH, store.request("rq_1")).content == {"words": "hapus"}
    assert BOTH.open(signing_key_place("s1"), store.signing_keys()[0].private_box) == b"private"


def test_a_new_key_comes_first_in_the_file_and_the_others_still_open(tmp_path: Path) -> None:
    file = tmp_path / "secret.keys"
    box = load_secret_box("", file).seal("x", b"secret")
    assert add_key(file, "k2") == "k2, local"
    turned = load_secret_box("", file)
    assert turned.current == "k2"
    assert turned.open("x", box) == b"secret"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ConfigError, match="again"):
        add_key(file, "k2")
    with pytest.raises(ConfigError, match="wanted secret keys"):
        add_key(tmp_path / "gone", "k3")
