"""Milvus through pymilvus: a collection for each kind of a generation; Milvus Lite where the address is a file.

Each collection has the row number as its key and the vector, compared by inner product. Small ones have Milvus's FLAT
index, which compares every row, large ones IVF_FLAT: a search without a filter looks at as many lists as measured
recall asks for, one with a filter at all of them, and so compares every allowed row. (HNSW with a filter finds less
where what is allowed lies far from the query: recall .4 in Milvus Lite.) A search sees all that was written
(consistency ``Strong``), though nothing writes to a collection once it serves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from math import ceil, inf
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import numpy as np

from indexes.encoder import Vectors
from indexes.server_engine import ServerEngine
from indexes.vector_plan import lists_for
from indexes.vector_rows import VectorRows, blocks
from indexes.vector_server import Costs, Near
from indexes.vectors import Mask, Rows
from taxonomy.errors import ConfigError, GenerationError, VectorServerError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_MOST_HITS = 16_384
"""Milvus's own limit of one search."""

_COSTS = Costs(call=4_000.0, fetched=150.0, hit=20.0, most_hits=_MOST_HITS)
_LISTED_US = 6.0
_MOST_LISTED = 100_000
"""Row numbers that one filter names at most: its text is then 0.7 MB."""

_INSERTED, _FETCHED = 4_000, 2_000
"""Vectors in one message, 6 MB and 3 MB of 384: Milvus takes 64 MB."""

_ROOMY = 8
"""How many times the rows that are to be brought the lists must hold that are looked at."""

_NOT_LOADED = 101
"""Milvus's code of a collection that is there and not in memory."""

_ANSWER_S = 10.0
_CONNECT_S = 5.0
_BUILD_S = 6 * 3600.0

KEPT_IN = "a collection of Milvus"
CHOSEN_WHEN = "vectors go past one machine: Milvus spreads a collection over nodes and keeps it in an object store"
"""Its row of docs/vector-engines.md."""


