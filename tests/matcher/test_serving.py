"""What is served: the newest whole generation with what was written since, from the store and from nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from indexes import generation as generations
from indexes.schema import FACT, TOMBSTONE
from indexes.store import Store
from matcher.build import Builder
from matcher.catalogue import Catalogue
from matcher.codec import to_stored
from matcher.engine import Engine
from matcher.home import Home
from matcher.records import Kind
from matcher.serving import ServedState
from matcher.vocabulary import Vocabulary
from taxonomy.errors import GenerationError, StoreError
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import load_skills
from tests.builders import posting, vocabulary, worker
from tests.fakes import FakeEncoder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def writer(request: pytest.FixtureRequest, home: Home) -> Iterator[Engine]:
    """Writes and builds; over both stores."""
    url = str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""
    opened = Engine(home, FakeEncoder(), database_url=url)
    yield opened
    for state in STATES:  # a thread that opens ahead reads the store, and a test need not wait for it
        state.wait()
    STATES.clear()
    opened.close()


STATES = list[ServedState]()
"""All that a test serves from."""

NUMBERS = Vocabulary(load_occupations(), load_skills(), load_gazetteer())


def served(engine: Engine, *, fingerprint: str = "", numbers: Vocabulary = NUMBERS) -> ServedState:
    STATES.append(ServedState(engine.home, engine.store, fingerprint or engine.coder.fingerprint, numbers))
    return STATES[-1]


def write(engine: Engine, **titles: str) -> None:
    engine.upsert([posting(name, raw_hash=title, title=title) for name, title in titles.items()])


def titles(found: Catalogue) -> dict[str, str]:
    """Key to title of everything that can be found; no key twice."""
    everything = [(item.key.partition(":")[2], item.title) for item in found]
    assert len(everything) == len({key for key, _ in everything}) == len(found)
    return dict(everything)


def postings(state: ServedState) -> dict[str, str]:
    return titles(state.open()["posting"])


def settle(state: ServedState) -> None:
    """Look, and wait until the newer generation that the look found is open."""
    state.open()
    state.wait()


def make_generation(writer: Engine) -> str:
    """Make one as another process would: nobody here opens it."""
    return Builder(writer.home, writer.store, writer.coder, writer.vocabulary).build().generation


def test_a_fresh_write_is_found_at_the_next_look_without_a_build(writer: Engine) -> None:
    write(writer, a="Juru Las", b="Kasir")
    writer.build()
    state = served(writer)
    assert postings(state) == {"a": "Juru Las", "b": "Kasir"}
    assert state.delta_size == 0
    write(writer, c="Barista")
    assert postings(state) == {"a": "Juru Las", "b": "Kasir", "c": "Barista"}
    assert state.delta_size == 1


def test_what_was_replaced_is_found_as_it_is_now_and_never_twice(writer: Engine) -> None:
    write(writer, a="Juru Las", b="Kasir")
    writer.build()
    state = served(writer)
    for version in range(4):
        write(writer, a=f"Barista {version}")
        assert postings(state) == {"a": f"Barista {version}", "b": "Kasir"}
        assert state.delta_size == 1
    assert postings(served(writer)) == {"a": "Barista 3", "b": "Kasir"}


def test_what_was_deleted_is_gone_from_generation_and_delta_and_comes_back_when_written_again(writer: Engine) -> None:
    write(writer, a="Juru Las", b="Kasir")
    writer.build()
    write(writer, c="Barista")
    state = served(writer)
    assert len(postings(state)) == 3
    assert writer.store.delete(Kind.POSTING, ["uji:a", "uji:c"]) == 2
    for other in (state, served(writer)):
        assert postings(other) == {"b": "Kasir"}
    write(writer, a="Juru Las")
    for other in (state, served(writer)):
        assert postings(other) == {"a": "Juru Las", "b": "Kasir"}
    writer.build()
    for other in (state, served(writer)):
        settle(other)
        assert postings(other) == {"a": "Juru Las", "b": "Kasir"}
        assert other.delta_size == 0


def test_a_record_whose_codes_are_not_there_yet_is_not_found_and_the_old_one_is_not_either(writer: Engine) -> None:
    write(writer, a="Juru Las", b="Kasir")
    writer.build()
    state = served(writer)
    state.open()
    writer.store.upsert([to_stored(posting("a", raw_hash="2", title="Barista"))])
    assert postings(state) == {"b": "Kasir"}
    writer.build()
    assert postings(state) == {"a": "Barista", "b": "Kasir"}


def test_a_look_reads_only_what_changed_since_the_last_one(writer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    write(writer, a="Juru Las", b="Kasir")
    writer.build()
    state = served(writer)
    asked: list[tuple[int, list[str]]] = []
    real = Store.changes

    def changes(self: Store, kind: str, fingerprint: str, since: int) -> Iterator[object]:
        found = list(real(self, kind, fingerprint, since))
        asked.append((since, [change.key for change in found]))
        return iter(found)

    monkeypatch.setattr(Store, "changes", changes)
    state.open()
    write(writer, c="Barista")
    state.open()
    revision = writer.store.revision()
    state.open()
    assert [keys for _, keys in asked[:3]] == [[], [], []]
    assert [keys for _, keys in asked[3:6]] == [["uji:c"], [], []]
    assert asked[6:] == [(revision, [])] * 3


def test_a_store_that_fails_in_the_middle_of_a_look_costs_nothing_at_the_next(
    writer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(writer, a="Juru Las")
    writer.upsert([worker("w1", wish="kasir")])
    writer.build()
    state = served(writer)
    state.open()
    write(writer, a="Barista", b="Kasir")
    writer.upsert([worker("w1", raw_hash="2", wish="barista")])
    real = Store.changes

    def changes(self: Store, kind: str, fingerprint: str, since: int) -> Iterator[object]:
        if kind == Kind.WORKER:
            raise ConnectionError("gone")
        return real(self, kind, fingerprint, since)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "changes", changes)
        with pytest.raises(ConnectionError):
            state.open()
    found = state.open()
    assert titles(found["posting"]) == {"a": "Barista", "b": "Kasir"}
    assert [item.title for item in found["worker"]] == ["barista"]


def test_back_on_an_older_generation_the_newest_records_are_served_all_the_same(writer: Engine) -> None:
    write(writer, a="Juru Las", b="Kasir", d="Sopir")
    old = writer.build().generation
    write(writer, a="Barista", c="Penjahit")
    writer.store.delete(Kind.POSTING, ["uji:d"])
    new = writer.build().generation
    now = {"a": "Barista", "b": "Kasir", "c": "Penjahit"}
    running = served(writer)
    assert (postings(running), running.generation) == (now, new)
    writer.store.serve_generation(old)
    for state in (running, served(writer)):
        settle(state)
        assert postings(state) == now
        assert (state.generation, state.delta_size, state.refused) == (old, 2, {})
    writer.store.serve_generation(new)
    for state in (running, served(writer)):
        settle(state)
        assert postings(state) == now
        assert (state.generation, state.delta_size) == (new, 0)


def test_while_a_newer_generation_is_opened_the_old_one_serves_what_is_written(
    writer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(writer, a="Juru Las", b="Kasir")
    old = writer.build().generation
    state = served(writer)
    postings(state)
    go_on, asked, verify = threading.Event(), list[str](), generations.verify

    def slow(root: Path, name: str, digest: str) -> dict[str, Any]:
        asked.append(name)
        assert go_on.wait(60)
        return verify(root, name, digest)

    write(writer, a="Barista")
    new = make_generation(writer)
    with monkeypatch.context() as patched:
        patched.setattr("matcher.serving.generations.verify", slow)
        for title in ("Penjahit", "Sopir"):
            write(writer, c=title)
            assert postings(state) == {"a": "Barista", "b": "Kasir", "c": title}
            assert (state.generation, state.is_ready) == (old, False)
        go_on.set()
        state.wait()
    assert state.is_ready
    assert postings(state) == {"a": "Barista", "b": "Kasir", "c": "Sopir"}
    assert (state.generation, state.is_ready, state.delta_size, asked) == (new, False, 1, [new])


def test_a_newer_generation_that_is_damaged_is_refused_once_and_the_old_one_goes_on(writer: Engine) -> None:
    write(writer, a="Juru Las")
    old = writer.build().generation
    state = served(writer)
    postings(state)
    write(writer, a="Barista")
    new = make_generation(writer)
    next((writer.home.generations / new).rglob("*.faiss")).write_bytes(b"")
    for _ in range(2):
        settle(state)
        assert postings(state) == {"a": "Barista"}
        assert (state.generation, list(state.refused), state.is_ready) == (old, [new], False)


def test_a_catalogue_that_was_given_out_stays_as_it_was(writer: Engine) -> None:
    write(writer, a="Juru Las")
    writer.build()
    state = served(writer)
    before = state.open()["posting"]
    write(writer, a="Barista", b="Kasir")
    assert postings(state) == {"a": "Barista", "b": "Kasir"}
    writer.build()
    assert len(postings(state)) == 2
    assert titles(before) == {"a": "Juru Las"}


def test_a_store_that_came_from_elsewhere_refuses_the_generations_that_lie_here(writer: Engine) -> None:
    write(writer, a="Juru Las")
    name = writer.build().generation
    with writer.store.transaction() as connection:
        connection.execute(sa.update(FACT).where(FACT.c.name == "store_id").values(value="from elsewhere"))
    state = served(writer)
    with pytest.raises(GenerationError, match=rf"generation {name}: wanted store from elsewhere, found .*build"):
        state.open()
    assert list(state.refused) == [name]
    writer.build()
    assert postings(state) == {"a": "Juru Las"}
    assert state.refused == {}


def test_tables_that_changed_refuse_the_generation_with_the_mend(writer: Engine) -> None:
    write(writer, a="Juru Las")
    name = writer.build().generation
    with pytest.raises(
        GenerationError, match=rf"generation {name}: wanted tables {vocabulary().fingerprint}, .*run 'sepadan build'"
    ):
        served(writer, numbers=vocabulary()).open()


def test_another_coder_refuses_the_generation(writer: Engine) -> None:
    write(writer, a="Juru Las")
    writer.build()
    with pytest.raises(GenerationError, match="wanted encoder of-tomorrow"):
        served(writer, fingerprint="of-tomorrow").open()


def test_without_a_generation_the_mend_is_named(writer: Engine) -> None:
    with pytest.raises(GenerationError, match="found none; run 'sepadan build'"):
        served(writer).open()


def spoil(folder: Path) -> None:
    raw = bytearray(folder.read_bytes())
    raw[len(raw) // 2] ^= 4
    folder.write_bytes(bytes(raw))


def test_a_damaged_generation_is_looked_at_once_and_the_one_before_serves(
    writer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(writer, a="Juru Las")
    old = writer.build().generation
    write(writer, b="Kasir")
    new = writer.build().generation
    spoil(writer.home.generations / new / "posting" / "records" / "texts.bin")
    state = served(writer)
    assert postings(state) == {"a": "Juru Las", "b": "Kasir"}
    assert (state.generation, list(state.refused)) == (old, [new])
    read: list[str] = []
    monkeypatch.setattr("matcher.serving.generations.verify", lambda root, name, digest: read.append(name))
    write(writer, c="Barista")
    assert postings(state) == {"a": "Juru Las", "b": "Kasir", "c": "Barista"}
    assert read == []
    assert list(state.refused) == [new]


class Installation(RuleBasedStateMachine):
    """Writes, deletes, builds and rolls back in any order; a dict says what must be served after each."""

    home: Home

    def __init__(self) -> None:
        super().__init__()
        self.engine = Engine(Home(root=self.home.root / "one"), FakeEncoder())
        self.known: dict[str, str] = {}
        self.version = 0
        self.names = list[str]()

    @initialize()
    def build_first(self) -> None:
        # The folder is that of the example before; what it left is no part of this one.
        self.engine.store.delete(Kind.POSTING, [f"uji:{name}" for name in "abcdef"])
        self.build()
        self.state = served(self.engine)

    @rule(names=st.sets(st.sampled_from("abcdef"), min_size=1, max_size=3))
    def upsert(self, names: set[str]) -> None:
        self.version += 1
        fresh = {name: f"versi {name} {id(self)} {self.version}" for name in sorted(names)}
        write(self.engine, **fresh)
        self.known |= fresh

    @rule(names=st.sets(st.sampled_from("abcdef"), max_size=3))
    def delete(self, names: set[str]) -> None:
        self.engine.store.delete(Kind.POSTING, [f"uji:{name}" for name in sorted(names)])
        self.known = {name: title for name, title in self.known.items() if name not in names}

    @rule()
    def build(self) -> None:
        self.names = [*self.names[-1:], self.engine.build().generation]

    @precondition(lambda self: len(self.names) == 2)
    @rule(at=st.integers(0, 1))
    def roll(self, at: int) -> None:
        self.engine.store.serve_generation(self.names[at])

    @rule()
    def reopen(self) -> None:
        self.state = served(self.engine)

    @invariant()
    def what_is_served_is_what_is_known(self) -> None:
        if hasattr(self, "state"):
            assert postings(self.state) == self.known

    def teardown(self) -> None:
        self.engine.close()


def test_in_any_order_of_writes_builds_and_rollbacks_exactly_what_is_stored_is_served(home: Home) -> None:
    machine = type("Machine", (Installation,), {"home": home})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_tombstone_that_was_turned_over_brings_no_deleted_record_back(writer: Engine) -> None:
    write(writer, p1="Kasir", p2="Sopir")
    writer.build()
    writer.delete(Kind.POSTING, ["uji:p1"])
    assert postings(served(writer)) == {"p2": "Sopir"}
    with writer.store.transaction() as connection:
        connection.execute(sa.update(TOMBSTONE).values(revision=0))
    with pytest.raises(StoreError, match="wanted 1 postings to be found, found 2; run 'sepadan verify'"):
        served(writer).open()


def test_while_others_write_the_counts_are_not_held_against_each_other(
    writer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(writer, p1="Kasir")
    writer.build()
    numbers = iter(range(100, 1_000))
    monkeypatch.setattr(writer.store, "revision", lambda: next(numbers))
    monkeypatch.setattr(writer.store, "counts", lambda: {"posting": 7})
    assert postings(served(writer)) == {"p1": "Kasir"}


def test_a_generation_that_was_prepared_is_not_read_again_by_the_look_that_serves_it(
    writer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(writer, p1="Kasir")
    name = writer.build().generation
    state = served(writer)
    state.prepare(name)
    monkeypatch.setattr("matcher.serving.read_rooms", lambda *_: pytest.fail("read again"))
    assert postings(state) == {"p1": "Kasir"}
    assert state.generation == name


def test_preparing_a_generation_that_is_damaged_or_gone_leaves_it_to_the_look(writer: Engine) -> None:
    write(writer, p1="Kasir")
    name = writer.build().generation
    state = served(writer)
    state.prepare("none")
    (writer.home.generations / name / "manifest.json").write_text("{}")
    state.prepare(name)
    with pytest.raises(GenerationError, match=r"manifest\.json"):
        state.open()
