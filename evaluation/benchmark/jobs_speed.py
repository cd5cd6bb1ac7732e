"""How fast jobs are beside the command line, and whether memory stays flat under a large upload; on a copy of a home.

``python -m evaluation.benchmark.jobs_speed HOME [GIB]`` starts a server in a process of its own, speaks HTTP to it, and
prints JSON: rows a second of an ingest and of a match, by a job and by the command, in the same run; and the resident
memory of the server before, during (the most) and after an upload of some GiB.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

_ROWS, _SUBJECTS = 20_000, 400


def main() -> None:
    """Measure and print."""
    home, gib = Path(sys.argv[1]), float(sys.argv[2] if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory() as folder:
        rows = _postings(Path(folder) / "postings.jsonl")
        workers = Path(folder) / "workers.jsonl"
        lines = (home / "sample" / "workers.jsonl").read_text(encoding="utf-8").splitlines()[:_SUBJECTS]
        workers.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found: dict[str, Any] = {"ingest_command_rows_s": _command(home, _ROWS, "ingest", "postings", rows, "--json")}
        found["match_command_subjects_s"] = _command(
            home, len(lines), "match", "--workers", workers, "--output", Path(folder) / "out.jsonl", "--json"
        )
        server, url = _served(home)
        try:
            with httpx.Client(base_url=url, timeout=600, trust_env=False) as client:
                # Another source name, so that every row is new to the store, as it was to the command.
                ask: dict[str, Any] = {"kind": "ingest", "layout": "postings", "given": {"source": "job"}}
                found["ingest_job_rows_s"] = _job(client, rows, {**ask, "index": False}, _ROWS)
                match = {"kind": "match", "of": "workers"}
                found["match_job_subjects_s"] = _job(client, workers, match, len(lines))
                found |= _memory(client, server.pid, int(gib * (1 << 30)))
        finally:
            server.terminate()
            server.wait()
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def _postings(file: Path) -> Path:
    with file.open("w", encoding="utf-8") as out:
        for n in range(_ROWS):
            row = {"id": f"P-{n}", "title": f"Juru Las {n % 97}", "description": "Mengelas pelat SMAW. " * 8}
            out.write(json.dumps(row) + "\n")
    return file


def _command(home: Path, count: int, *words: object) -> float:
    """Rows a second of a command, by what it says itself, start-up left out."""
    command = [sys.executable, "-m", "api.cli", *map(str, words), "--home", str(home)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603
    return round(count / float(told["seconds"]), 1)


def _served(home: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--json", "--home", str(home)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    assert server.stdout is not None
    url = json.loads(server.stdout.readline())["url"]
    while True:
        try:
            if httpx.get(f"{url}/readyz", timeout=600, trust_env=False).status_code == 200:
                return server, url
        except httpx.TransportError:
            time.sleep(0.5)


def _announce(client: httpx.Client, name: str, length: int) -> str:
    told = {"Upload-Length": str(length), "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}"}
    return client.post("/v1/uploads", headers=told).raise_for_status().headers["location"]


def _send(client: httpx.Client, place: str, at: int, content: bytes | Iterator[bytes]) -> None:
    told = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
    client.patch(place, content=content, headers=told).raise_for_status()


def _job(client: httpx.Client, file: Path, ask: dict[str, Any], count: int) -> float:
    """Rows a second of a job, from the moment that it was taken up to its end, the table included."""
    content = file.read_bytes()
    place = _announce(client, file.name, len(content))
    _send(client, place, 0, content)
    job = client.post("/v1/jobs", json={**ask, "upload": place.rpartition("/")[2]}).raise_for_status().json()
    while not job["ended_at"]:
        time.sleep(0.5)
        job = client.get(job["links"]["self"]).raise_for_status().json()
    assert (job["state"], job["counts"]["read"]) == ("done", count), job
    started, ended = (datetime.fromisoformat(job[name]) for name in ("started_at", "ended_at"))
    return round(count / (ended - started).total_seconds(), 1)


def _memory(client: httpx.Client, pid: int, length: int) -> dict[str, Any]:
    """Resident memory of the server around an upload in one part."""
    before, most, stopping = _rss_mib(pid), [0.0], threading.Event()

    def watch() -> None:
        while not stopping.wait(0.1):
            most[0] = max(most[0], _rss_mib(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    place, started, block = _announce(client, "large.jsonl", length), time.monotonic(), b"x" * (1 << 20)
    _send(client, place, 0, (block for _ in range(length >> 20)))
    seconds = time.monotonic() - started
    stopping.set()
    thread.join()
    client.delete(place).raise_for_status()
    return {
        "upload_mib": length >> 20,
        "upload_mib_s": round((length >> 20) / seconds, 1),
        "rss_before_mib": before,
        "rss_most_mib": most[0],
        "rss_after_mib": _rss_mib(pid),
    }


def _rss_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1)


if __name__ == "__main__":
    main()
