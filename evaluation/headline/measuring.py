"""Every run one after another: what fails is written down and the next begins; what is measured already is left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from evaluation.headline.code_state import measured_commit
from evaluation.headline.documents import (
    RESULTS,
    Circumstances,
    Document,
    Failure,
    read_documents,
    row_of,
    write_document,
)
from evaluation.headline.figures import is_held_to
from evaluation.headline.launch import Ended, launched
from evaluation.headline.runs import Run
from taxonomy.errors import InputError

Launch = Callable[[Run, float | None], Ended]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How it is measured.

    Attributes:
        runs: What is wanted.
        minutes: Budget of all together; None for as long as it takes.
        longest: Minutes of the longest run that is begun, by what it took last; None for any.
        is_again: Whether what was measured on this commit is measured once more.
        folder: Where documents lie.
    """

    runs: Sequence[Run]
    minutes: float | None = None
    longest: float | None = None
    is_again: bool = False
    folder: Path = RESULTS


def measure(
    plan: Plan, say: Say, launch: Launch = launched, commit_now: Callable[[], str] = measured_commit
) -> list[str]:
    """Measure what is wanted, the short runs first, and write a document of each as soon as it ends.

    Args:
        plan: What and how.
        say: Told of each run in one line.
        launch: Runs one.
        commit_now: The commit that is measured.

    Returns:
        Names of the runs that failed.

    Raises:
        InputError: No checkout of git, or changed files.
    """
    commit, began, failed = commit_now(), time.monotonic(), list[str]()
    held = read_documents([run.name for run in plan.runs], plan.folder)
    for run in sorted(plan.runs, key=lambda one: _expected(one, held)):
        left = None if plan.minutes is None else plan.minutes * 60 - (time.monotonic() - began)
        if why := _left_out(run, held, plan, commit, left):
            say(f"{run.name}: {why}")
            continue
        document = _measured(run, held.get(run.name), launch, left, commit, commit_now)
        write_document(document, plan.folder)
        if document.failed:
            failed.append(run.name)
        say(f"{run.name}: {_told(document)}")
    return failed


def _expected(run: Run, held: Mapping[str, Document]) -> float:
    """Minutes that it will take, by the last time, else by the table."""
    before = held.get(run.name)
    return before.measured.seconds / 60 if before and before.measured else run.minutes


def _left_out(run: Run, held: Mapping[str, Document], plan: Plan, commit: str, left_s: float | None) -> str:
    """Why a run is not begun; empty where it is."""
    before, minutes = held.get(run.name), _expected(run, held)
    if before and before.measured and before.measured.commit == commit and not plan.is_again:
        return "measured on this commit already"
    if plan.longest is not None and minutes > plan.longest:
        return f"left out, takes some {minutes:.0f} min"
    if left_s is not None and minutes * 60 > left_s:
        return f"left out, takes some {minutes:.0f} min and {max(left_s, 0) / 60:.0f} are left"
    return ""


def _measured(
    run: Run, before: Document | None, launch: Launch, left_s: float | None, commit: str, commit_now: Callable[[], str]
) -> Document:
    """What came of a run; where nothing did, the rows before stay with the commit that they are of."""
    day, load = datetime.now(UTC).date().isoformat(), os.getloadavg()[0]
    ended = launch(run, left_s)
    told = ended.document() if ended.code == 0 else None
    why = "" if told and "rows" in told else ended.why()
    if not why and not _is_still(commit, commit_now):
        why = "the code was changed while it was measured"
    if why or not told:
        failure = Failure(commit=commit, date=day, why=why)
        empty = Document(run=run.name, measured=None, rows=())
        return replace(before or empty, failed=failure)
    circumstances = Circumstances(
        commit=commit,
        date=day,
        cores=len(os.sched_getaffinity(0)),
        load=round(load, 1),
        seconds=round(ended.seconds, 1),
    )
    return Document(run=run.name, measured=circumstances, rows=tuple(row_of(row) for row in told["rows"]))


def _is_still(commit: str, commit_now: Callable[[], str]) -> bool:
    try:
        return commit_now() == commit
    except InputError:
        return False


def _told(document: Document) -> str:
    if document.failed or document.measured is None:
        return f"failed, {document.failed.why if document.failed else ''}"
    wanted = [row for row in document.rows if is_held_to(row)]
    holding = sum(bool(row.holds) for row in wanted)
    seconds = document.measured.seconds
    return f"{len(document.rows)} rows in {seconds:.0f} s, {holding} of {len(wanted)} targets hold"
