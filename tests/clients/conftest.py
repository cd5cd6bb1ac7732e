"""A real server that asks for credentials, with clients that may do everything; and one receiver of webhooks."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sepadan_client import Sepadan

from api.access.principal import SCOPES
from api.access.registry import add_client, new_client
from evaluation.api_contract import make_home
from evaluation.benchmark.served_home import NOBODY_WAITS, STAND_IN, served
from indexes.store import Store
from matcher.home import Home

Delivery = tuple[dict[str, str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is served.

    Attributes:
        url: Of the server.
        home: Of it.
        secret: Of the client ``mesin``, a platform that may do everything.
        receiver: Address for webhooks.
        deliveries: What came there.
    """

    url: str
    home: Path
    secret: str
    receiver: str
    deliveries: queue.Queue[Delivery]


class Receiver(BaseHTTPRequestHandler):
    deliveries: queue.Queue[Delivery]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.deliveries.put((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("clients") / "home"
    make_home(home)
    store = Store(Home(root=home).database_url)
    every = [scope for scope in SCOPES if scope != "self"]
    client = new_client(
        "mesin", name="", tenant="", role="platform", scopes=every, sources=None, rate=10000, burst=10**5
    )
    secret = add_client(store, client)
    store.close()
    deliveries: queue.Queue[Delivery] = queue.Queue()
    handler = type("Here", (Receiver,), {"deliveries": deliveries})
    with HTTPServer(("127.0.0.1", 0), handler) as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        where = f"127.0.0.1:{receiver.server_port}"
        try:
            with served(home, service=STAND_IN, settings={**NOBODY_WAITS, "SEPADAN_WEBHOOK_INSIDE": where}) as server:
                yield House(
                    url=server.url, home=home, secret=secret, receiver=f"http://{where}/", deliveries=deliveries
                )
        finally:
            receiver.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def sepadan(house: House) -> Iterator[Sepadan]:
    with Sepadan(house.url, client_id="mesin", client_secret=house.secret, language="en") as client:
        yield client


@dataclass(frozen=True, slots=True)
class Ping:
    secret: str
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="session")
def ping(house: House, sepadan: Sepadan) -> Ping:
    """A delivery as it came; jobs of tests before it may end meanwhile, and are told of first."""
    made = sepadan.make_webhook({"url": house.receiver, "events": ["job.done"]})
    sepadan.ping_webhook(made["id"])
    headers, body = house.deliveries.get(timeout=60)
    while json.loads(body)["type"] != "ping":
        headers, body = house.deliveries.get(timeout=60)
    sepadan.delete_webhook(made["id"])
    return Ping(made["secret"], headers, body)
