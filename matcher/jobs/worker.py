"""Who works at jobs: claims them, fairly between tenants, does a part of each in turn, lets go when told to.

A job is its holder's by a lease in the store and by a lock on a file in its folder: the lease says from when on another
may take it up, the lock keeps a holder that is only slow from being overtaken. A holder that is killed loses the lock
at once, and the lease within a minute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from filelock import FileLock, Timeout

from indexes.identity_vault import Vault
from indexes.job_records import StoredJob
from indexes.secret_box import SecretBox
from matcher.engine import Engine
from matcher.home import Home
from matcher.jobs.desk import JobDesk
from matcher.jobs.files import make_folder
from matcher.jobs.forget import leave_out
from matcher.jobs.job import ENDED, State
from matcher.jobs.run import JobRun, LostJobError
from matcher.jobs.states import claimed, failed
from matcher.jobs.uploads import JobLimits, now_utc
from taxonomy.errors import SepadanError, UnknownIdError

MOST_OPEN = 8
"""Jobs, each of another tenant, that one worker does a part of in turn."""

IDLE_S = 1.0
"""Seconds between two looks for a job that another process was given."""

YIELD_S = 0.002
"""Seconds left to requests after each part."""

PRUNE_IDLE, PRUNE_BUSY = timedelta(minutes=10), timedelta(hours=1)
"""Between two cleanings, where nothing is to be done and where there always is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What a worker works with.

    Attributes:
        engine: Of the installation.
        box: Opens the keys of jobs and uploads.
        vault: Seals identity data; None keeps none.
        limits: How much a tenant may have at once.
        holder: Names this worker, and no other of any process.
        on_done: Told of each job that has ended, at least once.
        log: A structlog logger.
        now: The moment.
    """

    engine: Engine
    box: SecretBox
    vault: Vault | None
    limits: JobLimits
    holder: str
    log: Any
    on_done: Callable[[StoredJob], None] = lambda _: None
    now: Callable[[], datetime] = now_utc

    @property
    def home(self) -> Home:
        """Of the installation."""
        return self.engine.home


@dataclass(slots=True)
class _Held:
    """A job that is open here, with its lock."""

    run: JobRun
    lock: FileLock


class Worker:
    """Works at jobs, a part of one after a part of another. Of one thread."""

    def __init__(self, shop: Workshop) -> None:
        """Hold nothing yet."""
        self._shop = shop
        self._held: dict[str, _Held] = {}
        self._desk = JobDesk(shop.home, shop.engine.store, shop.box, shop.limits, shop.now)
        self._pruned_at: datetime | None = None

    def work(self, stopping: threading.Event) -> None:
        """Work until told to stop; what is open then is given back."""
        while not stopping.is_set():
            try:
                is_idle = not self.turn()
            except SepadanError as error:  # a store that refuses now may not in a while
                self._shop.log.error("jobs", error=str(error))
                is_idle = True
            if is_idle:
                stopping.wait(IDLE_S)
            else:  # requests come first: they get a turn after every part
                stopping.wait(YIELD_S)
        self.let_go()

    def turn(self) -> bool:
        """Take up what may be, do a part of each open job, tell who wants to know; gives whether anything was done."""
        self._claim()
        did = bool(self._held)
        for tenant in list(self._held):
            self._step(tenant)
        self._tell()
        self._prune(PRUNE_BUSY if did else PRUNE_IDLE)
        return did

    def _prune(self, every: timedelta) -> None:
        now = self._shop.now()
        if self._pruned_at is None or now - self._pruned_at >= every:
            self._pruned_at = now
            self._desk.prune()

    def drain(self) -> int:
        """Work until nothing is left that may be taken up; gives the number of turns."""
        turns = 0
        while self.turn():
            turns += 1
        return turns

    def let_go(self) -> None:
        """Give back what is open."""
        for tenant, held in list(self._held.items()):
            with suppress(SepadanError):
                held.run.release()
            self._close(tenant)

    def _claim(self) -> None:
        """Take up the next job of each tenant that has none here."""
        for tenant, job_id in self._shop.engine.store.waiting_jobs(self._shop.now()):
            if len(self._held) >= MOST_OPEN:
                return
            if tenant not in self._held:
                self._take(tenant, job_id)

    def _take(self, tenant: str, job_id: str) -> None:
        folder = self._shop.home.jobs / job_id
        make_folder(folder)
        lock = FileLock(folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:  # its holder is slow, and alive
            return
        job: StoredJob | None = None
        with suppress(UnknownIdError):
            take = partial(claimed, self._shop)
            job = self._shop.engine.store.claim_job(job_id, take, self._shop.limits.running)
        if job is None or job.state != State.RUNNING:
            lock.release()
            return
        try:
            self._held[tenant] = _Held(JobRun(self._shop, job), lock)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it ends this job and not the worker
            self._told_of(error)
            failed(self._shop, job, error, lambda _: None)
            lock.release()

    def _step(self, tenant: str) -> None:
        run = self._held[tenant].run
        try:
            job = run.step()
        except (LostJobError, UnknownIdError):
            self._close(tenant)
            return
        except Exception as error:  # noqa: BLE001 -- as above
            self._told_of(error)
            with suppress(LostJobError, UnknownIdError):
                run.fail(error)
            self._close(tenant)
            return
        if job.state in ENDED:
            self._close(tenant)
            if job.state == State.DONE:
                self._desk.remove_upload_of(job)

    def _told_of(self, error: Exception) -> None:
        self._shop.log.warning("job failed", error=type(error).__name__)

    def _close(self, tenant: str) -> None:
        held = self._held.pop(tenant)
        held.run.close()
        held.lock.release()

    def _tell(self) -> None:
        store = self._shop.engine.store
        for job in store.untold_jobs():
            self._leave_out(job)
            try:
                self._shop.on_done(job)
            except Exception as error:  # noqa: BLE001 -- who is told must not keep jobs from being done
                self._shop.log.error("job told", error=type(error).__name__)
                return
            with suppress(UnknownIdError):
                store.change_job(job.id, lambda one: replace(one, told=True))

    def _leave_out(self, job: StoredJob) -> None:
        """Of a job that did not get done: it was told of who was erased, and could not leave them out at its end."""
        try:
            leave_out(self._shop.home, self._shop.engine.store, self._shop.box, job)
        except UnknownIdError:  # removed meanwhile
            return
        except SepadanError as error:  # the next erasure tries again
            self._shop.log.error("job rewritten", error=str(error))


@dataclass(slots=True)
class Workers:
    """Workers of one process, each in a thread of its own."""

    shops: list[Workshop]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        for shop in self.shops:
            thread = threading.Thread(target=Worker(shop).work, args=(self._stopping,), name=shop.holder, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, patience_s: float = 10.0) -> None:
        """End after the parts that are at work; one that takes longer is taken up by others when its lease is over."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(patience_s)
