"""``/v1/sandbox/reset``: everything as it was, for the next round of tests."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request

from api.access.gate import GuardedRoute
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.sandbox_reset import reset
from api.schemas import problems
from api.schemas_sandbox import ResetResponse
from api.serving import ServingDep
from api.standstill import Standstill

router = APIRouter(prefix="/v1/sandbox", route_class=GuardedRoute, tags=["operation"])


@router.post(
    "/reset",
    summary="Bring a sandbox back to its start",
    response_description="What was put back and taken away",
    responses=problems(409, 503),
)
@guarded(Rule(scope="admin", reach=Reach.WRITES))
def reset_sandbox(request: Request, serving: ServingDep) -> ResetResponse:
    """The sample world as it was, and nothing else; clients, their secrets, keys and tokens, and the audit log stay.

    Meanwhile other requests are answered 503 with `Retry-After`. A server that is no sandbox answers 409.
    """
    done = reset(serving.engine, cast(Standstill, request.app.state.standstill))
    return ResetResponse(
        records=serving.engine.store.counts(), restored=done.restored, removed=done.removed, others=done.others
    )
