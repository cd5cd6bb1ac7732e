"""Task ``cv``: jobs held, skills, schools and dates read in sixty invented CVs, beside plain text with patterns.

Ten people (``evaluation/data/cv_people.jsonl``), each in six layouts, as real PDF, DOCX and text files that
``evaluation.cvs`` makes anew each time. The reader was made with five of the people in sight; the other five judge it,
and share no heading with them. What counts as right stands in ``evaluation/cvs/compare.py``. Intervals of F1 resample
CVs. Each file is read as an upload is: in the confined process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from evaluation.cvs.baseline import read_plainly
from evaluation.cvs.compare import KINDS, Counts, FoundCv, FoundJob, FoundSchool, counts_of
from evaluation.cvs.layouts import LAYOUTS
from evaluation.cvs.made import MadeCv, made_cvs
from evaluation.cvs.people import HALVES
from evaluation.rows import row
from evaluation.spans import F1, PRECISION, RECALL, ratio_intervals, ratios
from evaluation.task import Options, Report, Row, Tell
from matcher.cv.document import cv_document
from matcher.cv.read_cv import read_cv
from matcher.cv.record import ReadCv, Words
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills

TARGET = 0.90
"""Least F1 of each kind of fact on the judged half."""

BASELINE = "plain text and patterns"
_OURS = "Sepadan"


@dataclass(frozen=True, slots=True)
class Measured:
    """One CV with the counts of both systems.

    Attributes:
        made: The CV.
        ours: Kind to counts of our reader.
        baseline: Kind to counts of the baseline.
        leaks: Personal data that our reader let through.
    """

    made: MadeCv
    ours: dict[str, Counts]
    baseline: dict[str, Counts]
    leaks: int


def run(options: Options) -> Report:
    """Measure all sixty."""
    started = time.monotonic()
    measured = measure(list(made_cvs()), options.tell)
    return Report(task="cv", rows=tuple(rows_of(measured)), seconds=time.monotonic() - started)


def measure(cvs: Sequence[MadeCv], tell: Tell) -> list[Measured]:
    """Read some CVs with both systems.

    Args:
        cvs: What is read.
        tell: Told of progress.
    """
    skills = load_skills()
    coder = SkillCoder(skills, SkillReader(skills))
    found = []
    for done, made in enumerate(cvs):
        tell("cv", done, len(cvs))
        cv = read_cv(made.data, coder)
        leaks = leaks_of(made, cv)
        found.append(Measured(made, counts_of(made, found_of(cv)), counts_of(made, read_plainly(made, skills)), leaks))
    tell("cv", len(cvs), len(cvs))
    return found


def leaks_of(made: MadeCv, cv: ReadCv) -> int:
    """How many of the person's name, numbers, addresses and referees stand in what was read."""
    document = orjson.dumps(cv_document(cv)).decode().casefold()
    return sum(secret.casefold() in document for secret in made.person.secrets)


def found_of(cv: ReadCv) -> FoundCv:
    """What our reader found, as it is compared."""
    return FoundCv(
        jobs=tuple(
            FoundJob(
                title=_text(job.title),
                employer=_text(job.employer),
                starts=job.starts,
                ends=job.ends,
                is_current=job.is_current,
            )
            for job in cv.jobs
        ),
        schools=tuple(FoundSchool(level=one.level, institution=_text(one.institution)) for one in cv.education),
        skills=frozenset(skill.id for skill in cv.skills if skill.id),
    )


def _text(words: Words | None) -> str:
    return words.text if words else ""


def rows_of(measured: Sequence[Measured]) -> list[Row]:
    """Rows: the judged half first with the targets, then the other half, layouts and languages, then the baseline."""
    judged = [one for one in measured if one.made.person.half == "judged"]
    found = list(_rows(f"{_OURS}, judged half", judged, lambda one: one.ours, target=TARGET))
    leaks = sum(one.leaks for one in measured)
    found.append(row("pieces of personal data let through", leaks, n=len(measured), at_most=0))
    found += _rows(f"{BASELINE}, judged half", judged, lambda one: one.baseline)
    dev = [one for one in measured if one.made.person.half == HALVES[0]]
    found += _rows(f"{_OURS}, half in sight", dev, lambda one: one.ours, only_f1=True)
    for layout in LAYOUTS:
        some = [one for one in judged if one.made.layout == layout]
        found += _rows(f"{_OURS}, judged half, layout {layout}", some, lambda one: one.ours, only_f1=True)
    for language in ("id", "en"):
        some = [one for one in judged if one.made.person.language == language]
        found += _rows(f"{_OURS}, judged half, language {language}", some, lambda one: one.ours, only_f1=True)
    return found


def _rows(
    name: str,
    measured: Sequence[Measured],
    counts: Callable[[Measured], dict[str, Counts]],
    *,
    target: float | None = None,
    only_f1: bool = False,
) -> Iterable[Row]:
    if not measured:
        return
    for kind in KINDS:
        table = np.array([counts(one)[kind] for one in measured], dtype=np.float64)
        values, intervals = ratios(table.sum(axis=0)), ratio_intervals(table)
        for measure in (F1,) if only_f1 else (F1, PRECISION, RECALL):
            yield row(
                f"{name}: {kind}, {measure}",
                values[measure],
                n=int(table[:, 1 if measure == PRECISION else 2].sum()),
                ci95=intervals[measure],
                at_least=target if measure == F1 else None,
            )
