"""``/healthz``, ``/readyz``, ``/metrics``: for the machines that watch us."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from api.access.errors import DrainingError
from api.access.gate import GuardedRoute
from api.metrics import CONTENT_TYPE
from api.schemas import problems
from api.schemas_records import Health, Readiness, Shadowed
from api.serving import ServingDep
from matcher.rights.audit_log import now

router = APIRouter(route_class=GuardedRoute, tags=["operation"])


@router.get("/healthz", summary="The process is alive")
def healthz(request: Request) -> Health:
    """Always `ok`; asks nothing of store or index."""
    return Health(status="ok", version=request.app.version)


@router.get("/readyz", summary="Matches can be answered", responses=problems(503))
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
    )


@router.get("/metrics", summary="Prometheus metrics", response_class=Response)
def metrics(serving: ServingDep) -> Response:
    """Requests by route and status, latencies, matches, records indexed, weights beside, requests of people overdue."""
    people = serving.engine.store.open_requests(now())
    text = serving.metrics.render(serving.status().indexed, serving.engine.agreement, people)
    return Response(text, media_type=CONTENT_TYPE)
