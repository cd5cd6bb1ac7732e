"""How a store stands, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from indexes.audit_chain import AuditHead
from indexes.opening import version_at
from indexes.schema import FACT, HEAD
from indexes.standing_rows import StoreStanding
from indexes.store import Store
from taxonomy.errors import StoreError
from tests.indexes.stores import stored_job
from tests.matcher.rights.made import entry, request, with_workers

AT = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def test_a_new_store_has_nothing_to_tell_but_its_number(store: Store) -> None:
    assert store.standing() == StoreStanding(
        revision=store.revision(),
        index_revision=None,
        index_made_at=None,
        backup_at=None,
        audit_rows=0,
        audit_end_at=None,
        audit_head_rows=0,
        audit_head_at=None,
        jobs={},
        job_queued_at=None,
        due_at={},
    )


def test_the_index_that_serves_counts_and_not_the_newest(store: Store) -> None:
    store.set_generation("a", "0" * 64, 3)
    made = store.standing().index_made_at
    store.set_generation("b", "1" * 64, 4)
    assert store.standing().index_revision == 4
    store.serve_generation("a")
    found = store.standing()
    assert (found.index_revision, found.index_made_at) == (3, made)
    assert found.revision == store.revision()


def test_the_time_of_a_backup_is_kept_and_changes_no_number(store: Store) -> None:
    before = store.revision()
    store.note_backup(AT)
    store.note_backup(AT + timedelta(days=1))
    assert store.standing().backup_at == AT + timedelta(days=1)
    assert store.revision() == before
    assert store.check() == []


def test_a_time_of_a_backup_that_is_none_is_refused(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(sa.insert(FACT).values(name="backup_at", value="kemarin"))
    with pytest.raises(StoreError, match="backup_at"):
        store.standing()


def test_the_last_signed_head_and_the_first_request_that_is_due_are_told(store: Store) -> None:
    with_workers(store, "a:1")
    for number, (state, hours) in enumerate([("received", 72), ("working", 24), ("done", 1)]):
        asked = replace(request(f"r{number}", "a:1"), state=state, due_at=AT + timedelta(hours=hours))
        store.put_request(asked, entry())
    store.put_audit_head(AuditHead(seq=1, hash=b"1" * 32, at=AT, key_id="k", signature=b"s" * 64))
    store.put_audit_head(AuditHead(seq=2, hash=b"2" * 32, at=AT + timedelta(hours=1), key_id="k", signature=b"s" * 64))
    found = store.standing()
    assert found.due_at == {request().kind: AT + timedelta(hours=24)}
    assert found.audit_end_at == entry().at
    assert (found.audit_rows, found.audit_head_rows, found.audit_head_at) == (3, 2, AT + timedelta(hours=1))


def test_the_clock_of_a_database_is_this_machines_and_its_settings_are_those_that_it_runs_with(store: Store) -> None:
    assert abs(store.clock() - datetime.now(UTC)) < timedelta(minutes=1)
    told = store.server_settings(("server_encoding", "server_version_num"))
    assert told == {} or (told["server_encoding"] == "UTF8" and int(told["server_version_num"]) > 0)


def test_the_version_of_tables_is_told_without_changing_them(url: str) -> None:
    assert version_at(url) is None
    assert version_at(url) is None  # the look before made none
    Store(url).close()
    assert version_at(url) == HEAD


def test_jobs_that_have_not_ended_are_counted_and_the_first_that_waits_is_told(store: Store) -> None:
    for number, state in enumerate(["queued", "queued", "running", "done"]):
        queued_at, ended_at = AT + timedelta(hours=number), AT if state == "done" else None
        store.put_job(stored_job(f"job_{number}", state=state, queued_at=queued_at, ended_at=ended_at), lambda _: None)
    found = store.standing()
    assert (found.jobs, found.job_queued_at) == ({"queued": 2, "running": 1}, AT)
