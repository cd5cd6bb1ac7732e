"""Deliveries to a real receiver: what it gets, and what its answers lead to."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from indexes.event_rows import DEAD, DELIVERED, PENDING, StoredDelivery
from indexes.sealed_columns import reseal_boxes
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.events import EventKind, publish
from matcher.webhooks import line
from matcher.webhooks.backoff import GIVEN_UP, TRIPS
from matcher.webhooks.lanes import LANES
from matcher.webhooks.sender import LEASE, Sender
from matcher.webhooks.signing import secret_bytes, signature
from matcher.webhooks.subscriptions import keys_of, rotate, subscribe
from taxonomy.errors import ConfigError, InputError
from tests.matcher.webhooks.receiver import Receiver

BOX = SecretBox({"k1": bytes(32)})


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(seconds=5)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def subscribed(store: Store, receiver: Receiver, url: str = "") -> tuple[str, str]:
    webhook, secret = subscribe(
        store,
        BOX,
        client="klien",
        tenant="dinas",
        url=url or receiver.url,
        kinds=["job.done"],
        sources=None,
        description="",
        secret=None,
        inside={receiver.place},
    )
    return webhook.id, secret


def sender(store: Store, receiver: Receiver, clock: Clock, **more: Any) -> Sender:
    told: list[tuple[str, float]] = []
    made = Sender(
        store,
        lambda: BOX,
        "satu",
        {receiver.place},
        tell=lambda outcome, seconds: told.append((outcome, seconds)),
        clock=clock,
        draw=lambda low, high: high,
        **more,
    )
    made.told = told  # type: ignore[attr-defined]
    return made


def told(store: Store, number: int, subjects: int = 1) -> None:
    for at in range(number):
        publish(store, EventKind.JOB_DONE, "dinas", {"job": f"job_{at % subjects}", "at": at})


def deliveries(store: Store, webhook_id: str) -> list[StoredDelivery]:
    return store.deliveries(webhook_id, before=None, state=None, limit=999)[::-1]


def test_a_delivery_is_what_the_specification_asks_for_and_comes_in_order_over_one_connection(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, secret = subscribed(store, receiver)
    told(store, 30)
    made = sender(store, receiver, clock)
    assert made.deliver(webhook_id) == 30
    assert made.deliver(webhook_id) == 0
    assert receiver.connections == 1
    assert [json.loads(body)["data"]["at"] for _, body in receiver.got] == list(range(30))
    for headers, body in receiver.got:
        document = json.loads(body)
        assert list(document) == ["type", "timestamp", "data"]
        assert document["type"] == "job.done"
        assert datetime.fromisoformat(document["timestamp"]) <= clock.now
        assert headers["content-type"] == "application/json"
        assert headers["host"] == receiver.place
        assert headers["user-agent"].startswith("Sepadan/")
        stamp = int(headers["webhook-timestamp"])
        assert stamp == int(clock.now.timestamp())
        assert headers["webhook-signature"] == signature([secret_bytes(secret)], headers["webhook-id"], stamp, body)
    found = deliveries(store, webhook_id)
    assert [each.event for each in found] == [headers["webhook-id"] for headers, _ in receiver.got]
    assert {(each.state, each.attempts, each.code, each.fault) for each in found} == {(DELIVERED, 1, 204, "")}
    assert {outcome for outcome, _ in made.told} == {DELIVERED}  # type: ignore[attr-defined]


def test_several_subjects_are_told_at_a_time_and_each_in_its_order(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 40, subjects=5)
    lock, inside, most = threading.Lock(), list[int](), 0
    both = threading.Event()

    def answer(count: int) -> tuple[int, dict[str, str], bytes]:
        nonlocal most
        with lock:
            inside.append(count)
            most = max(most, len(inside))
        if most > 1:
            both.set()
        elif count:  # the first is alone: how the receiver does is not known yet
            assert both.wait(20), "one after the other"
        with lock:
            inside.pop()
        return 204, {}, b""

    receiver.answer = answer
    assert sender(store, receiver, clock).deliver(webhook_id) == 40
    assert 1 < most <= LANES
    assert receiver.connections <= LANES
    came = [json.loads(body)["data"] for _, body in receiver.got]
    for subject in range(5):
        assert [each["at"] for each in came if each["job"] == f"job_{subject}"] == list(range(subject, 40, 5))
    assert {each.state for each in deliveries(store, webhook_id)} == {DELIVERED}


def test_a_receiver_that_fails_is_asked_once_at_a_time_whatever_waits(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 20, subjects=20)
    receiver.answer = lambda count: (410, {}, b"")
    assert sender(store, receiver, clock).deliver(webhook_id) == 1
    assert len(receiver.got) == 1


def test_a_failed_delivery_comes_again_with_the_same_id_and_body_at_another_time(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)
    receiver.answer = lambda count: (500, {}, b"rahasia") if count < 2 else (200, {}, b"ok")
    made = sender(store, receiver, clock)
    for wait in (5, 10):
        assert made.deliver(webhook_id) == 1
        [each] = deliveries(store, webhook_id)
        assert (each.state, each.code, each.fault) == (PENDING, 500, "status 500")
        assert each.due_at - clock.now == timedelta(seconds=wait)
        clock.move(seconds=wait - 1)
        assert made.deliver(webhook_id) == 0
        clock.move(seconds=1)
    assert made.deliver(webhook_id) == 1
    assert len({(headers["webhook-id"], body) for headers, body in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 3
    assert len({headers["webhook-signature"] for headers, _ in receiver.got}) == 3
    [each] = deliveries(store, webhook_id)
    assert (each.state, each.attempts) == (DELIVERED, 3)
    assert store.webhook(webhook_id).failures == 0


def test_others_go_on_while_one_waits_for_its_next_attempt(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 4)
    receiver.answer = lambda count: (503, {"Retry-After": "3600"}, b"") if count == 1 else (200, {}, b"")
    made = sender(store, receiver, clock)
    assert made.deliver(webhook_id) == 4
    found = deliveries(store, webhook_id)
    assert [each.state for each in found] == [DELIVERED, PENDING, DELIVERED, DELIVERED]
    assert found[1].due_at - clock.now == timedelta(hours=1)


def test_a_redirect_is_a_failure_and_is_not_followed(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)
    receiver.answer = lambda count: (302, {"Location": f"http://{receiver.place}/lain"}, b"")
    assert sender(store, receiver, clock).deliver(webhook_id) == 1
    assert len(receiver.got) == 1
    assert deliveries(store, webhook_id)[0].fault == "status 302"


def test_410_disables_the_webhook_and_ends_what_is_pending(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 3)
    receiver.answer = lambda count: (410, {}, b"")
    assert sender(store, receiver, clock).deliver(webhook_id) == 1
    webhook = store.webhook(webhook_id)
    assert (webhook.state, webhook.reason) == ("disabled", "the receiver answered 410 Gone")
    assert [each.state for each in deliveries(store, webhook_id)] == [DEAD] * 3
    assert publish(store, EventKind.JOB_DONE, "dinas", {}) == ""


def test_five_failures_open_the_circuit_and_one_delivery_tries_it_again(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 20)
    receiver.answer = lambda count: (500, {}, b"")
    made = sender(store, receiver, clock)
    assert made.deliver(webhook_id) == TRIPS
    assert store.ready_webhooks(clock.now, 9) == []
    clock.move(seconds=29)
    assert made.deliver(webhook_id) == 0
    clock.move(seconds=2)
    assert made.deliver(webhook_id) == 1
    receiver.answer = lambda count: (200, {}, b"")
    clock.move(seconds=61)
    assert [made.deliver(webhook_id), made.deliver(webhook_id), made.deliver(webhook_id)] == [1, 19, 0]
    assert {each.state for each in deliveries(store, webhook_id)} == {DELIVERED}


def test_after_three_days_a_delivery_is_dead_the_webhook_disabled_and_both_can_be_taken_up_again(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)
    receiver.answer = lambda count: (500, {}, b"")
    made, began = sender(store, receiver, clock), clock.now
    while store.webhook(webhook_id).state == "active":
        made.deliver(webhook_id)
        clock.move(hours=3)
        told(store, 1)
        assert clock.now - began < GIVEN_UP + timedelta(hours=12)
    each = deliveries(store, webhook_id)[0]
    assert (each.state, store.webhook(webhook_id).reason) == (DEAD, "the receiver failed for 3 days")
    assert {found.state for found in deliveries(store, webhook_id)} == {DEAD}
    sent = {headers["webhook-id"] for headers, _ in receiver.got}
    receiver.answer = lambda count: (200, {}, b"")
    store.change_webhook(webhook_id, "dinas", state="active", failures=0, failing_since=None, rests_until=None)
    store.resend(webhook_id, each.id, "dinas", clock.now)
    assert made.deliver(webhook_id) == 1
    assert deliveries(store, webhook_id)[0].state == DELIVERED
    assert receiver.got[-1][0]["webhook-id"] == each.event
    assert each.event in sent


def test_both_secrets_sign_for_a_day_after_a_rotation(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, old = subscribed(store, receiver)
    changed, new = rotate(store, BOX, store.webhook(webhook_id), None)
    keys = [secret_bytes(new), secret_bytes(old)]
    assert keys_of(changed, BOX, clock.now) == keys
    assert keys_of(changed, BOX, clock.now + timedelta(hours=25)) == keys[:1]
    told(store, 1)
    sender(store, receiver, clock).deliver(webhook_id)
    [(headers, body)] = receiver.got
    stamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(keys, headers["webhook-id"], stamp, body)
    assert new.encode() not in store.webhook(webhook_id).secret


def test_secrets_are_sealed_again_with_a_new_key(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, old = subscribed(store, receiver)
    rotate(store, BOX, store.webhook(webhook_id), None)
    both = SecretBox({"k2": b"2" * 32, "k1": bytes(32)})
    assert (reseal_boxes(store, both), reseal_boxes(store, both)) == (2, 0)
    found = keys_of(store.webhook(webhook_id), SecretBox({"k2": b"2" * 32}), clock.now)
    assert found[1] == secret_bytes(old)


def test_a_key_that_is_not_at_hand_ends_the_lease_and_nothing_is_lost(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)
    lost = Sender(store, lambda: SecretBox({"k9": b"9" * 32}), "dua", {receiver.place}, clock=clock)
    with pytest.raises(ConfigError):
        lost.deliver(webhook_id)
    assert sender(store, receiver, clock).deliver(webhook_id) == 1


def test_a_long_answer_is_cut_off_and_counts_by_its_status(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 2)
    receiver.answer = lambda count: (200, {}, b"x" * 8_000_000)
    assert sender(store, receiver, clock).deliver(webhook_id) == 2
    assert {each.state for each in deliveries(store, webhook_id)} == {DELIVERED}


def test_an_answer_that_drips_for_ever_is_ended(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)
    over = threading.Event()

    def never(count: int) -> tuple[int, dict[str, str], bytes]:
        over.wait(30)
        return 200, {}, b""

    receiver.answer = never
    sender(store, receiver, clock, whole_s=0.3).deliver(webhook_id)
    over.set()
    [each] = deliveries(store, webhook_id)
    assert each.state == PENDING
    assert each.fault in {"no whole answer within 0.3 s", "ReadTimeout"}


def refused_at(place: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: [place]


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_a_name_that_has_come_to_lead_inside_is_not_connected_to_and_the_fault_shows_no_address(
    store: Store, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    webhook_id, _ = subscribed(store, receiver, "https://contoh.invalid/hook")
    told(store, 1)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    sender(store, receiver, clock, resolve=refused_at(address)).deliver(webhook_id)
    [each] = deliveries(store, webhook_id)
    assert each.code is None
    assert "wanted a public address" in each.fault
    assert address not in each.fault


def test_a_name_without_an_address_and_one_that_takes_too_long_are_faults_that_pass(
    store: Store, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook_id, _ = subscribed(store, receiver, "https://contoh.invalid/hook")
    told(store, 1)
    over = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        over.wait(30)
        return ["8.8.8.8"]

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(line, "RESOLVE_S", 0.05)
    for resolve, words in ((unknown, "not known"), (slow, "no answer of the name server")):
        sender(store, receiver, clock, resolve=resolve).deliver(webhook_id)
        assert words in deliveries(store, webhook_id)[0].fault
        clock.move(minutes=5)
    over.set()


def test_a_closed_port_is_a_fault_in_words(store: Store, receiver: Receiver, clock: Clock) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{closed.getsockname()[1]}"
    gone = Receiver(place=place)
    webhook_id, _ = subscribed(store, gone)
    told(store, 1)
    sender(store, gone, clock).deliver(webhook_id)
    assert deliveries(store, webhook_id)[0].fault == "ConnectError"


def test_what_is_stopping_begins_no_further_attempt(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 9)
    made = sender(store, receiver, clock)
    assert made.deliver(webhook_id, lambda: len(receiver.got) >= 4) == 4
    assert store.webhook(webhook_id).leased_by == ""
    assert made.deliver(webhook_id) == 5


def test_what_was_erased_while_it_was_delivered_stays_away(store: Store, receiver: Receiver, clock: Clock) -> None:
    webhook_id, _ = subscribed(store, receiver)
    told(store, 1)

    def erase(count: int) -> tuple[int, dict[str, str], bytes]:
        store.prune_events(clock.now)
        return 200, {}, b""

    receiver.answer = erase
    assert sender(store, receiver, clock).deliver(webhook_id) == 1
    assert deliveries(store, webhook_id) == []


def test_a_tenant_has_so_many_webhooks_and_no_more(store: Store, receiver: Receiver) -> None:
    for _ in range(20):
        subscribed(store, receiver)
    with pytest.raises(InputError, match="wanted at most 20 webhooks"):
        subscribed(store, receiver)


def test_a_lease_outlasts_a_batch() -> None:
    assert LEASE.total_seconds() > 60 + line.WHOLE_S + line.CONNECT_S + line.RESOLVE_S
