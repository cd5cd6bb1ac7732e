"""What was read held against what a CV says: pairs right, found and marked, for each kind of fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from evaluation.cvs.made import GoldJob, MadeCv
from evaluation.cvs.people import School
from matcher.cv.record import Month
from taxonomy.text import fold

ALIKE = 85.0
"""Least likeness (RapidFuzz, 0 to 100) of two names that are one: articles and legal forms may differ."""

KINDS = ("jobs held", "skills", "education", "dates")
"""What is measured; the target holds for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundJob:
    """A job as it was read."""

    title: str
    employer: str
    starts: Month | None
    ends: Month | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSchool:
    """A school as it was read."""

    level: str
    institution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCv:
    """What one system read in one CV."""

    jobs: tuple[FoundJob, ...] = ()
    schools: tuple[FoundSchool, ...] = ()
    skills: frozenset[str] = frozenset()


Counts = tuple[int, int, int]
"""Right, found, marked."""


def counts_of(made: MadeCv, found: FoundCv) -> dict[str, Counts]:
    """Kind to counts of one CV.

    A job is right when title and employer are alike and its years are those of the CV. Dates are the two ends of each
    job, compared to the month, and are right only beside the title or employer that they belong to.
    """
    pairs = _paired(made.jobs, found.jobs)
    jobs = sum(_is_job(gold, read) for gold, read in pairs)
    dates = sum(_ends_right(gold, read) for gold, read in pairs)
    told = sum((job.starts is not None) + (job.ends is not None or job.is_current) for job in found.jobs)
    schools = sum(_is_school(gold, read) for gold, read in _paired_schools(made.schools, found.schools))
    return {
        "jobs held": (jobs, len(found.jobs), len(made.jobs)),
        "skills": _skills(made.skills, found.skills),
        "education": (schools, len(found.schools), len(made.schools)),
        "dates": (dates, told, 2 * len(made.jobs)),
    }


def _skills(groups: Sequence[frozenset[str]], found: frozenset[str]) -> Counts:
    """Right, found, marked: near-synonyms that say the same words count once, whichever of them was found."""
    right = sum(not group.isdisjoint(found) for group in groups)
    beyond = found.difference(*groups)
    return right, right + len(beyond), len(groups)


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 100: the words of the shorter within the longer count."""
    if not one or not other:
        return 0.0
    return float(max(fuzz.ratio(fold(one), fold(other)), fuzz.token_sort_ratio(fold(one), fold(other))))


def _paired(gold: Sequence[GoldJob], found: Sequence[FoundJob]) -> list[tuple[GoldJob, FoundJob]]:
    """Jobs paired so that names and years are most alike in all; those with nothing alike stay alone."""
    if not gold or not found:
        return []
    worth = np.array([[_worth(one, other) for other in found] for one in gold])
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs: list[tuple[int, int]] = list(zip(rows.tolist(), columns.tolist(), strict=True))
    return [(gold[r], found[c]) for r, c in pairs if worth[r, c] >= ALIKE]


def _worth(gold: GoldJob, found: FoundJob) -> float:
    names = (likeness(gold.title, found.title), likeness(gold.employer, found.employer))
    near = max(names) if max(names) >= ALIKE else 0.0
    return near + 0.1 * min(names) + 5.0 * _same_years(gold, found) if near else 0.0


def _is_job(gold: GoldJob, found: FoundJob) -> bool:
    names = (likeness(gold.title, found.title), likeness(gold.employer, found.employer))
    return min(names) >= ALIKE and _same_years(gold, found)


def _same_years(gold: GoldJob, found: FoundJob) -> bool:
    if found.starts is None or found.starts.year != gold.starts.year:
        return False
    if gold.ends is None:
        return found.is_current
    return found.ends is not None and found.ends.year == gold.ends.year


def _ends_right(gold: GoldJob, found: FoundJob) -> int:
    last = found.is_current and found.ends is None if gold.ends is None else found.ends == gold.ends
    return int(found.starts == gold.starts) + int(last)


def _paired_schools(gold: Sequence[School], found: Sequence[FoundSchool]) -> list[tuple[School, FoundSchool]]:
    if not gold or not found:
        return []
    worth = np.array(
        [[likeness(one.institution, other.institution) + (one.level == other.level) for other in found] for one in gold]
    )
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs: list[tuple[int, int]] = list(zip(rows.tolist(), columns.tolist(), strict=True))
    return [(gold[r], found[c]) for r, c in pairs]


def _is_school(gold: School, found: FoundSchool) -> bool:
    return gold.level == found.level and likeness(gold.institution, found.institution) >= ALIKE
