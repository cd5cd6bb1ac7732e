"""docs/access.md as a user follows it: every block, in a shell, against a server that asks for credentials."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from api.access.principal import SCOPES
from api.access.registry import ROLES
from api.app import create_app
from api.cli.serve import held_port, url_of
from api.settings import Settings
from matcher.engine import Engine

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def url(engine: Engine, access_settings: Settings) -> Iterator[str]:
    with held_port("127.0.0.1", 0) as listener:
        app = create_app(access_settings, engine)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield url_of(listener)
        server.should_exit = True
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_block_does_what_the_page_says(url: str, tmp_path: Path, access_settings: Settings) -> None:
    script = "\n".join(["set -euo pipefail", f'sepadan() {{ "{sys.executable}" -m api.cli "$@"; }}', *BLOCKS])
    script += (
        '\ncurl -s -o /dev/null -w "%{http_code}\\n" -H "Authorization: Bearer $TOKEN" "$SEPADAN/v1/postings/papan:1"'
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEPADAN_")}
    told = {"SEPADAN": url, "SEPADAN_HOME": str(access_settings.home), "PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    command = ["bash", "-c", script]
    ran = subprocess.run(command, env=kept | told, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    codes = [line for line in ran.stdout.splitlines() if re.fullmatch(r"\d{3}", line)]
    assert codes == ["404", "404", "401"]
    assert "sps_" not in ran.stderr


def test_the_page_names_every_role_and_scope_and_setting() -> None:
    for word in (*SCOPES, *ROLES):
        assert f"`{word}`" in PAGE
    for setting in set(re.findall(r"SEPADAN_[A-Z_]+[A-Z]", PAGE)):
        assert setting.removeprefix("SEPADAN_").lower() in Settings.model_fields
