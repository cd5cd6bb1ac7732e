"""Vectors that are known beforehand come from the file, all others from the encoder, in the order that was asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.known_vectors import KnownEncoder, RecordingEncoder, save_known
from taxonomy.errors import InputError
from tests.fakes import FakeEncoder

KNOWN = ["juru las", "kasir", "", "pengemudi 🚚"]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a few texts."""
    recording = RecordingEncoder(FakeEncoder())
    recording.encode_query(KNOWN[:2])
    recording.encode_passage(KNOWN[2:])
    path = tmp_path_factory.mktemp("known") / "known.safetensors"
    save_known(path, recording, {})
    return path


class Asked(FakeEncoder):
    """Keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_query(self, texts, progress=None):
        self.texts += texts
        return super().encode_query(texts, progress)


@given(texts=st.lists(st.sampled_from([*KNOWN, "guru", "perawat"])))
def test_known_or_not_each_text_gets_the_vector_that_the_encoder_gives(known: Path, texts: list[str]) -> None:
    asked = Asked()
    np.testing.assert_array_equal(KnownEncoder(asked, known).encode_query(texts), FakeEncoder().encode_query(texts))
    assert asked.texts == [text for text in texts if text not in KNOWN]


def test_what_another_encoder_made_is_left_aside(known: Path) -> None:
    other = Asked()
    other.fingerprint = "another"
    assert KnownEncoder(other, known).encode_query(KNOWN).shape == (len(KNOWN), other.dim)
    assert other.texts == KNOWN


def test_the_same_texts_give_the_same_bytes_in_any_order(known: Path, tmp_path: Path) -> None:
    recording = RecordingEncoder(FakeEncoder())
    recording.encode_query(KNOWN[::-1])
    save_known(tmp_path / "again.safetensors", recording, {})
    assert (tmp_path / "again.safetensors").read_bytes() == known.read_bytes()


def test_a_file_that_is_none_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.safetensors").write_bytes(b"{}")
    with pytest.raises(InputError, match="known vectors") as told:
        KnownEncoder(FakeEncoder(), tmp_path / "broken.safetensors")
    assert "broken.safetensors" in str(told.value)
