"""Doubts and answers about pairs, against a plain model of what should wait and what should count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexes.doubt_rows import UNSURE, Doubt, PairAnswer, put_doubts
from indexes.duplicate_records import Copy, Verdict
from indexes.store import Store
from taxonomy.errors import UnknownIdError
from tests.indexes.stores import record
from tests.matcher.rights.made import entry

AT = datetime(2026, 11, 2, 7, tzinfo=UTC)
KEYS = ("a:1", "a:2", "b:1", "b:2", "c:1")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    is_server = request.param == "postgres"
    url = request.getfixturevalue("postgres_store_url") if is_server else f"sqlite:///{tmp_path / 's.db'}"
    opened = Store(url)
    opened.upsert([record(key, "1" * 40) for key in KEYS])
    yield opened
    opened.close()


def doubts(*pairs: tuple[str, str, int]) -> list[Doubt]:
    return [Doubt(first=first, second=second, chance=chance, reasons="{}") for first, second, chance in pairs]


def keep(store: Store, found: Sequence[Doubt], copies: Sequence[Copy] = ()) -> None:
    store.put_duplicates(copies, along=lambda connection, still: put_doubts(connection, found))


def said(name: str, first: str, second: str, answer: str, minutes: int = 0) -> PairAnswer:
    at = AT + timedelta(minutes=minutes)
    return PairAnswer(id=name, first=first, second=second, answer=answer, before="", made_by="staff:wati", made_at=at)


def waiting(store: Store, source: str = "") -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in store.doubts(800, source=source)]


ALL = doubts(("a:1", "b:1", 600), ("a:2", "b:1", 810), ("a:1", "c:1", 940), ("b:1", "b:2", 790))


def test_the_most_doubtful_wait_first_and_pages_and_sources_part_them(store: Store) -> None:
    keep(store, ALL)
    assert waiting(store) == [("a:2", "b:1"), ("b:1", "b:2"), ("a:1", "c:1"), ("a:1", "b:1")]
    assert [one.chance for one in store.doubts(800, offset=1, limit=2)] == [790, 940]
    assert waiting(store, "c") == [("a:1", "c:1")]
    assert waiting(store, "b") == [("a:2", "b:1"), ("b:1", "b:2"), ("a:1", "b:1")]
    assert (store.count_doubts(), store.count_doubts("c"), store.count_doubts("x")) == (4, 1, 0)
    keep(store, ALL[:1])
    assert waiting(store) == [("a:1", "b:1")]


@pytest.mark.parametrize(("answer", "ruling"), [("same", Verdict.SAME), ("apart", Verdict.APART), (UNSURE, None)])
def test_an_answer_rules_waits_no_more_and_comes_back_when_it_is_undone(
    store: Store, answer: str, ruling: Verdict | None
) -> None:
    keep(store, ALL)
    revision = store.revision()
    assert store.answer_pair(said("pan_1", "a:2", "b:1", answer), "", entry())
    found = store.ruling("a:2", "b:1")
    assert (found.verdict if found else None) == ruling
    assert ("a:2", "b:1") not in waiting(store)
    assert store.count_doubts() == 3
    assert store.revision() > revision
    assert [one.id for one in store.pair_answers(answer)[0]] == ["pan_1"]
    assert store.undo_answer("pan_1", "staff:budi", AT + timedelta(hours=1), entry())
    assert store.ruling("a:2", "b:1") is None
    assert ("a:2", "b:1") in waiting(store)
    assert store.pair_answers(answer) == ([], 0)
    assert not store.undo_answer("pan_1", "staff:budi", AT, entry())
    assert [(one.undone_by, one.answer) for one in store.answers_about("a:2", "b:1")] == [("staff:budi", answer)]
    assert len(list(store.audit_rows())) == 2


def test_what_stood_before_stands_again(store: Store) -> None:
    store.rule([("a:1", "b:1")], Verdict.APART)
    assert store.answer_pair(said("pan_1", "a:1", "b:1", "same"), "", entry())
    assert store.answer_pair(said("pan_2", "a:1", "b:1", UNSURE, 1), "pan_1", entry())
    assert store.ruling("a:1", "b:1") is None
    assert [one.id for one in store.pair_answers("same")[0]] == []
    assert not store.undo_answer("pan_1", "staff:wati", AT, entry()), "another answer came after it"
    assert store.undo_answer("pan_2", "staff:wati", AT, entry())
    found = store.ruling("a:1", "b:1")
    assert found
    assert found.verdict == Verdict.SAME
    assert [one.id for one in store.pair_answers("same")[0]] == ["pan_1"]
    assert store.undo_answer("pan_1", "staff:wati", AT, entry())
    found = store.ruling("a:1", "b:1")
    assert found
    assert found.verdict == Verdict.APART


def test_of_two_people_the_second_is_told_and_changes_nothing(store: Store) -> None:
    assert store.answer_pair(said("pan_1", "a:1", "b:1", "same"), "", entry())
    assert not store.answer_pair(said("pan_2", "a:1", "b:1", "apart"), "", entry())
    found = store.ruling("a:1", "b:1")
    assert found
    assert found.verdict == Verdict.SAME
    assert len(list(store.audit_rows())) == 1
    with pytest.raises(UnknownIdError):
        store.undo_answer("pan_2", "staff:wati", AT, entry())
    with pytest.raises(UnknownIdError):
        store.answer_pair(said("pan_3", "a:1", "x:9", "same"), "", entry())


def test_of_two_apart_the_less_preferred_leaves_their_cluster_at_once(store: Store) -> None:
    names = ["b:1", "a:1", "a:2"]
    copies = [Copy(key=key, cluster="b:1", place=n, chance=900, completeness=50) for n, key in enumerate(names)]
    keep(store, [], copies)
    assert store.answer_pair(said("pan_1", "a:1", "c:1", "apart"), "", entry())
    assert len(store.duplicates()) == 3, "they were in no cluster together"
    assert store.answer_pair(said("pan_2", "a:1", "b:1", "apart"), "", entry())
    assert [copy.key for copy in store.duplicates()] == ["b:1", "a:2"]


def test_doubts_go_with_what_changes_and_answers_with_what_is_deleted(store: Store) -> None:
    keep(store, ALL)
    for name, first, second in (("pan_1", "a:1", "b:1"), ("pan_2", "a:1", "c:1")):
        assert store.answer_pair(said(name, first, second, UNSURE), "", entry())
    store.upsert([record("b:1", "2" * 40)])
    assert [one for one in ALL if store.doubt(one.first, one.second)] == [ALL[2]]
    assert [one.id for one in store.answers_about("a:1", "b:1")] == ["pan_1"]
    store.delete("posting", ["a:1"])
    assert store.pair_answers(UNSURE) == ([], 0)
    assert store.doubt("a:1", "c:1") is None
    assert store.check() == []


def test_answers_of_one_kind_come_by_pages_the_newest_first(store: Store) -> None:
    pairs = [(first, second) for at, first in enumerate(KEYS) for second in KEYS[at + 1 :]]
    for number, (first, second) in enumerate(pairs):
        told = said(f"pan_{number}", first, second, "same" if number % 2 else "apart", number)
        assert store.answer_pair(told, "", entry())
    found, total = store.pair_answers("same", offset=1, limit=2)
    assert total == 5
    assert [one.id for one in found] == ["pan_7", "pan_5"]
    assert replace(found[0], before="") == store.pair_answer("pan_7")
