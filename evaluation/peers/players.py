"""Systems at work: each in a process of its own, on one thread, so that its time and its memory are its own.

All are there at once and are asked part by part in turn, so that what else the machine does meets all alike: times are
only ever compared part by part (``evaluation/peers/compare.py``).
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from evaluation.peers.contest import Answer, Field, Measured, System

if TYPE_CHECKING:  # a system's process need not load what reads options
    from evaluation.task import Tell

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM")
_QUIET = {"HAYSTACK_TELEMETRY_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
"""No peer may call home or load anything from a hub."""

Timed = tuple[float, Any]


class Player(Protocol):
    """A system that is set up and asked."""

    def set_up(self) -> float:
        """Seconds that it took."""
        ...

    def ask(self, items: Sequence[Any]) -> tuple[float, Sequence[Any]]:
        """Seconds, and the answer to each."""
        ...

    def memory(self) -> int:
        """Most bytes so far above those before it was set up."""
        ...


Enter = Callable[[System, Any, ExitStack], Player]
"""Makes a player of a system and its work; it leaves with the stack."""


def play(field: Field, enter: Enter, tell: Tell) -> list[Measured]:
    """Let all systems of a field that can be run answer everything.

    Args:
        field: Work, items and systems.
        enter: Makes a player; ``isolated``, or ``beside`` for tests.
        tell: Told of progress.
    """
    systems = [system for system in field.systems if not system.absent()]
    with ExitStack() as stack:
        players, set_up = list[Player](), list[float]()
        for done, system in enumerate(systems):
            tell(f"{field.name}: set up", done, len(systems))
            players.append(enter(system, field.work, stack))
            set_up.append(players[-1].set_up())
        tell(f"{field.name}: set up", len(systems), len(systems))
        first = next(field.chunks())
        for player in players:  # what is made at the first question is not timed
            player.ask(first)
        seconds, answers = _rounds(field, players, tell)
        memory = [player.memory() for player in players]
    return [
        Measured(system=system, answers=found[: len(field.asked)], seconds=took, set_up=made, memory=held)
        for system, found, took, made, held in zip(systems, answers, seconds, set_up, memory, strict=True)
    ]


def _rounds(field: Field, players: Sequence[Player], tell: Tell) -> tuple[list[list[float]], list[list[Any]]]:
    """Seconds and answers of each player; whoever began a part comes last in the next."""
    seconds: list[list[float]] = [[] for _ in players]
    answers: list[list[Any]] = [[] for _ in players]
    chunks = list(field.chunks())
    for number, items in enumerate(chunks):
        tell(f"{field.name}: ask", number, len(chunks))
        for turn in range(len(players)):
            at = (turn + number) % len(players)
            took, found = players[at].ask(items)
            seconds[at].append(took)
            answers[at] += found
    tell(f"{field.name}: ask", len(chunks), len(chunks))
    return seconds, answers


class _Beside:
    """A system in this very process."""

    def __init__(self, system: System, work: Any, stack: ExitStack) -> None:
        self._system, self._work, self._stack = system, work, stack
        self._answer: Answer | None = None
        _forget_peak()
        self._before = _peak(os.getpid())

    def set_up(self) -> float:
        assert self._system.make is not None
        started = time.perf_counter()
        self._answer = self._stack.enter_context(self._system.make(self._work))
        return time.perf_counter() - started

    def ask(self, items: Sequence[Any]) -> tuple[float, Sequence[Any]]:
        assert self._answer is not None
        started = time.perf_counter()
        found = list(self._answer(items))
        return time.perf_counter() - started, found

    def memory(self) -> int:
        served = getattr(self._answer, "process", None)
        others = sum(map(_shared_out, _family(served))) if served else 0
        return max(0, _peak(os.getpid()) - self._before) + others


def beside(system: System, work: Any, stack: ExitStack) -> Player:
    """A player in this process; for tests, and for what is too small to be measured apart."""
    return _Beside(system, work, stack)


class _Isolated:
    """A system in a process of its own, asked through a pipe."""

    def __init__(self, pipe: Connection, name: str) -> None:
        self._pipe, self._name = pipe, name

    def set_up(self) -> float:
        return float(self._told("set_up"))

    def ask(self, items: Sequence[Any]) -> tuple[float, Sequence[Any]]:
        took, found = self._told("ask", items)
        return float(took), found

    def memory(self) -> int:
        return int(self._told("memory"))

    def _told(self, what: str, *given: Any) -> Any:
        self._pipe.send((what, given))
        failed, found = self._pipe.recv()
        if failed:
            raise RuntimeError(f"{self._name}, {what}: {found}")
        return found


def isolated(system: System, work: Any, stack: ExitStack) -> Player:
    """A player in a process of its own, on one thread.

    Raises:
        RuntimeError: The system failed; with what it said. A peer that fails is never passed over in silence.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    with _one_thread():
        process = context.Process(target=_serve, args=(theirs,), daemon=False)
        process.start()
    theirs.close()

    def end() -> None:
        ours.close()
        process.join()

    stack.callback(end)
    ours.send((system, work))
    return _Isolated(ours, system.name)


def _serve(pipe: Connection) -> None:
    """Answer through a pipe until it closes; what libraries print goes to standard error, away from the figures."""
    os.dup2(2, 1)
    with ExitStack() as stack:
        system, work = pipe.recv()
        player = _Beside(system, work, stack)
        while True:
            try:
                what, given = pipe.recv()
            except EOFError:
                return
            try:
                pipe.send((False, getattr(player, what)(*given)))
            except Exception:  # noqa: BLE001 - sent to who asked, and raised there
                pipe.send((True, traceback.format_exc()))


@contextmanager
def _one_thread() -> Generator[None]:
    """An environment in which libraries of a new process use one thread."""
    wanted = {name: "false" if name.startswith("TOKEN") else "1" for name in _ONE_THREAD} | _QUIET
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _forget_peak() -> None:
    """Let the most that this process took be what it takes now (proc(5), ``clear_refs``)."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak(process: int) -> int:
    """Most resident bytes of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _family(process: int) -> Iterator[int]:
    """A process and those that it began, by their parents."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # pid (name) state parent ...; a name may hold spaces and brackets
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    below = [process]
    while below:
        one = below.pop()
        yield one
        below += [child for child, parent in parents.items() if parent == one]


def _shared_out(process: int) -> int:
    """Resident bytes of a process, pages that several hold divided among them (proc(5), ``smaps_rollup``)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
