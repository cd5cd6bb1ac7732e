"""A small learnt map behind the encoder's own vectors: ``v + (v down) up``, brought to length 1 again.

A low-rank residual (Houlsby et al. 2019, ICML, put behind a frozen encoder). It stands behind the one encoder
interface and changes the fingerprint, so that an index, or weights, made with other vectors are refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexes.encoder import BatchProgress, Encoder, Vectors
from taxonomy.errors import EncoderError
from taxonomy.weights_file import stored_weights, write_weights

FILE = "encoder_adapter.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterWeights:
    """A trained map.

    Attributes:
        down: float32, shape ``(dim, rank)``.
        up: float32, shape ``(rank, dim)``.
        encoder: Fingerprint of the encoder whose vectors it was trained on.
        fingerprint: Short hash of the file.
    """

    down: Vectors
    up: Vectors
    encoder: str
    fingerprint: str = "new"

    def apply(self, vectors: Vectors) -> Vectors:
        """Mapped vectors of length 1, same shape; float32."""
        found = vectors + (vectors @ self.down) @ self.up
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        mapped: Vectors = (found / np.where(lengths > 0, lengths, 1)).astype(np.float32)
        return mapped


class AdaptedEncoder:
    """An encoder with a map behind it; see ``indexes.encoder.Encoder``.

    Attributes:
        dim: Of the encoder.
        fingerprint: Names the encoder and the map.
    """

    def __init__(self, encoder: Encoder, weights: AdapterWeights) -> None:
        """Put the map behind.

        Raises:
            EncoderError: The map was trained on another encoder's vectors.
        """
        if weights.encoder != encoder.fingerprint:
            mend = "train again with 'sepadan train encoder-adapter'"
            raise EncoderError(
                f"encoder adapter: wanted encoder {weights.encoder}, found {encoder.fingerprint}; {mend}"
            )
        self._encoder, self._weights = encoder, weights
        self.dim = encoder.dim
        self.fingerprint = f"{encoder.fingerprint}+{weights.fingerprint}"

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self._weights.apply(self._encoder.encode_query(texts, progress))

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``."""
        return self._weights.apply(self._encoder.encode_passage(texts, progress))


def save_adapter(path: Path, weights: AdapterWeights, provenance: Mapping[str, str]) -> None:
    """Write a map as safetensors, float32."""
    tensors = {"down": weights.down.astype(np.float32), "up": weights.up.astype(np.float32)}
    write_weights(path, tensors, {**provenance, "encoder": weights.encoder})


def load_adapter(path: Path) -> AdapterWeights:
    """Read a map written by ``save_adapter``.

    Raises:
        InputError: The file is missing or not such a file.
    """
    with stored_weights(path, "encoder adapter") as stored:
        down, up = stored.arrays["down"], stored.arrays["up"]
        return AdapterWeights(
            down=down, up=up, encoder=stored.metadata["encoder"], fingerprint=f"adapter-{stored.digest}"
        )
