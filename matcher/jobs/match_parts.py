"""Subjects matched or advised: those of an upload, and stored ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from matcher.answer_lines import UNADVISED, UNMATCHED, AnswerSubject, answered, error_of, match_line
from matcher.jobs.ingest_parts import rows_of, shown_fault
from matcher.jobs.job import Asked, JobKind
from matcher.jobs.part import Part, Work, line_of
from matcher.jobs.stored_keys import pages_of
from matcher.records import Kind
from matcher.rights.errors import PurposeError
from matcher.rights.purposes import Purpose
from matcher.sources import source_named
from matcher.sources.files import RawRow
from matcher.training.admission import TrainingWish
from matcher.training.cards import courses_card
from matcher.visibility import Visibility
from taxonomy.errors import InputError

SUBJECTS = 16
"""Subjects of one part of a match: about a second's work, so that a cancelled job ends soon."""


def uploaded(work: Work, at: int) -> Iterator[Part]:
    """Subjects that were sent along."""
    assert work.file is not None
    source, (empty, answer) = source_named(work.asked.layout), _answering(work.asked)
    rows = rows_of(work, source, at)
    while batch := list(islice(rows, SUBJECTS)):
        at += len(batch)
        batch = [row if row.fault is None else replace(row, fault=shown_fault(row.fault, work.file)) for row in batch]
        name = Path(f"upload{''.join(work.file.suffixes)}")
        lines = answered(work.engine, source, batch, name, empty, answer)
        told = [_with_source(work, row, line) for row, line in zip(batch, lines, strict=True)]
        yield _told(str(at), told, None)


def _with_source(work: Work, row: RawRow, line: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line of a worker with the source that its row names beside the id: whose it is, is known by both."""
    source = (row.value or {}).get("source")
    return {**line, "source": source} if work.asked.of is Kind.WORKER and isinstance(source, str) else line


def keyed(work: Work, mark: str) -> Iterator[Part]:
    """Subjects that are stored."""
    empty, answer = _answering(work.asked)
    for at, done, keys in pages_of(work, mark, SUBJECTS):
        # A blank stands for somebody who was erased since it was asked.
        yield _told(at, [_of_stored(work, key, empty, answer) for key in keys if key], done)


def _of_stored(work: Work, key: str, empty: Mapping[str, Any], answer: AnswerSubject) -> Mapping[str, Any]:
    kind = work.asked.of
    try:
        if kind is Kind.WORKER and not work.asked.may_see(key):
            raise InputError(wanted=f"the id of a stored {kind}", found=key, where="id")
        if work.asked.kind is JobKind.RECOMMEND:
            work.engine.limits.require(key, Purpose.TRAINING)
        return answer(work.engine, key, work.engine.stored_subject(kind, key))
    except PurposeError as refused:  # by the person
        return {"id": key, **empty, "error": {"where": "id", "wanted": str(refused), "found": key}}
    except InputError as fault:  # deleted meanwhile, or not yet indexed
        return {"id": key, **empty, "error": error_of(fault)}


def _told(mark: str, lines: Sequence[Mapping[str, Any]], done: int | None) -> Part:
    faulty = sum("error" in line for line in lines)
    counts = {"read": len(lines), "answered": len(lines) - faulty, "faulty": faulty}
    return Part(mark=mark, done=done, lines=[(str(one["id"]), line_of(one)) for one in lines], counts=counts)


def _answering(asked: Asked) -> tuple[Mapping[str, Any], AnswerSubject]:
    """What a faulty line is answered with, and what answers the others."""
    if asked.kind is JobKind.MATCH:
        conditions = asked.conditions
        if asked.of is Kind.POSTING and asked.sources is not None:  # others' people are not even counted
            own = Visibility(viewer="\n".join(("job", *asked.sources)), sources=frozenset(asked.sources))
            conditions = replace(conditions, visible=own)
        return UNMATCHED, lambda engine, given, subject: match_line(
            given, engine.match(subject, asked.k, conditions), asked.language
        )
    wish = asked.wish or TrainingWish(today=asked.day)
    return UNADVISED, lambda engine, given, subject: {
        **courses_card(engine.recommend_courses(subject, asked.k, wish), wish, asked.language),
        "id": given,
    }
