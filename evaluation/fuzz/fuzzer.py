"""One target under libFuzzer: ``python -m evaluation.fuzz.fuzzer TARGET CORPUS -max_total_time=600`` (Atheris).

Our packages are instrumented as they are imported, so that inputs which reach new branches are kept. It ends with an
exit status other than 0 when something crashed, hung or held too much memory; the input lies beside the corpus. What it
leaves in the folder for temporary files is its caller's: libFuzzer ends the process on the spot.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["taxonomy", "matcher", "indexes", "evaluation.fuzz.planted"]):
    from evaluation.fuzz.target_list import target_named


def main(arguments: list[str]) -> None:
    """Fuzz the target that is named first; everything after it is libFuzzer's."""
    warnings.simplefilter("error")
    target = target_named(arguments[1])
    attempt: Callable[[bytes], None] = target.load()
    again = _launcher(Path(tempfile.mkdtemp(prefix="sepadan-fuzz-")), target.name)
    atheris.Setup([again, f"-max_len={target.max_bytes}", *arguments[2:]], attempt)
    atheris.Fuzz()


def _launcher(folder: Path, name: str) -> str:
    """A program that is this one: a merge starts its first argument as a process of its own."""
    file = folder / "fuzzer"
    command = shlex.join([sys.executable, "-m", "evaluation.fuzz.fuzzer", name])
    file.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    file.chmod(0o700)
    return str(file)


if __name__ == "__main__":
    main(sys.argv)
