"""Parts matched by the machines of a Ray cluster; a part whose machine dies is matched by another."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from matcher.batch.local import in_one_thread
from matcher.batch.parts import Done
from matcher.batch.run import Work
from taxonomy.errors import ConfigError

_ANSWER_S = 5.0
_AHEAD = 2
"""Parts that are handed out for each core: one at work, one waiting."""


class RayEngine:
    """Tasks of one core each, over all machines of a cluster.

    Attributes:
        name: ``ray``.
        cores: Of the cluster, when it was joined.
    """

    name = "ray"

    def __init__(self, address: str | None = None) -> None:
        """Join a cluster.

        Args:
            address: Of its head; None starts one on this machine, ``auto`` joins the one that runs here.

        Raises:
            ConfigError: Ray is not installed, or no cluster answers there.
        """
        try:
            ray: Any = import_module("ray")
        except ModuleNotFoundError as error:
            raise ConfigError("engine ray: wanted the package ray, found none; pip install 'sepadan[batch]'") from error
        _check_answers(address)
        if not ray.is_initialized():
            try:
                ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)
            except (ConnectionError, ValueError, RuntimeError) as error:
                raise ConfigError(f"engine ray: wanted a cluster at {address}, found none ({error})") from error
        self._ray = ray
        self.cores = int(ray.cluster_resources().get("CPU", 0))

    def run(self, work: Work, shared: Any, parts: Sequence[int]) -> Iterator[Done]:
        """As ``PartEngine.run``; no more parts are out than cores can take soon, so that little is lost with one."""
        ray, left, given = self._ray, list(reversed(parts)), self._ray.put(shared)
        task = ray.remote(num_cpus=1, max_retries=-1, scheduling_strategy="SPREAD")(in_one_thread)
        out = list[Any]()
        while left or out:
            while left and len(out) < _AHEAD * max(1, self.cores):
                out.append(task.remote(work, given, left.pop()))
            ready, out = ray.wait(out, num_returns=1)
            yield ray.get(ready[0])


def _check_answers(address: str | None) -> None:
    """Look whether anything listens at an address: Ray tries for seven minutes before it says so."""
    host, _, port = (address or "").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host.removeprefix("ray://"), int(port)), timeout=_ANSWER_S).close()
    except OSError as error:
        raise ConfigError(f"engine ray: wanted a cluster at {address}, found none ({error})") from error
