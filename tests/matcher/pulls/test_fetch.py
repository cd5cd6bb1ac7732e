"""Single fetches: what is sent, and how headers are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from matcher.outbound.headers import media_type_of, retry_after_s
from matcher.pulls import fetch
from matcher.pulls.fetch import Ask, Fetcher
from matcher.pulls.limits import Limits, Surroundings
from taxonomy.errors import UpstreamError

JSON = {"Content-Type": "application/json"}


def test_the_connection_goes_to_the_checked_address_and_the_certificate_must_be_the_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[httpx.Request] = []

    def send(_: httpx.Client, request: httpx.Request, **__: Any) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"), headers=JSON, request=request)

    monkeypatch.setattr(fetch, "pinned_address", lambda url, inside: "203.0.113.7")
    monkeypatch.setattr(httpx.Client, "send", send)
    fetcher = Fetcher(tmp_path, Limits(), Surroundings())
    found = fetcher.fetch(Ask(url="https://contoh.invalid/a", agreed=True), tmp_path / "page")
    fetcher.close()
    [request] = sent
    assert (request.url.host, request.headers["Host"]) == ("203.0.113.7", "contoh.invalid")
    assert request.extensions["sni_hostname"] == "contoh.invalid"
    assert request.headers["User-Agent"].startswith("Sepadan/")
    assert (found.url, found.media_type, found.bytes) == ("https://contoh.invalid/a", "application/json", 2)


def test_https_is_not_left_for_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(_: httpx.Client, request: httpx.Request, **__: Any) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://contoh.invalid/"}, request=request)

    monkeypatch.setattr(fetch, "pinned_address", lambda url, inside: "203.0.113.7")
    monkeypatch.setattr(httpx.Client, "send", send)
    fetcher = Fetcher(tmp_path, Limits(), Surroundings())
    with pytest.raises(UpstreamError, match="wanted a redirect to https"):
        fetcher.fetch(Ask(url="https://contoh.invalid/a", agreed=True), tmp_path / "page")
    fetcher.close()


def test_a_redirect_to_no_address_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(_: httpx.Client, request: httpx.Request, **__: Any) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://host:abc/"}, request=request)

    monkeypatch.setattr(fetch, "pinned_address", lambda url, inside: "203.0.113.7")
    monkeypatch.setattr(httpx.Client, "send", send)
    fetcher = Fetcher(tmp_path, Limits(), Surroundings())
    with pytest.raises(UpstreamError, match=r"redirect of https://contoh\.invalid/a: .* found 'http://host:abc/'"):
        fetcher.fetch(Ask(url="https://contoh.invalid/a", agreed=True), tmp_path / "page")
    fetcher.close()


def test_a_secret_is_not_part_of_what_a_request_looks_like() -> None:
    assert repr(Ask(url="https://contoh.invalid/", header="X", secret="s3kr1t")) == "Ask('https://contoh.invalid/')"


@pytest.mark.parametrize(("text", "seconds"), [("7", 7), ("", 0), ("besok", 0), ("-3", 0), ("9" * 5_000, 10**7)])
def test_retry_after_in_seconds(text: str, seconds: float) -> None:
    assert retry_after_s(text) == seconds


def test_retry_after_as_a_time() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < retry_after_s(later) <= 90
    assert retry_after_s("Mon, 02 Nov 2020 08:00:00 GMT") == 0
    assert retry_after_s("Fri, 31 Dec 9999 23:59:59 GMT") == 10**7
    assert retry_after_s("Fri, 31 Dec 9999 23:59:59 -0100") == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text/HTML; charset=UTF-8", ("text/html", "utf-8")),
        ("application/json", ("application/json", "")),
        ("", ("", "")),
    ],
)
def test_a_content_type_is_taken_apart(text: str, found: tuple[str, str]) -> None:
    assert media_type_of(text) == found
