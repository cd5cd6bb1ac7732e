"""Who may call: clients, their API keys, what they used, and the keys that sign tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0007"
down_revision = "0006"

_NAME = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables of access, and the counter by which processes see that the registry changed."""
    _add_clients()
    _add_keys()
    op.create_table(
        "usage",
        sa.Column("client", _NAME, primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("used", sa.BigInteger, nullable=False),
    )
    op.execute("INSERT INTO revision (name, value) VALUES ('clients', 0)")


def _add_clients() -> None:
    op.create_table(
        "client",
        sa.Column("id", _NAME, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tenant", _NAME, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("old_secret_hash", sa.Text, nullable=False),
        sa.Column("old_secret_until", sa.DateTime(timezone=True)),
        sa.Column("rate", sa.BigInteger, nullable=False),
        sa.Column("burst", sa.BigInteger, nullable=False),
        sa.Column("quota", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.Column("tokens_from", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )


def _add_keys() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", _NAME, primary_key=True),
        sa.Column("client", _NAME, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_on", sa.String(10), nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("api_key_by_client", "api_key", ["client"])
    op.create_table(
        "signing_key",
        sa.Column("kid", _NAME, primary_key=True),
        sa.Column("public_jwk", sa.Text, nullable=False),
        sa.Column("private_box", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signs_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_until", sa.DateTime(timezone=True)),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
