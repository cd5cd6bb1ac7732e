"""A clock that goes back between builds, and two processes that write the same keys at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evaluation.benchmark.faults_acknowledged import acknowledged
from evaluation.benchmark.faults_process import Process
from evaluation.benchmark.faults_soundness import Findings, examine, rows_of
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import NUMBERS, Template
from evaluation.benchmark.faults_worker import Job
from evaluation.benchmark.faults_world import Place, Step, after, key_of, plan, served_state, stored
from indexes.store import Store
from matcher.home import Home

_HOUR_S = 3_600.0
_STEPS = 25


def clock_back(template: Template, folder: Path, turns: int) -> Tally:
    """Build again and again, each time with the clock set back further; the newest must serve.

    Args:
        template: Copied.
        folder: For the copy.
        turns: How many builds.
    """
    tally = Tally(kind="clock set back")
    with template.copied(folder / "clock") as copy:
        home, state = Home(root=copy.home), dict(copy.state)
        for turn in range(turns):
            writing = Job(
                operation="engine",
                home=copy.home,
                acknowledgements=copy.root / f"written-{turn}",
                seed=turn,
                steps=5,
                numbers=NUMBERS,
            )
            building = replace(
                writing,
                operation="build",
                acknowledgements=copy.root / f"built-{turn}",
                clock_s=-_HOUR_S * (turn + 1),
            )
            told = [Process(writing).end(), Process(building).end()]
            state = after(state, plan(writing.seed, writing.steps, writing.numbers))
            found = Findings(unsound=tuple(line for line in told if line != "done"))
            tally.add(found + _newest_serves(home, building) + examine(home, [state]), f"build {turn + 1}")
    return tally


def _newest_serves(home: Home, job: Job) -> Findings:
    store = Store(home.database_url)
    served = served_state(home, store)
    served.open()
    store.close()
    built = acknowledged(job.acknowledgements)
    if built != [served.generation]:
        return Findings(wrong=(f"built {built}, serves {served.generation}",))
    return Findings()


def two_writers(template: Template, folder: Path, turns: int) -> Tally:
    """Let two processes write the same keys at once.

    Args:
        template: Copied for each turn.
        folder: For the copies.
        turns: How often.
    """
    tally = Tally(kind="two writers")
    for turn in range(turns):
        with template.copied(folder / "writers") as copy:
            jobs = [
                Job(
                    operation="engine",
                    home=copy.home,
                    acknowledgements=copy.root / f"writer-{number}",
                    seed=10 * turn + number,
                    steps=_STEPS,
                    numbers=NUMBERS // 2,
                )
                for number in (1, 2)
            ]
            processes = [Process(job) for job in jobs]
            told = [process.end() for process in processes]
            found = Findings(unsound=tuple(line for line in told if line != "done"))
            found += Findings(lost=tuple(_not_done(job) for job in jobs if _not_done(job)))
            tally.add(found + _one_of_both(copy, jobs), f"turn {turn + 1}")
    return tally


def _not_done(job: Job) -> str:
    missing = job.steps - len(acknowledged(job.acknowledgements))
    return f"{missing} writes of one writer were not done" if missing else ""


def _one_of_both(copy: Template, jobs: list[Job]) -> Findings:
    """Each record is as one of the two left it, and everything else holds of what stands there."""
    home = Home(root=copy.home)
    ends = [_left_by(plan(job.seed, job.steps, job.numbers)) for job in jobs]
    held = {(kind, key): digest for kind, key, digest in rows_of(home).records}
    state, strange = dict[Place, int](), list[str]()
    for kind, number in sorted({*copy.state, *ends[0], *ends[1]}):
        place = kind, number
        touching = [end[place] for end in ends if place in end] or [copy.state.get(place)]
        found = held.get((kind, key_of(number)))
        fitting = [v for v in touching if found == (None if v is None else stored(kind, number, v).content_hash)]
        if not fitting:
            strange.append(f"{kind} {key_of(number)} is as neither writer left it")
        elif fitting[0] is not None:
            state[place] = fitting[0]
    return Findings(lost=tuple(strange)) + examine(home, [state])


def _left_by(steps: list[Step]) -> dict[Place, int | None]:
    """The version at which a plan leaves each record that it touches; None for a deleted one."""
    left: dict[Place, int | None] = {}
    for step in steps:
        left |= {(step.kind, number): version for number, version in step.puts}
        left |= dict.fromkeys(((step.kind, number) for number in step.deletes), None)
    return left
