"""Uploads of jobs that stopped, removed where somebody who was erased stands in them.

A job that failed or was cancelled keeps its upload for days, so that it may go on. Who was erased must be gone within
72 hours, and a row cannot be cut out of a sealed file: the upload goes, and is sent again for a new job.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from filelock import FileLock, Timeout

from indexes.job_records import StoredJob
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.home import Home
from matcher.jobs.files import JobFiles, make_folder, opened_upload, remove_folder
from matcher.jobs.forget import leave_out
from matcher.jobs.forgotten import Forgotten
from matcher.jobs.job import State, asked_of, checkpoint_of, to_text
from matcher.sources import source_named
from taxonomy.errors import SepadanError, UnknownIdError

_STOPPED = (State.FAILED, State.CANCELLED)


def free_uploads(home: Home, store: Store, box: SecretBox) -> int:
    """Remove uploads of stopped jobs in which erased people stand; gives how many went.

    A job at which somebody works, or that was resumed meanwhile, is passed over: its upload goes when it is done.

    Args:
        home: Where the files of the jobs lie.
        store: Where the jobs stand.
        box: Opens their keys.

    Raises:
        StoreError: The database refused; call again.
    """
    freed = 0
    for job in store.jobs(states=sorted(_STOPPED)):
        with suppress(Timeout, UnknownIdError):
            leave_out(home, store, box, job)
            freed += _freed_if_held(home, store, box, job.id)
    return freed


def _freed_if_held(home: Home, store: Store, box: SecretBox, job_id: str) -> int:
    folder = home.jobs / job_id
    make_folder(folder)
    with FileLock(folder / "lock").acquire(timeout=0):
        job = store.job(job_id)
        return _freed(home, store, job) if _holds_erased(home, store, box, job) else 0


def _holds_erased(home: Home, store: Store, box: SecretBox, job: StoredJob) -> bool:
    """Whether an upload names somebody who was erased; one that cannot be read may."""
    asked, checkpoint = asked_of(job), checkpoint_of(job)
    if not checkpoint.forget_box or not asked.upload or not store.uploads(job.id):
        return False
    try:
        keys = JobFiles(home, box, job).opened_keys(checkpoint.forget_box)
        forgotten = Forgotten(asked, keys)
        with opened_upload(home, box, store.upload(asked.upload)) as file:
            rows = source_named(asked.layout).rows(file, None)
            return any(forgotten.stand_in_row(dict(row.value or {})) or forgotten.stand_in_row(row.raw) for row in rows)
    except SepadanError:
        return True


def _freed(home: Home, store: Store, job: StoredJob) -> int:
    told = checkpoint_of(job).forget_box

    def without_upload(now: StoredJob) -> StoredJob:
        if now.state not in _STOPPED:
            return now
        checkpoint = checkpoint_of(now)
        # Who was erased since still has to leave what the job found.
        forget = "" if checkpoint.forget_box == told else checkpoint.forget_box
        return replace(now, checkpoint=to_text(replace(checkpoint, forget_box=forget, lost_upload=True)))

    if not checkpoint_of(store.change_job(job.id, without_upload)).lost_upload:
        return 0
    uploads = store.uploads(job.id)
    for upload in uploads:
        store.remove_upload(upload.id)
        remove_folder(home.uploads / upload.id)
    return len(uploads)
