"""Long work that says by itself that it lives: who waits for it takes a silent task for dead."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager

from api.web.tasks import Tell

_EVERY_S = 10.0


@contextmanager
def pulse(tell: Tell, every_s: float = _EVERY_S) -> Generator[Tell]:
    """Repeat what was told last as long as the context is open; gives what to tell with.

    Args:
        tell: Of the task.
        every_s: Seconds between two repetitions.
    """
    last, ended = [(0, 0)], threading.Event()

    def told(done: int, total: int) -> None:
        last[0] = (done, total)
        tell(done, total)

    def repeat() -> None:
        while not ended.wait(every_s):
            tell(*last[0])

    beside = threading.Thread(target=repeat, name="pulse", daemon=True)
    beside.start()
    try:
        yield told
    finally:
        ended.set()
        beside.join()
