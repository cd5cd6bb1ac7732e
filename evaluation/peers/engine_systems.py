"""Vector engines set up and asked: FAISS as the product uses it, and what else searches near vectors.

All get the same vectors and the same tuning queries, and are asked one query at a time, as a server is. Each graph is
deepened until it finds as much of what an exact search finds as the product asks of itself (``vector_plan.RECALL``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.peers.contest import OURS, Answer, System, each
from indexes.encoder import Vectors
from indexes.engines.faiss import FaissEngine
from indexes.vector_plan import RECALL, recall
from indexes.vector_server import VectorServer

K = 10
"""Neighbours that are asked for."""

TUNING = 100
"""Queries that depths are chosen by."""

DEPTHS = (10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_000)

_LINKS, _BUILD_DEPTH, _SEED = 16, 128, 2028
_PROBES = (1, 2, 4, 8, 16, 32, 64)

Rows = npt.NDArray[np.int64]
One = Callable[[npt.NDArray[np.float32]], Rows]
"""The rows nearest to one query, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorWork:
    """What an engine is set up with.

    Attributes:
        vectors: float32 of length 1, shape ``(n, dim)``.
        tuning: Queries that its depth is chosen by; none of those that are asked.
        nearest: Exact cosines of the ``K`` nearest to each of them, descending.
    """

    vectors: Vectors
    tuning: Vectors
    nearest: npt.NDArray[np.float32]


def share(vectors: Vectors, query: npt.NDArray[np.float32], rows: Rows, best: npt.NDArray[np.float32]) -> float:
    """Share of the true nearest that was found; a row as near as the last of them is as good as it."""
    return recall((vectors[np.unique(rows)[:K]] @ query)[None], best[None])


def deepen(work: VectorWork, depths: Sequence[int], at: Callable[[int], object], one: One) -> int:
    """The least depth whose recall is enough on the tuning queries, set; the greatest when none is.

    Args:
        work: Vectors and tuning queries.
        depths: Ascending.
        at: Sets a depth.
        one: Searches at the depth that is set.
    """
    depth = depths[-1]
    for depth in depths:
        at(depth)
        found = [
            share(work.vectors, query, one(query), best) for query, best in zip(work.tuning, work.nearest, strict=True)
        ]
        if np.mean(found) >= RECALL:
            break
    return depth


@contextmanager
def sepadan(work: VectorWork) -> Generator[Answer]:
    """FAISS as the product builds, writes, maps and searches it."""
    engine = FaissEngine()
    with tempfile.TemporaryDirectory(prefix="sepadan-peers-") as folder:
        facts = engine.write(Path(folder), "", work.vectors, work.tuning)
        search = engine.read(Path(folder), facts, len(work.vectors))
        yield each(lambda query: search.search(query, K).rows)


@contextmanager
def flat(work: VectorWork) -> Generator[Answer]:
    """FAISS, every vector compared."""
    index: Any = faiss.IndexFlatIP(work.vectors.shape[1])
    index.add(work.vectors)
    yield each(lambda query: index.search(query[None, :], K)[1][0])


@contextmanager
def hnswlib(work: VectorWork) -> Generator[Answer]:
    """A graph of hnswlib."""
    import hnswlib as library

    index = library.Index(space="ip", dim=work.vectors.shape[1])
    index.init_index(len(work.vectors), M=_LINKS, ef_construction=_BUILD_DEPTH, random_seed=_SEED)
    index.set_num_threads(1)
    index.add_items(work.vectors, np.arange(len(work.vectors)))

    def one(query: npt.NDArray[np.float32]) -> Rows:
        return np.asarray(index.knn_query(query, k=K)[0][0], dtype=np.int64)

    deepen(work, DEPTHS, index.set_ef, one)
    yield each(one)


