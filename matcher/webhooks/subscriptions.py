"""Subscriptions made, their secrets sealed, changed and opened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence, Set
from datetime import UTC, datetime, timedelta

import orjson

from indexes.event_rows import NewEvent
from indexes.schema_webhooks import webhook_place
from indexes.secret_box import SecretBox
from indexes.store import Store
from indexes.webhook_rows import ACTIVE, StoredWebhook
from matcher.events import EventKind, new_event
from matcher.webhooks.signing import make_secret, secret_bytes
from matcher.webhooks.targets import check_target
from taxonomy.errors import InputError

MOST = 20
"""Most subscriptions of a tenant."""

BOTH_SIGN = timedelta(hours=24)
"""How long the secret before signs too after a rotation."""


def subscribe(
    store: Store,
    box: SecretBox,
    *,
    client: str,
    tenant: str,
    url: str,
    kinds: Sequence[str],
    sources: Sequence[str] | None,
    description: str,
    secret: str | None,
    inside: Set[str],
) -> tuple[StoredWebhook, str]:
    """A new subscription, and its secret, which nobody can read again.

    Args:
        store: Where it goes.
        box: Seals the secret.
        client: Who makes it.
        tenant: Whose it is.
        url: Where deliveries go.
        kinds: Kinds of events.
        sources: Sources of postings that it is told of; None for all.
        description: The client's own words.
        secret: ``whsec_...``; made when None.
        inside: ``host:port`` that may be private.

    Raises:
        InputError: Address or secret cannot be used, or the tenant has as many as it may.
        StoreError: The store refused.
    """
    target = str(check_target(url, inside))
    held = len(store.webhooks(tenant))
    if held >= MOST:
        raise InputError(wanted=f"at most {MOST} webhooks", found=f"{held} already", where="webhooks")
    text, webhook_id = secret or make_secret(), f"wh_{uuid.uuid4().hex}"
    webhook = StoredWebhook(
        id=webhook_id,
        client=client,
        tenant=tenant,
        url=target,
        kinds=orjson.dumps(sorted(set(kinds))).decode(),
        sources=orjson.dumps(None if sources is None else sorted(set(sources))).decode(),
        description=description,
        state=ACTIVE,
        reason="",
        made_at=datetime.now(UTC),
        secret=box.seal(webhook_place(webhook_id), secret_bytes(text)),
    )
    store.put_webhook(webhook)
    return webhook, text


def rotate(store: Store, box: SecretBox, webhook: StoredWebhook, secret: str | None) -> tuple[StoredWebhook, str]:
    """A new secret; the one before signs too for a day. Gives the subscription and the secret.

    Raises:
        InputError: The secret cannot be used.
        StoreError: The store refused.
    """
    text = secret or make_secret()
    changed = store.change_webhook(
        webhook.id,
        webhook.tenant,
        secret=box.seal(webhook_place(webhook.id), secret_bytes(text)),
        previous=webhook.secret,
        previous_until=datetime.now(UTC) + BOTH_SIGN,
    )
    return changed, text


def reactivated() -> dict[str, object]:
    """The fields of a subscription that is active again: its receiver begins with a clean sheet."""
    return {"state": ACTIVE, "reason": "", "failures": 0, "failing_since": None, "rests_until": None}


def ping(store: Store, webhook: StoredWebhook) -> str:
    """Have one subscription told of nothing but itself; gives the id of the event.

    Raises:
        InputError: It is disabled.
        StoreError: The store refused.
    """
    event: NewEvent = new_event(EventKind.PING, webhook.tenant, {"webhook": webhook.id}, webhook=webhook.id)
    found = store.publish([event])
    if not found:
        raise InputError(wanted="a webhook that is active or paused", found=webhook.state, where="state")
    return found[0]


def keys_of(webhook: StoredWebhook, box: SecretBox, now: datetime) -> list[bytes]:
    """The keys that sign, the present one first.

    Raises:
        ConfigError: The key that sealed a secret is not at hand.
        StoreError: A secret was damaged.
    """
    place, keys = webhook_place(webhook.id), [webhook.secret]
    if webhook.previous is not None and webhook.previous_until is not None and now < webhook.previous_until:
        keys.append(webhook.previous)
    return [box.open(place, sealed) for sealed in keys]
