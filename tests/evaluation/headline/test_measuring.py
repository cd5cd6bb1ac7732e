"""Every run one after another: what fails is written down, what was measured is left, and the budget is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.headline.documents import Document, read_documents
from evaluation.headline.launch import Ended
from evaluation.headline.measuring import Plan, measure
from evaluation.headline.runs import Run, all_runs, runs_named
from evaluation.rows import row
from taxonomy.errors import InputError

COMMIT, OTHER = "a" * 40, "b" * 40
ROWS = [row("ours", 0.9, n=40, at_least=0.8).as_dict(), row("late", 3.0, n=4, at_most=2.0).as_dict()]
WELL = Ended(code=0, output=json.dumps({"rows": ROWS}), errors="", seconds=60.0)


def run(name: str, minutes: float = 1.0) -> Run:
    return Run(name=name, task=name, options=(), minutes=minutes, until_then="")


class Bench:
    """Runs that end as they are told, with what was launched and said."""

    def __init__(self, folder: Path, **ends: Ended | Exception) -> None:
        self.folder, self.ends = folder, ends
        self.launched: list[tuple[str, float | None]] = []
        self.said: list[str] = []

    def measure(
        self, *runs: Run, commit_now: Callable[[], str] = lambda: COMMIT, minutes: float | None = None, **how: bool
    ) -> list[str]:
        self.launched.clear(), self.said.clear()
        return measure(
            Plan(runs=runs, folder=self.folder, minutes=minutes, **how), self.said.append, self.launch, commit_now
        )

    def launch(self, one: Run, most_s: float | None) -> Ended:
        self.launched.append((one.name, most_s))
        return self.ends.get(one.name, WELL)  # type: ignore[return-value]

    def document(self, name: str) -> Document:
        return read_documents([name], self.folder)[name]


def test_rows_are_kept_with_where_and_when_the_short_run_first(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert bench.measure(run("long", 9), run("short")) == []
    assert bench.launched == [("short", None), ("long", None)]
    assert bench.said == ["short: 2 rows in 60 s, 1 of 2 targets hold", "long: 2 rows in 60 s, 1 of 2 targets hold"]
    document = bench.document("short")
    assert document.measured is not None
    assert (document.measured.commit, document.measured.seconds) == (COMMIT, 60.0)
    assert [one.as_dict() for one in document.rows] == ROWS


def test_a_run_that_fails_is_written_down_and_the_next_begins(tmp_path: Path) -> None:
    killed = Ended(code=-9, output="", errors="", seconds=5.0)
    bench = Bench(tmp_path, bad=Ended(code=1, output="", errors="x\nno /a/b/data here\n", seconds=2.0), killed=killed)
    assert bench.measure(run("bad"), run("killed"), run("good")) == ["bad", "killed"]
    (failed, gone) = (bench.document(name).failed for name in ("bad", "killed"))
    assert failed is not None
    assert gone is not None
    assert failed.why == "exit code 1: no data here"
    assert gone.why == "ended by SIGKILL after 5 s"
    assert bench.document("good").measured is not None


def test_what_was_measured_on_this_commit_is_left_unless_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(run("a"))
    bench.measure(run("a"), run("b"))
    assert [name for name, _ in bench.launched] == ["b"]
    bench.measure(run("a"), is_again=True)
    assert [name for name, _ in bench.launched] == ["a"]
    bench.measure(run("a"), commit_now=lambda: OTHER)
    assert [name for name, _ in bench.launched] == ["a"]


def test_what_failed_on_this_commit_is_tried_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path, a=Ended(code=1, output="", errors="", seconds=2.0))
    bench.measure(run("a"))
    bench.ends.clear()
    assert bench.measure(run("a")) == []
    assert bench.document("a").failed is None


def test_rows_before_stay_with_their_commit_where_a_new_attempt_fails(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure(run("a"))
    bench.ends["a"] = Ended(code=0, output="", errors="", seconds=2.0, is_late=True)
    bench.measure(run("a"), commit_now=lambda: OTHER)
    document = bench.document("a")
    assert document.measured is not None
    assert document.failed is not None
    assert (document.measured.commit, document.failed.commit, len(document.rows)) == (COMMIT, OTHER, 2)


def test_figures_of_code_that_changed_meanwhile_are_none(tmp_path: Path) -> None:
    def changed() -> str:
        raise InputError(wanted="code as it was committed", found=" M a.py", where="git status")

    for later in (lambda: OTHER, changed):
        commits = iter([lambda: COMMIT, later])
        bench = Bench(tmp_path)
        assert bench.measure(run("a"), commit_now=lambda commits=commits: next(commits)()) == ["a"]
        document = bench.document("a")
        assert document.measured is None
        assert document.failed is not None
        assert document.failed.why == "the code was changed while it was measured"


def test_a_budget_lets_begin_what_fits_and_bounds_what_runs(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert bench.measure(run("fits", 1), run("too long", 30), minutes=10.0) == []
    ((name, most_s),) = bench.launched
    assert name == "fits"
    assert most_s == pytest.approx(600, abs=5)
    assert bench.said[1] == "too long: left out, takes some 30 min and 10 are left"
    assert not (tmp_path / "too long.json").exists()


def test_long_runs_are_left_out_by_what_they_took_last(tmp_path: Path) -> None:
    bench = Bench(tmp_path, grown=Ended(code=0, output=WELL.output, errors="", seconds=600.0))
    bench.measure(run("grown"))
    plan = Plan(runs=[run("grown"), run("other", 9)], longest=5.0, is_again=True, folder=tmp_path)
    bench.said.clear()
    assert measure(plan, bench.said.append, bench.launch, lambda: COMMIT) == []
    assert bench.said == ["other: left out, takes some 9 min", "grown: left out, takes some 10 min"]


def test_runs_are_named_by_themselves_or_by_their_task() -> None:
    runs = all_runs()
    assert runs_named((), runs) == runs
    assert runs_named(["peers", "titles"], runs)[0].name == "titles"
    assert len(runs_named(["peers"], runs)) == 5
    assert [one.command for one in runs_named(["peers-coding"], runs)] == ["sepadan evaluate peers --only coding"]
    with pytest.raises(InputError, match="tittles"):
        runs_named(["tittles"], runs)


def test_a_task_without_a_run_is_refused() -> None:
    with pytest.raises(InputError, match="made-up"):
        all_runs(tasks={run.task for run in all_runs()} | {"made-up"})
