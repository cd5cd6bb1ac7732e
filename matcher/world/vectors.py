"""Vectors of the sample world, worked out once: they spare a first start, and each run of tests, the encoder's minutes.

Written by ``python -m matcher.world.vectors`` (four minutes of one core) when the words of the world or what is
embedded of a record change. A text that the file lacks is encoded like any other, so an older file costs time alone.
"""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

from indexes.encoder import Encoder
from indexes.known_vectors import KnownEncoder, RecordingEncoder, save_known
from matcher.ingest import read_record
from matcher.installed_coder import installed_coder
from matcher.installed_encoder import installed_encoder
from matcher.records import Record
from matcher.sources import source_named
from matcher.world.generate import write_world

FILE = Path(str(resources.files("matcher.world") / "vectors.safetensors"))

PROVENANCE = {"texts": "the invented sample world (matcher.world)", "command": "python -m matcher.world.vectors"}


def known_world(encoder: Encoder) -> KnownEncoder:
    """An encoder that has the vectors of the sample world at hand; any other text it encodes."""
    return KnownEncoder(encoder, FILE)


def record_world(encoder: Encoder, folder: Path) -> RecordingEncoder:
    """Code the sample world, and give what the encoder was asked meanwhile.

    Args:
        encoder: Works the vectors out.
        folder: Where the world is written, and models of an installation would lie: there are none.
    """
    recording = RecordingEncoder(encoder)
    coder = installed_coder(recording, folder / "models")
    for name, path in write_world(folder).items():
        coder.code(_records(name, path))
    return recording


def _records(name: str, path: Path) -> list[Record]:
    source = source_named(name)
    return [read_record(source, row, path) for row in source.rows(path, None)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        save_known(FILE, record_world(installed_encoder(), Path(made)), PROVENANCE)
