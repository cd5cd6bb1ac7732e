"""The image without an engine for images: its steps walked through on this machine, then run as the user that it names.

What an engine adds (layers, namespaces) is not tried; what the Containerfile says is: pinned packages install by hash,
the wheel of the project beside them, the encoder unpacks, and a server answers ``/readyz`` as a user without rights to
whom everything but the volume and ``/tmp`` is read-only.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.containerfile import DEPLOY, ROOT, environment, stages_of

USER = 10_001
STAGES = stages_of((DEPLOY / "Containerfile").read_text("utf-8"))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build stage leaves in /opt/sepadan, at a place of its own that user 10001 can read and not write."""
    if os.geteuid():
        pytest.skip("needs root, to become another user")
    top = Path("/opt") / f"sepadan-image-{os.getpid()}"
    source = tmp_path_factory.mktemp("src")
    place = {"/opt/sepadan": str(top), "/src": str(source)}
    try:
        for step in STAGES[0]:
            if step.word == "COPY":
                _copy(step.rest.split(), source)
            elif step.word == "RUN":
                _run(step.rest, place, source)
        yield top
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _copy(words: list[str], source: Path) -> None:
    *names, target = words
    for name in names:
        to = source / target / (Path(name).name if target.endswith("/") else "")
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to)


def _run(command: str, place: dict[str, str], source: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEPADAN_", "PYTHON"))}
    env = kept | environment(STAGES[0])
    for old, new in place.items():
        command = command.replace(old, new)
        env = {name: value.replace(old, new) for name, value in env.items()}
    command = command.replace("python -m venv", f"{sys.base_prefix}/bin/python3 -m venv --copies", 1)
    ran = subprocess.run(["bash", "-ec", command], cwd=source, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]


@pytest.fixture
def served(image: Path, tmp_path: Path) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """A server out of the image as user 10001, in a mount namespace where all but volume and /tmp is read-only."""
    volume = image.with_name(f"{image.name}-volume")  # not below /tmp, which is a fresh one in there
    volume.mkdir(mode=0o700)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value.replace("/opt/sepadan", str(image)) for name, value in environment(STAGES[1]).items()}
    env |= {"SEPADAN_HOME": str(volume), "SEPADAN_PORT": str(port), "SEPADAN_BEHIND_PROXY": "true"}
    rows = volume / "postings.jsonl"
    rows.write_text(json.dumps({"id": "1", "title": "Kasir", "description": "Melayani pelanggan."}) + "\n")
    for path in (volume, rows):
        os.chown(path, USER, USER)
    script = f"""
        mount --make-rprivate /
        mount --bind {volume} {volume}
        mount -o remount,bind,ro /
        mount -t tmpfs -o mode=1777 none /tmp
        exec setpriv --reuid={USER} --regid={USER} --clear-groups --no-new-privs --inh-caps=-all bash -ec '
            cd {volume}
            for path in /etc/sepadan /opt/written {image}/written; do if touch $path; then exit 9; fi; done
            sepadan ingest postings postings.jsonl
            sepadan build
            exec sepadan serve'
    """
    try:
        with (tmp_path / "log").open("w") as log:
            server = subprocess.Popen(["unshare", "--mount", "bash", "-ec", script], env=env, stdout=log, stderr=log)
            try:
                yield f"http://127.0.0.1:{port}", tmp_path / "log", server
            finally:
                server.terminate()
                server.wait(60)
    finally:
        shutil.rmtree(volume)


@pytest.mark.long
def test_a_server_of_the_image_is_ready_and_leaves_nothing_but_its_volume(
    served: tuple[str, Path, subprocess.Popen[bytes]], image: Path
) -> None:
    url, log, server = served
    before = sorted(image.rglob("*"))
    deadline = time.monotonic() + 600
    while True:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                assert json.load(answer)["records"]["posting"] == 1
            break
        except OSError:
            assert server.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(1)
    health = next(step.rest for step in STAGES[1] if step.word == "HEALTHCHECK").partition("CMD ")[2]
    env = {"SEPADAN_PORT": url.rpartition(":")[2]}
    check = [str(image / "bin" / "python"), *json.loads(health)[1:]]
    assert subprocess.run(check, env=env, check=False).returncode == 0
    assert sorted(image.rglob("*")) == before
