"""How memory, time and recall of the vector index grow with the number of vectors, each step in a fresh process.

The vectors are those of a simulated nation's workers (``matcher/nation/vectors.py``): directions of the bundled encoder
for unit groups and skills, and noise with the spectrum of its own vectors, in shares that give the cosines of real
texts. They are streamed, shard by shard, into a file. Postings of the same nation ask for them, as in the product: some
choose the depth, others are measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from evaluation.benchmark.growth_figure import two_panels
from evaluation.benchmark.vector_steps import ASKED, CHOOSING, FACTS, FOUND, VECTORS, K
from evaluation.measures import bootstrap_mean
from evaluation.rows import row
from evaluation.task import Row, Tell
from indexes.encoder import Vectors
from indexes.exact import exact_nearest
from indexes.vector_rows import VectorFile
from matcher.nation.schema import SHARD_ROWS
from matcher.nation.shards import planned, write_shard
from matcher.nation.vectors import Space, shard_vectors
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import SepadanError

RECALL, PEAK_GIB = 0.95, 12.0
SEED = 2029
CHOOSERS, QUERIES = 256, 250
"""Queries that choose the depth, as many as a build is given; and those measured, of postings and of other workers."""

_GIB = 2.0**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was measured at one size; all of it stands in the JSON that is kept for the picture.

    Attributes:
        rows: Vectors.
        dim: Length of each.
        facts: What the engine says of its index.
        disk_bytes: Of the index.
        steps: What each step told, by its name; see ``evaluation/benchmark/vector_steps.py``.
        shares: Recall@10 of each query, postings' and then workers'.
        cosines: Of each query with its nearest and its tenth, means.
    """

    rows: int
    dim: int
    facts: dict[str, Any]
    disk_bytes: int
    steps: dict[str, dict[str, Any]]
    shares: dict[str, list[float]]
    cosines: tuple[float, float]


def measure(rows: int, space: Space, tell: Tell) -> Point:
    """Make, index, serve and compare; needs 2 KB of disk a vector below the folder for temporary files.

    Args:
        rows: Vectors.
        space: Of the encoder that is imitated.
        tell: Told of progress.

    Raises:
        SepadanError: A step failed.
    """
    with tempfile.TemporaryDirectory(prefix="sepadan-vectors-") as name:
        folder = Path(name)
        with (folder / VECTORS).open("w+b") as file:
            vectors = VectorFile(file, len(space.mean))
            for part in nation_vectors(folder, Kind.WORKER, rows, space, SEED):
                vectors.append(part)
                tell("make vectors", len(vectors), rows)
            asked = _lay_queries(folder, space)
            steps: dict[str, dict[str, Any]] = {}
            for done, step in enumerate(("build", "serve", "scan")):
                tell("build, serve, scan", done, 3)
                file.flush()
                steps[step] = alone(step, folder)
            tell("build, serve, scan", 3, 3)
            best, _ = exact_nearest(np.concatenate(list(asked.values())), vectors, K)
            shares = _shares(vectors, asked, np.load(folder / FOUND), best)
        return Point(
            rows=rows,
            dim=len(space.mean),
            facts=json.loads((folder / FACTS).read_text()),
            disk_bytes=sum(path.stat().st_size for path in folder.glob("vectors.f*") if path.name != VECTORS),
            steps=steps,
            shares=shares,
            cosines=(float(best[:, 0].mean()), float(best[:, -1].mean())),
        )


def nation_vectors(folder: Path, kind: Kind, rows: int, space: Space, seed: int) -> Iterator[Vectors]:
    """Vectors of a nation's rows; each shard is made in a folder, read and removed."""
    for number, some in planned(kind, rows):
        shard = write_shard(folder, kind, number, some, seed)
        yield from shard_vectors(folder / shard.file, load_vocabulary(), space, seed)
        (folder / shard.file).unlink()


