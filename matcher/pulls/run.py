"""One run of one upstream, from the first page to the report.

The story: take up where a killed run stopped, get page after page, take in its rows, keep a checkpoint after each, and
at the end of a whole listing close what it no longer has. Whatever goes wrong, the report says it, what was read stays,
and nothing is closed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from indexes.store import Store
from indexes.upstream_rows import StoredRun
from matcher.home import Home
from matcher.pulls.checkpoint import begin
from matcher.pulls.fetch import Fetcher
from matcher.pulls.intake import Intake
from matcher.pulls.limits import MEBIBYTE, Limits, Surroundings
from matcher.pulls.listing import Ending, conclude
from matcher.pulls.pages import Files, Web
from matcher.pulls.pull import Pull
from matcher.pulls.report import Notes, Outcome, Tally, error_of, report_json
from matcher.pulls.run_lock import run_lock
from matcher.pulls.schedule import next_due
from matcher.pulls.upstream import Upstream, kept_upstream
from matcher.rejects import Rejects
from taxonomy.errors import InputError, SepadanError, UpstreamError


def run_upstream(store: Store, name: str, home: Home, around: Surroundings, limits: Limits | None = None) -> StoredRun:
    """Pull an upstream once.

    Args:
        store: Where its records, its runs and what the next pull must know are kept.
        name: Of an upstream that was added.
        home: Where rejects, and pages that are being read, lie.
        around: Environment and clocks.
        limits: Of one fetch; gap and size are the upstream's own.

    Returns:
        The run as it was kept, whatever its outcome.

    Raises:
        UnknownIdError: There is no such upstream.
        ConfigError: Another process is running it.
        StoreError: The store refused; the next run goes on from the last checkpoint.
    """
    upstream = kept_upstream(store.upstream(name))
    with run_lock(home, name) as folder:
        return _run(store, upstream, home.rejects, folder / "pages", around, limits or Limits())


def due_names(store: Store, now: datetime) -> list[str]:
    """Upstreams whose next pull is due, the one that waits longest first.

    Raises:
        StoreError: The store refused.
    """
    due = [(row.due_at, row.name) for row in store.upstreams() if row.due_at is not None and row.due_at <= now]
    return [name for _, name in sorted(due)]


def _run(
    store: Store, upstream: Upstream, rejects_folder: Path, folder: Path, around: Surroundings, limits: Limits
) -> StoredRun:
    """The run, once nobody else has the upstream."""
    began = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)  # pages that a killed run was reading
    folder.mkdir()
    own = replace(limits, gap_s=upstream.gap_s, max_bytes=min(limits.max_bytes, upstream.max_mebibytes * MEBIBYTE))
    fetcher = Fetcher(folder, own, around)
    attempt = _Attempt(store, upstream, Rejects(rejects_folder, upstream.name))
    try:
        ending = attempt.pulled(fetcher, folder, around)
    except InputError as fault:
        ending = Ending(outcome=Outcome.FAILED, fault=fault)
    except OSError as error:  # a disk that is full, a file that went away
        wanted, where = "a disk to write to and read from", f"source {upstream.name}"
        ending = Ending(outcome=Outcome.FAILED, fault=InputError(wanted=wanted, found=str(error), where=where))
    except SepadanError:
        raise
    except Exception as error:  # noqa: BLE001 - what one upstream makes us fall over must not keep the others waiting
        wanted, where = "an answer that can be dealt with", f"source {upstream.name}"
        found = f"{type(error).__name__}: {error}"
        ending = Ending(outcome=Outcome.FAILED, fault=InputError(wanted=wanted, found=found, where=where))
    finally:
        fetcher.close()
        shutil.rmtree(folder, ignore_errors=True)
    return attempt.kept(ending, round(time.monotonic() - began, 3))


class _Attempt:
    """What a run stands on: the state that the last one left, its number, its checkpoint, its counts."""

    def __init__(self, store: Store, upstream: Upstream, rejects: Rejects) -> None:
        self._store = store
        self._upstream = upstream
        self._rejects = rejects
        self._state: dict[str, Any] = orjson.loads(store.upstream(upstream.name).state)
        self._run, self._at = begin(store, upstream.name, upstream.location)
        self._notes = Notes(continues=orjson.loads(self._run.report)["continues"])
        self._pages_before = self._at.pages
        self._tally = Tally()

    def pulled(self, fetcher: Fetcher, folder: Path, around: Surroundings) -> Ending:
        """Walk through the upstream and close what it no longer has.

        Raises:
            InputError: It was not read to its end.
        """
        upstream, at = self._upstream, self._at
        source = upstream.source()
        intake = Intake(self._store, source, self._run.number, self._rejects, is_listing=upstream.is_listing)
        self._tally = intake.tally
        reach = Web(upstream, source, fetcher, folder, around.environ) if upstream.is_remote else Files(upstream)
        pull = Pull(self._store, upstream, source, reach, intake, self._run, self._notes, at)
        known = {} if at.queue else dict(self._state)
        if not at.queue:
            at.queue = [(place, False) for place in reach.places(self._state.get("mark", ""))]
            # What was remembered is gone where a source was added again or its columns were put right.
            at.before = self._store.count_open(upstream.name, 0)
        at.before = max(at.before, int(self._state.get("listed", 0)))
        try:
            if not pull.walk(known):
                return Ending(outcome=Outcome.UNCHANGED)
        finally:
            self._notes = replace(self._notes, clock_skew_s=pull.skew_s)
        number = self._run.number
        ending = conclude(self._store, upstream.name, number, intake, at, is_listing=upstream.is_listing)
        self._remember(ending, reach.lasting(pull.last, at.pages))
        return ending

    def _remember(self, ending: Ending, lasting: Mapping[str, str]) -> None:
        """What the next pull needs to know; after a doubtful one nothing that would keep it from reading again."""
        kept = {name: value for name, value in self._state.items() if name in {"mark", "listed"}}
        if ending.outcome == Outcome.DONE:
            told = {"mark": self._at.mark or None, "listed": ending.listed}
            kept.update(lasting)
            kept.update({name: value for name, value in told.items() if value is not None})
        self._state = kept

    def kept(self, ending: Ending, seconds: float) -> StoredRun:
        """The run with its report, in the store; when the next is due stands there as well.

        Raises:
            StoreError: The store refused.
        """
        error = error_of(ending.fault) if ending.fault else {}
        notes = replace(self._notes, seconds=seconds, rejects_file=self._rejects.path, error=error)
        # A run that falls over the very page at which it began leaves nothing to go on from: the next begins anew.
        has_come_on = self._at.pages > self._pages_before and bool(self._at.queue)
        is_to_go_on = ending.outcome == Outcome.FAILED and has_come_on
        done = replace(
            self._run,
            ended_at=datetime.now(UTC),
            outcome=str(ending.outcome),
            report=report_json(self._tally, notes),
            checkpoint=self._at.as_json() if is_to_go_on or ending.outcome == Outcome.HELD else "",
        )
        self._store.keep_run(done)
        state = orjson.dumps(self._state).decode()
        self._store.change_upstream(self._upstream.name, due_at=self._due_at(ending.fault), state=state)
        return done

    def _due_at(self, fault: InputError | None) -> datetime | None:
        """The next time by the schedule, but no sooner than the upstream asks for."""
        now = datetime.now(UTC)
        due_at = next_due(self._upstream.schedule, now)
        if due_at is not None and isinstance(fault, UpstreamError) and fault.wait_s:
            due_at = max(due_at, now + timedelta(seconds=fault.wait_s))
        return due_at
