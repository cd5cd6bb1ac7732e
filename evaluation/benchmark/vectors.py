"""Vector search measured against exact search over the same vectors, in one run on one machine."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.benchmark.million import SEED, Origins, million_vectors, origins
from evaluation.measures import bootstrap_mean
from evaluation.rows import row
from evaluation.task import Options, Row
from indexes.encoder import Vectors
from indexes.inverted_file import fine_path
from indexes.vector_build import Tuned, write_index
from indexes.vector_plan import recall
from indexes.vectors import Cosines, Hits, VectorIndex

K = 10
RECALL = 0.98
BUILD_SECONDS, BYTES, TIMES_EXACT = 60.0, 450.0, 60.0
QUERIES = 1_000
"""Queries that recall and latency are measured on; none of them is in the index or chose its probes."""

_EXACT_SEARCHES = 100
"""Exact searches timed: each takes as long as sixty of ours."""

_ROWS = 10_000
"""Rows touched at once."""

_SMALL = 4_096

_T = TypeVar("_T")
Shares = npt.NDArray[np.float64]


def held_out(real: Origins, queries: int | None = None) -> Vectors:
    """Queries made as the vectors are, that are not among them."""
    return million_vectors(queries or QUERIES, SEED + 1, real.ads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Million:
    """As many vectors as a task asks for, and an index of them.

    Attributes:
        real: What they are made of.
        vectors: float32 of length 1, shape ``(n, dim)``.
        index: Over them.
        rows: What the index costs.
    """

    real: Origins
    vectors: Vectors
    index: VectorIndex
    rows: list[Row]


@contextmanager
def opened_million(options: Options) -> Generator[Million]:
    """``options.rows`` vectors, indexed in a folder that is removed at the end.

    Raises:
        InputError: A file of ads is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    real = origins(options)
    vectors = million_vectors(options.rows, SEED, real.ads)
    with tempfile.TemporaryDirectory(prefix="sepadan-vectors-") as folder:
        index, _, rows = built(vectors, Path(folder))
        yield Million(real=real, vectors=vectors, index=index, rows=rows)


def built(vectors: Vectors, folder: Path) -> tuple[VectorIndex, Tuned, list[Row]]:
    """An index of vectors, written and mapped; rows of what it costs.

    Args:
        vectors: float32 of length 1, shape ``(n, dim)``.
        folder: Where its files go; it is there.
    """
    path, n = folder / "vectors.faiss", len(vectors)
    started = time.perf_counter()
    tuned = write_index(path, vectors)
    seconds = time.perf_counter() - started
    small = write_index(folder / "small.faiss", vectors[:_SMALL], flat_below=1)
    files = [path, *([fine_path(path)] if tuned.probes else [])]
    mapped = VectorIndex.read(path, n, tuned.probes, tuned.gain)
    _touch(mapped)  # a server that has just started has no page of it in its table yet
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        alone.submit(memory, folder / "small.faiss", min(n, _SMALL), small).result()  # loads what any index needs
        in_memory = alone.submit(memory, path, n, tuned).result() / n
    on_disk = sum(file.stat().st_size for file in files) / n
    rows = [
        row("build, probes chosen and files written, s", seconds, n=n, at_most=BUILD_SECONDS),
        row("bytes a vector on disk", on_disk, n=n, at_most=BYTES),
        row("bytes a vector in memory, all pages touched", in_memory, n=n, at_most=BYTES),
        row("lists probed", tuned.probes, n=n),
        row("recall@10 on the queries that chose the probes", tuned.recall, n=tuned.queries),
    ]
    return mapped, tuned, rows


def measure_vectors(index: VectorIndex, vectors: Vectors, queries: Mapping[str, Vectors]) -> list[Row]:
    """Recall of each kind of query, and latency of the first kind against exact Flat.

    Args:
        index: Over the vectors.
        vectors: float32 of length 1, shape ``(n, dim)``.
        queries: Kind to vectors, at least one; the first is held against the targets.
    """
    rows = [
        recall_row(f"recall@10, {kind}", recalls(index, vectors, asked), at_least=RECALL if at == 0 else None)
        for at, (kind, asked) in enumerate(queries.items())
    ]
    asked = next(iter(queries.values()))
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    ours, exact = list[float](), list[float]()
    every = max(1, len(asked) // _EXACT_SEARCHES)
    for at, query in enumerate(asked):
        ours.append(timed(partial(index.search, query, K))[0])
        if at % every == 0:
            exact.append(timed(partial(flat.search, query[None, :], K))[0])
    half, last = np.median(ours), np.quantile(ours, 0.99)
    whole = np.median(exact)
    return [
        *rows,
        row("search k=10, p50, ms", float(half), n=len(ours)),
        row("search k=10, p99, ms", float(last), n=len(ours)),
        row("exact Flat k=10, p50, ms", float(whole), n=len(exact)),
        row("exact Flat over ours, p50, times", float(whole / half), n=len(ours), at_least=TIMES_EXACT),
    ]


def recalls(index: VectorIndex, vectors: Vectors, queries: Vectors) -> Shares:
    """Recall@10 of each query over all rows."""
    exact, _ = faiss.knn(queries, vectors, K, faiss.METRIC_INNER_PRODUCT)
    found = [index.search(query, K) for query in queries]
    return np.array([found_share(hits, vectors, *one) for hits, *one in zip(found, queries, exact, strict=True)])


def found_share(hits: Hits, vectors: Vectors, query: npt.NDArray[np.float32], best: Cosines) -> float:
    """Share of the true nearest that was found; a row as near as the last of them is as good as it.

    Args:
        hits: What was found.
        vectors: What was searched.
        query: float32 of length 1.
        best: Cosines of the true nearest, descending, at least one.
    """
    return recall((vectors[hits.rows] @ query)[None], best[None])


def recall_row(name: str, shares: Shares, *, at_least: float | None = RECALL) -> Row:
    """Mean recall with its interval over queries."""
    return row(name, float(shares.mean()), n=len(shares), ci95=bootstrap_mean(shares), at_least=at_least)


def timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """How long something takes, in milliseconds, and what it gives."""
    started = time.perf_counter()
    found = work()
    return (time.perf_counter() - started) * 1000, found


def memory(path: Path, rows: int, tuned: Tuned) -> int:
    """Bytes of memory that an index takes in this process, once every page of it was touched."""
    before = _resident()
    index = VectorIndex.read(path, rows, tuned.probes, tuned.gain)
    _touch(index)
    return _resident() - before


def _touch(index: VectorIndex) -> None:
    query = index.vector(0)
    for start in range(0, len(index), _ROWS):
        index.cosines(query, np.arange(start, min(start + _ROWS, len(index))))


def _resident() -> int:
    """Resident memory of this process, bytes, mapped files included."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
