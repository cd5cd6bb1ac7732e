"""``sepadan webhooks``: every word of it, against a real receiver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexes.secret_box import load_secret_box
from indexes.store import Store
from matcher.events import EventKind, publish
from matcher.home import Home
from matcher.webhooks.subscriptions import subscribe
from tests.api.cli.conftest import Cli
from tests.matcher.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as made:
        monkeypatch.setenv("SEPADAN_WEBHOOK_INSIDE", f" {made.place} ,")
        cli.fill()
        yield made


def subscribed(cli: Cli, receiver: Receiver, events: int) -> str:
    home = Home(root=cli.home)
    store = Store(home.database_url)
    webhook, _ = subscribe(
        store,
        load_secret_box("", home.secret_keys),
        client="klien",
        tenant="dinas",
        url=receiver.url,
        kinds=["job.done"],
        sources=None,
        description="",
        secret=None,
        inside={receiver.place},
    )
    for _ in range(events):
        publish(store, EventKind.JOB_DONE, "dinas", {})
    store.close()
    return webhook.id


def test_what_waits_is_delivered_listed_and_sent_again(cli: Cli, receiver: Receiver) -> None:
    webhook = subscribed(cli, receiver, 3)
    [row] = cli("webhooks", "--json").document["webhooks"]
    assert (row["id"], row["pending"], row["delivered"], row["state"]) == (webhook, 3, 0, "active")
    assert "menunggu 3" in cli("webhooks", "list").out
    assert cli("webhooks", "work", "--once", "--json").document == {"attempts": 3}
    assert len(receiver.got) == 3
    found = cli("webhooks", "deliveries", webhook, "--state", "delivered", "--json").document["deliveries"]
    assert {(each["code"], each["attempts"]) for each in found} == {(204, 1)}
    assert "delivered  percobaan 1  204" in cli("webhooks", "deliveries", webhook).out
    again = cli("webhooks", "resend", webhook, found[0]["id"], "--json").document
    assert again == {"id": found[0]["id"], "state": "pending"}
    assert "pending" in cli("webhooks", "resend", webhook, found[0]["id"]).out
    assert "percobaan: 1" in cli("webhooks", "work", "--once").out
    assert receiver.got[-1][0]["webhook-id"] == found[0]["event"]


def test_what_is_not_there_is_told(cli: Cli, receiver: Receiver) -> None:
    webhook = subscribed(cli, receiver, 0)
    for words in (("deliveries", "wh_0"), ("resend", webhook, "del_0"), ("resend", "wh_0", "del_0")):
        failed = cli("webhooks", *words)
        assert failed.code == 2
        assert "wanted the id of" in failed.err


def test_it_works_until_it_is_ended(cli: Cli, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribed(cli, receiver, 1)

    def end(_: float) -> None:
        receiver.wait_for(1)
        raise KeyboardInterrupt

    monkeypatch.setattr("api.cli.webhooks.time.sleep", end)
    ended = cli("webhooks", "work")
    assert (ended.code, "berhenti" in ended.err, len(receiver.got)) == (0, True, 1)
