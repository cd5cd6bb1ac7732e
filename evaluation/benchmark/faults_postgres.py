"""A PostgreSQL of the suite's own that is restarted in the middle of a load, without a farewell to anyone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from evaluation.benchmark.faults_acknowledged import acknowledged
from evaluation.benchmark.faults_process import Process
from evaluation.benchmark.faults_soundness import Findings, Rows, compare
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_worker import Job
from evaluation.benchmark.faults_world import State, after, plan
from indexes.schema import RECORD
from indexes.store import Store
from taxonomy.errors import SepadanError

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_STEPS, _NUMBERS = 120, 1_500
_SEED = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running PostgreSQL.

    Attributes:
        folder: Its data.
        port: Where it listens, on this machine only.
    """

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """URL of its database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """Restart it at once: transactions are torn, connections cut, the log is replayed."""
        _run("pg_ctl", "-w", "-m", "immediate", "-D", str(self.folder), "restart", "-l", f"{self.folder}.log")


@contextmanager
def postgres() -> Generator[Server | None]:
    """A server with the syncs that it has in use, gone at the end; None where PostgreSQL is not installed."""
    if not (PROGRAMS / "initdb").exists():
        yield None
        return
    above = Path(tempfile.mkdtemp(prefix="sepadan-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(above, "postgres")
    server = Server(folder=above / "data", port=_free_port())
    try:
        _run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "postgres", "-D", str(server.folder)
        )
        options = f"-p {server.port} -k {above} -c listen_addresses=127.0.0.1"
        _run("pg_ctl", "-w", "-D", str(server.folder), "-o", options, "-l", f"{server.folder}.log", "start")
        yield server
    finally:
        _run("pg_ctl", "-m", "immediate", "-D", str(server.folder), "stop", check=False)
        shutil.rmtree(above, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _run(program: str, *arguments: str, check: bool = True) -> None:
    """Run a program of PostgreSQL, which refuses to be run by root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(  # noqa: S603
        [PROGRAMS / program, *arguments],
        check=check,
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def restarts(folder: Path, count: int) -> Tally:
    """Restart a server while a process writes to it.

    Args:
        folder: For the acknowledgements.
        count: How often, each time in a load of its own.
    """
    tally = Tally(kind="PostgreSQL restarted")
    with postgres() as server:
        if server is None:
            tally.skipped = f"no PostgreSQL in {PROGRAMS}"
            return tally
        Store(server.url).close()  # on a busy machine to make the tables takes longer than the first wait
        rng = np.random.default_rng(_SEED)
        state: State = {}
        for turn in range(count):
            job = _job(folder, server, turn, "stubborn")
            seconds = 0.3 + float(rng.uniform(0, 1.0))
            state = after(state, plan(job.seed, job.steps, job.numbers))
            tally.add(_restarted(server, job, seconds, state, tally), f"restart {turn + 1}")
    return tally


def _job(folder: Path, server: Server, turn: int, operation: str) -> Job:
    return Job(
        operation=operation,
        home=folder,
        acknowledgements=folder / f"acknowledged-{turn}",
        seed=_SEED + turn,
        steps=_STEPS,
        numbers=_NUMBERS,
        database_url=server.url,
    )


def _restarted(server: Server, job: Job, seconds: float, end: State, tally: Tally) -> Findings:
    process = Process(job)
    process.wait(seconds)
    server.restart()
    told = process.end()
    lines = acknowledged(job.acknowledgements)
    refused = [line for line in lines if line.startswith("refused")]
    if refused:
        tally.count("writers refused clearly")
    found = Findings(unsound=() if told == "done" else (told,))
    store = Store(server.url)
    try:
        found += Findings(unsound=tuple(store.check()))
        with store.snapshot() as connection:
            rows = connection.execute(sa.select(RECORD.c.kind, RECORD.c.key, RECORD.c.content_hash)).all()
        return found + compare(Rows(records=[(str(k), str(key), str(h)) for k, key, h in rows]), [end])[0]
    except SepadanError as error:
        return found + Findings(unsound=(str(error),))
    finally:
        store.close()
