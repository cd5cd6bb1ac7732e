"""kill -9 at random moments of what writes; then all is opened anew, checked, and done again to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.benchmark.faults_acknowledged import acknowledged
from evaluation.benchmark.faults_process import Process, duration_of, moment, renamed
from evaluation.benchmark.faults_soundness import Findings, examine, places_of, rows_of
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import NUMBERS, Template
from evaluation.benchmark.faults_worker import OPERATIONS, Job
from evaluation.benchmark.faults_world import State, after, builder, plan, served_state
from indexes.backup import check_backup
from indexes.store import Store
from matcher.home import Home
from taxonomy.errors import SepadanError
from taxonomy.whole_file import WRITING

_SEED = 7
_ATTEMPTS = 4
"""Starts for each kill: a process may be done before its moment comes."""
_SOONER = 0.7

Check = Callable[[Template, Job], Findings]
"""What must hold after a kill beyond what ``examine`` looks at; then does the operation again to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What is killed.

    Attributes:
        name: For the report.
        job: Operation of the process that is killed.
        beside: Operation of a process that goes on beside it until it is killed too; empty for none.
        check: What must hold afterwards.
    """

    name: str
    job: str
    beside: str = ""
    check: Check


def kill(operation: Operation, template: Template, folder: Path, kills: int, tell: Callable[[int], None]) -> Tally:
    """Kill one operation at moments spread evenly over the time that it takes.

    Args:
        operation: What is killed.
        template: Copied for each trial.
        folder: For the copies.
        kills: How often.
        tell: Told of the kills done.
    """
    rng = np.random.default_rng([_SEED, *operation.name.encode()])
    tally = Tally(kind=f"kill -9: {operation.name}")
    with template.copied(folder / "undisturbed") as undisturbed:
        seconds = duration_of(_job(operation, undisturbed, 0))
    for turn in range(kills * _ATTEMPTS):
        if tally.tried == kills:
            break
        with template.copied(folder / "killed") as copy:
            job = _job(operation, copy, turn + 1)
            if _killed(operation, job, moment(rng, seconds)):
                tally.add(operation.check(copy, job), f"kill {tally.tried + 1}")
                tell(tally.tried)
            else:  # it ended before: it was measured while the machine was slower than it is now
                seconds *= _SOONER
    return tally


def _job(operation: Operation, copy: Template, seed: int) -> Job:
    home, backup = copy.home, copy.root / "more-backups"
    if operation.job == "restore":
        home, backup = copy.root / "restored", copy.backup
        home.mkdir()
    steps = 30 if operation.job != "swap" else 0
    return Job(
        operation=operation.job,
        home=home,
        acknowledgements=copy.root / "acknowledged",
        seed=seed,
        steps=steps,
        numbers=NUMBERS,
        backup=backup,
    )


def _beside(job: Job, operation: str) -> Job:
    beside = renamed(job, operation)
    return Job(
        operation=operation,
        home=beside.home,
        acknowledgements=job.acknowledgements.with_name("beside"),
        seed=beside.seed,
        steps=1_000,
        numbers=beside.numbers,
    )


def _killed(operation: Operation, job: Job, after_s: float) -> bool:
    other = Process(_beside(job, operation.beside)) if operation.beside else None
    process = Process(job)
    was_killed = process.kill(after_s)
    if other is not None:
        other.kill()
    return was_killed


def _again(job: Job) -> Findings:
    """Do the operation again to its end, in this process."""
    try:
        OPERATIONS[job.operation](job)
    except SepadanError as error:
        return Findings(unsound=(f"cannot be done again: {error}",))
    return Findings()


def _states(copy: Template, job: Job, done: Path) -> tuple[State, State]:
    """After what was acknowledged, and after the write that may have been under way."""
    steps = plan(job.seed, job.steps, job.numbers)
    count = len(acknowledged(done))
    return after(copy.state, steps[:count]), after(copy.state, steps[: count + 1])


def _after_ingest(copy: Template, job: Job) -> Findings:
    found = examine(Home(root=job.home), _states(copy, job, job.acknowledgements))
    end = after(copy.state, plan(job.seed, job.steps, job.numbers))
    return found + _again(job) + examine(Home(root=job.home), [end])


def _after_derive(copy: Template, job: Job) -> Findings:
    home = Home(root=job.home)
    found = examine(home, [copy.state])
    promised = [tuple(word.split("/")) for line in acknowledged(job.acknowledgements) for word in line.split()]
    coded = rows_of(home).coded
    lost = tuple(f"{kind} {key}: its codes are missing" for kind, key in promised if (kind, key) not in coded)
    found += Findings(lost=lost) + _again(job) + examine(home, [copy.state])
    missing = set(copy.state) - places_of(rows_of(home).coded)
    return found + Findings(unsound=tuple(f"{place} was left without codes" for place in sorted(missing)))


def _after_build(copy: Template, job: Job) -> Findings:
    home = Home(root=job.home)
    found = examine(home, [copy.state]) + _promised_serves(home, job) + _again(job) + examine(home, [copy.state])
    return found + _promised_serves(home, job) + _whole(home)


def _promised_serves(home: Home, job: Job) -> Findings:
    """A build that returned must serve."""
    promised = acknowledged(job.acknowledgements)
    store = Store(home.database_url)
    serves = store.generations()[0][0]
    store.close()
    if promised and promised[-1] != serves:
        return Findings(lost=(f"generation {promised[-1]} was built, {serves} serves",))
    return Findings()


def _whole(home: Home) -> Findings:
    """After a build that was not disturbed everything stands in the generation, and no leftovers in the folder."""
    store = Store(home.database_url)
    state = served_state(home, store)
    state.open()
    outside, known = state.delta_size, {name for name, _, _ in store.generations()}
    store.close()
    strange = {folder.name for folder in home.generations.iterdir()} - known
    faults = [f"{outside} records stand outside the new generation"] if outside else []
    return Findings(unsound=(*faults, *(f"left behind: {name}" for name in sorted(strange))))


def _after_swap(copy: Template, job: Job) -> Findings:
    looks = acknowledged(job.acknowledgements.with_name("beside"))
    wrong = tuple("a reader got a wrong answer" for look in looks if look != "right")
    return Findings(wrong=wrong) + examine(Home(root=job.home), [copy.state]) + _again(job)


def _after_compaction(copy: Template, job: Job) -> Findings:
    home, writer = Home(root=job.home), _beside(job, "engine")
    states = _states(copy, writer, writer.acknowledgements)
    found = examine(home, states) + _again(job)
    return found + examine(home, states) + _whole(home)


def _after_backup(copy: Template, job: Job) -> Findings:
    home = Home(root=job.home)
    found = examine(home, [copy.state]) + _whole_backups(job) + _again(job) + _whole_backups(job)
    newest = acknowledged(job.acknowledgements)[-1]
    into = copy.root / "restored"
    into.mkdir()
    restoring = Job(operation="restore", home=into, acknowledgements=copy.root / "other", backup=job.backups / newest)
    return found + _again(restoring) + examine(Home(root=into), [copy.state])


def _whole_backups(job: Job) -> Findings:
    """Each folder that looks like a backup is one, and each that was promised is there."""
    there = sorted(job.backups.iterdir()) if job.backups.is_dir() else []
    names = [folder.name for folder in there if not folder.name.startswith(WRITING)]
    faults: list[str] = []
    for name in names:
        try:
            check_backup(job.backups / name)
        except SepadanError as error:
            faults.append(f"half-written: {error}")
    lost = [f"backup {name} is missing" for name in acknowledged(job.acknowledgements) if name not in names]
    return Findings(lost=tuple(lost), unsound=tuple(faults))


def _after_restore(copy: Template, job: Job) -> Findings:
    home = Home(root=job.home)
    states: list[State] = [copy.state] if acknowledged(job.acknowledgements) else [{}, copy.state]
    found = examine(home, states)
    if not rows_of(home).records:
        found += _again(job)
    store = Store(home.database_url)
    builder(home, store).build()
    store.close()
    return found + examine(home, [copy.state]) + _whole(home)


KILLED: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation(name="ingest", job="ingest", check=_after_ingest),
        Operation(name="derive", job="derive", check=_after_derive),
        Operation(name="build", job="build", check=_after_build),
        Operation(name="swap", job="swap", beside="read", check=_after_swap),
        Operation(name="compaction", job="build", beside="engine", check=_after_compaction),
        Operation(name="backup", job="backup", check=_after_backup),
        Operation(name="restore", job="restore", check=_after_restore),
    )
}
"""What is killed, by name."""
