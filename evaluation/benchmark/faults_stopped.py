"""SIGTERM to a server in the middle of requests: what was answered is whole and kept, and the process ends well."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from evaluation.benchmark.faults_soundness import Findings
from evaluation.benchmark.faults_tally import Tally
from indexes.store import Store
from matcher.home import Home

_ENDS_WITHIN_S = 10.0
_STARTS_WITHIN_S = 120.0
_CLIENTS = 4
_EACH = 5
"""Postings of a request."""
_SEED = 31


@dataclass(slots=True)
class Traffic:
    """What clients saw; filled by their threads.

    Attributes:
        whole: Requests that were answered whole.
        stored: Keys of the postings that were acknowledged.
        torn: Answers that broke off or made no sense.
    """

    whole: int = 0
    stored: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)


def stop_servers(folder: Path, count: int) -> Tally:
    """Start a server, load it, tell it to end, and look what became of it.

    Args:
        folder: For the homes.
        count: How often.
    """
    tally = Tally(kind="SIGTERM in mid-request")
    rng = np.random.default_rng(_SEED)
    for turn in range(count):
        home = Home(root=folder / f"served-{turn}").make()
        tally.add(_stopped(home, 0.1 + float(rng.uniform(0, 1.0))), f"stop {turn + 1}")
    return tally


def _stopped(home: Home, after_s: float) -> Findings:
    traffic = Traffic()
    with _server(home) as (process, address):
        clients = [
            threading.Thread(target=_ask, args=(address, number, traffic), daemon=True) for number in range(_CLIENTS)
        ]
        for client in clients:
            client.start()
        traffic.first.wait(_STARTS_WITHIN_S)
        clients[0].join(after_s)
        process.send_signal(signal.SIGTERM)
        try:
            ended = process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            return Findings(unsound=(f"did not end within {_ENDS_WITHIN_S:g} s",))
        for client in clients:
            client.join(_ENDS_WITHIN_S)
    unsound = [f"ended with {ended}"] if ended else []
    if not traffic.whole:
        unsound.append("answered nothing before it was told to end")
    return Findings(wrong=tuple(traffic.torn), unsound=tuple(unsound)) + _kept(home, traffic.stored)


def _kept(home: Home, keys: list[str]) -> Findings:
    store = Store(home.database_url)
    try:
        lost = [f"posting {key} was acknowledged and is gone" for key in keys if store.get("posting", key) is None]
        return Findings(lost=tuple(lost), unsound=tuple(store.check()))
    finally:
        store.close()


@contextmanager
def _server(home: Home) -> Generator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "evaluation.benchmark.faults_service", str(home.root)]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        address: str = process.stdout.readline().strip()
        yield process, urlsplit(address).netloc
    finally:
        process.kill()
        process.communicate()


def _ask(address: str, number: int, traffic: Traffic) -> None:
    """Post postings and ask for matches in turn until the server is gone."""
    turn = 0
    while True:
        turn += 1
        ids = [f"uji:{number}-{turn}-{at}" for at in range(_EACH)]
        records = [{"id": key, "title": "Juru Las", "description": f"mengelas pelat {key}"} for key in ids]
        try:
            status, answer = _post(address, "/v1/postings", {"records": records})
            if status == http.HTTPStatus.OK and answer["accepted"] == _EACH:
                traffic.stored += ids
            _post(address, "/v1/match/postings", {"worker": {"wish": "tukang las"}, "k": 5})
        except (ConnectionError, http.client.RemoteDisconnected):
            return
        except (http.client.HTTPException, ValueError, KeyError) as error:
            traffic.torn.append(f"torn answer: {type(error).__name__}")
            return
        traffic.whole += 1
        traffic.first.set()


def _post(address: str, path: str, body: object) -> tuple[int, Any]:
    """Status and whole answer of a request.

    Raises:
        ConnectionError: The server is gone and began no answer.
        http.client.HTTPException: The answer broke off.
        ValueError: It is no JSON.
    """
    connection = http.client.HTTPConnection(address, timeout=_STARTS_WITHIN_S)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        try:
            return response.status, json.loads(response.read())
        except ConnectionError as error:
            raise http.client.IncompleteRead(b"") from error  # begun and reset: torn, however the break shows itself
    finally:
        connection.close()
