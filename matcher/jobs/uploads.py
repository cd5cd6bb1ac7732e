"""Files that are uploaded in parts: announced, appended to where the last part ended, given to a job, removed.

The steps are those of tus 1.0.0 (https://tus.io/protocols/resumable-upload), which ``api/routes/uploads.py`` speaks.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

from filelock import FileLock, Timeout

from indexes.job_records import TenantLoad
from indexes.schema_jobs import upload_place
from indexes.sealed_file import SealedWriter, new_key
from indexes.secret_box import SecretBox
from indexes.store import Store
from indexes.upload_rows import StoredUpload
from matcher.home import Home
from matcher.jobs.errors import JobLimitError, JobStateError
from matcher.jobs.files import make_folder, remove_folder, upload_key, upload_writer
from taxonomy.errors import InputError

LIFETIME = timedelta(hours=24)
"""How long an upload is kept that no job reads."""

_SUFFIXES = (".jsonl", ".ndjson", ".csv", ".tsv", ".json", ".xml", ".html", ".xlsx")


def now_utc() -> datetime:
    """The moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLimits:
    """How much a tenant may have at once.

    Attributes:
        running: Jobs that are worked at.
        queued: Jobs that wait.
        held_bytes: Of uploads and results.
        upload_bytes: Of one upload.
        days: That a job and its result are kept after its end.
    """

    running: int = 2
    queued: int = 100
    held_bytes: int = 20 << 30
    upload_bytes: int = 2 << 30
    days: float = 7

    def check_bytes(self, load: TenantLoad, more: int, where: str) -> None:
        """Refuse bytes beyond a tenant's share.

        Args:
            load: What the tenant has.
            more: Bytes that would be added.
            where: What they are of.

        Raises:
            JobLimitError: Says how much there is.
        """
        if load.held_bytes + more > self.held_bytes:
            wanted = f"at most {self.held_bytes} bytes of uploads and results at once; delete jobs that are done"
            raise JobLimitError(wanted=wanted, found=f"{load.held_bytes} and {more} more", where=where)


class Appending:
    """One part of an upload, while it comes in."""

    def __init__(self, store: Store, upload: StoredUpload, writer: SealedWriter) -> None:
        self.upload = upload
        self._store = store
        self._writer = writer
        self._came = upload.plain

    def write(self, part: bytes) -> None:
        """Append.

        Raises:
            InputError: More bytes than were announced; what came before them is kept.
            StoreError: The disk refused.
        """
        if self._came + len(part) > self.upload.length:
            raise InputError(wanted=f"{self.upload.length} bytes, as announced", found="more", where="body")
        self._writer.write(part)
        self._came += len(part)

    def keep(self) -> StoredUpload:
        """Bring what has come to the disk, and remember it.

        Raises:
            StoreError: The disk or the database refused.
        """
        extent = self._writer.sync()
        self.upload = self._store.change_upload(
            self.upload.id, lambda upload: replace(upload, plain=extent.plain, stored=extent.stored)
        )
        return self.upload


class Uploads:
    """The uploads of an installation. Safe to share between threads and processes."""

    def __init__(
        self, home: Home, store: Store, box: SecretBox, limits: JobLimits, now: Callable[[], datetime] = now_utc
    ) -> None:
        """Keep uploads in a home and its store; ``box`` seals their keys."""
        self.limits = limits
        self._home = home
        self._store = store
        self._box = box
        self._now = now

    def announce(self, tenant: str, client: str, name: str, length: int) -> StoredUpload:
        """A new upload of which nothing has come.

        Args:
            tenant: Whose.
            client: Who sends it.
            name: Of the file; its ending says how it is read, and nothing else of it is kept.
            length: Bytes.

        Raises:
            InputError: The ending is of no file that any source reads, or the file is empty or too large.
            JobLimitError: The tenant has too much here already.
        """
        if not 0 < length <= self.limits.upload_bytes:
            wanted = f"from 1 to {self.limits.upload_bytes} bytes"
            raise InputError(wanted=wanted, found=f"{length} bytes", where="Upload-Length")
        upload_id, now = f"upl_{secrets.token_urlsafe(18)}", self._now()
        upload = StoredUpload(
            id=upload_id,
            tenant=tenant,
            client=client,
            suffix=suffix_of(name),
            length=length,
            plain=0,
            stored=0,
            key=self._box.seal(upload_place(upload_id), new_key()),
            made_at=now,
            expires_at=now + LIFETIME,
            job="",
        )
        self._store.put_upload(upload, lambda load: self.limits.check_bytes(load, length, "upload"))
        return upload

    @contextmanager
    def appending(self, upload_id: str, offset: int) -> Generator[Appending]:
        """One part of an upload; what was kept of it stays, whatever happens.

        Raises:
            UnknownIdError: There is no such upload.
            JobStateError: Another part is coming in, or the upload goes on at another byte.
        """
        folder = self._home.uploads / upload_id
        self._store.upload(upload_id)
        make_folder(folder)
        lock = FileLock(folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise JobStateError(
                wanted="one part at a time", found="another that is coming in", where="upload"
            ) from error
        try:
            upload = self._store.upload(upload_id)
            if offset != upload.plain:
                found = f"offset {offset}"
                raise JobStateError(wanted=f"offset {upload.plain}", found=found, where="Upload-Offset")
            writer = upload_writer(folder, upload_key(self._box, upload), upload)
            try:
                yield Appending(self._store, upload, writer)
            finally:
                writer.close()
        finally:
            lock.release()

    def put(self, tenant: str, client: str, name: str, content: bytes) -> StoredUpload:
        """An upload that is there at once.

        Raises:
            InputError: As ``announce``.
        """
        upload = self.announce(tenant, client, name, len(content))
        with self.appending(upload.id, 0) as part:
            part.write(content)
            return part.keep()

    def upload(self, upload_id: str) -> StoredUpload:
        """One upload.

        Raises:
            UnknownIdError: There is none of this id.
        """
        return self._store.upload(upload_id)

    def remove_unread(self, upload: StoredUpload) -> None:
        """Remove an upload that no job has.

        Raises:
            JobStateError: A job has it.
        """
        if upload.job:
            raise JobStateError(wanted="an upload that no job has", found="one that has its job", where="upload")
        self.remove(upload)

    def remove(self, upload: StoredUpload) -> None:
        """Remove an upload: its key first, then its bytes.

        Raises:
            StoreError: The database refused.
        """
        self._store.remove_upload(upload.id)
        remove_folder(self._home.uploads / upload.id)


def suffix_of(name: str) -> str:
    """The ending of a file's name that says how it is read.

    Raises:
        InputError: No source reads such files.
    """
    endings = [suffix.casefold() for suffix in PurePath(name).suffixes[-2:]]
    is_packed = endings[-1:] == [".gz"]
    own = endings[-2 if is_packed else -1 :][:1]
    if not own or own[0] not in _SUFFIXES or (is_packed and own[0] == ".xlsx"):
        wanted = f"a name that ends with one of {', '.join(_SUFFIXES)}, or with .gz after it"
        raise InputError(wanted=wanted, found="another", where="Upload-Metadata filename")
    return own[0] + (".gz" if is_packed else "")
