"""Bodies of ``/v1/webhooks`` and ``/v1/watches``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import example_webhooks
from api.schemas import RecordId, RequestModel, shown
from api.schemas_conditions import ConditionsBody
from matcher.webhooks.targets import MAX_URL

Kind = Literal["match.new", "posting.closed", "job.done"]
DeliveryState = Literal["pending", "delivered", "dead"]
SourceName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_.-]+$", strict=True)]
Secret = Annotated[str, Field(max_length=200, strict=True)]

_WRITTEN = "`whsec_` and 24 to 64 bytes in base64; made when it is left out"
_SOURCES = "Sources of postings that `posting.closed` tells of; null for all that the client may be told of"


class WebhookRequest(RequestModel):
    """A subscription to be made."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_webhooks.WEBHOOK]})

    url: Annotated[str, Field(min_length=1, max_length=MAX_URL, strict=True)] = Field(
        description="Where deliveries go: https, port 443 or 8443, a host on the internet"
    )
    events: tuple[Kind, ...] = Field(min_length=1, max_length=10, description="Kinds of events")
    sources: tuple[SourceName, ...] | None = Field(default=None, max_length=100, description=_SOURCES)
    description: Annotated[str, Field(max_length=200, strict=True)] = ""
    secret: Secret | None = Field(default=None, description=_WRITTEN)


class WebhookChange(RequestModel):
    """What is to change; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_webhooks.CHANGE]})

    url: Annotated[str, Field(min_length=1, max_length=MAX_URL, strict=True)] | None = None
    events: tuple[Kind, ...] | None = Field(default=None, min_length=1, max_length=10)
    sources: tuple[SourceName, ...] | None = Field(default=None, max_length=100, description=_SOURCES)
    description: Annotated[str, Field(max_length=200, strict=True)] | None = None
    state: Literal["active", "paused"] | None = Field(
        default=None, description="`active` also ends the disabled state; while paused, events are kept for later"
    )


class RotateRequest(RequestModel):
    """A new secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_webhooks.ROTATE]})

    secret: Secret | None = Field(default=None, description=_WRITTEN)


class WebhookBody(BaseModel):
    """A subscription; its secret is never shown again."""

    model_config = shown(example_webhooks.WEBHOOK_SHOWN)

    id: str
    url: str
    events: list[str]
    sources: list[str] | None
    description: str
    state: Literal["active", "paused", "disabled"]
    reason: str = Field(description="Why it was disabled; empty while it is not")
    made_at: datetime
    failures: int = Field(description="Failures in a row")
    failing_since: datetime | None
    rests_until: datetime | None = Field(description="After five failures in a row nothing is sent until then")
    previous_secret_until: datetime | None = Field(description="Until when the secret before signs too")


class WebhookMade(WebhookBody):
    """A subscription with its new secret."""

    model_config = shown(example_webhooks.WEBHOOK_MADE)

    secret: str = Field(description="Keep it now: it is not shown again")


class WebhooksResponse(BaseModel):
    """The subscriptions of the caller's tenant, the oldest first."""

    model_config = shown(example_webhooks.WEBHOOKS)

    webhooks: list[WebhookBody]


class PingResponse(BaseModel):
    """What was published."""

    model_config = shown(example_webhooks.PINGED)

    event: str = Field(description="Header `webhook-id` of the delivery")


class DeliveryBody(BaseModel):
    """One delivery; bodies of requests and answers are not kept."""

    model_config = shown(example_webhooks.DELIVERY)

    id: str
    event: str = Field(description="Header `webhook-id`: the same at every attempt")
    kind: str
    state: DeliveryState
    attempts: int
    first_at: datetime | None
    last_at: datetime | None
    due_at: datetime | None = Field(description="Of the next attempt; null when there will be none")
    code: int | None = Field(description="HTTP status of the last answer; null when none came")
    ms: int | None
    fault: str


class DeliveriesResponse(BaseModel):
    """Deliveries, the newest event first."""

    model_config = shown(example_webhooks.DELIVERIES)

    deliveries: list[DeliveryBody]
    next_cursor: str | None = Field(description="`cursor` of the next page; null when this is the last")


class WatchConditions(ConditionsBody):
    """What a match must meet; what a request asks of access alone is kept nowhere, and so not here."""

    no_shift: bool = Field(default=False, strict=True, description="No postings that ask for shift work")
    no_night: bool = Field(default=False, strict=True, description="No postings that ask for night work")


class WatchRequest(RequestModel):
    """A stored worker or posting to be watched."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_webhooks.WATCH]})

    worker: RecordId | None = None
    posting: RecordId | None = None
    least_score: float = Field(default=0.6, ge=0, le=1, allow_inf_nan=False, description="As `/v1/match` scores")
    most_per_day: int = Field(default=10, ge=1, le=100, strict=True, description="Matches told of in a day")
    conditions: WatchConditions = WatchConditions()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.worker is None) == (self.posting is None):
            raise ValueError("exactly one of 'worker' and 'posting'")
        return self


class WatchBody(BaseModel):
    """A watch."""

    model_config = shown(example_webhooks.WATCH_SHOWN)

    id: str
    worker: str | None
    posting: str | None
    least_score: float
    most_per_day: int
    made_at: datetime


class WatchesResponse(BaseModel):
    """Watches of the caller's tenant, by id."""

    model_config = shown(example_webhooks.WATCHES)

    watches: list[WatchBody]
    next_cursor: str | None = Field(description="`cursor` of the next page; null when this is the last")
