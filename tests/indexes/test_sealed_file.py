"""Sealed files against plain bytes: appended to, cut back, read from anywhere; whatever is changed is told."""

from __future__ import annotations

import io
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.sealed_file import FRAME, Extent, SealedReader, SealedWriter, new_key
from taxonomy.errors import StoreError

KEY = bytes(range(32))


def read(path: Path, extent: Extent, place: str = "p", key: bytes = KEY) -> bytes:
    with SealedReader(path, key, place, extent) as reader:
        return io.BufferedReader(reader).read()


@given(
    parts=st.lists(st.binary(max_size=300), max_size=8),
    torn=st.binary(max_size=50),
    start=st.integers(0, 900),
    count=st.integers(0, 900),
)
def test_what_was_appended_is_read_from_any_place(parts: list[bytes], torn: bytes, start: int, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, extent = Path(folder) / "f", Extent()
        for part in parts:
            with closing(SealedWriter(path, KEY, "p", extent)) as writer:
                writer.write(part)
                extent = writer.sync()
            with path.open("ab") as file:  # what a killed writer leaves
                file.write(torn)
        whole = b"".join(parts)
        path.touch()
        assert read(path, extent) == whole
        with SealedReader(path, KEY, "p", extent) as reader:
            reader.seek(start)
            assert io.BufferedReader(reader).read(count) == whole[start : start + count]


def test_a_large_text_lies_in_frames_and_can_be_cut_back(tmp_path: Path) -> None:
    path, text = tmp_path / "f", bytes(range(256)) * 1_000
    with closing(SealedWriter(path, KEY, "p", Extent())) as writer:
        writer.write(text)
        extent = writer.sync()
        writer.write(b"more")
        writer.sync()
        writer.cut(extent)
        writer.write(b"!")
        longer = writer.sync()
    assert len(text) > 3 * FRAME
    assert (read(path, extent), read(path, longer)) == (text, text + b"!")
    with SealedReader(path, KEY, "p", longer) as reader:
        assert reader.seek(-1, io.SEEK_END) == len(text)
        assert reader.read() == b"!"
        reader.seek(-1, io.SEEK_CUR)
        assert reader.tell() == len(text)


@pytest.mark.parametrize("at", [0, 3, 10, 40, -1])
def test_a_changed_byte_another_place_and_another_key_are_told(tmp_path: Path, at: int) -> None:
    path = tmp_path / "f"
    with closing(SealedWriter(path, KEY, "p", Extent())) as writer:
        writer.write(b"rahasia" * 10)
        extent = writer.sync()
    sealed = bytearray(path.read_bytes())
    assert b"rahasia" not in sealed
    for wrong in ({"place": "q"}, {"key": new_key()}):
        with pytest.raises(StoreError, match="does not open"):
            read(path, extent, **wrong)  # type: ignore[arg-type]
    sealed[at] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(StoreError, match="does not open"):
        read(path, extent)


def test_a_file_that_is_shorter_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with closing(SealedWriter(path, KEY, "p", Extent())) as writer:
        writer.write(b"abc")
        extent = writer.sync()
    path.write_bytes(path.read_bytes()[:-1])
    for kind in (SealedReader, SealedWriter):
        with pytest.raises(StoreError):
            kind(path, KEY, "p", extent)
    with pytest.raises(StoreError, match="cannot be read"):
        SealedReader(tmp_path / "none", KEY, "p", extent)
    with pytest.raises(StoreError, match="cannot be written"):
        SealedWriter(tmp_path / "none" / "f", KEY, "p", Extent())