@contextmanager
def usearch(work: VectorWork) -> Generator[Answer]:
    """A graph of USearch."""
    from usearch.index import Index

    size = work.vectors.shape[1]
    index: Any = Index(ndim=size, metric="ip", dtype="f32", connectivity=_LINKS, expansion_add=_BUILD_DEPTH)
    index.add(np.arange(len(work.vectors)), work.vectors, threads=1)

    def one(query: npt.NDArray[np.float32]) -> Rows:
        return np.asarray(index.search(query, K, threads=1).keys, dtype=np.int64)

    deepen(work, DEPTHS, lambda depth: setattr(index, "expansion_search", depth), one)
    yield each(one)


class _Served:
    """A server that is asked for the nearest at a depth, in the process that it names."""

    def __init__(self, server: VectorServer, process: int | None) -> None:
        self._server, self.process, self.depth = server, process, 0

    def one(self, query: npt.NDArray[np.float32]) -> Rows:
        return self._server.nearest(_TABLE, query[None, :], K, self.depth)[0][0]

    def at(self, depth: int) -> None:
        self.depth = depth

    def __call__(self, queries: Sequence[Any]) -> Sequence[Any]:
        return [self.one(query) for query in queries]


_TABLE = "sepadan_peers"


def _deepened(server: VectorServer, process: int | None, work: VectorWork, depths: Sequence[int]) -> _Served:
    server.fill(_TABLE, work.vectors, is_exact=False)
    server.open(_TABLE)
    served = _Served(server, process)
    deepen(work, depths, served.at, served.one)
    return served


@contextmanager
def milvus_lite(work: VectorWork) -> Generator[Answer]:
    """Milvus Lite through pymilvus."""
    from evaluation.benchmark.engine_servers import served_milvus

    with tempfile.TemporaryDirectory(prefix="sepadan-peers-") as folder, served_milvus(Path(folder)) as server:
        yield _deepened(server, None, work, _PROBES)


@contextmanager
def pgvector(work: VectorWork) -> Generator[Answer]:
    """PostgreSQL with pgvector, over a socket."""
    from evaluation.benchmark.engine_servers import served_pgvector

    with (
        tempfile.TemporaryDirectory(prefix="sepadan-peers-") as folder,
        served_pgvector(Path(folder)) as (server, _),
    ):
        process = int((Path(folder) / "db" / "postmaster.pid").read_text().split()[0])
        yield _deepened(server, process, work, DEPTHS)


_DEEPENED = "least depth of {} that finds " + f"{RECALL:.1%} on {TUNING} other queries"

SYSTEMS = (
    System(
        name=OURS,
        make=sepadan,
        tuned="as the product is: inverted file of 8-bit codes from 50,000 vectors on, probes by recall when built",
        needs={"faiss": "faiss-cpu"},
    ),
    System(name="FAISS flat", make=flat, tuned="nothing to tune: exact", needs={"faiss": "faiss-cpu"}),
    System(
        name="hnswlib",
        make=hnswlib,
        tuned=f"M {_LINKS}, ef_construction {_BUILD_DEPTH} (its ALGO_PARAMS.md: M 12-48, ef_construction until recall "
        f"stops to rise); {_DEEPENED.format('ef')}",
        needs={"hnswlib": "hnswlib"},
    ),
    System(
        name="USearch",
        make=usearch,
        tuned=f"connectivity {_LINKS}, expansion_add {_BUILD_DEPTH} (its defaults), f32; "
        f"{_DEEPENED.format('expansion_search')}",
        needs={"usearch": "usearch"},
    ),
    System(
        name="pgvector",
        make=pgvector,
        tuned="hnsw, m 16, ef_construction 128, 1 GB of maintenance_work_mem (its README); "
        f"{_DEEPENED.format('hnsw.ef_search')}",
        needs={"pgserver": "pgserver", "psycopg": "psycopg"},
    ),
    System(
        name="Milvus Lite",
        make=milvus_lite,
        tuned=f"IVF_FLAT (Milvus' index guide); {_DEEPENED.format('nprobe')}; written in Python for tests, no Milvus "
        "server could be run here",
        needs={"pymilvus": "pymilvus", "milvus_lite": "milvus-lite"},
    ),
)  # fmt: skip
