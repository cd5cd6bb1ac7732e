"""What the Python client sends again, and when; against a transport that answers as it is told."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from sepadan_client import RateLimitedError, Sepadan, UnavailableError
from sepadan_client.auth import ClientCredentials

Answer = httpx.Response | Exception


class Line(httpx.BaseTransport):
    """Gives answers one after the other; a request for a token gets one."""

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

    def client(self, **rest: object) -> Sepadan:
        given: dict[str, object] = {"api_key": "spd_contoh", **rest}
        return Sepadan("https://sepadan.contoh.invalid", transport=self, sleep=self.waits.append, **given)  # type: ignore[arg-type]


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
    ],
)
def test_a_broken_answer_is_asked_for_again_only_where_that_is_safe(
    act: Callable[[Sepadan], object], tries: int
) -> None:
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
    with httpx.Client(transport=line, auth=auth) as http:
        for at in (0.0, 3200.0, 3300.0, 3301.0):
            now[0] = at
            assert http.get("https://sepadan.contoh.invalid/v1/jobs").status_code == 200
    assert [request.headers["authorization"][-2:] for request in line.seen] == ["t1", "t1", "t2", "t2", "t3"]
