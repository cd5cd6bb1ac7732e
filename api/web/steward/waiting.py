"""What waits for somebody, each with its number and where one acts; a new kind of work adds a line to ``WAITS``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from api.serving import Serving
from api.web.steward.rooms import STEWARDS
from api.web.steward_titles.doubt_list import filter_of, waiting_titles
from api.web.steward_titles.doubt_pages import SLOW_FROM
from api.web.tongue import N_
from indexes.event_rows import DEAD
from indexes.title_rows import OPEN
from indexes.webhook_rows import DISABLED
from matcher.jobs.job import State
from matcher.pulls.report import Outcome
from matcher.records import Kind
from matcher.rights.audit_log import now
from matcher.rights.requests import RequestKind

JOB_DAYS = 7
"""Jobs that failed are told of for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One kind of work that may wait.

    Attributes:
        label: In Indonesian.
        count: How much of it waits.
        path: Page where one acts; empty where only a command does it.
        command: That does it, where no page does.
    """

    label: str
    count: Callable[[Serving], int]
    path: str = ""
    command: str = ""


def _of_last_runs(serving: Serving, *outcomes: Outcome) -> int:
    return sum(run.outcome in outcomes for run in serving.engine.store.last_runs())


def rejected(serving: Serving) -> int:
    """Rows that the last run of each source refused."""
    return sum(int(orjson.loads(run.report).get("rejected", 0)) for run in serving.engine.store.last_runs())


def _failed_jobs(serving: Serving) -> int:
    return serving.engine.store.count_jobs([str(State.FAILED)], datetime.now(UTC) - timedelta(days=JOB_DAYS))


def _failed_webhooks(serving: Serving) -> int:
    return sum(one.state == DISABLED for one in serving.engine.store.webhooks())


def _dead_deliveries(serving: Serving) -> int:
    return sum(count for (_, state), count in serving.engine.store.count_deliveries().items() if state == DEAD)


def _asked_of_us(serving: Serving, *, reviews: bool) -> int:
    waiting = serving.engine.store.open_requests(now())
    return sum(count for kind, (count, _) in waiting.items() if (kind == RequestKind.OBJECTION) == reviews)


def _doubtful_titles(serving: Serving) -> int:
    """Titles that nobody answered yet; 0 in a large store until somebody has opened their page, which gathers them."""
    if serving.uncertain.is_cold and serving.status().records.get(str(Kind.POSTING), 0) >= SLOW_FROM:
        return 0
    return len(waiting_titles(serving, filter_of("", "", "", "")))


_SOURCES = f"{STEWARDS}/sumber"

WAITS: Sequence[Wait] = (
    Wait(
        label=N_("Sumber yang gagal dibaca"),
        count=lambda serving: _of_last_runs(serving, Outcome.FAILED, Outcome.INTERRUPTED),
        path=f"{_SOURCES}?keadaan=gagal",
    ),
    Wait(
        label=N_("Sumber yang ditahan"),
        count=lambda serving: _of_last_runs(serving, Outcome.HELD),
        path=f"{_SOURCES}?keadaan=ditahan",
    ),
    Wait(label=N_("Baris ditolak pada proses terakhir"), count=rejected, path=f"{_SOURCES}?keadaan=tolakan"),
    Wait(
        label=N_("Pasangan iklan yang mungkin satu lowongan"),
        count=lambda serving: serving.engine.store.count_doubts(),
        path=f"{STEWARDS}/ganda",
    ),
    Wait(
        label=N_("Jawaban judul yang menunggu orang kedua"),
        count=lambda serving: sum(case.state == OPEN for case in serving.engine.store.title_cases()),
        path=f"{STEWARDS}/judul/jawaban",
    ),
    Wait(label=N_("Judul yang belum pasti"), count=_doubtful_titles, path=f"{STEWARDS}/judul"),
    Wait(
        label=N_("Catatan belum dikodekan"),
        count=lambda serving: sum(serving.status().pending.get(str(kind), 0) for kind in Kind),
        command="sepadan build",
    ),
    Wait(
        label=N_("Permintaan tinjauan manusia"),
        count=lambda serving: _asked_of_us(serving, reviews=True),
        command="sepadan rights list",
    ),
    Wait(
        label=N_("Permintaan lain dari pemilik data"),
        count=lambda serving: _asked_of_us(serving, reviews=False),
        command="sepadan rights list",
    ),
    Wait(label=N_("Tugas yang gagal, 7 hari terakhir"), count=_failed_jobs, command="sepadan jobs list"),
    Wait(label=N_("Webhook yang dimatikan karena gagal"), count=_failed_webhooks, command="sepadan webhooks list"),
    Wait(label=N_("Kiriman webhook yang gagal"), count=_dead_deliveries, command="sepadan webhooks deliveries"),
)
"""In the order in which they are worth doing."""
