"""Shortlists of stored workers: as the plain ranking finds them, of open postings alone, with their places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from matcher.assignment import own_best, table_of
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Kind
from matcher.shortlists import Shortlists, shortlists
from matcher.spreading import recommend
from taxonomy.errors import GenerationError, InputError, UnknownIdError
from tests.builders import posting, worker

DAY = date(2026, 11, 26)

POSTINGS = [
    posting("las", title="Juru Las SMAW", description="Bisa las SMAW.", places=("Kota Bekasi",), openings=4),
    posting("las-lama", title="Juru Las SMAW", description="Bisa las SMAW.", closes_on=date(2026, 11, 25)),
    posting("las-tutup", title="Juru Las SMAW", description="Bisa las SMAW.", is_closed=True),
    posting("las-hari-ini", title="Juru Las", description="Las listrik.", closes_on=DAY, openings=0),
    posting("kasir", title="Kasir Toko", description="Melayani pelanggan, bisa Excel."),
    posting("dosen", title="Dosen Akuntansi", description="Mengajar.", education=("S2",), openings=2),
]
WORKERS = [
    worker("w1", wish="juru las", summary="3 tahun las SMAW", education="SMK", place="Kota Bekasi"),
    worker("w2", wish="kasir toko", summary="jaga toko, bisa excel", education="SMA", place="Kota Surabaya"),
    worker("w3", wish="juru las listrik", summary="las listrik", education="SMP"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Half in the generation, half written since."""
    engine.upsert([*POSTINGS[:3], *WORKERS[:1]])
    engine.build()
    engine.upsert([*POSTINGS[3:], *WORKERS[1:]])
    return engine


def made(engine: Engine, keys: Sequence[str] | None = None, provinces: Sequence[str] = ()) -> Shortlists:
    return shortlists(engine, DAY, lambda *told: None, keys=keys, provinces=provinces)


def test_each_worker_has_the_plain_ranking_with_its_scores_ties_by_key(filled: Engine) -> None:
    found = made(filled)
    lists = own_best(table_of(found.utilities, least_width=3), 3)
    for row, key in enumerate(found.workers):
        plain = filled.match(filled.stored_subject(Kind.WORKER, key), 3, Conditions(today=DAY)).matches
        held = [column for column in lists.columns[row].tolist() if column >= 0]
        assert [found.postings[column] for column in held] == [match.key for match in plain]
        assert lists.utilities[row, : len(held)].tolist() == pytest.approx([match.score for match in plain], abs=1e-6)


def test_the_batch_at_dial_0_is_what_each_worker_would_be_matched_to(filled: Engine) -> None:
    found = recommend(made(filled), 2, 0.0)
    for row, key in enumerate(found.among.workers):
        plain = filled.match(filled.stored_subject(Kind.WORKER, key), 2, Conditions(today=DAY)).matches
        listed = [found.among.postings[column] for column in found.lists.columns[row].tolist() if column >= 0]
        assert listed == [match.key for match in plain]


def test_postings_are_those_that_are_open_and_places_those_that_were_said_or_one(filled: Engine) -> None:
    found = made(filled)
    assert dict(zip(found.postings, found.places.tolist(), strict=True)) == {
        "uji:dosen": 2,
        "uji:kasir": 1,
        "uji:las": 4,
        "uji:las-hari-ini": 1,
    }
    assert list(found.postings) == sorted(found.postings)
    assert found.stated == 2
    assert found.utilities.shape == (3, 4)


def test_a_hard_condition_keeps_a_posting_out_of_a_shortlist(filled: Engine) -> None:
    found = made(filled)
    column = found.postings.index("uji:dosen")
    assert found.utilities.toarray()[:, column].tolist() == [0, 0, 0]


def test_workers_are_all_or_those_named_or_those_of_a_province_each_once_by_key(filled: Engine) -> None:
    assert made(filled).workers == ("uji:w1", "uji:w2", "uji:w3")
    assert made(filled, keys=["uji:w3", "uji:w1", "uji:w3"]).workers == ("uji:w1", "uji:w3")
    assert made(filled, provinces=["32"]).workers == ("uji:w1",)
    assert made(filled, provinces=["35", "32"]).workers == ("uji:w1", "uji:w2")
    assert made(filled, keys=["uji:w3", "uji:w2"], provinces=["35"]).workers == ("uji:w2",)


def test_blocks_change_nothing(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(filled)
    monkeypatch.setattr("matcher.shortlists.BLOCK", 1)
    parted = made(filled)
    assert parted.workers == whole.workers
    assert np.array_equal(parted.utilities.toarray(), whole.utilities.toarray())


def test_a_worker_whom_nothing_suits_has_an_empty_row(engine: Engine) -> None:
    engine.upsert([POSTINGS[5], WORKERS[2]])
    engine.build()
    found = made(engine)
    assert found.utilities.nnz == 0
    assert recommend(found, 3, 0.8).lengths.tolist() == [0]


def test_a_worker_who_is_deleted_while_it_runs_is_left_out(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = filled.settle()
    filled.store.delete(Kind.WORKER, ["uji:w2"])
    monkeypatch.setattr(filled, "settle", lambda: pipeline)
    assert made(filled).workers == ("uji:w1", "uji:w3")
    filled.store.delete(Kind.WORKER, ["uji:w1", "uji:w3"])
    gone = made(filled)
    assert (gone.workers, gone.utilities.shape) == ((), (0, 4))


def test_the_generation_and_the_weights_are_named(filled: Engine) -> None:
    found = made(filled)
    assert (found.generation, found.weights) == (filled.status().generation, filled.status().weights)


def test_progress_is_told_of_each_worker(filled: Engine) -> None:
    told = list[tuple[str, int, int]]()
    shortlists(filled, DAY, lambda *step: told.append(step))
    assert told == [("match workers", done, 3) for done in (1, 2, 3)]


def test_a_key_of_no_worker_is_refused_by_name(filled: Engine) -> None:
    for key in ("uji:w9", "uji:las", ""):
        with pytest.raises(UnknownIdError, match=f"workers: wanted the id of an indexed worker, found {key}"):
            made(filled, keys=["uji:w1", key])


def test_where_there_is_nobody_or_nothing_it_says_so(engine: Engine) -> None:
    with pytest.raises(GenerationError, match="sepadan build"):
        made(engine)
    engine.upsert([*WORKERS, *POSTINGS[1:3]])
    engine.build()
    with pytest.raises(InputError, match="index: wanted at least one posting that is open, found none on 2026-11-26"):
        made(engine)
    engine.upsert(POSTINGS)
    with pytest.raises(InputError, match="workers: wanted at least one indexed worker, found none"):
        made(engine, provinces=["91"])
