"""Texts by row in one file that is mapped and never read as a whole: keys, and records as JSON.

Layout: the texts in UTF-8, one after the other, and an array of where each begins (``.npy``, int64, rows + 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from taxonomy.errors import GenerationError

_BLOB = "texts.bin"
_STARTS = "starts.npy"


class TextTable:
    """Texts by row number; by binary search too when they are sorted bytewise."""

    def __init__(self, blob: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> None:
        """Wrap what ``of`` or ``read`` made."""
        self._blob = blob
        self._starts = starts

    @classmethod
    def of(cls, texts: Sequence[str]) -> TextTable:
        """In memory."""
        raw = [text.encode() for text in texts]
        starts = np.zeros(len(raw) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in raw], out=starts[1:])
        return cls(np.frombuffer(b"".join(raw), dtype=np.uint8), starts)

    @classmethod
    def read(cls, folder: Path) -> TextTable:
        """Map what ``write`` wrote.

        Raises:
            GenerationError: The folder does not hold such a table.
        """
        try:
            starts = np.load(folder / _STARTS, mmap_mode="r", allow_pickle=False)
            size = (folder / _BLOB).stat().st_size
            blob = np.memmap(folder / _BLOB, dtype=np.uint8, mode="r") if size else np.empty(0, np.uint8)
        except (OSError, ValueError) as error:
            raise GenerationError(f"{folder}: wanted a table of texts, found something else ({error})") from error
        if starts.dtype != np.int64 or starts.ndim != 1 or not len(starts) or starts[-1] != size:
            raise GenerationError(f"{folder}: wanted {_STARTS} that ends at {size}, found another")
        return cls(np.asarray(blob), np.asarray(starts))  # views of the maps, without what a memmap does on each slice

    @staticmethod
    def write(folder: Path, texts: Iterable[str]) -> None:
        """Write texts into a folder of their own; they need not fit in memory."""
        folder.mkdir()
        starts = [0]
        with (folder / _BLOB).open("wb") as out:
            for text in texts:
                starts.append(starts[-1] + out.write(text.encode()))
        np.save(folder / _STARTS, np.array(starts, dtype=np.int64))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[str]:
        """All texts by row; a million of them in a fraction of a second."""
        whole, ends = self._blob.tobytes(), self._starts.tolist()
        return (whole[start:end].decode() for start, end in pairwise(ends))

    def __getitem__(self, row: int) -> str:
        """The text of a row."""
        return self._raw(row).decode()

    def find(self, text: str) -> int:
        """Row of a text in a table that is sorted by UTF-8 bytes; -1 when it is not there."""
        wanted, low, high = text.encode(), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._raw(low) == wanted else -1

    def _raw(self, row: int) -> bytes:
        return bytes(self._blob[self._starts[row] : self._starts[row + 1]])
