"""How the installation stands (``/pengelola``): what serves, how old the data is, what waits, what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access.rule import FOR_STEWARDS
from api.access.rules import guarded
from api.cli.doctor import FREE_BYTES
from api.serving import Serving, ServingDep
from api.web.navigation import Entry
from api.web.page import PageDep
from api.web.route import PageRoute
from api.web.steward import checks
from api.web.steward.moments import ago
from api.web.steward.rooms import STEWARDS, Room, show
from api.web.steward.waiting import WAITS
from api.web.steward.words import KINDS, KINDS_MANY
from api.web.tongue import N_, Tongue
from matcher.records import Kind

_OLD_DAYS = 7
"""Days after which a source that had nothing new is pointed at."""

_MOST_SOURCES = 12

ENTRY = Entry(place=6, tab="steward", path=STEWARDS, label=N_("Pengelola"), staff=frozenset({"steward"}))
ROOM = Room(place=1, path=STEWARDS, label=N_("Keadaan"))
router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route(STEWARDS, methods=["GET", "HEAD"])
@guarded(FOR_STEWARDS)
def standing(page: PageDep, serving: ServingDep) -> HTMLResponse:
    """All of it at a glance, each number with the way to where one acts."""
    status = serving.status()
    store, settings = serving.engine.store.standing(), page.request.app.state.settings
    usage = shutil.disk_usage(serving.engine.home.root)
    now = datetime.now(UTC)
    return show(
        page,
        "pengelola.html",
        STEWARDS,
        is_ready=bool(status.generation),
        is_draining=bool(page.request.app.state.draining),
        generation=status.generation,
        made_at=store.index_made_at,
        made_ago=ago(page.tongue, store.index_made_at, now) if store.index_made_at else "",
        weights=status.weights,
        refused=status.refused,
        kinds=_kinds(serving, page.tongue),
        outside=serving.engine.delta_size,
        free_gib=usage.free / 2**30,
        free_share=usage.free / usage.total,
        is_full=usage.free < FREE_BYTES,
        backup_at=store.backup_at,
        sources=_sources(serving, page.tongue, now),
        waits=_waits(serving, page.tongue),
        warnings=checks.warnings(settings.model_copy(update={"home": serving.engine.home.root}), page.tongue),
        checked=len(checks.CHECKS),
    )


def _kinds(serving: Serving, tongue: Tongue) -> list[tuple[str, ...]]:
    """Kind, and how many are stored and found."""
    status = serving.status()
    counts = (status.records, status.indexed)
    return [
        (tongue.gettext(KINDS_MANY[kind]), *(tongue.number(of.get(str(kind), 0)) for of in counts)) for kind in Kind
    ]


def _sources(serving: Serving, tongue: Tongue, now: datetime) -> dict[str, Any]:
    """The sources that were silent longest first, of each kind; all of them stand on their own page."""
    rows = [
        {
            "source": one.source,
            "kind": tongue.gettext(KINDS[kind]),
            "count": one.count,
            "newest_at": one.newest_at,
            "ago": ago(tongue, one.newest_at, now),
            "is_old": (now - one.newest_at).days >= _OLD_DAYS,
        }
        for kind, ages in serving.ages.look().items()
        for one in ages
    ]
    rows.sort(key=lambda row: (row["newest_at"], row["source"]))
    return {"rows": rows[:_MOST_SOURCES], "total": len(rows), "days": _OLD_DAYS}


def _waits(serving: Serving, tongue: Tongue) -> Sequence[dict[str, Any]]:
    return [
        {"label": tongue.gettext(one.label), "count": one.count(serving), "path": one.path, "command": one.command}
        for one in WAITS
    ]
