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

QUICK_S, SLOW_S = 90, 300
"""After so long quick tests have noticed; slow ones have said nothing."""

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
    quick, slow = reach.tests(mutant.file, mutant.line)
    text = mutated(mutant)
    change = difference(mutant, text)
    if not quick and not slow:
        return Verdict(mutant, "unreached", 0, "", change)
    for tests, limit_s in ((quick, QUICK_S), (slow, SLOW_S)):
        code, said = ask(tests, mutant.file, text, limit_s) if tests else (0, "")
        if code == -signal.SIGKILL and tests is quick:
            return Verdict(mutant, "late", len(tests), "", change)
        if code in _FAILED:
            by = _failed(said, tests)
            if not by or ask([by])[0] == 0:  # fails without the mutant as well: says nothing
                return Verdict(mutant, "killed", len(tests), by, change)
        elif code not in (0, -signal.SIGKILL):
            raise RuntimeError(f"pytest ended with {code} for {mutant}: {said[-2000:]}")
    return Verdict(mutant, "lives", len(quick) + len(slow), "", change)


def _failed(said: str, tests: list[str]) -> str:
    """The test that failed; empty where a module or a ``conftest`` did not import."""
    return max((test for test in tests if f"FAILED {test}" in said or f"ERROR {test}" in said), key=len, default="")


def ask(tests: list[str], file: str = "", text: str = "", limit_s: float = SLOW_S) -> tuple[int, str]:
    """Run tests in a child that has this text for that file.

    Returns:
        Exit code of pytest, ``-SIGKILL`` after ``limit_s``, and the end of what it said.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.setsid()
        _answer(write, tests, file, text)
    os.close(write)
    return _wait(child, read, limit_s)


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


def _wait(child: int, read: int, limit_s: float) -> tuple[int, str]:
    os.set_blocking(read, False)
    ends, said, status = time.monotonic() + limit_s, b"", None
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
