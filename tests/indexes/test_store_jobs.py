"""Jobs and uploads as both databases keep them: claimed once, whoever asks at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from indexes.backup import TABLES
from indexes.job_records import StoredJob, TenantLoad
from indexes.store import Store
from indexes.upload_rows import bind_upload
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import NOON, damage, stored_job, stored_upload


def put(store: Store, job_id: str, **rest: object) -> StoredJob:
    job = stored_job(job_id, **rest)
    store.put_job(job, lambda _: None)
    return job


def test_a_job_comes_back_as_it_was_put_and_changes_in_one_transaction(store: Store) -> None:
    job = put(store, "job_1", started_at=NOON, total=5)
    assert store.job("job_1") == job
    assert store.change_job("job_1", lambda one: replace(one, done=3)).done == 3
    assert store.change_job("job_1", lambda one: one).done == 3
    with pytest.raises(UnknownIdError, match="the id of a job, found job_2"):
        store.change_job("job_2", lambda one: one)
    store.remove_job("job_1")
    store.remove_job("job_1")
    assert store.jobs() == []


def test_of_many_who_want_a_job_at_once_one_has_it(store: Store) -> None:
    put(store, "job_1")
    url = store._engine.url.render_as_string(hide_password=False)
    ready, got = threading.Barrier(4), list[str]()

    def want(name: str) -> None:
        own = Store(url)

        def take(job: StoredJob) -> StoredJob:
            return replace(job, state="running", holder=name) if job.state == "queued" else job

        ready.wait(30)
        if own.claim_job("job_1", take, 5) is not None:
            got.append(name)
        own.close()

    threads = [threading.Thread(target=want, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [store.job("job_1").holder]


def test_a_tenant_has_no_more_at_work_than_it_may(store: Store) -> None:
    for number in range(3):
        put(store, f"job_{number}")

    def take(job: StoredJob) -> StoredJob:
        return replace(job, state="running")

    assert [store.claim_job(f"job_{n}", take, 2) is not None for n in range(3)] == [True, True, False]
    assert store.tenant_load("a") == TenantLoad(queued=1, running=2, held_bytes=0)


def test_who_waits_longest_for_a_turn_comes_first(store: Store) -> None:
    late = NOON - timedelta(minutes=1)
    put(store, "job_1", tenant="a", queued_at=NOON)
    put(store, "job_2", tenant="a", queued_at=NOON + timedelta(seconds=1))
    put(store, "job_3", tenant="b", queued_at=NOON + timedelta(seconds=2))
    put(store, "job_4", tenant="a", state="done", claimed_at=NOON, ended_at=NOON)
    put(store, "job_5", tenant="c", state="running", lease_until=late, queued_at=NOON)
    put(store, "job_6", tenant="c", state="running", lease_until=NOON + timedelta(minutes=1))
    assert [job for _, job in store.waiting_jobs(NOON)] == ["job_3", "job_5", "job_1", "job_2"]


def test_an_upload_is_given_to_one_job_and_only_when_it_is_whole(store: Store) -> None:
    store.put_upload(stored_upload("upl_1"), lambda _: None)
    store.put_upload(stored_upload("upl_2", plain=3), lambda _: None)
    store.put_job(stored_job("job_1"), lambda _: None, lambda connection: bind_upload(connection, "upl_1", "job_1"))
    assert [one.id for one in store.uploads("job_1")] == ["upl_1"]
    assert [one.id for one in store.uploads("")] == ["upl_2"]
    for upload, wanted in (("upl_1", "that no job has read"), ("upl_2", "found 3 of 9 bytes")):
        with pytest.raises(InputError, match=wanted):
            store.put_job(
                stored_job("job_2"), lambda _: None, lambda connection, u=upload: bind_upload(connection, u, "job_2")
            )
    assert [one.id for one in store.jobs()] == ["job_1"]
    assert store.tenant_load("a").held_bytes == 18


def test_rows_that_were_turned_over_are_told(store: Store) -> None:
    put(store, "job_1")
    store.put_upload(stored_upload("upl_1"), lambda _: None)
    damage(store, "UPDATE job SET done = 7")
    damage(store, "UPDATE upload SET plain = 7")
    assert [fault.partition(":")[0] for fault in store.check()] == ["job job_1", "upload upl_1"]
    for call in (lambda: store.job("job_1"), lambda: store.upload("upl_1")):
        with pytest.raises(StoreError, match="wanted checksum"):
            call()


def test_jobs_and_uploads_are_in_no_backup() -> None:
    assert {"job", "upload"}.isdisjoint(table.name for table in TABLES)
