"""Records put into the store together with their codes and vectors: findable from the moment that they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from indexes.record_rows import Along, Hashes
from indexes.rows import Derived, StoredRecord, UpsertCounts
from indexes.store import Store
from matcher.codec import to_stored
from matcher.coded import coded_to_json
from matcher.records import Record

if TYPE_CHECKING:  # who stores without codes must not wait for what codes
    from matcher.coding import Coding, RecordCoder


def upsert_coded(
    store: Store,
    coder: RecordCoder,
    records: Sequence[Record],
    along: Along | None = None,
    guard: Callable[[Hashes], None] | None = None,
) -> UpsertCounts:
    """Store records; those of which the store holds no codes as they are now are coded and embedded.

    Args:
        store: Where they go.
        coder: Codes them.
        records: Of any kinds. Where a key comes twice the later one wins.
        along: Writes what must be there exactly if the records are.
        guard: See ``RecordRows.upsert``.

    Raises:
        StoreError: The database refused.
    """
    stored, mark = [to_stored(record) for record in records], store.title_mark()
    counts = store.upsert(stored, _derived(coder, records, stored, _uncoded(store, coder, stored)), along, guard)
    # Another writer may have replaced meanwhile a record that was coded at the first look.
    late = _uncoded(store, coder, stored)
    if late:
        store.save_derived(_derived(coder, records, stored, late))
    if store.title_mark() != mark:
        # A title was settled, or an answer withdrawn, while these were coded by what counted before.
        store.save_derived(_derived(coder, records, stored, list(range(len(stored)))))
    return counts


def _uncoded(store: Store, coder: RecordCoder, stored: Sequence[StoredRecord]) -> list[int]:
    """Places of the records, the last of each key, that the store holds no codes of as they are given."""
    newest = {(row.kind, row.key): at for at, row in enumerate(stored)}
    coded: dict[str, dict[str, str]] = {}
    for kind in {row.kind for row in stored}:
        keys = sorted({row.key for row in stored if row.kind == kind})
        coded[kind] = store.derived_hashes(kind, coder.fingerprint, keys)
    return [at for (kind, key), at in newest.items() if coded[kind].get(key) != stored[at].content_hash]


def _derived(
    coder: RecordCoder, records: Sequence[Record], stored: Sequence[StoredRecord], places: Sequence[int]
) -> list[Derived]:
    codings = coder.code([records[at] for at in places])
    return derived_rows([stored[at] for at in places], codings, coder.fingerprint)


def derived_rows(records: Sequence[StoredRecord], codings: Sequence[Coding], fingerprint: str) -> list[Derived]:
    """Codes and vectors of records as the store keeps them; same order."""
    return [
        Derived(
            kind=stored.kind,
            key=stored.key,
            content_hash=stored.content_hash,
            fingerprint=fingerprint,
            coded=coded_to_json(coding.coded),
            vector=coding.vector.astype("<f4").tobytes(),
        )
        for stored, coding in zip(records, codings, strict=True)
    ]
