"""``/v1/postings``, ``/v1/workers``, ``/v1/courses`` as lists, and ``/v1/changes``: read by cursors, whoever writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.access.caller import Caller, CallerDep
from api.access.gate import GuardedRoute
from api.access.rules import guarded
from api.routes.record_contents import content_of
from api.routes.record_keys import KIND_OF_PATH, READ
from api.schemas import problems
from api.schemas_pages import ChangedRecord, ChangesPage, ListedRecord, RecordsPage
from api.serving import ServingDep
from api.trail import TrailDep
from matcher.codec import from_json
from matcher.records import Kind

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["records"], responses=problems(422, 503))

Limit = Annotated[int, Query(ge=1, le=1_000, description="How many at most")]
Cursor = Annotated[str, Query(max_length=1_000, description="`next` of the page before; the start when empty")]
_NEXT = {"description": "The next page (RFC 8288)", "schema": {"type": "string"}}
_LISTED: dict[int | str, dict[str, Any]] = {200: {"headers": {"Link": _NEXT}}}


def _add_list(path: str, kind: Kind) -> None:
    @router.get(
        f"/{path}",
        summary=f"All {path}, by id",
        name=f"list_{path}",
        response_description="Ids and revisions, and the records where asked for",
        responses=_LISTED,
    )
    @guarded(READ[kind])
    def list_records(
        caller: CallerDep,
        serving: ServingDep,
        response: Response,
        trail: TrailDep,
        limit: Limit = 100,
        cursor: Cursor = "",
        records: Annotated[bool, Query(description="With the records themselves")] = False,
    ) -> RecordsPage:
        """A page of what the caller may see. What is written meanwhile neither repeats nor hides another record."""
        what = f"{path} {caller.principal.client}"
        _, after = serving.cursors.read(what, cursor, "query, field cursor")
        found = serving.engine.store.record_page(kind, after, limit + 1, _sources(caller, kind))
        shown, following = found[:limit], None
        if len(found) > limit:
            following = serving.cursors.write(what, (0, shown[-1][0].key))
            asked = f"/v1/{path}?limit={limit}&cursor={following}{'&records=true' if records else ''}"
            response.headers["Link"] = f'<{asked}>; rel="next"'
        items = [
            ListedRecord(
                id=stored.key,
                revision=revision,
                record=content_of(from_json(kind, stored.payload)) if records else None,
            )
            for stored, revision in shown
        ]
        if kind is Kind.WORKER:
            trail.shown(one.id for one in items)
        return RecordsPage(items=items, next=following)


for _path, _kind in KIND_OF_PATH.items():
    _add_list(_path, _kind)


def _add_changes(path: str, kind: Kind) -> None:
    @router.get(
        f"/changes/{path}",
        summary=f"Which {path} were written or deleted",
        name=f"list_{kind}_changes",
        response_description="The oldest change first; a record comes once, as it is now",
        responses=_LISTED,
    )
    @guarded(READ[kind])
    def list_changes(
        caller: CallerDep,
        serving: ServingDep,
        response: Response,
        trail: TrailDep,
        limit: Limit = 100,
        since: Annotated[str, Query(max_length=1_000, description="`next` of an earlier answer")] = "",
    ) -> ChangesPage:
        """How a copy elsewhere follows this store: read on from `next` until `more` is false, then again later."""
        what = f"changes {path} {caller.principal.client}"
        place = serving.cursors.read(what, since, "query, field since")
        found = serving.engine.store.changed_since(kind, place, limit + 1, _sources(caller, kind))
        shown = found[:limit]
        following = serving.cursors.write(what, (shown[-1].revision, shown[-1].key) if shown else place)
        more = len(found) > limit
        if more:
            response.headers["Link"] = f'</v1/changes/{path}?limit={limit}&since={following}>; rel="next"'
        items = [
            ChangedRecord(id=one.key, revision=one.revision, change="deleted" if one.is_deleted else "upserted")
            for one in shown
        ]
        if kind is Kind.WORKER:
            trail.shown(one.id for one in items)
        return ChangesPage(items=items, next=following, more=more)


for _path, _kind in KIND_OF_PATH.items():
    _add_changes(_path, _kind)


def _sources(caller: Caller, kind: Kind) -> Sequence[str] | None:
    """Sources that a caller may list: workers of its own alone, but for who sees all; others are public."""
    if kind is not Kind.WORKER or caller.visible is None:
        return None
    return sorted(caller.visible.sources)
