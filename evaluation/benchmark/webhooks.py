"""How many deliveries a second a local receiver gets, and how long a new posting takes to reach it by a watch.

Against a real server over a home that holds workers (``sepadan demo``); the home is changed, so work on a copy:
``python -m evaluation.benchmark.webhooks HOME``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from indexes.store import Store
from indexes.watch_rows import StoredWatch
from matcher.events import EventKind, publish
from matcher.filters import Conditions
from matcher.home import Home
from matcher.webhooks.matching import conditions_text

PINGS, WATCHES, POSTINGS = 3_000, 10_000, 100
TENANT = "local"
_WAIT_S = 300.0


@dataclass
class Came:
    """Deliveries with the time at which they came, seconds of a clock that never goes back."""

    at: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, kind: str, count: int, quiet_s: float = _WAIT_S) -> list[tuple[float, dict[str, Any]]]:
        """Deliveries of a kind once there are so many, or none came for some seconds."""
        with self.more:
            while len(found := [each for each in self.at if each[1]["type"] == kind]) < count:
                if not self.more.wait(quiet_s):
                    break
        return found


@contextmanager
def receiving() -> Generator[tuple[str, Came]]:
    """A receiver on the loopback: its ``host:port`` and what comes."""
    came = Came()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with came.more:
                came.at.append((time.monotonic(), json.loads(body)))
                came.more.notify_all()
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in the library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", came
    server.shutdown()


@contextmanager
def serving(home: Path, place: str) -> Generator[str]:
    """A server over a home; its URL."""
    command = [sys.executable, "-m", "api.cli", "serve", "--home", str(home), "--port", "0", "--json"]
    around = {**os.environ, "SEPADAN_WEBHOOK_INSIDE": place, "SEPADAN_LOG_LEVEL": "error"}
    with subprocess.Popen(command, env=around, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own
        assert process.stdout is not None
        url = str(json.loads(process.stdout.readline())["url"])
        try:
            yield url
        finally:
            process.terminate()
            process.wait()


def watch_many(store: Store, least: float) -> int:
    """Watches of ``WATCHES`` workers, several of each where the home holds fewer; gives how many workers."""
    keys = [row.key for batch in store.pending("worker", "none") for row in batch]
    conditions = conditions_text(Conditions())
    for at in range(WATCHES):
        store.put_watch(
            StoredWatch(
                id=f"wat_{at:032d}",
                client="local",
                tenant=TENANT,
                sources="null",
                kind="worker",
                key=keys[at % len(keys)],
                least_score=least,
                most_per_day=100,
                conditions=conditions,
                made_at=datetime.now(UTC),
                revision=store.revision(),
            )
        )
    return min(len(keys), WATCHES)


def measure(home: Path, least: float) -> Mapping[str, float]:
    """All figures of a run."""
    store = Store(Home(root=home).database_url)
    postings = [json.loads(row.payload) for batch in store.pending("posting", "none") for row in batch][:POSTINGS]
    with receiving() as (place, came), serving(home, place) as url, httpx.Client(base_url=url, timeout=120) as client:
        made = client.post("/v1/webhooks", json={"url": f"http://{place}/", "events": ["job.done", "match.new"]})
        made.raise_for_status()
        for _ in range(PINGS):
            publish(store, EventKind.JOB_DONE, TENANT, {"job": "ukur"})
        jobs = came.wait_for("job.done", PINGS)
        seconds = jobs[-1][0] - jobs[0][0]
        backlog = _backlog(client, store, came, made.json()["id"])
        workers = watch_many(store, least)
        client.post("/v1/match/postings", json={"id": _any_worker(store), "k": 1}).raise_for_status()
        rows = [
            {"id": f"ukur:{at}", "title": each["title"], "description": each["description"], "places": each["places"]}
            for at, each in enumerate(postings)
        ]
        sent = time.monotonic()
        client.post("/v1/postings", json={"records": rows}).raise_for_status()
        upserted = time.monotonic() - sent
        matches = came.wait_for("match.new", 10**9, quiet_s=30)
    store.close()
    lags = np.array([at - sent - upserted for at, _ in matches])
    return {
        "published and delivered, a second": PINGS / seconds,
        "backlog delivered, a second": backlog,
        "watches": WATCHES,
        "workers watched": workers,
        "postings": len(rows),
        "events": len(matches),
        "pairs": sum(len(document["data"]["matches"]) for _, document in matches),
        "upsert s": upserted,
        "lag p50 s": float(np.percentile(lags, 50)),
        "lag p99 s": float(np.percentile(lags, 99)),
    }


def _backlog(client: httpx.Client, store: Store, came: Came, webhook: str) -> float:
    """Deliveries a second of what had gathered while the webhook was paused."""
    path = f"/v1/webhooks/{webhook}"
    client.patch(path, json={"state": "paused"}).raise_for_status()
    for _ in range(PINGS):
        publish(store, EventKind.JOB_DONE, TENANT, {"job": "ukur"})
    client.patch(path, json={"state": "active"}).raise_for_status()
    jobs = came.wait_for("job.done", 2 * PINGS)[PINGS:]
    return (len(jobs) - 1) / (jobs[-1][0] - jobs[0][0])


def _any_worker(store: Store) -> str:
    return next(row.key for batch in store.pending("worker", "none") for row in batch)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--least", type=float, default=0.6)
    given = parser.parse_args()
    for name, value in measure(given.home, given.least).items():
        sys.stdout.write(f"{name}: {value:g}\n")
