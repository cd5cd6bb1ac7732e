"""Stores of every age come to the present tables, and keep what they hold."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from indexes.schema import FACT, HEAD, METADATA, REVISIONS
from indexes.store import Store
from indexes.store_base import new_store_id
from indexes.transactions import WriteTransaction, open_engine
from taxonomy.errors import StoreError
from tests.indexes.stores import derived, record

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", "indexes:migrations")
    made.set_main_option("path_separator", "os")
    return made


def make_old(url: str, *, stamped: bool = False, records: int = 2_500) -> None:
    """A store as version 1 made it, with records, codes of some, and a generation."""
    engine = open_engine(url)
    with WriteTransaction(engine) as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "0001")
        if not stamped:
            connection.exec_driver_sql("DROP TABLE alembic_version")
        tables = sa.MetaData()
        tables.reflect(connection)
        rows = [record(f"a:{number:05d}", f"c{number}") for number in range(records)]
        for row in rows:
            values = {"kind": row.kind, "key": row.key, "raw_hash": row.raw_hash, "content_hash": row.content_hash}
            connection.execute(
                sa.insert(tables.tables["record"]), {**values, "payload": row.payload, "written_at": NOW}
            )
        for made_of in map(derived, rows[:3]):
            names = ("kind", "key", "content_hash", "fingerprint", "coded", "vector")
            values = {name: getattr(made_of, name) for name in names}
            connection.execute(sa.insert(tables.tables["derived"]), values)
        generation = {"name": "g1", "manifest_sha256": "1" * 64, "made_at": NOW, "is_current": True}
        connection.execute(sa.insert(tables.tables["generation"]), generation)
        connection.exec_driver_sql("UPDATE revision SET value = 7 WHERE name = 'revision'")
    engine.dispose()


@pytest.mark.parametrize("stamped", [False, True])
def test_a_store_of_version_1_is_brought_to_the_present_with_its_rows(url: str, *, stamped: bool) -> None:
    make_old(url, stamped=stamped)
    store = Store(url)
    assert store.counts() == {"posting": 2_500}
    assert store.get("posting", "a:02499") == record("a:02499", "c2499")
    assert [made for made, _ in store.derived("posting", "f1")] == [
        derived(record(f"a:{n:05d}", f"c{n}")) for n in range(3)
    ]
    assert store.generations() == [("g1", "1" * 64, True)]
    assert store.check() == []
    store.close()


def test_the_rows_of_an_old_store_are_all_new_to_those_who_ask_what_changed(url: str) -> None:
    make_old(url, records=5)
    store = Store(url)
    assert store.revision() == 8
    assert len(list(store.changes("posting", "f1", 7))) == 5
    assert list(store.changes("posting", "f1", 8)) == []
    store.close()


def test_an_old_store_is_refused_by_the_version_that_made_it_once_it_was_changed(url: str) -> None:
    make_old(url, records=1)
    store = Store(url)
    with store.snapshot() as connection:
        # Version 1 reads this row, and opens only a 1.
        assert connection.exec_driver_sql("SELECT value FROM revision WHERE name = 'schema'").scalar() == 2
    store.close()


def test_a_migration_that_fails_half_way_leaves_the_old_store_whole(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(url, records=3)

    def fail(*_: object) -> bytes:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("no space left"))

    with monkeypatch.context() as patch:
        patch.setattr("indexes.checksums.checksum", fail)
        with pytest.raises(StoreError, match="cannot be written: no space left"):
            Store(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert not sa.inspect(connection).has_table("alembic_version")
        assert not sa.inspect(connection).has_table("identity")
        assert connection.exec_driver_sql("SELECT value FROM revision WHERE name = 'schema'").scalar() == 1
    engine.dispose()
    store = Store(url)
    assert store.counts() == {"posting": 3}
    store.close()


def test_the_migrations_make_the_tables_that_the_code_writes_to(store: Store) -> None:
    with store.snapshot() as connection:
        inspector = sa.inspect(connection)
        for table in METADATA.sorted_tables:
            found = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
            assert found == {column.name: column.nullable for column in table.columns}
            keys = inspector.get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key]
            named = {index["name"]: index["column_names"] for index in inspector.get_indexes(table.name)}
            assert named == {str(index.name): [c.name for c in index.columns] for index in table.indexes}
            assert len(inspector.get_foreign_keys(table.name)) == len(table.foreign_key_constraints)
        assert MigrationContext.configure(connection).get_current_revision() == HEAD


@pytest.mark.postgres
def test_texts_and_numbers_have_room_on_postgresql(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.upsert([record("a:1")])
    store.save_derived([derived(record("a:1"), fingerprint="f" * 500)])
    assert len(list(store.derived("posting", "f" * 500))) == 1
    with store.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE revision SET value = {2**40} WHERE name = 'revision'")
    store.upsert([record("a:2")])
    assert store.revision() == 2**40 + 1
    store.close()


def test_the_names_of_the_migrations_are_those_of_the_scripts() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS
    assert scripts.get_current_head() == HEAD


def test_a_store_at_the_present_opens_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sepadan.db'}"
    Store(url).close()
    script = "import sys; from indexes.store import Store; Store(sys.argv[1]).close(); print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script, url], cwd=ROOT, text=True, capture_output=True, check=True)
    assert told.stdout == "False\n"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE alembic_version SET version_num = '0099'", "found 0099, made by another version"),
        ("DELETE FROM alembic_version", "found schema 2, made by another version"),
    ],
)
def test_a_store_of_another_version_is_refused_and_left_as_it_is(url: str, change: str, found: str) -> None:
    Store(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(change))
        connection.execute(sa.text("DROP TABLE generation"))
    with pytest.raises(StoreError, match=f"wanted tables of version {HEAD} or older, {found}.*use a new --home"):
        Store(url)
    assert not sa.inspect(engine).has_table("generation")
    engine.dispose()


def test_an_old_store_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    make_old(f"sqlite:///{tmp_path / 'sepadan.db'}", records=1)
    with pytest.raises(StoreError, match="cannot be written: attempt to write a readonly database"):
        Store(f"sqlite:///file:{tmp_path / 'sepadan.db'}?mode=ro&uri=true")


def test_different_stores_can_be_made_at_once_in_one_process(tmp_path: Path) -> None:
    barrier, faults = threading.Barrier(4), []

    def make(number: int) -> None:
        barrier.wait()
        try:
            Store(f"sqlite:///{tmp_path / f'{number}.db'}").close()
        except Exception as error:  # noqa: BLE001 -- whatever a thread meets is a fault of the test
            faults.append(error)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


_OPEN = "import sys; from indexes.store import Store; sys.stdin.readline(); s = Store(sys.argv[1]); print(s.store_id())"


@pytest.mark.parametrize("old", [False, True])
def test_processes_that_open_one_store_at_once_make_its_tables_once(url: str, *, old: bool) -> None:
    if old:
        make_old(url, records=50)
    pipe = subprocess.PIPE
    openers = [
        subprocess.Popen([sys.executable, "-c", _OPEN, url], cwd=ROOT, text=True, stdin=pipe, stdout=pipe)
        for _ in range(3)
    ]
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
    told = {opener.communicate()[0] for opener in openers}
    assert [opener.returncode for opener in openers] == [0, 0, 0]
    assert len(told) == 1
    store = Store(url)
    assert store.revision() == (8 if old else 0)
    store.close()


def test_every_store_has_an_id_of_its_own_that_stays(url: str, tmp_path: Path) -> None:
    first = Store(url)
    given = first.store_id()
    first.close()
    again, other = Store(url), Store(f"sqlite:///{tmp_path / 'other.db'}")
    assert again.store_id() == given
    assert len({given, other.store_id(), new_store_id()}) == 3
    assert all(len(each) == 32 for each in (given, new_store_id()))
    with again.snapshot() as connection:
        assert connection.scalar(sa.select(FACT.c.value).where(FACT.c.name == "store_id")) == given
    again.close()
    other.close()
