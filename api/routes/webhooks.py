"""``/v1/webhooks``: subscriptions of the caller's tenant, and what came of deliveries to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

import orjson
from fastapi import APIRouter, Path, Query, Request

from api.access.errors import ForbiddenError
from api.access.principal import Principal, PrincipalDep
from api.access.rule import WEBHOOKS
from api.access.rules import guarded
from api.idempotency import IdempotentRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_webhooks import (
    DeliveriesResponse,
    DeliveryBody,
    DeliveryState,
    PingResponse,
    RotateRequest,
    WebhookBody,
    WebhookChange,
    WebhookMade,
    WebhookRequest,
    WebhooksResponse,
)
from api.serving import Serving, ServingDep
from api.settings import Settings
from indexes.event_rows import PENDING, StoredDelivery
from indexes.store import Store
from indexes.webhook_rows import ACTIVE, StoredWebhook
from matcher.events import EventKind
from matcher.webhooks.subscriptions import ping, reactivated, rotate, subscribe
from matcher.webhooks.targets import check_target

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["webhooks"])

Id = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,64}$")]
Cursor = Annotated[str | None, Query(pattern=r"^[0-9]{1,18}$", description="As `next_cursor` of the page before")]

_WANTS = {EventKind.MATCH_NEW: "match", EventKind.POSTING_CLOSED: "postings:read"}
"""Scope that a kind of event needs beside ``webhooks``: nobody is told by a push what they may not ask for."""


@router.post("/webhooks", status_code=201, summary="Subscribe to events", responses=problems(409, *BODY_PROBLEMS))
@guarded(WEBHOOKS)
def make_webhook(body: WebhookRequest, request: Request, serving: ServingDep, principal: PrincipalDep) -> WebhookMade:
    """The answer shows the secret that signs deliveries, once. At most 20 of a tenant."""
    _check_scopes(principal, body.events)
    settings = _settings(request)
    webhook, secret = subscribe(
        serving.engine.store,
        settings.secret_box(),
        client=principal.client,
        tenant=principal.tenant,
        url=body.url,
        kinds=body.events,
        sources=_sources(principal, body.sources),
        description=body.description,
        secret=body.secret,
        inside=settings.webhook_hosts(),
    )
    _log(serving, principal, "webhook.add")
    wake(request)
    return WebhookMade(**_shown(webhook), secret=secret)


@router.get("/webhooks", summary="Subscriptions", responses=problems(503))
@guarded(WEBHOOKS)
def list_webhooks(serving: ServingDep, principal: PrincipalDep) -> WebhooksResponse:
    """Those of the caller's tenant, the oldest first."""
    found = serving.engine.store.webhooks(principal.tenant)
    return WebhooksResponse(webhooks=[WebhookBody(**_shown(webhook)) for webhook in found])


