"""An installation opened with the encoder that the product runs with."""

from __future__ import annotations

from pathlib import Path

from indexes import encoder as encoders
from indexes.vector_search import VectorPlace
from matcher.engine import Engine
from matcher.home import Home, cache_folder


def open_engine(
    root: Path, *, database_url: str = "", model: str = encoders.BUNDLED, vectors: VectorPlace | None = None
) -> Engine:
    """Open an installation with the real encoder.

    Args:
        root: Home folder.
        database_url: Store; SQLite inside the home by default.
        model: ``encoders.BUNDLED`` or the folder of another sentence-transformers model.
        vectors: Where vectors are kept; in the home when None.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    encoder = encoders.load(cache_folder(), max_tokens=encoders.MAX_TOKENS, model=model)
    return Engine(Home(root=root, vectors=vectors or VectorPlace()), encoder, database_url=database_url)
