"""Delivers what is due of one subscription: in order about each subject, several subjects at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import orjson

from indexes.delivery_rows import Claim
from indexes.event_rows import DEAD, DELIVERED, StoredDelivery, StoredEvent
from indexes.secret_box import SecretBox
from indexes.store import Store
from indexes.webhook_rows import ACTIVE, StoredWebhook
from matcher.outbound.addresses import Resolver
from matcher.webhooks.backoff import TRIPS, Draw, after_failure, after_success, draw_evenly, next_attempt
from matcher.webhooks.lanes import posted
from matcher.webhooks.line import WHOLE_S, Answer, Line
from matcher.webhooks.signing import signature
from matcher.webhooks.subscriptions import keys_of

BATCH = 50
"""Most deliveries that are taken on at once."""

BATCH_S = 15.0
"""Seconds after which no further one of a batch is begun: then others that wait have their turn."""

LEASE = timedelta(seconds=120)
"""Longer than a batch and its last attempt take: nobody else delivers what is still being delivered."""

Tell = Callable[[str, float], None]
"""Told of each attempt: ``delivered``, ``failed`` or ``dead``, and its seconds."""

_GONE = 410


class Sender:
    """Delivers to any number of subscriptions; safe to share between threads."""

    def __init__(
        self,
        store: Store,
        box: Callable[[], SecretBox],
        owner: str,
        inside: Set[str],
        *,
        tell: Tell = lambda outcome, seconds: None,
        resolve: Resolver | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw: Draw = draw_evenly,
        whole_s: float = WHOLE_S,
    ) -> None:
        """Deliver nothing yet.

        Args:
            store: Where the outbox is.
            box: Opens secrets; asked when there is something to sign.
            owner: Name of this process in leases.
            inside: ``host:port`` that may be private.
            tell: Told of each attempt.
            resolve: Finds addresses of hosts; the system's resolver by default.
            clock: The time, UTC.
            draw: Jitter.
            whole_s: Seconds until a whole answer is there.
        """
        self._store, self._box, self._owner, self._inside = store, box, owner, inside
        self._tell, self._resolve, self._clock, self._draw, self._whole_s = tell, resolve, clock, draw, whole_s

    def deliver(self, webhook_id: str, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Deliver what is due of a subscription, unless another process does; gives how many attempts were made.

        Args:
            webhook_id: The subscription.
            is_stopping: Once it is so no further attempt is begun.

        Raises:
            SepadanError: Store or keys cannot be used; what was delivered may then be delivered again.
        """
        now = self._clock()
        resting = self._store.webhook(webhook_id).failures >= TRIPS
        # A receiver that had a rest is tried with one delivery before it gets the others.
        claim = self._store.claim(webhook_id, self._owner, now, lease=LEASE, limit=1 if resting else BATCH)
        if claim is None:
            return 0
        webhook, done = claim.webhook, list[StoredDelivery]()
        try:
            webhook, done = self._send_all(claim, is_stopping, done)
        finally:
            self._store.settle(webhook, done)
        return len(done)

    def _send_all(
        self, claim: Claim, is_stopping: Callable[[], bool], done: list[StoredDelivery]
    ) -> tuple[StoredWebhook, list[StoredDelivery]]:
        webhook, keys = claim.webhook, keys_of(claim.webhook, self._box(), self._clock())
        url, end = httpx.URL(webhook.url), time.monotonic() + BATCH_S

        def goes_on() -> bool:
            is_resting = webhook.rests_until is not None and webhook.rests_until > self._clock()
            return not (is_stopping() or time.monotonic() > end or is_resting or webhook.state != ACTIVE)

        answers = posted(
            claim.due,
            lambda: Line(url, self._inside, self._resolve, whole_s=self._whole_s),
            lambda line, event: line.post(*message(event, keys, self._clock())),
            goes_on,
        )
        for delivery, answer in answers:
            webhook, settled = self._judged(webhook, delivery, answer, self._clock())
            done.append(settled)
        return webhook, done

    def _judged(
        self, webhook: StoredWebhook, delivery: StoredDelivery, answer: Answer, now: datetime
    ) -> tuple[StoredWebhook, StoredDelivery]:
        """Subscription and delivery after an attempt."""
        tried = replace(
            delivery,
            attempts=delivery.attempts + 1,
            first_at=delivery.first_at or now,
            last_at=now,
            code=answer.code,
            ms=answer.ms,
            fault=answer.fault,
        )
        if not answer.fault:
            self._tell(DELIVERED, answer.ms / 1000)
            return after_success(webhook), replace(tried, state=DELIVERED)
        is_gone = answer.code == _GONE
        first_at = tried.first_at or now
        due = None if is_gone else next_attempt(first_at, tried.attempts, now, answer.asked_s, self._draw)
        self._tell("failed" if due else DEAD, answer.ms / 1000)
        failed = replace(tried, due_at=due) if due else replace(tried, state=DEAD)
        return after_failure(webhook, now, is_gone=is_gone, draw=self._draw), failed


def message(event: StoredEvent, keys: list[bytes], moment: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and body of one attempt: the event's id and body stay the same, time and signature are of the attempt.

    Args:
        event: What is told.
        keys: Sign; the present one first.
        moment: Of the attempt, UTC.
    """
    at = event.at.isoformat().replace("+00:00", "Z")
    body = orjson.dumps({"type": event.kind, "timestamp": at, "data": orjson.loads(event.data)})
    seconds = int(moment.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": event.id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(keys, event.id, seconds, body),
    }
    return headers, body
