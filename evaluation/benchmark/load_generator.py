"""Makes load, in a process of its own: ``python -m evaluation.benchmark.load_generator``, with an order on its input.

Open loop: requests start at moments drawn before (a Poisson process), whether or not earlier ones are answered, and
the time of each counts from when it was meant to start. Else a server that stalls slows down who measures it,
and the stall is counted once and not for all who would have come (coordinated omission; Tene 2013). Closed loop: each
of so many connections asks again as soon as it is answered, for the most that can be done.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

import uvloop

_ANSWERED = 200
_PAUSE_S = 0.05
"""How long a connection of the closed loop waits that was refused. Asking again at once would measure refusals; clients
wait longer (``Retry-After``), but no core must be left idle here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What load to make.

    Attributes:
        host: Address.
        port: Port.
        path: What is asked, by POST.
        bodies: JSON texts, sent in turn.
        key: API key that each is sent with.
        seconds: How long.
        rate: Requests a second in open loop; 0 for closed loop.
        connections: Of the closed loop.
        seed: Of the moments.
    """

    host: str
    port: int
    path: str
    bodies: tuple[str, ...]
    key: str
    seconds: float
    rate: float = 0.0
    connections: int = 0
    seed: int = 1


@dataclass(slots=True, kw_only=True)
class Sent:
    """What came of it: one entry a request, in the order of answers.

    Attributes:
        statuses: HTTP status; 0 where the connection broke.
        started_s: When it was meant to start, seconds from the beginning.
        took_ms: From then to the last byte of the answer.
    """

    statuses: list[int] = field(default_factory=list)
    started_s: list[float] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)


class Client:
    """Connections that are kept open between requests."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._requests = cycle([_request(order, body) for body in order.bodies])
        self.sent = Sent()
        self.began = time.perf_counter()

    async def ask(self, start: float) -> int:
        """One request, meant to start at ``start`` by ``time.perf_counter``; gives the status of its answer."""
        try:
            status = await self._answered(next(self._requests))
        except (OSError, EOFError, ValueError):
            status = 0
        self.sent.statuses.append(status)
        self.sent.started_s.append(start - self.began)
        self.sent.took_ms.append((time.perf_counter() - start) * 1_000)
        return status

    async def _answered(self, request: bytes) -> int:
        reader, writer = self._kept() or await self._connect()
        is_kept = False
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            is_kept = b"connection: close" not in lines
        finally:
            if is_kept:
                self._idle.append((reader, writer))
            else:
                writer.close()
        return int(head[9:12])

    def _kept(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection that is still open: servers close what is idle for long, and clients look before they ask."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        return None

    async def close(self) -> None:
        """Close what was kept open."""
        for _, writer in self._idle:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._order.host, self._order.port)


def _request(order: Order, body: str) -> bytes:
    content = body.encode()
    head = f"POST {order.path} HTTP/1.1\r\nHost: {order.host}:{order.port}\r\nContent-Type: application/json\r\n"
    head = f"{head}X-API-Key: {order.key}\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


async def make_load(order: Order) -> Sent:
    """Make it and wait for all answers."""
    client = Client(order)
    await (_open_loop(client, order) if order.rate else _closed_loop(client, order))
    await client.close()
    return client.sent


async def _open_loop(client: Client, order: Order) -> None:
    rng = random.Random(order.seed)  # noqa: S311 -- moments, not secrets
    moment, tasks = client.began, list[asyncio.Task[int]]()
    while (moment := moment + rng.expovariate(order.rate)) < client.began + order.seconds:
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        tasks.append(asyncio.create_task(client.ask(moment)))
    await asyncio.gather(*tasks)


async def _closed_loop(client: Client, order: Order) -> None:
    async def keep_asking() -> None:
        while (now := time.perf_counter()) < client.began + order.seconds:
            if await client.ask(now) != _ANSWERED:
                await asyncio.sleep(_PAUSE_S)

    await asyncio.gather(*(keep_asking() for _ in range(order.connections)))


def main() -> None:
    """Read an order, make the load, write what came of it."""
    asked: dict[str, Any] = json.load(sys.stdin)
    asked["bodies"] = tuple(asked["bodies"])
    order = Order(**asked)
    json.dump(asdict(uvloop.run(make_load(order))), sys.stdout)


if __name__ == "__main__":
    main()
