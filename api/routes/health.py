"""``/healthz``, ``/readyz``, ``/metrics``: for the machines that watch us."""

from __future__ import annotations

import shutil
from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from api.access.errors import DrainingError
from api.access.gate import GuardedRoute
from api.access.rule import ADMIN, PUBLIC
from api.access.rules import guarded
from api.metrics import CONTENT_TYPE
from api.schemas import problems
from api.schemas_records import Health, Readiness, Shadowed
from api.serving import ServingDep
from api.standing_metrics import Standing
from matcher.drift.stored import last_drift
from matcher.rights.audit_log import now

router = APIRouter(route_class=GuardedRoute, tags=["operation"])


@router.get("/healthz", summary="The process is alive")
@guarded(PUBLIC)
def healthz(request: Request) -> Health:
    """Always `ok`; asks nothing of store or index."""
    return Health(status="ok", version=request.app.version)


@router.get("/readyz", summary="Matches can be answered", responses=problems(503))
@guarded(PUBLIC)
def readyz(request: Request, serving: ServingDep) -> Readiness:
    """The store answers and an index generation is loaded; else 503 with the reason and how to mend it."""
    if getattr(request.app.state, "draining", False):
        raise DrainingError("wanted a process that goes on, found one that was told to end")
    serving.engine.refresh()
    status = serving.status()
    beside = serving.engine.agreement
    return Readiness(
        status="ready",
        generation=status.generation,
        weights=status.weights,
        shadow=None if beside is None else Shadowed(**asdict(beside)),
        records=status.records,
        indexed=status.indexed,
        pending=status.pending,
        sandbox=request.app.state.is_sandbox,
    )


@router.get("/metrics", summary="Prometheus metrics", response_class=Response)
@guarded(ADMIN)
def metrics(serving: ServingDep) -> Response:
    """Requests by route and status, latencies, matches, records, and how store, index, backups and rights stand."""
    engine, status = serving.engine, serving.status()
    standing = Standing(
        store=engine.store.standing(),
        indexed=status.indexed,
        beside=engine.agreement,
        people=engine.store.open_requests(now()),
        outside_index=engine.delta_size,
        pending=status.pending,
        free_bytes=shutil.disk_usage(engine.home.root).free,
        drift=last_drift(engine.home),
    )
    return Response(serving.metrics.render(standing), media_type=CONTENT_TYPE)
