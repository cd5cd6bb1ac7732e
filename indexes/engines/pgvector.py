"""PostgreSQL with the vector extension (pgvector): a table for each kind of a generation.

Each table is ``row integer primary key, vector vector(dim)``. Small ones are read whole; large ones have an HNSW index
(Malkov and Yashunin 2018) by inner product, which brings at most a thousand rows. A filtered search compares every
allowed row: found by their numbers when they are few, else by a bitmap of one bit a row that the scan looks into.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import numpy as np
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from indexes.encoder import Vectors
from indexes.server_engine import ServerEngine
from indexes.vector_rows import VectorRows, blocks
from indexes.vector_server import Costs, Near
from indexes.vectors import Mask, Rows
from taxonomy.errors import ConfigError, GenerationError, VectorServerError

_COSTS = Costs(call=700.0, fetched=9.0, hit=4.0, most_hits=1_000)
_LISTED_US, _SCANNED_US = 3.5, 1.0
"""What an allowed row costs that is found by its number, and a row of the table that is looked at in a scan."""

_LINKS, _BUILD_DEPTH = 16, 128
"""HNSW: links of a node, and candidates looked at when one is added."""

_LEAST_DEPTH, _MOST_DEPTH = 40, 1_000
"""``hnsw.ef_search``: pgvector's default, and the most that it takes."""

_COPIED = 20_000
"""Rows sent at once, 31 MB of 384."""

_GONE = {"42P01", "42703"}
"""SQLSTATE of a table, and of a column, that is not there."""

_CONNECT_S, _STATEMENT_S = 5, 30

KEPT_IN = "a table of PostgreSQL"
CHOSEN_WHEN = (
    "you run PostgreSQL anyway, want one thing to look after, and have some hundred thousand vectors; or many "
    "small servers shall not each hold the index"
)
"""Its row of docs/vector-engines.md."""


class PgVectorServer:
    """See ``VectorServer``."""

    name = "pgvector"
    index = f"HNSW{_LINKS}"
    costs = _COSTS

    def __init__(self, engine: sa.Engine) -> None:
        """Use a pool of connections; nothing is connected yet."""
        self._engine = engine

    def depths(self, rows: int) -> tuple[int, int]:
        """See ``VectorServer.depths``: candidates kept while the graph is searched."""
        return _LEAST_DEPTH, _MOST_DEPTH

    def deepened(self, depth: int, reach: int, rows: int) -> int:
        """See ``VectorServer.deepened``: no more rows come than candidates were kept."""
        return min(_MOST_DEPTH, max(depth, reach))

    def fill(self, collection: str, vectors: VectorRows, *, is_exact: bool) -> None:
        """See ``VectorServer.fill``."""
        dim = int(vectors.shape[1])
        with self._cursor(collection, patient=True) as cursor:
            _need_extension(cursor)
            columns: Any = f"(row integer PRIMARY KEY, vector vector({dim}) NOT NULL)"
            cursor.execute(_on(collection, "CREATE TABLE {} " + columns))
            with cursor.copy(_on(collection, "COPY {} (row, vector) FROM STDIN WITH (FORMAT BINARY)")) as copy:
                copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
                for at, part in blocks(vectors, _COPIED):
                    copy.write(_packed(at.start, part))
                copy.write(b"\xff\xff")
            if not is_exact:
                cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
                how: Any = f"(vector vector_ip_ops) WITH (m = {_LINKS}, ef_construction = {_BUILD_DEPTH})"
                cursor.execute(_on(collection, "CREATE INDEX ON {} USING hnsw " + how))
            cursor.execute(_on(collection, "ANALYZE {}"))

    def shape(self, collection: str) -> tuple[int, int]:
        """See ``VectorServer.shape``."""
        with self._cursor(collection, patient=True) as cursor:
            dim = cursor.execute(
                "SELECT atttypmod FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'vector'", (collection,)
            ).fetchone()
            (rows,) = cursor.execute(_on(collection, "SELECT count(*) FROM {}")).fetchone()
        return int(rows), int(dim[0]) if dim else 0

    def open(self, collection: str) -> None:
        """See ``VectorServer.open``: a table is always ready."""

    def nearest(
        self, collection: str, queries: Vectors, reach: int, depth: int, allowed: Mask | None = None
    ) -> Sequence[Near]:
        """See ``VectorServer.nearest``."""
        clause, given = _condition(allowed)
        near = "SELECT row, -(vector <#> %s::vector) FROM {} {} ORDER BY vector <#> %s::vector LIMIT %s"
        statement = _on(collection, near, clause)
        found: list[Near] = []
        with self._cursor(collection) as cursor:
            if depth and allowed is None:
                cursor.execute(f"SET LOCAL hnsw.ef_search = {depth}")
                cursor.execute("SET LOCAL enable_seqscan = off")
            elif depth:
                # HNSW would look among the nearest alone and then filter; rows are found by number in a bitmap scan.
                cursor.execute("SET LOCAL enable_indexscan = off")
            for query in queries:
                text = str(query.tolist())
                rows = cursor.execute(statement, (text, *given, text, reach)).fetchall()
                found.append(
                    (np.array([row for row, _ in rows], np.int64), np.array([near for _, near in rows], np.float32))
                )
        return found

    def filtered_us(self, rows: int, room: int) -> float:
        """See ``VectorServer.filtered_us``."""
        return min(_LISTED_US * room, _SCANNED_US * rows)

    def vectors(self, collection: str, rows: Rows) -> Vectors:
        """See ``VectorServer.vectors``."""
        listed = "SELECT row, vector_send(vector) FROM {} WHERE row = ANY(%s::integer[]) ORDER BY row"
        statement = _on(collection, listed)
        with self._cursor(collection) as cursor:
            found = cursor.execute(statement, (rows.tolist(),)).fetchall()
        if [row for row, _ in found] != rows.tolist():
            raise GenerationError(f"pgvector table {collection}: wanted {len(rows)} rows, found {len(found)} of them")
        if not found:
            return np.empty((0, 0), np.float32)
        sent = b"".join(packed for _, packed in found)
        held: Vectors = np.frombuffer(sent, np.uint8).reshape(len(found), -1)[:, 4:].copy().view(">f4").astype("f4")
        return held

    def drop(self, collection: str) -> None:
        """See ``VectorServer.drop``."""
        with self._cursor(collection, patient=True) as cursor:
            cursor.execute(_on(collection, "DROP TABLE IF EXISTS {}"))

    def close(self) -> None:
        """See ``VectorServer.close``."""
        self._engine.dispose()

    @contextmanager
    def _cursor(self, collection: str, *, patient: bool = False) -> Generator[Any]:
        """A cursor in a transaction of its own, with values in PostgreSQL's binary form.

        Args:
            collection: For messages.
            patient: Whether a statement may take long.
        """
        try:
            connection = self._engine.raw_connection()
            try:
                driver: Any = connection.driver_connection
                with driver.transaction(), driver.cursor(binary=True) as cursor:
                    cursor.execute(f"SET LOCAL statement_timeout = '{0 if patient else _STATEMENT_S}s'")
                    yield cursor
            finally:
                connection.close()
        except (SQLAlchemyError, self._fault) as error:
            raise _told(collection, error) from error

    @property
    def _fault(self) -> type[Exception]:
        fault: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        return fault


