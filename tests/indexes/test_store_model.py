"""The store against a plain model of it, over random histories."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from indexes.rows import Derived, StoredRecord, UpsertCounts
from indexes.store import Store
from tests.indexes.stores import derived, everything, record

pytestmark = pytest.mark.untraced  # other tests reach the same lines

_KEYS = st.sampled_from(["a:1", "a:2", "b:1", "b:é"])
_KINDS = st.sampled_from(["posting", "worker"])
_RECORDS = st.builds(lambda kind, key, content: record(key, content, kind), _KINDS, _KEYS, st.sampled_from("xyz"))
_FINGERPRINT = "f1"

Place = tuple[str, str]


class StoreAgainstModel(RuleBasedStateMachine):
    """Each rule does the same to a store and to dicts; the store must always say what the dicts say."""

    revisions = Bundle("revisions")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{self.folder / 'sepadan.db'}"
        self.store = Store(self.url)
        self.records: dict[Place, StoredRecord] = {}
        self.derived: dict[Place, Derived] = {}
        self.changed_at: dict[Place, int] = {}
        self.revision = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def _changed(self, places: set[Place]) -> None:
        if places:
            self.revision += 1
            self.changed_at.update(dict.fromkeys(places, self.revision))

    @initialize(target=revisions)
    def begin(self) -> int:
        return 0

    @rule(target=revisions, batch=st.lists(_RECORDS, max_size=6))
    def upsert(self, batch: list[StoredRecord]) -> int:
        accepted = updated = unchanged = 0
        changed = set()
        for row in batch:
            place = (row.kind, row.key)
            before = self.records.get(place)
            accepted, updated = accepted + (before is None), updated + (before not in (None, row))
            unchanged += before == row
            changed |= {place} if before != row else set()
            self.records[place] = row
        self._changed(changed)
        assert self.store.upsert(batch) == UpsertCounts(accepted=accepted, updated=updated, unchanged=unchanged)
        return self.revision

    @rule(target=revisions, of=st.lists(_RECORDS, max_size=4), fingerprint=st.sampled_from([_FINGERPRINT, "f2"]))
    def save_derived(self, of: list[StoredRecord], fingerprint: str) -> int:
        rows = [derived(row, fingerprint) for row in of]
        kept = {
            (row.kind, row.key): row
            for row in rows
            if (stored := self.records.get((row.kind, row.key))) and stored.content_hash == row.content_hash
        }
        self.derived |= kept
        self._changed(set(kept))
        self.store.save_derived(rows)
        return self.revision

    @rule(target=revisions, kind=_KINDS, keys=st.lists(_KEYS, max_size=3))
    def delete(self, kind: str, keys: list[str]) -> int:
        there = {(kind, key) for key in keys} & self.records.keys()
        for place in there:
            del self.records[place]
            self.derived.pop(place, None)
        self._changed(there)
        assert self.store.delete(kind, keys) == len(there)
        return self.revision

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store(self.url)

    @rule(kind=_KINDS, since=revisions, upto=st.one_of(st.none(), revisions))
    def changes(self, kind: str, since: int, upto: int | None) -> None:
        last = self.revision if upto is None else upto
        told = list(self.store.changes(kind, _FINGERPRINT, since, upto))
        must = {key for (of, key), number in self.changed_at.items() if of == kind and since < number <= last}
        # A key that changed once more after the bound may be told before its time, and is told again in time.
        later = {key for (of, key), number in self.changed_at.items() if of == kind and number > last}
        keys = [change.key for change in told]
        assert keys == sorted(set(keys), key=str.encode)
        assert must <= set(keys) <= must | later
        for change in told:
            place = (kind, change.key)
            stored = self.records.get(place)
            assert change.payload == (stored.payload if stored else "")
            assert change.content_hash == (stored.content_hash if stored else "")
            assert change.derived == self._current(place)

    def _current(self, place: Place) -> Derived | None:
        made, stored = self.derived.get(place), self.records.get(place)
        if made is None or stored is None or made.fingerprint != _FINGERPRINT:
            return None
        return made if made.content_hash == stored.content_hash else None

    @invariant()
    def agrees(self) -> None:
        assert self.store.revision() == self.revision
        for kind in ("posting", "worker"):
            mine = {key: row.payload for (of, key), row in self.records.items() if of == kind}
            assert everything(self.store, kind) == mine
            current = {(kind, key): self._current((kind, key)) for key in mine}
            given = {(row.kind, row.key): row for row, _ in self.store.derived(kind, _FINGERPRINT)}
            assert given == {place: row for place, row in current.items() if row}
            assert self.store.count_pending(kind, _FINGERPRINT) == len(mine) - len(given)
        assert self.store.check() == []


StoreAgainstModel.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestStoreAgainstModel = StoreAgainstModel.TestCase
