"""A Ray cluster of machines of one core each on this machine: what a second one brings, what its death costs."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

_PATIENCE = {"RAY_raylet_start_wait_time_s": "30", "RAY_agent_register_timeout_ms": "200000"}
_STORE_BYTES = 80_000_000
_TRIES = 4


@contextmanager
def ray_nodes(count: int) -> Generator[tuple[Any, list[Any]]]:
    """The cluster and its machines; the head has no core.

    A machine of Ray kills itself when its agent needs more than 15 s to start, as it does where much else runs: then
    all is begun once more, with what the agent loads at hand.

    Args:
        count: Machines.
    """
    ray: Any = import_module("ray")
    os.environ.update(_PATIENCE)
    cluster, machines = _started(count)
    try:
        yield cluster, machines
    finally:
        ray.shutdown()
        cluster.shutdown()


def _started(count: int) -> tuple[Any, list[Any]]:
    make: Any = import_module("ray.cluster_utils").Cluster
    for left in reversed(range(_TRIES)):
        cluster = make()
        try:
            cluster.add_node(num_cpus=0, object_store_memory=_STORE_BYTES, include_dashboard=False)
            return cluster, [cluster.add_node(num_cpus=1, object_store_memory=_STORE_BYTES) for _ in range(count)]
        except Exception:  # Ray raises no other
            with suppress(Exception):
                cluster.shutdown()
            if not left:
                raise
    raise AssertionError
