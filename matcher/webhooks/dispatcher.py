"""Two threads of a server: one follows what changes and writes events, one delivers what is due.

Several processes may run them over one store: leases let one follow, and one deliver to a subscription, at a time.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from indexes.secret_box import SecretBox
from indexes.webhook_rows import StoredWebhook
from matcher.day import day_in_wib
from matcher.engine import Engine
from matcher.events import EventKind, prune
from matcher.outbound.addresses import origin
from matcher.webhooks import closings, matching
from matcher.webhooks.matching import Disclose, disclose_own, tell_matches
from matcher.webhooks.sender import Sender, Tell
from taxonomy.errors import GenerationError

WORKERS = 32
"""Subscriptions that are delivered to at once."""

SLOW = 24
"""Of them, those whose receivers fail or are slow: the others always find a free thread."""

SLOW_S = 1.0
"""Seconds that a delivery takes with a slow receiver."""

PER_HOST = 2
"""Of them, those at one host: what is slow there must not hold up the others."""

INTERVAL_S = 0.2
"""Seconds between two looks while somebody is subscribed."""

_IDLE_S = 2.0
_STOP_S = 25.0
_MATCHES_LEASE = timedelta(minutes=10)
_CLOSINGS_LEASE = timedelta(minutes=1)
"""A process that is killed while it follows holds up the others for so long."""

_PRUNE = timedelta(hours=1)


class Dispatcher:
    """Follows and delivers; ``start`` it in a server, or call ``follow`` and ``deliver``."""

    def __init__(
        self,
        engine: Engine,
        box: Callable[[], SecretBox],
        inside: Set[str],
        log: Any,
        *,
        tell: Tell = lambda outcome, seconds: None,
        disclose: Disclose = disclose_own,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Do nothing yet.

        Args:
            engine: Its store holds the outbox; stays open until ``stop`` has returned.
            box: Opens secrets.
            inside: ``host:port`` that may be private.
            log: A structlog logger.
            tell: Told of each attempt; see ``Sender``.
            disclose: What a tenant may know of a worker.
            clock: The time, UTC.
        """
        self._engine, self._log, self._clock, self._disclose = engine, log, clock, disclose
        self._owner = uuid.uuid4().hex
        self._sender = Sender(engine.store, box, self._owner, inside, tell=tell, clock=clock)
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="webhook")
        self._under_way: dict[str, tuple[str, Future[int], float]] = {}
        self._slow = set[str]()
        self._seen: tuple[object, ...] = ()
        self._pruned = datetime.min.replace(tzinfo=UTC)
        self._threads, self._wakes = list[threading.Thread](), list[threading.Event]()
        for name, job in (("webhook-follow", self.follow), ("webhook-deliver", self._deliver_some)):
            wake = threading.Event()
            self._wakes.append(wake)
            self._threads.append(threading.Thread(target=self._loop, args=(job, wake), name=name, daemon=True))

    def start(self) -> None:
        """Follow and deliver from now on."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin no further attempt, wait for those under way, 25 seconds at most, and keep what came of them."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_STOP_S)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wake(self) -> None:
        """Look at once: something was published or subscribed to in this process."""
        for wake in self._wakes:
            wake.set()

    def _loop(self, job: Callable[[], bool], wake: threading.Event) -> None:
        while not self._stopping.is_set():
            wait_s = _IDLE_S
            try:
                wait_s = INTERVAL_S if job() else _IDLE_S
            except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes on and tries again
                self._log.error("webhooks failed", error=type(error).__name__)
            wake.wait(wait_s)
            wake.clear()

    def follow(self) -> bool:
        """Write events of what changed since the last look; gives whether anybody wants any.

        Raises:
            SepadanError: The store cannot be used; nothing is lost, for the mark stays where it was.
        """
        store, now = self._engine.store, self._clock()
        if now - self._pruned > _PRUNE:
            self._pruned = now
            prune(store, now)
        # What is wanted is part of what was seen: who asks for more is told of what changes from then on.
        wanted, first = store.wanted_kinds(), store.first_watch()
        upto = store.revision()
        seen = (upto, day_in_wib(now), wanted, first)
        if seen == self._seen:
            return bool(wanted)
        are_told = [self._closings(wanted, upto), self._matches(wanted, first, upto)]
        self._seen = seen if all(are_told) else ()
        return bool(wanted)

    def _closings(self, wanted: Set[str], upto: int) -> bool:
        store, today = self._engine.store, day_in_wib(self._clock())
        if EventKind.POSTING_CLOSED not in wanted:
            if store.follower(closings.NAME) is not None:
                store.drop_follower(closings.NAME, and_open_postings=True)
            return True

        def step(since: int) -> int:
            return closings.tell_closings(store, since, upto, today)

        return self._step(closings.NAME, 0, upto, step, _CLOSINGS_LEASE)

    def _matches(self, wanted: Set[str], first: int | None, upto: int) -> bool:
        store, today = self._engine.store, day_in_wib(self._clock())
        if EventKind.MATCH_NEW not in wanted or first is None:
            if store.follower(matching.NAME) is not None:
                store.drop_follower(matching.NAME)
            return True

        def step(since: int) -> int:
            return tell_matches(self._engine, since, upto, today, self._disclose, lambda: not self._stopping.is_set())

        try:
            return self._step(matching.NAME, first, upto, step, _MATCHES_LEASE)
        except GenerationError:  # nothing is indexed yet
            return False

    def _step(self, name: str, start: int, upto: int, work: Callable[[int], int], lease: timedelta) -> bool:
        """Do the work since the mark, as the only process; gives whether all is done."""
        store, now = self._engine.store, self._clock()
        since = store.lease_follower(name, self._owner, start, now, now + lease)
        if since is None:
            return False
        mark = since
        try:
            if work(since):
                self.wake()
            if not self._stopping.is_set():
                mark = max(since, upto)
        finally:
            store.release_follower(name, self._owner, mark)
        return True

    def deliver(self) -> int:
        """Deliver all that is due now, one subscription after the other; gives how many attempts were made.

        Raises:
            SepadanError: Store or keys cannot be used.
        """
        made = 0
        while not self._stopping.is_set() and (
            did := sum(self._sender.deliver(each.id, self._stopping.is_set) for each in self._ready())
        ):
            made += did
        return made

    def _ready(self) -> list[StoredWebhook]:
        return self._engine.store.ready_webhooks(self._clock(), 200)

    def _deliver_some(self) -> bool:
        """Hand what is due to the pool, as far as hosts and threads are free; gives whether to look again soon."""
        self._collect()
        busy: Counter[str] = Counter(host for host, *_ in self._under_way.values())
        slow = len(self._slow.intersection(self._under_way))
        for webhook in self._ready():
            host, is_slow = origin(httpx.URL(webhook.url)), webhook.failures > 0 or webhook.id in self._slow
            is_full = busy[host] >= PER_HOST or len(self._under_way) >= WORKERS or (is_slow and slow >= SLOW)
            if is_full or webhook.id in self._under_way or self._stopping.is_set():
                continue
            busy[host] += 1
            if is_slow:
                slow += 1
                self._slow.add(webhook.id)
            future = self._pool.submit(self._sender.deliver, webhook.id, self._stopping.is_set)
            self._under_way[webhook.id] = (host, future, time.monotonic())
            future.add_done_callback(lambda _: self.wake())
        return bool(self._under_way) or bool(self._engine.store.wanted_kinds())

    def _collect(self) -> None:
        """Forget what is done; what failed is told, and its lease ends by itself."""
        for webhook_id, (_, future, began) in list(self._under_way.items()):
            if not future.done():
                continue
            del self._under_way[webhook_id]
            error = future.exception()
            if error is not None:
                self._log.error("webhook delivery failed", webhook=webhook_id, error=type(error).__name__)
            elif time.monotonic() - began > SLOW_S * max(1, future.result()):
                self._slow.add(webhook_id)
            else:
                self._slow.discard(webhook_id)
