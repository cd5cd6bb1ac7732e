"""A receiver of webhooks: verifies, answers at once, passes over what it has (docs/webhooks.md)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Keeps each event once, in the order of arrival."""

    def __init__(self) -> None:
        """It listens at once, on a free port of the loopback."""
        self.secret = ""
        self.events: dict[str, dict[str, Any]] = {}
        self.arrived: dict[str, float] = {}
        self.repeats, self.refused = 0, 0
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                is_ours = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
                self.send_response(204 if is_ours else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.place}/events"
        threading.Thread(target=self._server.serve_forever, name="receiver", daemon=True).start()

    def take(self, headers: dict[str, str], body: bytes) -> bool:
        """Whether a delivery is the server's; it is kept when it is new."""
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        is_fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
        is_ours = any(hmac.compare_digest(wanted, given) for given in headers["webhook-signature"].split(" "))
        with self._lock:
            if not (is_fresh and is_ours):
                self.refused += 1
            elif headers["webhook-id"] in self.events:
                self.repeats += 1
            else:
                self.events[headers["webhook-id"]] = json.loads(body)
                self.arrived[headers["webhook-id"]] = time.monotonic()
            return is_fresh and is_ours

    def told(self, kind: str, name: str) -> list[str]:
        """One field of the data of all events of a kind, one for each event."""
        with self._lock:
            return [event["data"][name] for event in self.events.values() if event["type"] == kind]

    def close(self) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._server.server_close()
