"""Task ``load``: a real server over 100,000 postings, under as much load as it takes, twice that, and for long.

The server is ``sepadan serve`` with a process for each core; the load comes over HTTP on loopback from a process of its
own (``evaluation/benchmark/load_generator.py``), so on a small machine it takes its part of the cores. What it is
measured against, the same rankings in so many processes without a server, is measured in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import t

from evaluation.benchmark import faults_service
from evaluation.benchmark.load_generator import Order, Sent
from evaluation.benchmark.load_in_process import pipeline
from evaluation.benchmark.load_server import Loaded, under_load
from evaluation.benchmark.load_world import make_world
from evaluation.benchmark.served_home import ROOT
from evaluation.rows import row
from evaluation.task import Options, Row, Tell, reported
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.home import Home

OK, REFUSED = 200, 503
Series = npt.NDArray[np.float64]
_TAIL, _MIDDLE = 99, 50
_POOL = 15
"""Connections that a pool of the store opens at most: five that it keeps, ten more for a while (SQLAlchemy's own)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured.

    Attributes:
        postings: In the world.
        origins: Rows of the sample world that it is made of.
        workers: Processes that serve.
        rounds: In which throughput is measured, each with and without a server.
        round_s: Of each half of a round; many short ones average out the ups and downs of the machine.
        seconds: Of each measurement of latency.
        overload_s: Of twice the throughput.
        soak_s: Of half the throughput.
        stand_in: Whether the encoder is the stand-in that needs no model.
    """

    postings: int
    origins: int = 1_000
    workers: int
    rounds: int = 24
    round_s: float = 6.0
    seconds: float = 20.0
    overload_s: float = 60.0
    soak_s: float = 3_600.0
    stand_in: bool = False


@reported("load")
def run(options: Options) -> tuple[Row, ...]:
    """Measure over ``options.rows`` postings, a hundred thousand at most; the home is kept in the cache folder.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    postings = min(options.rows, 100_000)
    extent = Extent(postings=postings, workers=len(os.sched_getaffinity(0)), soak_s=60 * options.minutes)
    home = options.home or options.cache / "evaluation" / f"load-{postings}"
    return tuple(measured(home, extent, options.load_encoder(), options.tell))


def short(extent: Extent, tell: Tell) -> tuple[Row, ...]:
    """The same with the stand-in for the encoder, in a temporary home."""
    with tempfile.TemporaryDirectory(prefix="sepadan-load-") as folder:
        return tuple(measured(Path(folder), extent, faults_service.TrigramEncoder(), tell))


def measured(home: Path, extent: Extent, encoder: Encoder, tell: Tell) -> Iterator[Row]:
    """Every row; see the module.

    Args:
        home: Filled when it is empty.
        extent: How much.
        encoder: Of the world.
        tell: Told of progress.
    """
    engine = Engine(Home(root=home), encoder)
    try:
        world = make_world(engine, extent.postings, tell, extent.origins)
    finally:
        engine.close()
    with under_load(home, extent.workers, stand_in=extent.stand_in) as server:
        bodies = tuple(json.dumps({"id": key}) for key in world.workers)
        order = Order(
            host=server.host,
            port=server.port,
            path="/v1/match/postings",
            bodies=bodies,
            key=server.key,
            seconds=extent.seconds,
        )
        bare, full = _throughput(home, world.workers, extent, order)
        capacity = float(full.mean())
        tell("load", 2, 6)
        yield from _shares(bare, full, extent)
        calm = made(replace(order, rate=0.1 * capacity))
        yield from _latency("at 10 % of throughput", calm, None)
        tell("load", 3, 6)
        yield from _latency("at 70 % of throughput", made(replace(order, rate=0.7 * capacity)), 5.0)
        tell("load", 4, 6)
        inline = tuple(json.dumps({"worker": worker}) for worker in world.inline_workers)
        yield from _latency(
            "workers sent along, at 10 %", made(replace(order, bodies=inline, rate=0.1 * capacity)), None
        )
        yield from _overload(order, extent, capacity, calm)
        tell("load", 5, 6)
        yield from _soak(server, order, extent, capacity)
        tell("load", 6, 6)


def _throughput(home: Path, workers: tuple[str, ...], extent: Extent, order: Order) -> tuple[Series, Series]:
    """Answers a second in each round, without a server and with it: in turn, so that both meet the same machine."""
    closed = replace(order, connections=2 * extent.workers, seconds=extent.round_s)
    made(closed)  # warms the caches
    bare, full = list[float](), list[float]()
    with pipeline(home, workers, extent.workers, stand_in=extent.stand_in) as rank_for:
        for _ in range(extent.rounds):
            bare.append(rank_for(extent.round_s))
            full.append(made(closed).count(OK) / extent.round_s)
    return np.array(bare), np.array(full)


def _shares(bare: Series, full: Series, extent: Extent) -> Iterator[Row]:
    n = round(float(full.sum()) * extent.round_s)
    yield row("in-process pipeline: answers a second", float(bare.mean()), n=round(float(bare.sum()) * extent.round_s))
    yield row("POST /v1/match/postings: answers a second", float(full.mean()), n=n)
    share = full / bare
    half = float(t.ppf(0.975, len(share) - 1) * share.std(ddof=1) / np.sqrt(len(share))) if len(share) > 1 else 0.0
    middle = float(share.mean())
    yield row("share of the pipeline's throughput", middle, n=n, at_least=0.6, ci95=(middle - half, middle + half))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Load that was made.

    Attributes:
        statuses: Of each request, int64; 0 where the connection broke.
        started_s: When each was meant to start, float64, seconds.
        took_ms: From then to its answer, float64.
    """

    statuses: npt.NDArray[np.int64]
    started_s: npt.NDArray[np.float64]
    took_ms: npt.NDArray[np.float64]

    def count(self, status: int) -> int:
        """Requests that were answered so."""
        return int(np.count_nonzero(self.statuses == status))

    def took(self, status: int, at: float) -> float:
        """A percentile of the milliseconds of requests that were answered so; 0 when none was."""
        held = self.took_ms[self.statuses == status]
        return float(np.percentile(held, at)) if len(held) else 0.0


def made(order: Order) -> Made:
    """Make load from a process of its own.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    command = [sys.executable, "-m", "evaluation.benchmark.load_generator"]
    ran = subprocess.run(command, input=json.dumps(asdict(order)), cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    sent = Sent(**json.loads(ran.stdout))
    return Made(
        statuses=np.array(sent.statuses, np.int64),
        started_s=np.array(sent.started_s),
        took_ms=np.array(sent.took_ms),
    )


def _latency(name: str, found: Made, most: float | None) -> Iterator[Row]:
    n, middle, tail = found.count(OK), found.took(OK, _MIDDLE), found.took(OK, _TAIL)
    yield row(f"{name}: p50 ms", middle, n=n)
    yield row(f"{name}: p99 ms", tail, n=n)
    yield row(f"{name}: p99 as a multiple of p50", tail / middle if middle else 0.0, n=n, at_most=most)
    yield row(f"{name}: refused, share", found.count(REFUSED) / len(found.statuses), n=len(found.statuses))
    yield row(f"{name}: neither answered nor refused", len(found.statuses) - n - found.count(REFUSED), n=n, at_most=0)


def _overload(order: Order, extent: Extent, capacity: float, calm: Made) -> Iterator[Row]:
    found = made(replace(order, rate=2 * capacity, seconds=extent.overload_s))
    after = made(replace(order, rate=0.1 * capacity, seconds=10.0 if extent.seconds >= 10 else extent.seconds))
    n, limit = len(found.statuses), 3 * calm.took(OK, _TAIL)
    others = n - found.count(OK) - found.count(REFUSED)
    yield row("twice too much: answers a second", found.count(OK) / extent.overload_s, n=n)
    yield row("twice too much: refused, share", found.count(REFUSED) / n, n=n)
    yield row("twice too much: neither answered nor refused", others, n=n, at_most=0)
    yield row("twice too much: p99 ms of the answered", found.took(OK, _TAIL), n=found.count(OK))
    ratio = found.took(OK, _TAIL) / max(calm.took(OK, _TAIL), 1e-9)
    yield row("twice too much: p99 of the answered, multiple of at 10 %", ratio, n=found.count(OK), at_most=3)
    yield row("twice too much: p50 ms of the refused", found.took(REFUSED, _MIDDLE), n=found.count(REFUSED))
    bad = after.started_s[(after.statuses != OK) | (after.took_ms > limit)]
    yield row("seconds until it has recovered", float(bad.max()) if len(bad) else 0.0, n=len(after.statuses), at_most=5)


def _soak(server: Loaded, order: Order, extent: Extent, capacity: float) -> Iterator[Row]:
    half = replace(order, rate=0.5 * capacity)
    # What is allocated once (caches, pools) is there after the first tenth.
    made(replace(half, seconds=0.1 * extent.soak_s))
    before = server.footprint()
    found = made(replace(half, seconds=0.9 * extent.soak_s, seed=2))
    after = server.footprint()
    n, minutes = len(found.statuses), extent.soak_s / 60
    growth = after.resident_bytes / before.resident_bytes - 1
    yield row(f"soak of {minutes:g} minutes: growth of memory, share", growth, n=n, at_most=0.05)
    # Connections that are still kept open are no leak: the generator has just ended, and they are closed when it has.
    yield row("soak: file descriptors more", after.descriptors - before.descriptors, n=n, at_most=0)
    pools = _POOL * (extent.workers + 1)
    yield row("soak: connections to the store", after.connections, n=n, at_most=pools)
    yield row("soak: neither answered nor refused", n - found.count(OK) - found.count(REFUSED), n=n, at_most=0)