def _on(collection: str, statement: LiteralString, clause: LiteralString = "") -> Any:
    """A statement about a table, its name quoted, and a clause after it."""
    from psycopg import sql

    return sql.SQL(statement).format(sql.Identifier(collection), sql.SQL(clause))


def _condition(allowed: Mask | None) -> tuple[LiteralString, tuple[object, ...]]:
    """The clause for a mask, and its value."""
    if allowed is None:
        return "", ()
    room = int(np.count_nonzero(allowed))
    if _LISTED_US * room < _SCANNED_US * len(allowed):
        return "WHERE row = ANY(%s::integer[])", (np.flatnonzero(allowed).tolist(),)
    return "WHERE get_bit(%s::bytea, row) = 1", (np.packbits(allowed, bitorder="little").tobytes(),)


def _packed(start: int, vectors: Vectors) -> bytes:
    """Rows as COPY BINARY takes them: count of fields, then each with its length before it."""
    dim = int(vectors.shape[1])
    fields = [("fields", ">i2"), ("row_bytes", ">i4"), ("row", ">i4"), ("vector_bytes", ">i4")]
    packed = np.zeros(len(vectors), np.dtype([*fields, ("dim", ">u2"), ("spare", ">u2"), ("vector", ">f4", (dim,))]))
    packed["fields"], packed["row_bytes"], packed["vector_bytes"], packed["dim"] = 2, 4, 4 + 4 * dim, dim
    packed["row"], packed["vector"] = np.arange(start, start + len(vectors)), vectors
    return packed.tobytes()


def _need_extension(cursor: Any) -> None:
    if cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone():
        return
    if not cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
        raise ConfigError(
            "pgvector: wanted a PostgreSQL with the extension vector, found one where it is not installed"
        )
    cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")


def _told(collection: str, error: Exception) -> Exception:
    driver: Any = getattr(error, "orig", None) or error
    state = getattr(driver, "sqlstate", None) or ""
    if state in _GONE:
        return GenerationError(f"pgvector table {collection}: wanted it to be there, found none; run 'sepadan build'")
    if state == "42501":
        return ConfigError(f"pgvector: wanted a role that may make tables and the extension vector, found {driver}")
    return VectorServerError(f"pgvector table {collection}: wanted an answer of PostgreSQL, found {driver}")


def engine_at(url: str) -> ServerEngine:
    """The engine.

    Args:
        url: Of a PostgreSQL database.

    Raises:
        ConfigError: It is no such URL, or psycopg is not installed.
    """
    return ServerEngine(PgVectorServer(pool_at(url)))


def pool_at(url: str) -> sa.Engine:
    """Connections to a database; arguments and errors as of ``engine_at``."""
    wanted = "SEPADAN_VECTOR_URL: wanted a URL like postgresql://user@host/database for pgvector"
    try:
        parsed = sa.make_url(url)
    except ArgumentError as error:
        raise ConfigError(f"{wanted}, found none") from error
    if parsed.get_backend_name() != "postgresql":
        raise ConfigError(f"{wanted}, found one of {parsed.get_backend_name()}")
    try:
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=24,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_S},
        )
    except ModuleNotFoundError as error:
        raise ConfigError(f"pgvector: wanted {error.name}, found none; pip install 'sepadan[pgvector]'") from error
