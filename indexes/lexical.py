"""BM25 over the words of one kind of record, with the library bm25s (Lù 2024, arXiv:2407.03618).

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; parameters k1 = 1.5, b = 0.75.

bm25s works out every score when it indexes; a query only adds up lists. Among many rows the lists of the commonest
words ("dan", "kerja") are most of the work and say least, so candidates are chosen by the rarer words of a query, as
many as ``POSTINGS`` allows, and the common ones are added for the rows that are asked about (the idea of impact-ordered
pruning: Anh & Moffat 2006). Below that many postings nothing is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from indexes.vectors import Mask, Rows
from taxonomy.errors import GenerationError

Scores = npt.NDArray[np.float32]

POSTINGS = 200_000
"""Entries of word lists that are added up to choose candidates; some 1 ms."""

_SPARE = 3
"""Candidates looked at for each one that is wanted, before the common words are added."""

_SAMPLED = 64
"""One row of so many tells about how high the best partial scores are."""

_WORD = re.compile(r"[a-z0-9][a-z0-9+#.]*[a-z0-9+#]|[a-z0-9]")


def words(text: str) -> list[str]:
    """Lower-case words; ``c++``, ``c#`` and ``node.js`` stay whole."""
    return _WORD.findall(text.casefold())


class LexicalIndex:
    """Word lists with the BM25 score of every row that holds the word."""

    def __init__(self, index: bm25s.BM25 | None, size: int) -> None:
        """Wrap a bm25s index; None when no row has a word. Use ``build`` or ``read``."""
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index texts; row i is text i. Words are kept as numbers, so that a million texts fit in memory."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in words(text)] for text in texts]
        if not vocabulary:
            return cls(None, len(ids))
        index = bm25s.BM25(k1=1.5, b=0.75)
        index.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(index, len(ids))

    def write(self, folder: Path) -> None:
        """Write the index into a folder of its own (nothing is pickled)."""
        folder.mkdir()
        if self._index is not None:
            self._index.save(str(folder))

    @classmethod
    def read(cls, folder: Path, size: int) -> LexicalIndex:
        """Map an index written by ``write``.

        Raises:
            GenerationError: The folder does not hold an index of ``size`` rows.
        """
        try:
            if not any(folder.iterdir()):
                return cls(None, size)
            index = bm25s.BM25.load(str(folder), load_corpus=False, mmap=True, allow_pickle=False)
            found = int(index.scores["num_docs"])
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise GenerationError(f"{folder}: wanted a BM25 index, found something else ({error})") from error
        if found != size:
            raise GenerationError(f"{folder}: wanted a BM25 index of {size} rows, found {found}")
        index.scores.update({name: np.asarray(index.scores[name]) for name in ("data", "indices", "indptr")})
        return cls(index, size)

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Word to its number in ``lists``."""
        found: Mapping[str, int] = {} if self._index is None else self._index.vocab_dict
        return found

    @property
    def lists(self) -> csc_array:
        """BM25 of each word in each row, float32, shape ``(rows, words)``; rows ascend in each column."""
        if self._index is None:
            return csc_array((self._size, 0), dtype=np.float32)
        parts = self._index.scores
        columns = len(parts["indptr"]) - 1
        return csc_array((parts["data"], parts["indices"], parts["indptr"]), shape=(self._size, columns))

    def scores(self, text: str) -> Scores:
        """BM25 of a query against each row, float32 >= 0, shape ``(rows,)``."""
        return self.query(text).at(np.arange(self._size))

    def query(self, text: str) -> LexicalQuery:
        """A text, ready to be compared with the rows."""
        if self._index is None:
            return LexicalQuery([], self._size)
        vocabulary, parts = self._index.vocab_dict, self._index.scores
        lists: list[WordList] = []
        for word, times in Counter(words(text)).items():
            token = vocabulary.get(word)
            if token is not None:
                start, end = int(parts["indptr"][token]), int(parts["indptr"][token + 1])
                lists.append(WordList(parts["indices"][start:end], parts["data"][start:end], times))
        return LexicalQuery(lists, self._size)


class WordList:
    """One word of a query: rows that hold it, ascending, with their scores."""

    def __init__(self, rows: npt.NDArray[np.int32], scores: Scores, times: int) -> None:
        """Hold views of the index; ``times`` is how often the query says the word."""
        self.rows = rows
        self.scores = scores
        self.times = np.float32(times)

    def at(self, rows: Rows) -> Scores:
        """Scores of given rows."""
        places = np.searchsorted(self.rows, rows)
        found: Scores = self.scores.take(places, mode="clip") * self.times
        found[self.rows.take(places, mode="clip") != rows] = 0
        return found


class LexicalQuery:
    """A query with its word lists; those of the rarer words are added up once."""

    def __init__(self, lists: Sequence[WordList], size: int) -> None:
        """Add up word lists, the shortest first, while there are fewer than ``POSTINGS`` entries in all."""
        ordered = sorted(lists, key=lambda found: len(found.rows))
        taken = int(np.searchsorted(np.cumsum([len(found.rows) for found in ordered]), POSTINGS, side="right"))
        self._common = ordered[max(taken, 1) :]
        self._partial = np.zeros(size, dtype=np.float32)
        for found in ordered[: max(taken, 1)]:
            np.add.at(self._partial, found.rows, found.scores * found.times)  # faster than += with an index

    def at(self, rows: Rows) -> Scores:
        """BM25 of given rows, float32 >= 0, shape ``(len(rows),)``."""
        found: Scores = self._partial[rows]
        for common in self._common:
            found = found + common.at(rows)
        return found

    def rough(self, rows: Rows) -> Scores:
        """Scores of given rows without the commonest words of the query; same shape as ``at``."""
        found: Scores = self._partial[rows]
        return found

    def top(self, depth: int, allowed: Mask) -> Rows:
        """The ``depth`` allowed rows of the highest score above 0, best first; ties by row.

        Where the commonest words were left out, a row that they alone would bring in may be missed.

        Args:
            depth: Most rows.
            allowed: bool, shape ``(rows,)``.
        """
        spare = _SPARE * depth if self._common else depth
        rows = self._best(spare, allowed)
        for common in self._common:
            if len(rows) >= depth:
                break
            rows = np.union1d(rows, common.rows[allowed[common.rows]])
        if len(rows) > spare:
            least = np.partition(self._partial[rows], len(rows) - spare)[len(rows) - spare]
            rows = rows[self._partial[rows] >= least]
        scores = self.at(rows)
        order = np.lexsort((rows, -scores))[:depth]
        found: Rows = rows[order].astype(np.int64)
        return found

    def _best(self, wanted: int, allowed: Mask) -> Rows:
        """Allowed rows of a partial score above 0; where there are very many, at least the ``wanted`` best of them."""
        sample = self._partial[::_SAMPLED] * allowed[::_SAMPLED]
        sample = sample[sample > 0]
        # Twice as many as are wanted, by the sample: too few are seldom found then, and if so all are taken.
        place = 2 * wanted // _SAMPLED + 1
        if len(sample) > place:
            least = np.partition(sample, len(sample) - place)[len(sample) - place]
            rows = np.flatnonzero((self._partial >= least) & allowed)
            if len(rows) >= wanted:
                return rows
        return np.flatnonzero((self._partial > 0) & allowed)
