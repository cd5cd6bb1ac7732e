"""Work that takes more than a second, for one reader who waits: how far it is, told to whichever process is asked.

How far a task is stands in a small file of the home, for the next question may reach another process. What it came to
is the caller's to keep; a task gives back the address where that is shown. For work that outlives a server there are
jobs (docs/jobs.md).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from api.access.errors import OverloadedError
from taxonomy.errors import SepadanError, UnknownIdError

_ID = re.compile(r"[0-9a-f]{32}")
_KEPT_S = 3_600.0
_SILENT_S = 120.0
"""Seconds without a word after which the process that works is taken for dead."""
_AT_ONCE = 4
_RETRY_S = "5"
"""Seconds after which whoever found all of them taken may come again; charts of a province take about as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a task is.

    Attributes:
        state: ``works``, ``done`` or ``failed``.
        done: Parts that are done.
        total: Parts in all; 0 while that is not known.
        onward: Address on this host where the result is shown; empty before.
        owner: Digest of whose browser it is of.
        told_at: Unix seconds.
    """

    state: Literal["works", "done", "failed"] = "works"
    done: int = 0
    total: int = 0
    onward: str = ""
    owner: str = ""
    told_at: float = 0.0

    @property
    def share(self) -> float | None:
        """Part that is done, in [0, 1]; None while that is not known."""
        return min(1.0, self.done / self.total) if self.total else None


Tell = Callable[[int, int], None]
"""Says how many parts are done, and of how many."""


class Tasks:
    """The tasks of an installation."""

    def __init__(self, folder: Path, log: Any, clock: Callable[[], float] = time.time) -> None:
        """Keep them in a folder.

        Args:
            folder: Made when it is first needed, readable by its owner alone.
            log: A structlog logger.
            clock: Unix seconds.
        """
        self._folder, self._log, self._clock = folder, log, clock
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    def start(self, owner: str, work: Callable[[Tell], str]) -> str:
        """Begin a task in a thread of its own; gives its id.

        Args:
            owner: Session or cookie of the browser that waits; nobody else is told.
            work: Tells how far it is, and gives back an address on this host.

        Raises:
            OverloadedError: Too many are under way in this process.
        """
        if not self._slots.acquire(blocking=False):
            raise OverloadedError(f"wanted at most {_AT_ONCE} tasks at once, found another", {"Retry-After": _RETRY_S})
        task = secrets.token_hex(16)
        self._forget_old()
        self._write(task, Standing(owner=_digest(owner)))
        threading.Thread(
            target=self._run, args=(task, _digest(owner), work), name=f"task-{task[:8]}", daemon=True
        ).start()
        return task

    def standing(self, task: str, owner: str) -> Standing:
        """How far a task is.

        Raises:
            UnknownIdError: There is none of this id for this browser.
        """
        unknown = UnknownIdError(wanted="a task of this browser", found=task[:40], where="task")
        if not _ID.fullmatch(task):
            raise unknown
        try:
            found = Standing(**orjson.loads((self._folder / task).read_bytes()))
        except (OSError, ValueError, TypeError):
            raise unknown from None
        if found.owner != _digest(owner):
            raise unknown
        if found.state == "works" and self._clock() - found.told_at > _SILENT_S:
            return Standing(state="failed", owner=found.owner)
        return found

    def _run(self, task: str, owner: str, work: Callable[[Tell], str]) -> None:
        def tell(done: int, total: int) -> None:
            self._write(task, Standing(done=done, total=total, owner=owner))

        try:
            self._write(task, Standing(state="done", onward=work(tell), owner=owner))
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the reader must hear of any fault
            kind = type(error).__name__
            self._log.warning("task", error=str(error) if isinstance(error, SepadanError) else kind, kind=kind)
            self._write(task, Standing(state="failed", owner=owner))
        finally:
            self._slots.release()

    def _write(self, task: str, standing: Standing) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._folder / f"{task}.new"
        beside.write_bytes(orjson.dumps(asdict(standing) | {"told_at": self._clock()}))
        beside.replace(self._folder / task)

    def _forget_old(self) -> None:
        with suppress(OSError):
            for path in self._folder.iterdir():
                if self._clock() - path.stat().st_mtime > _KEPT_S:
                    path.unlink(missing_ok=True)


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()
