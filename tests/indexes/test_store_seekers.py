"""What seekers keep, on both databases: said anew, taken back, gone with the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from indexes import seeker_rows
from indexes.seeker_rows import HIDDEN, SAVED, KeptPosting, Recovery
from indexes.store import Store
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage, record

AT = datetime(2026, 11, 27, 3, tzinfo=UTC)


def kept(posting: str = "b:1", **facts: object) -> KeptPosting:
    made = KeptPosting(worker_key="a:1", posting_key=posting, state=SAVED, reason="", at=AT)
    return replace(made, **facts)  # type: ignore[arg-type]


@pytest.fixture
def seeker(store: Store) -> Store:
    store.upsert([record("a:1", kind="worker"), record("a:2", kind="worker")])
    return store


def test_the_last_word_about_a_posting_counts_and_the_latest_stands_first(seeker: Store) -> None:
    seeker.keep_posting(kept("b:1"))
    seeker.keep_posting(kept("b:2", at=AT + timedelta(hours=1)))
    seeker.keep_posting(kept("b:1", state=HIDDEN, reason="jauh", at=AT + timedelta(hours=2)))
    assert [(one.posting_key, one.state, one.reason) for one in seeker.kept_postings("a:1")] == [
        ("b:1", HIDDEN, "jauh"),
        ("b:2", SAVED, ""),
    ]
    assert seeker.kept_postings("a:2") == []


def test_what_was_said_can_be_taken_back_once(seeker: Store) -> None:
    seeker.keep_posting(kept())
    assert seeker.leave_posting("a:1", "b:1")
    assert not seeker.leave_posting("a:1", "b:1")
    assert seeker.kept_postings("a:1") == []


def test_nobody_who_is_not_stored_keeps_anything(seeker: Store) -> None:
    with pytest.raises(UnknownIdError, match="a stored worker"):
        seeker.keep_posting(kept(worker_key="a:9"))
    with pytest.raises(UnknownIdError, match="a stored worker"):
        seeker.put_recovery(Recovery(worker_key="a:9", code_hash="c" * 64, made_at=AT))


def test_there_is_a_most_and_what_is_said_anew_of_one_is_no_other(
    seeker: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeker_rows, "MOST_KEPT", 2)
    seeker.keep_posting(kept("b:1"))
    seeker.keep_posting(kept("b:2"))
    seeker.keep_posting(kept("b:2", state=HIDDEN))
    with pytest.raises(InputError, match="at most 2 postings"):
        seeker.keep_posting(kept("b:3"))


def test_a_new_code_takes_the_place_of_the_old_one(seeker: Store) -> None:
    seeker.put_recovery(Recovery(worker_key="a:1", code_hash="c" * 64, made_at=AT))
    seeker.put_recovery(Recovery(worker_key="a:1", code_hash="d" * 64, made_at=AT))
    assert seeker.recovery("c" * 64) is None
    found = seeker.recovery("d" * 64)
    assert found is not None
    assert (found.worker_key, found.made_at) == ("a:1", AT)


def test_all_of_it_goes_with_the_person_and_only_that_person_s(seeker: Store) -> None:
    for worker, code in (("a:1", "c"), ("a:2", "d")):
        seeker.keep_posting(kept(worker_key=worker))
        seeker.put_recovery(Recovery(worker_key=worker, code_hash=code * 64, made_at=AT))
    seeker.delete("worker", ["a:1"])
    assert seeker.kept_postings("a:1") == []
    assert seeker.recovery("c" * 64) is None
    assert len(seeker.kept_postings("a:2")) == 1
    assert seeker.recovery("d" * 64) is not None


def test_a_row_that_is_not_what_was_written_is_refused(seeker: Store) -> None:
    seeker.keep_posting(kept())
    damage(seeker, "UPDATE kept_posting SET state = 'hidden'")
    with pytest.raises(StoreError, match="kept_posting"):
        seeker.kept_postings("a:1")
    assert any("kept_posting a:1" in fault for fault in seeker.check())
