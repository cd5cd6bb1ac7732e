"""One run in a process of its own, which is ended with all its children when its time is over."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from evaluation.headline.code_state import ROOT
from evaluation.headline.runs import Run

_GRACE_S = 10.0
_MOST_SAID = 200
_PATH = re.compile(r"(?:/[\w.+@-]+){2,}")
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended.

    Attributes:
        code: Exit code; minus the signal where one ended it.
        output: Standard output.
        errors: Standard error.
        seconds: Wall-clock time.
        is_late: Whether it was ended because its time was over.
    """

    code: int
    output: str
    errors: str
    seconds: float
    is_late: bool = False

    def document(self) -> dict[str, Any] | None:
        """The JSON document on standard output, beside which a library may have written; None where there is none."""
        for line in reversed(self.output.splitlines()):
            if line.startswith("{"):
                with suppress(ValueError):
                    told: dict[str, Any] = json.loads(line)
                    return told
        return None

    def why(self) -> str:
        """Why it gave nothing, in one line that names no folder of this machine."""
        if self.is_late:
            return f"stopped after {self.seconds / 60:.0f} min, when the time given was over"
        if self.code < 0:
            return f"ended by {signal.Signals(-self.code).name} after {self.seconds:.0f} s"
        lines = [line.strip() for line in _COLOUR.sub("", self.errors).splitlines() if line.strip()]
        said = lines[-1] if lines else "it said nothing"
        return f"exit code {self.code}: " + _PATH.sub(lambda found: Path(found[0]).name, said)[:_MOST_SAID]


def run_words(run: Run) -> list[str]:
    """The command line of a run: what ``sepadan`` does, by this Python."""
    return [sys.executable, "-m", "api.cli", "evaluate", run.task, *run.options, "--json"]


def launched(run: Run, most_s: float | None) -> Ended:
    """Run it to its end, or until its time is over.

    Args:
        run: What is measured.
        most_s: Seconds that it may take; None for as long as it takes.
    """
    return ended(run_words(run), most_s)


def ended(words: Sequence[str], most_s: float | None, grace_s: float = _GRACE_S) -> Ended:
    """The same for any command; its output lies in files, for a full pipe would hold it up."""
    began = time.monotonic()
    with TemporaryFile() as output, TemporaryFile() as errors:
        process = subprocess.Popen(words, cwd=ROOT, stdout=output, stderr=errors, start_new_session=True)  # noqa: S603
        is_late = False
        try:
            process.wait(most_s)
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            _end(process, grace_s)
        said: list[str] = []
        for file in (output, errors):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))
        return Ended(
            code=process.returncode,
            output=said[0],
            errors=said[1],
            seconds=time.monotonic() - began,
            is_late=is_late,
        )


def _end(process: subprocess.Popen[bytes], grace_s: float) -> None:
    """End it and all that it started and left behind; they are a session of their own."""
    if process.poll() is None:
        _signal(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(grace_s)
    _signal(process.pid, signal.SIGKILL)
    process.wait()


def _signal(group: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, what)
