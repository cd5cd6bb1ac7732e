"""The day from morning to evening."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from . import evening, morning
from .acts import QUARTERS, Platform
from .caller import Caller, Credentials
from .figures import Figures
from .ledger import FAULTS, Ledger
from .receiver import Receiver
from .server import Server

_SCOPES = ("match", "profiles", "postings", "courses", "outcomes:write", "privacy", "webhooks")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a day and tell of it; gives 0 when nothing was lost, doubled, back from the dead or refused for good."""
    asked = parser().parse_args(arguments)
    with ExitStack() as stack:
        root = asked.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="siapkerja-day-")))
        document = play(root, asked)
    if asked.json:
        print(json.dumps(document, indent=2))
    else:
        _show(document)
    return 1 if any(document[kind] for kind in FAULTS) or document["failed"] else 0


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    words = shlex.join([sys.executable, "-m", "api.cli"])
    parser = argparse.ArgumentParser(description="One day of the platform against a real server.")
    parser.add_argument("--postings", type=int, default=200)
    parser.add_argument("--workers", type=int, default=400)
    parser.add_argument("--readers", type=int, default=4, help="threads that look at pages")
    parser.add_argument("--pace", type=float, default=1.0, help="think times of readers, times this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty folder to keep; one that is removed when left out")
    parser.add_argument("--program", default=words, help="words of the command line of Sepadan")
    parser.add_argument("--json", action="store_true", help="tell it as JSON")
    return parser


def play(root: Path, asked: argparse.Namespace, make: Callable[[Path, str, str], Server] = Server) -> dict[str, Any]:
    """One day in a folder; gives what it took, and what was lost.

    Args:
        root: Empty.
        asked: See ``parser``.
        make: Makes the server from its home, its program and the place of the receiver of webhooks.
    """
    receiver, figures, ledger = Receiver(), Figures(), Ledger()
    root.mkdir(parents=True, exist_ok=True)
    server = make(root / "home", asked.program, receiver.place)
    platform_client = server.add_client("siapkerja", "platform", _SCOPES)
    server.command("build")
    figures.seconds["start"] = server.start()
    try:
        began = time.monotonic()
        credentials = Credentials(server.url, platform_client)
        with Caller(server.url, credentials, figures) as caller:
            _subscribe(caller, receiver)
        counts = (asked.postings, asked.workers)
        morning.push_all(server.url, credentials, figures, ledger, counts, asked.seed)
        figures.seconds["morning"] = time.monotonic() - began
        platform = Platform(server.url, credentials, figures, ledger, asked.seed)
        _by_day(server, platform, figures, asked.readers, asked.pace)
        found = evening.look(platform, ledger, receiver)
        day_s = time.monotonic() - began
    finally:
        figures.seconds["last stop"] = server.end()
        receiver.close()
    server.command("erase", "finish")
    found.bytes_of = evening.left_bytes(server.home, ledger)
    faults = ledger.check(found)
    events = {"events": len(receiver.events), "repeats": receiver.repeats, "refused": receiver.refused}
    told = figures.document(day_s)
    return {**faults, **told, "webhooks": events, "erased": len(ledger.erased), "reasons": figures.failed[:20]}


def _subscribe(caller: Caller, receiver: Receiver) -> None:
    body = {"url": receiver.url, "events": ["posting.closed", "job.done"]}
    made = caller.call("subscribe", "POST", "/v1/webhooks", body, wanted=(201,))
    if made is None:
        raise RuntimeError("the server takes no subscription")
    receiver.secret = made.json()["secret"]


def _by_day(server: Server, platform: Platform, figures: Figures, readers: int, pace: float) -> None:
    """Four quarters: a quiet one, a new index, a restart, a kill; readers look at pages all the while."""
    reading = _threads([partial(platform.read, number, pace) for number in range(readers)], figures)
    for quarter, happening in enumerate((_ask, _swap, _restart, _kill)):
        platform.share_of_day = quarter / QUARTERS
        acting = _threads(platform.acts(quarter), figures)
        before = figures.answers
        while figures.answers < before + 10 and any(thread.is_alive() for thread in acting):
            time.sleep(0.01)  # the quarter is under way
        happening(server, platform, figures)
        for thread in acting:
            thread.join()
    platform.stop()
    for thread in reading:
        thread.join()


def _ask(server: Server, platform: Platform, figures: Figures) -> None:
    """Nothing happens to the server; a job is asked for, which a restart may find at work."""
    platform.ask_job()


def _swap(server: Server, platform: Platform, figures: Figures) -> None:
    """An operator builds a new index beside the server, which takes it up while it answers."""
    before = {name for _, name in platform.generations}
    began = time.monotonic()
    server.command("build")
    built = figures.seconds["build beside the server"] = time.monotonic() - began
    while True:
        first = [at for at, name in list(platform.generations) if name not in before]
        if first:
            figures.seconds["from build to first answer"] = max(0.0, first[0] - began - built)
            return
        if time.monotonic() > began + built + 60:
            figures.fail("swap: no answer of the new index within 60 s of its build")
            return
        time.sleep(0.01)


def _restart(server: Server, platform: Platform, figures: Figures) -> None:
    """SIGTERM under load: open requests are answered, new ones find the server again."""
    figures.seconds["SIGTERM to end"] = server.end()
    figures.seconds["start again"] = server.start()


def _kill(server: Server, platform: Platform, figures: Figures) -> None:
    """As a power cut does it."""
    server.end(signal.SIGKILL)
    figures.seconds["start after kill -9"] = server.start()


def _threads(works: Sequence[Callable[[], None]], figures: Figures) -> list[threading.Thread]:
    def done(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- an act that breaks off is a failed request, and not silent
            figures.fail(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=done, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def _show(document: dict[str, Any]) -> None:
    print(f"{'call':<22}{'n':>7}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}")
    for kind, row in document["calls"].items():
        print(f"{kind:<22}{row['n']:>7}{row['p50']:>10}{row['p95']:>10}{row['p99']:>10}")
    for name, seconds in document["seconds"].items():
        print(f"{name:<32}{seconds:>8} s")
    hooks = document["webhooks"]
    print(f"throughput {document['per_second']} a second; people erased {document['erased']}")
    print(f"webhooks: {hooks['events']} events, {hooks['repeats']} came again, {hooks['refused']} refused")
    again = ", ".join(f"{reason}: {times}" for reason, times in document["retried"].items()) or "none"
    for kind in FAULTS:
        for what in document[kind][:20]:
            print(f"{kind}: {what}")
    for reason in document["reasons"]:
        print(f"failed: {reason}")
    counts = f"lost {len(document['lost'])}, doubled {len(document['doubled'])}"
    dead = f"returned from the dead {len(document['returned'])}"
    print(f"{counts}, {dead}, failed requests {document['failed']} (of {document['requests']}; retried: {again})")
