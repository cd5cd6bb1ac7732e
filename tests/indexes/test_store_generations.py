"""Which generation serves, as the store records it."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytest
import sqlalchemy as sa

import indexes.generation_rows
from indexes.schema import GENERATION
from indexes.store import Store
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage


def names(store: Store) -> list[tuple[str, bool]]:
    return [(name, serves) for name, _, serves in store.generations()]


def test_the_generation_set_last_serves_and_stands_first(store: Store) -> None:
    assert store.generations() == []
    store.set_generation("g1", "1" * 64, 0)
    store.set_generation("g2", "2" * 64, 1)
    assert store.generations() == [("g2", "2" * 64, True), ("g1", "1" * 64, False)]
    store.set_generation("g1", "3" * 64, 2)
    assert store.generations() == [("g1", "3" * 64, True), ("g2", "2" * 64, False)]


def test_a_generation_is_kept_with_the_revision_and_the_store_it_was_built_from(store: Store) -> None:
    store.set_generation("g1", "1" * 64, 41)
    with store.snapshot() as connection:
        [row] = connection.execute(sa.select(GENERATION.c.revision, GENERATION.c.store_id)).all()
    assert tuple(row) == (41, store.store_id())


def test_the_generation_set_last_stands_first_though_the_clock_was_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.set_generation("g1", "1" * 64, 0)

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> SetBack:
            return cls(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(indexes.generation_rows, "datetime", SetBack)
    store.set_generation("g2", "2" * 64, 0)
    assert names(store) == [("g2", True), ("g1", False)]


def test_an_older_generation_serves_again_and_the_newer_one_after_it(store: Store) -> None:
    store.set_generation("g1", "1" * 64, 0)
    store.set_generation("g2", "2" * 64, 0)
    revision = store.revision()
    store.serve_generation("g1")
    assert names(store) == [("g1", True), ("g2", False)]
    assert store.revision() == revision + 1
    store.serve_generation("g1")
    assert store.revision() == revision + 1
    store.serve_generation("g2")
    assert names(store) == [("g2", True), ("g1", False)]
    assert store.check() == []


def test_a_generation_that_is_not_recorded_cannot_serve(store: Store) -> None:
    with pytest.raises(UnknownIdError, match=r"wanted a recorded generation \(none is recorded\), found g1"):
        store.serve_generation("g1")
    store.set_generation("g2", "2" * 64, 0)
    with pytest.raises(UnknownIdError, match=r"wanted a recorded generation \(g2\), found g1"):
        store.serve_generation("g1")


def test_forgotten_generations_are_gone_but_never_the_one_that_serves(store: Store) -> None:
    for name in ("g1", "g2", "g3"):
        store.set_generation(name, "1" * 64, 0)
    revision = store.revision()
    with pytest.raises(InputError, match="wanted a generation that does not serve, found g3"):
        store.forget_generations(["g1", "g3"])
    assert store.revision() == revision
    assert store.forget_generations(["g1", "g2", "g9"]) == 2
    assert names(store) == [("g3", True)]
    assert store.revision() == revision + 1
    assert store.forget_generations(["g1"]) == store.forget_generations([]) == 0
    assert store.revision() == revision + 1


def test_a_damaged_row_is_told_and_goes_with_the_next_build(store: Store) -> None:
    store.set_generation("g1", "1" * 64, 0)
    store.set_generation("g2", "2" * 64, 0)
    damage(store, "UPDATE generation SET is_current = true WHERE name = 'g1'")
    with pytest.raises(StoreError, match=r"generation g1: wanted checksum \w{32}, found \w{32}; run 'sepadan build'"):
        store.generations()
    with pytest.raises(StoreError, match="generation g1"):
        store.serve_generation("g2")
    assert [fault.partition(":")[0] for fault in store.check()] == ["generation g1"]
    store.set_generation("g3", "3" * 64, 0)
    assert names(store) == [("g3", True), ("g2", False)]
