"""Jobs from end to end: what they do, and that nothing is lost or doubled however they are stopped."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from indexes.identity_vault import Vault
from indexes.sealed_columns import reseal_boxes
from indexes.store import Store
from matcher.answer_lines import match_line
from matcher.erasure_reach import eraser_of, finisher_of
from matcher.filters import Conditions
from matcher.ingest import ingest
from matcher.jobs import ingest_parts, match_parts
from matcher.jobs.errors import JobLimitError, JobStateError
from matcher.jobs.files import JobFiles
from matcher.jobs.forget import forget_workers
from matcher.jobs.job import JobKind, asked_of, counts_of, eta_seconds, fraction_of
from matcher.jobs.run import JobRun
from matcher.jobs.uploads import JobLimits
from matcher.records import Kind
from matcher.sources import source_named
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.matcher.jobs.conftest import KEY, House, posting_row, worker_row
from tests.matcher.rights.made import said, say


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_parts, "SUBJECTS", 2)
    for name in ("RECORDS", "PLAIN_RECORDS"):
        monkeypatch.setattr(ingest_parts, name, 2)


def stored(store: Store, kind: str = "worker") -> dict[str, str]:
    return {row.key: row.payload for batch in store.pending(kind, "never") for row in batch}


ROWS: list[Any] = [worker_row(1), worker_row(2), "{rusak", {"id": "w-3", "salah": 1}, worker_row(4), worker_row(5)]


def test_an_ingest_job_stores_what_the_command_stores_and_tells_every_row(house: House, tmp_path: Any) -> None:
    job = house.ingest(ROWS)
    house.worker().drain()
    done = house.job(job)
    assert (done.state, fraction_of(done), done.error) == ("done", 1.0, "")
    assert counts_of(done) == {
        "read": 6,
        "rejected": 2,
        "accepted": 4,
        "updated": 0,
        "unchanged": 0,
    }
    assert [(line["row"], line["id"], line["status"]) for line in house.lines(job)] == [
        (1, "workers:w-0001", "stored"),
        (2, "workers:w-0002", "stored"),
        (3, None, "rejected"),
        (4, None, "rejected"),
        (5, "workers:w-0004", "stored"),
        (6, "workers:w-0005", "stored"),
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in ROWS))
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    ingest(other, source_named("workers"), [file], tmp_path / "rejects")
    told = [json.loads(line) for line in next((tmp_path / "rejects").iterdir()).read_text().splitlines()]
    found = house.lines(job, "rejects")
    keys = ("row", "wanted", "found", "raw")
    assert [[line[key] for key in keys] for line in found] == [[line[key] for key in keys] for line in told]
    assert stored(house.engine.store).keys() == stored(other).keys()
    other.close()
    vault = Vault({"k": KEY}, "k")
    assert house.engine.store.identity("worker", "workers:w-0001", vault) == {"name": "Budi"}
    assert house.engine.store.uploads() == []
    assert not list(house.engine.home.uploads.iterdir())
    table = pq.read_table(io.BytesIO(house.content(job, "parquet"))).to_pylist()
    assert [row["id"] for row in table] == [line["id"] for line in house.lines(job)]


def test_records_that_are_coded_at_once_are_found_at_once(house: House) -> None:
    house.ingest([posting_row(n) for n in range(3)], Kind.POSTING, index=True)
    house.worker().drain()
    assert house.engine.store.count_pending("posting", house.engine.coder.fingerprint) == 0


def test_a_client_with_sources_of_its_own_writes_no_others(house: House) -> None:
    job = house.ingest([worker_row(1), worker_row(2, id="x:9")], sources=("workers",))
    house.worker().drain()
    assert [line["status"] for line in house.lines(job)] == ["stored", "rejected"]
    assert list(stored(house.engine.store)) == ["workers:w-0001"]


def matched(house: House, **rest: Any) -> tuple[Any, list[dict[str, Any]]]:
    upload = house.upload([worker_row(1), "{", worker_row(2), worker_row(3), worker_row(4)])
    job = house.ask(JobKind.MATCH, Kind.WORKER, layout="workers", upload=upload, k=2, **rest)
    return job, [worker_row(n) for n in (1, 2, 3, 4)]


def test_a_match_job_writes_the_lines_of_the_command(full: House) -> None:
    job, rows = matched(full)
    full.worker().drain()
    lines = full.lines(job)
    assert [line["id"] for line in lines] == ["w-0001", None, "w-0002", "w-0003", "w-0004"]
    assert lines[1]["error"]["wanted"] == "one JSON object"
    from matcher.ingest import record_of

    subject = full.engine.subject(record_of(source_named("workers"), rows[0], "row"))
    wanted = match_line("w-0001", full.engine.match(subject, 2, Conditions()), "id")
    assert lines[0] == json.loads(json.dumps(wanted))
    table = pq.read_table(io.BytesIO(full.content(job, "parquet"))).to_pylist()
    assert [(row["subject"], row["rank"]) for row in table[:3]] == [("w-0001", 1), ("w-0001", 2), (None, None)]
    assert table[2]["error"].startswith("upload.jsonl line 2: wanted one JSON object")
    assert dict(table[0]["components"]) == lines[0]["matches"][0]["components"]


def test_stored_records_are_matched_by_id_and_by_source_and_a_missing_one_says_so(full: House) -> None:
    by_id = full.ask(JobKind.MATCH, Kind.WORKER, ids=("workers:w-0001", "workers:nobody", "workers:w-0003"))
    full.worker().drain()
    assert ["error" in line for line in full.lines(by_id)] == [False, True, False]
    by_source = full.ask(JobKind.MATCH, Kind.WORKER, stored="workers")
    full.worker().drain()
    assert [line["id"] for line in full.lines(by_source)] == [f"workers:w-{n:04}" for n in range(5)]
    assert full.job(by_source).total == 5
    hidden = full.ask(JobKind.MATCH, Kind.WORKER, ids=("workers:w-0001",), sources=("own",))
    full.worker().drain()
    assert full.lines(hidden)[0]["matches"] == []


def test_courses_are_recommended_and_postings_exported(full: House) -> None:
    advised = full.ask(JobKind.RECOMMEND, Kind.WORKER, stored="workers", k=1)
    full.worker().drain()
    exported = full.ask(JobKind.EXPORT, Kind.POSTING)
    full.worker().drain()
    assert len(full.lines(advised)) == 5
    assert pq.read_table(io.BytesIO(full.content(advised, "parquet"))).num_rows >= 5
    lines = full.lines(exported)
    assert [line["key"] for line in lines] == [f"postings:p-{n:04}" for n in range(3)]
    table = pq.read_table(io.BytesIO(full.content(exported, "parquet"))).to_pylist()
    assert [row["kbji"] for row in table] == [line["kbji"] for line in lines]


@pytest.mark.parametrize("kind", ["ingest", "match", "stored"])
def test_a_job_that_is_stopped_after_every_part_gives_the_same_bytes_and_counts(full: House, kind: str) -> None:
    def asked() -> Any:
        if kind == "ingest":
            full.engine.delete(Kind.WORKER, list(stored(full.engine.store)))
            return full.ingest(ROWS)
        if kind == "stored":
            return full.ask(JobKind.MATCH, Kind.WORKER, stored="workers")
        return matched(full)[0]

    whole = asked()
    full.worker().drain()
    broken = asked()
    for number in range(20):
        worker = full.worker(f"w{number}")
        if not worker.turn():
            break
        for held in worker._held.values():  # as a kill leaves it: the lock is free, the lease is not
            held.run._writers["result"].write(b"half a line")
            held.run._writers["result"].sync()
            held.run.close()
            held.lock.release()
        full.clock.passes(seconds=61)
    for name in ("result", "rejects", "parquet"):
        assert full.content(broken, name) == full.content(whole, name)
    assert counts_of(full.job(broken)) == counts_of(full.job(whole))


def test_nobody_takes_up_a_job_that_is_held_and_the_slow_holder_keeps_it(house: House) -> None:
    job = house.ingest(ROWS)
    first, second = house.worker("w1"), house.worker("w2")
    assert first.turn()
    assert not second.turn()
    house.clock.passes(seconds=61)
    assert not second.turn()  # the lease is over, the lock is not
    first.drain()
    assert house.job(job).state == "done"


def test_a_holder_that_lost_its_job_writes_nothing_more_of_it(house: House) -> None:
    job = house.ingest(ROWS)
    first = house.worker("w1")
    first.turn()
    house.engine.store.change_job(job.id, lambda one: replace(one, holder="w2"))
    before = house.job(job)
    first.turn()
    assert house.job(job) == before


def test_a_job_is_cancelled_within_a_part_and_goes_on_when_it_is_resumed(house: House) -> None:
    job = house.ingest(ROWS)
    worker = house.worker()
    worker.turn()
    assert house.desk.cancel(job.id).state == "cancelling"
    worker.turn()
    assert house.job(job).state == "cancelled"
    assert len(stored(house.engine.store)) == 2
    assert house.desk.cancel(job.id).state == "cancelled"
    house.desk.resume(job.id)
    worker.drain()
    assert [line["row"] for line in house.lines(job)] == [1, 2, 3, 4, 5, 6]
    assert [one.state for one in house.told] == ["cancelled", "done"]
    for call in (house.desk.cancel, house.desk.resume):
        with pytest.raises(JobStateError, match="found done"):
            call(job.id)


def test_a_waiting_job_is_cancelled_at_once_and_one_at_work_is_not_removed(house: House) -> None:
    job, worker = house.ingest(ROWS), house.worker()
    assert house.desk.cancel(job.id).state == "cancelled"
    other = house.ingest(ROWS)
    worker.turn()
    with pytest.raises(JobStateError):
        house.desk.remove(other.id)
    worker.let_go()
    assert house.job(other).state == "queued"
    house.desk.remove(other.id)
    with pytest.raises(UnknownIdError):
        house.job(other)
    assert not (house.engine.home.jobs / other.id).exists()


def test_a_failed_job_says_why_and_goes_on_when_the_reason_is_gone(full: House) -> None:
    for name in list(full.engine.home.generations.iterdir()):
        name.rename(name.with_name(f"x{name.name}"))
    full.engine._pipeline = None
    full.engine._served.generation = ""
    job = full.ask(JobKind.MATCH, Kind.WORKER, stored="workers")
    full.worker().drain()
    assert "run 'sepadan build'" in full.job(job).error
    assert full.job(job).state == "failed"
    full.engine.build()
    full.desk.resume(job.id)
    full.worker().drain()
    assert (full.job(job).state, full.job(job).error) == ("done", "")


def test_a_job_that_ends_whoever_works_at_it_fails_after_three_attempts(house: House) -> None:
    job = house.ingest(ROWS)
    for number in range(4):
        worker = house.worker(f"w{number}")
        worker._claim()
        for held in worker._held.values():
            held.run.close()
            held.lock.release()
        house.clock.passes(seconds=61)
    assert house.job(job).state == "failed"
    assert "3 attempts" in house.job(job).error


def test_an_unexpected_fault_fails_the_job_without_its_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("Budi Contoh")

    monkeypatch.setattr(ingest_parts, "taken", burst)
    job = house.ingest(ROWS)
    house.worker().drain()
    assert house.job(job).error == "an unexpected fault (RuntimeError); the log of the server says where"


def test_tenants_take_turns_whoever_asked_first(house: House) -> None:
    jobs = []
    for tenant in ("a", "a", "b"):
        jobs.append(house.ingest([worker_row(n) for n in range(8)], tenant=tenant))
        house.clock.passes(seconds=1)
    worker = house.worker()
    worker.turn()
    assert [house.job(job).state for job in jobs] == ["running", "queued", "running"]
    worker.drain()
    ended = [house.job(job).ended_at for job in jobs]
    assert all(ended)
    waiting = []
    for tenant in ("c", "c", "d"):
        waiting.append(house.ingest(ROWS, tenant=tenant))
        house.clock.passes(seconds=1)
    order = [job_id for _, job_id in house.engine.store.waiting_jobs(house.clock())]
    assert order == [waiting[0].id, waiting[2].id, waiting[1].id]


def test_a_tenant_has_only_so_many_jobs_and_bytes(house: House) -> None:
    house.limits = JobLimits(running=1, queued=2, held_bytes=2_500, upload_bytes=2_000)
    house.ingest(ROWS)
    house.ingest(ROWS)
    with pytest.raises(JobLimitError, match="at most 2 jobs that wait"):
        house.ingest(ROWS)
    first, second = house.worker("w1"), house.worker("w2")
    assert first.turn()
    assert not second.turn()
    with pytest.raises(JobLimitError, match="at most 2500 bytes"):
        house.upload([worker_row(n) for n in range(20)])
    with pytest.raises(InputError, match="from 1 to 2000 bytes"):
        house.upload(["x" * 2_001])


def test_what_is_over_is_removed_with_its_bytes(house: House) -> None:
    job, left = house.ingest(ROWS), house.upload(ROWS)
    house.worker().drain()
    house.clock.passes(days=1, seconds=1)
    assert house.desk.prune() == 1
    with pytest.raises(UnknownIdError):
        house.engine.store.upload(left)
    house.clock.passes(days=6)
    assert house.desk.prune() == 1
    with pytest.raises(UnknownIdError):
        house.job(job)
    assert not list(house.engine.home.jobs.iterdir())


def test_folders_that_belong_to_nothing_are_removed_when_an_hour_old(house: House) -> None:
    job, upload = house.ingest(ROWS), house.upload(ROWS)
    worker = house.worker()
    worker.turn()
    homes = house.engine.home
    kept = [homes.jobs / job.id, homes.uploads / upload, homes.jobs / "job_young", homes.jobs / "notes.txt"]
    stray = [homes.jobs / "job_gone", homes.uploads / "upl_gone"]
    for folder in (kept[2], *stray):
        folder.mkdir()
        (folder / "result-0").write_bytes(b"x")
    kept[3].write_bytes(b"")
    for each in (*kept, *stray):
        at = house.clock().timestamp() - (3_599 if each.name == "job_young" else 3_601)
        os.utime(each, (at, at))
    assert house.desk.prune() == 0
    assert [each.exists() for each in (*kept, *stray)] == [True] * 4 + [False] * 2


def test_a_worker_that_is_always_busy_cleans_up_every_hour(house: House) -> None:
    left = house.upload(ROWS)
    house.ingest([worker_row(n) for n in range(40)])
    worker = house.worker()
    assert worker.turn()
    house.clock.passes(minutes=59)
    house.engine.store.change_upload(left, lambda one: replace(one, expires_at=house.clock()))
    assert worker.turn()
    assert house.engine.store.upload(left)
    house.clock.passes(minutes=1)
    assert worker.turn()
    with pytest.raises(UnknownIdError):
        house.engine.store.upload(left)


@pytest.mark.parametrize("room", [400, 1_000])
def test_a_result_grows_no_further_than_the_tenant_has_room(house: House, room: int) -> None:
    rows = [worker_row(n) for n in range(8)]
    whole = house.ingest(rows)
    house.worker().drain()
    size = house.job(whole).held_bytes
    assert 400 < size - len(house.content(whole, "parquet")) < 1_000 < size  # so much for lines, the rest for the table
    house.desk.remove(whole.id)
    job = house.ingest(rows)
    uploaded = house.engine.store.tenant_load("a").held_bytes
    house.limits = JobLimits(held_bytes=uploaded + room)
    house.worker().drain()
    failed = house.job(job)
    assert (failed.state, failed.held_bytes > 0) == ("failed", True)
    assert f"result: wanted at most {uploaded + room} bytes of uploads and results at once" in failed.error
    on_disk = sum(one.stat().st_size for one in (house.engine.home.jobs / job.id).iterdir())
    assert on_disk == failed.held_bytes <= room
    house.limits = JobLimits()
    house.desk.resume(job.id)
    house.worker().drain()
    assert [line["row"] for line in house.lines(job)] == list(range(1, 9))
    assert house.job(job).held_bytes == size


def test_nothing_of_a_person_lies_open_on_disk(house: House) -> None:
    job = house.ingest([worker_row(1, nama="Zulaikha Rahasia")] * 3)
    worker = house.worker()
    worker.turn()
    for path in house.engine.home.root.rglob("*"):
        assert not path.is_file() or b"Zulaikha" not in path.read_bytes()
    worker.drain()
    assert house.job(job).state == "done"


def test_erased_workers_leave_the_results_of_jobs_that_ended_and_of_those_that_run(full: House) -> None:
    ended = full.ask(JobKind.MATCH, Kind.WORKER, stored="workers")
    found = full.ask(JobKind.MATCH, Kind.POSTING, ids=("postings:p-0001",))
    read = full.ingest([worker_row(n) for n in range(4)])
    full.worker().drain()
    running = full.ingest([worker_row(n) for n in range(8)])
    worker = full.worker()
    worker.turn()
    gone = ["workers:w-0001", "workers:w-0006"]
    full.engine.delete(Kind.WORKER, gone)
    forget_workers(full.engine.home, full.engine.store, full.box, gone)
    worker.drain()
    for job in (ended, found, read, running):
        for name in ("result", "parquet"):
            assert b"w-0001" not in full.content(job, name)
            assert b"w-0006" not in full.content(job, name)
    assert [line["row"] for line in full.lines(read)] == [1, 3, 4]
    assert "workers:w-0006" not in stored(full.engine.store)
    assert "workers:w-0007" in stored(full.engine.store)
    assert len(full.lines(found)[0]["matches"]) == 4
    text = json.dumps([one.checkpoint for one in full.engine.store.jobs(states=["done"])])
    assert "w-0001" not in text


def told_by_rows(house: House) -> str:
    """All that the rows of jobs and uploads hold, as the database gives them."""
    with house.engine.store.snapshot() as connection:
        rows = [connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in ("job", "upload")]
    return repr(rows)


@pytest.mark.parametrize("state", ["queued", "running", "cancelled", "failed"])
def test_no_row_of_a_job_names_the_erased_whatever_its_state_and_resumed_it_passes_them_over(
    either: House, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [worker_row(n) for n in range(8)]
    rows[3] = {"id": "w-0003", "salah": 1}
    job, worker = either.ingest(rows, index=False), either.worker()
    if state != "queued":
        worker.turn()
        worker.turn()
    if state == "cancelled":
        either.desk.cancel(job.id)
        worker.turn()
    if state == "failed":
        with monkeypatch.context() as patched:
            patched.setattr(JobRun, "_kept", lambda *_: 1 / 0)
            worker.turn()
    assert either.job(job).state == state
    eraser = eraser_of(either.engine.store, either.engine.home, either.box)
    eraser.erase(Kind.WORKER, ["workers:w-0001", "workers:w-0003"], is_blocked=False)
    eraser.erase(Kind.WORKER, ["workers:w-0006"], is_blocked=False)
    assert not any(f"w-000{n}" in told_by_rows(either) for n in (1, 3, 6))
    if state in ("cancelled", "failed"):
        assert b"w-0003" not in either.content(job, "rejects")
        either.desk.resume(job.id)
    worker.drain()
    assert either.job(job).state == "done"
    assert sorted(stored(either.engine.store)) == [f"workers:w-000{n}" for n in (0, 2, 4, 5, 7)]
    told = either.content(job) + either.content(job, "rejects") + either.content(job, "parquet")
    assert not any(f"w-000{n}".encode() in told for n in (1, 3, 6))
    assert json.loads(either.job(job).checkpoint)["forget_box"] == ""


@pytest.mark.parametrize("cancelled_while", ["running", "queued"])
def test_a_job_that_is_cancelled_after_it_was_told_of_an_erasure_leaves_them_out_too(
    either: House, cancelled_while: str
) -> None:
    job, worker = (
        either.ingest([worker_row(0), {"id": "w-0001", "salah": 1}, *map(worker_row, range(2, 6))]),
        either.worker(),
    )
    worker.turn()
    assert b"w-0001" in either.content(job, "rejects")
    if cancelled_while == "queued":
        worker.let_go()
    forget_workers(either.engine.home, either.engine.store, either.box, ["workers:w-0001"])
    either.desk.cancel(job.id)
    worker.turn()
    assert either.job(job).state == "cancelled"
    assert either.content(job, "rejects") == b""
    assert [line["row"] for line in either.lines(either.job(job), "rejects")] == []
    either.desk.resume(job.id)
    worker.drain()
    assert [line["row"] for line in either.lines(job)] == [1, 3, 4, 5, 6]


@pytest.mark.parametrize("state", ["cancelled", "failed"])
def test_an_upload_of_a_job_that_stopped_goes_when_the_erasure_of_somebody_in_it_is_finished(
    either: House, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = either.worker()
    jobs = [either.ingest([worker_row(n) for n in span], tenant=f"t{span[0]}") for span in ((0, 1, 2), (3, 4))]
    torn = either.ask(JobKind.INGEST, Kind.WORKER, "t9", layout="workers", upload=either.upload(["{rusak"], "x.json"))
    if state == "cancelled":
        for job in (*jobs, torn):
            either.desk.cancel(job.id)
    else:
        with monkeypatch.context() as patched:
            patched.setattr(JobRun, "_kept", lambda *_: 1 / 0)
            worker.drain()
    eraser_of(either.engine.store, either.engine.home, either.box).erase(
        Kind.WORKER, ["workers:w-0001"], is_blocked=True
    )
    assert len(either.engine.store.uploads()) == 3  # until then it may go on, and passes the person over
    done = finisher_of(either.engine.store, either.engine.home, either.box, lambda: either.engine.build().generation)
    assert done.finish().uploads == 2  # of what cannot be read nobody knows who stands in it
    assert [one.job for one in either.engine.store.uploads()] == [jobs[1].id]
    assert [path.name for path in either.engine.home.uploads.iterdir()] == [asked_of(jobs[1]).upload]
    assert json.loads(either.job(jobs[0]).checkpoint)["forget_box"] == ""
    for job in (jobs[0], torn):
        with pytest.raises(JobStateError, match="somebody in it was erased: send the file again"):
            either.desk.resume(job.id)
    either.desk.resume(jobs[1].id)
    either.worker("w2").drain()
    assert either.job(jobs[1]).state == "done"
    assert sorted(stored(either.engine.store)) == ["workers:w-0003", "workers:w-0004"]


def test_rejects_of_a_job_that_goes_on_wait_for_its_end_once_somebody_has_to_leave_them(house: House) -> None:
    job, worker = house.ingest([{"id": "w-0001", "salah": 1}, *map(worker_row, range(2, 6))]), house.worker()
    worker.turn()
    assert b"w-0001" in house.content(job, "rejects")
    forget_workers(house.engine.home, house.engine.store, house.box, ["workers:w-0001"])
    with pytest.raises(JobStateError, match="leaves out, at its end, who was erased"):
        house.content(job, "rejects")
    worker.drain()
    assert house.content(job, "rejects") == b""


def test_keys_of_the_erased_open_in_their_job_alone(house: House) -> None:
    one, other = (JobFiles(house.engine.home, house.box, house.ingest([worker_row(1)])) for _ in range(2))
    sealed = one.sealed_keys({"workers:b", "workers:a"})
    assert one.opened_keys(sealed) == {"workers:a", "workers:b"}
    assert one.sealed_keys({"workers:b", "workers:a"}) != sealed
    assert (one.sealed_keys(()), one.opened_keys("")) == ("", frozenset())
    for text in ("kein base64!", sealed[:-8], sealed.swapcase()):
        with pytest.raises(StoreError, match="does not open"):
            one.opened_keys(text)
    with pytest.raises(StoreError, match="does not open"):
        other.opened_keys(sealed)


def test_only_the_person_of_the_source_leaves_whatever_the_id_is_made_of(full: House) -> None:
    odd = 'a"b\\c'
    rows = [worker_row(1, id="1"), worker_row(2, id=odd), {"id": "1", "salah": 1}, {"id": odd, "salah": 1}]
    mine, others = (full.ingest(rows, tenant=tenant, given={"source": tenant}) for tenant in ("karirhub", "lain"))
    upload = full.upload([worker_row(1, id="1"), worker_row(2, id="1", source="karirhub")], tenant="b")
    matched = full.ask(JobKind.MATCH, Kind.WORKER, "b", layout="workers", upload=upload)
    full.worker().drain()
    before = full.content(others), full.content(others, "rejects"), full.job(others)
    assert forget_workers(full.engine.home, full.engine.store, full.box, ["karirhub:1", f"karirhub:{odd}"]) == 2
    assert [full.content(mine, name) for name in ("result", "rejects")] == [b"", b""]
    assert pq.read_table(io.BytesIO(full.content(mine, "parquet"))).num_rows == 0
    assert (full.content(others), full.content(others, "rejects"), full.job(others)) == before
    assert [(line["id"], line.get("source")) for line in full.lines(matched)] == [("1", None)]
    assert sorted(one.name for one in (full.engine.home.jobs / mine.id).iterdir()) == [
        *("lock", "parquet-1", "rejects-1", "result-1")
    ]


@pytest.mark.parametrize("state", ["queued", "running", "cancelled", "done"])
def test_who_was_erased_leaves_what_a_job_was_asked_for_and_nobody_is_passed_over(full: House, state: str) -> None:
    keys = tuple(f"workers:w-{n:04}" for n in range(5))
    job, worker = full.ask(JobKind.MATCH, Kind.WORKER, ids=keys, k=1), full.worker()
    if state == "done":
        worker.drain()
    elif state != "queued":
        worker.turn()
    if state == "cancelled":
        full.desk.cancel(job.id)
        worker.turn()
    gone = [keys[0], keys[3]]
    full.engine.delete(Kind.WORKER, gone)
    assert forget_workers(full.engine.home, full.engine.store, full.box, gone) == 1
    asked = json.loads(full.job(job).asked)["ids"]
    assert asked == ([keys[1], keys[2], keys[4]] if state == "done" else ["", keys[1], keys[2], "", keys[4]])
    if state == "cancelled":
        assert "w-0000" not in full.job(job).checkpoint
        full.desk.resume(job.id)
    worker.drain()
    assert [line["id"] for line in full.lines(job)] == [keys[1], keys[2], keys[4]]
    assert full.job(job).done == full.job(job).total == 5
    assert not any("w-0000" in str(each) for each in (full.job(job), full.lines(job)))


def test_who_was_erased_at_ones_own_request_leaves_results_and_is_refused_without_a_trace(full: House) -> None:
    found = full.ask(JobKind.MATCH, Kind.POSTING, ids=("postings:p-0001",))
    full.worker().drain()
    eraser = eraser_of(full.engine.store, full.engine.home, full.box)
    assert eraser.erase(Kind.WORKER, ["workers:w-0001"]).reached["jobs"] == 1
    assert eraser.erase(Kind.POSTING, ["postings:p-0002"]).reached["jobs"] == 0
    assert b"w-0001" not in full.content(found)
    again = full.ingest([worker_row(0), worker_row(1), worker_row(7)])
    full.worker().drain()
    assert counts_of(full.job(again))["rejected"] == 1
    assert [(line["id"], line["status"]) for line in full.lines(again)] == [
        ("workers:w-0000", "stored"),
        (None, "rejected"),
        ("workers:w-0007", "stored"),
    ]
    assert "workers:w-0001" not in stored(full.engine.store)
    for name in ("result", "rejects"):
        assert b"w-0001" not in full.content(again, name)
    assert "not erased" in full.lines(again, "rejects")[0]["wanted"]


def test_advice_is_withheld_where_a_person_does_not_want_it(full: House) -> None:
    say(full.engine.store, said("workers:w-0001", "training", "withdrawn"))
    job = full.ask(JobKind.RECOMMEND, Kind.WORKER, ids=("workers:w-0000", "workers:w-0001"))
    full.worker().drain()
    first, second = full.lines(job)
    assert "error" not in first
    assert (second["courses"], second["error"]["found"]) == ([], "workers:w-0001")
    assert "training" in second["error"]["wanted"]


def test_a_result_that_was_turned_over_is_refused(house: House) -> None:
    job = house.ingest(ROWS)
    house.worker().drain()
    path = house.engine.home.jobs / job.id / "result-0"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreError, match="does not open"):
        house.content(job)


def test_keys_are_sealed_anew_when_the_box_has_another(house: House) -> None:
    job, upload = house.ingest(ROWS), house.upload(ROWS)
    house.box = type(house.box)({"s2": bytes(32), "s1": KEY})
    assert reseal_boxes(house.engine.store, house.box) == 3
    assert reseal_boxes(house.engine.store, house.box) == 0
    house.box = type(house.box)({"s2": bytes(32)})
    house.worker().drain()
    assert house.job(job).state == "done"
    assert house.engine.store.upload(upload).plain


def test_time_left_is_told_while_somebody_works(house: House) -> None:
    job = house.ask(JobKind.EXPORT, Kind.POSTING)
    assert (fraction_of(job), eta_seconds(job)) == (None, None)
    half = replace(job, state="running", done=1, total=4, checkpoint='{"seconds": 2.0}')
    assert (fraction_of(half), eta_seconds(half)) == (0.25, 6.0)


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.csv", "rows.csv.gz"])
def test_tables_are_read_as_well_as_lines(house: House, name: str) -> None:
    import gzip

    import xlsxwriter

    text = b"id,wish\n1,tukang las\n2,kasir\n"
    content = gzip.compress(text) if name.endswith("gz") else text
    if name.endswith("xlsx"):
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made)
        sheet = book.add_worksheet()
        for at, line in enumerate(text.decode().splitlines()):
            sheet.write_row(at, 0, line.split(","))
        book.close()
        content = made.getvalue()
    upload = house.desk.uploads.put("a", "c", name, content).id
    job = house.ask(JobKind.INGEST, Kind.WORKER, layout="workers", upload=upload, index=False)
    house.worker().drain()
    assert house.job(job).error == ""
    assert len(house.lines(job)) == 2


def test_jobs_are_listed_newest_first_and_page_after_page(house: House) -> None:
    jobs = []
    for _ in range(5):
        jobs.append(house.ask(JobKind.EXPORT, Kind.POSTING))
        house.clock.passes(seconds=1)
    first = house.engine.store.jobs("a", limit=3)
    rest = house.engine.store.jobs("a", before=(first[-1].made_at, first[-1].id))
    assert [one.id for one in (*first, *rest)] == [one.id for one in reversed(jobs)]
    assert house.engine.store.jobs("b") == []
    assert all(a.made_at > b.made_at for a, b in pairwise(first))
