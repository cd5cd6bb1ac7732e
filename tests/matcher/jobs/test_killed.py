"""A process that works at jobs, killed at any moment: its output is whole, and the bytes of an unbroken run."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.jobs import ingest_parts
from matcher.jobs.job import counts_of
from matcher.jobs.uploads import now_utc
from matcher.records import Kind
from tests.matcher.jobs.conftest import House, worker_row

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("turns", [1, 3])
def test_a_killed_process_leaves_a_job_that_another_ends_as_if_nothing_had_been(
    full: House, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_parts, "PLAIN_RECORDS", 2)
    rows = [worker_row(n) for n in range(100, 140)]
    whole = full.ingest(rows)
    full.worker().drain()
    full.engine.delete(Kind.WORKER, [f"workers:{row['id']}" for row in rows])
    full.clock.at = now_utc()
    job = full.ingest(rows)
    command = [sys.executable, "-m", "tests.matcher.jobs.working_process", str(full.engine.home.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(turns):
            assert process.stdout.readline() == "turn\n"
        process.kill()
    left = full.job(job)
    assert left.state == "running"
    assert 0 < counts_of(left)["read"] <= 40
    full.clock.at = now_utc() + timedelta(seconds=61)
    full.worker().drain()
    assert full.job(job).state == "done"
    for name in ("result", "rejects", "parquet"):
        assert full.content(job, name) == full.content(whole, name)
    assert counts_of(full.job(job)) == counts_of(full.job(whole))