class MilvusServer:
    """See ``VectorServer``."""

    name = "milvus"
    index = "IVF_FLAT"
    costs = _COSTS

    def __init__(self, connect: Callable[[], MilvusClient], *, answer_s: float = _ANSWER_S) -> None:
        """Use a server; nothing is connected yet.

        Args:
            connect: Makes a client.
            answer_s: Seconds that an answer may take.
        """
        self._connect = connect
        self._answer_s = answer_s
        self._lock = threading.Lock()
        self._client: MilvusClient | None = None

    def depths(self, rows: int) -> tuple[int, int]:
        """See ``VectorServer.depths``: lists looked at."""
        return 1, lists_for(rows)

    def deepened(self, depth: int, reach: int, rows: int) -> int:
        """See ``VectorServer.deepened``: lists that hold several times what is to be brought."""
        lists = lists_for(rows)
        return min(lists, max(depth, ceil(_ROOMY * reach * lists / rows)))

    def fill(self, collection: str, vectors: VectorRows, *, is_exact: bool) -> None:
        """See ``VectorServer.fill``."""
        from pymilvus import DataType

        with self._asked(collection) as client:
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("row", DataType.INT64, is_primary=True)
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=int(vectors.shape[1]))
            client.create_collection(collection, schema=schema, consistency_level="Strong", timeout=self._answer_s)
            for at, part in blocks(vectors, _INSERTED):
                rows = [{"row": row, "vector": vector} for row, vector in enumerate(part, at.start)]
                client.insert(collection, rows, timeout=self._answer_s)
            client.flush(collection, timeout=_BUILD_S)
            kind, how = ("FLAT", {}) if is_exact else (self.index, {"nlist": lists_for(len(vectors))})
            index = client.prepare_index_params()
            index.add_index("vector", index_type=kind, metric_type="IP", params=how)
            client.create_index(collection, index, timeout=_BUILD_S)

    def shape(self, collection: str) -> tuple[int, int]:
        """See ``VectorServer.shape``."""
        with self._asked(collection) as client:
            fields = client.describe_collection(collection, timeout=self._answer_s)["fields"]
            dim = next((int(field["params"]["dim"]) for field in fields if field["name"] == "vector"), 0)
            client.load_collection(collection, timeout=_BUILD_S)
            found = client.query(collection, filter="", output_fields=["count(*)"], timeout=self._answer_s)
        return int(found[0]["count(*)"]), dim

    def open(self, collection: str) -> None:
        """See ``VectorServer.open``."""
        with self._asked(collection) as client:
            client.load_collection(collection, timeout=_BUILD_S)

    def nearest(
        self, collection: str, queries: Vectors, reach: int, depth: int, allowed: Mask | None = None
    ) -> Sequence[Near]:
        """See ``VectorServer.nearest``."""
        probes = depth if allowed is None else lists_for(len(allowed))
        how = {"nprobe": probes} if depth else {}
        found = self._loaded(
            collection,
            "search",
            data=list(queries),
            limit=reach,
            filter="" if allowed is None else _expression(allowed),
            search_params={"metric_type": "IP", "params": how},
            output_fields=["row"],
        )
        return [_near(hits) for hits in found]

    def filtered_us(self, rows: int, room: int) -> float:
        """See ``VectorServer.filtered_us``."""
        listed = min(room, rows - room)
        return _LISTED_US * listed if listed <= _MOST_LISTED else inf

    def vectors(self, collection: str, rows: Rows) -> Vectors:
        """See ``VectorServer.vectors``."""
        held: dict[int, Any] = {}
        for start in range(0, len(rows), _FETCHED):
            part = rows[start : start + _FETCHED].tolist()
            found = self._loaded(collection, "query", filter=f"row in {part}", output_fields=["row", "vector"])
            held |= {int(one["row"]): one["vector"] for one in found}
        missing = [row for row in rows.tolist() if row not in held]
        if missing:
            raise GenerationError(f"milvus collection {collection}: wanted row {missing[0]}, found none")
        return np.array([held[row] for row in rows.tolist()], np.float32).reshape(len(rows), -1 if held else 0)

    def drop(self, collection: str) -> None:
        """See ``VectorServer.drop``."""
        with self._asked(collection) as client:
            if client.has_collection(collection, timeout=self._answer_s):
                client.drop_collection(collection, timeout=self._answer_s)

    def close(self) -> None:
        """See ``VectorServer.close``."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _loaded(self, collection: str, call: str, **asked: Any) -> Any:
        """What a call of the client gives; a collection that was let go of, as by a restart, is loaded once more."""
        from pymilvus.exceptions import MilvusException

        with self._asked(collection) as client:
            try:
                return getattr(client, call)(collection, timeout=self._answer_s, **asked)
            except MilvusException as error:
                if error.code != _NOT_LOADED:
                    raise
                client.load_collection(collection, timeout=_BUILD_S)
                return getattr(client, call)(collection, timeout=self._answer_s, **asked)

    @contextmanager
    def _asked(self, collection: str) -> Generator[MilvusClient]:
        """A client; its errors become ours, and after one of the connection a new one is made for the next call."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            with self._lock:
                if self._client is None:
                    self._client = self._connect()
                client = self._client
            yield client
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError, ValueError) as error:
            raise self._told(collection, error) from error

    def _told(self, collection: str, error: Exception) -> Exception:
        from pymilvus import Status
        from pymilvus.exceptions import MilvusException

        called = f"milvus collection {collection}"
        client = self._client
        try:
            # Whoever cannot be reached is not asked once more.
            if client is None or getattr(error, "code", None) == Status.CONNECT_FAILED:
                self.close()
            elif not client.has_collection(collection, timeout=self._answer_s):
                return GenerationError(f"{called}: wanted it to be there, found none; run 'sepadan build'")
        except (MilvusException, OSError, ValueError):
            self.close()
        reason = " ".join(str(error).split())[:300]
        return VectorServerError(f"{called}: wanted an answer of Milvus, found {reason}")


def _near(hits: Any) -> Near:
    rows = np.array([hit["row"] for hit in hits], np.int64)
    cosines = np.array([hit["distance"] for hit in hits], np.float32)
    return rows, cosines


def _expression(allowed: Mask) -> str:
    """A mask as Milvus's filter: the rows, or those that are not allowed where these are fewer."""
    room = int(np.count_nonzero(allowed))
    if room <= len(allowed) - room:
        return f"row in {np.flatnonzero(allowed).tolist()}"
    return f"row not in {np.flatnonzero(~allowed).tolist()}"


def engine_at(url: str) -> ServerEngine:
    """The engine.

    Args:
        url: ``http://user:password@host:19530/database``, https for TLS; or the path of a file of Milvus Lite, which
            ends in ``.db``.

    Raises:
        ConfigError: It is no such address, or pymilvus is not installed.
    """
    return ServerEngine(MilvusServer(connector(url)))


def connector(url: str, *, connect_s: float = _CONNECT_S) -> Callable[[], MilvusClient]:
    """What makes a client; arguments and errors as of ``engine_at``.

    Args:
        url: As there.
        connect_s: Seconds that connecting may take.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") and not url.endswith(".db"):
        raise ConfigError("SEPADAN_VECTOR_URL: wanted http(s)://host:19530 or a file *.db for milvus, found another")
    try:
        from pymilvus import MilvusClient
    except ModuleNotFoundError as error:
        raise ConfigError(f"milvus: wanted {error.name}, found none; pip install 'sepadan[milvus]'") from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what it raises, with vectors in it
    if url.endswith(".db"):
        return lambda: MilvusClient(url, timeout=connect_s, dedicated=True)
    token = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    uri, database = f"{parts.scheme}://{parts.hostname}{port}", parts.path.strip("/")
    return lambda: MilvusClient(uri, token=token, db_name=database, timeout=connect_s, dedicated=True)
