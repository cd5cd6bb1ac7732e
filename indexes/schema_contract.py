"""The table of the HTTP contract: answers kept for a while, so that a request that is sent again is not done again.

Not in backups: answers are sealed by keys outside them and over in a day, and a request that is sent again to a
restored store must be done again, for what it did may not be there.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_TEXT = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")

IDEMPOTENT = sa.Table(
    "idempotent",
    METADATA,
    sa.Column("client", _TEXT, primary_key=True),
    # A digest: what a client takes for a key may say who somebody is.
    sa.Column("key_hash", sa.String(64), primary_key=True),
    sa.Column("request_hash", sa.String(64), nullable=False),
    # 0 while the first request is being answered.
    sa.Column("status", sa.BigInteger, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("idempotent_by_expiry", "expires_at"),
)
