"""What a job does, a part at a time: rows read, matched or told, each part with what is to be written of it.

A part says where the next one begins, so that a job is taken up between any two of them. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from indexes import statements
from matcher.answer_lines import UNADVISED, UNMATCHED, AnswerSubject, answered, error_of, match_line
from matcher.engine import Engine
from matcher.erasure.known import REFUSED, Blocked
from matcher.export import RowsOf
from matcher.ingest import Taken, row_to_show, taken
from matcher.jobs.job import Asked, JobKind
from matcher.records import Kind
from matcher.rejects import reject_line
from matcher.rights.errors import PurposeError
from matcher.rights.purposes import Purpose
from matcher.sources import source_named
from matcher.sources.files import RawRow
from matcher.sources.given import with_given
from matcher.sources.source import Source
from matcher.training.admission import TrainingWish
from matcher.training.cards import courses_card
from matcher.visibility import Visibility
from taxonomy.errors import InputError

SUBJECTS = 16
"""Subjects of one part of a match: about a second's work, so that a cancelled job ends soon."""

RECORDS = 200
"""Records of one part that are coded."""

PLAIN_RECORDS = 1_000
"""Records of one part that are stored alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One batch of a job.

    Attributes:
        mark: Where the next one begins.
        done: Of the job's total, after it; None where the bytes that were read tell that.
        lines: Id and line of the result.
        rejects: Lines of the rejects.
        counts: What was done, to be added.
        records: To be stored, with who they are about.
    """

    mark: str
    done: int | None = None
    lines: Sequence[tuple[str, bytes]] = ()
    rejects: Sequence[bytes] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    records: Sequence[Taken] = ()

    def without(self, keys: frozenset[str]) -> Part:
        """The same without some records: of people who were erased."""
        kept = [one for one in self.records if one[0].key not in keys]
        lines = [one for one in self.lines if one[0] not in keys]
        gone = len(self.records) - len(kept)
        return replace(self, records=kept, lines=lines, counts={**self.counts, "forgotten": gone})


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a job works with.

    Attributes:
        engine: Of the installation.
        asked: What was asked for.
        file: The upload; None when there is none.
        tell: Told how many bytes of the upload were read.
        blocked: Tells who was erased at one's own request; their rows are refused. None refuses nobody.
    """

    engine: Engine
    asked: Asked
    file: Path | None = None
    tell: Callable[[int], None] = lambda _: None
    blocked: Blocked | None = None

    def refuses(self, key: str) -> bool:
        """Whether a worker of this key may not be stored again."""
        kind = self.asked.of
        return kind is Kind.WORKER and self.blocked is not None and bool(self.blocked.among(kind, [key]))


def total_of(work: Work, uploaded: int) -> int:
    """How much there is to do: bytes of the upload, or records."""
    asked = work.asked
    if work.file is not None:
        return uploaded
    return len(asked.ids) or sum(work.engine.store.count_of(asked.of, source) for source in _stored(work))


def parts_of(work: Work, mark: str) -> Iterator[Part]:
    """The parts of a job from a mark on.

    Raises:
        SepadanError: The job cannot go on.
    """
    if work.asked.kind is JobKind.INGEST:
        return _ingested(work, int(mark or 0))
    if work.asked.kind is JobKind.EXPORT:
        return _exported(work, mark)
    return _uploaded(work, int(mark or 0)) if work.file is not None else _keyed(work, mark)


def _rows(work: Work, source: Source, skip: int) -> Iterator[RawRow]:
    assert work.file is not None
    return islice(source.rows(work.file, work.tell), skip, None)


def _ingested(work: Work, at: int) -> Iterator[Part]:
    asked = work.asked
    source = with_given(source_named(asked.layout), asked.given)
    rows = _rows(work, source, at)
    while batch := list(islice(rows, RECORDS if asked.index else PLAIN_RECORDS)):
        at += len(batch)
        yield _taken_in(work, source, batch, at)


def _taken_in(work: Work, source: Source, batch: Sequence[RawRow], at: int) -> Part:
    assert work.file is not None
    lines: list[tuple[str, bytes]] = []
    rejects, records = list[bytes](), list[Taken]()
    for row in batch:
        shown = row_to_show(source, row)
        try:
            found = taken(source, row, work.file)
            key = found[0].key
            if not work.asked.may_see(key):
                wanted = f"a record of one of the sources {', '.join(work.asked.sources or ())}"
                raise InputError(wanted=wanted, found=key.partition(":")[0], where=f"row {row.number}, field source")
            if work.refuses(key):
                # Neither id nor row is kept: the person asked not to be known here.
                shown = RawRow(number=row.number)
                raise InputError(wanted=REFUSED, found="one who was", where=f"row {row.number}, field id")
        except InputError as fault:
            fault = _shown(fault, work.file)
            rejects.append(reject_line(f"upload{''.join(work.file.suffixes)}", shown, fault))
            lines.append(("", _line({"row": row.number, "id": None, "status": "rejected", "error": error_of(fault)})))
        else:
            records.append(found)
            lines.append((key, _line({"row": row.number, "id": key, "status": "stored"})))
    counts = {"read": len(batch), "rejected": len(rejects)}
    return Part(mark=str(at), lines=lines, rejects=rejects, counts=counts, records=records)


def _shown(fault: InputError, file: Path) -> InputError:
    """The fault with the upload's ending in place of the path that stands for it."""
    texts = (text.replace(str(file), f"upload{''.join(file.suffixes)}") for text in (fault.where, fault.found))
    where, found = texts
    return InputError(wanted=fault.wanted, found=found, where=where)


