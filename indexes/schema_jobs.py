"""Tables of asynchronous jobs and of the files that were uploaded for them.

Neither goes into a backup: what they tell of lies in files beside the store (``matcher.jobs``), is done within days,
and may name people who were erased since.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_ID = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
_NAME = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")


def job_place(job_id: str) -> str:
    """What the key of a job's files is sealed for."""
    return f"job:{job_id}"


def upload_place(upload_id: str) -> str:
    """What the key of an upload is sealed for."""
    return f"upload:{upload_id}"


JOB = sa.Table(
    "job",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("client", _NAME, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("checkpoint", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    # None while nobody knows how much there is to do.
    sa.Column("total", sa.BigInteger),
    sa.Column("held_bytes", sa.BigInteger, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("expires_at", sa.DateTime(timezone=True)),
    sa.Column("claimed_at", sa.DateTime(timezone=True)),
    sa.Column("holder", _NAME, nullable=False),
    sa.Column("lease_until", sa.DateTime(timezone=True)),
    # Times that it was taken up since it last got on.
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("told", sa.Boolean, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("job_by_tenant", "tenant", "made_at"),
    sa.Index("job_by_state", "state", "queued_at"),
)

UPLOAD = sa.Table(
    "upload",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("client", _NAME, nullable=False),
    # Ending of the file's name alone: a whole name may be a person's.
    sa.Column("suffix", sa.String(20), nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
    sa.Column("plain", sa.BigInteger, nullable=False),
    sa.Column("stored", sa.BigInteger, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    # The job that reads it; empty while there is none.
    sa.Column("job", _ID, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("upload_by_tenant", "tenant"),
)

TABLES = (JOB, UPLOAD)
