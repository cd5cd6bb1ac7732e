"""The fault suite, the short way: each fault really happens, and nothing is lost or answered wrongly."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation import faults
from evaluation.benchmark import faults_kills, faults_postgres
from evaluation.benchmark.faults_kills import KILLED, kill
from evaluation.benchmark.faults_soundness import Findings
from evaluation.benchmark.faults_space import no_space
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import Template, make_template
from evaluation.benchmark.faults_worker import Job
from evaluation.benchmark.faults_world import State
from evaluation.faults import Extent, tried
from evaluation.task import Options
from evaluation.task_list import TASKS

SHORT = Extent(kills=1, damages=24, free_kib=(20,), power_every=25, turns=1, restarts=1, stops=1)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return {tally.kind: tally for tally in tried(SHORT, lambda what, done, total: None)}


@pytest.mark.parametrize(
    "kind",
    [
        *(f"kill -9: {name}" for name in KILLED),
        "flipped bits and cut files",
        "no space",
        "read-only disk",
        "power cut",
        "clock set back",
        "two writers",
        "PostgreSQL restarted",
        "SIGTERM in mid-request",
    ],
)
def test_nothing_is_lost_and_no_answer_is_wrong_after(kind: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[kind]
    if tally.skipped:
        if kind == "PostgreSQL restarted" and os.environ.get("CI") == "true":
            pytest.fail(f"CI=true: {tally.skipped}")
        pytest.skip(tally.skipped)
    assert tally.notes == []
    assert tally.tried > 0
    assert (tally.survived, tally.lost, tally.wrong) == (tally.tried, 0, 0)


def test_every_operation_is_killed_as_often_as_asked(tallies: dict[str, Tally]) -> None:
    assert {tallies[f"kill -9: {name}"].tried for name in KILLED} == {SHORT.kills}


def test_every_damage_is_told_or_without_effect(tallies: dict[str, Tally]) -> None:
    counts = tallies["flipped bits and cut files"].counts
    assert counts.get("told by verify", 0) + counts.get("without effect", 0) == SHORT.damages


def test_a_full_disk_can_be_tried_without_mounting_one(template: Template, tmp_path: Path) -> None:
    tally = no_space(template, tmp_path, (20,), mounting=False)
    assert tally.notes == []
    assert tally.counts["file size limit"] == tally.tried == 3


def test_a_machine_without_postgresql_says_why_nothing_was_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults_postgres, "PROGRAMS", tmp_path)
    tally = faults_postgres.restarts(tmp_path, 1)
    assert tally.tried == 0
    assert str(tmp_path) in tally.skipped


def test_a_store_that_forgets_is_found_out_by_the_kills(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = faults_kills._states

    def promised_more(copy: Template, job: Job, done: Path) -> tuple[State, ...]:
        return tuple({**state, ("posting", 999_999): 1} for state in states(copy, job, done))

    monkeypatch.setattr(faults_kills, "_states", promised_more)
    told = list[int]()
    tally = kill(KILLED["ingest"], template, tmp_path, 1, told.append)
    assert tally.lost == 1
    assert tally.survived == 0
    assert tally.notes[0] == "kill 1: posting uji:999999 is missing"
    assert told == [1]


def test_the_report_has_a_row_for_what_was_survived_lost_and_wrong() -> None:
    good, bad = Tally(kind="good"), Tally(kind="bad")
    good.add(Findings())
    good.count("told by verify")
    bad.add(Findings(lost=("a",), wrong=("b", "c")), "trial 1")
    rows = {row.name: (row.value, row.target, row.holds) for row in faults.rows_of([good, bad])}
    assert rows == {
        "good: survived": (1, 1, True),
        "good: lost": (0, 0, True),
        "good: wrong": (0, 0, True),
        "good: told by verify": (1, None, None),
        "bad: survived": (0, 1, False),
        "bad: lost": (1, 0, False),
        "bad: wrong": (2, 0, False),
    }
    figures = faults.figures_of([good, bad], 2.0)
    assert figures == {
        "task": "faults",
        "seconds": 2.0,
        "tried": 2,
        "survived": 1,
        "lost": 1,
        "wrong": 2,
        "notes": ["bad: trial 1: a", "bad: trial 1: b", "bad: trial 1: c"],
    }


def test_what_could_not_be_tried_is_a_row_without_a_target() -> None:
    (row,) = faults.rows_of([Tally(kind="disk", skipped="no disk")])
    assert (row.name, row.target, row.n) == ("disk: not tried, no disk", None, 0)


def test_the_task_reports_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Extent]()

    def some(extent: Extent, tell: object) -> Iterator[Tally]:
        asked.append(extent)
        yield Tally(kind="kill", tried=200, survived=200)

    monkeypatch.setattr(faults, "tried", some)
    report = TASKS["faults"].run(Options())
    assert asked == [faults.LONG]
    assert faults.LONG.kills * len(KILLED) >= 200
    assert faults.LONG.damages >= 1_000
    told = json.loads(json.dumps(report.as_dict()))
    assert (told["tried"], told["lost"], told["rows"][0]["holds"]) == (200, 0, True)
