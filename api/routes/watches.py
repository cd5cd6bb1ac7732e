"""``/v1/watches``: whose new matches the caller's webhooks are told of."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request

from api.access.principal import Principal, PrincipalDep
from api.access.rule import WEBHOOKS, Reach, Rule
from api.access.rules import guarded
from api.idempotency import IdempotentRoute
from api.routes.matches import conditions_of
from api.routes.webhooks import Id, wake
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_webhooks import WatchBody, WatchesResponse, WatchRequest
from api.serving import ServingDep
from indexes.watch_rows import StoredWatch
from matcher.records import Kind
from matcher.webhooks.matching import conditions_text
from taxonomy.errors import InputError, UnknownIdError

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["webhooks"])

MOST = 50_000
"""Most watches of a tenant: each new record is held against all of them."""


@router.post(
    "/watches", status_code=201, summary="Watch a worker or a posting", responses=problems(404, 409, *BODY_PROBLEMS)
)
@guarded(Rule(scope="webhooks", reach=Reach.PEOPLE))
def make_watch(body: WatchRequest, request: Request, serving: ServingDep, principal: PrincipalDep) -> WatchBody:
    """New postings that fit the worker, or new workers that fit the posting, are told of by `match.new`.

    New is what is written or changed after this; each pair is told once. It ends with the record that is watched.
    """
    store = serving.engine.store
    kind = Kind.POSTING if body.worker is None else Kind.WORKER
    key = body.worker or body.posting or ""
    _check_own(principal, kind, key)
    held = store.count_watches(principal.tenant)
    if held >= MOST:
        raise InputError(wanted=f"at most {MOST} watches", found=f"{held} already", where="watches")
    asked = body.conditions
    conditions = replace(conditions_of(asked, serving), no_shift=asked.no_shift, no_night=asked.no_night)
    watch = StoredWatch(
        id=f"wat_{uuid.uuid4().hex}",
        client=principal.client,
        tenant=principal.tenant,
        sources=orjson.dumps(None if principal.sources is None else sorted(principal.sources)).decode(),
        kind=str(kind),
        key=key,
        least_score=body.least_score,
        most_per_day=body.most_per_day,
        conditions=conditions_text(conditions),
        made_at=datetime.now(UTC),
        revision=store.revision(),
    )
    store.put_watch(watch)
    wake(request)
    return _shown(watch)


@router.get("/watches", summary="Watches", responses=problems(422, 503))
@guarded(WEBHOOKS)
def list_watches(
    serving: ServingDep,
    principal: PrincipalDep,
    cursor: Annotated[str, Query(pattern=r"^[a-z0-9_]{1,64}$")] = "0",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> WatchesResponse:
    """Those of the caller's tenant, by id."""
    found = serving.engine.store.watch_page(principal.tenant, cursor, limit + 1)
    page = found[:limit]
    return WatchesResponse(
        watches=[_shown(watch) for watch in page], next_cursor=page[-1].id if len(found) > limit else None
    )


@router.get("/watches/{watch}", summary="A watch", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def get_watch(watch: Id, serving: ServingDep, principal: PrincipalDep) -> WatchBody:
    """What is watched, and what is told of it."""
    return _shown(serving.engine.store.watch(watch, principal.tenant))


@router.delete("/watches/{watch}", status_code=204, summary="Watch no longer", responses=problems(404, 422, 503))
@guarded(WEBHOOKS)
def delete_watch(watch: Id, serving: ServingDep, principal: PrincipalDep) -> None:
    """Gone, with the record of what was told."""
    serving.engine.store.delete_watch(watch, principal.tenant)


def _check_own(principal: Principal, kind: Kind, key: str) -> None:
    """A worker of another's cannot be told from one that is not there; postings are public."""
    if "\x00" in key or (kind is Kind.WORKER and not principal.owns(key)):
        raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")


def _shown(watch: StoredWatch) -> WatchBody:
    return WatchBody(
        id=watch.id,
        worker=watch.key if watch.kind == Kind.WORKER else None,
        posting=watch.key if watch.kind == Kind.POSTING else None,
        least_score=watch.least_score,
        most_per_day=watch.most_per_day,
        made_at=watch.made_at,
    )
