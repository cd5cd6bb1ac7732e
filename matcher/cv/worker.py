"""A read (and corrected) CV to the house's worker, by the same form as every other worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.cv.record import Month, ReadCv, ReadEducation, ReadJob, Words
from matcher.filling import fill, raw_hash
from matcher.forms import WorkerForm
from matcher.records import Worker
from taxonomy.education import level_rank

_SOURCE = "cv"


def worker_of(cv: ReadCv, worker_id: str, today: Month, source: str = _SOURCE) -> Worker:
    """The worker that a CV tells of.

    The year of leaving a school and the school itself stay out: they tell age and origin, and no match needs them.

    Args:
        cv: As read, or as the person has corrected it.
        worker_id: Own id of the worker within the source.
        today: Month up to which a job that goes on is counted.
        source: Short name of the source.

    Raises:
        InputError: The CV says neither a job, a skill, a wish nor a summary.
    """
    fields = worker_fields(cv, today)
    form = fill(WorkerForm, {"id": f"{source}:{worker_id}", **fields}, "CV")
    return form.to_record(source, raw_hash(fields))


def worker_fields(cv: ReadCv, today: Month) -> dict[str, Any]:
    """The fields of the worker's template that a CV fills.

    Args:
        cv: As read, or as corrected.
        today: Month up to which a job that goes on is counted.
    """
    highest = max((one for one in cv.education if one.level), key=lambda one: level_rank(one.level), default=None)
    return {
        "summary": _text(cv.summary),
        "wish": _text(cv.wish),
        "jobs": [_job(job, today) for job in latest_first(cv.jobs) if job.title],
        "skills": [skill.words.text for skill in cv.skills] + [_language(cv, at) for at in range(len(cv.languages))],
        "licences": [licence.words.text for licence in cv.licences if not licence.is_course],
        "education": _level(highest),
        "study_programme": _text(highest.programme) if highest else "",
        "place": _text(cv.place),
        "region_code": cv.region_code,
        "experience_months": months_worked(cv.jobs, today),
    }


def months_worked(jobs: Sequence[ReadJob], today: Month) -> int | None:
    """Months in which at least one job was held, internships left out; None where no job has dates.

    Args:
        jobs: In any order.
        today: Month up to which a job that goes on is counted.
    """
    spans = [span for job in jobs if not job.is_internship and (span := _span(job, today))]
    if not spans:
        return None
    return len({month for first, last in spans for month in range(first, last + 1)})


def _span(job: ReadJob, today: Month) -> tuple[int, int] | None:
    """First and last month of a job, counted from the year 0; of a bare year, July to June."""
    last = today if job.is_current else job.ends
    if job.starts is None or last is None:
        return None
    first_month = job.starts.month or (1 if job.starts.year == last.year else 7)
    last_month = last.month or (12 if job.starts.year == last.year else 6)
    first, end = job.starts.year * 12 + first_month - 1, last.year * 12 + last_month - 1
    return (first, end) if first <= end else None


def latest_first(jobs: Sequence[ReadJob]) -> list[ReadJob]:
    """Jobs by their end; those without dates keep their place behind the others.

    Args:
        jobs: In any order.
    """

    def key(job: ReadJob) -> tuple[bool, int, int]:
        ends = job.ends or job.starts
        at = ends.year * 12 + ends.month if ends else 0
        return (not job.is_current, -at, -(job.starts.year * 12 + job.starts.month) if job.starts else 0)

    return sorted(jobs, key=key)


def _job(job: ReadJob, today: Month) -> dict[str, Any]:
    span = _span(job, today)
    title = _text(job.title)
    return {
        "title": title,
        "months": span[1] - span[0] + 1 if span else None,
        "description": "\n".join(task.text for task in job.tasks),
    }


def _language(cv: ReadCv, at: int) -> str:
    language = cv.languages[at]
    return " ".join(part for part in (language.label, language.scheme.replace("CEFR", ""), language.level) if part)


def _level(school: ReadEducation | None) -> str:
    return school.level if school else ""


def _text(words: Words | None) -> str:
    return words.text if words else ""
