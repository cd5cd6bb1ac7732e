"""Vectors of generations in a server: a collection for each kind, written once, counted and compared before it serves.

The folder of a kind names its collection before it is made, so that whoever removes a folder, of a killed build too,
knows what to drop. A collection holds row numbers and vectors; keys, records and columns stay in the folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from indexes.durable import synced
from indexes.encoder import Vectors
from indexes.exact import exact_nearest
from indexes.server_vectors import Held, ServerVectors, compared
from indexes.unit_vectors import check_unit
from indexes.vector_plan import AT, FLAT_BELOW, least_probes, recall
from indexes.vector_rows import VectorRows
from indexes.vector_server import VectorServer
from indexes.vectors import Rows
from taxonomy.errors import GenerationError, SepadanError

NAMED = "vectors.json"
"""File of a kind that names engine and collection."""

SAMPLE = 256
"""Vectors that are compared whenever a collection is opened, the first and the last among them."""

_QUERIES = 128
"""Queries that the depth of an index is chosen by."""

_SEED = 2026


class ServerEngine:
    """The engine over one server; see ``VectorEngine``."""

    def __init__(self, server: VectorServer, *, flat_below: int = FLAT_BELOW) -> None:
        """Keep vectors there.

        Args:
            server: Where.
            flat_below: Rows below which every row is compared.
        """
        self._server = server
        self._flat_below = flat_below

    @property
    def name(self) -> str:
        """See ``VectorEngine.name``."""
        return self._server.name

    def write(self, folder: Path, collection: str, vectors: VectorRows, queries: Vectors | None) -> dict[str, Any]:
        """See ``VectorEngine.write``."""
        check_unit(vectors)
        if queries is not None:
            check_unit(queries, ["query"] * len(queries))
        synced(folder / NAMED, orjson.dumps({"engine": self.name, "collection": collection}))
        is_exact = len(vectors) < max(self._flat_below, 1)
        facts: dict[str, Any] = {"kind": "exact" if is_exact else self._server.index, "collection": collection}
        try:
            self._server.fill(collection, vectors, is_exact=is_exact)
            self._server.open(collection)
            depth, reached, asked = (0, 1.0, 0) if is_exact else self._depth(collection, vectors, queries)
            sample = _digest(vectors[sampled(len(vectors))])
            facts |= {"depth": depth, "recall": round(reached, 4), "queries": asked, "dim": int(vectors.shape[1])}
            facts["sample_sha256"] = sample
            self.check(facts, len(vectors))
        except BaseException:
            with suppress(SepadanError):  # the folder that names it stays where it cannot be dropped now
                self._server.drop(collection)
            raise
        return facts

    def read(self, folder: Path, facts: Mapping[str, Any], rows: int) -> ServerVectors:
        """See ``VectorEngine.read``."""
        self.check(facts, rows)
        held = Held(collection=facts["collection"], rows=rows, dim=int(facts["dim"]), depth=int(facts["depth"]))
        return ServerVectors(self._server, held)

    def check(self, facts: Mapping[str, Any], rows: int) -> None:
        """See ``VectorEngine.check``: the count, the dimension, and the sample compared byte for byte."""
        called = f"{self.name} collection {facts['collection']}"
        wanted, found = (rows, int(facts["dim"])), self._server.shape(facts["collection"])
        if found != wanted:
            raise GenerationError(
                f"{called}: wanted {wanted[0]} vectors of {wanted[1]}, found {found[0]} of {found[1]}"
            )
        self._server.open(facts["collection"])
        digest = _digest(self._server.vectors(facts["collection"], sampled(rows)))
        if digest != facts["sample_sha256"]:
            raise GenerationError(f"{called}: wanted SHA-256 {facts['sample_sha256']} of its sample, found {digest}")

    def drop(self, folder: Path) -> None:
        """See ``VectorEngine.drop``."""
        for file in sorted(folder.rglob(NAMED)):
            try:
                named = orjson.loads(file.read_bytes())
                engine, collection = named["engine"], named["collection"]
            except (OSError, ValueError, KeyError, TypeError):
                continue  # a damaged folder is removed all the same
            if engine == self.name:
                self._server.drop(collection)

    def close(self) -> None:
        """See ``VectorEngine.close``."""
        self._server.close()

    def _depth(self, collection: str, vectors: VectorRows, queries: Vectors | None) -> tuple[int, float, int]:
        """The least depth that reaches the recall of ``vector_plan``, that recall, and by how many queries."""
        own = queries is None or not len(queries)
        given = vectors if queries is None or own else queries
        rng = np.random.default_rng(_SEED)
        asked = given[np.sort(rng.choice(len(given), min(len(given), _QUERIES), replace=False))]
        k = min(AT + own, len(vectors))
        best, _ = exact_nearest(asked, vectors, k)
        least, most = self._server.depths(len(vectors))

        def recall_of(step: int) -> float:
            found = np.full_like(best, -np.inf)
            for at, (rows, _) in enumerate(self._server.nearest(collection, asked, k, least * step)):
                cosines = np.sort(compared(vectors[rows], asked[at]))[::-1][:k]
                found[at, : len(cosines)] = cosines
            return recall(found[:, int(own) :], best[:, int(own) :])

        step, reached = least_probes(recall_of, most // least)
        return least * step, reached, len(asked)


def sampled(rows: int) -> Rows:
    """The rows that are compared when a collection is opened, ascending; the same for the same number of rows."""
    if rows <= SAMPLE:
        return np.arange(rows)
    drawn = np.random.default_rng(rows).choice(rows, SAMPLE - 2, replace=False)
    found: Rows = np.unique(np.concatenate([drawn, [0, rows - 1]])).astype(np.int64)
    return found


def _digest(vectors: Vectors) -> str:
    return hashlib.sha256(np.ascontiguousarray(vectors, "<f4").tobytes()).hexdigest()
