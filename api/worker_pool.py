"""Several processes that serve on one socket: a dead one is replaced, SIGHUP replaces all without a refused connection.

The parent holds the socket and serves nothing, so a connection always has somewhere to wait. A process is replaced by
starting its successor first; when that answers, the old one is told to drain. Each is spawned, not forked: threads of
the encoder and of FAISS do not survive a fork. They share the pages of the mapped index through the kernel.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

from api.acceptor import Share
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.settings import Settings
    from matcher.engine import Engine

    Opener = Callable[[Settings], Engine]
    Target = Callable[[socket.socket, Settings, Opener | None, tuple[Any, int], Connection], None]

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks, when it is loaded, for the folder through which processes sum their counts."""

_THREADS = "OMP_NUM_THREADS"
_CONTEXT = mp.get_context("spawn")
_ENDS_WITHIN_S = 10.0
"""Beyond what settings give for draining; a process that is still there then is killed."""

_STARTS_WITHIN_S = 300.0
_LONGEST_PAUSE_S = 30.0


@dataclass(slots=True, kw_only=True)
class _Worker:
    """One process.

    Attributes:
        process: It.
        ready: Says that it answers.
        place: In the counts of connections.
        answers: Whether it ever did.
    """

    process: SpawnProcess
    ready: Connection
    place: int
    answers: bool = False


