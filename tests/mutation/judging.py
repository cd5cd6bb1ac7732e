"""The tests' word on a mutant: they run in a process of their own, the mutant in place of its module."""

from __future__ import annotations

import importlib.machinery
import io
import os
import signal
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.mutation.places import ROOT, Mutant, difference, mutated
from tests.mutation.reach import Reach

LIMIT_S = 90
_FAILED = (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED, pytest.ExitCode.USAGE_ERROR)
"""A test failed; what a test's module, or the ``conftest`` of all, imports did not import."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``end`` is ``killed``, ``late`` (killed by time), ``lives`` or ``unreached``; ``by`` the test that failed."""

    mutant: Mutant
    end: str
    tests: int
    by: str
    change: str


def judge(mutant: Mutant, reach: Reach) -> Verdict:
    """Ask the tests that reach it.

    Raises:
        RuntimeError: They could not be run.
    """
    tests, change = reach.tests(mutant.file, mutant.line), difference(mutant)
    if not tests:
        return Verdict(mutant, "unreached", 0, "", change)
    code, said = ask(tests, mutant.file, mutated(mutant))
    if code == -signal.SIGKILL:
        return Verdict(mutant, "late", len(tests), "", change)
    if code == 0:
        return Verdict(mutant, "lives", len(tests), "", change)
    if code not in _FAILED:
        raise RuntimeError(f"pytest ended with {code} for {mutant}: {said[-2000:]}")
    by = max((test for test in tests if f"FAILED {test}" in said or f"ERROR {test}" in said), key=len, default="")
    if by and ask([by])[0] != 0:  # fails without the mutant as well, which says nothing
        return Verdict(mutant, "lives", len(tests), f"{by} fails by itself", change)
    return Verdict(mutant, "killed", len(tests), by, change)


def ask(tests: list[str], file: str = "", text: str = "") -> tuple[int, str]:
    """Run tests in a child that has this text for that file.

    Returns:
        Exit code of pytest, ``-SIGKILL`` after ``LIMIT_S``, and the end of what it said.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.setsid()
        _answer(write, tests, file, text)
    os.close(write)
    return _wait(child, read)


def _answer(write: int, tests: list[str], file: str, text: str) -> None:
    """In the child; does not return."""
    said, code = io.StringIO(), 70
    try:
        with redirect_stdout(said), redirect_stderr(said):
            if file:
                _put_in_place(str(ROOT / file), text)
            # plain: the parent imported plugins already, whose asserts cannot be rewritten any more
            words = ["-x", "-q", "--assert=plain", "--tb=line", "-rfE", "-p", "no:cacheprovider", "--no-cov"]
            with TemporaryDirectory(prefix="sepadan-mutant-") as place:
                code = int(pytest.main([*words, "--numprocesses=0", f"--basetemp={place}/tests", *tests]))
    finally:
        with os.fdopen(write, "w", errors="replace") as out:
            out.write(said.getvalue()[-20_000:])
        os._exit(code)


def _wait(child: int, read: int) -> tuple[int, str]:
    os.set_blocking(read, False)
    ends, said, status = time.monotonic() + LIMIT_S, b"", None
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while status is None and time.monotonic() < ends:
            time.sleep(0.02)
            said += pipe.read() or b""
            done, ended = os.waitpid(child, os.WNOHANG)
            status = ended if done else None
        said += pipe.read() or b""
    if status is None:
        os.killpg(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status), said.decode(errors="replace")


def _put_in_place(path: str, text: str) -> None:
    """Whoever imports the module of this path from here on gets this text; the file stays as it is."""
    loader: Any = importlib.machinery.SourceFileLoader
    read = loader.get_code

    def get_code(self: Any, name: str) -> Any:
        return compile(text, path, "exec", dont_inherit=True) if self.path == path else read(self, name)

    loader.get_code = get_code
