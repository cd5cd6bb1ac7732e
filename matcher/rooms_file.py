"""A segment's rooms in a folder of a generation: written in one pass over the store, mapped when read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from indexes.encoder import Vectors
from indexes.lexical import LexicalIndex
from indexes.row_words import RowWords
from indexes.text_table import TextTable
from indexes.vector_rows import VectorFile
from indexes.vector_search import VectorEngine, VectorPlace
from matcher.coded import Coded, coded_to_json
from matcher.columns import Columns, columns_of, joined
from matcher.columns_file import read_columns, write_columns
from matcher.segment import Fresh, Rooms
from matcher.vocabulary import Vocabulary
from taxonomy.errors import GenerationError

_CHUNK = 10_000
"""Records turned into columns at once."""


class _Pass:
    """One pass over records in key order: JSON and vectors are written as they go by, the rest is gathered."""

    def __init__(self, fresh: Iterable[Fresh], vocabulary: Vocabulary, vectors: VectorFile) -> None:
        self.keys = list[str]()
        self.texts = list[str]()
        self.vectors = vectors
        self.columns = list[Columns]()
        self._fresh = fresh
        self._vocabulary = vocabulary

    def records(self) -> Iterator[str]:
        chunk: list[Coded] = []
        for item in self._fresh:
            self.keys.append(item.coded.key)
            self.texts.append(item.text)
            self.vectors.append(item.vector[None, :])
            chunk.append(item.coded)
            if len(chunk) == _CHUNK:
                self.columns.append(columns_of(chunk, self._vocabulary))
                chunk = []
            yield coded_to_json(item.coded)
        self.columns.append(columns_of(chunk, self._vocabulary))


def write_rooms(
    folder: Path,
    fresh: Iterable[Fresh],
    vocabulary: Vocabulary,
    dim: int,
    queries: Vectors | None = None,
    *,
    engine: VectorEngine | None = None,
    collection: str = "",
    asks: bool = False,
) -> dict[str, Any]:
    """Write records into an empty folder.

    Args:
        folder: It is there.
        fresh: Records in key order.
        vocabulary: Numbers for the columns.
        dim: Length of a vector. The vectors lie in a file without a name until they are indexed, never all in memory.
        queries: What will be asked of the vectors, for the choice of how deep to look; None when not known.
        engine: Keeps the vectors; FAISS in the folder when None.
        collection: What they are called in a server.
        asks: Keep what each row says, so that all rows can be matched at once (``matcher.batch``).

    Returns:
        Facts for ``read_rooms``: ``rows`` and ``vectors`` (kind of index, how deep it is probed, recall measured).

    Raises:
        InputError: A vector that is not finite, not of length 1 or not of ``dim``; names its row.
    """
    with tempfile.TemporaryFile(dir=folder) as spool:  # without a name, so that a killed build leaves nothing of it
        gathered = _Pass(fresh, vocabulary, VectorFile(spool, dim))
        TextTable.write(folder / "records", gathered.records())
        TextTable.write(folder / "keys", gathered.keys)
        write_columns(folder / "columns", joined(gathered.columns))
        LexicalIndex.build(gathered.texts).write(folder / "bm25")
        if asks:
            RowWords.of(gathered.texts).write(folder / "said")
        gathered.texts.clear()
        kept = (engine or VectorPlace().open()).write(folder, collection, gathered.vectors, queries)
    return {"rows": len(gathered.keys), "vectors": kept, "asks": asks}


def read_rooms(folder: Path, facts: Mapping[str, Any], engine: VectorEngine | None = None) -> Rooms:
    """Map what ``write_rooms`` wrote.

    Args:
        folder: As it was given to it.
        facts: As it gave them.
        engine: That keeps the vectors; FAISS in the folder when None.

    Raises:
        GenerationError: The folder, or the server, does not hold so many rows.
        VectorServerError: The server does not answer.
    """
    rows = int(facts["rows"])
    keys, records = TextTable.read(folder / "keys"), TextTable.read(folder / "records")
    columns = read_columns(folder / "columns")
    for name, found in (("keys", len(keys)), ("records", len(records)), ("columns", len(columns))):
        if found != rows:
            raise GenerationError(f"{folder / name}: wanted {rows} rows, found {found}")
    return Rooms(
        keys=keys,
        records=records,
        columns=columns,
        vectors=(engine or VectorPlace().open()).read(folder, facts["vectors"], rows),
        lexical=LexicalIndex.read(folder / "bm25", rows),
        said=RowWords.read(folder / "said", rows) if facts.get("asks") else None,
    )
