"""What jobs found about people who were erased, taken out again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from io import BufferedReader
from typing import Any

import orjson
from filelock import FileLock

from indexes.job_rows import StoredJob
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.home import Home
from matcher.jobs.files import JobFiles, make_folder
from matcher.jobs.finishing import finished
from matcher.jobs.job import ENDED, RESULT, Checkpoint, State, asked_of, checkpoint_of, to_text


def forget_workers(home: Home, store: Store, box: SecretBox, keys: Collection[str]) -> int:
    """Take workers out of all that jobs have found, or will find; gives how many jobs were touched.

    A job that has ended is rewritten at once. One that waits or runs is told: rows of these workers that it has still
    to read are passed over, and what it found before is left out when it ends. It may be called again.

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
        told = store.change_job(job.id, lambda one: _told(one, gone))
        if told.state in ENDED:
            touched += _rewrite(home, store, box, told)
        else:
            touched += 1
    return touched


def _told(job: StoredJob, keys: frozenset[str]) -> StoredJob:
    checkpoint = checkpoint_of(job)
    forget = tuple(sorted(keys.union(checkpoint.forget)))
    return replace(job, checkpoint=to_text(replace(checkpoint, forget=forget)))


def _rewrite(home: Home, store: Store, box: SecretBox, job: StoredJob) -> bool:
    """Rewrite the files of a job that has ended; gives whether anything was left out."""
    files = JobFiles(home, box, job)
    make_folder(files.folder)
    with FileLock(files.folder / "lock"):
        job = store.job(job.id)
        before = checkpoint_of(job)
        if job.state not in ENDED:  # resumed meanwhile: it leaves them out when it ends
            return True
        after, changed = without_forgotten(files, before)
        if job.state == State.DONE and changed:
            after = finished(files, after, asked_of(job), lambda: None)
        # Those of a failed or cancelled job stay named: it may be resumed, and its upload still holds them.
        forget = () if job.state == State.DONE else before.forget
        held = sum(file.stored for file in after.files.values())
        text = to_text(replace(after, forget=forget))
        store.change_job(job.id, lambda one: replace(one, checkpoint=text, held_bytes=held))
        for name, file in before.files.items():
            if name not in after.files or after.files[name].name != file.name:
                files.discard(file)
    return changed


def without_forgotten(files: JobFiles, checkpoint: Checkpoint) -> tuple[Checkpoint, bool]:
    """Files anew without those who are to be forgotten, beside the old ones; and whether anything was left out."""
    if not checkpoint.forget:
        return checkpoint, False
    forget, made, changed = frozenset(checkpoint.forget), dict(checkpoint.files), False
    ids = forget | {key.partition(":")[2] for key in forget}
    for name, file in checkpoint.files.items():
        if not name.startswith(("result", "rejects")):
            continue
        fresh = replace(file, name=next_name(file.name), plain=0, stored=0, sha256="")
        writer, is_changed = files.writer(fresh), False
        with closing(writer):
            for line in lines_of(files, file):
                kept = _kept(line, forget, ids, is_result=name == RESULT)
                is_changed |= kept != line
                writer.write(kept)
            extent = writer.sync()
        if is_changed:
            made[name], changed = replace(fresh, plain=extent.plain, stored=extent.stored), True
        else:
            files.discard(fresh)
    return replace(checkpoint, files=made), changed


def next_name(name: str) -> str:
    """Name of the next version of a file."""
    stem, _, number = name.rpartition("-")
    return f"{stem}-{int(number) + 1}"


def lines_of(files: JobFiles, file: Any) -> Iterator[bytes]:
    """Lines of a file of a job."""
    with BufferedReader(files.reader(file), 1 << 16) as reader:
        yield from reader


def _kept(line: bytes, keys: frozenset[str], ids: frozenset[str], *, is_result: bool) -> bytes:
    """A line without those who are to be forgotten; nothing where it is about one of them."""
    if not any(one.encode() in line for one in ids):
        return line
    value: dict[str, Any] = orjson.loads(line)
    if not is_result:
        raw = value.get("raw")
        # A refused row that is no object, or was cut, may be anybody's: it is not kept where it names one of them.
        return b"" if not isinstance(raw, dict) or str(raw.get("id")) in ids else line
    if str(value.get("id")) in ids:
        return b""
    if "matches" in value:
        value["matches"] = [one for one in value["matches"] if one["id"] not in keys]
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    return line
