"""The audit log: nothing of a person in it, nothing lost that must not be, and every tampering found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.audit_chain import GENESIS, AuditEntry, AuditRow, chain_faults, row_hash
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.rights.audit_heads import head_document, read_head, sign_head, verify_log
from matcher.rights.audit_log import MAX_WAITING, AuditLog, row_document
from taxonomy.errors import InputError, StoreError
from tests.indexes.stores import damage
from tests.matcher.rights.made import BOX, DAY, Clock, entry, log_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    yield opened
    opened.close()


def chained(entries: list[AuditEntry]) -> list[AuditRow]:
    rows, last = list[AuditRow](), GENESIS
    for seq, one in enumerate(entries, 1):
        rows.append(AuditRow(seq=seq, entry=one, prev_hash=last, hash=row_hash(last, one.fields(seq))))
        last = rows[-1].hash
    return rows


_WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
_ENTRIES = st.lists(
    st.builds(
        entry,
        action=_WORDS,
        at=st.datetimes().map(lambda at: at.replace(tzinfo=DAY.tzinfo)),
        actor=_WORDS,
        target=_WORDS,
        facts=_WORDS,
        people=st.binary(max_size=16),
    ),
    min_size=2,
    max_size=6,
)
_CHANGES: dict[str, Any] = {
    "at": lambda at: at + timedelta(microseconds=1) if at.year < 9999 else at - timedelta(microseconds=1),
    "people": lambda people: people + b"\x00",
    **dict.fromkeys(
        ("actor", "role", "tenant", "action", "target", "purpose", "outcome", "facts"), lambda text: text + "x"
    ),
}


@given(entries=_ENTRIES)
def test_a_chain_that_nobody_touched_has_no_faults(entries: list[AuditEntry]) -> None:
    assert list(chain_faults(iter(chained(entries)))) == []


@given(entries=_ENTRIES, data=st.data())
def test_every_change_of_a_single_row_is_found(entries: list[AuditEntry], data: st.DataObject) -> None:
    rows = chained(entries)
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(_CHANGES)))
    changed = replace(rows[at].entry, **{name: _CHANGES[name](getattr(rows[at].entry, name))})
    rows[at] = replace(rows[at], entry=changed)
    assert list(chain_faults(iter(rows)))


@given(entries=_ENTRIES, data=st.data())
def test_a_row_that_is_changed_and_hashed_anew_breaks_the_link_of_the_next(
    entries: list[AuditEntry], data: st.DataObject
) -> None:
    rows = chained(entries)
    at = data.draw(st.integers(0, len(rows) - 2))
    forged = replace(rows[at].entry, actor=rows[at].entry.actor + "x")
    rows[at] = replace(rows[at], entry=forged, hash=row_hash(rows[at].prev_hash, forged.fields(rows[at].seq)))
    assert list(chain_faults(iter(rows)))


@given(entries=_ENTRIES, data=st.data())
def test_rows_removed_put_in_or_moved_are_found(entries: list[AuditEntry], data: st.DataObject) -> None:
    rows = chained(entries)
    at = data.draw(st.integers(0, len(rows) - 2))
    removed = rows[:at] + rows[at + 1 :]
    doubled = [*rows[: at + 1], rows[at], *rows[at + 1 :]]
    swapped = [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
    renumbered = [replace(row, seq=seq) for seq, row in enumerate(removed, 1)]
    for tampered in (removed, doubled, swapped):
        assert list(chain_faults(iter(tampered)))
    assert list(chain_faults(iter(renumbered)))


def test_a_row_names_nobody_and_takes_no_free_text(store: Store) -> None:
    log = log_of(store)
    log.append(actor="c", action="identity.read", target="a:Budi", people=["a:Siti"], facts={"count": 1})
    (row,) = store.audit_rows()
    assert "Budi" not in repr(row)
    assert "Siti" not in repr(row)
    assert row_document(row)["people"] == 1
    for facts in ({"note": "x"}, {"source": "x" * 401}, {"source": "a\nb"}):
        with pytest.raises(InputError):
            log.append(actor="c", action="identity.read", facts=facts)
    with pytest.raises(InputError):
        log.append(actor="c", action="Budi membaca")


def test_what_is_only_shown_waits_and_is_written_before_the_next_row(store: Store) -> None:
    log = log_of(store, wait_s=3600)
    log.append(actor="c", action="match.people", people=["a:1", "a:2"])
    assert list(store.audit_rows()) == []
    log.append(actor="c", action="identity.read", target="a:1")
    assert [row.entry.action for row in store.audit_rows()] == ["match.people", "identity.read"]
    log.append(actor="c", action="record.read", target="a:2")
    assert [row.entry.action for row in log.about("a:2")] == ["match.people", "record.read"]
    log.close()


def test_a_buffered_row_is_written_by_itself(store: Store) -> None:
    log = log_of(store, wait_s=0.0)
    log.append(actor="c", action="record.read")
    timer = log._timer
    if timer is not None:
        timer.join()
    assert store.audit_end()[0] == 1


def test_a_store_that_refuses_loses_nothing_and_what_must_be_logged_fails(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_of(store, wait_s=3600)
    log.append(actor="c", action="match.people", people=["a:1"])
    monkeypatch.setattr(store, "append_audit", lambda _: (_ for _ in ()).throw(StoreError("disk full")))
    with pytest.raises(StoreError):
        log.append(actor="c", action="identity.read")
    log._on_time()
    monkeypatch.setattr("matcher.rights.audit_log.MAX_WAITING", 1)
    with pytest.raises(StoreError, match="did not take yet"):
        log.append(actor="c", action="match.people")
    monkeypatch.undo()
    log.close()
    assert [row.entry.action for row in store.audit_rows()] == ["match.people"]
    assert MAX_WAITING > 1


def test_who_saw_me_is_answered_after_the_secret_key_was_rotated(store: Store) -> None:
    log_of(store).append(actor="old", action="identity.read", target="a:1")
    rotated = AuditLog(store, SecretBox({"k2": bytes(32), "k1": bytes(range(32))}), clock=Clock())
    rotated.append(actor="new", action="identity.read", target="a:1")
    assert [row.entry.actor for row in rotated.about("a:1")] == ["old", "new"]
    assert verify_log(store, SecretBox({"k2": bytes(32), "k1": bytes(range(32))})).faults == ()


def test_the_log_is_signed_once_a_day(store: Store) -> None:
    clock = Clock()
    log = log_of(store, clock)
    for _ in range(3):
        log.append(actor="c", action="identity.read")
    log_of(store, clock).append(actor="c", action="identity.read")
    clock.later(days=1)
    log.append(actor="c", action="identity.read")
    assert [(head.seq, head.at.date().isoformat()) for head in store.audit_heads()] == [
        (1, "2026-11-27"),
        (5, "2026-11-28"),
    ]


def unlocked(store: Store) -> Store:
    """As who writes to the database file can have it: without triggers."""
    for table in ("audit_log", "audit_head"):
        for event in ("update", "delete"):
            damage(store, f"DROP TRIGGER {table}_no_{event}")
    return store


def test_an_end_that_was_cut_off_is_found_by_the_head_and_with_the_head_by_one_kept_elsewhere(store: Store) -> None:
    log = log_of(store)
    for number in range(4):
        log.append(actor=f"c{number}", action="identity.read")
    head = sign_head(store, BOX, DAY)
    assert head is not None
    kept = read_head(head_document(head, BOX), "head.json")
    assert verify_log(store, BOX, (kept,)).as_dict()["ok"] is True
    damage(unlocked(store), "DELETE FROM audit_log WHERE seq = 4")
    assert "cut off after 3" in verify_log(store, BOX).faults[0]
    damage(store, "DELETE FROM audit_head WHERE seq = 4")
    assert verify_log(store, BOX).faults == ()
    assert "cut off after 3" in verify_log(store, BOX, (kept,)).faults[0]


def test_a_log_written_anew_is_found_by_a_head_kept_elsewhere(store: Store, tmp_path: Path) -> None:
    log_of(store).append(actor="c", action="identity.read")
    head = sign_head(store, BOX, DAY)
    assert head is not None
    kept = read_head(head_document(head, BOX), "head.json")
    forged = Store(f"sqlite:///{tmp_path / 'forged.db'}")
    log_of(forged).append(actor="nobody", action="identity.read")
    assert "with the hash that was signed" in verify_log(forged, BOX, (kept,)).faults[0]
    forged.close()


def test_heads_that_were_tampered_with_are_found(store: Store) -> None:
    log_of(store).append(actor="c", action="identity.read")
    damage(unlocked(store), "UPDATE audit_head SET at = '2026-11-28 02:00:00.000000'")
    assert "wanted the signature" in verify_log(store, BOX).faults[0]
    assert "found none of this name" in verify_log(store, SecretBox({"k9": bytes(32)})).faults[0]
    stranger = SecretBox({"k1": b"x" * 32})
    head = sign_head(store, stranger, DAY)
    assert head is not None
    found = verify_log(store, BOX, (read_head(head_document(head, stranger), "head.json"),)).faults
    assert any("signed by a key of this installation" in fault for fault in found)


def test_an_empty_log_has_no_head_and_no_faults(store: Store) -> None:
    assert sign_head(store, BOX, DAY) is None
    assert verify_log(store, BOX).rows == 0
    with pytest.raises(InputError, match="head as 'sepadan audit-log head"):
        read_head({"seq": 1}, "head.json")
