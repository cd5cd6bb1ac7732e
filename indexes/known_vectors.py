"""Vectors of texts that are known beforehand, kept in a file, behind the one encoder interface.

A text is looked up by its hash; what is not known, and everything when another encoder made the file, is encoded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from indexes.encoder import BatchProgress, Encoder, Vectors
from taxonomy.weights_file import stored_weights, write_weights

_HASH_BYTES = 16


class KnownEncoder:
    """An encoder that looks texts up before it works; see ``indexes.encoder.Encoder``.

    Attributes:
        dim: Of the encoder.
        fingerprint: Of the encoder: what is looked up is what it once gave.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Put the file before the encoder.

        Args:
            encoder: Works out what is not known.
            path: Written by ``save_known``.

        Raises:
            InputError: The file is missing or not such a file.
        """
        self._encoder = encoder
        self.dim, self.fingerprint = encoder.dim, encoder.fingerprint
        self._row_of, self._vectors = _known(path, encoder)

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self._filled(texts, self._encoder.encode_query(self._unknown(texts), progress))

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self._filled(texts, self._encoder.encode_passage(self._unknown(texts), progress))

    def _unknown(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if _hash(text) not in self._row_of]

    def _filled(self, texts: Sequence[str], worked_out: Vectors) -> Vectors:
        """Rows of the file, and between them those just worked out, in the order of ``texts``."""
        found, at = np.empty((len(texts), self.dim), dtype=np.float32), 0
        for place, text in enumerate(texts):
            row = self._row_of.get(_hash(text))
            if row is None:
                found[place], at = worked_out[at], at + 1
            else:
                found[place] = self._vectors[row]
        return found


class RecordingEncoder:
    """An encoder that keeps what it was asked and gave; see ``indexes.encoder.Encoder``.

    Attributes:
        dim: Of the encoder.
        fingerprint: Of the encoder.
        vectors: Text to its vector.
    """

    def __init__(self, encoder: Encoder) -> None:
        """Stand before an encoder that treats queries and passages alike."""
        self._encoder = encoder
        self.dim, self.fingerprint = encoder.dim, encoder.fingerprint
        self.vectors: dict[str, Vectors] = {}

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        found = self._encoder.encode_query(texts, progress)
        self.vectors |= dict(zip(texts, found, strict=True))
        return found

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self.encode_query(texts, progress)


def save_known(path: Path, recorded: RecordingEncoder, provenance: Mapping[str, str]) -> None:
    """Write what was recorded, in the order of the hashes: float32, so that nothing is lost of a vector.

    Args:
        path: The file.
        recorded: Texts and their vectors.
        provenance: Where the texts come from, and the command that makes the file.
    """
    texts = sorted(recorded.vectors, key=_hash)
    hashes = np.frombuffer(b"".join(map(_hash, texts)), dtype=np.uint8).reshape(len(texts), _HASH_BYTES)
    vectors = np.array([recorded.vectors[text] for text in texts], dtype=np.float32).reshape(len(texts), recorded.dim)
    write_weights(path, {"hashes": hashes, "vectors": vectors}, {**provenance, "encoder": recorded.fingerprint})


def _known(path: Path, encoder: Encoder) -> tuple[Mapping[bytes, int], Vectors]:
    with stored_weights(path, "known vectors") as stored:
        hashes, vectors = stored.arrays["hashes"], stored.arrays["vectors"]
        if stored.metadata["encoder"] != encoder.fingerprint:
            return {}, vectors
        return {row.tobytes(): at for at, row in enumerate(hashes)}, vectors


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_HASH_BYTES).digest()
