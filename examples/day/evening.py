"""The evening: everything that was acknowledged is looked for, and everything that was erased."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import quote

from . import world
from .acts import Platform
from .caller import Caller
from .ledger import Found, Ledger
from .receiver import Receiver

_WAIT_S = 120.0
_MARK = "ubah"


def look(platform: Platform, ledger: Ledger, receiver: Receiver) -> Found:
    """Ask the server for all of it; every event has arrived, or is given up."""
    with platform.caller() as caller:
        found = _asked(caller, platform, ledger)
    _wait_for_events(ledger, receiver)
    found.closed = receiver.told("posting.closed", "posting")
    found.jobs = receiver.told("job.done", "job")
    return found


def _asked(caller: Caller, platform: Platform, ledger: Ledger) -> Found:
    found = Found()
    found.postings = _listed(caller, "postings")
    found.workers = _listed(caller, "workers")
    for key in ledger.edits:
        record = caller.get("detail posting", f"/v1/postings/{quote(key)}")
        words = record["record"]["description"].split() if record else []
        found.edits[key] = [word for word in words if word.startswith(_MARK)]
    _look_at_people(caller, ledger, found)
    _tell_again(caller, ledger, found)
    for job in ledger.jobs:
        found.job_lines[job] = _job_lines(caller, job)
    for key in platform.edited[:50]:
        answer = caller.call("match workers", "POST", "/v1/match/workers", {"id": key, "k": 50})
        if answer is not None:
            found.answers.update(match["id"] for match in answer.json()["matches"])
    return found


def _listed(caller: Caller, kind: str) -> list[str]:
    keys: list[str] = []
    cursor = ""
    while True:
        page = caller.get(f"list {kind}", f"/v1/{kind}?limit=500&cursor={quote(cursor)}")
        if page is None:
            return keys
        keys += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return keys
        cursor = page["next"]


def _look_at_people(caller: Caller, ledger: Ledger, found: Found) -> None:
    for key in sorted(ledger.erased):
        answer = caller.call("detail erased", "GET", f"/v1/workers/{quote(key)}", wanted=(200, 404))
        if answer is not None and answer.status_code == 200:
            found.answers.add(key)
    for key in ledger.consents:
        if key not in ledger.erased:
            told = caller.get("read consents", f"/v1/workers/{quote(key)}/consents")
            found.consents[key] = bool(told and told["allowed"]["share"])


def _tell_again(caller: Caller, ledger: Ledger, found: Found) -> None:
    """Tell every outcome again: what is there is unchanged, and an erased worker's is refused."""
    rows = list(ledger.outcomes.values())
    for at in range(0, len(rows), 500):
        part = rows[at : at + 500]
        told = caller.call("tell outcomes again", "POST", "/v1/outcomes", {"records": part}, wanted=(200, 422))
        if told is not None:
            items = {item["row"]: item["status"] for item in told.json()["items"]}
            found.outcomes.update({str(row["id"]): items[number] for number, row in enumerate(part, 1)})


def _job_lines(caller: Caller, job: str) -> list[str]:
    """Subjects of a job's result, once it is over."""
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        told = caller.get("look at job", f"/v1/jobs/{job}")
        if told is None or told["ended_at"] is not None:
            break
        time.sleep(0.2)
    result = caller.call("result of job", "GET", f"/v1/jobs/{job}/result")
    return [] if result is None else [json.loads(line)["id"] for line in result.text.splitlines()]


def _wait_for_events(ledger: Ledger, receiver: Receiver) -> None:
    wanted, deadline = ledger.closed | set(ledger.jobs), time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        if wanted <= {*receiver.told("posting.closed", "posting"), *receiver.told("job.done", "job")}:
            return
        time.sleep(0.1)


def left_bytes(home: Path, ledger: Ledger) -> list[str]:
    """Erased workers of whom a file of the home holds the id or the word that was theirs alone."""
    marks = {key: (key.encode(), world.mark_of(int(key.rpartition("-")[2])).encode()) for key in ledger.erased}
    left = set()
    for path in sorted(file for file in home.rglob("*") if file.is_file()):
        content = path.read_bytes()
        left |= {f"{key} in {path.name}" for key, both in marks.items() if any(mark in content for mark in both)}
    return sorted(left)
