"""How far something is that takes a while (``/kemajuan/…``): a page that asks again, or a stream where scripts run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.web.cookies import cookie_of
from api.web.csrf import COOKIE
from api.web.page import Page, PageDep, environment
from api.web.route import PageRoute, session_of
from api.web.tasks import Standing, Tasks

_EVERY_S = 0.4
_LONGEST_S = 300.0
"""A stream ends after this; the browser asks for another."""

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def tasks_of(request: Request) -> Tasks:
    """The app's tasks."""
    return cast(Tasks, request.app.state.tasks)


def browser_of(request: Request) -> str:
    """What tells one browser from others: its session, else the random cookie that its first page set."""
    session = session_of(request)
    return session.owner if session else cookie_of(request, COOKIE)


@router.api_route("/kemajuan/{task}", methods=["GET", "HEAD"])
@guarded(PUBLIC)
def progress(page: PageDep, task: str) -> Response:
    """How far it is; asks again every 2 s where no script runs, goes on to the result when it is there."""
    found = tasks_of(page.request).standing(task, browser_of(page.request))
    if found.state == "done":
        return page.go(found.onward)
    return page.render("kemajuan.html", task=task, standing=found)


@router.get("/kemajuan/{task}/peristiwa")
@guarded(PUBLIC)
async def progress_events(request: Request, page: PageDep, task: str) -> Response:
    """The same as server-sent events: ``kemajuan`` (the bar), ``selesai`` (the address to go on to), ``gagal``."""
    tasks, browser = tasks_of(request), browser_of(request)
    first = await run_in_threadpool(tasks.standing, task, browser)
    return StreamingResponse(
        _events(tasks, page, task, browser, first), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


async def _events(tasks: Tasks, page: Page, task: str, browser: str, found: Standing) -> AsyncIterator[str]:
    last: Standing | None = None
    for _ in range(round(_LONGEST_S / _EVERY_S)):
        if found.state == "done":
            yield f"event: selesai\ndata: {found.onward}\n\n"
            return
        if last is None or (found.done, found.total, found.state) != (last.done, last.total, last.state):
            yield _event(page, found)
            last = found
        if found.state == "failed":
            yield "event: gagal\ndata: -\n\n"
            return
        await asyncio.sleep(_EVERY_S)
        found = await run_in_threadpool(tasks.standing, task, browser)


def _event(page: Page, standing: Standing) -> str:
    template = environment(page.language).get_template("kemajuan.html")
    shown = "".join(template.blocks["bar"](template.new_context({"page": page, "standing": standing, "task": ""})))
    lines = "".join(f"data: {line}\n" for line in shown.strip().splitlines())
    return f"event: kemajuan\n{lines}\n"
