"""What every vector engine gives, and how one is found by its name.

An engine keeps the vectors of generations: FAISS in files of the sealed folder, a server in a collection of its own for
each kind of record. Each is one module of ``indexes/engines`` with a function ``engine_at(url)``; nothing else names
it, so that a further engine is one file.
"""

from __future__ import annotations

import pkgutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from indexes import engines
from taxonomy.errors import ConfigError

if TYPE_CHECKING:  # whoever only says where vectors are kept loads no library for them
    import numpy as np
    import numpy.typing as npt

    from indexes.encoder import Vectors
    from indexes.vector_rows import VectorRows
    from indexes.vectors import Cosines, Hits, Mask, Rows

FAISS = "faiss"
"""The engine that needs no server; also that of generations which name none."""


class VectorSearch(Protocol):
    """Unit vectors by row, searchable by cosine; ``indexes.vectors.VectorIndex`` says what each call does and refuses.

    Every call of one that a server holds may raise ``VectorServerError`` (the server does not answer) and
    ``GenerationError`` (it answers, and the vectors are gone).
    """

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def __len__(self) -> int:
        """Number of rows."""
        ...

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of one row."""
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in their order."""
        ...

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> Cosines:
        """Cosine of a query with given rows, in their order; equal vectors get equal cosines."""
        ...

    def search(self, query: npt.NDArray[np.float32], k: int, allowed: Mask | None = None) -> Hits:
        """The k rows nearest to a query among those allowed; ties break by row."""
        ...

    def search_many(self, queries: Vectors, k: int) -> list[Hits]:
        """As ``search`` for each query, over all rows."""
        ...


class VectorEngine(Protocol):
    """Keeps the vectors of generations; safe to share between threads."""

    @property
    def name(self) -> str:
        """As the setting has it; a manifest names it."""
        ...

    def write(self, folder: Path, collection: str, vectors: VectorRows, queries: Vectors | None) -> dict[str, Any]:
        """Keep the vectors of one kind, whole or not at all.

        Args:
            folder: Of the kind, in a generation that is being written.
            collection: What they are called where they do not lie in the folder; new.
            vectors: Rows of length 1, in the order of their keys; gone over block by block.
            queries: What will be asked, for the choice of how deep to look; None when not known.

        Returns:
            Facts for ``read``, as JSON can hold them.

        Raises:
            InputError: NaN, infinite, zero or unnormalised rows.
            GenerationError: What was kept is not what was given.
            VectorServerError: The server does not answer.
        """
        ...

    def read(self, folder: Path, facts: Mapping[str, Any], rows: int) -> VectorSearch:
        """Open what ``write`` kept, once it has passed its checks.

        Raises:
            GenerationError: It is missing, cut short or another.
            VectorServerError: The server does not answer.
        """
        ...

    def check(self, facts: Mapping[str, Any], rows: int) -> None:
        """The checks of ``read`` that the checksums of the folder do not make; raises as ``read``."""
        ...

    def drop(self, folder: Path) -> None:
        """Remove what a generation keeps outside its folder; what is gone already is passed over.

        Args:
            folder: Of the generation, whole or half written.

        Raises:
            VectorServerError: The server does not answer; ask again later.
        """
        ...

    def close(self) -> None:
        """Let go of connections; the next call makes new ones."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorPlace:
    """Where the vectors of an installation are kept.

    Attributes:
        engine: Name of the engine.
        url: Of its server, which may hold a password; empty for an engine without one.
    """

    engine: str = FAISS
    url: str = field(default="", repr=False)

    def open(self) -> VectorEngine:
        """The engine, one for each place in a process; nothing is connected before it is needed.

        Raises:
            ConfigError: There is no such engine, its address is missing or none, or its package is not installed.
        """
        with _LOCK:
            if self not in _OPEN:
                _OPEN[self] = self._engine()
            return _OPEN[self]

    def close(self) -> None:
        """Close the engine, if it was opened."""
        with _LOCK:
            engine = _OPEN.pop(self, None)
        if engine is not None:
            engine.close()

    def _engine(self) -> VectorEngine:
        if self.engine not in engine_names():
            known = ", ".join(engine_names())
            raise ConfigError(f"SEPADAN_VECTOR_ENGINE: wanted one of {known}, found {self.engine}")
        return cast(VectorEngine, import_module(f"{engines.__name__}.{self.engine}").engine_at(self.url))


_OPEN: dict[VectorPlace, VectorEngine] = {}
_LOCK = threading.Lock()


def engine_names() -> tuple[str, ...]:
    """Names of the engines that there are, in order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(engines.__path__)))