def alone(step: str, folder: Path) -> dict[str, Any]:
    """What a step tells that runs in a fresh process.

    Raises:
        SepadanError: It failed; with the last line that it wrote.
    """
    command = [sys.executable, "-m", "evaluation.benchmark.vector_steps", step, str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or [""])[-1]
        raise SepadanError(f"vectors: wanted the step {step} to end with 0, found {ended.returncode}: {last}")
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def point_rows(point: Point) -> list[Row]:
    """Figures of a size; the targets are those of five million and are held at every size."""
    name, n, steps = f"{point.rows:,} vectors", point.rows, point.steps
    rows = [
        row(f"{name}: recall@10, queries of {kind}", float(np.mean(shares)), n=len(shares), at_least=RECALL,
            ci95=bootstrap_mean(np.array(shares)))
        for kind, shares in point.shares.items()
    ]  # fmt: skip
    for step in ("build", "serve"):
        told = steps[step]
        rows += [
            row(f"{name}: {step}, peak RSS (VmHWM), GiB", told["peak_bytes"] / _GIB, n=n, at_most=PEAK_GIB),
            row(f"{name}: {step}, peak anonymous memory (RssAnon), GiB", told["anonymous_bytes"] / _GIB, n=n),
            row(f"{name}: {step}, RSS before it began, GiB", told["start_bytes"] / _GIB, n=n),
            row(f"{name}: {step}, s", told["seconds"], n=n),
            row(f"{name}: {step}, CPU s", told["cpu_seconds"], n=n),
        ]
    ours, exact = steps["serve"]["milliseconds"], steps["scan"]["milliseconds"]
    half, cpu_half = float(np.median(exact)), float(np.median(steps["scan"]["cpu_milliseconds"]))
    our_cpu_half = float(np.median(steps["serve"]["cpu_milliseconds"]))
    return [
        *rows,
        row(f"{name}: bytes a vector on disk", point.disk_bytes / n, n=n),
        row(f"{name}: lists probed, of {point.facts['kind']}", point.facts["probes"], n=n),
        row(f"{name}: search k=10, p50, ms", float(np.median(ours)), n=len(ours)),
        row(f"{name}: search k=10, p99, ms", float(np.quantile(ours, 0.99)), n=len(ours)),
        row(f"{name}: exact FAISS scan k=10, p50, ms", half, n=len(exact)),
        row(f"{name}: search k=10, p50, CPU ms", our_cpu_half, n=len(ours)),
        row(f"{name}: exact FAISS scan k=10, p50, CPU ms", cpu_half, n=len(exact)),
        row(f"{name}: exact scan over ours, p50 of CPU, times", cpu_half / our_cpu_half, n=len(ours)),
        row(f"{name}: mean cosine of a query and its nearest", point.cosines[0], n=len(ours)),
        row(f"{name}: mean cosine of a query and its tenth", point.cosines[1], n=len(ours)),
    ]


def keep(point: Point, folder: Path) -> list[Point]:
    """Keep a point, and give all that are kept, the smallest first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{point.rows}.json").write_bytes(orjson.dumps(point))
    held = [Point(**orjson.loads(path.read_bytes())) for path in folder.glob("*.json")]
    return sorted(held, key=lambda one: one.rows)


def plot_points(points: Sequence[Point], path: Path) -> None:
    """Draw memory and milliseconds against the number of vectors as an SVG, both axes logarithmic.

    Raises:
        ModuleNotFoundError: matplotlib is not installed (``pip install 'sepadan[dev]'``).
    """
    rows = [one.rows for one in points]
    with two_panels(path, of="vectors") as (memory, times):
        memory.plot(rows, [4 * one.dim * one.rows / _GIB for one in points], "^:", label="the vectors as float32")
        for step, style in (("build", "o-"), ("serve", "s--")):
            peaks = [one.steps[step]["peak_bytes"] / _GIB for one in points]
            memory.plot(rows, peaks, style, label=f"peak RSS, {step}")
        memory.axhline(PEAK_GIB, color="grey", linewidth=1, label=f"target, {PEAK_GIB:g} GiB")
        memory.set(yscale="log", ylabel="GiB", title="Memory")
        for step, style, label in (("scan", "^:", "exact FAISS scan p50"), ("serve", "o-", "our search p50")):
            times.plot(rows, [np.median(one.steps[step]["cpu_milliseconds"]) for one in points], style, label=label)
        times.set(yscale="log", ylabel="milliseconds of a processor", title="One search, k = 10")


def _lay_queries(folder: Path, space: Space) -> dict[str, Vectors]:
    """Lay queries into the folder, and give those that are measured: none of them is among the vectors."""
    wanted = {Kind.POSTING: CHOOSERS + QUERIES, Kind.WORKER: QUERIES}
    assert max(wanted.values()) <= SHARD_ROWS
    made = {
        kind: np.concatenate(list(nation_vectors(folder, kind, count, space, SEED + 1)))
        for kind, count in wanted.items()
    }
    asked = {"postings": made[Kind.POSTING][CHOOSERS:], "other workers": made[Kind.WORKER]}
    np.save(folder / CHOOSING, made[Kind.POSTING][:CHOOSERS])
    np.save(folder / ASKED, np.concatenate(list(asked.values())))
    return asked


def _shares(
    vectors: VectorFile, asked: dict[str, Vectors], found: np.ndarray[Any, np.dtype[np.int64]], best: Vectors
) -> dict[str, list[float]]:
    """Recall@10 of each query; a row as near as the tenth is as good as it."""
    shares, at = dict[str, list[float]](), 0
    for kind, queries in asked.items():
        shares[kind] = []
        for query in queries:
            rows = found[at][found[at] >= 0]
            near = vectors[rows] @ query
            shares[kind].append(float(np.count_nonzero(near >= best[at, -1] - 1e-6) / best.shape[1]))
            at += 1
    return shares
