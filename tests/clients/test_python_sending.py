"""What the Python client sends again, and when; against a transport that answers as it is told."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import anyio
import httpx
import pytest
from sepadan_client import AsyncSepadan, RateLimitedError, Sepadan, UnavailableError
from sepadan_client.again import AGAIN
from sepadan_client.auth import ClientCredentials

Answer = httpx.Response | Exception


class Awaited:
    """The other client, each call of which is awaited at once."""

    def __init__(self, client: AsyncSepadan) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            made = partial(getattr(self._client, name), *given, **named)
            return anyio.run(made if inspect.iscoroutinefunction(made.func) else partial(_all, made))

        return call


async def _all(listing: Callable[[], Any]) -> list[Any]:
    return [one async for one in listing()]


class Line(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives answers one after the other; a request for a token gets one."""

    is_async: ClassVar[bool] = False

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.seen, self.waits = list(answers), list[httpx.Request](), list[float]()
        self.tokens = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            self.tokens += 1
            return httpx.Response(200, json={"access_token": f"t{self.tokens}", "expires_in": 3600})
        self.seen.append(httpx.Request(request.method, request.url, headers=request.headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await anyio.sleep(0)
        return self.handle_request(request)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def client(self, **rest: object) -> Any:
        """A client of the kind that the test is run for."""
        given: dict[str, Any] = {"transport": self, "api_key": "spd_contoh", **rest}
        if self.is_async:
            return Awaited(AsyncSepadan("https://sepadan.contoh.invalid", sleep=self.wait, **given))
        return Sepadan("https://sepadan.contoh.invalid", sleep=self.waits.append, **given)


@pytest.fixture(autouse=True, params=[False, True], ids=["Sepadan", "AsyncSepadan"])
def each_client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is one of both clients."""
    monkeypatch.setattr(Line, "is_async", request.param)


def fine() -> httpx.Response:
    return httpx.Response(200, json={})


def busy(status: int = 429, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()}, json={})


def test_it_waits_as_long_as_the_server_says_and_keeps_the_key() -> None:
    line = Line(
        busy(Retry_After="7"), busy(503, RateLimit='"rate";r=0;t=4, "day";r=9;t=50'), busy(409, Retry_After="1"), fine()
    )
    line.client().upsert_postings({"records": []})
    assert line.waits == [7, 4, 1]
    assert len({request.headers["idempotency-key"] for request in line.seen}) == 1
    assert line.seen[0].headers["x-api-key"] == "spd_contoh"


def test_two_writes_have_two_keys() -> None:
    line = Line(fine(), fine())
    client = line.client()
    client.upsert_postings({"records": []})
    client.upsert_postings({"records": []})
    assert len({request.headers["idempotency-key"] for request in line.seen}) == 2


@pytest.mark.parametrize(("status", "error"), [(429, RateLimitedError), (503, UnavailableError)])
def test_it_gives_up_with_what_the_server_said(status: int, error: type[Exception]) -> None:
    line = Line(*(busy(status, Retry_After="2") for _ in range(3)))
    with pytest.raises(error):
        line.client(retries=2).get_posting("a:1")
    assert (line.waits, len(line.seen)) == ([2, 2], 3)


def test_without_a_word_it_backs_off() -> None:
    line = Line(busy(502), busy(504), fine())
    line.client().get_posting("a:1")
    assert len(line.waits) == 2
    assert 0.5 <= line.waits[0] <= line.waits[1] + 1


@pytest.mark.parametrize(
    ("act", "tries"),
    [
        (lambda client: client.get_posting("a:1"), 2),
        (lambda client: client.match_workers({"id": "a:1"}), 2),
        (lambda client: client.upsert_workers({"records": []}), 2),
        (lambda client: client.erase_workers({"ids": ["a:1"]}), 1),
        (lambda client: client.rotate_secret("wh_1", {}), 2),
        (lambda client: client.cancel_job("job_1"), 2),
    ],
)
def test_a_broken_answer_is_asked_for_again_only_where_that_is_safe(act: Callable[[Any], object], tries: int) -> None:
    line = Line(httpx.ReadTimeout("putus"), fine())
    client = line.client()
    if tries == 1:
        with pytest.raises(httpx.ReadTimeout):
            act(client)
    else:
        act(client)
    assert len(line.seen) == tries


def test_a_connection_that_was_never_made_is_always_tried_again() -> None:
    line = Line(httpx.ConnectError("tidak ada"), fine())
    line.client().erase_workers({"ids": ["a:1"]})
    assert len(line.seen) == 2


def test_a_token_is_kept_renewed_before_it_ends_and_when_it_is_refused() -> None:
    now = [0.0]
    url = httpx.URL("https://sepadan.contoh.invalid/oauth/token")
    auth = ClientCredentials(url, "a", "rahasia", clock=lambda: now[0])
    line = Line(fine(), fine(), fine(), httpx.Response(401), fine())
    http = httpx.AsyncClient(transport=line, auth=auth) if Line.is_async else httpx.Client(transport=line, auth=auth)
    for at in (0.0, 3200.0, 3300.0, 3301.0):
        now[0] = at
        asked = partial(http.get, "https://sepadan.contoh.invalid/v1/jobs")
        answer = anyio.run(asked) if Line.is_async else asked()  # type: ignore[arg-type, misc]
        assert answer.status_code == 200  # type: ignore[union-attr]
    assert [request.headers["authorization"][-2:] for request in line.seen] == ["t1", "t1", "t2", "t2", "t3"]


def test_every_page_is_read_and_a_page_that_did_not_come_is_asked_for_again() -> None:
    pages = [{"items": [{"id": f"a:{n}"}], "next": None if n == 2 else f"c{n}"} for n in range(3)]
    first, second, third = (httpx.Response(200, json=page) for page in pages)
    line = Line(first, busy(503, Retry_After="3"), httpx.ReadError("putus"), second, third)
    assert [one["id"] for one in line.client().pages("postings", records=True, limit=1)] == ["a:0", "a:1", "a:2"]
    asked = [dict(request.url.params) for request in line.seen]
    assert [one.get("cursor") for one in asked] == [None, "c0", "c0", "c0", "c1"]
    assert {(one["limit"], one["records"]) for one in asked} == {("1", "true")}
    assert line.waits[0] == 3


def test_changes_are_read_until_there_are_no_more_and_each_tells_where_to_go_on() -> None:
    told = [{"items": [{"id": "a:1"}], "next": "s1", "more": True}, {"items": [], "next": "s2", "more": False}]
    line = Line(*(httpx.Response(200, json=one) for one in told))
    assert list(line.client().changes("workers", "s0")) == [({"id": "a:1"}, "s1")]
    assert [request.url.params["since"] for request in line.seen] == ["s0", "s1"]


def test_a_job_is_waited_for_as_long_as_the_server_says() -> None:
    states = [("queued", {"Retry-After": "5"}), ("running", {}), ("done", {})]
    line = Line(*(httpx.Response(200, json={"id": "j", "state": state}, headers=told) for state, told in states))
    assert line.client().wait("j")["state"] == "done"
    assert line.waits == [5, 1]


def test_the_document_says_which_posts_may_be_sent_again() -> None:
    assert AGAIN.fullmatch("/v1/webhooks/wh_1/rotate")
    assert not AGAIN.fullmatch("/v1/webhooks/wh_1/rotate/all")
    assert AGAIN.fullmatch("/v1/overseas/check")
    assert not AGAIN.fullmatch("/v1/erasures")
