"""Tells of postings that were open and no longer are: closed by their source, deleted, or past their last day."""

from __future__ import annotations

from datetime import date

from indexes import statements
from indexes.event_rows import NewEvent
from indexes.rows import StoredRecord
from indexes.store import Store
from matcher.codec import from_json
from matcher.events import EventKind, new_event
from matcher.records import Kind, Posting

NAME = "closings"
"""Name of the follower."""


def tell_closings(store: Store, since: int, upto: int, today: date) -> int:
    """Look at all postings that changed in some revisions, then at the day; gives how many events were written.

    What is read again after it was cut short is told once: what was open is remembered with what is told.

    Args:
        store: Whose postings.
        since: Revision up to which all is told; 0 tells of nothing and only learns what is open.
        upto: Last revision to look at.
        today: In western Indonesia.

    Raises:
        StoreError: The store refused.
    """
    day, told, after = today.isoformat(), 0, ""

    def last_day(stored: StoredRecord) -> str | None:
        posting = from_json(Kind.POSTING, stored.payload)
        if not isinstance(posting, Posting) or posting.is_closed:
            return None
        last = posting.closes_on.isoformat() if posting.closes_on else ""
        return None if last and last < day else last

    while keys := store.changed_keys(Kind.POSTING, since, upto, after, statements.BATCH):
        told += len(store.note_postings(keys, last_day, _closed))
        after = keys[-1]
    while ended := store.end_postings(day, _closed):
        told += ended
    return told


def _closed(key: str, why: str, closes_on: str) -> NewEvent:
    data = {"posting": key, "reason": why, "closes_on": closes_on or None}
    return new_event(EventKind.POSTING_CLOSED, "", data, source=key.partition(":")[0])