class WorkerPool:
    """Keeps as many processes serving as the settings say."""

    def __init__(
        self, listener: socket.socket, settings: Settings, opener: Opener | None, log: Any, target: Target | None = None
    ) -> None:
        """Keep none yet; see ``run``.

        Args:
            listener: Listens.
            settings: Of the installation.
            opener: Opens an engine, importable by name; None for that of the installation.
            log: A structlog logger.
            target: What each process does, importable by name; serving the app by default.
        """
        self._target = target or _serve
        self._listener = listener
        self._settings = settings
        self._opener = opener
        self._log = log
        # Twice as many places as processes: a successor stands beside the one that it replaces.
        self._counts = _CONTEXT.RawArray("i", [-1] * (2 * settings.workers))
        self._workers: list[_Worker] = []
        self._told: set[int] = set()
        self._failures = 0

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT.

        Raises:
            ConfigError: The processes do not start.
        """
        with _wake_up(self._told) as woken:
            try:
                self._workers = [self._start() for _ in range(self._settings.workers)]
                if not all(self._await(worker, woken) for worker in self._workers) and not self._is_ending:
                    raise ConfigError("serve: wanted processes that start, found one that did not; see the log above")
                self._log.info("workers ready", workers=len(self._workers))
                self._watch(woken)
            finally:
                self._end(self._workers)

    @property
    def _is_ending(self) -> bool:
        return bool(self._told & {signal.SIGTERM, signal.SIGINT})

    def _watch(self, woken: Connection) -> None:
        while not self._is_ending:
            if signal.SIGHUP in self._told:
                self._told.discard(signal.SIGHUP)
                self._roll(woken)
            for at, worker in enumerate(self._workers):
                if not worker.process.is_alive() and not self._is_ending:
                    self._workers[at] = self._replaced(worker, woken)
            sentinels = [worker.process.sentinel for worker in self._workers]
            _drain(wait([woken, *sentinels], timeout=5.0), woken)

    def _replaced(self, dead: _Worker, woken: Connection) -> _Worker:
        """A successor of one that died; each that dies before it ever answered makes the pause before it longer."""
        self._log.error("worker died", pid=dead.process.pid, exit=dead.process.exitcode)
        self._failures = 0 if dead.answers else self._failures + 1
        self._counts[dead.place] = -1
        if self._failures:
            _drain(wait([woken], timeout=min(_LONGEST_PAUSE_S, 0.5 * 2**self._failures)), woken)
        successor = self._start()
        self._await(successor, woken)
        return successor

    def _roll(self, woken: Connection) -> None:
        """Replace all, one after the other; a successor that does not start leaves the old one serving."""
        for at, old in enumerate(self._workers):
            successor = self._start()
            if not self._await(successor, woken):
                self._log.error("rolling restart stopped", pid=successor.process.pid)
                self._end([successor])
                return
            self._workers[at] = successor
            self._end([old])
        self._log.info("workers replaced", workers=len(self._workers))

    def _start(self) -> _Worker:
        free = next(place for place, count in enumerate(self._counts) if count < 0 and place not in self._taken())
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        share = (self._counts, free)
        process = _CONTEXT.Process(
            target=self._target,
            args=(self._listener, self._settings, self._opener, share, theirs),
            name=f"worker-{free}",
        )
        process.start()
        theirs.close()
        return _Worker(process=process, ready=ours, place=free)

    def _taken(self) -> set[int]:
        return {worker.place for worker in self._workers if worker.process.is_alive()}

    def _await(self, worker: _Worker, woken: Connection) -> bool:
        """Until a process answers; gives False when it ends before it does, or we are told to end."""
        until = time.monotonic() + _STARTS_WITHIN_S
        while not self._is_ending and time.monotonic() < until:
            heard = wait([worker.ready, woken], timeout=1.0)
            _drain(heard, woken)
            if worker.ready in heard:
                with suppress(EOFError):
                    worker.ready.recv()
                    worker.answers = True
                return worker.answers
        return False

    def _end(self, workers: list[_Worker]) -> None:
        """Tell processes to drain, wait for them, kill what is left."""
        for worker in workers:
            if worker.process.is_alive():
                worker.process.terminate()
        until = time.monotonic() + self._settings.drain_s + self._settings.drain_notice_s + _ENDS_WITHIN_S
        for worker in workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                self._log.error("worker killed", pid=worker.process.pid)
                worker.process.kill()
                worker.process.join()
            self._counts[worker.place] = -1
            worker.ready.close()


def serve_pool(listener: socket.socket, settings: Settings, opener: Opener | None, log: Any) -> None:
    """Serve with several processes until SIGTERM or SIGINT.

    Args:
        listener: Listens.
        settings: Of the installation.
        opener: Opens an engine, importable by name; None for that of the installation.
        log: A structlog logger.

    Raises:
        ConfigError: The processes do not start.
    """
    with tempfile.TemporaryDirectory(prefix="sepadan-metrics-") as folder:
        os.environ[METRICS_FOLDER] = folder
        # Each process has its share of the cores: threads of one would only wait for those of another.
        os.environ.setdefault(_THREADS, str(settings.cores()))
        WorkerPool(listener, settings, opener, log).run()


@contextmanager
def _wake_up(told: set[int]) -> Generator[Connection]:
    """Signals are put into ``told``, and each makes the connection readable."""
    reader, writer = _CONTEXT.Pipe(duplex=False)

    def note(number: int, _frame: object) -> None:
        told.add(number)
        writer.send_bytes(b"!")

    before = {sig: signal.signal(sig, note) for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        yield reader
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)
        reader.close()
        writer.close()


def _drain(heard: list[Any], woken: Connection) -> None:
    """Empty the connection that signals made readable."""
    if woken in heard:
        woken.recv_bytes()


def _serve(
    listener: socket.socket, settings: Settings, opener: Opener | None, share: tuple[Any, int], ready: Connection
) -> None:
    """What each process does; begins in a fresh interpreter."""
    from api.serving_process import serve_one

    counts, place = share
    engine = opener(settings) if opener else None
    parent = mp.parent_process()
    assert parent is not None
    try:
        with suppress(KeyboardInterrupt):  # Ctrl-C reaches every process of the terminal
            serve_one(
                listener,
                settings,
                engine,
                share=Share(counts=counts, place=place),
                on_ready=lambda: ready.send(True),
                end_with=parent.sentinel,
            )
    finally:
        if engine is not None:
            engine.close()
