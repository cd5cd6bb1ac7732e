"""Requests of people from filing to answer: clocks, grounds, what is done, what is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from indexes.request_rows import RequestFilter
from indexes.store import Store
from matcher.rights.desk import RightsDesk, due_words
from matcher.rights.requests import RequestKind, Verdict
from taxonomy.errors import ConfigError, InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage
from tests.matcher.rights.made import BOX, DAY, OFFICER, Clock, log_of, with_workers

K = RequestKind


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = with_workers(Store(f"sqlite:///{tmp_path / 'sepadan.db'}"), "a:1")
    yield opened
    opened.close()


def desk_of(store: Store, clock: Clock | None = None, **rest: Any) -> RightsDesk:
    return RightsDesk(store, BOX, log_of(store), clock=clock or Clock(), **rest)


@pytest.mark.parametrize("kind", [K.ACCESS, K.PORTABILITY, K.RESTRICTION])
def test_what_needs_no_human_is_answered_at_once(store: Store, kind: K) -> None:
    done = desk_of(store).file("a:1", kind, {}, OFFICER)
    assert (done.stored.state, done.stored.decided_at, done.stored.due_at - DAY) == (
        "done",
        DAY,
        done.stored.due_at - DAY,
    )
    assert done.as_dict(DAY)["due_at"] == "2026-11-30T02:00:00+00:00"


def test_what_is_asked_and_answered_lies_sealed(store: Store, tmp_path: Path) -> None:
    desk = desk_of(store)
    asked = desk.file("a:1", K.OBJECTION, {"words": "RAHASIA-KATA"}, OFFICER)
    desk.decide(asked.stored.id, OFFICER, Verdict.CHANGED, "RAHASIA-ALASAN")
    assert desk.get(asked.stored.id).content == {"words": "RAHASIA-KATA"}
    assert desk.get(asked.stored.id).answer == {"reason": "RAHASIA-ALASAN"}
    for file in tmp_path.iterdir():
        assert b"RAHASIA" not in file.read_bytes()
    damage(store, "UPDATE person_request SET id = 'rq_other'")
    with pytest.raises(StoreError):
        desk.get("rq_other")


def test_a_request_is_overdue_once_its_clock_ran_out_and_until_it_is_answered(store: Store) -> None:
    clock = Clock()
    desk = desk_of(store, clock)
    asked = desk.file("a:1", K.ERASURE, {}, OFFICER)
    clock.later(hours=72)
    assert desk.overdue() == []
    clock.later(seconds=1)
    assert [one.stored.id for one in desk.overdue()] == [asked.stored.id]
    desk.work(asked.stored.id, OFFICER)
    assert desk.overdue()[0].as_dict(clock())["overdue"] is True
    desk.refuse(asked.stored.id, OFFICER, "legal_dispute", "Ada perkara.")
    assert desk.overdue() == []


def test_a_refusal_needs_a_ground_of_the_law_and_a_reason(store: Store) -> None:
    desk = desk_of(store)
    asked = desk.file("a:1", K.ERASURE, {}, OFFICER).stored.id
    with pytest.raises(InputError, match="a ground to refuse erasure on: law_demands_it"):
        desk.refuse(asked, OFFICER, "too_much_work", "Maaf.")
    with pytest.raises(InputError, match="reason"):
        desk.refuse(asked, OFFICER, "legal_dispute", " ")
    desk.refuse(asked, OFFICER, "legal_dispute", "Ada perkara.")
    with pytest.raises(InputError, match="one that is refused"):
        desk.answer(asked, OFFICER)


def test_an_objection_is_decided_by_a_verdict_and_nothing_else_is(store: Store) -> None:
    desk = desk_of(store)
    objection = desk.file("a:1", K.OBJECTION, {}, OFFICER).stored.id
    erasure = desk.file("a:1", K.ERASURE, {}, OFFICER).stored.id
    with pytest.raises(InputError, match="a verdict"):
        desk.answer(objection, OFFICER)
    with pytest.raises(InputError, match="an objection"):
        desk.decide(erasure, OFFICER, Verdict.UPHELD, "Ya.")
    with pytest.raises(InputError, match="reason"):
        desk.decide(objection, OFFICER, Verdict.UPHELD, "")
    with pytest.raises(InputError, match="in force"):
        desk.lift(objection, OFFICER)
    desk.decide(objection, OFFICER, Verdict.UPHELD, "Ya.")
    assert desk.lift(objection, OFFICER).stored.state == "lifted"


def test_erasing_leaves_the_proof_without_the_person_and_can_be_taken_up_again(store: Store) -> None:
    published: list[Any] = []
    erased: list[str] = []

    def erase(worker: str) -> None:
        erased.append(worker)
        store.delete("worker", [worker])

    desk = desk_of(store, erase=erase, publish=lambda *told: published.append(told))
    first = desk.file("a:1", K.ERASURE, {"words": "Hapus."}, OFFICER).stored.id
    store.delete("worker", ["a:1"])  # as if the process had been killed between the two steps
    done = desk.answer(first, OFFICER, "Sudah.")
    assert (done.stored.state, done.stored.worker_key, done.content, done.answer) == ("done", "", {}, {})
    assert erased == []
    with_workers(store, "a:1")
    second = desk.file("a:1", K.ERASURE, {}, OFFICER).stored.id
    desk.answer(second, OFFICER)
    assert erased == ["a:1"]
    assert published[0] == ("request.answered", "dinas", {"request": first, "state": "done"})


def test_without_an_eraser_the_store_erases(store: Store) -> None:
    desk = desk_of(store)
    desk.answer(desk.file("a:1", K.ERASURE, {}, OFFICER).stored.id, OFFICER)
    assert store.stored_workers(["a:1"]) == set()


def test_a_correction_is_logged_by_hashes_before_and_after(store: Store) -> None:
    given: list[Any] = []

    def correct(worker: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        given.append((worker, dict(fields)))
        return {"before": "b1", "after": "a1", "fields": sorted(fields)}

    desk = desk_of(store, correct=correct)
    asked = desk.file("a:1", K.CORRECTION, {"fields": {"wish": "juru las"}}, OFFICER).stored.id
    with pytest.raises(ConfigError, match="encoder"):
        desk_of(store).answer(asked, OFFICER)
    done = desk.answer(asked, OFFICER, "Sudah.")
    assert given == [("a:1", {"wish": "juru las"})]
    assert done.answer == {"reason": "Sudah.", "before": "b1", "after": "a1", "fields": ["wish"]}
    last = list(store.audit_rows())[-1].entry
    assert '"after":"a1","before":"b1"' in last.facts
    assert "juru las" not in last.facts


def test_a_correction_says_what_is_right_and_only_a_correction_does(store: Store) -> None:
    desk = desk_of(store)
    with pytest.raises(InputError, match="fields to put right"):
        desk.file("a:1", K.CORRECTION, {}, OFFICER)
    for stranger in ("wihs", "id"):
        with pytest.raises(InputError, match=f"fields.{stranger}"):
            desk.file("a:1", K.CORRECTION, {"fields": {stranger: "x"}}, OFFICER)
    with pytest.raises(InputError, match="only a correction"):
        desk.file("a:1", K.ACCESS, {"fields": {"wish": "x"}}, OFFICER)
    with pytest.raises(UnknownIdError):
        desk.file("a:9", K.ACCESS, {}, OFFICER)
    assert desk.requests(RequestFilter()) == []


def test_every_step_leaves_a_row_about_the_person(store: Store) -> None:
    desk = desk_of(store)
    asked = desk.file("a:1", K.OBJECTION, {}, OFFICER).stored.id
    desk.work(asked, OFFICER)
    desk.decide(asked, OFFICER, Verdict.DISMISSED, "Tetap.")
    rows = log_of(store).about("a:1")
    assert [row.entry.action for row in rows] == ["request.filed", "request.working", "request.answered"]
    assert {(row.entry.actor, row.entry.role, row.entry.tenant) for row in rows} == {("petugas-1", "officer", "dinas")}


def test_time_left_is_told_in_words() -> None:
    clock = Clock()
    due = clock()
    clock.later(hours=5)
    assert due_words(due, clock()) == "terlambat 5 jam"
    assert due_words(clock(), due) == "sisa 5 jam"
