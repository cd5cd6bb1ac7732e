from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from indexes.backup import back_up, check_backup, restore
from indexes.duplicate_records import Copy, Verdict
from indexes.rows import StoredRecord
from indexes.schema import DUPLICATE, RULING
from indexes.store import Store
from taxonomy.errors import StoreError, UnknownIdError

KEYS = ("a:1", "a:2", "b:1")


def _record(key: str, content: str = "1") -> StoredRecord:
    return StoredRecord(kind="posting", key=key, raw_hash=content, content_hash=content, payload="{}")


def _cluster(*keys: str) -> list[Copy]:
    return [
        Copy(key=key, cluster=keys[0], place=place, chance=900, completeness=70, employer="sinar jaya, pt", url="u")
        for place, key in enumerate(keys)
    ]


@pytest.fixture
def clustered(store: Store) -> Store:
    store.upsert([_record(key) for key in KEYS])
    store.put_duplicates(_cluster("b:1", "a:1", "a:2"))
    return store


def test_clusters_come_back_as_they_were_put_by_place(clustered: Store) -> None:
    assert clustered.duplicates() == _cluster("b:1", "a:1", "a:2")
    assert clustered.cluster_of("a:2") == clustered.duplicates("b:1") == clustered.duplicates()
    assert clustered.cluster_of("x:9") == []
    assert clustered.duplicate_keys() == set(KEYS)
    assert clustered.duplicates()[0].posted is None


def test_new_clusters_take_the_place_of_all_before(clustered: Store) -> None:
    before = clustered.duplicates_state()
    clustered.put_duplicates(_cluster("a:1", "a:2"))

    assert [copy.key for copy in clustered.duplicates()] == ["a:1", "a:2"]
    assert clustered.duplicates_state() != before
    clustered.put_duplicates([])
    assert clustered.duplicates_state() == (0, 0)


def test_a_copy_of_nothing_stored_is_left_out(clustered: Store) -> None:
    clustered.put_duplicates(_cluster("a:1", "x:9"))

    assert [copy.key for copy in clustered.duplicates()] == ["a:1"]


def test_what_was_written_after_clusters_were_read_wins(clustered: Store) -> None:
    since = clustered.revision()
    clustered.upsert([_record("b:1", "2")])
    clustered.put_duplicates(_cluster("b:1", "a:1", "a:2"), since)
    assert [copy.key for copy in clustered.duplicates()] == ["a:1", "a:2"]
    since = clustered.revision()
    clustered.rule([("a:2", "a:1")], Verdict.APART)
    clustered.rule([("a:2", "b:1")], Verdict.SAME)
    clustered.put_duplicates(_cluster("a:1", "b:1", "a:2"), since)
    assert [copy.key for copy in clustered.duplicates()] == ["a:1", "b:1"]
    clustered.put_duplicates(_cluster("a:1", "b:1", "a:2"), clustered.revision())
    assert len(clustered.duplicates()) == 3


def test_a_posting_that_changes_leaves_its_cluster_and_one_that_is_sent_again_stays(clustered: Store) -> None:
    clustered.upsert(
        [_record("a:1", "2"), StoredRecord(kind="posting", key="a:2", raw_hash="9", content_hash="1", payload="{}")]
    )

    assert [copy.key for copy in clustered.duplicates()] == ["b:1", "a:2"]


def test_a_posting_that_is_deleted_leaves_its_cluster_and_its_rulings(clustered: Store) -> None:
    clustered.rule([("a:1", "a:2"), ("b:1", "a:2")], Verdict.SAME)
    clustered.delete("posting", ["a:1"])

    assert [copy.key for copy in clustered.duplicates()] == ["b:1", "a:2"]
    assert [(one.first, one.second) for one in clustered.rulings()] == [("a:2", "b:1")]


def test_one_can_be_taken_out_by_hand(clustered: Store) -> None:
    revision = clustered.revision()
    clustered.leave_cluster("a:1")

    assert "a:1" not in clustered.duplicate_keys()
    assert clustered.revision() > revision


def test_the_last_word_on_a_pair_counts_in_either_order(clustered: Store) -> None:
    clustered.rule([("a:2", "a:1")], Verdict.SAME)
    clustered.rule([("a:1", "a:2")], Verdict.APART)
    (found,) = clustered.rulings()

    assert (found.first, found.second, found.verdict) == ("a:1", "a:2", Verdict.APART)
    assert found.said_at.tzinfo is not None


def test_nothing_is_said_of_a_posting_that_is_not_stored(clustered: Store) -> None:
    with pytest.raises(UnknownIdError, match="found x:9"):
        clustered.rule([("a:1", "x:9")], Verdict.SAME)
    assert clustered.rulings() == []


def test_a_row_that_is_not_what_was_written_is_told_and_never_used(clustered: Store) -> None:
    clustered.rule([("a:1", "a:2")], Verdict.SAME)
    assert clustered.check() == []
    with clustered.transaction() as connection:
        connection.execute(sa.update(DUPLICATE).where(DUPLICATE.c.key == "a:1").values(place=7))
        connection.execute(sa.update(RULING).values(verdict="apart"))

    faults = clustered.check()
    assert [fault.partition(":")[0] for fault in faults] == ["duplicate of a", "ruling of a"]
    with pytest.raises(StoreError, match="wanted checksum"):
        clustered.duplicates()
    with pytest.raises(StoreError, match="wanted checksum"):
        clustered.rulings()


def test_a_copy_without_its_posting_is_a_fault(clustered: Store) -> None:
    from indexes.schema import RECORD

    with clustered.transaction() as connection:
        connection.execute(sa.delete(RECORD).where(RECORD.c.key == "a:1"))

    assert "duplicate of a:1: wanted its posting, found none" in clustered.check()


def test_clusters_and_rulings_come_back_from_a_backup(clustered: Store, tmp_path: Path) -> None:
    clustered.rule([("a:1", "a:2")], Verdict.APART)
    backup = check_backup(back_up(clustered, tmp_path / "backups").folder)
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, backup)

    assert other.duplicates() == clustered.duplicates()
    assert other.rulings() == clustered.rulings()
    other.close()
