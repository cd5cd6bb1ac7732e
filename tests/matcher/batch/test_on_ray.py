"""A cluster of two machines, one of which dies in mid-run, gives the bytes of one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evaluation.benchmark.ray_nodes import ray_nodes
from matcher.batch.local import LocalEngine
from matcher.batch.on_ray import RayEngine
from matcher.batch.prepare import matching_of, prepare
from matcher.batch.run import run
from matcher.engine import Engine
from taxonomy.errors import ConfigError
from tests.matcher.batch.conftest import EVERYTHING, PLACE

RULES = replace(EVERYTHING, part_rows=4)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head without a core and two machines with one each; ``cluster.nodes`` are these."""
    with ray_nodes(2) as (made, nodes):
        made.nodes = nodes
        yield made


@pytest.mark.long  # a machine of Ray gives up where its agent needs over 15 s to start, as beside all other tests
def test_a_machine_that_dies_in_mid_run_changes_no_byte_and_costs_what_it_had_at_work(
    nation: Engine, cluster: Any, tmp_path: Path
) -> None:
    for name in ("ray", "local"):
        prepare(nation, tmp_path / name, RULES)
    killed = threading.Event()

    def tell(what: str, done: int, total: int) -> None:
        if done >= 3 and not killed.is_set():
            killed.set()
            cluster.remove_node(cluster.nodes[1], allow_graceful=False)

    engine = RayEngine(cluster.address)
    assert engine.cores == 2
    report = run(matching_of(tmp_path / "ray", PLACE), engine, tell)
    alone = run(matching_of(tmp_path / "local", PLACE), LocalEngine(1))
    assert killed.is_set()
    assert report.digest == alone.digest
    assert (report.done, report.parts) == (30, 30)
    assert report.redone <= 2, "what it had at work, and what it was handed meanwhile"
    assert not cluster.nodes[1].any_processes_alive(), "it was dead indeed"


def test_a_cluster_that_does_not_answer_is_told() -> None:
    with pytest.raises(ConfigError, match=r"wanted a cluster at 127\.0\.0\.1:1"):
        RayEngine("127.0.0.1:1")
