"""The words that each row says and how often, so that rows can be asked as queries without their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson

from indexes.lexical import words
from taxonomy.errors import GenerationError

_VOCABULARY = "vocabulary.json"
_MOST = np.iinfo(np.uint8).max


class RowWords:
    """Words by row.

    Attributes:
        starts: Where the words of each row begin, int64, shape ``(rows + 1,)``.
        words: Words by number, int32, each once in a row.
        times: How often the row says each, uint8; 255 where oftener.
        vocabulary: Word of each number.
    """

    def __init__(
        self,
        starts: npt.NDArray[np.int64],
        words: npt.NDArray[np.int32],
        times: npt.NDArray[np.uint8],
        vocabulary: tuple[str, ...],
    ) -> None:
        """Hold what ``of`` or ``read`` made."""
        self.starts = starts
        self.words = words
        self.times = times
        self.vocabulary = vocabulary

    @classmethod
    def of(cls, texts: Iterable[str]) -> RowWords:
        """Read texts; row i is text i."""
        numbers: dict[str, int] = {}
        starts, said, times = [0], list[npt.NDArray[np.int32]](), list[npt.NDArray[np.uint8]]()
        for text in texts:
            counts: Counter[str] = Counter(words(text))
            said.append(np.array([numbers.setdefault(word, len(numbers)) for word in counts], dtype=np.int32))
            times.append(np.minimum(np.array(list(counts.values()), dtype=np.int64), _MOST).astype(np.uint8))
            starts.append(starts[-1] + len(counts))
        return cls(
            np.array(starts, dtype=np.int64),
            np.concatenate([np.zeros(0, np.int32), *said]),
            np.concatenate([np.zeros(0, np.uint8), *times]),
            tuple(numbers),
        )

    def write(self, folder: Path) -> None:
        """Write into a folder of its own."""
        folder.mkdir()
        for name in ("starts", "words", "times"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / _VOCABULARY).write_bytes(orjson.dumps(self.vocabulary))

    @classmethod
    def read(cls, folder: Path, size: int) -> RowWords:
        """Map what ``write`` wrote.

        Raises:
            GenerationError: The folder does not hold the words of ``size`` rows.
        """
        try:
            starts, said, times = (
                np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
                for name in ("starts", "words", "times")
            )
            vocabulary = tuple(orjson.loads((folder / _VOCABULARY).read_bytes()))
        except (OSError, ValueError, EOFError) as error:
            raise GenerationError(f"{folder}: wanted words by row, found something else ({error})") from error
        if starts.shape != (size + 1,) or starts[-1] != len(said) or len(said) != len(times):
            raise GenerationError(f"{folder}: wanted the words of {size} rows, found those of {len(starts) - 1}")
        return cls(starts, said, times, vocabulary)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.starts) - 1

    def numbers_in(self, other: Mapping[str, int]) -> npt.NDArray[np.int32]:
        """The number that another vocabulary has for each word; -1 for none; shape ``(vocabulary,)``."""
        return np.array([other.get(word, -1) for word in self.vocabulary], dtype=np.int32)
