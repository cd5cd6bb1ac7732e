"""Leases of keys on both databases: held for longer by who holds them, taken once they are over, never by two."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from indexes.idempotency_rows import StoredAnswer
from indexes.store import Store

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
CLAIM = StoredAnswer(
    client="local",
    key_hash="0" * 64,
    request_hash="1" * 64,
    status=0,
    answer=b"",
    holder="a",
    expires_at=NOW + timedelta(seconds=30),
)
LONGER = replace(CLAIM, expires_at=NOW + timedelta(seconds=60))


def test_a_claim_is_held_for_longer_by_its_own_request_alone_and_not_once_it_is_answered(store: Store) -> None:
    assert not store.renew_claim(LONGER)
    assert store.claim_answer(CLAIM, NOW) is None
    assert not store.renew_claim(replace(LONGER, holder="b"))
    assert store.renew_claim(LONGER)
    assert store.claim_answer(replace(CLAIM, holder="b"), NOW + timedelta(seconds=45)) == LONGER
    answered = replace(LONGER, status=200, answer=b"x")
    assert store.keep_answer(answered)
    assert not store.renew_claim(LONGER)
    assert store.claim_answer(CLAIM, NOW) == answered
    assert store.check() == []


def test_a_claim_that_was_over_is_anothers_and_the_first_neither_renews_nor_keeps_it(store: Store) -> None:
    assert store.claim_answer(CLAIM, NOW) is None
    second = replace(CLAIM, holder="b", expires_at=NOW + timedelta(minutes=2))
    assert store.claim_answer(second, NOW + timedelta(seconds=31)) is None
    assert not store.renew_claim(replace(CLAIM, expires_at=NOW + timedelta(hours=1)))
    assert not store.keep_answer(replace(CLAIM, status=200, answer=b"x"))
    assert store.renew_claim(replace(second, expires_at=NOW + timedelta(minutes=3)))


def test_of_a_renewal_and_an_answer_at_once_neither_undoes_the_other(store: Store) -> None:
    """A renewal that read the row before the answer was kept must not write it back as it was."""
    for turn in range(10):
        claim = replace(CLAIM, key_hash=f"{turn:064x}")
        longer, answered = replace(claim, expires_at=LONGER.expires_at), replace(claim, status=200, answer=b"x")
        assert store.claim_answer(claim, NOW) is None
        both = threading.Barrier(2)
        kept = list[bool]()

        def renew(longer: StoredAnswer = longer, both: threading.Barrier = both) -> None:
            both.wait(60)
            store.renew_claim(longer)

        thread = threading.Thread(target=renew)
        thread.start()
        both.wait(60)
        kept.append(store.keep_answer(answered))
        thread.join(60)
        assert kept == [True]
        assert store.claim_answer(claim, NOW) == answered
