"""Task ``cv``: jobs held, skills, schools and dates read in 204 invented CVs, beside plain text with patterns.

Thirty-four people, each in six layouts, as real PDF, DOCX and text files that ``evaluation.cvs`` makes anew each time.
Twelve of them judge (``held3``): somebody who has not seen the reader wrote them, and nobody looks at how their CVs
fail; their headings and labels are those of ``held2``, which judged before them and was then mended for. Skills of all
were marked by two annotators (``evaluation.cvs.marks``). What counts as right stands in ``evaluation/cvs/compare.py``.
Intervals of F1 resample people, CVs for the first ten. Each file is read as an upload is: in the confined process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from evaluation.cvs.baseline import read_plainly
from evaluation.cvs.compare import KINDS, Counts, FoundCv, FoundJob, FoundSchool, counts_of
from evaluation.cvs.layouts import LAYOUTS, SECOND_LAYOUTS
from evaluation.cvs.made import MadeCv, made_cvs
from evaluation.cvs.marks import ANNOTATORS, agreement, read_marks
from evaluation.cvs.people import HALVES, SECOND_HALVES, THIRD_HALF
from evaluation.measures import Values
from evaluation.rows import row
from evaluation.spans import F1, PRECISION, RECALL, ratio_intervals, ratios
from evaluation.task import Options, Row, Tell, reported
from matcher.cv.document import cv_document
from matcher.cv.read_cv import read_cv
from matcher.cv.record import ReadCv, Words
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills

TARGET = 0.90
"""Least F1 of each kind of fact on the halves that judge or judged."""

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


@reported("cv")
def run(options: Options) -> list[Row]:
    """Measure all."""
    measured = measure(list(made_cvs()), options.tell)
    return rows_of(measured)


def measure(cvs: Sequence[MadeCv], tell: Tell) -> list[Measured]:
    """Read some CVs with both systems.

    Args:
        cvs: What is read.
        tell: Told of progress.
    """
    skills = load_skills()
    coder = SkillCoder(skills, SkillReader(skills))
    found: list[Measured] = []
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
    """Rows: the third people with the target, then those before; layouts and languages; the baseline beside."""
    leaks = row("pieces of personal data let through", sum(one.leaks for one in measured), n=len(measured), at_most=0)
    found = _half_rows(measured, THIRD_HALF, SECOND_LAYOUTS, target=TARGET, by_person=True)
    for half in reversed(SECOND_HALVES):
        found += _half_rows(measured, half, SECOND_LAYOUTS, by_person=True)
    found += [leaks, *_half_rows(measured, HALVES[1], LAYOUTS, target=TARGET)]
    dev = [one for one in measured if one.made.person.half == HALVES[0]]
    return found + list(_rows(f"{_OURS}, half in sight", dev, _ours, only_f1=True))


def totals_of(measured: Sequence[Measured], half: str) -> list[Row]:
    """Totals of one half alone, both systems: nothing that tells which CV failed."""
    some = [one for one in measured if one.made.person.half == half]
    ours = _rows(f"{_OURS}, {half} half", some, _ours, target=TARGET, by_person=True)
    leaks = row("pieces of personal data let through", sum(one.leaks for one in some), n=len(some), at_most=0)
    return [*ours, leaks, *_rows(f"{BASELINE}, {half} half", some, _baseline, by_person=True)]


def agreement_row() -> Row:
    """How far the two annotators agree: the F1 of one held against the other, people resampled."""
    table = np.array([agreement(marks) for marks in read_marks().values()], dtype=np.float64)
    name = f"annotator {ANNOTATORS[1]} against {ANNOTATORS[0]}, everybody: skills, {F1}"
    return row(name, ratios(table.sum(axis=0))[F1], n=int(table[:, 2].sum()), ci95=ratio_intervals(table)[F1])


def _half_rows(
    measured: Sequence[Measured],
    half: str,
    layouts: Iterable[str],
    *,
    target: float | None = None,
    by_person: bool = False,
) -> list[Row]:
    """One half: both systems, then layouts and languages of ours."""
    name = f"{_OURS}, {half} half"
    some = [one for one in measured if one.made.person.half == half]
    found = list(_rows(name, some, _ours, target=target, by_person=by_person))
    found += _rows(f"{BASELINE}, {half} half", some, _baseline, by_person=by_person)
    for layout in layouts:
        part = [one for one in some if one.made.layout == layout]
        found += _rows(f"{name}, layout {layout}", part, _ours, only_f1=True, by_person=by_person)
    for language in ("id", "en"):
        part = [one for one in some if one.made.person.language == language]
        found += _rows(f"{name}, language {language}", part, _ours, only_f1=True, by_person=by_person)
    return found


def _ours(one: Measured) -> dict[str, Counts]:
    return one.ours


def _baseline(one: Measured) -> dict[str, Counts]:
    return one.baseline


def _rows(
    name: str,
    measured: Sequence[Measured],
    counts: Callable[[Measured], dict[str, Counts]],
    *,
    target: float | None = None,
    only_f1: bool = False,
    by_person: bool = False,
) -> Iterable[Row]:
    if not measured:
        return
    for kind in KINDS:
        table = np.array([counts(one)[kind] for one in measured], dtype=np.float64)
        if by_person:
            table = _by_person(table, [one.made.person.id for one in measured])
        values, intervals = ratios(table.sum(axis=0)), ratio_intervals(table)
        for measure in (F1,) if only_f1 else (F1, PRECISION, RECALL):
            yield row(
                f"{name}: {kind}, {measure}",
                values[measure],
                n=int(table[:, 1 if measure == PRECISION else 2].sum()),
                ci95=intervals[measure],
                at_least=target if measure == F1 else None,
            )


def _by_person(table: Values, people: Sequence[str]) -> Values:
    """Rows of the CVs of one person added up, so that people are what is resampled."""
    order = list(dict.fromkeys(people))
    summed = np.zeros((len(order), table.shape[1]))
    np.add.at(summed, [order.index(person) for person in people], table)
    return summed
