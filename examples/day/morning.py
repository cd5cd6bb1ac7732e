"""The morning: courses, postings and workers are pushed in bulk, repeated, broken off and pushed again."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from . import world
from .caller import Caller, Credentials
from .figures import Figures
from .ledger import Ledger

PART = 100
"""Records of one push; the API takes up to 1,000."""


def push_all(
    url: str, platform: Credentials, figures: Figures, ledger: Ledger, counts: tuple[int, int], seed: int
) -> None:
    """Push the world of the day, three threads beside each other.

    Args:
        url: Of the server.
        platform: Of the client that may write all of it.
        figures: Where calls are counted.
        ledger: Where what went in is written.
        counts: Of postings and of workers.
        seed: Of the world.
    """
    rng = random.Random(seed)  # noqa: S311
    made = {
        "courses": [world.course(number) for number in range(10)],
        "postings": [world.posting(number, rng) for number in range(counts[0])],
        "workers": [world.worker(number, rng) for number in range(counts[1])],
    }
    parts = [
        (kind, number, rows[at : at + PART])
        for kind, rows in made.items()
        for number, at in enumerate(range(0, len(rows), PART))
    ]

    def push(part: tuple[str, int, Sequence[dict[str, Any]]]) -> None:
        kind, number, rows = part
        with Caller(url, platform, figures) as caller:
            push_part(caller, figures, ledger, kind, number, rows)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(push, parts))


def push_part(
    caller: Caller, figures: Figures, ledger: Ledger, kind: str, number: int, rows: Sequence[dict[str, Any]]
) -> None:
    """Push some records with one that cannot be read; every third part breaks off first, every third is sent twice."""
    path, once = f"/v1/{kind}", {"Idempotency-Key": f"morning-{kind}-{number}"}
    body = {"records": [*rows, {"id": f"{world.SOURCE}:bad-{number}", "title": ""}]}
    if number % 3 == 0:
        break_off(caller, path, once, body)
    first = caller.call(f"push {kind}", "POST", path, body, headers=once)
    if first is None:
        return
    told = first.json()
    if kind != "courses":
        ledger.stored(kind, (item["id"] for item in told["items"] if item["id"] is not None))
    if told["rejected"] != 1 or told["read"] != len(rows) + 1:
        figures.fail(f"push {kind} {number}: wanted 1 of {len(rows) + 1} rejected, found {told['rejected']}")
    if number % 3 == 1:
        again = caller.call(f"push {kind} again", "POST", path, body, headers=once)
        if again is not None and (again.headers.get("idempotency-replayed") != "true" or again.json() != told):
            figures.fail(f"push {kind} {number} again: wanted the first answer, found another")


def break_off(caller: Caller, path: str, once: dict[str, str], body: object) -> None:
    """Send half of a request and close the connection, as a gateway does that is switched off."""
    data, to = json.dumps(body).encode(), urlsplit(caller.url)
    lines = [f"POST {path} HTTP/1.1", f"Host: {to.netloc}", f"Authorization: Bearer {caller.token()}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    lines += [f"{name}: {value}" for name, value in once.items()]
    with socket.create_connection((to.hostname or "", to.port or 80), timeout=60) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + data[: len(data) // 2])
