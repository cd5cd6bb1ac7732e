"""From a write to the receiver: what is followed, delivered, and left for the next start."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from indexes.secret_box import SecretBox
from matcher.engine import Engine
from matcher.events import EventKind, publish
from matcher.forms import PostingForm, WorkerForm
from matcher.home import Home
from matcher.records import Kind
from matcher.webhooks import dispatcher as module
from matcher.webhooks.dispatcher import Dispatcher
from matcher.webhooks.subscriptions import subscribe
from taxonomy.errors import StoreError
from tests.fakes import FakeEncoder
from tests.indexes.stores import watch
from tests.matcher.webhooks.receiver import Receiver, receiving

BOX = SecretBox({"k1": bytes(32)})
KINDS = ("match.new", "posting.closed", "job.done")


class Log:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []

    def error(self, event: str, **facts: Any) -> None:
        self.told.append((event, facts))


def subscribed(engine: Engine, receiver: Receiver, kinds: tuple[str, ...] = KINDS) -> str:
    webhook, _ = subscribe(
        engine.store,
        BOX,
        client="klien",
        tenant="dinas",
        url=receiver.url,
        kinds=kinds,
        sources=None,
        description="",
        secret=None,
        inside={receiver.place},
    )
    return webhook.id


def posting(at: int, **facts: Any) -> Any:
    form = PostingForm.model_validate({"id": f"p{at}", "title": "Juru Las", "description": "Mengelas.", **facts})
    return form.to_record("uji", f"{at}{facts}")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """With a worker, two postings and an index."""
    engine.upsert([WorkerForm.model_validate({"id": "w1", "wish": "juru las"}).to_record("uji", "w1")])
    engine.upsert([posting(1), posting(2, closes_on="2099-01-01")])
    engine.build()
    return engine


@pytest.fixture
def dispatcher(engine: Engine, receiver: Receiver, log: Log) -> Iterator[Dispatcher]:
    made = Dispatcher(engine, lambda: BOX, {receiver.place}, log)
    yield made
    made.stop()


def got(receiver: Receiver) -> list[tuple[str, dict[str, Any]]]:
    return [(document["type"], document["data"]) for document in (json.loads(body) for _, body in receiver.got)]


def test_nobody_subscribed_nothing_is_followed(engine: Engine, dispatcher: Dispatcher) -> None:
    assert not dispatcher.follow()
    assert dispatcher.deliver() == 0
    assert engine.store.follower("closings") is None


def test_what_is_closed_deleted_or_over_is_told_with_the_reason(engine: Engine, receiver: Receiver, log: Log) -> None:
    now = [datetime.now(UTC)]
    dispatcher = Dispatcher(engine, lambda: BOX, {receiver.place}, log, clock=lambda: now[0])
    subscribed(engine, receiver)
    assert dispatcher.follow()
    assert dispatcher.deliver() == 0
    engine.upsert([posting(1, is_closed=True), posting(3), posting(4, closes_on="2099-05-01")])
    dispatcher.follow()
    engine.delete(Kind.POSTING, ["uji:p3"])
    dispatcher.follow()
    now[0] = datetime.now(UTC)
    assert dispatcher.deliver() == 2
    now[0] = datetime(2099, 1, 1, 16, tzinfo=UTC)
    dispatcher.follow()  # 23:00 of the last day in western Indonesia
    now[0] = datetime(2099, 1, 1, 17, tzinfo=UTC)
    dispatcher.follow()
    assert dispatcher.deliver() == 1
    assert got(receiver) == [
        ("posting.closed", {"posting": "uji:p1", "reason": "closed", "closes_on": None}),
        ("posting.closed", {"posting": "uji:p3", "reason": "deleted", "closes_on": None}),
        ("posting.closed", {"posting": "uji:p2", "reason": "ended", "closes_on": "2099-01-01"}),
    ]
    dispatcher.stop()


def test_who_subscribes_later_is_told_of_what_changes_from_then_on(
    engine: Engine, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    subscribed(engine, receiver, ("job.done",))
    dispatcher.follow()
    webhook_id = subscribed(engine, receiver, ("posting.closed",))
    dispatcher.follow()
    engine.upsert([posting(1, is_closed=True)])
    dispatcher.follow()
    assert dispatcher.deliver() == 1
    engine.store.delete_webhook(webhook_id, "dinas")
    dispatcher.follow()
    assert engine.store.follower("closings") is None


def test_a_new_match_is_told_and_erasing_the_worker_takes_it_back(
    engine: Engine, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    webhook_id = subscribed(engine, receiver)
    engine.store.put_watch(watch(key="uji:w1", least_score=0.0, revision=engine.store.revision()))
    dispatcher.follow()
    engine.upsert([posting(5)])
    dispatcher.follow()
    assert dispatcher.deliver() == 1
    [(kind, data)] = got(receiver)
    assert (kind, data["watch"], data["worker"]) == ("match.new", "wat_1", "uji:w1")
    assert [match["posting"] for match in data["matches"]] == ["uji:p5"]
    assert engine.store.forget_worker_events(["uji:w1"]) == 1
    assert engine.store.deliveries(webhook_id, before=None, state=None, limit=9) == []
    dispatcher.follow()
    assert engine.store.follower("matches") is None


def test_the_threads_of_two_processes_bring_each_event_once(
    engine: Engine, receiver: Receiver, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "INTERVAL_S", 0.01)
    subscribed(engine, receiver)
    both = [Dispatcher(engine, lambda: BOX, {receiver.place}, log) for _ in range(2)]
    for each in both:
        each.start()
    for at in range(40):
        publish(engine.store, EventKind.JOB_DONE, "dinas", {"job": f"job_{at}"})
        both[at % 2].wake()
    receiver.wait_for(40)
    for each in both:
        each.stop()
    assert len(receiver.got) == len({headers["webhook-id"] for headers, _ in receiver.got}) == 40
    assert log.told == []


def test_a_slow_host_does_not_hold_up_the_others_and_stopping_waits_for_what_is_under_way(
    engine: Engine, receiver: Receiver, log: Log
) -> None:
    over = threading.Event()

    def slow(count: int) -> tuple[int, dict[str, str], bytes]:
        over.wait(30)
        return 204, {}, b""

    receiver.answer = slow
    slow_ids = [subscribed(engine, receiver, ("job.done",)) for _ in range(5)]
    with receiving() as quick:
        subscribed(engine, quick, ("job.done",))
        made = Dispatcher(engine, lambda: BOX, {receiver.place, quick.place}, log)
        publish(engine.store, EventKind.JOB_DONE, "dinas", {})
        made.start()
        quick.wait_for(1)
        receiver_under_way = sum(bool(engine.store.webhook(each).leased_by) for each in slow_ids)
        assert receiver_under_way <= module.PER_HOST
        over.set()
        made.stop()
    assert not any(engine.store.webhook(each).leased_by for each in slow_ids)
    assert log.told == []


def test_receivers_that_fail_leave_threads_to_the_others(
    engine: Engine, receiver: Receiver, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WORKERS", 3)
    monkeypatch.setattr(module, "SLOW", 2)
    monkeypatch.setattr(module, "PER_HOST", 9)
    over = threading.Event()

    def hanging(count: int) -> tuple[int, dict[str, str], bytes]:
        over.wait(30)
        return 204, {}, b""

    receiver.answer = hanging
    failing = [subscribed(engine, receiver, ("job.done",)) for _ in range(3)]
    for each in failing:
        engine.store.change_webhook(each, None, failures=1)
    with receiving() as quick:
        subscribed(engine, quick, ("job.done",))
        made = Dispatcher(engine, lambda: BOX, {receiver.place, quick.place}, log)
        publish(engine.store, EventKind.JOB_DONE, "dinas", {})
        made.start()
        try:
            quick.wait_for(1)
            assert sum(bool(engine.store.webhook(each).leased_by) for each in failing) <= 2
            over.set()
            receiver.wait_for(3)
        finally:
            over.set()
            made.stop()
    assert log.told == []


def test_a_fault_is_told_without_its_words_and_the_thread_goes_on(
    engine: Engine, receiver: Receiver, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Dispatcher(engine, lambda: BOX, {receiver.place}, log)
    right, faults = engine.store.wanted_kinds, [StoreError("rahasia")] * 2

    def burst() -> frozenset[str]:
        if faults:
            raise faults.pop()
        return right()

    monkeypatch.setattr(engine.store, "wanted_kinds", burst)
    monkeypatch.setattr(module, "_IDLE_S", 0.01)
    subscribed(engine, receiver)
    made.start()
    publish(engine.store, EventKind.JOB_DONE, "dinas", {})
    receiver.wait_for(1)
    made.stop()
    assert {(event, facts["error"]) for event, facts in log.told} == {("webhooks failed", "StoreError")}


def test_a_delivery_that_cannot_be_signed_is_told_and_the_lease_is_let_go(
    engine: Engine, receiver: Receiver, log: Log
) -> None:
    webhook_id = subscribed(engine, receiver)
    made = Dispatcher(engine, lambda: SecretBox({"k9": b"9" * 32}), {receiver.place}, log)
    publish(engine.store, EventKind.JOB_DONE, "dinas", {})
    made._deliver_some()
    made._under_way[webhook_id][1].exception(30)
    made._collect()
    made.stop()
    assert log.told == [("webhook delivery failed", {"webhook": webhook_id, "error": "ConfigError"})]
    assert engine.store.webhook(webhook_id).leased_by == ""


def test_events_are_forgotten_after_thirty_days(engine: Engine, receiver: Receiver, log: Log) -> None:
    webhook_id = subscribed(engine, receiver)
    publish(engine.store, EventKind.JOB_DONE, "dinas", {})
    for days, kept in ((29, 1), (31, 0)):
        late = datetime.now(UTC) + timedelta(days=days)
        Dispatcher(engine, lambda: BOX, set(), log, clock=lambda late=late: late).follow()
        assert len(engine.store.deliveries(webhook_id, before=None, state=None, limit=9)) == kept


def test_without_an_index_matches_wait_and_closings_do_not(receiver: Receiver, log: Log, tmp_path: Path) -> None:
    fresh = Engine(Home(root=tmp_path / "kosong"), FakeEncoder())
    fresh.upsert([posting(1), WorkerForm.model_validate({"id": "w1", "wish": "las"}).to_record("uji", "w1")])
    subscribed(fresh, receiver)
    fresh.store.put_watch(watch(key="uji:w1", least_score=0.0, revision=fresh.store.revision()))
    made = Dispatcher(fresh, lambda: BOX, {receiver.place}, log)
    made.follow()
    fresh.upsert([posting(2), posting(1, is_closed=True)])
    made.follow()
    fresh.build()
    made.follow()
    assert made.deliver() == 2
    assert [kind for kind, _ in got(receiver)] == ["posting.closed", "match.new"]
    made.stop()
    fresh.close()
