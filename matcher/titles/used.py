"""Which settled titles the codes of a record rest on; asked when it is coded, and when it is checked afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.course_coding import trained_for
from matcher.posting_facts import stated_unit
from matcher.records import Course, Posting, Record
from matcher.texts import title_item, wish_item
from taxonomy.titles import core_title


def settled_of(record: Record, settled: Mapping[str, str]) -> tuple[str, ...]:
    """Each settled title that counts for a record, as ``title=answer``, ascending.

    Args:
        record: Of any kind.
        settled: Normalised titles to answers.
    """
    if not settled:
        return ()
    return tuple(sorted({f"{core}={settled[core]}" for core in cores_of(record) if core in settled}))


def cores_of(record: Record) -> Iterator[str]:
    """The normalised titles that decide what a record is coded as: none where its source states the occupation."""
    if isinstance(record, Posting) and stated_unit(record):
        return
    if isinstance(record, Course) and trained_for(record):
        return
    yield core_title(title_item(record).title)
    if not isinstance(record, Posting | Course):
        yield core_title(wish_item(record).title)
