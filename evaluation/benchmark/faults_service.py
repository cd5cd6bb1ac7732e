"""A real server for the fault suite: ``python -m evaluation.benchmark.faults_service HOME``.

The product's own ``serve`` over a real engine; only the encoder is a stand-in that needs no model. It prints its URL
and serves until it is told to end. It loads ``api`` by name, as a program that is started: nothing of ``evaluation``
stands on ``api``.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np

from indexes.encoder import BatchProgress, Vectors
from matcher.engine import Engine
from matcher.home import Home
from taxonomy.committee import load_committee

_DIM = 384


class TrigramEncoder:
    """An encoder by hashed character trigrams, with the fingerprint that the title coder accepts.

    Its codes are not to be believed, only their shape.
    """

    dim = _DIM

    def __init__(self) -> None:
        self.fingerprint = load_committee().encoder

    def encode_query(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """float32, shape ``(len(texts), dim)``, rows of length 1."""
        return np.stack([_hashed(text) for text in texts]) if texts else np.zeros((0, _DIM), np.float32)

    def encode_passage(self, texts: Sequence[str], progress: BatchProgress | None = None) -> Vectors:
        """As ``encode_query``."""
        return self.encode_query(texts, progress)


def _hashed(text: str) -> Vectors:
    padded, found = f"  {text.casefold()}  ", np.zeros(_DIM, np.float32)
    for at in range(len(padded) - 2):
        found[zlib.crc32(padded[at : at + 3].encode()) % _DIM] += 1
    unit: Vectors = (found / np.linalg.norm(found)).astype(np.float32, copy=False)
    return unit


def open_engine(home: Path) -> Engine:
    """An engine with the stand-in for the encoder."""
    return Engine(Home(root=home), TrigramEncoder())


def main(home: Path) -> None:
    """Build what there is and serve it until a signal to end."""
    serving, settings = import_module("api.cli.serve"), import_module("api.settings")
    engine = open_engine(home)
    engine.build()
    with serving.held_port("127.0.0.1", 0) as listener:
        print(serving.url_of(listener), flush=True)  # noqa: T201
        serving.serve_on(listener, settings.Settings(home=home), engine)
    engine.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
