"""Tables of erasure and retention: who was erased (by a keyed hash alone), who must be kept, who was given notice.

They stand in the ``METADATA`` of ``indexes.schema`` and so go into every backup: a restored store knows who must not
come back.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.schema import METADATA

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_KIND = sa.String(16)
_CHECKSUM = sa.LargeBinary(16)

ERASURE = sa.Table(
    "erasure",
    METADATA,
    # A keyed hash of kind and key: the key itself may say who somebody is, and must not outlive the record.
    sa.Column("digest", sa.String(120), primary_key=True),
    sa.Column("kind", _KIND, nullable=False),
    sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
    sa.Column("is_blocked", sa.Boolean, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("erasure_by_kind", "kind", "is_blocked"),
)

HOLD = sa.Table(
    "hold",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

NOTICE = sa.Table(
    "notice",
    METADATA,
    sa.Column("kind", _KIND, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)
