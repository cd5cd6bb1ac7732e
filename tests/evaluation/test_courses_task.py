"""Task ``courses``, over four invented ads, with the fake encoder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from evaluation import advised_world, courses
from evaluation.benchmark import advice
from evaluation.courses import Asked, claim_rows, opening_rows
from evaluation.path_rules import broken_rules
from evaluation.task import Options
from evaluation.task_list import TASKS
from matcher.training.admission import TrainingWish
from matcher.training.paths import PathStep, TrainingPath
from tests.matcher.training.made_advice import TODAY, advisor, asking, training, welder, welding

HOME = welder(education="SMA", region_codes=("3275",))


def test_the_task_measures_claims_openings_paths_and_latency(planted: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advised_world, "WORKERS", 6)
    monkeypatch.setattr(advice, "ASKERS", 2)
    monkeypatch.setattr(advised_world, "sample_courses", lambda: made_courses(12))
    told: list[str] = []
    found = TASKS["courses"].run(replace(planted, rows=40, tell=lambda what, done, total: told.append(what)))
    rows = {row.name: row for row in found.rows}
    assert found.task == "courses"
    claims = rows["first course: claim is what a recomputation finds"]
    assert (claims.target, claims.holds) == (1.0, claims.value == 1.0)
    assert rows["workers to whom a course is advised"].n == 6
    assert rows["first course against the course whose text is most alike, times"].target == courses.TIMES_BASELINE
    assert rows["paths obey entry, seats, dates and limits"].target == 1.0
    assert rows["40 postings: courses p50, times a match call"].target == advice.TIMES_MATCH
    assert {"advise workers", "time advice"} <= set(told)


def made_courses(count: int) -> list[dict[str, Any]]:
    from matcher.world.generate import sample_courses

    return sample_courses()[:count]


class _World:
    """Only what rows of claims read."""

    def __init__(self, claimed: bool) -> None:
        self.claimed = claimed


def asked_of(*opens: int) -> list[Asked]:
    """Workers whose first course opens so many; the baselines' courses open one each."""
    found = []
    for count in opens:
        postings = [welding(f"uji:p{at}", "las-busur") for at in range(count)]
        asked = advisor(postings, [training("uji:c1", "las-busur")])
        wish, subject = TrainingWish(today=TODAY), asking(HOME)
        found.append(
            Asked(
                subject=subject,
                outlook=asked.outlook(subject, wish),
                courses=asked.courses(subject, wish, 3),
                paths=asked.paths(subject, wish, 3),
                by_text=1,
                by_occupation=2,
            )
        )
    return found


def test_openings_are_compared_by_their_sums_and_who_gets_no_course_counts_as_none() -> None:
    rows = {row.name: row for row in opening_rows(asked_of(4, 2, 0))}
    assert rows["first course: postings newly within reach"].value == 2
    times = rows["first course against the course whose text is most alike, times"]
    assert (times.value, times.holds, times.n) == (2, True, 3)
    assert times.ci95 is not None
    assert times.ci95[0] <= times.value <= times.ci95[1]
    assert rows["first course against the course of the nearest occupations, times"].value == 1


def test_a_claim_that_no_recomputation_finds_counts_against_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "is_claim_held", lambda world, one, done, claim, wish: len(one.outlook) == 4)
    rows = claim_rows(_World(False), asked_of(4, 2, 0), TrainingWish())  # type: ignore[arg-type]  # read by nobody
    assert (rows[0].value, rows[0].holds, rows[0].n) == (0.5, False, 2)
    assert {row.name: row.value for row in rows}["workers to whom a course is advised"] == pytest.approx(2 / 3)


GOOD = (
    training("uji:c1", "las-busur", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 15), seats=10, cost_idr=5),
    training("uji:c2", "perpajakan", entry_skills=("las-busur",)),
)


def path(*steps: tuple[str, date | None, date | None]) -> TrainingPath:
    """A path of which nobody reads the claim."""
    made = [
        PathStep(key=key, title=key, starts_on=starts, ends_on=ends, jp=80, cost_idr=None, distance_km=None)
        for key, starts, ends in steps
    ]
    return TrainingPath(steps=tuple(made), claim=None, jp=160, weeks=4.0, cost_idr=5)  # type: ignore[arg-type]


FIRST = ("uji:c1", date(2027, 1, 4), date(2027, 1, 15))
SECOND = ("uji:c2", date(2027, 1, 18), date(2027, 1, 29))


@pytest.mark.parametrize(
    ("broken", "made", "changed", "asked"),
    [
        ([], path(FIRST, SECOND), {}, {}),
        (["entry"], path(SECOND), {}, {}),
        (["days"], path(FIRST, ("uji:c2", date(2027, 1, 15), date(2027, 1, 28))), {}, {}),
        (["days"], path(("uji:c1", date(2027, 1, 5), date(2027, 1, 15)), SECOND), {}, {}),
        (["days"], path(FIRST, ("uji:c2", None, None)), {}, {}),
        (["length"], path(FIRST, SECOND, ("uji:c2", date(2027, 2, 1), date(2027, 2, 12))), {}, {}),
        (["seats"], path(FIRST), {"terms": replace(GOOD[0].terms, seats=0)}, {}),  # type: ignore[type-var]
        (["open"], path(FIRST), {"is_closed": True}, {}),
        (["education"], path(FIRST), {"education": "S1"}, {}),
        (["distance"], path(FIRST), {"region_codes": ("9171",)}, {}),
        (["jp", "cost", "weeks"], path(FIRST), {}, {"max_jp": 79, "max_cost_idr": 4, "max_weeks": 3.9}),
    ],
)
def test_each_rule_of_a_path_is_checked_on_its_own(
    broken: list[str], made: TrainingPath, changed: dict[str, Any], asked: dict[str, Any]
) -> None:
    known = {GOOD[0].key: replace(GOOD[0], **changed), GOOD[1].key: GOOD[1]}
    tables = advisor([], []).tables
    assert broken_rules(HOME, made, known, TrainingWish(today=TODAY, **asked), tables) == broken


def test_what_is_usual_in_the_job_held_counts_as_brought() -> None:
    known = {"uji:c3": training("uji:c3", "las-busur", entry_skills=("spreadsheet",))}
    made = path(("uji:c3", date(2027, 1, 4), date(2027, 1, 15)))
    tables, wish = advisor([], []).tables, TrainingWish(today=TODAY)
    assert broken_rules(HOME, made, known, wish, tables) == ["entry"]
    clerk = replace(HOME, worked_in="4311", experience_months=12)
    assert broken_rules(clerk, made, known, wish, tables) == []
    assert np.isfinite(made.weeks)
