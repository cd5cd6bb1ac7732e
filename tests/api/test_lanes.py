from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.errors import OverloadedError
from api.app import create_app
from api.lane_widths import Width, lane_name, lane_of_body
from api.lanes import STANDING_S, WINDOW_S, Lane
from api.route_list import ROUTES
from api.settings import Settings
from matcher.engine import Engine


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def lane_of(clock: Clock, refused: list[str], standing: int = 1, burst: int = 3) -> Lane:
    return Lane("match", Width(slots=1, standing=standing, burst=burst), 1, refused.append, clock)


async def works(lane: Lane, gate: asyncio.Event, done: list[int], number: int, until: float = 1e9) -> None:
    async with lane.slot(until):
        await gate.wait()
        done.append(number)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_a_burst_waits_in_order_and_one_more_is_refused_at_once_with_a_time_to_come_again() -> None:
    async def run() -> None:
        clock, refused, done, gate = Clock(), list[str](), list[int](), asyncio.Event()
        lane = lane_of(clock, refused)
        tasks = [asyncio.create_task(works(lane, gate, done, number)) for number in range(4)]
        await settled()
        with pytest.raises(OverloadedError) as told:
            lane.check()
        assert told.value.headers == {"Retry-After": "1"}
        assert refused == ["match"]
        gate.set()
        await asyncio.gather(*tasks)
        assert done == [0, 1, 2, 3]
        lane.check()

    asyncio.run(run())


def test_a_queue_that_stands_may_be_no_longer_than_its_standing_length_until_it_was_empty() -> None:
    async def run() -> None:
        clock, gate, done = Clock(), asyncio.Event(), list[int]()
        lane = lane_of(clock, [])
        tasks = [asyncio.create_task(works(lane, gate, done, number)) for number in range(2)]
        await settled()
        lane.check()
        clock.now = STANDING_S * 1.01
        with pytest.raises(OverloadedError):
            lane.check()
        gate.set()
        await asyncio.gather(*tasks)
        lane.check()

    asyncio.run(run())


def test_a_queue_stays_short_though_it_is_empty_now_and_then_while_more_comes_than_goes() -> None:
    async def run() -> None:
        clock = Clock()
        lane = lane_of(clock, [])

        async def take(seconds: float) -> None:
            async with lane.slot(1e9):
                clock.now += seconds

        async def most_waiting() -> int:
            gate = asyncio.Event()
            tasks = [asyncio.create_task(works(lane, gate, [], 0)) for _ in range(5)]
            await settled()
            gate.set()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            return sum(not isinstance(one, OverloadedError) for one in ended) - 1

        await take(0.02)
        assert await most_waiting() == 3  # a burst
        for _ in range(100):  # each takes as long as it is until the next comes: twice of that came, half was refused
            await take(0.02)
            lane.come()
        assert await most_waiting() == 1
        clock.now += 2 * WINDOW_S  # calm
        assert await most_waiting() == 3

    asyncio.run(run())


@pytest.mark.parametrize(
    ("lane", "body", "wanted"),
    [
        ("match", {"id": "a:1"}, "match"),
        ("match", {"worker": {"wish": "las"}}, "fresh"),
        ("match", {"posting": {"title": "Las"}}, "fresh"),
        ("match", ["worker"], "match"),
        ("match", None, "match"),
        ("advice", {"worker": {}}, "advice"),
    ],
)
def test_what_is_sent_along_has_a_lane_of_its_own(lane: str, body: object, wanted: str) -> None:
    assert lane_of_body(lane, body) == wanted


def test_who_waits_too_long_or_goes_away_leaves_the_queue_and_the_slot_is_not_lost() -> None:
    async def run() -> None:
        clock, gate, done, refused = Clock(), asyncio.Event(), list[int](), list[str]()
        lane = lane_of(clock, refused)
        first = asyncio.create_task(works(lane, gate, done, 0))
        await settled()
        with pytest.raises(OverloadedError, match="none free in time"):
            await works(lane, gate, done, 1, until=clock.now)
        gone = asyncio.create_task(works(lane, gate, done, 2))
        await settled()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        gate.set()
        await first
        await works(lane, gate, done, 3)
        assert done == [0, 3]
        assert refused == ["match"]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("POST", "/v1/match/postings", "match"),
        ("POST", "/", "match"),
        ("GET", "/", "light"),
        ("GET", "/readyz", ""),
        ("GET", "/metrics", ""),
        ("POST", "/oauth/token", ""),
        ("POST", "/v1/recommend/courses", "advice"),
        ("POST", "/v1/curriculum/plan", "heavy"),
        ("POST", "/v1/market/forecast", "heavy"),
        ("POST", "/v1/workers", "bulk"),
        ("GET", "/v1/workers/{key:path}", "light"),
        ("GET", "/v1/workers/{key:path}/recommendations", "advice"),
        ("DELETE", "/v1/postings/{key:path}", "light"),
    ],
)
def test_what_a_page_view_waits_for_shares_no_lane_with_what_is_heavy(method: str, path: str, lane: str) -> None:
    assert lane_name({method}, path) == lane


def test_only_what_must_be_heard_under_load_has_no_lane() -> None:
    exempt = {route.path for module in ROUTES for route in module.router.routes if not route.lane}
    assert exempt == {
        "/healthz",
        "/readyz",
        "/metrics",
        "/oauth/token",
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server",
        "/v1/uploads",  # streamed to the disk
        "/v1/uploads/{upload_id}",
        "/v1/jobs/{job_id}/events",
        "/v1/sandbox/reset",  # waits for all others
        "/kemajuan/{task}/peristiwa",  # waits
    }


class FullLanes:
    timeout_s = 1.0

    def __getitem__(self, name: str) -> Lane:
        return Lane(name, Width(slots=1, standing=0, burst=0), 1, lambda _: None, Clock())


def test_a_full_lane_answers_503_before_the_body_is_looked_at_and_probes_go_on(
    engine: Engine, settings: Settings
) -> None:
    app: Any = create_app(settings, engine)
    app.state.lanes = FullLanes()
    with TestClient(app) as client:
        answer = client.post("/v1/match/postings", content=b"no JSON", headers={"Content-Type": "text/plain"})
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:sepadan:problem:overloaded")
        assert answer.headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == 200
        app.state.draining = True
        assert client.get("/readyz").json()["type"] == "urn:sepadan:problem:draining"
