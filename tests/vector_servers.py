"""Servers that hold vectors, for tests: Milvus Lite in this process, PostgreSQL with pgvector beside it, and memory."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from indexes.encoder import Vectors
from indexes.vector_server import Costs, Near
from indexes.vectors import Mask, Rows
from taxonomy.errors import GenerationError, VectorServerError


class LiteServer:
    """A Milvus Lite that can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._running, self._port = folder, None, 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        from milvus_lite.adapter.grpc.server import start_server_in_thread

        server, database, self._port = start_server_in_thread(str(self._folder), host="127.0.0.1", port=self._port)
        self._running: Any = (server, database)

    def stop(self) -> None:
        if self._running:
            server, database = self._running
            self._running = None
            server.stop(grace=0).wait()
            database.close()


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiteServer]:
    """One for all tests of a process; who stops it makes one of its own."""
    server = LiteServer(tmp_path_factory.mktemp("milvus") / "lite")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def pgvector_server(worker_id: str) -> Iterator[str]:
    """URL of a PostgreSQL of the package pgserver, with the extension vector; one for each process of a run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants XDG_RUNTIME_DIR
        import pgserver
    # Not in pytest's own folder: PostgreSQL runs as another user where tests run as root.
    with tempfile.TemporaryDirectory(prefix=f"sepadan-pg-{worker_id}-") as folder:
        server = pgserver.get_server(Path(folder) / "db")
        url = server.get_uri()
        run_sql(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture
def pgvector_url(pgvector_server: str) -> Iterator[str]:
    """URL of a database of this test's own."""
    name = f"vectors_{uuid.uuid4().hex[:12]}"
    run_sql(pgvector_server, f"CREATE DATABASE {name}")
    yield sa.make_url(pgvector_server).set(database=name).render_as_string(hide_password=False)
    run_sql(pgvector_server, f"DROP DATABASE {name} WITH (FORCE)")


def run_sql(url: str, *statements: str) -> list[Any]:
    """Run statements, each by itself; gives the rows of the last."""
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    rows: list[Any] = []
    with engine.connect() as connection:
        for statement in statements:
            found = connection.execute(sa.text(statement))
            rows = list(found.all()) if found.returns_rows else []
    engine.dispose()
    return rows


class MemoryServer:
    """Collections in memory, searched by numpy; it can be away, and counts what it is asked.

    Attributes:
        held: Name to vectors; whoever changes them damages a collection.
        is_away: Whether it does not answer.
        asked: What it was asked: name of the call and reach, or number of rows.
    """

    name = "memory"
    index = "approximate"

    def __init__(self, *, most_hits: int = 1_000, filters: bool = True) -> None:
        self.held: dict[str, Vectors] = {}
        self.is_away = False
        self.asked: list[tuple[str, int]] = []
        self.costs = Costs(call=100.0, fetched=5.0, hit=1.0, most_hits=most_hits)
        self._filters = filters

    def _at(self, collection: str) -> Vectors:
        if self.is_away:
            raise VectorServerError(f"memory collection {collection}: wanted an answer, found none")
        if collection not in self.held:
            raise GenerationError(f"memory collection {collection}: wanted it to be there, found none")
        return self.held[collection]

    def depths(self, rows: int) -> tuple[int, int]:
        return 1, 64

    def deepened(self, depth: int, reach: int, rows: int) -> int:
        return depth

    def fill(self, collection: str, vectors: Vectors, *, is_exact: bool) -> None:
        if self.is_away:
            raise VectorServerError("memory: wanted an answer, found none")
        assert collection not in self.held
        self.held[collection] = vectors[:].copy()

    def shape(self, collection: str) -> tuple[int, int]:
        rows, dim = self._at(collection).shape
        return rows, dim

    def open(self, collection: str) -> None:
        self._at(collection)

    def nearest(
        self, collection: str, queries: Vectors, reach: int, depth: int, allowed: Mask | None = None
    ) -> Sequence[Near]:
        assert reach <= self.costs.most_hits
        self.asked.append(("nearest" if allowed is None else "filter", reach))
        rows = np.arange(len(self._at(collection))) if allowed is None else np.flatnonzero(allowed)
        found = []
        for query in queries:
            # By another way than ours, so that rough cosines of equal vectors may differ in the last bits.
            rough = (self._at(collection)[rows].astype(np.float64) @ query).astype(np.float32)
            best = np.argsort(-rough, kind="stable")[:reach]
            found.append((rows[best].astype(np.int64), rough[best]))
        return found

    def filtered_us(self, rows: int, room: int) -> float:
        return float(room) if self._filters else np.inf

    def vectors(self, collection: str, rows: Rows) -> Vectors:
        self.asked.append(("vectors", len(rows)))
        held = self._at(collection)
        if len(rows) and rows.max() >= len(held):
            raise GenerationError(f"memory collection {collection}: wanted row {rows.max()}, found none")
        return held[rows]

    def drop(self, collection: str) -> None:
        if self.is_away:
            raise VectorServerError("memory: wanted an answer, found none")
        self.held.pop(collection, None)

    def close(self) -> None:
        pass
