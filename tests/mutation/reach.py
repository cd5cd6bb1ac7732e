"""Which tests pass which line, measured once by coverage with a context for each test."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from coverage.numbits import register_sqlite_functions

from tests.mutation.places import PACKAGES, ROOT
from tests.slow import is_slow, slow_tests

TESTS = tuple(f"tests/{package}" for package in PACKAGES)
MOST_OTHERS, MOST_SLOW = 60, 12
"""Tests of other files than the module's own that are asked about one mutant, and slow tests."""

_JOINED = "line_bits join context on context_id = context.id join file on file_id = file.id where path = ?"


def measure(data: Path) -> None:
    """Run the tests of the packages, the slow ones too, and keep in ``data`` who passes where.

    Raises:
        subprocess.CalledProcessError: A test failed.
    """
    data.parent.mkdir(exist_ok=True)
    settings = data.with_suffix(".ini")
    sources = "\n    ".join(PACKAGES)
    settings.write_text(f"[run]\nbranch = false\ndata_file = {data}\nsource =\n    {sources}\n", encoding="utf-8")
    words = ["-m", "not long", "-q", "-p", "no:cacheprovider", "--numprocesses=2", "--dist=loadfile"]
    words += [f"--cov-config={settings}", "--cov", "--cov-context=test", "--cov-report=", *TESTS]
    subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, check=True)


class Reach:
    """What ``measure`` kept."""

    def __init__(self, data: Path) -> None:
        self._rows = sqlite3.connect(data)
        register_sqlite_functions(self._rows)
        self._slow = slow_tests()
        asked = "select context, sum(length(numbits)) from line_bits join context on context_id = context.id"
        self._breadth = dict[str, int](self._rows.execute(f"{asked} group by context"))

    def tests(self, file: str, line: int) -> tuple[list[str], list[str]]:
        """Tests to ask about a line: those that pass it, or any of the file when it runs as the file is imported.

        Returns:
            Quick ones: all of the module's own test file, then at most ``MOST_OTHERS``, those that pass through least
            else. Slow ones, in the same order, at most ``MOST_SLOW``.
        """
        contexts = self._contexts(f"{_JOINED} and num_in_numbits(?, numbits)", file, line)
        if contexts == [""]:
            contexts = self._contexts(_JOINED, file)
        found = dict[str, int]()
        for context in filter(None, contexts):
            name = context.rpartition("|")[0]
            found[name] = min(found.get(name, sys.maxsize), self._breadth[context])
        own = f"test_{Path(file).stem}.py::"
        ordered = sorted(found, key=lambda name: (own not in name, found[name], name))
        slow = [name for name in ordered if is_slow(name.partition("[")[0], self._slow)]
        quick = [name for name in ordered if name not in slow]
        return quick[: sum(own in name for name in quick) + MOST_OTHERS], slow[:MOST_SLOW]

    def _contexts(self, asked: str, file: str, *more: int) -> list[str]:
        return [row[0] for row in self._rows.execute(f"select context from {asked}", (str(ROOT / file), *more))]
