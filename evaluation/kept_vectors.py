"""Vectors kept on disk by text: a measuring run that is repeated, or was cut short, encodes nothing twice.

Encoding all real ads takes minutes on 2 cores; coder rules and weights change more often than the encoder does.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from indexes.encoder import BatchProgress, Encoder, Vectors
from taxonomy.errors import StoreError

_LOOK_UP = 500
"""Keys asked for in one query; SQLite takes at most 999 parameters in old builds."""

_ENCODE = 256
"""Texts encoded before their vectors are written: what a killed run loses at most."""

_Inner = Callable[[Sequence[str], BatchProgress | None], Vectors]


class KeptVectors:
    """An encoder that remembers; gives the very vectors of the encoder inside.

    Attributes:
        dim: Of the encoder inside.
        fingerprint: Of the encoder inside.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """Open the vectors kept for an encoder.

        Args:
            encoder: Asked for what is not kept.
            folder: Where the file lies, one for each fingerprint; made when it is not there.

        Raises:
            StoreError: The file cannot be made, or is not such a file.
        """
        self.dim = encoder.dim
        self.fingerprint = encoder.fingerprint
        self._encoder = encoder
        self._path = folder / f"{encoder.fingerprint}.sqlite"
        with self._faults():
            folder.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(self._path)
            self._file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``.

        Raises:
            StoreError: The file cannot be read or written.
        """
        return self._encode(b"q", texts, progress, self._encoder.encode_query)

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self._encode(b"p", texts, progress, self._encoder.encode_passage)

    def _encode(self, side: bytes, texts: Sequence[str], progress: BatchProgress | None, inner: _Inner) -> Vectors:
        keys = {text: hashlib.sha256(side + text.encode("utf-8", "surrogatepass")).digest() for text in texts}
        vectors = self._kept(list(keys.values()))
        missing = [text for text, key in keys.items() if key not in vectors]
        for start in range(0, len(missing), _ENCODE):
            batch = missing[start : start + _ENCODE]
            made = {keys[text]: vector for text, vector in zip(batch, inner(batch, None), strict=True)}
            self._keep(made)
            vectors |= made
            if progress:
                progress(len(texts) - len(missing) + start + len(batch), len(texts))
        return np.stack([vectors[keys[text]] for text in texts]) if texts else np.zeros((0, self.dim), np.float32)

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        for start in range(0, len(keys), _LOOK_UP):
            part = keys[start : start + _LOOK_UP]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608  (question marks alone)
            with self._faults():
                rows = self._file.execute(query, part).fetchall()
            found |= {key: np.frombuffer(vector, dtype="<f4") for key, vector in rows}
        return found

    def _keep(self, made: Mapping[bytes, Vectors]) -> None:
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in made.items()]
        with self._faults(), self._file:
            self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _faults(self) -> Generator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            wanted = "a file of vectors that can be read and written (it can be removed: it is made again)"
            raise StoreError(f"{self._path}: wanted {wanted}, found: {error}") from error
