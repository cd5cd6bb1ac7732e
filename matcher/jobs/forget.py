"""What jobs found about people who were erased, taken out again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from io import BufferedReader
from typing import Any

from filelock import FileLock, Timeout

from indexes.job_records import StoredJob
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.home import Home
from matcher.jobs.files import JobFiles, make_folder
from matcher.jobs.finishing import finished, next_name
from matcher.jobs.forgotten import Forgotten
from matcher.jobs.job import (
    ENDED,
    REJECTS,
    RESULT,
    Asked,
    Checkpoint,
    State,
    asked_of,
    checkpoint_of,
    held_bytes_of,
    to_text,
)


def forget_workers(home: Home, store: Store, box: SecretBox, keys: Collection[str]) -> int:
    """Take workers out of all that jobs have found, or will find; gives how many jobs were touched.

    A job that has ended is rewritten at once. One that waits or runs is told: rows of these workers that it has still
    to read are passed over, and what it found before is left out when it ends. Their ids leave what a job was asked
    for. It may be called again.

    Args:
        home: Where the files of the jobs lie.
        store: Where the jobs stand.
        box: Opens their keys.
        keys: ``source:id`` of the workers.

    Raises:
        StoreError: A file or the database refused; call again.
    """
    gone, touched = frozenset(keys), 0
    for job in store.jobs():
        files = JobFiles(home, box, job)
        told = store.change_job(job.id, partial(_told, files, gone))
        is_asked = told.asked != job.asked
        touched += (told.state not in ENDED or _rewrite(files, store, told.id)) or is_asked
    return touched


def leave_out(home: Home, store: Store, box: SecretBox, job: StoredJob) -> None:
    """Rewrite what a job that failed or was cancelled has found without those who were erased while it went on.

    Raises:
        UnknownIdError: It was removed meanwhile.
        StoreError: A file or the database refused; call again.
    """
    if checkpoint_of(job).forget_box:
        with suppress(Timeout):  # it was resumed meanwhile, and leaves them out when it ends
            _rewrite(JobFiles(home, box, job), store, job.id, patience_s=0)


def _told(files: JobFiles, keys: frozenset[str], job: StoredJob) -> StoredJob:
    checkpoint = checkpoint_of(job)
    forget = files.sealed_keys(keys | files.opened_keys(checkpoint.forget_box))
    text = to_text(replace(checkpoint, forget_box=forget))
    return replace(job, checkpoint=text, asked=_unasked(job, keys))


def _unasked(job: StoredJob, keys: frozenset[str]) -> str:
    """What was asked for without them. The mark of a job that may go on is a place among the ids: a blank keeps it."""
    asked = asked_of(job)
    forgotten = Forgotten(asked, keys)
    ids = tuple("" if forgotten.names(one) else one for one in asked.ids)
    if ids == asked.ids:
        return job.asked
    return to_text(replace(asked, ids=tuple(filter(None, ids)) if job.state == State.DONE else ids))


def _rewrite(files: JobFiles, store: Store, job_id: str, patience_s: float = -1) -> bool:
    """Rewrite the files of a job that has ended; gives whether anything was left out."""
    make_folder(files.folder)
    with FileLock(files.folder / "lock").acquire(timeout=patience_s):
        job = store.job(job_id)
        before = checkpoint_of(job)
        if job.state not in ENDED:  # resumed meanwhile: it leaves them out when it ends
            return True
        asked = asked_of(job)
        after, changed = without_forgotten(files, before, asked)
        if job.state == State.DONE and changed:
            after = finished(files, after, asked, lambda: None)
        # Those of a failed or cancelled job with an upload are still to be passed over: it may be resumed, and its
        # upload holds them, sealed like their keys.
        may_go_on = asked.upload and job.state != State.DONE and not before.lost_upload
        forget = before.forget_box if may_go_on else ""
        held = held_bytes_of(after.files)
        text = to_text(replace(after, forget_box=forget))
        store.change_job(job.id, lambda one: replace(one, checkpoint=text, held_bytes=held))
        for name, file in before.files.items():
            if name not in after.files or after.files[name].name != file.name:
                files.discard(file)
    return changed


def without_forgotten(files: JobFiles, checkpoint: Checkpoint, asked: Asked) -> tuple[Checkpoint, bool]:
    """Files anew without those who are to be forgotten, beside the old ones; and whether anything was left out."""
    if not checkpoint.forget_box:
        return checkpoint, False
    keys = files.opened_keys(checkpoint.forget_box)
    forgotten, made, changed = Forgotten(asked, keys), dict(checkpoint.files), False
    for name in (REJECTS, RESULT):
        if name not in checkpoint.files:
            continue
        file = checkpoint.files[name]
        fresh = replace(file, name=next_name(file.name), plain=0, stored=0, sha256="")
        writer, is_changed = files.writer(fresh), False
        with closing(writer):
            for line in lines_of(files, file):
                kept = forgotten.kept(name, line)
                is_changed |= kept != line
                writer.write(kept)
            extent = writer.sync()
        if is_changed:
            made[name], changed = replace(fresh, plain=extent.plain, stored=extent.stored), True
        else:
            files.discard(fresh)
    return replace(checkpoint, files=made), changed


def lines_of(files: JobFiles, file: Any) -> Iterator[bytes]:
    """Lines of a file of a job."""
    with BufferedReader(files.reader(file), 1 << 16) as reader:
        yield from reader
