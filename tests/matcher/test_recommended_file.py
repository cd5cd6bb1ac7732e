"""Batches on disk: read back as they were made, whole or refused, the newest whole one answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from indexes.store import Store
from matcher.home import Home
from matcher.recommended_file import KEPT, Batches, keep, leave_batches, read
from matcher.spreading import Recommended, recommend
from taxonomy.errors import GenerationError, UnknownIdError
from tests.matcher.made_shortlists import crowd

MADE_AT = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    opened = Store(home.make().database_url)
    yield opened
    opened.close()


def kept(home: Home, store: Store, hours: int = 0, dial: float = 0.8) -> tuple[str, Recommended]:
    found = recommend(crowd(), 5, dial)
    return keep(home, store.store_id(), MADE_AT + timedelta(hours=hours), found, {"dial": dial}), found


def names(home: Home) -> list[str]:
    return sorted(path.name for path in home.recommendations.iterdir())


def damage(home: Home, name: str, file: str = "columns.npy") -> None:
    path = home.recommendations / name / file
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)


def test_a_batch_is_read_back_as_it_was_made(home: Home, store: Store) -> None:
    name, found = kept(home, store)
    batch = Batches(home, store).newest()
    assert batch.name == name
    assert name.startswith("20261126T190000000000-")
    assert batch.facts["dial"] == 0.8
    assert batch.facts["made_at"] == "2026-11-26T19:00:00+00:00"
    for row, worker in enumerate(found.among.workers):
        of = batch.of(worker)
        columns = [column for column in found.lists.columns[row].tolist() if column >= 0]
        assert [one.posting for one in of] == [found.among.postings[column] for column in columns]
        assert [one.rank for one in of] == list(range(1, len(of) + 1))
        assert [one.own_rank for one in of] == found.own_ranks[row, : len(of)].tolist()
        assert [one.score for one in of] == [round(u, 4) for u in found.lists.utilities[row, : len(of)].tolist()]
        assert [one.price for one in of] == pytest.approx(found.prices[columns].tolist(), abs=1e-4)
    assert batch.of("uji:w059") == ()


def test_an_erased_worker_leaves_every_batch_and_the_lists_of_others_stay(home: Home, store: Store) -> None:
    assert leave_batches(home, store.store_id(), ["uji:w001"]) == 0
    before = [kept(home, store, hours)[0] for hours in range(2)]
    batch = Batches(home, store).newest()
    others = {f"uji:w{number:03}": batch.of(f"uji:w{number:03}") for number in range(60) if number != 1}
    assert leave_batches(home, store.store_id(), ["uji:w001", "uji:w999"]) == 2
    assert len(names(home)) == 2
    assert [name.partition("-")[0] for name in names(home)] == [name.partition("-")[0] for name in before]
    after = Batches(home, store).newest()
    assert {worker: after.of(worker) for worker in others} == others
    assert after.facts["dial"] == 0.8
    with pytest.raises(UnknownIdError):
        after.of("uji:w001")
    assert b"uji:w001" not in b"".join(path.read_bytes() for path in home.recommendations.rglob("*") if path.is_file())


def test_a_batch_that_answers_nobody_goes_when_somebody_is_erased(home: Home, store: Store) -> None:
    first, _ = kept(home, store)
    damage(home, first)
    second, _ = kept(home, store, 1)
    assert leave_batches(home, store.store_id(), ["uji:w999"]) == 0
    assert names(home) == [second]


def test_a_worker_of_no_batch_is_named_with_the_day_of_the_batch(home: Home, store: Store) -> None:
    kept(home, store)
    with pytest.raises(UnknownIdError, match=r"batch of 2026-11-26T19:00:00.*found uji:w999"):
        Batches(home, store).newest().of("uji:w999")


def test_without_a_batch_the_command_that_makes_one_is_named(home: Home, store: Store) -> None:
    batches = Batches(home, store)
    with pytest.raises(GenerationError, match=r"wanted a batch, found none; run 'sepadan recommend postings --serve'$"):
        batches.newest()
    name, _ = kept(home, store)
    assert batches.newest().name == name


def test_a_newer_batch_answers_at_once_and_the_same_one_is_opened_once(home: Home, store: Store) -> None:
    batches = Batches(home, store)
    first, _ = kept(home, store)
    opened = batches.newest()
    assert batches.newest() is opened
    second, _ = kept(home, store, hours=1, dial=0.0)
    assert (opened.name, batches.newest().name) == (first, second)
    assert batches.newest().facts["dial"] == 0.0


def test_older_batches_go_and_one_that_is_open_still_answers(home: Home, store: Store) -> None:
    batches = Batches(home, store)
    kept(home, store)
    opened = batches.newest()
    later = [kept(home, store, hours=hours)[0] for hours in (1, 2, 3)]
    assert names(home) == later[-KEPT:]
    assert len(opened.of("uji:w000")) == 5


def test_a_batch_made_after_the_clock_was_set_back_answers_all_the_same(home: Home, store: Store) -> None:
    kept(home, store, hours=5)
    name, _ = kept(home, store)
    assert names(home) == [name]
    assert Batches(home, store).newest().name == name


@pytest.mark.parametrize("file", ["columns.npy", "prices.npy", "workers/texts.bin", "manifest.json"])
def test_a_damaged_batch_is_refused_by_name_and_the_one_before_answers(home: Home, store: Store, file: str) -> None:
    before, _ = kept(home, store)
    name, _ = kept(home, store, hours=1)
    damage(home, name, file)
    batches = Batches(home, store)
    assert batches.newest().name == before
    assert list(batches.refused) == [name]
    assert batches.newest().name == before
    assert list(batches.refused) == [name]


def test_when_every_batch_is_damaged_the_reasons_are_told(home: Home, store: Store) -> None:
    for hours in (0, 1):
        damage(home, kept(home, store, hours=hours)[0])
    with pytest.raises(GenerationError, match=r"found none; .*columns.npy: wanted SHA-256 .*columns.npy"):
        Batches(home, store).newest()


def test_once_the_open_batch_and_all_others_are_gone_nothing_answers(home: Home, store: Store) -> None:
    kept(home, store)
    batches = Batches(home, store)
    batches.newest()
    shutil.rmtree(home.recommendations)
    with pytest.raises(GenerationError, match="wanted a batch, found none"):
        batches.newest()


def test_a_batch_of_another_store_is_refused(home: Home, store: Store) -> None:
    name, _ = kept(home, store)
    with pytest.raises(GenerationError, match=f"recommendations {name}: wanted store_id another"):
        read(home.recommendations, name, "another")


def test_another_layout_is_refused(home: Home, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = kept(home, store)
    monkeypatch.setattr("matcher.recommended_file.FORMAT", 2)
    with pytest.raises(GenerationError, match="wanted format 2, found 1"):
        read(home.recommendations, name, store.store_id())


def test_what_a_killed_writer_left_is_no_batch_and_goes_with_the_next_one(home: Home, store: Store) -> None:
    left = home.recommendations / ".writing-left"
    left.mkdir(parents=True)
    with pytest.raises(GenerationError, match="found none"):
        Batches(home, store).newest()
    name, _ = kept(home, store)
    assert names(home) == [name]


def test_a_disk_that_refuses_leaves_the_batch_before(home: Home, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = kept(home, store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matcher.recommended_file.np.save", full)
    with pytest.raises(GenerationError, match="No space left"):
        kept(home, store, hours=1)
    assert names(home) == [name]
    assert Batches(home, store).newest().name == name
