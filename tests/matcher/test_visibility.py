"""Whose workers are found: rows by sources and consents, and searches over them, against the slow way."""

from __future__ import annotations

import numpy as np
import pytest

from indexes.text_table import TextTable
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from matcher.visibility import _KEPT, Visibility, VisibleRows
from tests.builders import worker
from tests.sample_world import fill_world

NAMES = ("a", "b", "c")


def table(rng: np.random.Generator, rows: int) -> tuple[list[str], VisibleRows]:
    keys = sorted(f"{NAMES[rng.integers(3)]}:{at}" for at in range(rows))
    sources = np.array([NAMES.index(key[0]) for key in keys], dtype=np.uint16)
    return keys, VisibleRows(TextTable.of(keys), sources, NAMES)


def slow(keys: list[str], visibility: Visibility) -> list[bool]:
    return [key.partition(":")[0] in visibility.sources or key in visibility.keys for key in keys]


@pytest.mark.parametrize("share", [0.0, 0.02, 0.9])
def test_rows_are_those_of_own_sources_and_of_who_consented_however_consents_change(share: float) -> None:
    rng = np.random.default_rng(7)
    keys, rows = table(rng, 400)
    for turn in range(30):
        own = frozenset(name for name in NAMES if rng.random() < 0.4) if turn % 7 == 0 else frozenset("b")
        chosen = frozenset(key for key in keys if rng.random() < share) | {"b:nowhere", "z:1"}
        visibility = Visibility(viewer="t", sources=own, keys=chosen)
        assert rows.of(visibility).tolist() == slow(keys, visibility)


def test_rows_that_are_kept_are_not_worked_out_again_and_cannot_be_written_to() -> None:
    keys, rows = table(np.random.default_rng(1), 50)
    one = Visibility(viewer="t", sources=frozenset("a"), keys=frozenset(keys[:3]))
    first = rows.of(one)
    again = Visibility(viewer="t", sources=frozenset("a"), keys=frozenset(keys[:3]))
    assert rows.of(again) is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = True


def test_no_more_viewers_are_kept_than_that() -> None:
    keys, rows = table(np.random.default_rng(2), 20)
    first = Visibility(viewer="first", sources=frozenset("a"))
    kept = rows.of(first)
    for number in range(_KEPT):
        assert rows.of(Visibility(viewer=str(number))).sum() == 0
    found = rows.of(first)
    assert found is not kept
    assert found.tolist() == slow(keys, first)


def put(engine: Engine) -> list[str]:
    """Workers of two sources, some in the generation, some in the delta, one changed, one deleted."""
    wishes = ("tukang las", "kasir", "juru las", "admin gudang")
    every = [
        worker(
            str(at),
            source=source,
            raw_hash="1",
            wish=wishes[at % 4],
            summary=f"{wishes[at % 4]} {at} tahun, bisa SMAW dan Excel",
        )
        for at in range(12)
        for source in ("satu", "dua")
    ]
    fill_world(engine)
    engine.upsert(every[:18])
    engine.build()
    engine.upsert(every[18:])
    engine.upsert([worker("1", source="dua", raw_hash="2", wish="juru las", summary="juru las SMAW")])
    engine.delete(Kind.WORKER, ["satu:2"])
    return [one.key for one in every if one.key != "satu:2"]


SEEN = [
    Visibility(viewer="x", sources=frozenset({"satu"})),
    Visibility(viewer="x", sources=frozenset({"satu"}), keys=frozenset({"dua:1", "dua:5", "dua:11", "dua:nowhere"})),
    Visibility(viewer="y", keys=frozenset({"dua:1"})),
    Visibility(viewer="z"),
]


@pytest.mark.parametrize("visible", SEEN)
def test_a_search_finds_exactly_what_a_search_over_everybody_finds_of_those_who_are_seen(
    engine: Engine, visible: Visibility
) -> None:
    put(engine)
    posting = engine.stored_subject(Kind.POSTING, "contoh:p-1")
    every = engine.match(posting, 1000, Conditions()).matches
    found = engine.match(posting, 1000, Conditions(visible=visible)).matches
    assert [(one.key, one.score) for one in found] == [(one.key, one.score) for one in every if visible.sees(one.key)]


def test_no_count_tells_how_many_others_there_are(engine: Engine) -> None:
    put(engine)
    posting = engine.stored_subject(Kind.POSTING, "contoh:p-1")
    asked = Conditions(visible=SEEN[1], sources=("dua",), pay_at_least=1.0)
    before = engine.match(posting, 20, asked)
    assert before.removed_by_filter["source"] == 11
    engine.upsert([worker(f"lain-{at}", source="dua", raw_hash="1", wish="juru las") for at in range(5)])
    after = engine.match(posting, 20, asked)
    assert after.removed_by_filter == before.removed_by_filter
    assert after.relax == before.relax
    assert {one.condition: one.would_remain for one in after.relax}["source"] == 14
