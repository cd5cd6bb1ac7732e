"""Task ``engines``: the vector engines beside each other, and what one machine holds. ``--only`` names parts.

Part ``beside``: each engine beside exact NumPy over the same vectors, in one run on one machine. Vectors as in the
task ``speed``; ``--vectors`` makes fewer or more of them. Each engine is first held to the checks that all must pass
(``evaluation/benchmark/engine_checks.py``). The servers run on this machine: the network between is not measured, and
Milvus Lite is not a Milvus server: it is written in Python for tests. Part ``size``: ``evaluation/engine_size.py``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.benchmark.engine_checks import faults_of
from evaluation.benchmark.engine_servers import CONTESTANTS, Contestant
from evaluation.benchmark.million import SEED, million_vectors, origins
from evaluation.benchmark.vectors import RECALL, K, Shares, found_share, held_out, recall_row, timed
from evaluation.engine_size import size_rows
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from indexes.encoder import Vectors
from indexes.vector_plan import FLAT_BELOW
from indexes.vector_search import VectorSearch
from indexes.vectors import Cosines, Mask

QUERIES = 200
SHARES = {"no filter": None, "10 % allowed": 0.1, "1 % allowed": 0.01}
"""What a filter leaves, drawn at random for each query."""

_ALWAYS = 10**9
"""Rows below which an engine compares every row, for its checks."""

Search = Callable[[npt.NDArray[np.float32], Mask | None], object]


@reported("engines")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: A file of ads is missing or faulty, or there is no part of a name.
        ConfigError: Milvus Lite or pgserver is not installed.
        EncoderError: The encoder is not prepared.
        SepadanError: A step failed, as where there is no room.
    """
    return [one for part in options.parts_of(PARTS) for one in PARTS[part](options)]


def beside_rows(options: Options) -> list[Row]:
    """Each engine beside exact NumPy over the same vectors, held to the checks that all must pass.

    Raises:
        InputError: A file of ads is missing or faulty.
        ConfigError: Milvus Lite or pgserver is not installed.
        EncoderError: The encoder is not prepared.
    """
    real = origins(options)
    vectors, queries = million_vectors(options.vectors, SEED, real.ads), held_out(real, QUERIES)
    rows, green = list[Row](), 0
    for done, (name, open_it) in enumerate(CONTESTANTS.items()):
        options.tell("engines", done, len(CONTESTANTS))
        with tempfile.TemporaryDirectory(prefix="sepadan-engines-") as folder:
            (Path(folder) / "checks").mkdir()
            with open_it(Path(folder) / "checks", _ALWAYS) as checked:
                green += not faults_of(checked.engine, Path(folder) / "checks")
            (Path(folder) / "measured").mkdir()
            with open_it(Path(folder) / "measured", FLAT_BELOW) as measured:
                rows += _measured(name, measured, vectors, queries, Path(folder) / "measured")
    options.tell("engines", len(CONTESTANTS), len(CONTESTANTS))
    head = row("engines green", green, n=len(CONTESTANTS), at_least=len(CONTESTANTS))
    return [head, *rows, *_time_rows("exact NumPy", _times(partial(exact, vectors), vectors, queries))]


def exact(vectors: Vectors, query: npt.NDArray[np.float32], allowed: Mask | None) -> Cosines:
    """The best cosines, descending, by plain NumPy.

    Args:
        vectors: float32 of length 1, shape ``(n, dim)``.
        query: float32 of length 1.
        allowed: Rows that may be found; None for all.
    """
    cosines = (vectors if allowed is None else vectors[allowed]) @ query
    best: Cosines = np.sort(np.partition(cosines, len(cosines) - min(K, len(cosines)))[-K:])[::-1]
    return best


def _measured(name: str, contestant: Contestant, vectors: Vectors, queries: Vectors, folder: Path) -> list[Row]:
    n = len(vectors)
    took, facts = timed(partial(contestant.engine.write, folder, "sepadan_measured_posting", vectors, None))
    search = contestant.engine.read(folder, facts, n)
    rows = [
        row(f"{name}: build, s", took / 1000, n=n),
        row(f"{name}: bytes a vector on disk", contestant.size_bytes(facts) / n, n=n),
    ]
    for what, share in SHARES.items():
        recalls = _recalls(search, vectors, queries, share)
        rows.append(recall_row(f"{name}: recall@10, {what}", recalls, at_least=RECALL))
    times = _times(lambda query, allowed: search.search(query, K, allowed), vectors, queries)
    return rows + _time_rows(name, times)


def _recalls(search: VectorSearch, vectors: Vectors, queries: Vectors, share: float | None) -> Shares:
    found: list[float] = []
    for query, allowed in zip(queries, _masks(len(vectors), len(queries), share), strict=True):
        best = exact(vectors, query, allowed)
        if len(best):
            found.append(found_share(search.search(query, K, allowed), vectors, query, best))
    return np.array(found)


def _masks(rows: int, queries: int, share: float | None) -> list[Mask | None]:
    random = np.random.default_rng(SEED)
    return [None if share is None else random.random(rows) < share for _ in range(queries)]


def _times(search: Search, vectors: Vectors, queries: Vectors) -> dict[str, list[float]]:
    """Milliseconds of each search, by what a filter leaves."""
    found: dict[str, list[float]] = {}
    for what, share in SHARES.items():
        masks = _masks(len(vectors), len(queries), share)
        found[what] = [timed(partial(search, *asked))[0] for asked in zip(queries, masks, strict=True)]
    return found


def _time_rows(name: str, times: dict[str, list[float]]) -> list[Row]:
    return [
        row(f"{name}: {called}, {what}, ms", float(np.quantile(took, at)), n=len(took))
        for what, took in times.items()
        for called, at in (("p50", 0.5), ("p99", 0.99))
    ]


PARTS: Mapping[str, Callable[[Options], list[Row]]] = {"beside": beside_rows, "size": size_rows}
"""Name, as ``--only`` takes it, to what makes its rows."""
