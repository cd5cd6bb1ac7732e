"""Rates, quotas, and addresses behind proxies."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from api.access.addresses import caller_of, parse_networks
from api.access.limits import RateLimits, limit_headers, window_of
from api.access.quotas import Quotas, cost_of
from api.app import create_app
from api.settings import Settings
from indexes.store import Store
from matcher.engine import Engine
from taxonomy.errors import ConfigError, StoreError
from tests.api.access.conftest import House

LOG = structlog.wrap_logger(structlog.testing.CapturingLogger())


def test_a_client_over_its_rate_is_told_when_to_come_again_and_others_are_not_held_back(house: House) -> None:
    house.add("pelan", rate=1, burst=20)  # 20 seconds, which a busy machine does not take for these
    token = house.token("pelan")  # its first request
    answers = [house.get(token) for _ in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 19 + [429]
    last = answers[-1]
    assert last.headers["RateLimit-Policy"] == '"rate";q=20;w=20'
    assert last.headers["RateLimit"].startswith('"rate";r=0;t=')
    assert 1 <= int(last.headers["Retry-After"]) <= 20
    assert last.json()["type"] == "urn:sepadan:problem:too-many-requests"
    assert house.status(house.token("siapkerja")) == 200


def test_every_answer_behind_the_gate_says_what_is_left(house: House) -> None:
    token = house.token("siapkerja")
    for answer in (house.get(token), house.get(token, "/v1/market/wages"), house.get(token, "/v1/sources/x/runs")):
        assert answer.headers["RateLimit-Policy"] == '"rate";q=200;w=4, "day";q=1000000;w=86400'
        assert answer.headers["RateLimit"].count(";r=") == 2
    assert '"address";q=60' in house.http.get("/v1/skills?q=las").headers["RateLimit-Policy"]
    assert '"address"' in house.get("bad").headers["RateLimit-Policy"]


def test_addresses_without_credentials_are_limited_and_watchers_are_not(
    engine: Engine, access_settings: Settings
) -> None:
    settings = access_settings.model_copy(update={"anonymous_rate": 1, "anonymous_burst": 20})
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as http:
        assert [http.get("/v1/skills?q=las").status_code for _ in range(21)] == [200] * 20 + [429]
        assert http.get("/v1/sources").status_code == 429
        assert http.post("/oauth/token").status_code == 429
        assert {http.get("/healthz").status_code for _ in range(9)} == {200}


def test_a_quota_of_a_day_holds_over_a_restart_and_a_big_body_counts_for_more(house: House, engine: Engine) -> None:
    house.add("hemat", "postings", quota=4)
    token = house.token("hemat")
    big = house.http.post("/v1/postings", content=b" " * 65_536, headers={"Authorization": f"Bearer {token}"})
    assert '"day";r=1;' in big.headers["RateLimit"]
    house.http.app.state.access.stop()  # type: ignore[attr-defined]
    app = create_app(house.settings, engine)
    with TestClient(app, raise_server_exceptions=False) as again:
        codes = [
            again.get("/v1/postings/a:1", headers={"Authorization": f"Bearer {token}"}).status_code for _ in range(2)
        ]
    assert codes == [404, 429]


@pytest.mark.parametrize(
    ("length", "cost"), [(0, 1), (65_535, 1), (65_536, 2), (10 * 65_536, 11), (99 * 65_536, 17), (None, 17)]
)
def test_a_request_counts_by_what_it_carries(length: int | None, cost: int) -> None:
    assert cost_of(length, 16 * 65_536) == cost


@pytest.fixture
def store(engine: Engine) -> Store:
    return engine.store


def test_several_processes_learn_of_each_others_counts_and_a_new_day_starts_at_nothing(store: Store) -> None:
    now = [datetime(2026, 11, 3, 16, 59, 30, tzinfo=UTC)]  # half a minute before midnight in Jakarta
    first, second = (Quotas(store, LOG, lambda: now[0]) for _ in range(2))
    standing = first.take("a", 5, 3)
    assert standing is not None
    assert (standing.remaining, standing.reset_s) == (2, 30)
    first.flush()
    second.flush()
    over = second.take("a", 5, 3)
    assert over is not None
    assert (over.is_over, over.remaining) == (True, 2)
    assert second.take("a", 0, 1_000) is None
    now[0] += timedelta(seconds=31)
    fresh = second.take("a", 5, 3)
    assert fresh is not None
    assert (fresh.is_over, fresh.remaining) == (False, 2)


def test_what_the_store_did_not_take_is_told_it_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    quotas = Quotas(store, LOG)
    quotas.start()
    quotas.take("a", 10, 4)

    def refuse(*_: object) -> dict[str, int]:
        raise StoreError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "add_usage", refuse)
        quotas.stop()
    quotas.flush()
    from api.day import today

    assert store.usage(today().isoformat()) == {"a": 4}


def test_the_window_agrees_with_a_plain_list_of_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr("limits.storage.memory.time.time", lambda: now[0])
    limits = RateLimits("memory://")
    let_in: list[float] = []

    async def run() -> None:
        for step in range(300):
            now[0] += (step * 7 % 11) / 10
            let_in[:] = [moment for moment in let_in if moment >= now[0] - 5]
            standing = await limits.take("rate", "a", 2, 10)
            assert standing.is_over == (len(let_in) >= 10)
            if not standing.is_over:
                let_in.append(now[0])
            assert standing.remaining == 10 - len([m for m in let_in if m > now[0] - 5]) or standing.remaining >= 0

    asyncio.run(run())


@given(rate=st.integers(1, 10_000), burst=st.integers(1, 10_000))
def test_no_window_lets_more_through_for_long_than_the_rate(rate: int, burst: int) -> None:
    window = window_of(rate, burst)
    assert window.amount >= burst
    assert window.amount / window.get_expiry() <= rate


def test_a_storage_that_is_none_is_refused() -> None:
    for wrong in ("memori://", "nothing"):
        with pytest.raises(ConfigError, match="SEPADAN_LIMITS_STORAGE"):
            RateLimits(wrong)


def test_no_standing_gives_no_policy() -> None:
    assert limit_headers([]) == [(b"ratelimit-policy", b""), (b"ratelimit", b"")]


def caller(peer: str, trusted: str, *forwarded: str) -> str:
    headers: Any = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    scope = {"type": "http", "headers": headers, "client": (peer, 1) if peer else None}
    return caller_of(Request(scope), parse_networks(trusted))


@pytest.mark.parametrize(
    ("peer", "trusted", "forwarded", "found"),
    [
        ("9.9.9.9", "", ["1.1.1.1"], "9.9.9.9"),
        ("10.0.0.1", "10.0.0.0/8", ["1.1.1.1"], "1.1.1.1"),
        ("10.0.0.1", "10.0.0.0/8", ["6.6.6.6, 1.1.1.1, 10.0.0.2"], "1.1.1.1"),
        ("10.0.0.1", "10.0.0.0/8", ["6.6.6.6", "1.1.1.1"], "1.1.1.1"),
        ("10.0.0.1", "10.0.0.0/8", ["rubbish"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.0/8", [], "10.0.0.1"),
        ("2001:db8::1:2:3:4", "", [], "2001:db8::"),
        ("::ffff:1.2.3.4", "1.2.3.4", ["5.5.5.5"], "5.5.5.5"),
        ("", "", [], "unknown"),
        ("testclient", "", [], "unknown"),
    ],
)
def test_an_address_is_believed_as_far_as_proxies_are_trusted(
    peer: str, trusted: str, forwarded: list[str], found: str
) -> None:
    assert caller(peer, trusted, *forwarded) == found


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="SEPADAN_TRUSTED_PROXIES"):
        parse_networks("10.0.0.0/8, my-proxy")


@given(st.lists(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30), max_size=4))
def test_no_forwarded_header_breaks_the_reading(forwarded: list[str]) -> None:
    assert caller("10.0.0.1", "0.0.0.0/0,::/0", *forwarded)
