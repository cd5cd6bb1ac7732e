"""Stand-ins that keep unit tests fast; each behaves like the real thing where a test can tell."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from indexes.encoder import BatchProgress, Vectors
from taxonomy.committee import load_committee

DIM = 384


class FakeEncoder:
    """An encoder by hashed character trigrams: alike texts get alike vectors, in microseconds and without torch.

    It carries the real encoder's fingerprint, so that the trained title coder accepts it; its codes are not to be
    believed, only their shape.
    """

    dim = DIM

    def __init__(self, fingerprint: str = "") -> None:
        self.fingerprint = fingerprint or load_committee().encoder
        self.calls = 0

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        return self._encode(texts, progress)

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        return self._encode(texts, progress)

    def _encode(self, texts: Sequence[str], progress: BatchProgress | None) -> Vectors:
        self.calls += 1
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.casefold()}  "
            for at in range(len(padded) - 2):
                found[row, zlib.crc32(padded[at : at + 3].encode()) % self.dim] += 1.0
            found[row] /= np.linalg.norm(found[row])
        if progress:
            progress(len(texts), len(texts))
        return found
