"""One job while it is worked at: a part at a time, each kept before the next one begins.

Of each part the lines go to the disk first, then one transaction keeps its records and the checkpoint that names those
lines. Killed before that transaction, the part is done again and its lines are cut off; after it, neither.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import orjson

from indexes.job_records import StoredJob
from indexes.job_rows import change_job
from indexes.sealed_file import Extent
from matcher.erasure.digests import Digests
from matcher.erasure.known import Blocked
from matcher.ingest import keep
from matcher.jobs.errors import JobLimitError
from matcher.jobs.files import JobFiles, opened_upload
from matcher.jobs.finishing import finished
from matcher.jobs.forget import without_forgotten
from matcher.jobs.job import (
    REJECTS,
    RESULT,
    Checkpoint,
    JobFile,
    State,
    asked_of,
    checkpoint_of,
    counts_of,
    held_bytes_of,
    to_text,
)
from matcher.jobs.part import Part, Work
from matcher.jobs.parts import parts_of, total_of
from matcher.jobs.states import LEASE, ended, failed
from taxonomy.errors import SepadanError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from indexes.rows import UpsertCounts
    from matcher.jobs.worker import Workshop


class LostJobError(SepadanError):
    """Somebody else holds the job now, or it was removed: nothing more is written of it."""


class _ForgottenError(SepadanError):
    """A person was erased while a part was worked at that holds them."""

    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__("part: wanted nobody who was erased, found one")
        self.keys = keys


class JobRun:
    """A job that this process holds."""

    def __init__(self, shop: Workshop, job: StoredJob) -> None:
        """Open the files of a job that was claimed; what was written behind its checkpoint is cut off.

        Raises:
            SepadanError: It cannot go on.
        """
        self.job = job
        self._shop = shop
        self._asked = asked_of(job)
        self._bytes = 0
        self._open = ExitStack()
        checkpoint = checkpoint_of(job)
        try:
            self._files = JobFiles(shop.home, shop.box, job)
            self._names = {name: checkpoint.files.get(name, JobFile(name=f"{name}-0")) for name in (RESULT, REJECTS)}
            self._writers = {name: self._files.writer(file) for name, file in self._names.items()}
            for writer in self._writers.values():
                self._open.callback(writer.close)
            self._work, uploaded = self._opened_work()
            self._total = total_of(self._work, uploaded)
            self._parts = parts_of(self._work, checkpoint.mark)
        except BaseException:
            self._open.close()
            raise

    def _opened_work(self) -> tuple[Work, int]:
        shop, asked = self._shop, self._asked
        if not asked.upload:
            return Work(engine=shop.engine, asked=asked), 0
        upload = shop.engine.store.upload(asked.upload)
        file = self._open.enter_context(opened_upload(shop.home, shop.box, upload))
        blocked = Blocked(shop.engine.store, Digests(shop.box))
        return Work(engine=shop.engine, asked=asked, file=file, tell=self._read, blocked=blocked), upload.length

    def _read(self, count: int) -> None:
        self._bytes = count

    def close(self) -> None:
        """Close the files."""
        self._open.close()

    def step(self) -> StoredJob:
        """Do the next part, or end the job; gives it as it is then.

        Raises:
            LostJobError: It is no longer ours.
            SepadanError: It cannot go on.
        """
        started = time.monotonic()
        part = next(self._parts, None)
        if part is None:
            self.job = self._finish()
            return self.job
        while True:
            try:
                self.job = self._kept(part, started)
            except _ForgottenError as error:
                part = part.without(error.keys)
            else:
                return self.job

    def _kept(self, part: Part, started: float) -> StoredJob:
        before = checkpoint_of(self.job).files
        for name, lines in ((RESULT, [line for _, line in part.lines]), (REJECTS, part.rejects)):
            self._writers[name].cut(before[name].extent if name in before else Extent())
            self._writers[name].write(b"".join(lines))
        files = {name: self._extended(name) for name in self._writers}
        try:
            self._check_bytes(files)
        except JobLimitError:
            for name, writer in self._writers.items():
                writer.cut(before[name].extent if name in before else Extent())
            raise
        advance = partial(self._advanced, part, files, started)
        if not part.records:
            return self._shop.engine.store.change_job(self.job.id, partial(advance, {}))
        kept: list[StoredJob] = []

        def along(connection: Connection, counts: UpsertCounts) -> None:
            did = {"accepted": counts.accepted, "updated": counts.updated, "unchanged": counts.unchanged}
            kept[:] = [change_job(connection, self.job.id, partial(advance, did))]

        coder = self._shop.engine.coder if self._asked.index else None
        keep(self._shop.engine.store, part.records, self._shop.vault, coder, along)
        return kept[0]

    def _extended(self, name: str) -> JobFile:
        extent = self._writers[name].sync()
        return replace(self._names[name], plain=extent.plain, stored=extent.stored)

    def _advanced(
        self, part: Part, files: Mapping[str, JobFile], started: float, did: Mapping[str, int], job: StoredJob
    ) -> StoredJob:
        """The job after a part, as it is kept in the transaction of the part's records."""
        self._check_ours(job)
        before = checkpoint_of(job)
        gone = self._files.opened_keys(before.forget_box).intersection(record.key for record, _ in part.records)
        if gone:
            raise _ForgottenError(gone)
        seconds = before.seconds + time.monotonic() - started
        checkpoint = replace(before, mark=part.mark, files=files, seconds=round(seconds, 3))
        added = {**part.counts, **did}
        counts = counts_of(job)
        counts |= {name: counts.get(name, 0) + count for name, count in added.items()}
        after = replace(
            job,
            counts=orjson.dumps(counts).decode(),
            checkpoint=to_text(checkpoint),
            done=min(self._bytes if part.done is None else part.done, self._total),
            total=self._total,
            held_bytes=held_bytes_of(files),
            lease_until=self._shop.now() + LEASE,
            attempts=0,
        )
        return ended(after, State.CANCELLED, self._shop) if job.state == State.CANCELLING else after

    def _check_ours(self, job: StoredJob) -> None:
        if job.holder != self._shop.holder or job.claimed_at != self.job.claimed_at:
            raise LostJobError(f"job {job.id}: wanted holder {self._shop.holder}, found {job.holder or 'none'}")

    def _finish(self) -> StoredJob:
        """Write the table and the checksums, and end the job."""
        while True:
            before = checkpoint_of(self.job)
            whole = replace(before, files={name: self._extended(name) for name in self._writers})
            told, _ = without_forgotten(self._files, whole, self._asked)
            made = finished(self._files, told, self._asked, self._beat)
            try:
                self._check_bytes(made.files)
                job = self._shop.engine.store.change_job(self.job.id, partial(self._done, made))
            except _ForgottenError:
                self.job = self._shop.engine.store.job(self.job.id)
            except JobLimitError:
                self._discard_all_but(whole.files, made.files)
                raise
            else:
                break
        self._discard_all_but(made.files, whole.files)
        return job

    def _discard_all_but(self, kept: Mapping[str, JobFile], files: Mapping[str, JobFile]) -> None:
        for name, file in files.items():
            if name not in kept or kept[name].name != file.name:
                self._files.discard(file)

    def _check_bytes(self, files: Mapping[str, JobFile]) -> None:
        """Refuse to hold more than the tenant may.

        Raises:
            JobLimitError: Says how much there is.
        """
        more = held_bytes_of(files) - self.job.held_bytes
        if more > 0:
            load = self._shop.engine.store.tenant_load(self.job.tenant)
            self._shop.limits.check_bytes(load, more, "result")

    def _done(self, made: Checkpoint, job: StoredJob) -> StoredJob:
        self._check_ours(job)
        told, now = (self._files.opened_keys(one.forget_box) for one in (made, checkpoint_of(job)))
        if new := now - told:
            raise _ForgottenError(new)
        text = to_text(replace(made, forget_box=""))
        whole = replace(job, checkpoint=text, held_bytes=held_bytes_of(made.files), done=self._total, total=self._total)
        return ended(whole, State.DONE, self._shop)

    def _beat(self) -> None:
        """Say that we are still at work, not more often than it is worth."""
        until = self.job.lease_until
        if until is None or until - self._shop.now() < LEASE / 2:
            self.job = self._shop.engine.store.change_job(self.job.id, self._renewed)

    def _renewed(self, job: StoredJob) -> StoredJob:
        self._check_ours(job)
        return replace(job, lease_until=self._shop.now() + LEASE)

    def fail(self, error: Exception) -> StoredJob:
        """End the job with a reason; it may be resumed from its last part."""
        return failed(self._shop, self.job, error, self._check_ours)

    def release(self) -> StoredJob:
        """Give the job back, so that somebody else takes it up at once."""

        def given_back(job: StoredJob) -> StoredJob:
            self._check_ours(job)
            if job.state == State.CANCELLING:
                return ended(job, State.CANCELLED, self._shop)
            return replace(job, state=State.QUEUED, holder="", lease_until=None, attempts=0)

        return self._shop.engine.store.change_job(self.job.id, given_back)
