"""FAISS in the files of a generation: exact when small, an inverted file when large; no server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexes import vector_build
from indexes.encoder import Vectors
from indexes.vector_plan import FLAT_BELOW
from indexes.vector_rows import VectorRows
from indexes.vectors import VectorIndex
from taxonomy.errors import ConfigError

_FILE = "vectors.faiss"

KEPT_IN = "files of the generation, mapped"
CHOSEN_WHEN = (
    "the index fits one machine: measured to five million a kind at 441 bytes a vector, and built in memory that "
    "is bounded (`sepadan evaluate engines --only size`) ([performance](performance.md)). It is the fastest, "
    "needs no server, and cannot be away"
)
"""Its row of docs/vector-engines.md."""


class FaissEngine:
    """Keeps vectors in the folder itself, whose checksums are those of every file."""

    name = "faiss"

    def __init__(self, *, flat_below: int = FLAT_BELOW) -> None:
        """Keep vectors.

        Args:
            flat_below: Rows below which every row is compared.
        """
        self._flat_below = flat_below

    def write(self, folder: Path, collection: str, vectors: VectorRows, queries: Vectors | None) -> dict[str, Any]:
        """See ``VectorEngine.write``."""
        return asdict(vector_build.write_index(folder / _FILE, vectors, queries, flat_below=self._flat_below))

    def read(self, folder: Path, facts: Mapping[str, Any], rows: int) -> VectorIndex:
        """See ``VectorEngine.read``."""
        return VectorIndex.read(folder / _FILE, rows, int(facts["probes"]), float(facts["gain"]))

    def check(self, facts: Mapping[str, Any], rows: int) -> None:
        """Nothing lies outside the folder."""

    def drop(self, folder: Path) -> None:
        """Nothing lies outside the folder."""

    def close(self) -> None:
        """Nothing is open."""


def engine_at(url: str) -> FaissEngine:
    """The engine.

    Args:
        url: Empty: there is no server.

    Raises:
        ConfigError: An address was given.
    """
    if url:
        raise ConfigError("SEPADAN_VECTOR_URL: wanted none with SEPADAN_VECTOR_ENGINE=faiss, found one")
    return FaissEngine()


def trial(folder: Path, flat_below: int) -> FaissEngine:
    """An engine to be tried.

    Args:
        folder: Empty, and not needed: what is kept lies in the folders of the generations.
        flat_below: Rows below which every row is compared.
    """
    return FaissEngine(flat_below=flat_below)
