"""What came of matches, as the store keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexes.backup import back_up, check_backup, restore
from indexes.outcome_rows import StoredOutcome
from indexes.rows import UpsertCounts
from indexes.store import Store
from taxonomy.errors import StoreError, UnknownIdError
from tests.indexes.stores import damage, record

SHOWN = StoredOutcome(
    worker_key="w:1",
    posting_key="p:1",
    event="shown",
    list_id="l1",
    key="a:1",
    shown_to="worker",
    position=1,
    at=datetime(2026, 11, 1, 7, tzinfo=UTC),
    weights="judged-1",
    components='{"pay":[0.5,false]}',
    chances="[]",
)
OPENED = replace(SHOWN, event="opened", key="a:2", position=None)


@pytest.fixture
def store(store: Store) -> Store:
    """One with two workers."""
    store.upsert([record("w:1", kind="worker"), record("w:2", kind="worker"), record("p:1")])
    return store


def kept(store: Store) -> list[StoredOutcome]:
    return list(store.outcomes())


def test_outcomes_come_back_as_they_were_told_by_key(store: Store) -> None:
    assert store.put_outcomes([SHOWN, OPENED]) == UpsertCounts(accepted=2)
    assert kept(store) == [OPENED, SHOWN]
    assert store.check() == []


def test_a_push_that_is_sent_again_is_not_counted_twice_and_changes_nothing(store: Store) -> None:
    store.put_outcomes([SHOWN, OPENED])
    revision = store.revision()
    assert store.put_outcomes([SHOWN, OPENED, SHOWN]) == UpsertCounts(unchanged=3)
    assert store.revision() == revision
    assert len(kept(store)) == 2


def test_the_same_event_in_another_list_is_another_outcome(store: Store) -> None:
    store.put_outcomes([SHOWN, replace(SHOWN, list_id="l2"), replace(SHOWN, worker_key="w:2")])
    assert len(kept(store)) == 3


def test_what_is_told_anew_replaces_what_was_told_but_not_what_was_scored(store: Store) -> None:
    store.put_outcomes([SHOWN])
    later = replace(SHOWN, position=2, weights="other-2", components='{"pay":[0.9,true]}')
    assert store.put_outcomes([later]) == UpsertCounts(updated=1)
    assert kept(store) == [replace(SHOWN, position=2)]


def test_a_pair_that_could_not_be_scored_at_first_is_scored_once_it_can(store: Store) -> None:
    blank = replace(SHOWN, components="", weights="judged-0")
    assert store.put_outcomes([blank, blank]) == UpsertCounts(accepted=1, unchanged=1)
    assert store.put_outcomes([replace(blank, position=4)]) == UpsertCounts(updated=1)
    assert store.put_outcomes([SHOWN]) == UpsertCounts(updated=1)
    assert kept(store) == [SHOWN]


def test_an_outcome_of_a_worker_that_is_not_stored_is_refused_and_nothing_goes_in(store: Store) -> None:
    with pytest.raises(UnknownIdError, match="the key of a stored worker, found w:9"):
        store.put_outcomes([SHOWN, replace(SHOWN, worker_key="w:9")])
    assert kept(store) == []


def test_a_worker_that_is_erased_takes_its_outcomes_along_and_does_not_come_back_by_them(store: Store) -> None:
    store.put_outcomes([SHOWN, OPENED, replace(SHOWN, worker_key="w:2")])
    store.delete("worker", ["w:1"])
    assert [row.worker_key for row in kept(store)] == ["w:2"]
    with pytest.raises(UnknownIdError):
        store.put_outcomes([SHOWN])
    assert store.check() == []


def test_a_posting_that_is_deleted_leaves_what_came_of_it(store: Store) -> None:
    store.put_outcomes([SHOWN])
    store.delete("posting", ["p:1"])
    assert kept(store) == [SHOWN]


def test_many_outcomes_go_in_a_batch_at_a_time(store: Store) -> None:
    many = [replace(SHOWN, posting_key=f"p:{number:04d}", position=number + 1) for number in range(1_203)]
    assert store.put_outcomes(many) == UpsertCounts(accepted=1_203)
    assert kept(store) == many


def test_a_row_that_is_not_what_was_written_is_told_and_never_given_and_a_push_mends_it(store: Store) -> None:
    store.put_outcomes([SHOWN, OPENED])
    damage(store, "UPDATE outcome SET position = 9 WHERE event = 'shown'")
    with pytest.raises(StoreError, match=r"outcome of w:1 p:1: wanted checksum \w{32}, found"):
        kept(store)
    assert [fault.partition(": wanted")[0] for fault in store.check()] == ["outcome of w:1 p:1"]
    assert store.put_outcomes([SHOWN, OPENED]).unchanged == 1
    assert kept(store) == [OPENED, SHOWN]


def test_an_outcome_without_its_worker_and_a_number_ahead_of_the_counter_are_faults(store: Store) -> None:
    store.put_outcomes([SHOWN])
    damage(store, "DELETE FROM record WHERE key = 'w:1'")
    assert store.check() == ["outcome of w:1: wanted its worker, found none"]
    damage(store, "DELETE FROM outcome")
    store.put_weights("x", "{}", "{}")
    damage(store, "UPDATE revision SET value = 1 WHERE name = 'revision'")
    assert [fault for fault in store.check() if "weights" in fault] == [
        "revision: wanted 3 or more, as weights has it, found 1"
    ]


def test_outcomes_and_weights_are_backed_up_and_restored(store: Store, tmp_path: Path) -> None:
    store.put_outcomes([SHOWN, OPENED])
    store.put_weights("learnt-1", '{"pay":1.0}', "{}")
    store.serve_weights("learnt-1")
    made = back_up(store, tmp_path / "backups")
    assert (made.counts["outcome"], made.counts["weights"]) == (2, 1)
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, check_backup(made.folder))
    assert kept(other) == kept(store)
    assert other.weights() == store.weights()
    assert other.check() == []
    other.close()


@pytest.mark.parametrize("table", ["outcome", "weights"])
def test_a_damaged_row_is_not_backed_up(store: Store, tmp_path: Path, table: str) -> None:
    store.put_outcomes([SHOWN])
    store.put_weights("learnt-1", "{}", "{}")
    damage(store, f"UPDATE {table} SET revision = 77")
    with pytest.raises(StoreError, match=f"{table} "):
        back_up(store, tmp_path / "backups")
