"""Task ``batch``: all workers matched with all postings at once, beside one search at a time, in one run.

Workers and postings are judged seekers and real ads again and again (``evaluation/benchmark/crowd.py``): 200,000
postings, or ``--rows`` if that is fewer, and 20,000 workers, or as many as ``--vectors`` says. What is measured on them
is speed and agreement, not quality. The machines of the cluster are processes of this one, with a core each.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.ads import opened_ads
from evaluation.answers import nothing
from evaluation.benchmark.batch_world import SEED, BatchWorld, as_new, make_world, planned
from evaluation.benchmark.ray_nodes import ray_nodes
from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.rows import mean_row, row
from evaluation.task import Options, Row, data_folder, reported
from matcher.batch.local import LocalEngine
from matcher.batch.on_ray import RayEngine
from matcher.batch.plan import Rules
from matcher.batch.results import Results
from matcher.batch.run import Report as Ran
from matcher.batch.run import Task
from matcher.batch.run import run as run_batch
from matcher.build import fresh_of
from matcher.filters import Conditions
from matcher.records import Kind

POSTINGS = 200_000
RATE, EFFICIENCY, REWORK = 2_000.0, 0.8, 0.05
"""Targets: workers a second of a core; of linear with two machines; share of parts begun once more."""

_DAY = date(2026, 11, 28)
_ALONE, _EXACT = 60, 100
"""Workers that are searched for one at a time, and for whom every posting is scored."""


@reported("batch")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The data folder or a file in it is missing or faulty.
        ConfigError: Numba or Ray is not installed.
        EncoderError: The encoder is not prepared.
    """
    seekers = read_seekers(data_folder(options.data) / "gold" / SEEKERS)
    counts = (options.vectors, min(options.rows, POSTINGS))
    with opened_ads(options) as (engine, _), tempfile.TemporaryDirectory(prefix="sepadan-batch-") as folder:
        derived = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        ads = [fresh_of(one, stored.payload) for one, stored in derived]
        options.tell("make crowds", 0, 1)
        world = make_world(Path(folder), engine, ads, engine.subjects(list(seekers.values())), counts, _DAY)
        options.tell("make crowds", 1, 1)
        return _measured(world, options)


def _measured(world: BatchWorld, options: Options) -> list[Row]:
    rules, n = Rules(day=_DAY.toordinal(), part_rows=min(500, max(1, len(world.asking) // 40))), len(world.asking)
    task = planned(world, "whole", rules)
    _compiled(world, rules)
    options.tell("match", 0, 5)
    alone = run_batch(task, LocalEngine(1))
    options.tell("match", 1, 5)
    rate, single = alone.rows / alone.cpu_seconds, _one_at_a_time(world)
    rows = [
        row("workers a second of a core", rate, n=n, at_least=RATE),
        row("postings", len(world.postings), n=len(world.postings)),
        row("postings scored for a worker", alone.looked_at, n=n),
        row("one search at a time: workers a second", single, n=_ALONE),
        row("batch, times one search at a time", rate / single, n=_ALONE),
        _agreement(world, task, rules),
    ]
    options.tell("match", 2, 5)
    return rows + _on_two_machines(world, task, alone)


def _compiled(world: BatchWorld, rules: Rules) -> None:
    """Compile, or load what was compiled, outside of what is timed."""
    run_batch(planned(world, "first", replace(rules, part_rows=1), [0]), LocalEngine(1))


def _one_at_a_time(world: BatchWorld) -> float:
    pipeline = world.engine.pipeline_over({**nothing(world.engine), str(Kind.POSTING): world.catalogue})
    conditions, asking = Conditions(today=_DAY), world.asking[:_ALONE]
    pipeline.best_postings(asking[0], 20, conditions)
    began = time.process_time()
    for one in asking:
        pipeline.best_postings(one, 20, conditions)
    return len(asking) / (time.process_time() - began)


def _agreement(world: BatchWorld, task: Task, rules: Rules) -> Row:
    """Share of the best twenty of all postings, every one scored, that the batch finds too."""
    every = np.random.default_rng(SEED).choice(len(world.asking), min(_EXACT, len(world.asking)), replace=False)
    deep = replace(rules, by_vector=len(world.postings))
    exact = planned(world, "exact", deep, sorted(int(one) for one in every))
    run_batch(exact, LocalEngine(1))
    found = _lists(Results.read(task.folder))
    shares = [
        len(set(best) & set(found[key])) / max(1, len(best)) for key, best in _lists(Results.read(exact.folder)).items()
    ]
    return mean_row("recall@20 against every posting scored", shares)


def _lists(results: Results) -> dict[str, Sequence[int]]:
    return {one["worker"]: one["postings"] for table in results.tables() for one in table.to_pylist()}


def _on_two_machines(world: BatchWorld, task: Task, alone: Ran) -> list[Row]:
    """What a second machine brings, and what it costs when it dies half way."""
    runs = dict[int, Ran]()
    for count in (1, 2):
        with ray_nodes(count) as (cluster, _):
            engine = RayEngine(cluster.address)
            warm = as_new(task, world.folder / f"warm-{count}")
            run_batch(replace(warm, sizes=warm.sizes[:2]), engine)
            runs[count] = run_batch(as_new(task, world.folder / f"ray-{count}"), engine)
    killed = _with_one_killed(world, task)
    n = alone.parts
    gain = (runs[1].seconds / runs[2].seconds) / 2
    same = all(one.digest == alone.digest for one in (*runs.values(), killed))
    return [
        row("two machines: share of linear", gain, n=alone.rows, at_least=EFFICIENCY),
        row("machine killed: rework, share of parts", killed.redone / n, n=n, at_most=REWORK),
        row("runs with the same bytes (1, 2 machines, one killed; local)", float(same), n=4, at_least=1.0),
    ]


def _with_one_killed(world: BatchWorld, task: Task) -> Ran:
    with ray_nodes(2) as (cluster, machines):
        dead = list[int]()

        def tell(what: str, done: int, total: int) -> None:
            if done >= total // 3 and not dead:
                dead.append(done)
                cluster.remove_node(machines[1], allow_graceful=False)

        return run_batch(as_new(task, world.folder / "killed"), RayEngine(cluster.address), tell)
