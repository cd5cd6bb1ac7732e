"""Fuzzes one target for some time in a process of its own; keeps the shortest inputs that reach what was reached."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluation.fuzz import corpus
from evaluation.fuzz.ledger import Tally

_ROOT = Path(__file__).parents[2]
_DONE = re.compile(rb"Done (\d+) runs in (\d+) second")
_MEMORY_MIB = 4_096
_INPUT_S = 25
"""Longest that one input may take; libFuzzer calls it a hang then."""

_GRACE_S = 600.0
"""Longest that loading and merging may take beside the fuzzing."""

_LOOK_S = 0.1
"""Between looks whether the fuzzer has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over one target.

    Attributes:
        tally: Of this run.
        finding: Input that crashed, or None.
        told: End of what the fuzzer wrote.
    """

    tally: Tally
    finding: bytes | None
    told: str


def fuzz(name: str, seconds: float, folder: Path = corpus.FOLDER) -> Run:
    """Fuzz a target, beginning with its corpus, and write the corpus anew.

    Args:
        name: Of the target.
        seconds: How long inputs are tried.
        folder: Where corpora lie.
    """
    before = corpus.kept(name, folder)
    with _scratch() as scratch:
        grown, shortest, found = scratch / "grown", scratch / "shortest", scratch / "found"
        for made in (grown, shortest, found):
            made.mkdir()
        corpus.unpack(before, grown)
        limits = [
            f"-max_total_time={max(1, round(seconds))}",
            f"-timeout={_INPUT_S}",
            f"-report_slow_units={_INPUT_S}",  # a slow input is written as a finding too: on a busy machine many are
            f"-rss_limit_mb={_MEMORY_MIB}",
        ]
        prefix = f"-artifact_prefix={found}/"
        told, used = _libfuzzer(scratch, name, str(grown), *limits, prefix, "-print_final_stats=1")
        findings = [file.read_bytes() for file in sorted(found.iterdir())]
        if findings:  # what crashed once is replayed for ever
            corpus.keep(name, [*before, *findings], folder)
        else:
            _libfuzzer(scratch, name, "-merge=1", str(shortest), str(grown))
            corpus.keep(name, (file.read_bytes() for file in shortest.iterdir()), folder)
    done = _DONE.search(told)
    inputs, took = (int(done[1]), int(done[2])) if done else (0, 0)
    tally = Tally(seconds=min(took, round(used, 1)), inputs=inputs, crashes=len(findings))
    return Run(tally=tally, finding=findings[0] if findings else None, told=told[-4_000:].decode("utf-8", "replace"))


def _libfuzzer(scratch: Path, name: str, *arguments: str) -> tuple[bytes, float]:
    """What it wrote, and the processor time that it took, seconds."""
    command: Sequence[str] = (sys.executable, "-m", "evaluation.fuzz.fuzzer", name, *arguments)
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(_ROOT)}
    limit = _GRACE_S + sum(float(one.partition("=")[2]) for one in arguments if one.startswith("-max_total_time"))
    with tempfile.TemporaryFile(dir=scratch) as told:
        with subprocess.Popen(  # noqa: S603 -- our own interpreter
            command, env=environment, cwd=_ROOT, stdout=told, stderr=subprocess.STDOUT
        ) as process:
            took = _processor_s(process, time.monotonic() + limit)
        told.seek(0)
        lines = told.read().split(b"\n")
    return b"\n".join(line for line in lines if b"INFO: Instrumenting" not in line), took


def _processor_s(process: subprocess.Popen[bytes], deadline: float) -> float:
    """Wait for the end of a process, which is killed at the deadline; ``Popen.wait`` would not tell what it used."""
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used.ru_utime + used.ru_stime
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(_LOOK_S)


@contextmanager
def _scratch() -> Generator[Path]:
    """A folder in memory where there is one: targets write files some thousand times a second."""
    shared = Path("/dev/shm")  # noqa: S108 -- a private folder is made in it
    with tempfile.TemporaryDirectory(prefix="sepadan-fuzz-", dir=shared if shared.is_dir() else None) as made:
        yield Path(made)
