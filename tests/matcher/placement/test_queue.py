"""The queue: what waits, taken by one officer at a time, done or put off, gone with the person."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from indexes.placement_rows import DONE, StoredWork
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.engine import Engine
from matcher.placement.queue import ANSWER, HELD, Queue, work_id
from matcher.rights.audit_log import AuditLog
from matcher.rights.requests import Actor
from taxonomy.errors import UnknownIdError
from tests.indexes.stores import record

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
SITI, BUDI = (Actor(client=f"staff:{name}", role="officer", tenant="dinas") for name in ("siti", "budi"))


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    made.upsert([record("a:1", kind="worker"), record("a:2", kind="worker"), record("p:1"), record("p:2")])
    yield made
    made.close()


def queue_of(store: Store, clock: Clock) -> Queue:
    box = SecretBox({"k": bytes(32)})
    return Queue(store, box, AuditLog(store, box, clock=clock), clock)


def work(kind: str, worker: str = "", posting: str = "") -> StoredWork:
    return StoredWork(
        id=work_id(kind, worker, posting),
        kind=kind,
        worker_key=worker,
        posting_key=posting,
        made_at=AT,
        due_at=AT,
        state="waits",
        holder="",
        held_until=None,
        reason="",
        note=b"",
    )


def test_two_officers_never_take_the_same_thing(store: Store, clock: Clock) -> None:
    store.add_work([work("person", worker=f"a:{n}") for n in (1, 2)] + [work("posting", posting="p:1")])
    queue, taken, start = queue_of(store, clock), list[tuple[str, str]](), threading.Barrier(6)

    def take(by: Actor) -> None:
        start.wait()
        while found := queue.take_next(by):
            taken.append((by.client, found.id))
            if sum(name == by.client for name, _ in taken) >= 3:
                return

    officers = [Actor(client=f"staff:{n}", role="officer", tenant="dinas") for n in range(6)]
    threads = [threading.Thread(target=take, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({work for _, work in taken}) == 3
    holders = {work: {name for name, found in taken if found == work} for _, work in taken}
    assert all(len(names) == 1 for names in holders.values())


def test_what_is_in_hand_is_free_again_after_half_an_hour(store: Store, clock: Clock) -> None:
    store.add_work([work("posting", posting="p:1")])
    queue = queue_of(store, clock)
    mine = queue.take_next(SITI)
    assert mine is not None
    assert queue.take(mine.id, BUDI) is None
    assert queue.take_next(BUDI) is None
    clock.at += HELD
    theirs = queue.take(mine.id, BUDI)
    assert theirs is not None
    assert not queue.done(mine, SITI, "placed")
    assert queue.done(theirs, BUDI, "placed", "sudah diterima")
    ended = queue.one(mine.id)
    assert (ended.state, ended.reason, queue.note(ended)) == (DONE, "placed", "sudah diterima")
    assert b"diterima" not in ended.note
    assert queue.waiting() == []
    assert queue.take(mine.id, SITI) is None


def test_what_is_put_off_comes_back_with_its_reason(store: Store, clock: Clock) -> None:
    store.add_work([work("person", worker="a:1")])
    queue = queue_of(store, clock)
    mine = queue.take_next(SITI)
    assert mine is not None
    assert queue.put_off(mine, SITI, "wants_time", 3)
    assert queue.waiting() == []
    clock.at += timedelta(days=3)
    (again,) = queue.waiting("person")
    assert (again.reason, again.holder) == ("wants_time", "")
    taken = queue.take(again.id, BUDI)
    assert taken is not None
    assert queue.give_back(taken, BUDI)
    assert queue.counts() == {"person": 1}
    actions = [row.entry.action for row in store.audit_rows()]
    assert actions == ["work.put_down", "work.put_down"]


def test_a_letter_waits_two_weeks_for_its_answer(store: Store, clock: Clock) -> None:
    queue = queue_of(store, clock)
    queue.refer("a:1", "p:1")
    queue.refer("a:1", "p:1")
    assert queue.waiting() == []
    clock.at += ANSWER
    (one,) = queue.waiting("referral")
    assert (one.worker_key, one.posting_key) == ("a:1", "p:1")


def test_work_leaves_with_its_person_or_posting_and_names_nobody_who_is_gone(store: Store, clock: Clock) -> None:
    queue = queue_of(store, clock)
    store.add_work([work("person", worker="a:1"), work("posting", posting="p:1"), work("person", worker="a:9")])
    queue.refer("a:2", "p:2")
    assert queue.counts() == {"person": 1, "posting": 1}
    store.delete("worker", ["a:1"])
    store.delete("posting", ["p:2"])
    clock.at += ANSWER
    assert queue.counts() == {"posting": 1}
    with pytest.raises(UnknownIdError):
        queue.take(work_id("person", "a:1", ""), SITI)
    assert store.check() == []


def test_open_postings_and_people_come_into_the_queue_once(filled: Engine, clock: Clock) -> None:
    box = SecretBox({"k": bytes(32)})
    queue = Queue(filled.store, box, AuditLog(filled.store, box), clock)
    clock.at = datetime.now(UTC) + timedelta(minutes=1)
    assert queue.fill(filled, date(2026, 11, 27)) == 4
    assert queue.fill(filled, date(2026, 11, 27)) == 0
    assert queue.counts() == {"person": 2, "posting": 2}
    assert all(one.made_at <= clock.at for one in queue.waiting())
