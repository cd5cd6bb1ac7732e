"""An upload taken in: rows read, each stored or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from matcher.answer_lines import error_of
from matcher.erasure.known import REFUSED
from matcher.ingest import Taken, row_to_show, taken
from matcher.jobs.part import Part, Work, line_of
from matcher.rejects import reject_line
from matcher.sources import source_named
from matcher.sources.files import RawRow
from matcher.sources.given import with_given
from matcher.sources.source import Source
from taxonomy.errors import InputError

RECORDS = 200
"""Records of one part that are coded."""

PLAIN_RECORDS = 1_000
"""Records of one part that are stored alone."""


def rows_of(work: Work, source: Source, skip: int) -> Iterator[RawRow]:
    """Rows of the upload of a job.

    Args:
        work: With an upload.
        source: Reads it.
        skip: Rows that were read before.
    """
    assert work.file is not None
    return islice(source.rows(work.file, work.tell), skip, None)


def ingested(work: Work, at: int) -> Iterator[Part]:
    """The parts of an ingest from a row on."""
    asked = work.asked
    source = with_given(source_named(asked.layout), asked.given)
    rows = rows_of(work, source, at)
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
            fault = shown_fault(fault, work.file)
            rejects.append(reject_line(f"upload{''.join(work.file.suffixes)}", shown, fault))
            lines.append(("", line_of({"row": row.number, "id": None, "status": "rejected", "error": error_of(fault)})))
        else:
            records.append(found)
            lines.append((key, line_of({"row": row.number, "id": key, "status": "stored"})))
    counts = {"read": len(batch), "rejected": len(rejects)}
    return Part(mark=str(at), lines=lines, rejects=rejects, counts=counts, records=records)


def shown_fault(fault: InputError, file: Path) -> InputError:
    """The fault with the upload's ending in place of the path that stands for it."""
    texts = (text.replace(str(file), f"upload{''.join(file.suffixes)}") for text in (fault.where, fault.found))
    where, found = texts
    return InputError(wanted=fault.wanted, found=found, where=where)
