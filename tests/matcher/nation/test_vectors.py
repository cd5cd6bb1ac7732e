"""Made vectors: one length, the same each time, nearer for what they share; and their files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexes.encoder import Vectors
from matcher.nation.schema import SHARD_ROWS, batches
from matcher.nation.shards import path_of, write_nation
from matcher.nation.texts import texts_of, write_texts
from matcher.nation.vector_files import read_vectors, vectors_path, write_vectors
from matcher.nation.vectors import KIND, MEAN, NOISE, SKILLS, UNIT, Space, load_space, shard_vectors
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from tests.fakes import FakeEncoder

COUNTS = {Kind.WORKER: 600, Kind.POSTING: 12_000}


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation") / "one"
    write_nation(folder, COUNTS, seed=5)
    return folder


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Space:
    return load_space(FakeEncoder(), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def vectors(nation: Path, space: Space) -> Vectors:
    path = path_of(nation, Kind.POSTING, 0)
    return np.concatenate(list(shard_vectors(path, load_vocabulary(), space, 5)))


def test_the_shares_of_the_length_are_all_of_it() -> None:
    assert pytest.approx(1.0) == MEAN + KIND + UNIT + SKILLS + NOISE


def test_vectors_have_length_one_and_come_out_the_same_again(nation: Path, space: Space, vectors: Vectors) -> None:
    again = np.concatenate(list(shard_vectors(path_of(nation, Kind.POSTING, 0), load_vocabulary(), space, 5)))
    other = np.concatenate(list(shard_vectors(path_of(nation, Kind.POSTING, 0), load_vocabulary(), space, 6)))
    assert vectors.shape == (COUNTS[Kind.POSTING], FakeEncoder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, again)
    assert not np.allclose(vectors, other, atol=1e-3)


def test_two_of_one_unit_group_are_nearer_than_any_two_and_a_copy_is_nearest(nation: Path, vectors: Vectors) -> None:
    held = list(batches(path_of(nation, Kind.POSTING, 0), load_vocabulary()))
    units = np.concatenate([batch.column("unit").to_numpy() for batch in held])
    of = np.concatenate([batch.column("copy_of").to_numpy() for batch in held])
    rows = np.flatnonzero(of < 0)[:800]
    cosines = vectors[rows] @ vectors[rows].T
    same = (units[rows][:, None] == units[rows][None, :]) & ~np.eye(len(rows), dtype=bool)
    copies = np.flatnonzero(of >= 0)
    twins = np.einsum("ij,ij->i", vectors[copies], vectors[of[copies]])
    assert cosines.mean() == pytest.approx(MEAN + KIND, abs=0.02)
    assert cosines[same].mean() > cosines.mean() + 0.015
    assert twins.min() > cosines[same].mean() + 0.05


def test_a_space_is_encoded_once_and_its_units_are_those_of_the_vocabulary(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    first, calls = load_space(encoder, tmp_path), encoder.calls
    second = load_space(encoder, tmp_path)
    assert encoder.calls == calls == 2
    assert first.fingerprint == second.fingerprint
    assert first.units.shape == (len(load_vocabulary().units), FakeEncoder.dim)
    assert np.square(first.noise).sum() == pytest.approx(1.0, abs=1e-4)
    assert abs(first.mean @ first.kind) < 1e-5
    assert np.abs(first.units @ first.mean).max() < 1e-3
    next((tmp_path / "nation").iterdir()).write_bytes(b"damaged")
    with pytest.raises(InputError, match="kept space"):
        load_space(encoder, tmp_path)


def test_files_of_vectors_hold_what_is_made_and_a_second_run_leaves_them(nation: Path, space: Space) -> None:
    shard = path_of(nation, Kind.WORKER, 0)
    with pytest.raises(InputError, match="--vectors"):
        read_vectors(shard, COUNTS[Kind.WORKER])
    write_vectors(nation, space)
    before = vectors_path(shard).stat().st_mtime_ns
    write_vectors(nation, space)
    made = next(iter(shard_vectors(shard, load_vocabulary(), space, 5)))
    assert vectors_path(shard).stat().st_mtime_ns == before
    assert np.abs(read_vectors(shard, COUNTS[Kind.WORKER]) - made).max() < 1e-3
    with pytest.raises(InputError, match="7 vectors"):
        read_vectors(shard, 7)
    assert COUNTS[Kind.WORKER] <= SHARD_ROWS


@pytest.mark.parametrize("kind", [Kind.WORKER, Kind.POSTING])
def test_texts_are_of_the_rows_unit_group_and_a_copy_has_the_words_of_what_it_copies(nation: Path, kind: Kind) -> None:
    path = path_of(nation, kind, 0)
    rows = list(texts_of(path, kind, 60, 5))
    batch = next(batches(path, load_vocabulary()))
    assert [row["id"] for row in rows] == batch.column("key").to_pylist()[:60]
    assert len(load_occupations().unit_codes) > batch.column("unit").to_numpy().max()
    body = "summary" if kind is Kind.WORKER else "description"
    assert len({row[body] for row in rows}) > 40
    for at, of in enumerate(batch.column("copy_of").to_pylist()[:60]):
        if of >= 0:
            assert rows[at][body] == rows[of][body]
    assert write_texts(path.parents[1], kind, 5, 5).read_text().count("\n") == 5
