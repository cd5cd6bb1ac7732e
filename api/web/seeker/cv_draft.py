"""A CV, read and corrected, as the draft that travels through the pages: the one way to results and profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from api.web.fields import LIMITS
from api.web.seeker.cv_names import LEVEL_WORDS
from api.web.seeker.draft import MOST_LINES, OF_A_CV, Draft, is_licence
from api.web.seeker.held import NOW, HeldJob
from matcher.cv.record import Month, ReadCv, ReadJob, ReadLanguage
from matcher.cv.worker import latest_first, worker_fields

_TASKS_LEFT = (8, 4, 2, 1, 0)
"""Things done that each job tells, fewer where the draft would be too long."""


def draft_of_cv(cv: ReadCv, today: Month) -> Draft:
    """The draft of a CV.

    Args:
        cv: As corrected.
        today: Month up to which a job that goes on is counted.
    """
    told = worker_fields(cv, today)
    held = [_held(job, today) for job in latest_first(cv.jobs) if job.title][:MOST_LINES]
    months = told["experience_months"]
    names = [one.label if one.id else one.words.text for one in cv.skills]
    names += [language_line(one) for one in cv.languages]
    names += [name for name in told["licences"] if is_licence(name)]
    return Draft(
        wish=told["wish"],
        summary=told["summary"],
        jobs=_jobs(held),
        skills=_lines(names, LIMITS["skills"]),
        licences=_lines([name for name in told["licences"] if not is_licence(name)], LIMITS["licences"]),
        education=told["education"],
        study_programme=told["study_programme"],
        place=told["place"],
        experience="" if months is None else str(months),
        origin=OF_A_CV,
    )


def _held(job: ReadJob, today: Month) -> HeldJob:
    (told,) = worker_fields(ReadCv(jobs=(job,)), today)["jobs"]
    return HeldJob(
        title=told["title"],
        months=told["months"],
        employer=job.employer.text if job.employer else "",
        starts=str(job.starts) if job.starts else "",
        ends=NOW if job.is_current else str(job.ends) if job.ends else "",
        tasks=tuple(task.text for task in job.tasks),
    )


def _jobs(held: list[HeldJob]) -> str:
    """Lines of jobs within the limit of a form."""
    text = ""
    for most in _TASKS_LEFT:
        text = "\n".join(replace(one, tasks=one.tasks[:most]).line() for one in held)
        if len(text) <= LIMITS["jobs"]:
            return text
    return _within(text, LIMITS["jobs"])


def _lines(names: Iterable[str], most: int) -> str:
    return _within("\n".join(dict.fromkeys(" ".join(name.split()) for name in names)), most)


def _within(text: str, most: int) -> str:
    """As many whole lines as may be."""
    while len(text) > most:
        text = text.rpartition("\n")[0]
    return text


def language_line(language: ReadLanguage) -> str:
    """A language with its level, as a person would write it: ``Bahasa Jepang N4``, ``Bahasa Inggris lancar``."""
    level = LEVEL_WORDS.get(language.level, language.level)
    parts = (language.label, language.scheme.replace("CEFR", ""), level)
    return " ".join(part for part in parts if part)
