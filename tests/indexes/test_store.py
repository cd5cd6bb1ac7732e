"""The record store on SQLite and PostgreSQL: one suite for both."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexes.statements
from indexes.rows import UpsertCounts
from indexes.schema import METADATA
from indexes.store import Store
from taxonomy.errors import StoreError
from tests.indexes.stores import derived, everything, record

ROOT = Path(__file__).resolve().parents[2]


# --- records


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    given_record = replace(record("lokerid:1"), payload='{"title":"Juru las 🔥 \\u0000 \' \\" --"}')
    store.upsert([given_record])
    assert store.get("posting", "lokerid:1") == given_record
    assert store.get("worker", "lokerid:1") is None
    assert store.get("posting", "lokerid:2") is None


def test_new_changed_and_equal_records_are_counted_apart(store: Store) -> None:
    assert store.upsert([record("a:1"), record("a:2")]) == UpsertCounts(accepted=2)
    again = store.upsert([record("a:1"), record("a:2", "b"), record("a:3")])
    assert again == UpsertCounts(accepted=1, updated=1, unchanged=1)
    assert everything(store) == {"a:1": '"a"', "a:2": '"b"', "a:3": '"a"'}
    assert store.upsert([]) == UpsertCounts()


def test_a_key_twice_in_one_batch_is_counted_twice_and_the_later_one_stays(store: Store) -> None:
    counts = store.upsert([record("a:1", "x"), record("a:1", "y"), record("a:1", "y"), record("a:2")])
    assert counts == UpsertCounts(accepted=2, updated=1, unchanged=1)
    assert everything(store) == {"a:1": '"y"', "a:2": '"a"'}


def test_one_key_may_stand_for_a_posting_and_a_worker(store: Store) -> None:
    store.upsert([record("a:1"), record("a:1", "b", kind="worker"), record("b:1"), record("c:1", kind="course")])
    assert store.counts() == {"posting": 2, "worker": 1, "course": 1}
    assert store.sources("posting") == {"a": 1, "b": 1}
    assert store.sources("outcome") == {}


_example = itertools.count()

_BATCHES = st.lists(st.lists(st.tuples(st.sampled_from("pqrst"), st.sampled_from("abc")), max_size=8), max_size=4)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=_BATCHES)
def test_counts_and_contents_are_those_of_a_dict(
    store: Store, monkeypatch: pytest.MonkeyPatch, batches: list[list[tuple[str, str]]]
) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 3)
    source = f"s{next(_example)}"
    expected: dict[str, str] = {}
    for batch in batches:
        accepted = updated = unchanged = 0
        for name, content in batch:
            before = expected.get(name)
            accepted += before is None
            unchanged += before == content
            updated += before not in (None, content)
            expected[name] = content
        revision = store.revision()
        counts = store.upsert([record(f"{source}:{name}", content) for name, content in batch])
        assert counts == UpsertCounts(accepted=accepted, updated=updated, unchanged=unchanged)
        assert (store.revision() > revision) == bool(accepted or updated)
    found = {
        key.partition(":")[2]: payload for key, payload in everything(store).items() if key.startswith(f"{source}:")
    }
    assert found == {name: f'"{content}"' for name, content in expected.items()}


def test_records_come_by_key_bytewise_on_both_databases(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    keys = ["b:1", "B:1", "a:10", "a:2", "a:é", "a:z", "a-1:1", "a:_"]
    store.upsert([record(key) for key in keys])
    batches = list(store.pending("posting", "f1"))
    assert [len(batch) for batch in batches] == [2, 2, 2, 2]
    assert [row.key for batch in batches for row in batch] == sorted(keys, key=str.encode)


# --- derived


def test_pending_are_the_records_with_nothing_derived_from_their_present_content(store: Store) -> None:
    a, b, c = record("a:1"), record("a:2"), record("a:3")
    store.upsert([a, b, c, record("a:4", kind="worker")])
    assert store.count_pending("posting", "f1") == 3
    store.save_derived([derived(a), derived(b), derived(c, fingerprint="older")])
    assert [row.key for batch in store.pending("posting", "f1") for row in batch] == ["a:3"]
    assert store.count_pending("posting", "f1") == 1
    assert store.count_pending("posting", "older") == 2
    store.upsert([record("a:1", "changed")])
    assert [row.key for batch in store.pending("posting", "f1") for row in batch] == ["a:1", "a:3"]
    assert store.count_pending("posting", "f1") == 2
    assert list(store.derived_hashes("posting", "f1")) == ["a:2"]


def test_a_record_whose_raw_row_changed_but_not_its_content_keeps_what_was_derived(store: Store) -> None:
    a = record("a:1")
    store.upsert([a])
    store.save_derived([derived(a)])
    assert store.upsert([replace(a, raw_hash="raw-2", payload='"other place of the same words"')]).updated == 1
    assert store.count_pending("posting", "f1") == 0
    [(made, with_record)] = store.derived("posting", "f1")
    assert made == derived(a)
    assert with_record == store.get("posting", "a:1")


def test_what_is_derived_anew_replaces_the_old(store: Store) -> None:
    a = record("a:1")
    store.upsert([a])
    store.save_derived([derived(a, "f1")])
    revision = store.revision()
    store.save_derived([derived(a, "f2", coded='{"v":2}')])
    assert store.revision() > revision
    assert list(store.derived("posting", "f1")) == []
    assert [made for made, _ in store.derived("posting", "f2")] == [derived(a, "f2", coded='{"v":2}')]


def test_saving_nothing_changes_nothing(store: Store) -> None:
    revision = store.revision()
    store.save_derived([])
    store.upsert([])
    assert store.revision() == revision


def test_derived_rows_come_by_key_with_their_records_across_batches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    records = [record(f"a:{name}") for name in "edcba"]
    store.upsert(records)
    store.save_derived(derived(row) for row in records)
    pairs = list(store.derived("posting", "f1"))
    assert [made.key for made, _ in pairs] == ["a:a", "a:b", "a:c", "a:d", "a:e"]
    assert all(made.key == row.key and made.content_hash == row.content_hash for made, row in pairs)
    assert [made.key for made, _ in store.derived("posting", "f1", ["a:b", "a:d", "a:e", "a:x"])] == [
        "a:b",
        "a:d",
        "a:e",
    ]
    assert list(store.derived("posting", "f1", [])) == []
    hashes = {made.key: made.content_hash for made, _ in pairs}
    assert store.derived_hashes("posting", "f1") == hashes
    assert store.derived_hashes("posting", "f1", ["a:a", "a:c", "a:e"]) == {k: hashes[k] for k in ("a:a", "a:c", "a:e")}
    assert store.derived_hashes("posting", "f2") == {}


# --- opening


def test_a_store_opened_again_holds_what_was_written(url: str) -> None:
    first = Store(url)
    first.upsert([record("a:1")])
    revision = first.revision()
    first.close()
    second = Store(url)
    assert second.revision() == revision
    assert second.counts() == {"posting": 1}
    second.close()


def test_threads_that_open_a_new_store_at_once_all_get_it(url: str) -> None:
    barrier, faults = threading.Barrier(6), []

    def open_and_write(number: int) -> None:
        barrier.wait()
        try:
            opened = Store(url)
            opened.upsert([record(f"a:{number}")])
            opened.close()
        except StoreError as error:
            faults.append(error)

    threads = [threading.Thread(target=open_and_write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = Store(url)
    assert faults == []
    assert opened.counts() == {"posting": 6}
    assert opened.revision() == 6
    opened.close()


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("nonsense", "wanted a URL like sqlite"),
        ("mysql://user:rahasia@host/db", "found mysql"),
        ("sqlite:////proc/nowhere/sepadan.db", "cannot be read: unable to open database file"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_its_password(bad: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        Store(bad)
    assert "rahasia" not in str(caught.value)


def test_a_missing_driver_names_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"wanted driver psycopg, found none; pip install 'sepadan\[postgres\]'"):
        Store("postgresql+psycopg://postgres@127.0.0.1:1/none")


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_told(postgres_url: str) -> None:
    nowhere = sa.make_url(postgres_url).set(port=1, password="rahasia").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="cannot be read") as caught:
        Store(nowhere)
    assert "rahasia" not in str(caught.value)


# --- refusals: all or nothing


def test_when_the_database_refuses_half_way_nothing_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes.statements, "BATCH", 2)
    store.upsert([record("a:1")])
    revision = store.revision()
    broken = replace(record("a:9"), payload=None)  # type: ignore[arg-type]  # refused by NOT NULL, in the second batch
    with pytest.raises(StoreError, match="cannot be written"):
        store.upsert([record("a:1", "b"), record("a:2"), record("a:3"), broken])
    with pytest.raises(StoreError, match="cannot be written"):
        store.save_derived([derived(record("a:1")), replace(derived(record("a:1")), coded=None)])  # type: ignore[arg-type]
    assert everything(store) == {"a:1": '"a"'}
    assert store.revision() == revision
    assert list(store.derived("posting", "f1")) == []


def test_a_fault_that_is_not_the_databases_undoes_the_write_and_passes_unchanged(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "_next_revision", fail)
    with pytest.raises(KeyboardInterrupt):
        store.upsert([record("a:1")])
    monkeypatch.undo()
    assert everything(store) == {}
    assert store.upsert([record("a:1")]) == UpsertCounts(accepted=1)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    store.upsert([record("a:1")])
    with store.snapshot() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + 20
    store._engine.dispose()
    limit = f"PRAGMA max_page_count={pages}"
    sa.event.listen(store._engine, "connect", lambda connection, _: connection.execute(limit))
    big = [replace(record(f"a:{number}", "big"), payload="x" * 4000) for number in range(200)]
    with pytest.raises(StoreError, match=r"sepadan\.db: cannot be written: database or disk is full"):
        store.upsert(big)
    assert everything(store) == {"a:1": '"a"'}
    assert store.upsert(big[:3]) == UpsertCounts(accepted=2, updated=1)
    store.close()


def test_a_read_only_file_is_read_but_never_written(tmp_path: Path) -> None:
    path = tmp_path / "sepadan.db"
    first = Store(f"sqlite:///{path}")
    first.upsert([record("a:1")])
    first.close()
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert everything(store) == {"a:1": '"a"'}
    for _ in range(20):  # more often than the pool has connections: a refused write gives its own back
        with pytest.raises(StoreError, match="cannot be written: attempt to write a readonly database"):
            store.upsert([record("a:2")])
    assert everything(store) == {"a:1": '"a"'}
    store.close()


def test_a_lock_that_is_held_too_long_is_told_and_costs_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "sepadan.db"
    store = Store(f"sqlite:///{path}")
    store._engine.dispose()
    sa.event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=1"))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for _ in range(20):  # more often than the pool has connections
        with pytest.raises(
            StoreError, match=r"cannot be written: database is locked; another process has been writing for 30 s"
        ):
            store.upsert([record("a:1")])
    assert everything(store) == {}
    holder.execute("ROLLBACK")
    holder.close()
    assert store.upsert([record("a:1")]) == UpsertCounts(accepted=1)
    store.close()


@pytest.mark.postgres
def test_a_writer_that_hangs_on_postgresql_is_told(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexes.transactions._PATIENCE_S", 0.01)
    store, other = Store(postgres_url), Store(postgres_url)
    with store.transaction():
        for _ in range(20):  # more often than the pool has connections
            with pytest.raises(
                StoreError, match=r"canceling statement due to lock timeout.*; another process has been"
            ):
                other.upsert([record("a:1")])
    assert other.upsert([record("a:1")]) == UpsertCounts(accepted=1)
    store.close()
    other.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sepadan.db").write_bytes(b"these are not the bytes of a database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        Store(f"sqlite:///{tmp_path / 'sepadan.db'}")


def test_a_lost_table_is_told_by_reads_and_writes(store: Store) -> None:
    with store._engine.begin() as connection:
        METADATA.drop_all(connection)
    reads: list[Callable[[], object]] = [
        store.revision,
        store.counts,
        store.generations,
        lambda: store.get("posting", "a:1"),
        lambda: store.sources("posting"),
        lambda: store.count_pending("posting", "f"),
        lambda: list(store.pending("posting", "f")),
        lambda: list(store.derived("posting", "f")),
        lambda: list(store.changes("posting", "f", 0)),
        store.store_id,
    ]
    for read in reads:
        with pytest.raises(StoreError, match="cannot be read"):
            read()
    with pytest.raises(StoreError, match="cannot be written"):
        store.upsert([record("a:1")])
    with pytest.raises(StoreError, match="cannot be written"):
        store.delete("posting", ["a:1"])
    with pytest.raises(StoreError, match="cannot be written"):
        store.set_generation("g1", "1" * 64, 0)


class _Refusing:
    """A transaction whose database refuses the commit."""

    def commit(self) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("no space left"))


def test_a_refused_commit_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = sa.Connection.begin

    def begin_refusing(connection: sa.Connection) -> _Refusing:
        begin(connection)
        return _Refusing()

    with monkeypatch.context() as patch:
        patch.setattr(sa.Connection, "begin", begin_refusing)
        with pytest.raises(StoreError, match="cannot be written: no space left"):
            store.upsert([record("a:1")])
    assert everything(store) == {}


def test_a_pool_without_a_free_connection_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_free(_: sa.Engine) -> sa.Connection:
        raise sa.exc.TimeoutError("QueuePool limit reached")

    monkeypatch.setattr(sa.Engine, "connect", none_free)
    with pytest.raises(StoreError, match="cannot be written: QueuePool limit reached"):
        store.upsert([record("a:1")])
    with pytest.raises(StoreError, match="cannot be read: QueuePool limit reached"):
        store.revision()


@pytest.mark.postgres
def test_connections_that_the_server_cut_are_made_anew(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.upsert([record("a:1")])
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cut = connection.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        assert cut.all()
    assert store.upsert([record("a:2")]) == UpsertCounts(accepted=1)
    assert store.counts() == {"posting": 2}
    store.close()
    admin.dispose()


# --- several processes

_WRITER = """
import sys
from indexes.rows import StoredRecord
from indexes.store import Store
store = Store(sys.argv[1])
for call in range(10):
    keys = [f"{sys.argv[2]}:{call}-{n}" for n in range(50)]
    store.upsert([StoredRecord(kind="posting", key=k, raw_hash="r", content_hash="c", payload="{}") for k in keys])
