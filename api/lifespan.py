"""What an app stands on: an engine opened and closed, and what runs beside the requests."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.access.caller import Tenancy
from api.access.wiring import Access
from api.compaction import Compactor
from api.housekeeping import Housekeeper
from api.job_service import tell_job_done
from api.leader import Background, Leader
from api.metrics import Metrics
from api.pulling import Puller
from api.serving import Serving, box_of
from api.settings import Settings
from api.standstill import Standstill
from matcher.engine import Engine
from matcher.installation import open_engine
from matcher.rights.purposes import Purpose
from matcher.webhooks.dispatcher import Dispatcher
from taxonomy.errors import GenerationError, VectorServerError


def open_up(app: FastAPI, settings: Settings, engine: Engine, metrics: Metrics, log: Any) -> None:
    """Put into an app what stands on an open engine."""
    box = box_of(settings, engine)  # one for both
    app.state.serving = Serving(engine, metrics, settings.vault(), box, settings.boundaries)
    app.state.access = Access(settings, engine.store, box, log)
    app.state.doorkeeper = app.state.access.doorkeeper
    app.state.standstill = Standstill(engine.home.root)
    app.state.tenancy = Tenancy(lambda: box, partial(engine.limits.consenting, str(Purpose.SHARE)))


def lifespan_of(settings: Settings, engine: Engine | None, metrics: Metrics, log: Any, traces: Any) -> Any:
    """What happens before the first request of an app and after its last.

    Args:
        settings: Of the installation.
        engine: Served as it is and left open; when None, one is opened and closed.
        metrics: Where matches are counted.
        log: A structlog logger.
        traces: Ended at the end; None for none.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        opened = engine
        if opened is None:
            opened = await run_in_threadpool(
                open_engine, settings.installed(), database_url=settings.database_url, model=settings.model
            )
            open_up(app, settings, opened, metrics, log)
        # The first caller should not wait for the index to be read.
        with suppress(GenerationError, VectorServerError):
            await run_in_threadpool(opened.refresh)
        await run_in_threadpool(app.state.access.start)
        lock = opened.store.exclusive(opened.home.background_lock)
        leader = Leader(lock, partial(_background, app, settings, opened, metrics, log), log)
        app.state.jobs.on_done = partial(tell_job_done, opened.store, partial(_wake, app))
        await run_in_threadpool(leader.start)
        puller = Puller(opened, log, settings.pull_every_s)
        puller.start()
        app.state.jobs.start(opened)
        yield
        puller.stop()
        await run_in_threadpool(app.state.jobs.stop)
        await run_in_threadpool(leader.stop)
        await run_in_threadpool(app.state.serving.audit.close)
        await run_in_threadpool(app.state.access.stop)
        if engine is None:
            opened.close()
        if traces is not None:
            await run_in_threadpool(traces.shutdown)

    return lifespan


def _wake(app: FastAPI) -> None:
    """Have deliveries looked at, where this process delivers; the one that does looks by itself every two seconds."""
    if app.state.dispatcher is not None:
        app.state.dispatcher.wake()


def _background(app: FastAPI, settings: Settings, engine: Engine, metrics: Metrics, log: Any) -> list[Background]:
    """What runs beside the requests in one process of an installation; made when that process comes to lead."""
    dispatcher = Dispatcher(
        engine, lambda: box_of(settings, engine), settings.webhook_hosts(), log, tell=metrics.webhook
    )
    app.state.dispatcher = dispatcher if settings.webhooks else None
    background: list[Background] = [Housekeeper(engine, settings, log)]
    background += [Compactor(engine, log)] if settings.compact else []
    background += [dispatcher] if settings.webhooks else []
    return background
