"""Makes the tables of a new store and brings those of an older one to the present.

Alembic does it, and is loaded only then: a store that is up to date opens without it.
"""

from __future__ import annotations

import threading

import sqlalchemy as sa

from indexes.schema import HEAD, REVISION, REVISIONS
from indexes.transactions import ReadTransaction, open_engine
from taxonomy.errors import StoreError

_VERSION = sa.table("alembic_version", sa.column("version_num"))
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps the migration that runs in a place of the whole process."""


def version_of(connection: sa.Connection) -> str | None:
    """Name of the last migration that a store went through, None for an empty database.

    Args:
        connection: Of any transaction.
    """
    inspector = sa.inspect(connection)
    if inspector.has_table(_VERSION.name):
        found: str | None = connection.scalar(sa.select(_VERSION.c.version_num))
        if found is not None:
            return found
    if not inspector.has_table(REVISION.name):
        return None
    number = connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == "schema"))
    # Before there were migrations a number stood in the table of the counter.
    return REVISIONS[0] if number == 1 else f"schema {number}"


def version_at(url: str) -> str | None:
    """As ``version_of``, of a store that is not opened: nothing is made or migrated.

    Args:
        url: SQLAlchemy URL of a database that is there.

    Raises:
        StoreError: It cannot be read.
    """
    engine = open_engine(url)
    try:
        with ReadTransaction(engine) as connection:
            return version_of(connection)
    finally:
        engine.dispose()


def bring_to_head(connection: sa.Connection) -> None:
    """Run the migrations that a store has not been through; all or nothing.

    Args:
        connection: Of a write transaction: whoever opens the same store at once waits, and then finds it done.

    Raises:
        StoreError: The store was made by a newer version.
    """
    found = version_of(connection)
    if found == HEAD:
        return
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"store: wanted tables of version {HEAD} or older, found {found}, made by another version of Sepadan; "
            "install the version that made it, or use a new --home"
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "indexes:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        if found is not None and found == REVISIONS[0]:
            command.stamp(config, found)
        command.upgrade(config, "head")
