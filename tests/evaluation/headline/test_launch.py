"""A run is a process of its own: its document is found, and nothing of it is left when its time is over."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from evaluation.headline.launch import Ended, ended, run_words
from evaluation.headline.runs import all_runs


def test_the_document_is_found_beside_what_a_library_writes() -> None:
    code = """print("a node died"); print('{"rows": []}'); print("{ not json")"""
    assert ended([sys.executable, "-c", code], None).document() == {"rows": []}
    assert Ended(code=0, output="nothing", errors="", seconds=1.0).document() is None


def test_a_run_whose_time_is_over_is_ended_with_its_children(tmp_path: Path) -> None:
    told = tmp_path / "child"
    child = f"import os, pathlib, time; pathlib.Path({str(told)!r}).write_text(str(os.getpid())); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    one = ended([sys.executable, "-c", code], 3.0, grace_s=1.0)
    assert one.is_late
    assert one.document() is None
    assert one.why() == "stopped after 0 min, when the time given was over"
    for _ in range(50):
        if not alive(int(told.read_text())):
            break
        time.sleep(0.1)
    assert not alive(int(told.read_text()))


def alive(process: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        ("", "exit code 1: it said nothing"),
        ("begun\n\x1b[31mno file /home/x/data/gold.tsv\x1b[0m\n\n", "exit code 1: no file gold.tsv"),
        ("x" * 500, "exit code 1: " + "x" * 200),
    ],
)
def test_why_it_failed_is_one_line_without_a_folder_of_this_machine(errors: str, why: str) -> None:
    assert Ended(code=1, output="", errors=errors, seconds=1.0).why() == why


def test_a_run_is_the_command_that_the_page_shows() -> None:
    run = next(one for one in all_runs() if one.options)
    assert run_words(run)[1:] == ["-m", "api.cli", "evaluate", run.task, *run.options, "--json"]
