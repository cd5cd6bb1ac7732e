"""What happens on the platform during the day: views, edits, closing, outcomes, consents, erasures, a job."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from . import world
from .caller import Caller, Credentials
from .figures import Figures
from .ledger import Ledger

QUARTERS = 4
"""The acts are spread over so many parts of the day."""


class Platform:
    """All that the platform does by day, over what the morning brought."""

    def __init__(self, url: str, platform: Credentials, figures: Figures, ledger: Ledger, seed: int) -> None:
        """Nothing happens yet."""
        self.url, self._platform, self._figures, self._ledger = url, platform, figures, ledger
        self._seed = seed
        self.postings, self.workers = sorted(ledger.postings), sorted(ledger.workers)
        self.closing, self.edited = self.postings[::10], self.postings[1::10]
        self.erasing, self.asked = self.workers[::20], self.workers[1::10]
        self.generations: list[tuple[float, str]] = []
        self.share_of_day = 0.0
        self._stop = threading.Event()

    def caller(self) -> Caller:
        """For a thread of its own."""
        return Caller(self.url, self._platform, self._figures)

    def stop(self) -> None:
        """Readers go home."""
        self._stop.set()

    def acts(self, quarter: int) -> list[Callable[[], None]]:
        """What is done in a quarter of the day, each in a thread of its own."""
        parts: list[tuple[Callable[[Caller, str], None], list[str]]] = [
            (self._close, self.closing),
            (self._edit, self.edited),
            (self._edit, self.edited),
            (self._tell, self.workers[::4]),
            (self._consent, self.asked),
            (self._erase, self.erasing),
        ]

        def played(number: int) -> None:
            act, keys = parts[number]
            with self.caller() as caller:
                for key in keys[quarter::QUARTERS]:
                    act(caller, key)

        return [partial(played, number) for number in range(len(parts))]

    def read(self, number: int, pace: float) -> None:
        """A reader: looks at pages until the day ends, with think times of the day's curve, times ``pace``."""
        with self.caller() as caller:
            self._read(caller, random.Random(self._seed + number), pace)  # noqa: S311

    def _read(self, caller: Caller, rng: random.Random, pace: float) -> None:
        newest = ""
        views = (self._match_postings, self._match_workers, self._courses, self._posting, self._worker)
        while not self._stop.is_set():
            gone = self._ledger.gone()
            answer, shown = rng.choice(views)(caller, rng)
            generation = "" if answer is None else str(answer.get("generation", ""))
            if generation:
                self.generations.append((time.monotonic(), generation))
                if generation < newest:  # names sort by time; one reader's answers never go back
                    self._figures.fail(f"generation {generation} after {newest}")
                newest = max(newest, generation)
            self._ledger.returned += [f"worker {key} in an answer" for key in shown if key in gone]
            time.sleep(pace * world.think_s(self.share_of_day, rng))

    def _view(self, caller: Caller, kind: str, path: str, key: str) -> Any:
        body = {"id": key, "k": 10 if path.startswith("/v1/match") else 3}
        answer = caller.call(kind, "POST", path, body, wanted=(200, 404))
        return self._unless_missing(answer, kind, key)

    def _unless_missing(self, answer: Any, kind: str, key: str) -> Any:
        """The document; None where its record was erased or deleted meanwhile, which alone may be the reason of 404."""
        if answer is None or answer.status_code != 404:
            return None if answer is None else answer.json()
        if key not in self.erasing and key not in self.closing:
            self._figures.fail(f"{kind} {key}: 404 of a record that nobody took away")
        return None

    def _match_postings(self, caller: Caller, rng: random.Random) -> tuple[Any, list[str]]:
        key = rng.choice(self.workers)
        answer = self._view(caller, "match postings", "/v1/match/postings", key)
        return answer, [] if answer is None else [key]

    def _match_workers(self, caller: Caller, rng: random.Random) -> tuple[Any, list[str]]:
        answer = self._view(caller, "match workers", "/v1/match/workers", rng.choice(self.postings))
        return answer, [] if answer is None else [one["id"] for one in answer["matches"]]

    def _courses(self, caller: Caller, rng: random.Random) -> tuple[Any, list[str]]:
        key = rng.choice(self.workers)
        answer = self._view(caller, "recommend courses", "/v1/recommend/courses", key)
        return answer, [] if answer is None else [key]

    def _posting(self, caller: Caller, rng: random.Random) -> tuple[Any, list[str]]:
        key = rng.choice(self.postings)
        answer = caller.call("detail posting", "GET", f"/v1/postings/{quote(key)}", wanted=(200, 404))
        return self._unless_missing(answer, "detail posting", key), []

    def _worker(self, caller: Caller, rng: random.Random) -> tuple[Any, list[str]]:
        key = rng.choice(self.workers)
        answer = caller.call("detail worker", "GET", f"/v1/workers/{quote(key)}", wanted=(200, 404))
        found = self._unless_missing(answer, "detail worker", key)
        return found, [] if found is None else [key]

    def _close(self, caller: Caller, key: str) -> None:
        """Half are told as closed by the platform, half are deleted."""
        if self.closing.index(key) % 2:
            if caller.call("delete posting", "DELETE", f"/v1/postings/{quote(key)}", wanted=(204,)) is not None:
                self._ledger.close(key, is_deleted=True)
            return
        body = {"records": [{"id": key, "title": "Lowongan tutup", "description": "Sudah terisi.", "is_closed": True}]}
        once = {"Idempotency-Key": f"close-{key}"}
        if caller.call("close posting", "POST", "/v1/postings", body, headers=once) is not None:
            self._ledger.close(key, is_deleted=False)

    def _edit(self, caller: Caller, key: str) -> None:
        """Add a mark to a posting's text; two threads do it to the same posting, and none may undo the other's."""
        mark, path = (
            f"ubah{threading.get_ident() % 100_000}x{time.monotonic_ns() % 10**9}",
            f"/v1/postings/{quote(key)}",
        )
        while True:
            read = caller.call("read to edit", "GET", path)
            if read is None:
                return
            record = read.json()["record"]
            if mark in record["description"]:  # a try whose answer was lost had done it
                self._ledger.edit(key, mark)
                return
            body = {name: record[name] for name in ("title", "employer", "places")}
            body["description"] = f"{record['description']} {mark}"
            tag = read.headers["etag"]
            sent = {"If-Match": tag, "Idempotency-Key": f"{mark}-{tag[1:13]}"}
            written = caller.call("edit posting", "PUT", path, body, wanted=(200, 412), headers=sent)
            if written is None:
                return
            if written.status_code == 200:
                self._ledger.edit(key, mark)
                return
            self._figures.retry("412 edited meanwhile")

    def _tell(self, caller: Caller, key: str) -> None:
        """Look at matches and tell what came of them, as one push."""
        answer = self._view(caller, "match postings", "/v1/match/postings", key)
        if answer is None:
            return
        at, rows = datetime.now(UTC).isoformat(), []
        for place, match in enumerate(answer["matches"][:3], 1):
            pair = {"worker_key": key, "posting_key": match["id"], "at": at}
            shown = {"event": "shown", "position": place, "list_id": f"daftar-{key}", "weights": answer["weights"]}
            rows.append({"id": f"{world.SOURCE}:{key}-{place}-shown", **pair, **shown})
            if place == 1:
                rows.append({"id": f"{world.SOURCE}:{key}-applied", **pair, "event": "applied"})
        if not rows:
            return
        once = {"Idempotency-Key": f"outcomes-{key}"}
        # Who was erased meanwhile must not come back by what came of matches: all rows are refused then.
        told = caller.call("tell outcomes", "POST", "/v1/outcomes", {"records": rows}, wanted=(200, 422), headers=once)
        if told is not None and told.status_code == 200:
            went_in = {item["row"] for item in told.json()["items"] if item["status"] != "rejected"}
            self._ledger.tell({str(row["id"]): row for number, row in enumerate(rows, 1) if number in went_in})
        elif told is not None and key not in self.erasing:
            self._figures.fail(f"tell outcomes of {key}: 422 {told.text[:200]}")

    def _consent(self, caller: Caller, key: str) -> None:
        """Agree that the profile is shared; every second worker takes it back at once."""
        path, body = f"/v1/workers/{quote(key)}/consents/share", {"channel": "app", "text_version": "2026-11"}
        if caller.call("give consent", "PUT", path, body) is None:
            return
        self._ledger.say(key, is_allowed=True)
        if self.asked.index(key) % 2 and caller.call("withdraw consent", "DELETE", path) is not None:
            self._ledger.say(key, is_allowed=False)

    def _erase(self, caller: Caller, key: str) -> None:
        """Erase a worker, then try to push the same worker again: refused, for the person asked for it."""
        if caller.call("erase", "POST", "/v1/erasures", {"ids": [key]}) is None:
            return
        self._ledger.erase([key])
        number = int(key.rpartition("-")[2])
        again = {"records": [world.worker(number, random.Random(number))]}  # noqa: S311
        caller.call("push erased", "POST", "/v1/workers", again, wanted=(422,))

    def ask_job(self) -> None:
        """A match of many workers as a job; its result is read in the evening."""
        keys = self.workers[2::10][:500]
        keys = [key for key in keys if key not in self.erasing] + self.erasing[-1:]  # one is erased before the evening
        body = {"kind": "match", "of": "workers", "ids": keys, "k": 3}
        once = {"Idempotency-Key": "job-1"}
        with self.caller() as caller:
            asked = caller.call("ask job", "POST", "/v1/jobs", body, wanted=(202,), headers=once)
        if asked is not None:
            self._ledger.ask(asked.json()["id"], keys)
