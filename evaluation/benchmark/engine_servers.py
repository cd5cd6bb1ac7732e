"""The vector engines that are measured beside each other: name to what opens one in a folder of its own.

An engine that needs no server has a ``trial`` and is found by that; one that does is an entry of ``_SERVED``, and so is
a peer that is no engine of the product.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from indexes import engines
from indexes.engines import milvus, pgvector
from indexes.server_engine import ServerEngine
from indexes.vector_plan import FLAT_BELOW
from indexes.vector_search import VectorEngine, engine_names
from taxonomy.errors import ConfigError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """An engine that is open.

    Attributes:
        engine: Keeps and searches.
        size_bytes: What it takes on disk for vectors that it has kept, by the facts that it gave.
    """

    engine: VectorEngine
    size_bytes: Callable[[Mapping[str, Any]], int]


Open = Callable[[Path, int], AbstractContextManager[Contestant]]
"""Opens one in an empty folder, exact below so many rows."""


@contextmanager
def open_in_files(name: str, folder: Path, flat_below: int = FLAT_BELOW) -> Generator[Contestant]:
    """An engine of the product that needs no server."""
    engine = import_module(f"{engines.__name__}.{name}").trial(folder, flat_below)
    yield Contestant(engine=engine, size_bytes=lambda _: _size_of(folder))


open_faiss: Open = partial(open_in_files, "faiss")


@contextmanager
def served_milvus(folder: Path) -> Generator[milvus.MilvusServer]:
    """Milvus Lite, in this process, asked through pymilvus.

    Raises:
        ConfigError: Milvus Lite is not installed.
    """
    start: Any = _needed("milvus_lite.adapter.grpc.server").start_server_in_thread
    server, database, port = start(str(folder / "lite"), host="127.0.0.1", port=0)
    asked = milvus.MilvusServer(milvus.connector(f"http://127.0.0.1:{port}"))
    try:
        yield asked
    finally:
        asked.close()
        server.stop(grace=0).wait()
        database.close()


@contextmanager
def open_milvus(folder: Path, flat_below: int = FLAT_BELOW) -> Generator[Contestant]:
    """Milvus Lite as an engine; raises as ``served_milvus``."""
    with served_milvus(folder) as server:
        engine = ServerEngine(server, flat_below=flat_below)
        yield Contestant(engine=engine, size_bytes=lambda _: _size_of(folder / "lite"))


@contextmanager
def served_pgvector(folder: Path) -> Generator[tuple[pgvector.PgVectorServer, sa.Engine]]:
    """PostgreSQL with pgvector, as pgserver carries it, over a socket; and connections to it.

    Raises:
        ConfigError: pgserver is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants XDG_RUNTIME_DIR
        server: Any = _needed("pgserver").get_server(folder / "db")
    pool = pgvector.pool_at(server.get_uri())
    asked = pgvector.PgVectorServer(pool)
    try:
        yield asked, pool
    finally:
        asked.close()
        server.cleanup()


@contextmanager
def open_pgvector(folder: Path, flat_below: int = FLAT_BELOW) -> Generator[Contestant]:
    """As an engine, what ``served_pgvector`` starts; raises as ``served_pgvector``."""
    with served_pgvector(folder) as (server, pool):

        def size(facts: Mapping[str, Any]) -> int:
            with pool.connect() as connection:
                asked = sa.text("SELECT pg_total_relation_size(to_regclass(:name))")
                return int(connection.scalar(asked, {"name": facts["collection"]}) or 0)

        yield Contestant(engine=ServerEngine(server, flat_below=flat_below), size_bytes=size)


_SERVED: Mapping[str, Open] = {"milvus (Milvus Lite)": open_milvus, "pgvector": open_pgvector}


def _in_files() -> dict[str, Open]:
    names = (name for name in engine_names() if hasattr(import_module(f"{engines.__name__}.{name}"), "trial"))
    return {name: partial(open_in_files, name) for name in names}


CONTESTANTS: Mapping[str, Open] = {**_in_files(), **_SERVED}


def _needed(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigError(f"engines: wanted {error.name}, found none; pip install 'sepadan[dev]'") from error


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
