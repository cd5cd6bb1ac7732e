"""Mapped files: what is read is what was written, and their pages are in memory before anybody asks."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest

from indexes.mapped import mapped, mapped_array

PAGES = 400


def resident_kib(path: Path) -> int:
    """Of the mapping of a file, as the kernel counts it."""
    lines = Path("/proc/self/smaps").read_text().splitlines()
    start = next(at for at, line in enumerate(lines) if line.endswith(str(path)))
    return int(next(line for line in lines[start:] if line.startswith("Rss:")).split()[1])


def test_the_bytes_of_a_file_are_read_and_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "some").write_bytes(bytes(range(256)))
    found = mapped(tmp_path / "some")
    assert found.tolist() == list(range(256))
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 1


def test_every_page_is_in_memory_before_it_is_asked_for(tmp_path: Path) -> None:
    size = PAGES * mmap.PAGESIZE
    (tmp_path / "bytes").write_bytes(b"x" * size)
    np.save(tmp_path / "array.npy", np.arange(size // 8))
    held, array = mapped(tmp_path / "bytes"), mapped_array(tmp_path / "array.npy")
    assert resident_kib(tmp_path / "bytes") * 1024 == size
    assert resident_kib(tmp_path / "array.npy") * 1024 >= size
    assert (len(held), array[-1]) == (size, size // 8 - 1)


def test_a_kernel_that_does_not_know_the_advice_maps_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "some").write_bytes(b"abc")
    monkeypatch.setattr("indexes.mapped._POPULATE_READ", 9_999)
    assert bytes(mapped(tmp_path / "some")) == b"abc"


@pytest.mark.parametrize("content", [b"", None])
def test_what_is_empty_or_not_there_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "some").write_bytes(content)
    with pytest.raises((OSError, ValueError)):
        mapped(tmp_path / "some")
    with pytest.raises((OSError, ValueError, EOFError)):
        mapped_array(tmp_path / "some")
