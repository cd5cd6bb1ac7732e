"""Deliveries of webhooks, verified by Standard Webhooks 1.0.0."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

_TOLERANCE_S = 300


class WebhookError(ValueError):
    """Not ours, changed on the way, or too old."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> dict[str, Any]:
    """The event of a delivery.

    Args:
        secret: ``whsec_...`` as the API showed it.
        headers: Of the delivery; names in any case.
        body: The bytes as they came, not parsed.
        now: Seconds since 1970; the clock's when None.

    Raises:
        WebhookError: Answer 400 and do nothing.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        message, stamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        age = (time.time() if now is None else now) - int(stamp)
    except (KeyError, ValueError) as error:
        raise WebhookError("webhook: wanted webhook-id, -timestamp and -signature, found others") from error
    if abs(age) > _TOLERANCE_S:
        raise WebhookError(f"webhook: wanted one of the last {_TOLERANCE_S} s, found an age of {age:.0f} s")
    signed = f"{message}.{stamp}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(one.encode(), wanted.encode()) for one in signatures.split(" ")):
        raise WebhookError("webhook: not signed with this secret")
    event: dict[str, Any] = json.loads(body)
    return event
