"""The encoder's adapter: its own fingerprint, unit vectors, refused behind another encoder, and it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.train_adapter import fit
from indexes.encoder_adapter import AdaptedEncoder, AdapterWeights, load_adapter, save_adapter
from matcher.coding import RecordCoder
from taxonomy.committee import load_committee
from taxonomy.errors import EncoderError, InputError
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from tests.fakes import DIM, FakeEncoder

TEXTS = ["las busur", "juru masak", "kasir toko", ""]


def weights(rank: int = 4, scale: float = 0.1) -> AdapterWeights:
    random = np.random.default_rng(3)
    down, up = random.normal(0, scale, (DIM, rank)), random.normal(0, scale, (rank, DIM))
    return AdapterWeights(down=down.astype(np.float32), up=up.astype(np.float32), encoder=FakeEncoder().fingerprint)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    save_adapter(tmp_path / "a.safetensors", weights(), {"sources": "none"})
    return tmp_path / "a.safetensors"


def test_vectors_are_those_of_the_formula_and_of_length_one_on_both_sides(kept: Path) -> None:
    made = load_adapter(kept)
    adapted = AdaptedEncoder(FakeEncoder(), made)
    for inner, found in (
        (FakeEncoder().encode_query(TEXTS[:3]), adapted.encode_query(TEXTS[:3])),
        (FakeEncoder().encode_passage(TEXTS[:3]), adapted.encode_passage(TEXTS[:3])),
    ):
        for vector, mapped in zip(inner, found, strict=True):
            slow = vector.astype(np.float64) @ (np.eye(DIM) + made.down.astype(np.float64) @ made.up)
            assert mapped == pytest.approx(slow / np.linalg.norm(slow), abs=1e-5)
    assert adapted.dim == DIM


def test_the_fingerprint_names_encoder_and_map_and_the_title_coder_refuses_such_vectors_by_name(kept: Path) -> None:
    adapted = AdaptedEncoder(FakeEncoder(), load_adapter(kept))
    assert adapted.fingerprint.startswith(f"{FakeEncoder().fingerprint}+adapter-")
    with pytest.raises(EncoderError, match=r"wanted encoder .*found .*\+adapter-"):
        RecordCoder(adapted, load_committee(), load_skills(), load_skill_reader(), load_gazetteer())


def test_behind_another_encoder_and_from_a_file_that_is_none_it_is_refused(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="found another-1"):
        AdaptedEncoder(FakeEncoder("another-1"), load_adapter(kept))
    (tmp_path / "b").write_bytes(b"{}")
    with pytest.raises(InputError, match="weights of the encoder adapter"):
        load_adapter(tmp_path / "b")


def test_a_full_file_stays_below_two_megabytes(tmp_path: Path) -> None:
    save_adapter(tmp_path / "a", weights(rank=384), {"sources": "none"})
    assert (tmp_path / "a").stat().st_size < 2_000_000


def test_it_learns_to_bring_what_belongs_together_nearer_and_the_same_each_time() -> None:
    # Titles are names seen through a rotation: no cosine finds them, a map does.
    random = np.random.default_rng(0)
    names = random.normal(size=(40, 16)).astype(np.float32)
    names /= np.linalg.norm(names, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(random.normal(size=(16, 16)))
    units = np.arange(40)
    asked = np.repeat(units, 8)
    titles = (names[asked] @ turn + random.normal(0, 0.05, (len(asked), 16))).astype(np.float32)
    titles /= np.linalg.norm(titles, axis=1, keepdims=True)
    settings = {"seed": 1, "rank": 16, "epochs": 30, "batch": 32, "rate": 0.01, "temperature": 0.1, "l2": 0.0}
    down, up = fit(titles, names, asked, units, **settings)
    made = AdapterWeights(down=down, up=up, encoder="")

    def right(queries: np.ndarray, known: np.ndarray) -> float:
        return float(np.mean((queries @ known.T).argmax(axis=1) == asked))

    assert right(made.apply(titles), made.apply(names)) > right(titles, names) + 0.3
    again = fit(titles, names, asked, units, **settings)
    assert np.array_equal(down, again[0])
    assert np.array_equal(up, again[1])
