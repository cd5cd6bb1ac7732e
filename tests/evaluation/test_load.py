"""The load task, the short way: a real server, real load, and counts that add up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from evaluation import load
from evaluation.benchmark.load_generator import Order, make_load
from evaluation.load import Extent, short
from evaluation.task import Row

SHORT = Extent(postings=60, origins=20, workers=1, seconds=1.0, overload_s=1.0, soak_s=2.0, stand_in=True)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.name: row for row in short(SHORT, lambda what, done, total: None)}


def test_every_request_is_answered_or_refused_and_the_server_answers_under_each_load(rows: dict[str, Row]) -> None:
    for name, row in rows.items():
        if name.endswith("neither answered nor refused"):
            assert row.value == 0, name
            assert row.n > 0
    full, bare = rows["POST /v1/match/postings: answers a second"], rows["in-process pipeline: answers a second"]
    assert rows["share of the pipeline's throughput"].value == pytest.approx(full.value / bare.value)
    assert rows["at 70 % of throughput: p50 ms"].n > 0
    assert rows["twice too much: answers a second"].value > 0


def test_the_soak_looks_at_memory_and_descriptors_of_the_processes(rows: dict[str, Row]) -> None:
    assert abs(rows["soak of 0.0333333 minutes: growth of memory, share"].value) < 1
    assert rows["soak: file descriptors more"].n > 0


def test_a_stall_counts_for_all_who_would_have_come_in_open_loop() -> None:
    stalled = 0.4

    async def run() -> list[float]:
        begin, answering = asyncio.get_running_loop().time(), list[Any]()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answering.append(asyncio.current_task())
            while await reader.read(65_536):
                left = begin + stalled - asyncio.get_running_loop().time()
                await asyncio.sleep(max(0.0, left))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        order = Order(host="127.0.0.1", port=port, path="/", bodies=("{}",), seconds=0.5, rate=100.0)
        sent = await make_load(order)
        server.close()
        await asyncio.gather(*answering)
        assert set(sent.statuses) == {200}
        return sent.took_ms

    took = asyncio.run(run())
    assert sum(one > 100 for one in took) > 15  # in closed loop it would be one


def test_percentiles_of_what_never_came_are_0() -> None:
    nothing = load.Made(statuses=load.np.zeros(0, int), started_s=load.np.zeros(0), took_ms=load.np.zeros(0))
    assert (nothing.took(200, 99), nothing.count(200)) == (0.0, 0)
