"""Tables of the record store. Identity data has a table of its own, sealed, which no statement of a match names.

``migrations`` makes these tables and brings older ones to them; a test holds the two together.
"""

from __future__ import annotations

import sqlalchemy as sa

REVISIONS = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"),
    *("0011", "0012", "0013", "0014", "0015", "0016"),
)
"""Names of the migrations, oldest first: a store at the last one is opened without loading Alembic."""

HEAD = REVISIONS[-1]

METADATA = sa.MetaData()

# Keys compare bytewise on both databases, so that "by key" means the same order everywhere.
_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_KIND = sa.String(16)
_LIST = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
_CHECKSUM = sa.LargeBinary(16)

RECORD = sa.Table(
    "record",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("raw_hash", sa.String(64), nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("record_by_revision", "kind", "revision"),
)

DERIVED = sa.Table(
    "derived",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("coded", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("derived_by_revision", "kind", "revision"),
)

TOMBSTONE = sa.Table(
    "tombstone",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("tombstone_by_revision", "kind", "revision"),
)

IDENTITY_FIELDS = ("nik", "name", "phone", "email", "address", "sex", "birth_date")
"""Fields of a person that have a column each; all others go sealed into ``other``."""

IDENTITY = sa.Table(
    "identity",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    *(sa.Column(name, sa.LargeBinary) for name in (*IDENTITY_FIELDS, "other")),
    sa.Column("key_id", sa.String(32), nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    # Who a person is must never outlive the person's record.
    sa.ForeignKeyConstraint(["kind", "key"], ["record.kind", "record.key"], ondelete="CASCADE"),
)

GENERATION = sa.Table(
    "generation",
    METADATA,
    sa.Column("name", sa.String(120), primary_key=True),
    sa.Column("manifest_sha256", sa.String(64), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("store_id", sa.String(32), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

OUTCOME = sa.Table(
    "outcome",
    METADATA,
    # What happened is told by these four, so that a push that is sent again is not counted twice. The worker comes
    # first: erasing one finds its outcomes by the index of the key.
    sa.Column("worker_key", _KEY, primary_key=True),
    sa.Column("posting_key", _KEY, primary_key=True),
    sa.Column("event", _KIND, primary_key=True),
    sa.Column("list_id", _LIST, primary_key=True),
    sa.Column("key", _KEY, nullable=False),
    sa.Column("shown_to", _KIND, nullable=False),
    sa.Column("position", sa.BigInteger),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("weights", sa.String(120), nullable=False),
    sa.Column("components", sa.Text, nullable=False),
    sa.Column("chances", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

WEIGHTS = sa.Table(
    "weights",
    METADATA,
    sa.Column("name", sa.String(120), primary_key=True),
    sa.Column("shares", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", _KIND, nullable=False),
    sa.Column("served_at_revision", sa.BigInteger),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

DUPLICATE = sa.Table(
    "duplicate",
    METADATA,
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("cluster", _KEY, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("chance", sa.BigInteger, nullable=False),
    sa.Column("completeness", sa.BigInteger, nullable=False),
    sa.Column("employer", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("posted_on", sa.String(10), nullable=False),
    sa.Column("ends_on", sa.String(10), nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("duplicate_by_cluster", "cluster", "place"),
)

RULING = sa.Table(
    "ruling",
    METADATA,
    sa.Column("first", _KEY, primary_key=True),
    sa.Column("second", _KEY, primary_key=True),
    sa.Column("verdict", _KIND, nullable=False),
    sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

UPSTREAM = sa.Table(
    "upstream",
    METADATA,
    sa.Column("name", _LIST, primary_key=True),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True)),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("upstream", _LIST, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", _KIND, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("checkpoint", sa.Text, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

SIGHTING = sa.Table(
    "sighting",
    METADATA,
    sa.Column("upstream", _LIST, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("run", sa.BigInteger, nullable=False),
    sa.Column("content", sa.String(64), nullable=False),
    # The run that closed it, for a listing no longer had it; empty while it is open.
    sa.Column("closed_by", sa.BigInteger),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("sighting_by_run", "upstream", "run"),
    sa.Index("sighting_by_content", "upstream", "content"),
)

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

FACT = sa.Table(
    "fact",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What the store says of itself: ``store_id``."""
