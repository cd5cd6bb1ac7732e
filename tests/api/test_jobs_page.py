"""docs/jobs.md as a user follows it: every block, in a shell, against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import uvicorn

from api.app import create_app
from api.cli.serve import held_port, url_of
from api.settings import Settings
from matcher.engine import Engine
from matcher.jobs.job import JobKind

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def url(sample_world: Path, engine: Engine) -> Iterator[str]:
    with held_port("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(log_level="error"), engine), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield url_of(listener)
        server.should_exit = True
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_block_does_what_the_page_says(url: str, tmp_path: Path) -> None:
    told = {**os.environ, "SEPADAN": url, "NO_PROXY": "*"}
    script = "\n".join(["set -euo pipefail", *BLOCKS])
    folder = tmp_path / "user"
    folder.mkdir()
    ran = subprocess.run(
        ["bash", "-c", script], env=told, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert '"counts":{"read":3,"rejected":1,"accepted":2,"updated":0,"unchanged":0}' in ran.stdout
    assert '{"row":1,"id":"workers:W-1","status":"stored"}' in ran.stdout
    assert (folder / "first-100-bytes").stat().st_size == 100
    assert pq.read_table(folder / "result.parquet").num_rows == 3
    assert '{"id":"workers:W-1","matches":[{"id":' in ran.stdout
    assert "Budi" not in ran.stdout


def test_the_page_names_every_kind_and_only_settings_that_there_are() -> None:
    for kind in JobKind:
        assert f"`{kind}`" in PAGE
    for setting in set(re.findall(r"SEPADAN_[A-Z_]+[A-Z]", PAGE)):
        assert setting.removeprefix("SEPADAN_").lower() in Settings.model_fields
