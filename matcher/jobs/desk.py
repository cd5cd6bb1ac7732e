"""Where jobs are asked for, looked at, cancelled, resumed and removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from indexes.job_records import StoredJob, TenantLoad
from indexes.schema_jobs import job_place
from indexes.sealed_file import new_key
from indexes.secret_box import SecretBox
from indexes.store import Store
from indexes.upload_rows import bind_upload
from matcher.home import Home
from matcher.jobs.errors import JobLimitError, JobStateError
from matcher.jobs.files import JobFiles, make_folder, remove_folder
from matcher.jobs.job import ENDED, REJECTS, Asked, Checkpoint, JobFile, State, asked_of, checkpoint_of, to_text
from matcher.jobs.uploads import JobLimits, Uploads, now_utc
from taxonomy.errors import UnknownIdError

STRAY = timedelta(hours=1)
"""After which a folder that belongs to nothing is removed: a killed process left it."""


class JobDesk:
    """The jobs of an installation. Safe to share between threads and processes.

    Attributes:
        uploads: Files for them.
    """

    def __init__(
        self, home: Home, store: Store, box: SecretBox, limits: JobLimits, now: Callable[[], datetime] = now_utc
    ) -> None:
        """Keep jobs in a home and its store; ``box`` seals their keys."""
        self.uploads = Uploads(home, store, box, limits, now)
        self._home, self._store, self._box, self._limits, self._now = home, store, box, limits, now

    def ask(self, tenant: str, client: str, asked: Asked) -> StoredJob:
        """A new job, which waits.

        Raises:
            UnknownIdError: There is no such upload.
            InputError: The upload is not whole, or has its job.
            JobLimitError: The tenant has enough that wait, or too many bytes here.
        """
        job_id, now = f"job_{secrets.token_urlsafe(18)}", self._now()
        job = StoredJob(
            id=job_id,
            tenant=tenant,
            client=client,
            kind=asked.kind,
            state=State.QUEUED,
            asked=to_text(asked),
            counts="{}",
            checkpoint=to_text(Checkpoint()),
            error="",
            done=0,
            total=None,
            held_bytes=0,
            key=self._box.seal(job_place(job_id), new_key()),
            made_at=now,
            queued_at=now,
            started_at=None,
            ended_at=None,
            expires_at=None,
            claimed_at=None,
            holder="",
            lease_until=None,
            attempts=0,
            told=False,
        )
        bind = partial(bind_upload, upload_id=asked.upload, job_id=job_id) if asked.upload else None
        self._store.put_job(job, self._check, bind)
        return job

    def _check(self, load: TenantLoad) -> None:
        if load.queued >= self._limits.queued:
            wanted = f"at most {self._limits.queued} jobs that wait"
            raise JobLimitError(wanted=wanted, found=f"{load.queued}", where="job")
        self._limits.check_bytes(load, 0, "upload")

    def job(self, job_id: str) -> StoredJob:
        """One job.

        Raises:
            UnknownIdError: There is none of this id.
        """
        return self._store.job(job_id)

    def page(self, tenant: str, before: tuple[datetime, str] | None, limit: int) -> list[StoredJob]:
        """Jobs of a tenant, the newest first, those after a moment and an id."""
        return self._store.jobs(tenant, before=before, limit=limit)

    def cancel(self, job_id: str) -> StoredJob:
        """Have a job end: at once where nobody works at it, else after the part that is worked at.

        Raises:
            UnknownIdError: There is no such job.
            JobStateError: It has ended.
        """
        now = self._now()

        def cancelled(job: StoredJob) -> StoredJob:
            if job.state in (State.DONE, State.FAILED):
                raise JobStateError(wanted="a job that has not ended", found=job.state, where="job")
            if job.state == State.RUNNING:
                return replace(job, state=State.CANCELLING)
            if job.state != State.QUEUED:
                return job
            until = now + timedelta(days=self._limits.days)
            return replace(job, state=State.CANCELLED, ended_at=now, expires_at=until, told=False)

        return self._store.change_job(job_id, cancelled)

    def resume(self, job_id: str) -> StoredJob:
        """Have a job that failed or was cancelled go on where it stopped.

        Raises:
            UnknownIdError: There is no such job.
            JobStateError: It has not stopped, or its upload is gone.
        """

        def queued(job: StoredJob) -> StoredJob:
            if job.state not in (State.FAILED, State.CANCELLED):
                raise JobStateError(wanted="a job that failed or was cancelled", found=job.state, where="job")
            if checkpoint_of(job).lost_upload:
                found = "one that is gone, as somebody in it was erased: send the file again, for a new job"
                raise JobStateError(wanted="a job whose upload is there", found=found, where="job")
            nobody = {"ended_at": None, "expires_at": None, "attempts": 0, "error": ""}
            return replace(job, state=State.QUEUED, queued_at=self._now(), **nobody)  # type: ignore[arg-type]

        return self._store.change_job(job_id, queued)

    def remove(self, job_id: str) -> None:
        """Remove a job that nobody works at, with what it found and its upload.

        Raises:
            UnknownIdError: There is no such job.
            JobStateError: Somebody works at it.
        """
        job = self._store.job(job_id)
        folder = self._home.jobs / job_id
        make_folder(folder)
        try:
            with FileLock(folder / "lock").acquire(timeout=0):
                job = self._store.job(job_id)
                if job.state in (State.RUNNING, State.CANCELLING):
                    raise JobStateError(wanted="a job that nobody works at: cancel it", found=job.state, where="job")
                self.remove_upload_of(job)
                self._store.remove_job(job_id)
        except Timeout as error:
            raise JobStateError(wanted="a job that nobody works at", found="one at work", where="job") from error
        remove_folder(folder)

    def remove_upload_of(self, job: StoredJob) -> None:
        """Remove the upload of a job, where it had one that is still there."""
        for upload in self._store.uploads(job.id):
            self.uploads.remove(upload)

    def prune(self) -> int:
        """Remove jobs and uploads whose time is over, and folders that belong to none; gives how many of the first."""
        now, removed = self._now(), 0
        self._prune_folders(now - STRAY)
        for job in self._store.jobs(states=sorted(ENDED)):
            if job.state == State.DONE:
                self.remove_upload_of(job)
            if job.expires_at is not None and job.expires_at <= now:
                with suppress(JobStateError, UnknownIdError):  # somebody erases from it, resumed or removed it
                    self.remove(job.id)
                    removed += 1
        for upload in self._store.uploads(""):
            if upload.expires_at <= now:
                self.uploads.remove(upload)
                removed += 1
        return removed

    def _prune_folders(self, until: datetime) -> None:
        """Remove folders that were last touched before a moment and belong to nothing that is stored."""
        # What is listed first is older than whatever comes into the store meanwhile.
        stray = [each for folder in (self._home.jobs, self._home.uploads) for each in _old(folder, until)]
        if not stray:
            return
        known = {job.id for job in self._store.jobs()} | {upload.id for upload in self._store.uploads()}
        for each in stray:
            if each.name not in known:
                remove_folder(each)

    def file(self, job: StoredJob, name: str) -> tuple[JobFiles, JobFile]:
        """A file of a job: its rejects at any time, else only once it is done.

        Rejects that may hold somebody who was erased meanwhile wait for the job's end, which leaves them out.

        Raises:
            JobStateError: It is not done, or has somebody to leave out first.
        """
        if job.state != State.DONE and name != REJECTS:
            raise JobStateError(wanted="a job that is done", found=job.state, where="job")
        checkpoint = checkpoint_of(job)
        if checkpoint.forget_box and job.state not in ENDED:
            found = f"one that is {job.state} and leaves out, at its end, who was erased"
            raise JobStateError(wanted="a job that has ended", found=found, where="job")
        files = JobFiles(self._home, self._box, job)
        return files, checkpoint.files.get(name, JobFile(name=f"{name}-0"))


def _old(folder: Path, until: datetime) -> list[Path]:
    """Folders inside one that nothing was put into since a moment."""
    with suppress(OSError):
        return [one for one in folder.iterdir() if one.is_dir() and one.stat().st_mtime < until.timestamp()]
    return []


def document_of(job: StoredJob) -> dict[str, object]:
    """A job as people see it on the command line: no key, no lease."""
    asked = asked_of(job)
    return {
        "id": job.id,
        "tenant": job.tenant,
        "kind": job.kind,
        "of": asked.of,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "counts": orjson.loads(job.counts),
        "error": job.error,
        "made_at": job.made_at.isoformat(),
        "ended_at": job.ended_at and job.ended_at.isoformat(),
    }
