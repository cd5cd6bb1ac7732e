"""The load task, the short way: a real server, real load, and counts that add up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from evaluation import load
from evaluation.benchmark.load_generator import Order, make_load
from evaluation.benchmark.load_server import Footprint
from evaluation.load import Extent, short
from evaluation.task import Row

SHORT = Extent(
    postings=60, origins=20, workers=1, rounds=1, round_s=1.0, seconds=1.0, overload_s=1.0, soak_s=2.0, stand_in=True
)


long = pytest.mark.long


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.name: row for row in short(SHORT, lambda what, done, total: None)}


@long
def test_every_request_is_answered_or_refused_and_the_server_answers_under_each_load(rows: dict[str, Row]) -> None:
    for name, row in rows.items():
        if name.endswith("neither answered nor refused"):
            assert row.value == 0, name
            assert row.n > 0
    full, bare = rows["POST /v1/match/postings: answers a second"], rows["in-process pipeline: answers a second"]
    assert rows["share of the pipeline's throughput"].value == pytest.approx(full.value / bare.value)
    assert rows["at 70 % of throughput: p50 ms"].n > 0
    assert rows["twice too much: answers a second"].value > 0


@long
def test_the_soak_looks_at_memory_and_descriptors_of_the_processes(rows: dict[str, Row]) -> None:
    assert abs(rows["soak of 0.0333333 minutes: growth of memory, share"].value) < 1
    assert rows["soak: file descriptors more"].n > 0
    assert 0 < rows["soak: connections to the store"].value <= 45


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
        order = Order(host="127.0.0.1", port=port, path="/", bodies=("{}",), key="k", seconds=0.5, rate=100.0)
        sent = await make_load(order)
        server.close()
        await asyncio.gather(*answering)
        assert set(sent.statuses) == {200}
        return sent.took_ms

    took = asyncio.run(run())
    assert sum(one > 100 for one in took) > 15  # in closed loop it would be one


def test_a_connection_that_the_server_closed_while_it_was_idle_is_not_asked_again() -> None:
    async def run() -> list[int]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"{}")
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            writer.close()  # without having said so
            await writer.wait_closed()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        order = Order(host="127.0.0.1", port=port, path="/", bodies=("{}",), key="k", seconds=0.8, rate=10.0)
        sent = await make_load(order)
        server.close()
        return sent.statuses

    statuses = asyncio.run(run())
    assert len(statuses) > 3
    assert set(statuses) == {200}


def test_percentiles_of_what_never_came_are_0() -> None:
    nothing = load.Made(statuses=load.np.zeros(0, int), started_s=load.np.zeros(0), took_ms=load.np.zeros(0))
    assert (nothing.took(200, 99), nothing.count(200)) == (0.0, 0)


class Told:
    """Stands for the generator: answers orders with what was written down for them."""

    def __init__(self, *answers: load.Made) -> None:
        self.answers, self.orders = list(answers), list[Order]()

    def __call__(self, order: Order) -> load.Made:
        self.orders.append(order)
        return self.answers.pop(0)


def came(*requests: tuple[int, float], every: float = 0.1) -> load.Made:
    statuses, took = zip(*requests, strict=True)
    started = [every * at for at in range(len(requests))]
    return load.Made(
        statuses=load.np.array(statuses), started_s=load.np.array(started), took_ms=load.np.array(took, float)
    )


ORDER = Order(host="h", port=1, path="/", bodies=("{}",), key="k", seconds=1.0)
EXTENT = Extent(postings=1, workers=2, rounds=3, round_s=2.0, seconds=2.0, overload_s=4.0)


def footprint(resident: int) -> Footprint:
    return Footprint(resident_bytes=resident, descriptors=9, connections=resident // 100)


def by_name(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.name: row for row in rows}


def test_the_share_is_the_mean_of_the_rounds_with_an_interval_and_holds_or_not() -> None:
    found = by_name(load._shares(load.np.array([10.0, 20.0, 10.0]), load.np.array([6.0, 14.0, 6.5]), EXTENT))
    share = found["share of the pipeline's throughput"]
    assert (share.value, share.holds, share.n) == (pytest.approx(0.65), True, 53)
    assert share.ci95 == pytest.approx((0.65 - 4.302653 * 0.05 / 3**0.5, 0.65 + 4.302653 * 0.05 / 3**0.5))
    assert not by_name(load._shares(load.np.array([10.0]), load.np.array([5.9]), EXTENT))[share.name].holds


def test_under_twice_too_much_only_the_answered_are_held_to_the_tail_and_the_rest_must_be_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calm = came(*[(200, 10.0)] * 50)
    told = Told(
        came((200, 25.0), (503, 1.0), (200, 31.0), (500, 1.0)), came((200, 5.0), (200, 40.0), (503, 1.0), (200, 9.0))
    )
    monkeypatch.setattr(load, "made", told)
    found = by_name(load._overload(ORDER, EXTENT, 30.0, calm))
    assert (told.orders[0].rate, told.orders[0].seconds) == (60.0, 4.0)
    assert found["twice too much: answers a second"].value == 0.5
    assert found["twice too much: neither answered nor refused"].holds is False
    tail = found["twice too much: p99 of the answered, multiple of at 10 %"]
    assert (tail.value, tail.holds) == (pytest.approx(3.094), False)
    assert found["seconds until it has recovered"].value == pytest.approx(0.2)  # refused last at the third


def test_a_soak_tells_growth_after_its_first_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    told, prints = Told(came((200, 1.0)), came((200, 1.0), (503, 1.0))), [footprint(1_000), footprint(1_060)]
    monkeypatch.setattr(load, "made", told)
    server = SimpleNamespace(footprint=lambda: prints.pop(0))
    found = by_name(load._soak(server, ORDER, replace(EXTENT, soak_s=600.0), 30.0))
    assert [order.seconds for order in told.orders] == [60.0, 540.0]
    assert {order.rate for order in told.orders} == {15.0}
    growth = found["soak of 10 minutes: growth of memory, share"]
    assert (growth.value, growth.holds) == (pytest.approx(0.06), False)
    assert found["soak: file descriptors more"].holds
    connections = found["soak: connections to the store"]
    assert (connections.value, connections.target, connections.holds) == (10, 45, True)
