"""Jobs behind one app: the desk where they are asked for, and the threads that work at them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends, Request

from api.serving import box_of
from indexes.job_records import StoredJob
from indexes.store import Store
from matcher.engine import Engine
from matcher.events import EventKind, publish
from matcher.jobs.desk import JobDesk
from matcher.jobs.worker import Workers, Workshop

if TYPE_CHECKING:
    from api.settings import Settings


class JobService:
    """Made with the app, of use once an engine is open.

    Attributes:
        on_done: Told of each job that has ended, at least once; whoever wants to know sets it before the start.
    """

    def __init__(self, settings: Settings, log: Any) -> None:
        """Nothing is opened yet."""
        self.on_done: Callable[[StoredJob], None] = lambda _: None
        self._settings = settings
        self._log = log
        self._desk: JobDesk | None = None
        self._workers: Workers | None = None

    def start(self, engine: Engine) -> None:
        """Begin to work, in as many threads as the settings say.

        Raises:
            ConfigError: The keys of the secret box cannot be read.
        """
        count = self._settings.job_workers
        self._workers = Workers([workshop(self._settings, engine, self) for _ in range(count)]) if count else None
        if self._workers is not None:
            self._workers.start()

    def stop(self) -> None:
        """End after the parts that are at work."""
        if self._workers is not None:
            self._workers.stop()

    def desk(self, engine: Engine) -> JobDesk:
        """Where jobs are asked for.

        Raises:
            ConfigError: The keys of the secret box cannot be read.
        """
        if self._desk is None:
            self._desk = desk_of(self._settings, engine)
        return self._desk

    @property
    def log(self) -> Any:
        """A structlog logger."""
        return self._log


def tell_job_done(store: Store, wake: Callable[[], None], job: StoredJob) -> None:
    """Publish that a job has ended, to the webhooks of its organisation.

    Args:
        store: Where the outbox is.
        wake: Has deliveries looked at.
        job: That has ended.
    """
    publish(store, EventKind.JOB_DONE, job.tenant, {"job": job.id, "kind": job.kind, "state": job.state})
    wake()


def workshop(settings: Settings, engine: Engine, service: JobService) -> Workshop:
    """What one worker works with; its name is nobody else's.

    Raises:
        ConfigError: The keys of the secret box cannot be read.
    """
    return Workshop(
        engine=engine,
        box=box_of(settings, engine),
        vault=settings.vault(),
        limits=settings.job_limits(),
        holder=f"{os.getpid()}-{secrets.token_hex(6)}",
        log=service.log,
        on_done=service.on_done,
    )


def desk_of(settings: Settings, engine: Engine) -> JobDesk:
    """The desk of an installation.

    Raises:
        ConfigError: The keys of the secret box cannot be read.
    """
    box = box_of(settings, engine)
    return JobDesk(engine.home, engine.store, box, settings.job_limits())


def get_desk(request: Request) -> JobDesk:
    """The app's desk."""
    state = request.app.state
    return cast(JobService, state.jobs).desk(state.serving.engine)


DeskDep = Annotated[JobDesk, Depends(get_desk)]
