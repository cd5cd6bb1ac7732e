"""Settled titles are coded as settled, all others as before: held against every stored record, coded one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from api.routes.intake import read_record
from indexes.rows import Derived
from matcher.codec import from_json
from matcher.coded import coded_from_json, coded_to_json
from matcher.engine import Engine
from matcher.posting_facts import hint_of_unit
from matcher.records import Kind, Posting
from matcher.texts import title_item
from matcher.titles.applying import apply, is_due
from taxonomy.titles import core_title
from tests.matcher.titles.made import BUDI, SPELLINGS, desk_of, fill, settle


@pytest.fixture
def world(engine: Engine) -> Engine:
    fill(engine)
    return engine


def rows(engine: Engine) -> dict[tuple[str, str], Derived]:
    return {(kind, row.key): row for kind in Kind for row, _ in engine.store.derived(kind, engine.coder.fingerprint)}


def oracle(engine: Engine, settled: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Every record coded anew by hand: the coder's own answer, put aside where its title is settled."""
    engine.coder.settled = lambda: settled
    found = {}
    for kind in Kind:
        for _, stored in engine.store.derived(kind, engine.coder.fingerprint):
            found[str(kind), stored.key] = coded_to_json(engine.coder.code([from_json(kind, stored.payload)])[0].coded)
    engine.coder.settled = engine.settled.now
    return found


def test_a_settled_title_is_coded_so_in_all_its_spellings_and_nothing_else_changes(world: Engine) -> None:
    before = rows(world)
    settle(world.store, "serba bisa", "9622")
    assert is_due(world.store)
    told = list[tuple[int, int]]()
    run = apply(world.store, world.coder, lambda done, total: told.append((done, total)))
    after = rows(world)
    assert (run.postings, run.workers, run.courses) == (len(SPELLINGS) + 1, 4, 1)
    assert told[-1] == (11, 11)
    assert not is_due(world.store)
    changed = {key for key in before if before[key].coded != after[key].coded}
    by_hand = set()
    for kind in Kind:
        for _, stored in world.store.derived(kind, world.coder.fingerprint):
            if "serba bisa" in {core_title(title_item(from_json(kind, stored.payload)).title)} or kind == "worker":
                by_hand.add((str(kind), stored.key))
    assert changed == by_hand
    assert {key: row.coded for key, row in after.items()} == oracle(world, {"serba bisa": "9622"})
    for kind, key in changed - {pair for pair in changed if pair[0] == "worker"}:
        coded = coded_from_json(after[kind, key].coded)
        assert (coded.occupations, coded.uncertain, coded.settled) == ((("9622", 1.0),), False, ("serba bisa=9622",))
    assert all(after[key].vector == before[key].vector for key in before)


def test_applying_twice_changes_nothing_and_withdrawing_brings_back_what_was(world: Engine) -> None:
    before = rows(world)
    answer = settle(world.store, "serba bisa", "9622")
    apply(world.store, world.coder)
    revision, runs = world.store.revision(), len(world.store.title_runs())
    again = apply(world.store, world.coder)
    assert (again.postings, again.workers, again.courses) == (0, 0, 0)
    assert (world.store.revision(), len(world.store.title_runs())) == (revision, runs)
    desk_of(world.store).review(answer, "withdrawn", BUDI, "keliru")
    assert apply(world.store, world.coder).postings == len(SPELLINGS) + 1
    assert {key: row.coded for key, row in rows(world).items()} == {key: row.coded for key, row in before.items()}


def test_another_answer_no_job_and_the_ad_decides(world: Engine) -> None:
    settle(world.store, "serba bisa", "9622")
    apply(world.store, world.coder)
    settle(world.store, "serba bisa", "----")
    apply(world.store, world.coder)
    coded = coded_from_json(rows(world)["posting", "papan:p-0"].coded)
    assert (coded.occupations, coded.uncertain, coded.settled) == ((), True, ("serba bisa=----",))
    settle(world.store, "serba bisa", "depends")
    apply(world.store, world.coder)
    assert {key: row.coded for key, row in rows(world).items()} == oracle(world, {})


def test_a_match_a_build_and_a_new_posting_go_by_what_is_settled(world: Engine) -> None:
    world.build()
    settle(world.store, "serba bisa", "9622")
    world.build()
    assert world.refresh().catalogues[Kind.POSTING].place("papan:p-1").coded.settled == ("serba bisa=9622",)
    settle(world.store, "serba bisa", "9112")
    apply(world.store, world.coder)
    assert world.refresh().catalogues[Kind.POSTING].place("papan:p-1").coded.occupations == (("9112", 1.0),)
    world.upsert([read_record(Kind.POSTING, {"id": "papan:p-99", "title": "Serba Bisa!", "description": ""}, "papan")])
    assert world.refresh().catalogues[Kind.POSTING].place("papan:p-99").coded.settled == ("serba bisa=9112",)
    ((coding, _),) = world.normalise([title_item(world.get(Kind.POSTING, "papan:p-99"))])
    assert (coding.settled, coding.candidates[0].code, coding.candidates[0].score) == ("serba bisa", "9112", 1.0)
    before = world.store.title_runs()
    world.build()
    assert world.store.title_runs() == before


def test_a_title_settled_while_a_posting_is_coded_counts_for_it(world: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    code, meanwhile = world.coder.code, ["serba bisa"]

    def slow(records: list[Posting]) -> object:
        found = code(records)
        if meanwhile:
            settle(world.store, meanwhile.pop(), "9622")
        return found

    monkeypatch.setattr(world.coder, "code", slow)
    world.upsert([read_record(Kind.POSTING, {"id": "papan:p-99", "title": "Serba Bisa", "description": ""}, "papan")])
    assert coded_from_json(rows(world)["posting", "papan:p-99"].coded).settled == ("serba bisa=9622",)


def test_what_a_source_states_wins_over_what_is_settled(world: Engine) -> None:
    stated = {"id": "papan:p-99", "title": "Serba Bisa", "description": ""}
    record = read_record(Kind.POSTING, stated, "papan")
    assert isinstance(record, Posting)
    world.upsert([replace(record, hint=hint_of_unit("4110"))])
    settle(world.store, "serba bisa", "9622")
    apply(world.store, world.coder)
    coded = coded_from_json(rows(world)["posting", "papan:p-99"].coded)
    assert (coded.occupations, coded.settled) == ((("4110", 1.0),), ())
