"""The task ``cv``: its people, its files, what counts as right, and its rows over a part of the CVs."""

from __future__ import annotations

import hashlib
from random import Random

import pytest

from evaluation import cv as task
from evaluation.cv import BASELINE, Measured, leaks_of, measure, rows_of, totals_of
from evaluation.cvs.compare import KINDS, FoundCv, FoundJob, FoundSchool, counts_of
from evaluation.cvs.layouts import LAYOUTS, SECOND_LAYOUTS
from evaluation.cvs.made import MadeCv, made_cvs
from evaluation.cvs.people import HALVES, SECOND_HALVES, SECOND_PEOPLE, read_people
from evaluation.cvs.second_headings import SECOND_HEADINGS
from evaluation.cvs.second_labels import LABELS
from evaluation.cvs.second_wording import second_wording_of
from evaluation.cvs.wording import HEADINGS
from evaluation.task import Options
from matcher.cv.record import Month, ReadCv, Words

SHORT = (
    "welder-plain",
    "nurse-table",
    "caregiver-sidebar",
    "guru-europass",
    "driver-form",
    "welder-prose",
    "admin-table",
)
"""One of each layout, for CI; the whole task is ``sepadan evaluate cv``."""

SECOND_SHORT = ("webdev", "accountant", "honorer", "satpam", "penjahit", "forklift")
"""Whose CV of each second layout CI reads; all are of the half that may be looked at."""


@pytest.fixture(scope="module")
def cvs() -> list[MadeCv]:
    return list(made_cvs(only=SHORT))


@pytest.fixture(scope="module")
def measured(cvs: list[MadeCv]) -> list[Measured]:
    return measure(cvs, lambda what, done, total: None)


def test_there_are_ten_people_and_half_of_them_judge() -> None:
    people = read_people()
    assert [sum(person.half == half for person in people) for half in HALVES] == [5, 5]
    for person in people:
        assert all(secret.endswith((".example",)) for secret in person.secrets if "@" in secret)


def test_the_halves_share_no_heading() -> None:
    for halves in HEADINGS.values():
        dev, judged = ({words for section in halves[half].values() for words in section} for half in HALVES)
        assert not {words.casefold() for words in dev} & {words.casefold() for words in judged}


def test_the_second_people_are_parted_by_a_hash_of_their_names_in_both_languages() -> None:
    people = read_people(SECOND_PEOPLE)
    for language in ("id", "en"):
        names = [person for person in people if person.language == language]
        order = sorted(names, key=lambda person: hashlib.sha256(person.name.encode()).hexdigest())
        assert [person.half for person in order] == [SECOND_HALVES[0]] * 3 + [SECOND_HALVES[1]] * 3
    for person in people:
        assert all(secret.endswith(".example") for secret in person.secrets if "@" in secret)


def test_the_second_halves_share_no_heading_and_no_column() -> None:
    for language, halves in SECOND_HEADINGS.items():
        dev, held = ({words for section in halves[half].values() for words in section} for half in SECOND_HALVES)
        assert not {words.casefold() for words in dev} & {words.casefold() for words in held}
        jobs, others = (set(LABELS[language][half]["jobs"]) for half in SECOND_HALVES)
        assert not jobs & others


def test_a_manner_writes_spans_with_days_without_the_year_twice_and_how_long_they_lasted() -> None:
    said = set()
    for seed in range(60):
        manner = second_wording_of(Random(seed), "id", SECOND_HALVES[seed % 2]).dates
        said.add(manner.span(Month(year=2021, month=2), Month(year=2021, month=11)))
        assert manner.kept(None) is None
    assert {"Februari s.d. November 2021", "1 Februari 2021 – 30 November 2021"} <= said
    assert "Feb 2021 s/d Nov 2021 (10 bln)" in said


def test_one_cv_of_each_second_layout_is_read_far_above_the_baseline() -> None:
    seen = SECOND_HALVES[0]
    names = [f"{who}-{layout}" for who, layout in zip(SECOND_SHORT, SECOND_LAYOUTS, strict=True)]
    cvs = list(made_cvs(seen, only=names))
    rows = {row.name: row for row in totals_of(measure(cvs, lambda what, done, total: None), seen)}
    assert len(cvs) == len(SECOND_LAYOUTS)
    assert len(rows) == 12 + 1 + 12
    for kind in KINDS:
        ours = rows[f"Sepadan, {seen} half: {kind}, F1"].value
        assert ours >= 0.8
        assert ours > rows[f"{BASELINE}, {seen} half: {kind}, F1"].value + 0.3


def test_the_same_seed_makes_the_same_texts(cvs: list[MadeCv]) -> None:
    again = {made.name: made for made in made_cvs(only=SHORT)}
    assert {made.layout for made in cvs} == set(LAYOUTS)
    assert all(again[made.name].data == made.data for made in cvs if made.writer == "text")
    assert all(again[made.name].jobs == made.jobs for made in cvs)


def test_a_job_is_right_when_names_and_years_are(cvs: list[MadeCv]) -> None:
    made = next(made for made in cvs if made.name == "welder-plain")
    gold = made.jobs[0]
    right = FoundJob(
        title=gold.title, employer=gold.employer, starts=gold.starts, ends=gold.ends, is_current=gold.ends is None
    )
    school = FoundSchool(level=made.schools[0].level, institution=made.schools[0].institution)
    found = counts_of(
        made, FoundCv(jobs=(right,), schools=(school,), skills=frozenset().union(*made.skills) | {"python"})
    )
    assert found == {
        "jobs held": (1, 1, 3),
        "skills": (len(made.skills), len(made.skills) + 1, len(made.skills)),
        "education": (1, 1, 1),
        "dates": (2, 2, 6),
    }
    wrong = FoundJob(title="Sopir", employer=gold.employer, starts=gold.starts, ends=None, is_current=True)
    assert counts_of(made, FoundCv(jobs=(wrong,)))["jobs held"] == (0, 1, 3)
    assert counts_of(made, FoundCv())["dates"] == (0, 0, 6)


def test_a_name_that_was_let_through_is_a_leak(cvs: list[MadeCv]) -> None:
    assert leaks_of(cvs[0], ReadCv(summary=Words(text=f"saya {cvs[0].person.name}"))) == 1
    assert leaks_of(cvs[0], ReadCv()) == 0


def test_one_cv_of_each_layout_is_read_without_a_leak_and_far_above_the_baseline(measured: list[Measured]) -> None:
    rows = {row.name: row for row in rows_of(measured)}
    assert rows["pieces of personal data let through"].value == 0
    for kind in KINDS:
        ours = rows[f"Sepadan, judged half: {kind}, F1"]
        assert ours.target == 0.9
        assert ours.value >= (0.8 if kind == "skills" else 0.9)
        assert ours.value > rows[f"{BASELINE}, judged half: {kind}, F1"].value + 0.1


def test_the_task_measures_what_it_is_given(measured: list[Measured], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "made_cvs", lambda: iter(()))
    monkeypatch.setattr(task, "measure", lambda cvs, tell: measured)
    report = task.run(Options())
    assert report.task == "cv"
    assert len({row.name for row in report.rows}) == len(report.rows) == 12 + 1 + 12 + 4 + 24 + 8
