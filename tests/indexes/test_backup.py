"""Backups of the record store: SQLite to PostgreSQL and back, whole or not at all."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from indexes import backup
from indexes.backup import back_up, check_backup, restore
from indexes.durable import MANIFEST, files_of, seal
from indexes.event_rows import NewEvent
from indexes.follower_rows import Pair
from indexes.identity_vault import Vault
from indexes.rows import Derived, StoredRecord
from indexes.schema import DERIVED, RECORD
from indexes.store import Store
from taxonomy.errors import GenerationError, StoreError
from tests.indexes.stores import watch, webhook

AT = datetime(2026, 11, 1, tzinfo=UTC)
EVENT = NewEvent(kind="match.new", tenant="dinas", data="{}", worker_key="a:2")
KINDS = ("posting", "worker", "course")
VAULT = Vault({"k1": bytes(32)}, "k1")
IDENTITY = {"name": "Sari Contoh", "nik": "3201010101010001", "hobby": "menjahit"}


@pytest.fixture
def store(store: Store) -> Store:
    """A filled one."""
    fill(store)
    return store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """An empty store of SQLite."""
    opened = Store(f"sqlite:///{tmp_path / 'other.db'}")
    yield opened
    opened.close()


def record(key: str, kind: str = "posting", content: str = "a") -> StoredRecord:
    payload = f'{{"title":"Juru las 🔥 \\u0000 {content}"}}'
    return StoredRecord(kind=kind, key=key, raw_hash=f"raw {content}", content_hash=f"hash {content}", payload=payload)


def fill(store: Store) -> None:
    """Records of three kinds, codes of some, an identity, a deleted one, and a generation."""
    records = [record(f"a:{number}", kind) for kind in KINDS for number in range(7)]
    store.upsert(records)
    vector = np.full(4, 0.5, "<f4").tobytes()
    store.save_derived(
        Derived(kind=r.kind, key=r.key, content_hash=r.content_hash, fingerprint="f1", coded="{}", vector=vector)
        for r in records[:10]
    )
    store.put_identity("worker", {"a:1": IDENTITY}, VAULT)
    store.delete("posting", ["a:6"])
    store.set_generation("g1", "0" * 64, store.revision())
    store.put_webhook(webhook())
    store.put_watch(watch(key="a:2"))
    store.note_postings(["a:2"], lambda stored: "", lambda *facts: EVENT)
    store.tell_matches([(Pair(watch="wat_1", key="a:2", day="2026-11-01", kind="posting"), EVENT)])
    store.lease_follower("closings", "satu", 0, AT, AT)


def content(store: Store) -> dict[str, Any]:
    """All that the calls of a store give."""
    return {
        "records": {kind: [row for part in store.pending(kind, "never") for row in part] for kind in KINDS},
        "derived": {kind: list(store.derived(kind, "f1")) for kind in KINDS},
        "changes": {kind: list(store.changes(kind, "f1", 0)) for kind in KINDS},
        "identity": store.identity("worker", "a:1", VAULT),
        "counts": store.counts(),
        "webhooks": (store.webhooks(), store.watches(), store.follower("closings")),
    }


def test_what_was_backed_up_comes_back_into_another_database(
    store: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_ROWS", 3)
    made = back_up(store, tmp_path / "backups")
    left_out = json.loads((made.folder / "manifest.json").read_text())["left_out"]
    assert {"generations", "plans", "programmes", "secret.key", "session", "job"} <= left_out.keys()
    assert left_out.keys().isdisjoint(made.counts)
    assert made.counts == {
        "record": 20,
        "derived": 9,
        "identity": 1,
        "tombstone": 1,
        "revision": made.counts["revision"],
        "fact": 1,
        "outcome": 0,
        "weights": 0,
        "upstream": 0,
        "run": 0,
        "sighting": 0,
        "duplicate": 0,
        "ruling": 0,
        "doubt": 0,
        "pair_answer": 0,
        "consent": 0,
        "person_request": 0,
        "audit_log": 0,
        "audit_head": 0,
        "client": 0,
        "account": 0,
        "work": 0,
        "judgement": 0,
        "title_answer": 0,
        "title_review": 0,
        "title_run": 0,
        "flag_ruling": 0,
        "api_key": 0,
        "usage": 0,
        "signing_key": 0,
        "erasure": 0,
        "hold": 0,
        "notice": 0,
        "kept_posting": 0,
        "recovery": 0,
        "webhook": 1,
        "watch": 1,
        "follower": 1,
        "open_posting": 1,
    }
    found = check_backup(made.folder)
    assert found == made
    restore(other, found)
    assert content(other) == content(store)
    assert content(other)["identity"] == IDENTITY
    assert other.check(VAULT) == []


@pytest.mark.postgres
def test_a_backup_of_sqlite_comes_back_into_postgresql_and_goes_out_equal(
    other: Store, postgres_url: str, tmp_path: Path
) -> None:
    fill(other)
    server = Store(postgres_url)
    restore(server, check_backup(back_up(other, tmp_path / "backups").folder))
    assert content(server) == content(other)
    assert server.check(VAULT) == []
    again = back_up(server, tmp_path / "again")
    for name in ("record", "derived", "identity", "tombstone"):
        first = pq.read_table(next((tmp_path / "backups").glob(f"*/{name}.parquet"))).to_pylist()
        second = pq.read_table(again.folder / f"{name}.parquet").to_pylist()
        assert sorted(first, key=repr) == sorted(second, key=repr)
    server.close()


def test_a_restored_store_has_an_id_of_its_own_and_no_index_and_its_numbers_go_on(
    store: Store, other: Store, tmp_path: Path
) -> None:
    restore(other, check_backup(back_up(store, tmp_path / "backups").folder))
    assert other.store_id() != store.store_id()
    assert other.generations() == []
    assert other.revision() == store.revision() + 1
    assert other.upsert([record("a:6"), record("a:0")]).accepted == 1
    assert {change.key for change in other.changes("posting", "f1", store.revision() + 1)} == {"a:6"}


def test_a_store_that_holds_records_is_not_written_over(store: Store, other: Store, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "backups")
    before = content(store)
    with pytest.raises(StoreError, match=r"restore: wanted an empty store, found one with 20 records"):
        restore(store, made)
    assert content(store) == before


def test_a_restore_that_fails_half_way_leaves_an_empty_store(store: Store, other: Store, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "backups")
    last = made.folder / "identity.parquet"
    whole = last.read_bytes()
    last.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GenerationError, match=r"identity\.parquet as it was checked"):
        restore(other, made)
    assert other.counts() == {}
    last.write_bytes(whole)
    restore(other, made)
    assert other.counts() == store.counts()


@pytest.mark.parametrize("table", [RECORD, DERIVED])
def test_a_damaged_store_is_not_backed_up(store: Store, tmp_path: Path, table: sa.Table) -> None:
    column = table.c.payload if table is RECORD else table.c.coded
    with store.transaction() as connection:
        connection.execute(sa.update(table).where(table.c.key == "a:3").values({column.name: '"Juru lis"'}))
    with pytest.raises(StoreError, match=rf"{table.name} of \w+ a:3: wanted checksum"):
        back_up(store, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_that_was_changed_in_any_file_is_told(store: Store, tmp_path: Path) -> None:
    folder = back_up(store, tmp_path).folder
    for path in files_of(folder):
        whole = path.read_bytes()
        at = len(whole) // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(GenerationError, match=f"^backup {folder.name}: "):
            check_backup(folder)
        path.write_bytes(whole)
    assert check_backup(folder).counts["record"] == 20


def test_a_backup_of_another_format_is_told(tmp_path: Path) -> None:
    seal(tmp_path, {"format": 1, "schema": "0000", "made_at": "", "counts": {}})
    with pytest.raises(GenerationError, match=r"wanted format 1 of tables \d{4}, found format 1 of tables 0000"):
        check_backup(tmp_path)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(GenerationError, match=r"wanted manifest\.json, found none"):
        check_backup(tmp_path)


def test_a_disk_that_fills_leaves_no_backup(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(GenerationError, match="No space left on device"):
        back_up(store, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_writers_go_on_while_a_backup_is_made_and_are_not_in_it(
    store: Store, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, wrote = backup._plain, False

    def write_meanwhile(row: Any) -> dict[str, Any]:
        nonlocal wrote
        if not wrote:
            wrote = True
            writer = Store(url)
            assert writer.upsert([record("a:99"), record("a:99", "worker")]).accepted == 2
            writer.close()
        return plain(row)

    monkeypatch.setattr(backup, "_plain", write_meanwhile)
    assert back_up(store, tmp_path / "backups").counts["record"] == 20
    assert store.counts()["posting"] == 7
