"""Answers and reviews: two people, one answer that counts, every step logged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexes.store import Store
from indexes.title_rows import SettlingError
from matcher.titles.desk import Proposal
from matcher.titles.settled import SettledTitles, confirmed, is_lost
from matcher.titles.table import read_table, table_bytes
from taxonomy.errors import InputError, UnknownIdError
from tests.indexes.stores import damage
from tests.matcher.rights.made import Clock
from tests.matcher.titles.made import BUDI, SITI, desk_of, settle


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[Store]:
    url = request.getfixturevalue("postgres_store_url") if request.param == "postgres" else f"sqlite:///{tmp_path}/s.db"
    opened = Store(url)
    yield opened
    opened.close()


def test_an_answer_counts_once_another_person_confirms_it(store: Store) -> None:
    desk, settled = desk_of(store), SettledTitles(store)
    assert settled.now() == {}
    (made,) = desk.propose([Proposal(title="  ADMIN Gudang!!! 5jt", answer="4321", note="a\x1b[2J\nb")], SITI)
    assert (made.title, made.note) == ("admin gudang", "a [2J b")
    assert settled.now() == {}
    with pytest.raises(SettlingError, match="another person") as told:
        desk.review(made.id, "confirmed", SITI)
    assert told.value.fault == "own"
    assert settled.now() == {}
    assert desk.review(made.id, "confirmed", BUDI).state == "confirmed"
    assert settled.now() == {"admin gudang": "4321"}
    assert settled.now() is settled.now()
    told_by = [(row.entry.actor, row.entry.action) for row in store.audit_rows()]
    assert told_by == [("staff:siti", "title.proposed"), ("staff:budi", "title.confirmed")]


@pytest.mark.parametrize(
    ("verdict", "by", "fault"),
    [("rejected", SITI, "own"), ("withdrawn", BUDI, "own"), ("replaced", BUDI, "over"), ("x", BUDI, "over")],
)
def test_what_may_not_be_said_of_an_open_answer(store: Store, verdict: str, by: object, fault: str) -> None:
    desk = desk_of(store)
    (made,) = desk.propose([Proposal(title="admin", answer="4110")], SITI)
    with pytest.raises(SettlingError) as told:
        desk.review(made.id, verdict, by, "sebab")  # type: ignore[arg-type]
    assert told.value.fault == fault
    assert store.title_case(made.id).state == "open"


def test_rejecting_takes_a_reason_and_ends_it(store: Store) -> None:
    desk = desk_of(store)
    (made,) = desk.propose([Proposal(title="admin", answer="4110")], SITI)
    with pytest.raises(InputError, match="words that say why"):
        desk.review(made.id, "rejected", BUDI, " \n ")
    assert desk.review(made.id, "rejected", BUDI, "terlalu luas").reviews[-1].reason == "terlalu luas"
    for verdict in ("confirmed", "rejected", "withdrawn"):
        with pytest.raises(SettlingError) as told:
            desk.review(made.id, verdict, BUDI, "sebab")
        assert told.value.fault == "over"
    desk.propose([Proposal(title="admin", answer="4110")], SITI)  # may be tried again
    with pytest.raises(UnknownIdError):
        desk.review("ttl_0", "confirmed", BUDI)


def test_conflicting_answers_stand_beside_each_other_until_one_is_confirmed(store: Store) -> None:
    clock = Clock()
    desk, settled = desk_of(store, clock), SettledTitles(store)
    desk.propose([Proposal(title="admin", answer="4110")], SITI)
    clock.later(minutes=1)
    for by, answer, fault in ((BUDI, "4110", "same"), (SITI, "4321", "again")):
        with pytest.raises(SettlingError) as told:
            desk.propose([Proposal(title="Admin", answer=answer)], by)
        assert told.value.fault == fault
    (other,) = desk.propose([Proposal(title="admin", answer="4321")], BUDI)
    desk.review(other.id, "confirmed", SITI)
    assert [case.state for case in store.title_cases("admin")] == ["replaced", "confirmed"]
    clock.later(minutes=1)
    (third,) = desk.propose([Proposal(title="admin", answer="3343")], SITI)
    assert settled.now() == {"admin": "4321"}
    desk.review(third.id, "confirmed", BUDI)
    assert [case.state for case in store.title_cases("admin")] == ["replaced", "replaced", "confirmed"]
    assert settled.now() == {"admin": "3343"}
    with pytest.raises(InputError, match="words that say why"):
        desk.review(third.id, "withdrawn", SITI)
    desk.review(third.id, "withdrawn", SITI, "keliru")
    assert settled.now() == {}
    assert confirmed(store.title_cases()) == {}


def test_only_units_of_the_classification_two_words_and_titles_with_words_are_taken(store: Store) -> None:
    desk, settled = desk_of(store), SettledTitles(store)
    for title, answer in (("admin", "9999"), ("admin", "432"), ("admin", ""), ("!!! 5jt 🔥", "4110"), ("", "4110")):
        with pytest.raises(InputError):
            desk.propose([Proposal(title="kasir", answer="5230"), Proposal(title=title, answer=answer)], SITI)
    assert store.title_cases() == []  # all or none
    settle(store, "berbagai posisi", "----")
    settle(store, "operasional", "depends")
    assert settled.now() == {"berbagai posisi": "----"}
    assert {case.answer.answer for case in confirmed(store.title_cases()).values()} == {"----", "depends"}


def test_a_unit_group_that_is_no_more_counts_no_longer_and_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(store, "admin gudang", "4321")
    monkeypatch.setattr("matcher.titles.answers.load_occupations", lambda: {"4110": None})
    assert SettledTitles(store).now() == {}
    assert [is_lost(case) for case in store.title_cases()] == [True]


def test_the_table_is_read_back_and_starts_no_formula(store: Store) -> None:
    desk = desk_of(store)
    for title, answer, note in (
        ("=cmd|kasir", "5230", "@x"),
        ("apa saja", "----", ""),
        ("admin\tgudang", "4321", "-1"),
    ):
        desk.propose([Proposal(title=title, answer=answer, note=note)], SITI)
    table = table_bytes(store.title_cases()).decode()
    assert "\t'@x\t" in table
    read = list(read_table("\ufeff" + table, "t.tsv"))
    assert {(one.title, one.answer, one.note) for one in read} == {
        (case.answer.title, case.answer.answer, case.answer.note) for case in store.title_cases()
    }
    assert table_bytes(store.title_cases(), only_confirmed=True).count(b"\n") == 1
    for text in ("", "title\n", "title\tanswer\n\t4321\n", f"title\tanswer\n{'a' * 3000}\t4321\n"):
        with pytest.raises(InputError, match=r"t\.tsv"):
            list(read_table(text, "t.tsv"))


def test_a_row_that_was_changed_behind_the_store_is_told(store: Store) -> None:
    settle(store, "admin gudang", "4321")
    damage(store, "UPDATE title_answer SET answer = '4110'")
    assert any("title_answer" in fault for fault in store.check())
    with pytest.raises(Exception, match="title_answer"):
        SettledTitles(store).now()
