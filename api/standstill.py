"""A sandbox that stands still for a moment: who comes is told to come again, who is in is waited for.

Two files in the home are locked by the kernel (flock), so that it holds over threads and processes and goes with a
process that is killed. Whoever wants the house alone takes the first, and waits until nobody is in the second; whoever
comes goes into the second, and out again where the first is taken.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from api.access.errors import OverloadedError

PATIENCE_S = 10.0
"""Seconds that requests at work are waited for."""

_LOOK_S = 0.02
_AGAIN = {"Retry-After": "1"}
_WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
RESET = "/v1/sandbox/reset"


class Standstill:
    """The two doors of one home."""

    def __init__(self, home: Path) -> None:
        """Of a sandbox; nothing is opened yet."""
        self._first, self._second = home / "sandbox.wanted.lock", home / "sandbox.busy.lock"

    @contextmanager
    def entered(self, path: str) -> Generator[None]:
        """Be in for one request; who watches the server always may.

        Args:
            path: Template of its route.

        Raises:
            OverloadedError: Somebody wants the house alone.
        """
        if path in _WATCHED or path == RESET:
            yield
            return
        # In first, then a look at the first door: whoever closes it between the two finds us in.
        with _locked(self._second, fcntl.LOCK_SH):
            with _locked(self._first, fcntl.LOCK_SH):
                pass
            yield

    @contextmanager
    def alone(self, patience_s: float = PATIENCE_S) -> Generator[None]:
        """Have the house alone; in a thread that may wait.

        Args:
            patience_s: Seconds that requests at work are waited for.

        Raises:
            OverloadedError: Somebody else has it, or a request takes longer.
        """
        until = time.monotonic() + patience_s
        with _patiently(self._first, until), _patiently(self._second, until):
            yield


@contextmanager
def _patiently(file: Path, until: float) -> Generator[None]:
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(_locked(file, fcntl.LOCK_EX))
                break
            except OverloadedError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_LOOK_S)
        yield


@contextmanager
def _locked(file: Path, how: int) -> Generator[None]:
    door = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(door, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OverloadedError("this sandbox is being reset: send the request again", _AGAIN) from error
        yield
    finally:
        os.close(door)
