"""Consents, requests and the audit log on both databases: what is kept, what leaves with a person, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from indexes.audit_chain import GENESIS, PERSON_BYTES
from indexes.backup import back_up, check_backup, restore
from indexes.consent_rows import ConsentState
from indexes.request_rows import RequestFilter, StoredRequest
from indexes.store import Store
from taxonomy.errors import StoreError, UnknownIdError
from tests.indexes.stores import damage
from tests.matcher.rights.made import DAY, entry, request, said, say, with_workers


def test_the_history_of_a_consent_is_kept_and_the_same_word_again_adds_nothing(store: Store) -> None:
    with_workers(store, "a:1")
    assert len(say(store, said("a:1", "share"), said("a:1", "share"))) == 1
    say(store, said("a:1", "share", "withdrawn"))
    say(store, said("a:1", "share", tenant="papan"))
    history = [(row.given.tenant, row.number, row.given.state) for row in store.consents("a:1")]
    assert history == [
        ("", 1, ConsentState.GRANTED),
        ("", 2, ConsentState.WITHDRAWN),
        ("papan", 1, ConsentState.GRANTED),
    ]
    assert store.consents("a:1")[0].given == said("a:1", "share")
    assert [row.entry.action for row in store.audit_rows()] == [
        "consent.granted",
        "consent.withdrawn",
        "consent.granted",
    ]


def test_consents_of_someone_who_is_not_stored_are_refused_and_nothing_is_kept(store: Store) -> None:
    with_workers(store, "a:1")
    with pytest.raises(UnknownIdError, match="stored worker"):
        say(store, said("a:1", "share"), said("a:2", "share"))
    assert store.consents("a:1") == []
    assert list(store.audit_rows()) == []


def test_who_follows_consents_is_told_what_is_new_and_everything_once_someone_was_erased(store: Store) -> None:
    with_workers(store, "a:1", "a:2")
    say(store, said("a:1", "share"), said("a:2", "share"))
    first = store.consent_changes(0, 0)
    assert first.rows == [("a:1", "share", "", True), ("a:2", "share", "", True)]
    assert store.consent_changes(first.upto, first.erased).rows == []
    say(store, said("a:2", "alerts"))
    assert [row[1] for row in store.consent_changes(first.upto, first.erased).rows] == ["alerts"]
    store.delete("worker", ["a:1"])
    again = store.consent_changes(first.upto, first.erased)
    assert again.erased == first.erased + 1
    assert {row[0] for row in again.rows} == {"a:2"}


def test_a_request_changes_with_its_row_of_the_log_or_not_at_all(store: Store) -> None:
    with_workers(store, "a:1")
    store.put_request(request(), entry("request.filed"))
    store.change_request("rq_1", lambda row: (replace(row, state="done", decided_at=DAY), entry("request.answered")))
    assert store.request("rq_1").decided_at == DAY

    def fails(row: StoredRequest) -> tuple[StoredRequest, object]:
        raise StoreError("no")

    with pytest.raises(StoreError):
        store.change_request("rq_1", fails)  # type: ignore[arg-type]
    assert [row.entry.action for row in store.audit_rows()] == ["request.filed", "request.answered"]
    with pytest.raises(UnknownIdError):
        store.put_request(request("rq_2", "a:9"), entry())
    with pytest.raises(UnknownIdError):
        store.request("rq_9")


def test_requests_are_listed_by_due_time_page_by_page_and_by_what_is_wanted(store: Store) -> None:
    with_workers(store, "a:1", "b:1", "a%:1")
    dues = {"rq_1": ("a:1", 3), "rq_2": ("b:1", 1), "rq_3": ("a:1", 2), "rq_4": ("a%:1", 2)}
    for request_id, (worker, hours) in dues.items():
        store.put_request(request(request_id, worker, due_at=DAY + timedelta(hours=hours)), entry())
    ids = lambda **wanted: [row.id for row in store.requests(RequestFilter(**wanted))]  # noqa: E731
    assert ids() == ["rq_2", "rq_3", "rq_4", "rq_1"]
    assert ids(limit=2) == ["rq_2", "rq_3"]
    assert ids(limit=2, after="rq_3") == ["rq_4", "rq_1"]
    assert ids(sources=frozenset({"a"})) == ["rq_3", "rq_1"]
    assert ids(sources=frozenset()) == []
    assert ids(due_before=DAY + timedelta(hours=2)) == ["rq_2"]
    assert ids(worker_key="b:1", states=("received",), kind="access") == ["rq_2"]
    assert store.open_requests(DAY + timedelta(hours=2)) == {"access": (4, 1)}


def test_erasing_a_person_takes_consents_and_words_along_and_leaves_the_proof(store: Store) -> None:
    with_workers(store, "a:1", "a:2")
    say(store, said("a:1", "share"), said("a:2", "share"))
    store.put_request(request(), entry())
    store.delete("worker", ["a:1"])
    assert store.consents("a:1") == []
    assert len(store.consents("a:2")) == 1
    left = store.request("rq_1")
    assert (left.worker_key, left.content, left.kind, left.due_at) == ("", b"", "access", DAY + timedelta(hours=72))
    assert store.check() == []


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
@pytest.mark.parametrize("table", ["audit_log", "audit_head"])
def test_the_database_itself_refuses_to_change_the_log(store: Store, statement: str, table: str) -> None:
    store.append_audit([entry()])
    with store.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit_head (seq, hash, at, key_id, signature) SELECT seq, hash, at, 'k', hash FROM audit_log"
        )
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        damage(
            store,
            statement.replace("audit_log", table).replace("actor", "key_id" if table == "audit_head" else "actor"),
        )


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_the_log(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.append_audit([entry()])
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        damage(store, "TRUNCATE audit_log")
    store.close()


def test_two_stores_over_one_database_continue_one_chain(store: Store, url: str) -> None:
    other = Store(url)
    for number in range(6):
        (store if number % 2 else other).append_audit([entry(actor=f"c{number}")] * 2)
    rows = list(store.audit_rows())
    assert [row.seq for row in rows] == list(range(1, 13))
    assert [row.prev_hash for row in rows] == [GENESIS, *[row.hash for row in rows[:-1]]]
    assert all(row.is_whole for row in rows)
    assert [row.seq for row in store.audit_rows(after=3, upto=5)] == [4, 5]
    other.close()


def test_rows_about_a_person_are_found_alone_and_in_lists_but_not_across_two_others(store: Store) -> None:
    mine = bytes(range(PERSON_BYTES)).hex().ljust(64, "0")
    mark = bytes.fromhex(mine)[:PERSON_BYTES]
    across = b"\xff" * 4 + mark + b"\xff" * 4
    store.append_audit([entry(target=mine), entry(people=b"\x00" * PERSON_BYTES + mark), entry(people=across), entry()])
    assert [row.seq for row in store.audit_about([mine])] == [1, 2]


def test_check_names_what_was_turned_over(store: Store) -> None:
    with_workers(store, "a:1")
    say(store, said("a:1", "share"))
    store.put_request(request(), entry())
    assert store.check() == []
    damage(store, "UPDATE consent SET state = 'withdrawn'")
    damage(store, "UPDATE person_request SET state = 'done'")
    found = " ".join(store.check())
    assert "consent of a:1, share 1" in found
    assert "request rq_1" in found


def test_a_backup_brings_consents_requests_and_the_log_back(store: Store, tmp_path: Path) -> None:
    with_workers(store, "a:1")
    say(store, said("a:1", "share"))
    store.put_request(request(), entry())
    kept = check_backup(back_up(store, tmp_path).folder)
    with pytest.raises(StoreError, match="wanted an empty store"):
        restore(store, kept)
    fresh = Store(f"sqlite:///{tmp_path / 'fresh.db'}")
    restore(fresh, kept)
    assert fresh.consents("a:1") == store.consents("a:1")
    assert fresh.requests(RequestFilter()) == store.requests(RequestFilter())
    assert list(fresh.audit_rows()) == list(store.audit_rows())
    fresh.append_audit([entry()])
    assert fresh.check() == []
    fresh.close()
    logged = Store(f"sqlite:///{tmp_path / 'logged.db'}")
    logged.append_audit([entry()])
    with pytest.raises(StoreError, match="without an audit log, found 1 rows"):
        restore(logged, kept)
    logged.close()
