"""Upstreams, runs and sightings, as both databases keep them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexes.backup import back_up, check_backup, restore
from indexes.sighting_rows import Sighting
from indexes.store import Store
from taxonomy.errors import InputError, StoreError, UnknownIdError
from tests.indexes.stores import damage

DUE = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)


def seen(key: str, run: int, content: str = "a", closed_by: int | None = None) -> Sighting:
    return Sighting(upstream="karir", key=f"karir:{key}", run=run, content=content, closed_by=closed_by)


@pytest.fixture
def store(store: Store) -> Store:
    """One with an upstream, two runs, and four postings that they saw."""
    store.put_upstream("karir", '{"format":"karirhub"}', DUE)
    for _ in range(2):
        store.begin_run("karir", "{}")
    store.keep_seen([seen("1", 1), seen("2", 2), seen("3", 2, "b"), seen("4", 1, closed_by=2)])
    return store


def test_an_upstream_is_kept_with_what_the_next_pull_must_know(store: Store) -> None:
    store.change_upstream("karir", due_at=None, state='{"mark":"t"}')
    [row] = store.upstreams()
    assert row == store.upstream("karir")
    assert (row.settings, row.state, row.due_at) == ('{"format":"karirhub"}', '{"mark":"t"}', None)
    store.change_upstream("karir", due_at=DUE, settings="{}")
    assert (store.upstream("karir").due_at, store.upstream("karir").state) == (DUE, '{"mark":"t"}')


def test_a_name_is_given_once_and_an_unknown_one_names_those_there_are(store: Store) -> None:
    with pytest.raises(InputError, match="a name that no source has, found karir"):
        store.put_upstream("karir", "{}", None)
    for call in (store.upstream, store.remove_upstream):
        with pytest.raises(UnknownIdError, match=r"a source that was added \(karir\), found lain"):
            call("lain")
    store.remove_upstream("karir")
    with pytest.raises(UnknownIdError, match="none yet"):
        store.upstream("karir")
    assert [run.number for run in store.runs("karir")] == [2, 1]


def test_runs_are_numbered_for_each_upstream_and_told_newest_first(store: Store) -> None:
    assert store.begin_run("lain", "{}").number == 1
    run = store.begin_run("karir", '{"read":0}')
    assert (run.number, run.outcome, run.ended_at) == (3, "running", None)
    done = replace(run, outcome="done", ended_at=datetime.now(UTC), report='{"read":5}', checkpoint="{}")
    store.keep_run(done)
    assert store.runs("karir", 2)[0] == done
    assert len(store.runs("karir", 2)) == 2


def test_what_was_seen_when_is_told_by_key_by_content_and_by_run(store: Store) -> None:
    assert store.sightings("karir", ["karir:2", "karir:9"]) == {"karir:2": seen("2", 2)}
    assert store.sightings("lain", ["karir:2"]) == {}
    assert store.contents_seen("karir", 2, ["a", "b", "c"]) == {"a", "b"}
    assert store.contents_seen("karir", 1, ["b"]) == set()
    assert (store.count_open("karir", 1), store.count_open("karir", 2)) == (3, 2)
    assert [row.key for batch in store.absent("karir", 2) for row in batch] == ["karir:1"]


def test_those_that_are_absent_are_told_in_batches_while_they_are_closed(store: Store) -> None:
    store.keep_seen([seen(f"b{n:04d}", 1) for n in range(1_100)])
    sizes = []
    for batch in store.absent("karir", 3):
        sizes.append(len(batch))
        store.keep_seen([replace(row, closed_by=3) for row in batch])
    assert sizes == [500, 500, 103]
    assert list(store.absent("karir", 3)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE upstream SET settings = '{}'", "upstream karir: wanted checksum"),
        ("UPDATE run SET outcome = 'done' WHERE number = 2", "run karir 2: wanted checksum"),
        ("UPDATE sighting SET run = 7 WHERE key = 'karir:1'", "sighting karir karir:1: wanted checksum"),
    ],
)
def test_rows_that_are_not_what_was_written_are_told_and_never_given(store: Store, statement: str, told: str) -> None:
    assert store.check() == []
    damage(store, statement)
    [fault] = store.check()
    assert fault.startswith(told)
    with pytest.raises(StoreError, match="run 'sepadan verify'"):
        _read_all(store)


def _read_all(store: Store) -> None:
    store.upstreams()
    store.runs("karir")
    store.sightings("karir", ["karir:1"])


def test_a_backup_holds_upstreams_runs_and_sightings_and_is_refused_when_they_are_damaged(
    store: Store, tmp_path: Path
) -> None:
    store.keep_run(replace(store.runs("karir")[0], checkpoint='{"first":1}'))
    kept = check_backup(back_up(store, tmp_path).folder)
    assert (kept.counts["upstream"], kept.counts["run"], kept.counts["sighting"]) == (1, 2, 4)
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, kept)
    assert other.upstreams() == store.upstreams()
    assert other.runs("karir") == store.runs("karir")
    assert other.sightings("karir", ["karir:4"]) == {"karir:4": seen("4", 1, closed_by=2)}
    assert other.check() == []
    other.close()
    damage(store, "UPDATE sighting SET run = 7 WHERE key = 'karir:1'")
    with pytest.raises(StoreError, match="sighting"):
        back_up(store, tmp_path)
