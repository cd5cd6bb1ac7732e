"""What a walk to the last page comes to: what a listing no longer has is closed, unless a person should look first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import orjson

from indexes.store import Store
from indexes.upstream_rows import StoredRun
from matcher.home import Home
from matcher.pulls.checkpoint import Checkpoint, read_checkpoint
from matcher.pulls.closing import close_absent, count_absent
from matcher.pulls.intake import Intake
from matcher.pulls.report import Outcome
from matcher.pulls.run_lock import run_lock
from taxonomy.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended.

    Attributes:
        outcome: In a word.
        fault: What was wrong; None when nothing was.
        listed: Postings that the listing has, for the comparison with the next; None when it is not known.
    """

    outcome: Outcome
    fault: InputError | None = None
    listed: int | None = None


def conclude(store: Store, name: str, run: int, intake: Intake, at: Checkpoint, *, is_listing: bool) -> Ending:
    """Close what a listing no longer has, where that can be told.

    Args:
        store: Where its postings are.
        name: Of the upstream.
        run: Number of the run.
        intake: That took in all pages; its counts go on.
        at: The checkpoint after the last page.
        is_listing: Whether the walk gave everything that is open.

    Raises:
        StoreError: The store refused.
    """
    tally = intake.tally
    if tally.read and tally.rejected == tally.read and intake.first_fault is not None:
        first = intake.first_fault
        wanted = f"at least one of {tally.read} rows that can be read (has the format changed?)"
        found = f"none; the first: wanted {first.wanted}, found {first.found}"
        return Ending(outcome=Outcome.FAILED, fault=InputError(wanted=wanted, found=found, where=first.where))
    if not is_listing:
        return Ending(outcome=Outcome.DONE)
    listed, absent = store.count_open(name, at.first), count_absent(store, name, at.first)
    if absent and (doubt := _doubt(name, at, listed)):
        return Ending(outcome=Outcome.PARTIAL, fault=doubt)
    if absent and listed * 2 < at.before:
        tally.held = absent
        wanted = f"at least half of the {at.before} postings that it listed before"
        found = f"{listed}; if that is so: sepadan sources confirm {name}"
        fault = InputError(wanted=wanted, found=found, where=f"source {name}")
        return Ending(outcome=Outcome.HELD, fault=fault)
    tally.closed += close_absent(store, name, at.first, run)
    return Ending(outcome=Outcome.DONE, listed=listed)


def _doubt(name: str, at: Checkpoint, listed: int) -> InputError | None:
    """Why it cannot be told which postings the listing has; None when it can."""
    found = ""
    if at.unknown:
        found = f"{at.unknown} rows whose id cannot be told"
    elif at.total is not None and listed + at.refused < at.total:
        found = f"{listed} of the {at.total} that it says it has"
    if not found:
        return None
    return InputError(wanted="the whole listing, to close what it lacks", found=found, where=f"source {name}")


def confirm(store: Store, name: str, home: Home) -> StoredRun:
    """Close what the last run held back, for a person says that the listing did shrink.

    Args:
        store: Where its postings and runs are.
        name: Of the upstream.
        home: Where its lock lies: a run that reads the upstream meanwhile would find its postings closed.

    Raises:
        InputError: The last run held nothing back.
        UnknownIdError: There is no such upstream.
        ConfigError: Another process is running it.
        StoreError: The store refused.
    """
    store.upstream(name)  # no folder for one that is not there
    with run_lock(home, name):
        return _confirmed(store, name)


def _confirmed(store: Store, name: str) -> StoredRun:
    upstream = store.upstream(name)
    run = next(iter(store.runs(name, 1)), None)
    if run is None or run.outcome != Outcome.HELD:
        found = "no run yet" if run is None else f"one that ended as {run.outcome}"
        raise InputError(wanted="a last run that was held", found=found, where=f"source {name}")
    at = read_checkpoint(run.checkpoint)
    closed = close_absent(store, name, at.first, run.number)
    report = orjson.loads(run.report)
    report |= {"closed": report["closed"] + closed, "held": 0, "error": {}}
    done = replace(
        run, outcome=str(Outcome.DONE), report=orjson.dumps(report).decode(), checkpoint="", ended_at=datetime.now(UTC)
    )
    store.keep_run(done)
    state = {**orjson.loads(upstream.state), "listed": store.count_open(name, at.first)}
    store.change_upstream(name, due_at=upstream.due_at, state=orjson.dumps(state).decode())
    return done
