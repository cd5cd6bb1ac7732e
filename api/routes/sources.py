"""``/v1/sources``: where postings are pulled from, and what each run did."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.access.gate import GuardedRoute
from api.access.rule import ADMIN
from api.access.rules import guarded
from api.schemas import problems
from api.schemas_sources import RunsResponse, SourceEntry, SourceRun, SourcesResponse
from api.serving import ServingDep
from matcher.pulls.overview import overview
from matcher.pulls.report import run_document

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["operation"])


@router.get("/sources", summary="Sources that postings are pulled from", responses=problems(503))
@guarded(ADMIN)
def list_sources(serving: ServingDep) -> SourcesResponse:
    """Each with its schedule and its last run; no secret is kept, and none is shown."""
    rows = overview(serving.engine.store)
    return SourcesResponse(sources=[SourceEntry.model_validate(row) for row in rows])


@router.get("/sources/{name}/runs", summary="What the runs of a source did", responses=problems(404, 422, 503))
@guarded(ADMIN)
def list_runs(
    name: Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9_.-]+$", examples=["maganghub"])],
    serving: ServingDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> RunsResponse:
    """The newest first; those of a source that was removed are still told."""
    store = serving.engine.store
    found = store.runs(name, limit)
    if not found:
        store.upstream(name)
    return RunsResponse(runs=[SourceRun.model_validate(run_document(run)) for run in found])