@router.get("/webhooks/{webhook}", summary="A subscription", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def get_webhook(webhook: Id, serving: ServingDep, principal: PrincipalDep) -> WebhookBody:
    """Its state, and since when its receiver fails."""
    return WebhookBody(**_shown(serving.engine.store.webhook(webhook, principal.tenant)))


@router.patch("/webhooks/{webhook}", summary="Change a subscription", responses=problems(404, 409, *BODY_PROBLEMS))
@guarded(WEBHOOKS)
def change_webhook(
    webhook: Id, body: WebhookChange, request: Request, serving: ServingDep, principal: PrincipalDep
) -> WebhookBody:
    """Pause it, make it active again, or change where it goes and what it tells of."""
    given = body.model_fields_set
    changes: dict[str, object] = {}
    if body.url is not None:
        changes["url"] = str(check_target(body.url, _settings(request).webhook_hosts()))
    if body.events is not None:
        _check_scopes(principal, body.events)
        changes["kinds"] = orjson.dumps(sorted(set(body.events))).decode()
    if "sources" in given:
        sources = _sources(principal, body.sources)
        changes["sources"] = orjson.dumps(None if sources is None else sorted(set(sources))).decode()
    if body.description is not None:
        changes["description"] = body.description
    if body.state is not None:
        changes |= reactivated() if body.state == ACTIVE else {"state": body.state, "reason": ""}
    changed = serving.engine.store.change_webhook(webhook, principal.tenant, **changes)
    _log(serving, principal, "webhook.change")
    wake(request)
    return WebhookBody(**_shown(changed))


@router.delete("/webhooks/{webhook}", status_code=204, summary="Unsubscribe", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def delete_webhook(webhook: Id, serving: ServingDep, principal: PrincipalDep) -> None:
    """Gone with its deliveries, pending ones included."""
    serving.engine.store.delete_webhook(webhook, principal.tenant)
    _log(serving, principal, "webhook.remove")


@router.post("/webhooks/{webhook}/rotate", summary="A new secret", responses=problems(404, 409, *BODY_PROBLEMS))
@guarded(WEBHOOKS)
def rotate_secret(
    webhook: Id, body: RotateRequest, request: Request, serving: ServingDep, principal: PrincipalDep
) -> WebhookMade:
    """Deliveries are signed with both secrets for 24 hours, so that no receiver misses one meanwhile."""
    store = serving.engine.store
    stored = store.webhook(webhook, principal.tenant)
    changed, secret = rotate(store, serving.box, stored, body.secret)
    _log(serving, principal, "webhook.rotate")
    return WebhookMade(**_shown(changed), secret=secret)


@router.post("/webhooks/{webhook}/ping", status_code=202, summary="Send a ping", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def ping_webhook(webhook: Id, request: Request, serving: ServingDep, principal: PrincipalDep) -> PingResponse:
    """An event of kind `ping` to this webhook alone; look at its deliveries for what came of it."""
    store = serving.engine.store
    event = ping(store, store.webhook(webhook, principal.tenant))
    wake(request)
    return PingResponse(event=event)


@router.get("/webhooks/{webhook}/deliveries", summary="Deliveries", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def list_deliveries(
    webhook: Id,
    serving: ServingDep,
    principal: PrincipalDep,
    cursor: Cursor = None,
    state: Annotated[Literal["pending", "delivered", "dead"] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeliveriesResponse:
    """The newest event first, kept for 30 days; `state=dead` lists what was given up."""
    store = serving.engine.store
    store.webhook(webhook, principal.tenant)
    before = None if cursor is None else int(cursor)
    found = store.deliveries(webhook, before=before, state=state, limit=limit + 1)
    page = found[:limit]
    return DeliveriesResponse(
        deliveries=_bodies(store, page), next_cursor=str(page[-1].number) if len(found) > limit else None
    )


@router.post(
    "/webhooks/{webhook}/deliveries/{delivery}/resend",
    status_code=202,
    summary="Send a delivery again",
    responses=problems(404, 422, 503),
)
@guarded(WEBHOOKS)
def resend_delivery(
    webhook: Id, delivery: Id, request: Request, serving: ServingDep, principal: PrincipalDep
) -> DeliveryBody:
    """Whatever came of it; with the same `webhook-id`, so a receiver that has it may pass it over."""
    store = serving.engine.store
    again = store.resend(webhook, delivery, principal.tenant, datetime.now(UTC))
    wake(request)
    return _bodies(store, [again])[0]


def wake(request: Request) -> None:
    """Have this process look at the outbox at once."""
    if request.app.state.dispatcher is not None:
        request.app.state.dispatcher.wake()


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _check_scopes(principal: Principal, kinds: Sequence[str]) -> None:
    for kind in kinds:
        scope = _WANTS.get(EventKind(kind), "webhooks")
        if not principal.may(scope):
            raise ForbiddenError(f"events {kind}: wanted scope {scope}, found a client without it")


def _sources(principal: Principal, asked: Sequence[str] | None) -> list[str] | None:
    """Postings are public, so any source may be asked for; a client with sources of its own hears of those alone."""
    if asked is not None:
        return list(asked)
    return None if principal.sources is None else sorted(principal.sources)


def _shown(webhook: StoredWebhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": orjson.loads(webhook.kinds),
        "sources": orjson.loads(webhook.sources),
        "description": webhook.description,
        "state": webhook.state,
        "reason": webhook.reason,
        "made_at": webhook.made_at,
        "failures": webhook.failures,
        "failing_since": webhook.failing_since,
        "rests_until": webhook.rests_until,
        "previous_secret_until": webhook.previous_until,
    }


def _bodies(store: Store, found: Sequence[StoredDelivery]) -> list[DeliveryBody]:
    kinds = store.event_kinds([each.event for each in found])
    return [
        DeliveryBody(
            id=each.id,
            event=each.event,
            kind=kinds.get(each.event, ""),
            state=cast(DeliveryState, each.state),
            attempts=each.attempts,
            first_at=each.first_at,
            last_at=each.last_at,
            due_at=each.due_at if each.state == PENDING else None,
            code=each.code,
            ms=each.ms,
            fault=each.fault,
        )
        for each in found
    ]


def _log(serving: Serving, principal: Principal, action: str) -> None:
    """Who changes where events go changes who sees data: the audit log knows."""
    serving.audit.append(actor=principal.client, role=str(principal.role), tenant=principal.tenant, action=action)
