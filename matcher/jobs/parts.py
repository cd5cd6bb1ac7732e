"""What a job does, a part at a time: rows read, matched or told, each part with what is to be written of it.

A part says where the next one begins, so that a job is taken up between any two of them. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexes import statements
from matcher.export import RowsOf
from matcher.jobs.ingest_parts import ingested
from matcher.jobs.job import JobKind
from matcher.jobs.match_parts import keyed, uploaded
from matcher.jobs.part import Part, Work, line_of
from matcher.jobs.stored_keys import pages_of, sources_of


def total_of(work: Work, uploaded: int) -> int:
    """How much there is to do: bytes of the upload, or records."""
    asked = work.asked
    if work.file is not None:
        return uploaded
    return len(asked.ids) or sum(work.engine.store.count_of(asked.of, source) for source in sources_of(work))


def parts_of(work: Work, mark: str) -> Iterator[Part]:
    """The parts of a job from a mark on.

    Raises:
        SepadanError: The job cannot go on.
    """
    if work.asked.kind is JobKind.INGEST:
        return ingested(work, int(mark or 0))
    if work.asked.kind is JobKind.EXPORT:
        return _exported(work, mark)
    return uploaded(work, int(mark or 0)) if work.file is not None else keyed(work, mark)


def _exported(work: Work, mark: str) -> Iterator[Part]:
    kind, engine = work.asked.of, work.engine
    row_of, seen = RowsOf(kind), 0
    for at, done, keys in pages_of(work, mark, statements.BATCH):
        rows = [row_of(change) for change in engine.store.as_they_are(kind, keys, engine.coder.fingerprint)]
        seen += len(rows)
        lines = [(str(row["key"]), line_of(row)) for row in rows]
        yield Part(mark=at, done=done, lines=lines, counts={"read": len(rows)})
