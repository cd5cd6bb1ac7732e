"""A pool whose processes answer with their number and do nothing else: ``python -m tests.api.tiny_pool``.

Prints its port, then its log. A process that is told to end answers what waits, as a real one does.
"""

from __future__ import annotations

import os
import signal
import socket
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from api.worker_pool import WorkerPool

REFUSES_TO_START = "tiny_pool.refuses"
"""While a file of this name is in the working folder, processes end before they answer."""


class _Printed:
    def info(self, event: str, **facts: object) -> None:
        print(event, facts, flush=True)  # noqa: T201 -- read by the test

    error = info


def answer(
    listener: socket.socket, settings: object, opener: object, share: tuple[Any, int], ready: Connection
) -> None:
    if Path(REFUSES_TO_START).exists():
        return
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    ready.send(True)
    listener.settimeout(0.05)
    while not told:
        try:
            asked, _ = listener.accept()
        except TimeoutError:
            continue
        with asked:
            asked.sendall(str(os.getpid()).encode())


def main() -> None:
    settings: Any = SimpleNamespace(workers=2, drain_s=5, drain_notice_s=0.0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)  # noqa: T201
        WorkerPool(listener, settings, None, _Printed(), answer).run()


if __name__ == "__main__":
    main()