store.close()
"""

_HANGING = """
import sys
from indexes import statements
from indexes.rows import StoredRecord
from indexes.store import Store
put = statements.put
def hanging(connection, table, rows):
    put(connection, table, rows)
    if rows[-1]["key"] == "killed:1999":
        print("written but not committed", flush=True)
        sys.stdin.readline()
statements.put = hanging
fields = {"kind": "posting", "raw_hash": "r", "content_hash": "c", "payload": "x" * 2000}
Store(sys.argv[1]).upsert([StoredRecord(key=f"killed:{n}", **fields) for n in range(2000)])
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_two_processes_that_write_at_once_lose_nothing(store: Store, url: str) -> None:
    writers = [start(_WRITER, url, name) for name in ("one", "two")]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert store.sources("posting") == {"one": 500, "two": 500}
    assert store.revision() == 20


def test_a_writer_killed_before_its_commit_leaves_nothing_and_blocks_nobody(store: Store, url: str) -> None:
    store.upsert([record("a:1")])
    revision = store.revision()
    writer = start(_HANGING, url)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written but not committed\n"
    assert everything(store) == {"a:1": '"a"'}  # readers are not kept waiting either
    writer.kill()
    writer.communicate()
    assert everything(store) == {"a:1": '"a"'}
    assert store.revision() == revision
    assert store.upsert([record("a:2")]) == UpsertCounts(accepted=1)


def test_sqlite_is_durable(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    with store._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert found == ["wal", 2, 30000]
    store.close()
