"""Postings that an upstream no longer has: closed, kept, and open again when it lists them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexes.rows import StoredRecord
from indexes.sighting_rows import Sighting
from indexes.store import Store
from matcher.codec import from_json, to_stored
from matcher.filling import raw_hash
from matcher.records import Kind, Posting


def close_keys(store: Store, upstream: str, keys: Sequence[str], run: int) -> int:
    """Close stored postings; gives how many were open.

    Args:
        store: Where they are.
        upstream: Whose they are.
        keys: Theirs; one that is not stored or is closed already is passed over.
        run: Number of the run that closes them.

    Raises:
        StoreError: The store refused.
    """
    # Read and written at once: a posting that somebody deletes meanwhile stays away, and what they put stays as put.
    closed = store.rewrite(Kind.POSTING, keys, _closed)
    known = store.sightings(upstream, keys)
    seen = [known.get(key, Sighting(upstream=upstream, key=key, run=run, content="")) for key in keys]
    store.keep_seen([replace(sight, closed_by=run) for sight in seen if sight.closed_by is None])
    return closed


def _closed(stored: StoredRecord) -> StoredRecord | None:
    """The posting closed; None when it is so already."""
    posting = from_json(Kind.POSTING, stored.payload)
    if not isinstance(posting, Posting) or posting.is_closed:
        return None
    # Another hash of the raw row, so that the same row is news when the upstream lists it again.
    marked = replace(posting.provenance, raw_hash=raw_hash(["closed", posting.provenance.raw_hash]))
    return to_stored(replace(posting, is_closed=True, provenance=marked))


def count_absent(store: Store, upstream: str, since: int) -> int:
    """How many open postings no run of this number or later has seen."""
    return sum(len(batch) for batch in store.absent(upstream, since))


def close_absent(store: Store, upstream: str, since: int, run: int) -> int:
    """Close the open postings that no run of number ``since`` or later has seen; gives how many.

    Raises:
        StoreError: The store refused; what was closed before stays closed.
    """
    return sum(
        close_keys(store, upstream, [sight.key for sight in batch], run) for batch in store.absent(upstream, since)
    )
