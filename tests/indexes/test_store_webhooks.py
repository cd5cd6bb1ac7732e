"""The outbox on both databases: who is told, by whom it is delivered, and what goes when a record goes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from indexes.event_rows import DEAD, DELIVERED, PENDING, NewEvent
from indexes.follower_rows import Pair
from indexes.rows import StoredRecord
from indexes.store import Store
from taxonomy.errors import StoreError, UnknownIdError
from tests.indexes.stores import damage, record, watch, webhook

LEASE = timedelta(seconds=120)


def job(tenant: str = "dinas", **facts: Any) -> NewEvent:
    return NewEvent(**{"kind": "job.done", "tenant": tenant, "data": "{}", **facts})


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


def queue(store: Store, webhook_id: str = "wh_1") -> list[str]:
    return [each.event for each in store.deliveries(webhook_id, before=None, state=None, limit=999)][::-1]


def test_an_event_goes_to_the_subscriptions_of_its_tenant_that_take_its_kind_and_source(store: Store) -> None:
    store.put_webhook(webhook("wh_1"))
    store.put_webhook(webhook("wh_2", tenant="papan"))
    store.put_webhook(webhook("wh_3", kinds='["job.done"]'))
    store.put_webhook(webhook("wh_4", sources='["lain"]'))
    store.put_webhook(webhook("wh_5", state="paused"))
    store.put_webhook(webhook("wh_6", state="disabled"))
    [done] = store.publish([job()])
    [closed] = store.publish([job("", kind="posting.closed", source="satu")])
    [ping] = store.publish([job(kind="ping", webhook="wh_2")])
    told = {f"wh_{n}": queue(store, f"wh_{n}") for n in range(1, 7)}
    assert told == {
        "wh_1": [done, closed],
        "wh_2": [closed, ping],
        "wh_3": [done],
        "wh_4": [done],
        "wh_5": [done, closed],
        "wh_6": [],
    }
    assert store.publish([job("nobody")]) == []
    assert store.event_kinds([done, ping]) == {done: "job.done", ping: "ping"}
    assert store.wanted_kinds() == {"job.done", "match.new", "posting.closed"}


def test_events_have_numbers_that_are_never_given_twice(store: Store) -> None:
    store.put_webhook(webhook())
    store.publish([job(), job()])
    store.prune_events(soon())
    store.publish([job()])
    assert [each.number for each in store.deliveries("wh_1", before=None, state=None, limit=9)] == [3]


def test_one_of_two_processes_delivers_to_a_subscription_and_its_lease_ends_by_itself(store: Store) -> None:
    store.put_webhook(webhook())
    ids = store.publish([job() for _ in range(5)])
    now = soon()
    assert [each.id for each in store.ready_webhooks(now, 9)] == ["wh_1"]
    claims: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: claims.append(store.claim("wh_1", f"p{n}", now, lease=LEASE, limit=3)))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [claim] = [each for each in claims if each is not None]
    assert [event.id for _, event in claim.due] == ids[:3]
    assert store.ready_webhooks(now, 9) == []
    later = now + LEASE + timedelta(seconds=1)
    again = store.claim("wh_1", "lain", later, lease=LEASE, limit=3)
    assert again is not None
    assert [event.id for _, event in again.due] == ids[:3]
    # Whoever comes late tells what was delivered, and leaves the lease of the other alone.
    store.settle(claim.webhook, [replace(claim.due[0][0], state=DELIVERED)])
    assert store.webhook("wh_1").leased_by == "lain"
    store.settle(again.webhook, [replace(each, state=DELIVERED) for each, _ in again.due])
    assert store.webhook("wh_1").leased_by == ""
    assert store.count_deliveries() == {("wh_1", PENDING): 2, ("wh_1", DELIVERED): 3}


def test_what_its_owner_changed_while_it_was_delivered_holds(store: Store) -> None:
    store.put_webhook(webhook())
    store.publish([job()])
    claim = store.claim("wh_1", "p", soon(), lease=LEASE, limit=9)
    assert claim is not None
    store.change_webhook("wh_1", "dinas", url="https://baru.invalid/", state="paused")
    store.settle(replace(claim.webhook, failures=2), [])
    found = store.webhook("wh_1")
    assert (found.url, found.state, found.failures) == ("https://baru.invalid/", "paused", 2)
    assert store.ready_webhooks(soon(), 9) == []


def test_once_disabled_nothing_is_pending_until_it_is_sent_again(store: Store) -> None:
    store.put_webhook(webhook())
    store.publish([job(), job()])
    claim = store.claim("wh_1", "p", soon(), lease=LEASE, limit=1)
    assert claim is not None
    store.settle(replace(claim.webhook, state="disabled", reason="gone"), [])
    found = store.deliveries("wh_1", before=None, state=DEAD, limit=9)
    assert {each.fault for each in found} == {"the webhook is disabled: gone"}
    assert len(found) == 2
    again = store.resend("wh_1", found[0].id, "dinas", datetime.now(UTC))
    assert (again.state, again.fault, again.event) == (PENDING, "", found[0].event)
    for args in (("wh_1", "del_none", "dinas"), ("wh_1", again.id, "papan"), ("wh_0", again.id, None)):
        with pytest.raises(UnknownIdError):
            store.resend(*args, datetime.now(UTC))


def test_pages_of_deliveries_follow_one_another(store: Store) -> None:
    store.put_webhook(webhook())
    ids = store.publish([job() for _ in range(5)])
    first = store.deliveries("wh_1", before=None, state=None, limit=3)
    rest = store.deliveries("wh_1", before=first[-1].number, state=PENDING, limit=3)
    assert [each.event for each in (*first, *rest)] == ids[::-1]


def test_other_tenants_subscriptions_and_watches_are_as_if_they_were_not_there(store: Store) -> None:
    store.upsert([record("a:1", kind="worker")])
    store.put_webhook(webhook())
    store.put_watch(watch())
    for call in (
        lambda: store.webhook("wh_1", "papan"),
        lambda: store.change_webhook("wh_1", "papan", state="paused"),
        lambda: store.delete_webhook("wh_1", "papan"),
        lambda: store.watch("wat_1", "papan"),
        lambda: store.delete_watch("wat_1", "papan"),
    ):
        with pytest.raises(UnknownIdError):
            call()
    assert store.webhooks("papan") == []
    assert store.watches(tenant="papan") == []
    assert store.watch_page("dinas", "", 9) == [watch()]
    assert (store.count_watches("dinas"), store.first_watch()) == (1, 1)


def test_a_removed_subscription_takes_its_deliveries_and_lonely_events_along(store: Store) -> None:
    store.put_webhook(webhook())
    store.put_webhook(webhook("wh_2", client="lain", kinds='["job.done"]'))
    store.publish([job(), job(kind="match.new")])
    store.delete_webhook("wh_1", "dinas")
    assert len(queue(store, "wh_2")) == 1
    assert store.prune_events(soon() - timedelta(days=1)) == 0
    assert store.delete_webhooks_of("lain") == 1
    assert store.delete_webhooks_of("lain") == 0
    assert store.prune_events(soon()) == 0


def test_deleting_a_worker_removes_all_that_names_it_and_nothing_else(store: Store) -> None:
    store.upsert([record(f"a:{n}", kind=kind) for n in range(3) for kind in ("worker", "posting")])
    store.put_webhook(webhook())
    store.put_watch(watch("wat_1", key="a:1"))
    store.put_watch(watch("wat_2", kind="posting", key="a:1"))
    pairs = [
        (Pair(watch="wat_1", key="a:2", day="2026-11-01", kind="posting"), job(worker_key="a:1")),
        (Pair(watch="wat_2", key="a:1", day="2026-11-01", kind="worker"), job(worker_key="a:1")),
        (Pair(watch="wat_2", key="a:2", day="2026-11-01", kind="worker"), job(worker_key="a:2")),
    ]
    assert store.tell_matches(pairs) == 3
    assert store.tell_matches(pairs) == 0
    store.delete("worker", ["a:1"])
    assert [each.id for each in store.watches()] == ["wat_2"]
    assert store.told_pairs(["wat_2"], ["a:1", "a:2"], "2026-11-01") == ({("wat_2", "a:2")}, {"wat_2": 1})
    assert len(queue(store)) == 1
    assert store.tell_matches(pairs) == 0
    assert store.forget_worker_events(["a:2", "a:9"]) == 1
    assert queue(store) == []
    assert store.told_pairs(["wat_2"], ["a:2"], "2026-11-01") == (set(), {})
    store.delete("posting", ["a:1"])
    assert store.watches() == []
    with pytest.raises(UnknownIdError, match="wanted the id of a stored posting"):
        store.put_watch(watch(kind="posting", key="a:1"))


def closing(key: str, why: str, closes_on: str) -> NewEvent:
    return job("", kind="posting.closed", data=f'"{key} {why} {closes_on}"')


def last_day(stored: StoredRecord) -> str | None:
    text = stored.payload.strip('"')
    return None if text == "closed" else text.removeprefix("open")


def test_a_posting_that_was_open_and_no_longer_is_is_told_once(store: Store) -> None:
    def note(*keys: str) -> int:
        return len(store.note_postings(keys, last_day, closing))

    store.put_webhook(webhook())
    store.upsert([record("a:1", "open"), record("a:2", "closed"), record("a:3", "2026-11-05"), record("a:4", "open")])
    assert note("a:1", "a:2", "a:3", "a:4") == 0
    store.upsert([record("a:1", "closed")])
    store.delete("posting", ["a:2", "a:4"])
    assert [note("a:1", "a:2", "a:4"), note("a:1", "a:2", "a:4")] == [2, 0]
    assert [store.end_postings(day, closing) for day in ("2026-11-05", "2026-11-06", "2026-11-07")] == [0, 1, 0]
    store.upsert([record("a:1", "open")])
    assert note("a:1") == 0
    store.upsert([record("a:1", "closed")])
    assert note("a:1") == 1
    with store.snapshot() as connection:
        told = list(connection.exec_driver_sql("SELECT data FROM event ORDER BY number").scalars())
    assert told == ['"a:1 closed "', '"a:4 deleted "', '"a:3 ended 2026-11-05"', '"a:1 closed "']


def test_one_process_follows_at_a_time_and_the_mark_is_kept(store: Store) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    until = now + LEASE
    assert store.follower("f") is None
    assert store.lease_follower("f", "satu", 7, now, until) == 7
    assert store.lease_follower("f", "dua", 7, now, until) is None
    assert store.lease_follower("f", "satu", 0, now, until) == 7
    assert store.lease_follower("f", "dua", 0, until + LEASE, until + 2 * LEASE) == 7
    store.release_follower("f", "satu", 9)
    assert store.lease_follower("f", "dua", 0, until, until) == 7
    store.release_follower("f", "dua", 9)
    assert store.lease_follower("f", "satu", 0, now, until) == 9
    store.drop_follower("f", and_open_postings=True)
    assert store.follower("f") is None


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("webhook", "url = 'https://penyerang.invalid/'"),
        ("event", "data = '[]'"),
        ("delivery", "state = 'dead'"),
        ("watch", "least_score = 0.25"),
    ],
)
def test_a_row_that_is_not_what_was_written_is_told_and_not_used(store: Store, table: str, change: str) -> None:
    store.upsert([record("a:1", kind="worker")])
    store.put_webhook(webhook())
    store.put_watch(watch())
    store.publish([job()])
    damage(store, f"UPDATE {table} SET {change}")
    assert any(fault.startswith(f"{table} ") for fault in store.check())
    with pytest.raises(StoreError, match="run 'sepadan verify'"):
        store.watches() if table == "watch" else [
            store.ready_webhooks(soon(), 9),
            store.deliveries("wh_1", before=None, state=None, limit=9),
            store.claim("wh_1", "p", soon(), lease=LEASE, limit=9),
        ]
