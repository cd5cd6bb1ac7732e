"""BM25 over the words of one kind of record, with the library bm25s (Lù 2024, arXiv:2407.03618).

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; parameters k1 = 1.5, b = 0.75.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from taxonomy.errors import GenerationError

_WORD = re.compile(r"[a-z0-9][a-z0-9+#.]*[a-z0-9+#]|[a-z0-9]")


def words(text: str) -> list[str]:
    """Lower-case words; ``c++``, ``c#`` and ``node.js`` stay whole."""
    return _WORD.findall(text.casefold())


class LexicalIndex:
    """BM25 scores of a query against every row."""

    def __init__(self, index: bm25s.BM25 | None, size: int) -> None:
        """Wrap a bm25s index; None when no row has a word. Use ``build`` or ``read``."""
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts; row i is text i."""
        tokens = [words(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        index = bm25s.BM25(k1=1.5, b=0.75)
        index.index(tokens, show_progress=False)
        return cls(index, len(texts))

    def write(self, folder: Path) -> None:
        """Write the index into a folder of its own (nothing is pickled)."""
        folder.mkdir()
        if self._index is not None:
            self._index.save(str(folder))

    @classmethod
    def read(cls, folder: Path, size: int) -> LexicalIndex:
        """Read an index written by ``write``.

        Raises:
            GenerationError: The folder does not hold an index of ``size`` rows.
        """
        try:
            if not any(folder.iterdir()):
                return cls(None, size)
            index = bm25s.BM25.load(str(folder), load_corpus=False, allow_pickle=False)
            found = int(index.scores["num_docs"])
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise GenerationError(f"{folder}: wanted a BM25 index, found something else ({error})") from error
        if found != size:
            raise GenerationError(f"{folder}: wanted a BM25 index of {size} rows, found {found}")
        return cls(index, size)

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """BM25 score of a query against each row, float32 >= 0, shape ``(rows,)``."""
        known = self._known(text)
        if not known or self._index is None:
            return np.zeros(self._size, dtype=np.float32)
        found: npt.NDArray[np.float32] = np.asarray(self._index.get_scores(known), dtype=np.float32)
        return found

    def _known(self, text: str) -> list[str]:
        vocabulary = self._index.vocab_dict if self._index is not None else {}
        return [word for word in words(text) if word in vocabulary]
