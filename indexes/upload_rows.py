"""Files that are uploaded for jobs, as the store keeps them: how far they have come, and their keys, sealed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.job_records import TenantLoad
from indexes.job_rows import load_of
from indexes.schema_jobs import UPLOAD
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpload:
    """An uploaded file, or as much of it as has come.

    Attributes:
        id: ``upl_`` and what nobody guesses.
        tenant: Whose it is.
        client: Who sends it.
        suffix: Ending of its name, such as ``.csv.gz``.
        length: Bytes that it will have.
        plain: Bytes that have come.
        stored: Bytes that they take on disk, sealed.
        key: Its key, sealed.
        made_at: When it was announced, UTC.
        expires_at: When it is removed, unless a job reads it, UTC.
        job: Id of the job that reads it; empty while there is none.
    """

    id: str
    tenant: str
    client: str
    suffix: str
    length: int
    plain: int
    stored: int
    key: bytes
    made_at: datetime
    expires_at: datetime
    job: str

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come."""
        return self.plain == self.length


class UploadRows(StoreBase):
    """The part of a store that keeps uploads."""

    def put_upload(self, upload: StoredUpload, check: Callable[[TenantLoad], None]) -> None:
        """Keep a new upload.

        Args:
            upload: The upload.
            check: Raises what a tenant is told who has too much already; nothing is kept then.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            check(load_of(connection, upload.tenant))
            checked_rows.put(connection, UPLOAD, [upload])

    def upload(self, upload_id: str) -> StoredUpload:
        """One upload.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return _one(connection, upload_id)

    def change_upload(self, upload_id: str, change: Callable[[StoredUpload], StoredUpload]) -> StoredUpload:
        """Replace an upload by what is made of it, read and written in one transaction; gives it as it is then.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            after = change(_one(connection, upload_id))
            checked_rows.put(connection, UPLOAD, [after])
        return after

    def uploads(self, job: str | None = None) -> list[StoredUpload]:
        """Uploads, by id: all, or those of a job; ``""`` is those of none.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(UPLOAD).order_by(UPLOAD.c.id)
        if job is not None:
            chosen = chosen.where(UPLOAD.c.job == job)
        with self.snapshot() as connection:
            return [checked_rows.read(UPLOAD, StoredUpload, tuple(row)) for row in connection.execute(chosen)]

    def remove_upload(self, upload_id: str) -> None:
        """Forget an upload; its key is written over first. One that is gone already is passed over.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            connection.execute(sa.update(UPLOAD).where(UPLOAD.c.id == upload_id).values(key=os.urandom(96)))
        with self.transaction() as connection:
            connection.execute(sa.delete(UPLOAD).where(UPLOAD.c.id == upload_id))


def bind_upload(connection: sa.Connection, upload_id: str, job_id: str) -> None:
    """Give an upload to the one job that may read it.

    Args:
        connection: Of a write transaction.
        upload_id: Of a whole upload that no other job has.
        job_id: Of the job.

    Raises:
        UnknownIdError: There is no such upload.
        InputError: It is not whole, or another job has it.
    """
    upload = _one(connection, upload_id)
    if not upload.is_whole:
        found = f"{upload.plain} of {upload.length} bytes"
        raise InputError(wanted="an upload of which all bytes have come", found=found, where="upload")
    if upload.job:
        raise InputError(wanted="an upload that no job has read", found="one that has its job", where="upload")
    checked_rows.put(connection, UPLOAD, [replace(upload, job=job_id)])


def _one(connection: sa.Connection, upload_id: str) -> StoredUpload:
    found = connection.execute(sa.select(UPLOAD).where(UPLOAD.c.id == upload_id)).one_or_none()
    if found is None:
        raise UnknownIdError(wanted="the id of an upload", found=upload_id, where="upload")
    return checked_rows.read(UPLOAD, StoredUpload, tuple(found))
