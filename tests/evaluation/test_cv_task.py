"""The task ``cv``: its people, its files, what counts as right, and its rows over a part of the CVs."""

from __future__ import annotations

import pytest

from evaluation import cv as task
from evaluation.cv import BASELINE, Measured, leaks_of, measure, rows_of
from evaluation.cvs.compare import KINDS, FoundCv, FoundJob, FoundSchool, counts_of
from evaluation.cvs.layouts import LAYOUTS
from evaluation.cvs.made import MadeCv, made_cvs
from evaluation.cvs.people import HALVES, marked, plain_words, read_people
from evaluation.cvs.wording import HEADINGS
from evaluation.task import Options
from matcher.cv.record import ReadCv, Words
from taxonomy.skills import load_skills

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


@pytest.fixture(scope="module")
def cvs() -> list[MadeCv]:
    return list(made_cvs(only=SHORT))


@pytest.fixture(scope="module")
def measured(cvs: list[MadeCv]) -> list[Measured]:
    return measure(cvs, lambda what, done, total: None)


def test_there_are_ten_people_half_of_them_judge_and_their_skills_are_known() -> None:
    people, skills = read_people(), {skill.id for skill in load_skills()}
    assert [sum(person.half == half for person in people) for half in HALVES] == [5, 5]
    for person in people:
        texts = [person.summary, *person.courses, *[task for job in person.jobs for task in job.tasks]]
        assert {skill for text in texts for skill in marked(text)} <= skills
        assert "[[" not in plain_words(" ".join(texts))
        assert all(secret.endswith((".example",)) for secret in person.secrets if "@" in secret)


def test_the_halves_share_no_heading() -> None:
    for halves in HEADINGS.values():
        dev, judged = ({words for section in halves[half].values() for words in section} for half in HALVES)
        assert not {words.casefold() for words in dev} & {words.casefold() for words in judged}


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
    found = counts_of(made, FoundCv(jobs=(right,), schools=(school,), skills=made.skills | {"python"}))
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
        assert ours.value >= 0.85
        assert ours.value > rows[f"{BASELINE}, judged half: {kind}, F1"].value + 0.1


def test_the_task_measures_what_it_is_given(measured: list[Measured], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "made_cvs", lambda: iter(()))
    monkeypatch.setattr(task, "measure", lambda cvs, tell: measured)
    report = task.run(Options())
    assert report.task == "cv"
    assert len({row.name for row in report.rows}) == len(report.rows) == 12 + 1 + 12 + 4 + 24 + 8
