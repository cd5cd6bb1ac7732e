"""Raw bytes to a real server: what two readers could read in two ways is refused, and so is what comes too slowly."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.acceptor import Share
from api.server import DrainingServer, config_of
from api.settings import Settings

HOST = b"Host: x\r\n"


@contextmanager
def ending(settings: Settings) -> Iterator[tuple[int, Callable[[], object]]]:
    """The port of a server in a thread, and what ends it."""
    app = FastAPI()

    @app.api_route("/echo", methods=["GET", "POST"])
    async def echo() -> str:
        return "heard"

    with socket.create_server(("127.0.0.1", 0)) as listener:
        ready, loops = threading.Event(), list[asyncio.AbstractEventLoop]()

        def told() -> None:
            loops.append(asyncio.get_running_loop())
            ready.set()

        server = DrainingServer(config_of(app, settings), notice_s=0.0, on_ready=told)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        assert ready.wait(20)
        yield listener.getsockname()[1], lambda: loops[0].call_soon_threadsafe(server.end)
        with suppress(RuntimeError):  # it has ended already, and its loop is closed
            loops[0].call_soon_threadsafe(server.end)
        thread.join()


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """The port of a server in a thread."""
    with ending(settings) as (opened, _):
        yield opened


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(Settings(header_timeout_s=0.3, body_timeout_s=0.3, log_level="error")) as opened:
        yield opened


def test_a_certificate_is_spoken_with_and_who_does_not_speak_tls_holds_up_nobody(tls: dict[str, Any]) -> None:
    trusting = ssl.create_default_context(cafile=str(tls["tls_cert"]))
    trusting.check_hostname = False  # the certificate is of a name alone
    with (
        serving(Settings(log_level="error", **tls)) as port,
        socket.create_connection(("127.0.0.1", port)) as silent,
        socket.create_connection(("127.0.0.1", port)) as plain,
    ):
        plain.sendall(b"GET /echo HTTP/1.1\r\n" + HOST + b"\r\n")
        answer = httpx.get(f"https://127.0.0.1:{port}/echo", verify=trusting)
        assert (answer.status_code, answer.json()) == (200, "heard")
        assert b"heard" not in plain.recv(100)
        assert silent.fileno() > 0


def say(port: int, *parts: bytes) -> bytes:
    """All that is answered until the server closes or nothing comes for a second."""
    with socket.create_connection(("127.0.0.1", port), timeout=1.0) as client:
        for part in parts:
            client.sendall(part)
        heard = b""
        try:
            while part := client.recv(65_536):
                heard += part
        except (TimeoutError, ConnectionResetError):
            pass
        return heard


REFUSED = {
    "length and chunks": b"POST /echo HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": b"POST /echo HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a length twice": b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
    "a length with a sign": b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd",
    "an unknown coding": b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a disguised coding": b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /echo HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a folded header": b"GET /echo HTTP/1.1\r\n" + HOST + b"X-A: b\r\n c\r\n\r\n",
    "bare line feeds": b"GET /echo HTTP/1.1\nHost: x\n\n",
    "a space before the colon": b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length : 4\r\n\r\nabcd",
    "a NUL in a header": b"GET /echo HTTP/1.1\r\n" + HOST + b"X-A: b\x00c\r\n\r\n",
    "no host": b"GET /echo HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /echo HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "a target of another host": b"GET http://evil/echo HTTP/1.1\r\n" + HOST + b"\r\n",
    "a chunk size that is none": b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "rubbish": b"\x16\x03\x01\x02\x00\x01\x00",
}


@pytest.mark.parametrize("request_bytes", REFUSED.values(), ids=REFUSED)
def test_a_request_with_two_readings_is_answered_400_once_and_the_connection_closed(
    request_bytes: bytes, port: int
) -> None:
    heard = say(port, request_bytes + b"GET /echo HTTP/1.1\r\n" + HOST + b"\r\n")
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert heard.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in heard.lower()
    head, _, body = heard.partition(b"\r\n\r\n")
    told = json.loads(body)
    assert (told["type"], told["status"]) == ("urn:sepadan:problem:transport", 400)
    assert f"\r\nx-request-id: {told['request_id']}\r\n".encode() in head


def test_what_is_plain_is_answered_also_in_pieces_in_a_pipeline_and_in_absolute_form(port: int) -> None:
    assert say(port, b"GET /ec", b"ho HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
    twice = (b"GET /echo HTTP/1.1\r\n" + HOST + b"\r\n") * 2
    assert say(port, twice).count(b"HTTP/1.1 200") == 2
    absolute = b"GET http://x/echo HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    assert say(port, absolute).startswith(b"HTTP/1.1 200")
    chunks = b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
    heard = say(port, chunks)
    assert heard.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in heard.lower()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (b"GET /echo HTTP/1.1\r\n" + HOST + b"X-A: b\r\n" * 101 + b"\r\n", 431),
        (b"GET /echo HTTP/1.1\r\n" + HOST + b"X-A: " + b"b" * 40_000 + b"\r\n\r\n", 431),
        (b"GET /echo HTTP/1.1\r\n" + HOST + b"X-A: " + b"b" * 100_000, 431),
        (b"CONNECT x:443 HTTP/1.1\r\n" + HOST + b"\r\n", 501),
    ],
)
def test_what_is_too_large_or_never_served_has_a_status_of_its_own(head: bytes, status: int, port: int) -> None:
    assert say(port, head).startswith(f"HTTP/1.1 {status} ".encode())


def test_trace_echoes_nothing_and_is_told_which_methods_there_are(port: int) -> None:
    heard = say(port, b"TRACE /echo HTTP/1.1\r\n" + HOST + b"X-Secret: rahasia\r\nConnection: close\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 405 ")
    allow = re.search(rb"\r\nallow: ([^\r]+)\r\n", heard)
    assert allow
    assert set(allow[1].split(b", ")) == {b"GET", b"POST"}
    assert b"rahasia" not in heard


@pytest.mark.parametrize(
    "parts",
    [
        (b"GET /echo HTTP/1.1\r\n", HOST, b"X-A: b"),
        (b"\r\n",),
        (b"POST /echo HTTP/1.1\r\n", HOST, b"Content-Length: 9\r\n\r\nabc"),
    ],
)
def test_who_never_finishes_headers_or_body_is_told_408_and_let_go(parts: tuple[bytes, ...], port: int) -> None:
    heard = say(port, *parts)
    assert heard.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 200 "))  # a route that reads no body has answered before
    assert heard.endswith((b"}", b'"heard"'))


@pytest.mark.parametrize("begun", [b"", b"GET /echo HTTP/1.1\r\nHo"], ids=["nothing", "half a head"])
def test_a_request_that_was_on_its_way_when_the_server_ended_is_answered(begun: bytes) -> None:
    with ending(Settings(log_level="error")) as (port, end), socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(begun)
        time.sleep(0.2)  # it is accepted
        end()
        time.sleep(0.3)
        client.sendall((b"GET /echo HTTP/1.1\r\n" + HOST + b"\r\n")[len(begun) :])
        client.settimeout(20)
        heard = b"".join(iter(lambda: client.recv(65_536), b""))
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nconnection: close\r\n" in heard


def test_a_silent_connection_holds_up_an_ending_server_for_seconds_only() -> None:
    with ending(Settings(log_level="error", header_timeout_s=9)) as (port, _):
        silent = socket.create_connection(("127.0.0.1", port))
        time.sleep(0.2)
        began = time.monotonic()
    assert time.monotonic() - began < 8
    silent.close()


def test_who_connects_and_says_nothing_is_let_go_without_a_word(port: int) -> None:
    assert say(port) == b""


def test_a_process_lets_another_with_fewer_connections_go_first() -> None:
    counts = [3, 2, -1]
    assert Share(counts=counts, place=0).has_more_than_another()
    assert not Share(counts=counts, place=1).has_more_than_another()
    Share(counts=counts, place=1).leave()
    assert not Share(counts=counts, place=0).has_more_than_another()
