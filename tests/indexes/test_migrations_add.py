"""Old and new side by side: what the version before writes goes into the database after each migration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from indexes.schema import REVISIONS

FIRST = REVISIONS.index("0006")
"""From here on: older versions were never run side by side."""


def upgrade(engine: sa.Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "indexes:migrations")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def tables_of(engine: sa.Engine) -> sa.MetaData:
    found = sa.MetaData()
    found.reflect(engine)
    found.remove(found.tables["alembic_version"])
    return found


def made_up(column: sa.Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.LargeBinary):
        return number.to_bytes(8, "big")
    if isinstance(kind, sa.DateTime):
        return datetime(2026, 11, 27, 3, number % 60, tzinfo=UTC)
    if isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.Float):
        return float(number)
    return f"s{number}"[: getattr(kind, "length", None) or 400]


def written(engine: sa.Engine, tables: sa.MetaData, number: int) -> None:
    """A row into each table that names the columns of these tables alone, with all of them and with those that must."""
    with engine.begin() as connection:
        for more in (0, 1):
            for table in tables.sorted_tables:
                chosen = [one for one in table.columns if not more or not one.nullable]
                row = {one.name: made_up(one, number + more) for one in chosen}
                connection.execute(sa.insert(table).values(row))
                mine = sa.and_(*(one == row[one.name] for one in table.primary_key))
                read = connection.execute(sa.select(*chosen).where(mine)).one()
                for one in chosen:
                    if not isinstance(one.type, sa.DateTime):
                        assert getattr(read, one.name) == row[one.name], f"{table.name}.{one.name}"


def test_what_the_version_before_writes_goes_into_the_migrated_database(url: str) -> None:
    engine = sa.create_engine(url)
    try:
        upgrade(engine, REVISIONS[FIRST - 1])
        for number, revision in enumerate(REVISIONS[FIRST:], start=1):
            before = tables_of(engine)
            upgrade(engine, revision)
            written(engine, before, 10 * number)
            now = tables_of(engine)
            for table in before.sorted_tables:
                kept = now.tables[table.name].columns
                for column in table.columns:
                    assert str(kept[column.name].type) == str(column.type), f"{revision}: {table.name}.{column.name}"
    finally:
        engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE record ADD COLUMN wanted INTEGER NOT NULL",
        "ALTER TABLE record RENAME COLUMN payload TO content",
        "DROP TABLE outcome",
    ],
)
def test_a_migration_that_takes_away_or_asks_for_more_would_be_found(postgres_url: str, change: str) -> None:
    engine = sa.create_engine(postgres_url)
    try:
        upgrade(engine, "head")
        before = tables_of(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(change)
        with pytest.raises(sa.exc.DatabaseError):
            written(engine, before, 1)
    finally:
        engine.dispose()
