"""One step over many vectors in a process of its own, so that its memory is that of the step: build, serve or scan.

``python -m evaluation.benchmark.vector_steps STEP FOLDER`` reads what ``evaluation/benchmark/vector_scale.py`` laid
into the folder and prints JSON. It imports what the product's index needs and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.engines.faiss import FaissEngine
from indexes.vector_rows import VectorFile

Floats = npt.NDArray[np.float32]

VECTORS, CHOOSING, ASKED, FACTS, FOUND = "vectors.f4", "choosing.npy", "asked.npy", "facts.json", "found.npy"
"""Files of the folder: the vectors, queries that choose the depth, those that are measured, what the engine says of its
index, and the rows that serving found."""

K = 10
_SCANS = 10
"""Exact scans timed: at five million each reads 7.7 GB."""

_EVERY_S = 0.02


def build(folder: Path) -> dict[str, Any]:
    """Index the vectors of a folder as a generation does."""
    choosing = np.load(folder / CHOOSING)
    with _measured() as told, (folder / VECTORS).open("rb") as file:
        vectors = VectorFile(file, int(choosing.shape[1]))
        facts = FaissEngine().write(folder, "", vectors, choosing)
    (folder / FACTS).write_text(json.dumps({**facts, "rows": len(vectors)}))
    return told


def serve(folder: Path) -> dict[str, Any]:
    """Open the index and answer one query after the other."""
    facts, asked = json.loads((folder / FACTS).read_text()), np.load(folder / ASKED)
    found = np.full((len(asked), K), -1, dtype=np.int64)
    with _measured() as told:
        search = FaissEngine().read(folder, facts, facts["rows"])
        for at, query in enumerate(asked):
            hits = _timed(partial(search.search, query, K), told)
            found[at, : len(hits.rows)] = hits.rows
    np.save(folder / FOUND, found)
    return told


def scan(folder: Path) -> dict[str, Any]:
    """FAISS's exact search over the mapped vectors, as ``IndexFlatIP`` does it, for some of the same queries."""
    asked = np.load(folder / ASKED)
    held = np.memmap(folder / VECTORS, dtype="<f4", mode="r").reshape(-1, asked.shape[1])
    with _measured() as told:
        _exact(held, asked[0])  # whoever is first brings the file into memory
        some = asked[:: max(1, len(asked) // _SCANS)][:_SCANS]
        for query in some:
            _timed(partial(_exact, held, query), told)
    return told


STEPS: dict[str, Callable[[Path], dict[str, Any]]] = {"build": build, "serve": serve, "scan": scan}


def _exact(held: Floats, query: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    return faiss.knn(query[None, :], held, K, faiss.METRIC_INNER_PRODUCT)


def _timed(work: Callable[[], Any], told: dict[str, Any]) -> Any:
    """What something gives; how long it took by the clock and by the processor is added to what is told."""
    started, used = time.perf_counter(), time.process_time()
    found = work()
    told["milliseconds"].append((time.perf_counter() - started) * 1000)
    told["cpu_milliseconds"].append((time.process_time() - used) * 1000)
    return found


@contextmanager
def _measured() -> Generator[dict[str, Any]]:
    """Seconds and memory of what is done inside, put into the mapping at its end."""
    told: dict[str, Any] = {"start_bytes": status_bytes("VmRSS"), "milliseconds": [], "cpu_milliseconds": []}
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            most[0] = max(most[0], status_bytes("RssAnon"))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    started = time.perf_counter()
    try:
        yield told
    finally:
        told["seconds"] = time.perf_counter() - started
        done.set()
        watcher.join()
        used = resource.getrusage(resource.RUSAGE_SELF)
        told["cpu_seconds"] = used.ru_utime + used.ru_stime
        told["peak_bytes"] = status_bytes("VmHWM")
        told["anonymous_bytes"] = max(most[0], status_bytes("RssAnon"))


def status_bytes(field: str) -> int:
    """A field of this process's memory: ``VmHWM`` is the most that was ever resident, mapped files included.

    Args:
        field: As ``/proc/self/status`` names it (proc(5)).
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"/proc/{os.getpid()}/status: wanted {field}, found none")


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201