def _uploaded(work: Work, at: int) -> Iterator[Part]:
    """Subjects that were sent along."""
    assert work.file is not None
    source, (empty, answer) = source_named(work.asked.layout), _answering(work.asked)
    rows = _rows(work, source, at)
    while batch := list(islice(rows, SUBJECTS)):
        at += len(batch)
        batch = [row if row.fault is None else replace(row, fault=_shown(row.fault, work.file)) for row in batch]
        name = Path(f"upload{''.join(work.file.suffixes)}")
        lines = answered(work.engine, source, batch, name, empty, answer)
        told = [_with_source(work, row, line) for row, line in zip(batch, lines, strict=True)]
        yield _told(str(at), told, None)


def _with_source(work: Work, row: RawRow, line: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line of a worker with the source that its row names beside the id: whose it is, is known by both."""
    source = (row.value or {}).get("source")
    return {**line, "source": source} if work.asked.of is Kind.WORKER and isinstance(source, str) else line


def _keyed(work: Work, mark: str) -> Iterator[Part]:
    """Subjects that are stored."""
    empty, answer = _answering(work.asked)
    for at, done, keys in _pages(work, mark, SUBJECTS):
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
    return Part(mark=mark, done=done, lines=[(str(one["id"]), _line(one)) for one in lines], counts=counts)


def _exported(work: Work, mark: str) -> Iterator[Part]:
    kind, engine = work.asked.of, work.engine
    row_of, seen = RowsOf(kind), 0
    for at, done, keys in _pages(work, mark, statements.BATCH):
        rows = [row_of(change) for change in engine.store.as_they_are(kind, keys, engine.coder.fingerprint)]
        seen += len(rows)
        lines = [(str(row["key"]), _line(row)) for row in rows]
        yield Part(mark=at, done=done, lines=lines, counts={"read": len(rows)})


def _pages(work: Work, mark: str, size: int) -> Iterator[tuple[str, int | None, Sequence[str]]]:
    """Mark, records that are done then, and keys: of those that were named, or of whole sources, by key.

    A record that is deleted or comes while the job runs moves nothing: the mark is a place among keys, or in the list.
    """
    asked, store = work.asked, work.engine.store
    if asked.ids:
        for at in range(int(mark or 0), len(asked.ids), size):
            named = asked.ids[at : at + size]
            yield str(at + len(named)), at + len(named), named
        return
    done, _, after = mark.partition(" ")
    count = int(done or 0)
    for source in _stored(work):
        if after and source < after.partition(":")[0]:
            continue
        while keys := store.keys_after(asked.of, source, after, size):
            after, count = keys[-1], count + len(keys)
            yield f"{count} {after}", count, keys


def _stored(work: Work) -> list[str]:
    """Sources whose records are all taken, in order: the one that was named, else all, of those that may be seen."""
    asked = work.asked
    every = [asked.stored] if asked.stored else sorted(work.engine.store.sources(asked.of))
    is_open = asked.of is not Kind.WORKER or asked.sources is None
    return [source for source in every if is_open or source in (asked.sources or ())]


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


def _line(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
