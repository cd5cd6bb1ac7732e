"""A real browser against a real server."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings
from matcher.engine import Engine

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()


@pytest.fixture
def address(sample_world: Path, engine: Engine, settings: Settings) -> Iterator[str]:
    """A server on a free port, over the sample world."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings, engine), log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.mark.browser
def test_a_browser_shows_both_pages_and_the_answer_to_a_form(chromium: str, address: str, tmp_path: Path) -> None:
    def dom_of(url: str) -> str:
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", url]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    assert "Cari kerja yang sepadan" in dom_of(f"{address}/")
    assert "Untuk pemberi kerja" in dom_of(f"{address}/pemberi-kerja")
    # A page of our own that sends the form by itself, for a headless browser has no hands.
    sender = tmp_path / "kirim.html"
    sender.write_text(
        f'<form method="post" action="{address}/"><input name="wish" value="juru las listrik">'
        '<input name="summary" value="biasa mengelas pelat"></form>'
        "<script>document.forms[0].submit()</script>",
        encoding="utf-8",
    )
    answer = dom_of(sender.as_uri())
    assert "Juru Las Listrik" in answer
    assert "Las SMAW 3G" in answer


@pytest.mark.browser
def test_a_browser_shows_the_inspectors_page_and_the_findings_of_a_pasted_ad(
    chromium: str, address: str, tmp_path: Path
) -> None:
    def dom_of(url: str) -> str:
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", url]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    assert "Laporan lowongan yang masih dibuka" in dom_of(f"{address}/inspection")
    sender = tmp_path / "kirim.html"
    sender.write_text(
        f'<form method="post" action="{address}/inspection"><input name="title" value="Kasir (Wanita)">'
        '<input name="text" value="Usia maks 25 tahun, jujur"></form><script>document.forms[0].submit()</script>',
        encoding="utf-8",
    )
    answer = dom_of(sender.as_uri())
    assert "2 temuan" in answer
    assert "Saran tulisan yang netral" in answer
