"""The texts of a record: what the title coder reads, what is embedded, what BM25 reads; personal traits taken out.

Of an ad, what it says of people with disabilities goes too: it serves a filter and may move no score.
"""

from __future__ import annotations

from matcher.privacy import without_personal
from matcher.records import Course, Posting, Record, Worker
from taxonomy.disability_access import without_access
from taxonomy.text import plain
from taxonomy.title_item import TitleItem

_PASSAGE_CHARACTERS = 600


def _impersonal(text: str) -> str:
    """An ad's text without personal traits and without what it says of people with disabilities."""
    return without_personal(without_access(text))


def title_item(record: Record) -> TitleItem:
    """What the title coder reads of a record: a posting's ad, a worker's past, a course's programme."""
    if isinstance(record, Posting):
        title, text = _impersonal(record.title), _impersonal(record.description)
        return TitleItem(title=title, hint=record.hint, text=text)
    if isinstance(record, Course):
        modules = ". ".join(module.title for module in record.modules)
        return TitleItem(title=record.title, hint=record.vocational_field, text=record.summary or modules)
    jobs = [job.title for job in record.jobs]
    title = without_personal(jobs[0]) if jobs else without_personal(plain(record.summary))[:120]
    duties = " ".join([*jobs[1:], *(job.description for job in record.jobs), record.summary])
    return TitleItem(title=title, text=without_personal(duties))


def wish_item(worker: Worker) -> TitleItem:
    """What the title coder reads of a worker's wish."""
    return TitleItem(title=without_personal(worker.wish))


def focus_text(record: Record) -> str:
    """The few words that name the job: a posting's or course's title, a worker's wish, else the latest job."""
    if isinstance(record, Worker):
        wish = wish_item(record)
        return wish.words if wish.words else title_item(record).words
    return title_item(record).words


def passage(record: Record) -> str:
    """The longer text of a record that is embedded, personal traits taken out."""
    if isinstance(record, Worker):
        jobs = " ".join(f"{job.title}. {job.description}" for job in record.jobs)
        parts = (record.wish, jobs, record.summary, ", ".join(record.skills))
        return without_personal(". ".join(plain(part) for part in parts if part))[:_PASSAGE_CHARACTERS]
    return title_item(record).passage


def lexical_text(record: Record) -> str:
    """The text of a record that BM25 reads: all of it, personal traits taken out."""
    if isinstance(record, Posting):
        title, description = without_access(record.title), without_access(record.description)
        parts = [title, title, record.hint, *record.study_programmes, description]
    elif isinstance(record, Worker):
        parts = [record.wish, record.wish, *(f"{job.title} {job.description}" for job in record.jobs), record.summary]
        parts += [*record.skills, *record.licences, record.study_programme]
    else:
        parts = [record.title, record.vocational_field, record.summary, *record.skills, record.certification]
        parts += [module.title for module in record.modules]
    return without_personal(plain("\n".join(parts)))
